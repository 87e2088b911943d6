"""From archive rows back to the lines they were read from.

Method: for each row group that any span touches, its rows are ordered by MMSI; a span's rows
are then one run, found by binary search, and are laid out as (span, file, line) triples, of
which the least and greatest line per span and file are kept. The cost is the rows of the
spans, not their number times the size of the archive.
"""

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from ...errors import UsageError
from .pieces import MergedPiece, Piece

Rows = NDArray[np.int64]

LINES = {
    "span": pl.Int64(),
    "file_id": pl.UInt32(),
    "first_line": pl.UInt32(),
    "last_line": pl.UInt32(),
    "n_reports": pl.Int64(),
}
"""Columns of the answer."""


def lines_of(
    pieces: Sequence[Piece | MergedPiece],
    first_row: ArrayLike,
    last_row: ArrayLike,
    mmsi: ArrayLike,
) -> pl.DataFrame:
    """Return LINES: per span and file, the least and greatest line of the MMSI's reports.

    Raises UsageError when the three arrays are not of one length.
    """
    first = np.asarray(first_row, dtype=np.int64)
    last = np.asarray(last_row, dtype=np.int64)
    ship = np.asarray(mmsi, dtype=np.int64)
    if not first.shape == last.shape == ship.shape or first.ndim != 1:
        raise UsageError("lines_of: first_row, last_row and mmsi must be of one length")
    found: list[pl.DataFrame] = []
    for piece in pieces:
        end = piece.first_row + piece.rows
        spans = np.flatnonzero((first < end) & (last >= piece.first_row))
        if len(spans):
            low = np.maximum(first[spans] - piece.first_row, 0)
            high = np.minimum(last[spans] - piece.first_row, piece.rows - 1)
            found.append(_in_piece(piece, spans, low, high, ship[spans]))
    if not found:
        return pl.DataFrame(schema=LINES)
    return least_and_greatest(pl.concat(found))


def _in_piece(
    piece: Piece | MergedPiece, spans: Rows, low: Rows, high: Rows, ship: Rows
) -> pl.DataFrame:
    frame = piece.read(["mmsi", "file_id", "line"])
    mmsi = frame["mmsi"].to_numpy().astype(np.int64)
    wanted = np.flatnonzero(np.isin(mmsi, ship))
    # One number per row: the MMSI above, the row below; sorted, a span's rows stand together.
    key = (mmsi[wanted] << 32) | wanted
    order = np.argsort(key, kind="stable")
    key = key[order]
    start = np.searchsorted(key, (ship << 32) | low, side="left")
    stop = np.searchsorted(key, (ship << 32) | high, side="right")
    count = np.maximum(stop - start, 0)
    total = int(count.sum())
    offsets = np.repeat(np.cumsum(count) - count, count)
    place = np.arange(total) - offsets + np.repeat(start, count)
    rows = wanted[order[place]]
    triples = pl.DataFrame(
        {
            "span": np.repeat(spans, count),
            "file_id": frame["file_id"].gather(rows),
            "first_line": frame["line"].gather(rows),
            "last_line": frame["line"].gather(rows),
            "n_reports": np.ones(total, dtype=np.int64),
        },
        schema=LINES,
    )
    return least_and_greatest(triples)


def least_and_greatest(lines: pl.DataFrame) -> pl.DataFrame:
    """Return LINES of which each span and file has one row."""
    return (
        lines.group_by("span", "file_id")
        .agg(pl.col("first_line").min(), pl.col("last_line").max(), pl.col("n_reports").sum())
        .select(*LINES)
        .sort("span", "file_id")
    )
