"""Batches: many small pieces of a table taken together, few at a time."""

from collections.abc import Iterable, Iterator

import polars as pl


def batches(pieces: Iterable[pl.DataFrame], rows: int) -> Iterator[pl.DataFrame]:
    """Yield the rows of `pieces` in order, in frames of at least `rows`; the last may hold fewer.

    A piece is never cut, so a frame holds less than `rows` and the last of its pieces. For work
    that costs more piece by piece than by what a piece holds.
    """
    held: list[pl.DataFrame] = []
    n = 0
    for piece in pieces:
        held.append(piece)
        n += piece.height
        if n >= rows:
            yield pl.concat(held)
            held, n = [], 0
    if held:
        yield pl.concat(held)
