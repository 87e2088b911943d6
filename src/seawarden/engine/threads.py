"""The pass on the threads of one machine: one reads the next piece, the others scan."""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

import polars as pl

from ..errors import UsageError
from ..facts.params import Params
from ..facts.shared_mmsi.senders import Senders
from ..facts.span import Scanner, Span

Piece = tuple[int, pl.DataFrame]


def span_of(
    pieces: Iterable[Piece],
    params: Params = Params(),
    *,
    threads: int | None = None,
    contacts_only: bool = False,
    senders: Senders = Senders(),
    progress: Callable[[int], None] | None = None,
) -> Span:
    """Return the facts of `pieces`: (first archive row, REPORTS in time order) pairs.

    `threads` scan; without it as many as `SEAWARDEN_THREADS` says, or 2: the facts are the same.
    The next piece is read while the last is scanned. `progress` is called with the reports done.
    Raises InputError when the pieces are not in time order, UsageError when `SEAWARDEN_THREADS`
    is no number of threads.
    """
    count = threads_by_setting() if threads is None else threads
    scanner = Scanner(params, threads=count, contacts_only=contacts_only, senders=senders)
    done = 0
    for first_row, reports in _prefetched(pieces):
        scanner.add(reports, first_row)
        done += reports.height
        if progress:
            progress(done)
    return scanner.finish()


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
