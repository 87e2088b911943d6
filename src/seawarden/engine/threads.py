"""The pass on the threads of one machine: one reads the next piece, the others scan.

Method: the reports are scanned in spans that end at a midnight UTC, and the spans' facts combined
(`facts.combine`), as a live feed and a cluster do with theirs; short days share a span. Spans of
like length are combined first, as in adding binary numbers, so that a year is not copied every day.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import reduce

import numpy as np
import polars as pl

from ..errors import UsageError
from ..facts.combine import combine
from ..facts.params import Params
from ..facts.shared_mmsi.senders import Senders
from ..facts.span import Scanner, Span
from ..units import MS_PER_H

Piece = tuple[int, pl.DataFrame]

SPAN_REPORTS = 500_000
"""A span has at least so many reports: thin days cost more one by one than together."""

_DAY_MS = 24 * MS_PER_H


def span_of(
    pieces: Iterable[Piece],
    params: Params = Params(),
    *,
    threads: int | None = None,
    contacts_only: bool = False,
    senders: Senders = Senders(),
    progress: Callable[[int], None] | None = None,
    span_reports: int = SPAN_REPORTS,
) -> Span:
    """Return the facts of `pieces`: (first archive row, REPORTS in time order) pairs.

    `threads` scan; without it as many as `SEAWARDEN_THREADS` says, or 2: the facts are the same.
    The next piece is read while the last is scanned. `progress` is called with the reports done.
    Facts of whole days, of `span_reports` reports and more, are made apart and combined; those of
    contacts alone are made in one span.
    Raises InputError when the pieces are not in time order, UsageError when `SEAWARDEN_THREADS`
    is no number of threads.
    """

    count = threads_by_setting() if threads is None else threads

    def scanner() -> Scanner:
        return Scanner(params, threads=count, contacts_only=contacts_only, senders=senders)

    done: list[tuple[int, Span]] = []  # (spans in it, their facts), the longest first
    now, n_now, n_done = scanner(), 0, 0
    for first_row, reports, begins_day in _by_day(_prefetched(pieces)):
        if begins_day and n_now >= span_reports and not contacts_only:
            _add(done, now.finish(), params)
            now, n_now = scanner(), 0
        now.add(reports, first_row)
        n_now, n_done = n_now + reports.height, n_done + reports.height
        if progress:
            progress(n_done)
    _add(done, now.finish(), params)
    return _all(done, params)


def joined(spans: Iterable[Span], params: Params = Params()) -> Span:
    """Return the facts of spans that follow each other, none of them held longer than it must be.

    Without any they are those of no reports.
    """
    done: list[tuple[int, Span]] = []
    for span in spans:
        _add(done, span, params)
    return _all(done, params) if done else Scanner(params, threads=1).finish()


def _all(done: list[tuple[int, Span]], params: Params) -> Span:
    """Return all spans combined, the shortest first: the longest is copied once."""
    return reduce(lambda b, a: combine(a, b, params), (span for _, span in reversed(done)))


def _add(done: list[tuple[int, Span]], span: Span, params: Params) -> None:
    """Add the next span; while the last two are as long as each other they become one."""
    done.append((1, span))
    while len(done) > 1 and done[-2][0] == done[-1][0]:
        (n, earlier), (_, later) = done[-2:]
        done[-2:] = [(2 * n, combine(earlier, later, params))]


def _by_day(pieces: Iterable[Piece]) -> Iterator[tuple[int, pl.DataFrame, bool]]:
    """Yield the pieces cut at midnights UTC, and whether each begins another day."""
    last_day: int | None = None
    for first_row, reports in pieces:
        day = reports["time_utc"].to_physical().to_numpy() // _DAY_MS
        edges = np.flatnonzero(np.diff(day)) + 1
        for start, end in zip([0, *edges.tolist()], [*edges.tolist(), len(day)], strict=True):
            if end > start:
                begins = last_day is not None and int(day[start]) != last_day
                last_day = int(day[start])
                yield first_row + start, reports[start:end], begins


def threads_by_setting() -> int:
    """Return how many threads scan: `SEAWARDEN_THREADS`, 2 where it is not set.

    Two is where one thread that reads ahead keeps up with those that scan. Raises UsageError when
    it is no whole number of at least 1.
    """
    given = os.environ.get("SEAWARDEN_THREADS", "2")
    if not given.isdecimal() or int(given) < 1:
        raise UsageError(f"SEAWARDEN_THREADS={given!r}: expected a whole number of at least 1")
    return int(given)


def _prefetched(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the same pieces, each read while the one before is in use."""
    source = iter(pieces)
    with ThreadPoolExecutor(1) as pool:
        job = pool.submit(next, source, None)
        while (piece := job.result()) is not None:
            job = pool.submit(next, source, None)
            yield piece
