"""What was learnt can be kept, read back and named; days that are not closed teach nothing."""

from datetime import timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawarden.detect import gap
from seawarden.detect.learning.context import Context, read
from seawarden.detect.learning.learn import READS, learn
from seawarden.detect.time_span.cut import cut
from seawarden.errors import InputError, SchemaError
from seawarden.schema import CONTEXT

from ..make import at
from ..random_tables import tables

few = settings(deadline=None, max_examples=3)


def facts(seed: int) -> dict[str, pl.DataFrame]:
    made = tables(seed, 20)
    return {t.name: made[t.name] for t in {t.name: t for t in (*READS, *gap.READS)}.values()}


def found(made: dict[str, pl.DataFrame], context: Context) -> pl.DataFrame:
    return gap.detect(*(made[t.name] for t in gap.READS), places=context.places, context=context)


@few
@given(st.integers(0, 1000))
def test_what_is_read_back_is_the_same_and_detects_the_same(tmp_path_factory, seed: int) -> None:
    """Through a Parquet file, rows in any order."""
    made = facts(seed)
    context = learn(made)
    path = tmp_path_factory.mktemp("kept") / "context.parquet"
    context.table().sample(fraction=1.0, shuffle=True, seed=seed).write_parquet(path)
    back = read(pl.read_parquet(path))
    assert back.sha256 == context.sha256
    assert back.days == context.days
    assert back.table().equals(context.table())
    assert found(made, back).equals(found(made, context))


def test_another_context_has_another_name() -> None:
    assert learn(facts(1)).sha256 != learn(facts(2)).sha256
    assert learn(facts(1)).sha256 == learn(facts(1)).sha256


@few
@given(st.integers(0, 1000))
def test_the_order_of_facts_teaches_nothing(seed: int) -> None:
    made = facts(seed)
    mixed = {k: v.sample(fraction=1.0, shuffle=True, seed=seed) for k, v in made.items()}
    assert learn(made).sha256 == learn(mixed).sha256


@few
@given(st.integers(0, 1000), st.integers(1, 3))
def test_days_that_are_not_closed_teach_nothing(seed: int, days: int) -> None:
    """Whatever is heard after the last closed day, what was learnt stays as it was."""
    made = facts(seed)
    until = at(0).replace(hour=0, minute=0) + timedelta(days=days)
    known = learn(made, until_utc=until)
    assert all(day < until.date() for day in known.days)
    later = facts(seed + 1)
    more = {
        name: pl.concat([made[name], later[name].filter(later[name][_time(name)] >= until)])
        for name in made
        if name not in ("HULLS", "CLAIMS")
    }
    assert learn({**made, **more}, until_utc=until).sha256 == known.sha256


@few
@given(st.integers(0, 1000))
def test_finished_data_close_their_last_day(seed: int) -> None:
    """Without an end it is the midnight after the last report: one context, whichever is asked."""
    made = facts(seed)
    last = max(frame[c].max() for frame in made.values() for c in frame.columns
               if c in ("end_utc", "hour_utc", "start_utc") and frame.height)  # fmt: skip
    midnight = last.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    assert learn(made, until_utc=midnight).sha256 == learn(made).sha256


def _time(name: str) -> str:
    return "hour_utc" if name == "COVERAGE" else "start_utc"


def test_an_hour_within_a_day_is_no_end_of_a_day() -> None:
    with pytest.raises(InputError, match="expected a midnight UTC"):
        learn(facts(1), until_utc=at(1.5).replace(minute=30))


def test_nothing_learnt_finds_no_silence_suspicious() -> None:
    made = facts(1)
    assert found(made, Context()).is_empty()
    assert found(made, learn(made)).height > 0


def test_an_unknown_part_and_a_missing_column_are_named() -> None:
    table = learn(facts(1)).table()
    with pytest.raises(SchemaError, match="part 'tide' is not known, expected one of day, cell"):
        read(table.with_columns(part=pl.lit("tide")))
    with pytest.raises(SchemaError, match="table CONTEXT: column 'value' is missing"):
        read(table.drop("value"))
    assert read(CONTEXT.empty()).sha256 == read(CONTEXT.empty()).sha256


@few
@given(st.integers(0, 1000), st.floats(0, 90), st.floats(0, 90), st.floats(0, 90))
def test_cutting_twice_is_cutting_once_at_the_inner_edges(seed, a, b, c) -> None:
    """What periods and cuts of one time rest on."""
    made = tables(seed)
    low, middle, high = sorted((a, b, c))
    low, middle, high = (at(x) for x in (low, middle, high))
    once = cut(made, middle, high)
    twice = cut(cut(made, low), middle, high)
    assert all(once[name].equals(twice[name]) for name in made)
