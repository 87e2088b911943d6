"""The contract that every detector keeps, run for all of them."""

import json
from itertools import accumulate, pairwise
from types import ModuleType

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from seawarden import detect
from seawarden.detect import dark_ship, dark_sts
from seawarden.detect.contract import SCHEMA
from seawarden.detect.learning.context import Context
from seawarden.detect.learning.learn import READS, learn
from seawarden.detect.time_span.cut import cut
from seawarden.detect.time_span.part import detect_part
from seawarden.errors import SchemaError
from seawarden.schema import EVENTS, KINDS

from .long_facts import CUTS, extent, far, long_facts
from .random_tables import tables

SEEDS = st.integers(0, 10_000)
DETECTORS = [*detect.ALL, *(d for d in (dark_sts, dark_ship) if d not in detect.ALL)]
each_detector = pytest.mark.parametrize("detector", DETECTORS, ids=lambda d: d.NAME)
SIDES = ("before", "after")
few = settings(deadline=None, max_examples=CUTS)


CONTEXT = learn({t.name: tables(0, 30)[t.name] for t in READS})
"""What one set of random tables teaches; all of them lie in the same waters and days."""


def run(
    detector: ModuleType, made: dict[str, pl.DataFrame], context: Context | None = None
) -> pl.DataFrame:
    """Detect, by `CONTEXT` unless another one is given."""
    known = context or CONTEXT
    return detector.detect(
        *(made[t.name] for t in detector.READS), places=known.places, context=known
    )


@each_detector
def test_empty_in_empty_out(detector: ModuleType) -> None:
    out = detector.detect(*(t.empty() for t in detector.READS))
    assert out.is_empty()
    assert out.schema == SCHEMA


@each_detector
@few
@given(seed=SEEDS)
def test_what_comes_out_is_events(detector: ModuleType, seed: int) -> None:
    out = run(detector, tables(seed))
    assert out.schema == SCHEMA
    assert detector.NAME in KINDS
    assert (out["kind"] == detector.NAME).all()
    assert out["event_id"].is_unique().all()
    assert out["confidence"].is_between(0.0, 1.0).all()
    assert (out["start_utc"] <= out["end_utc"]).all()
    assert (out["observed_h"] >= 0).all()
    assert (out["inferred_h"] >= 0).all()
    hours = (out["end_utc"] - out["start_utc"]).dt.total_seconds() / 3600
    assert (out["observed_h"] + out["inferred_h"] <= hours + 1e-6).all()
    assert out["evidence"].null_count() == out.height
    # What only a sensor saw rests on a sighting, which `detail` names, and on no report.
    seen = out["detail"].str.json_path_match("$.sighting_id").is_not_null()
    assert out.filter(~seen)["first_row"].null_count() == 0
    assert (out["first_row"] <= out["last_row"]).all()
    assert out.equals(out.sort(*EVENTS.sort))
    for text in out["detail"]:
        assert isinstance(json.loads(text), dict)
    assert not out["detail"].str.contains("NaN|Infinity").any()


@each_detector
def test_the_suite_looks_at_detectors_that_find_something(detector: ModuleType) -> None:
    """Laws about empty tables prove nothing."""
    found = accumulate(run(detector, tables(seed, 30)).height for seed in range(6))
    assert any(n > 5 for n in found)


@each_detector
@few
@given(seed=SEEDS)
def test_the_order_of_rows_is_irrelevant(detector: ModuleType, seed: int) -> None:
    made = tables(seed)
    mixed = {k: v.sample(fraction=1.0, shuffle=True, seed=seed) for k, v in made.items()}
    assert run(detector, made).equals(run(detector, mixed))


@each_detector
@few
@given(seed=SEEDS, n=st.integers(2, 4))
def test_splitting_changes_nothing(detector: ModuleType, seed: int, n: int) -> None:
    """By rows; where no column parts what belongs together, the cut in time stands alone."""
    made = tables(seed)
    first = detector.READS[0].name
    key = pl.struct(detector.SPLIT_BY or made[first].columns).hash(seed) % n
    parts = [
        run(detector, {**made, first: made[first].filter(key == i)})
        for i in (range(n) if detector.SPLIT_BY else ())
    ] or [run(detector, made)]
    assert pl.concat(parts).sort(*EVENTS.sort).equals(run(detector, made))


@each_detector
def test_needs_are_finite(detector: ModuleType) -> None:
    needs = detector.NEEDS
    assert all(0.0 <= x < float("inf") for x in (needs.before_h, needs.after_h, needs.metres))


@each_detector
@few
@given(seed=st.integers(0, 3 if CUTS > 8 else 1), share=st.floats(0.02, 0.98))
@example(seed=2, share=0.359375)  # a stay at one port within a longer one at another
def test_cutting_in_time_changes_nothing(detector: ModuleType, seed: int, share: float) -> None:
    """Given the same context, events further than NEEDS from a cut are the same on either side."""
    made, context, whole = long_facts(detector, seed)
    first, last = extent(whole)
    at = first + (last - first) * share
    for side in SIDES:
        kept = cut(made, **({"until_utc": at} if side == "before" else {"from_utc": at}))
        assert far(run(detector, kept, context), at, side, detector).equals(
            far(whole, at, side, detector)
        )


@each_detector
@settings(deadline=None, max_examples=max(1, CUTS // 8))
@given(shares=st.lists(st.floats(0.02, 0.98), min_size=1, max_size=2, unique=True))
def test_parts_of_time_find_what_the_whole_finds(detector: ModuleType, shares: list[float]) -> None:
    """What workers and a growing docket rest on: each event in the part that it starts in, once."""
    made, context, whole = long_facts(detector, 0)
    first, last = extent(whole)
    edges = [None, *(first + (last - first) * x for x in sorted(shares)), None]
    parts = [detect_part(detector, made, *part, context=context) for part in pairwise(edges)]
    assert pl.concat(parts).sort(*EVENTS.sort).equals(whole)


@each_detector
def test_the_cut_test_looks_at_events(detector: ModuleType) -> None:
    """On both sides of a cut in the middle, for at least one of the long facts."""
    seen = set()
    for seed in range(4):
        _, _, whole = long_facts(detector, seed)
        first, last = extent(whole)
        middle = first + (last - first) / 2
        seen |= {side for side in SIDES if far(whole, middle, side, detector).height}
        if seen == {*SIDES}:
            return
    pytest.fail(f"no event {' and '.join({*SIDES} - seen)} a cut in the middle")


@each_detector
def test_a_missing_column_is_named(detector: ModuleType) -> None:
    made = tables(1)
    for table in detector.READS:
        for column in table.names:
            broken = {**made, table.name: made[table.name].drop(column)}
            with pytest.raises(SchemaError, match=f"table {table.name}: column '{column}' is"):
                run(detector, broken)


@each_detector
def test_the_input_is_never_changed(detector: ModuleType) -> None:
    made = tables(2)
    before = {k: v.clone() for k, v in made.items()}
    run(detector, made)
    assert all(before[k].equals(made[k]) for k in made)


@each_detector
def test_the_same_input_gives_the_same_bytes(detector: ModuleType) -> None:
    made = tables(3)
    one, two = run(detector, made), run(detector, made)
    assert one.write_json() == two.write_json()
