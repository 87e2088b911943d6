"""The pass on the threads of one machine: one reads the next piece, the others scan."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

import polars as pl

from ..facts.params import Params
from ..facts.shared_mmsi.senders import Senders
from ..facts.span import Scanner, Span

Piece = tuple[int, pl.DataFrame]


def span_of(
    pieces: Iterable[Piece],
    params: Params = Params(),
    *,
    threads: int = 2,
    contacts_only: bool = False,
    senders: Senders = Senders(),
    progress: Callable[[int], None] | None = None,
) -> Span:
    """Return the facts of `pieces`: (first archive row, REPORTS in time order) pairs.

    The next piece is read while the last is scanned. `progress` is called with the reports done.
    Raises InputError when the pieces are not in time order.
    """
    scanner = Scanner(params, threads=threads, contacts_only=contacts_only, senders=senders)
    done = 0
    for first_row, reports in _prefetched(pieces):
        scanner.add(reports, first_row)
        done += reports.height
        if progress:
            progress(done)
    return scanner.finish()


def _prefetched(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the same pieces, each read while the one before is in use."""
    source = iter(pieces)
    with ThreadPoolExecutor(1) as pool:
        job = pool.submit(next, source, None)
        while (piece := job.result()) is not None:
            job = pool.submit(next, source, None)
            yield piece
