"""The pass in spans of days, combined: the same facts as in one span, whoever sent the reports."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawarden.engine.threads import span_of
from seawarden.errors import InputError
from seawarden.facts.shared_mmsi.senders import Senders
from seawarden.facts.span import scan_span
from seawarden.facts.tables import Facts, tables

from ..facts.traffic import random_traffic

NAMES = ("hulls", "stays", "trails", "silences", "jumps", "coverage", "contacts")


def same(a: Facts, b: Facts) -> None:
    for name in NAMES:
        assert getattr(a, name).equals(getattr(b, name)), name


def pieces(frame: pl.DataFrame, size: int) -> list[tuple[int, pl.DataFrame]]:
    return [(i, frame[i : i + size]) for i in range(0, frame.height, size)]


def senders(frame: pl.DataFrame, seed: int) -> Senders:
    """Two senders under every other MMSI, in turns of chance."""
    mine = np.flatnonzero(frame["mmsi"].to_numpy() % 2 == 0)
    who = np.random.default_rng(seed).integers(1, 3, mine.size)
    return Senders(mine.astype(np.int64), who.astype(np.uint16))


@settings(max_examples=30, deadline=None)
@given(
    seed=st.integers(0, 10_000), n=st.integers(1, 600), ships=st.integers(1, 12),
    hours=st.sampled_from([6.0, 48.0, 400.0]), size=st.integers(1, 300),
    span_reports=st.integers(1, 200), is_shared=st.booleans(),
)  # fmt: skip
def test_spans_of_days_combine_to_one_pass(seed, n, ships, hours, size, span_reports, is_shared):
    frame = random_traffic(seed, n, ships, hours=hours)
    who = senders(frame, seed) if is_shared else Senders()
    whole = scan_span([(0, frame)], threads=1, senders=who)
    spans = span_of(pieces(frame, size), senders=who, span_reports=span_reports)
    same(tables(whole), tables(spans))
    assert (spans.n_reports, spans.n_duplicates) == (whole.n_reports, whole.n_duplicates)


def test_days_are_combined(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test above proves nothing where all days fall into one span."""
    from seawarden.engine import threads

    calls = []
    real = threads.combine
    monkeypatch.setattr(threads, "combine", lambda *a: calls.append(1) or real(*a))
    frame = random_traffic(1, 2000, 5, hours=240.0)
    threads.span_of(pieces(frame, 300), span_reports=1)
    days = frame["time_utc"].dt.date().n_unique()
    assert len(calls) == days - 1 > 5


def test_no_reports_give_no_facts() -> None:
    assert span_of([]).n_reports == 0


def test_reports_out_of_order_are_refused_within_a_day_and_across() -> None:
    frame = random_traffic(2, 400, 3, hours=96.0)
    for size in (150, 400):
        with pytest.raises(InputError, match=r"time order|follow each other"):
            span_of(pieces(frame.reverse(), size), span_reports=1)
