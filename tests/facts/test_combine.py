"""The one law of the pass: facts of neighbouring spans combine, associatively."""

import itertools

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawarden.errors import InputError
from seawarden.facts.combine import combine
from seawarden.facts.span import Scanner, Span, scan_span
from seawarden.facts.tables import Facts, tables

from .traffic import random_traffic

NAMES = ("hulls", "stays", "trails", "silences", "jumps", "coverage", "contacts")


def _cuts(frame: pl.DataFrame, at: list[float]) -> list[int]:
    """Return row numbers near the fractions `at`, moved so that no time is cut in two."""
    t = frame["time_utc"].to_physical().to_list()
    out = []
    for fraction in sorted(at):
        i = int(fraction * len(t))
        while 0 < i < len(t) and t[i] == t[i - 1]:
            i += 1
        out.append(i)
    return out


def _same(a: Facts, b: Facts) -> None:
    for name in NAMES:
        assert getattr(a, name).equals(getattr(b, name)), name


def _span(frame: pl.DataFrame, start: int, end: int, threads: int = 1) -> Span:
    return scan_span([(start, frame[start:end])], threads=threads)


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    n=st.integers(2, 400),
    ships=st.integers(1, 12),
    hours=st.sampled_from([0.5, 6.0, 48.0, 400.0]),
    at=st.lists(st.floats(0, 1), min_size=2, max_size=2),
)
def test_facts_of_parts_combine_to_the_facts_of_the_whole(seed, n, ships, hours, at):
    """Left-first and right-first: the live feed does the one, the cluster the other."""
    frame = random_traffic(seed, n, ships, hours=hours)
    i, j = _cuts(frame, at)
    whole = tables(_span(frame, 0, n, threads=2))
    a, b, c = _span(frame, 0, i), _span(frame, i, j), _span(frame, j, n)
    _same(whole, tables(combine(combine(a, b), c)))
    _same(whole, tables(combine(a, combine(b, c))))


def test_many_short_spans_in_a_row_are_one_long_one():
    """A live feed cuts every few minutes: shorter than a slot, a silence or a stay."""
    frame = random_traffic(7, 3000, 20)
    whole = tables(_span(frame, 0, frame.height))
    cuts = _cuts(frame, [k / 300 for k in range(1, 300)])
    edges = [0, *cuts, frame.height]
    state = _span(frame, 0, edges[1])
    for start, end in itertools.pairwise(edges[1:]):
        state = combine(state, _span(frame, start, end))
    _same(whole, tables(state))


def test_pieces_and_threads_do_not_change_the_facts():
    frame = random_traffic(3, 5000, 40)
    pieces = [(i, frame[i : i + 333]) for i in range(0, frame.height, 333)]
    _same(tables(scan_span([(0, frame)], threads=1)), tables(scan_span(pieces, threads=2)))


def test_spans_in_the_wrong_order_are_refused():
    frame = random_traffic(1, 100, 3)
    a, b = _span(frame, 0, 50), _span(frame, 50, 100)
    with pytest.raises(InputError, match=r"^spans must follow each other: the later one begins"):
        combine(b, a)


def test_reports_out_of_time_order_are_refused():
    frame = random_traffic(1, 100, 3).reverse()
    with pytest.raises(
        InputError, match=r"^reports must be in time order; sort the archive first$"
    ):
        scan_span([(0, frame)])


def test_contacts_alone_are_the_same_contacts():
    """The short way for encounters alone leaves out stays and silences, not nearness."""
    for seed in range(4):
        frame = random_traffic(seed, 3000, 25)
        scanner = Scanner(threads=2, contacts_only=True)
        scanner.add(frame, 0)
        short, whole = tables(scanner.finish()), tables(_span(frame, 0, frame.height))
        assert short.contacts.equals(whole.contacts)
        assert short.hulls["n_reports"].equals(whole.hulls["n_reports"])
        assert short.jumps.equals(whole.jumps)
