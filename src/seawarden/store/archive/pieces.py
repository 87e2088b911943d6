"""Pieces of the archive in time order: what is read at once.

A day that came in together is one file, already in order; a day to which late reports came has
several, and a piece of it holds the rows of each that lie in one stretch of time, sorted together.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pyarrow.parquet as pq
from numpy.typing import NDArray

from ...schema import Table
from .manifest import Segment
from .order import order_of
from .rows import pack

Rows = NDArray[np.int64]

REPEATED = ("receiver",)
"""Text of few values: read as the file holds it, by number, in a quarter of the time."""

MAX_FILES = 256
"""Short days in one piece: each is an open file while it is read."""


def wide(frame: pl.DataFrame) -> pl.DataFrame:
    """Return rows with `file_id` as the dictionary has it: 16 bits in old archives."""
    if frame.schema.get("file_id") != pl.UInt16:
        return frame
    return frame.with_columns(pl.col("file_id").cast(pl.UInt32))


@dataclass(frozen=True, slots=True)
class Piece:
    """Some row groups of a day file, or several short days in full; where they stand."""

    paths: tuple[Path, ...]
    first_row: int  # place of the first report
    rows: int
    groups: tuple[int, ...] = ()  # row groups of the one file; none: all of them

    def read(self, columns: list[str]) -> pl.DataFrame:
        """Read the columns of these reports; `receiver` comes as categories."""
        repeated = [name for name in REPEATED if name in columns]
        if not self.groups:
            frame = pl.read_parquet(list(self.paths), columns=columns, glob=False)
            return wide(frame.select(columns)).with_columns(pl.col(repeated).cast(pl.Categorical))
        file = pq.ParquetFile(self.paths[0], read_dictionary=repeated)
        return _frame(
            file.read_row_groups(list(self.groups), columns=columns, use_threads=False)
        ).select(columns)


@dataclass(frozen=True, slots=True)
class Slice:
    """Rows of one segment, one behind the other."""

    path: Path
    segment: int
    start: int
    rows: int

    def read(self, columns: list[str]) -> pl.DataFrame:
        """Read the columns of these rows; only the row groups that hold them."""
        file = pq.ParquetFile(self.path)
        sizes = [file.metadata.row_group(i).num_rows for i in range(file.num_row_groups)]
        ends = np.cumsum(sizes)
        low = int(np.searchsorted(ends, self.start, side="right"))
        high = int(np.searchsorted(ends, self.start + self.rows, side="left"))
        groups = list(range(low, high + 1))
        offset = self.start - int(ends[low] - sizes[low])
        table = file.read_row_groups(groups, columns=columns, use_threads=False)
        return _frame(table.slice(offset, self.rows)).select(columns)


@dataclass(frozen=True)
class MergedPiece:
    """One stretch of a day of several segments, in the order of the table."""

    slices: tuple[Slice, ...]
    first_row: int
    rows: int
    table: Table = field(repr=False)
    ranks: tuple[int, ...] = field(repr=False)

    def read(self, columns: list[str]) -> pl.DataFrame:
        """Read the columns of these reports; `receiver` comes as categories."""
        frame = self._unsorted(columns)[self.order]
        repeated = [name for name in REPEATED if name in columns]
        return frame.with_columns(pl.col(repeated).cast(pl.Categorical))

    @cached_property
    def order(self) -> Rows:
        """Which of the slices' rows, laid end to end, stands at each place of this piece."""
        keys = self._unsorted([n for n in self.table.sort if n in self.table.names])
        if self.ranks:
            # Inputs count in the order in which they were given last, whenever they came.
            ranks = pl.Series(self.ranks, dtype=pl.Int64)
            keys = keys.with_columns(ranks.gather(keys["file_id"].cast(pl.Int64)).alias("file_id"))
        order = order_of(keys, self.table)
        return np.arange(keys.height) if order is None else order

    def packed(self) -> Rows:
        """Return the packed row that stands at each place of this piece."""
        of = [pack(s.segment, np.arange(s.start, s.start + s.rows)) for s in self.slices]
        return np.concatenate(of)[self.order]

    def _unsorted(self, columns: list[str]) -> pl.DataFrame:
        return pl.concat([s.read(columns) for s in self.slices])


@dataclass(frozen=True, slots=True)
class Day:
    """A UTC day of a table: its segments, and the place of its first row."""

    segments: tuple[Segment, ...]
    first_row: int
    rows: int
    first_ms: int
    last_ms: int

    @property
    def between_utc(self) -> tuple[datetime, datetime]:
        """The time of the first row, and one after that of the last."""
        ends = [self.first_ms, self.last_ms + 1]
        low, high = pl.Series(ends).cast(pl.Datetime("ms", "UTC")).to_list()
        return low, high


def days_of(segments: Sequence[Segment]) -> list[Day]:
    """Return the days of a table in their order."""
    out: list[Day] = []
    first = 0
    ordered = sorted(segments, key=lambda s: (s.day, s.segment))
    for _, group in groupby(ordered, key=lambda s: s.day):
        held = tuple(group)
        rows = sum(s.rows for s in held)
        ends = min(s.first_ms for s in held), max(s.last_ms for s in held)
        out.append(Day(held, first, rows, *ends))
        first += rows
    return out


def pieces_of(
    days: Sequence[Day], folder: Path, table: Table, ranks: Sequence[int], *, groups: int,
    group_rows: int,
) -> list[Piece | MergedPiece]:  # fmt: skip
    """Cut days into pieces of about `groups` row groups; short days in a row make one piece."""
    pieces: list[Any] = []
    size = groups * group_rows
    for day in days:
        if len(day.segments) > 1:
            pieces.extend(_merged(day, folder, table, tuple(ranks), size))
            continue
        path = folder / day.segments[0].file
        if day.rows <= size:
            _join_or_append(pieces, Piece((path,), day.first_row, day.rows), size)
        else:
            pieces.extend(_cut(path, day.first_row, day.rows, groups, group_rows))
    return pieces


def _merged(
    day: Day, folder: Path, table: Table, ranks: tuple[int, ...], size: int
) -> Iterator[MergedPiece]:
    """Cut a day of several segments between two times, about every `size` rows."""
    times = [_times(folder / s.file) for s in day.segments]
    every = np.sort(np.concatenate(times))
    bounds = np.unique(every[size::size])
    cuts = [np.searchsorted(t, bounds, side="left") for t in times]
    edges = [np.concatenate([[0], c, [len(t)]]) for c, t in zip(cuts, times, strict=True)]
    first = day.first_row
    for i in range(len(bounds) + 1):
        slices = tuple(
            Slice(folder / s.file, s.segment, int(e[i]), int(e[i + 1] - e[i]))
            for s, e in zip(day.segments, edges, strict=True)
            if e[i + 1] > e[i]
        )
        rows = sum(s.rows for s in slices)
        if rows:
            yield MergedPiece(slices, first, rows, table, ranks)
            first += rows


def _times(path: Path) -> Rows:
    frame = pl.read_parquet(path, columns=["time_utc"])
    return np.asarray(frame["time_utc"].cast(pl.Int64).to_numpy())


def _join_or_append(pieces: list[Any], piece: Piece, size: int) -> None:
    last = pieces[-1] if pieces else None
    if (
        isinstance(last, Piece)
        and not last.groups
        and last.first_row + last.rows == piece.first_row
        and last.rows + piece.rows <= size
        and len(last.paths) < MAX_FILES
    ):
        paths = (*last.paths, *piece.paths)
        pieces[-1] = Piece(paths, last.first_row, last.rows + piece.rows)
    else:
        pieces.append(piece)


def _cut(path: Path, row: int, rows: int, groups: int, group_rows: int) -> Iterator[Piece]:
    """Cut one long day; every row group but the last holds `group_rows`."""
    count = -(-rows // group_rows)
    for start in range(0, count, groups):
        chosen = tuple(range(start, min(start + groups, count)))
        first = start * group_rows
        yield Piece((path,), row + first, min(len(chosen) * group_rows, rows - first), chosen)


def _frame(table: Any) -> pl.DataFrame:
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    return wide(frame)
