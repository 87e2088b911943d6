"""Bring rows of any order into time order on disk, with bounded memory.

Method: rows wait in memory, up to `HOLD_ROWS`. When there are more, the older half is sorted and
written as part of the current *run*, day by day. As long as no later row is older than what the
run has written, the run goes on: input in order, or nearly so, makes one run and is never sorted
again, and its day files are the archive's own. A row that comes too late closes the run and
opens the next. At the end, a day that lies in one run is moved into place; a day in several is
merged, reading a little of each run at a time.

Blind spot: an input in no order at all makes a run per `HOLD_ROWS` rows, and then each is
written twice.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pyarrow.parquet as pq

from ...schema import Table
from . import dayfile
from .dayfile import DAY_MS, DayFile, arrow, day_name, writing
from .manifest import Segment
from .order import in_order, times_ms

HOLD_ROWS = 400_000
MERGE_ROWS = 500_000
_FEW_ROWS, _FRAMES = 5_000, 256
"""Frames of fewer rows are put together when so many wait: each takes 10 kB and more, however few
rows it holds. Own choice."""


@dataclass(frozen=True, slots=True)
class Day:
    """One finished day of an archive table."""

    file: str
    rows: int
    first_ms: int
    last_ms: int


class SortedFiles:
    """Day files in the making; none of them counts until a manifest names it."""

    def __init__(self, folder: Path, table: Table, hold_rows: int = HOLD_ROWS) -> None:
        """Begin; what an earlier run left half written in `folder` is removed.

        Raises OutputError when the folder cannot be made or written.
        """
        self.folder, self._table, self._hold = folder, table, hold_rows
        self._parts = folder / ".part"
        with writing(folder):
            folder.mkdir(parents=True, exist_ok=True)
            shutil.rmtree(self._parts, ignore_errors=True)
            self._parts.mkdir()
        self.rows = 0
        self._waiting: list[pl.DataFrame] = []
        self._small: list[pl.DataFrame] = []  # that wait behind those
        self._n_waiting = 0
        self._oldest_waiting = 0
        self._written_to: int | None = None  # the current run holds everything before this time
        self._run = 0
        self._days: dict[int, list[tuple[int, Day]]] = {}
        self._open: tuple[int, DayFile] | None = None

    def add(self, frame: pl.DataFrame) -> None:
        """Take rows in any order."""
        if not frame.height:
            return
        oldest = int(times_ms(frame).min())
        if self._written_to is not None and oldest < self._written_to:
            self._flush(self._n_waiting)
            self._close_day()
            self._run += 1
            self._written_to = None
        self.rows += frame.height
        self._small.append(frame)
        if frame.height >= _FEW_ROWS or len(self._small) >= _FRAMES:
            self._gather()
        self._n_waiting += frame.height
        if self._n_waiting > self._hold:
            self._flush(self._hold // 2)

    def _gather(self) -> None:
        """Put the frames that came last together, in the order in which they came."""
        if len(self._small) > 1:
            self._waiting.append(pl.concat(self._small, rechunk=True))
        else:
            self._waiting += self._small
        self._small = []

    def sort(self) -> None:
        """Write what still waits: the better part of the work that `finish` has to do."""
        self._flush(self._n_waiting)
        self._close_day()

    def finish(self, first_segment: int) -> list[Segment]:
        """Put the days in order and in place; return them as segments from `first_segment` on."""
        self.sort()
        days = [self._settle(day, self._days[day]) for day in sorted(self._days)]
        with writing(self.folder):
            shutil.rmtree(self._parts)
        return [
            Segment(first_segment + i, d.file, d.rows, d.first_ms, d.last_ms)
            for i, d in enumerate(days)
        ]

    def abandon(self) -> None:
        """Close what is open and remove what is not whole."""
        if self._open is not None:
            day, self._open = self._open[1], None
            day.__exit__(RuntimeError, None, None)
        shutil.rmtree(self._parts, ignore_errors=True)

    def _flush(self, wanted: int) -> None:
        """Write the oldest rows that wait, about `wanted` of them, never splitting a time."""
        if not self._n_waiting:
            return
        self._gather()
        frame = in_order(pl.concat(self._waiting), self._table)
        time = times_ms(frame)
        if wanted >= frame.height:
            cut = frame.height
        else:
            cut = int(np.searchsorted(time, time[wanted], side="left"))
            cut = cut or int(np.searchsorted(time, time[0], side="right"))
        self._written_to = int(time[cut]) if cut < frame.height else int(time[-1]) + 1
        self._write(frame[:cut], time[:cut])
        self._waiting = [frame[cut:]] if cut < frame.height else []
        self._n_waiting = frame.height - cut

    def _write(self, frame: pl.DataFrame, time: np.ndarray[Any, np.dtype[np.int64]]) -> None:
        days, starts = np.unique(time // DAY_MS, return_index=True)
        ends = [*starts[1:].tolist(), frame.height]
        rows = arrow(frame, self._table)  # once: slices of Arrow cost nothing
        for day, start, end in zip(days.tolist(), starts.tolist(), ends, strict=True):
            self._day_file(day).add(rows.slice(start, end - start))

    def _day_file(self, day: int) -> DayFile:
        if self._open is None or self._open[0] != day:
            self._close_day()
            folder = self._parts / f"run-{self._run:05d}"
            with writing(folder):
                folder.mkdir(exist_ok=True)
            self._open = (day, DayFile(folder / day_name(day), self._table))
        return self._open[1]

    def _close_day(self) -> None:
        if self._open is None:
            return
        (day, file), self._open = self._open, None
        with file:
            pass
        done = Day(day_name(day), file.rows, file.first_ms, file.last_ms)
        self._days.setdefault(day, []).append((self._run, done))

    def _settle(self, day: int, pieces: list[tuple[int, Day]]) -> Day:
        name = day_name(day)
        paths = [self._parts / f"run-{run:05d}" / name for run, _ in pieces]
        target = self._free(name)
        if len(paths) == 1:
            with writing(target):
                paths[0].replace(target)
            return replace(pieces[0][1], file=target.name)
        part = self._parts / name
        with DayFile(part, self._table) as file:
            for frame in merged(paths, self._table):
                file.add(arrow(frame, self._table))
        with writing(target):
            part.replace(target)
            for path in paths:
                path.unlink()
        return Day(target.name, file.rows, file.first_ms, file.last_ms)

    def _free(self, name: str) -> Path:
        """Return a name for a day's file that no segment bears: a file is never written over."""
        stem, target, n = name.removesuffix(".parquet"), self.folder / name, 1
        while target.exists():
            n += 1
            target = self.folder / f"{stem}.{n}.parquet"
        return target


def merged(paths: list[Path], table: Table) -> Iterator[pl.DataFrame]:
    """Yield the rows of several files, each in order, in the order of all of them.

    Holds about `MERGE_ROWS` rows, however many files there are. A piece ends before the earliest
    of the last times read so far, for nothing older can still come from any file.
    """
    unit = min(max(MERGE_ROWS // len(paths), 4_096), dayfile.GROUP_ROWS)
    streams = [_units(path, unit) for path in paths]
    held = [next(stream) for stream in streams]
    unread = set(range(len(paths)))
    while unread:
        nearest = min(unread, key=lambda i: _last_ms(held[i]))
        bound = _last_ms(held[nearest])
        more = next(streams[nearest], None)
        if more is None:
            unread.remove(nearest)  # what it still holds waits for the others
            continue
        held[nearest] = pl.concat([held[nearest], more])
        ready: list[pl.DataFrame] = []
        for i, frame in enumerate(held):
            cut = int(np.searchsorted(times_ms(frame), bound, side="left"))
            ready.append(frame[:cut])
            # A copy: a slice would keep the whole of what it was cut from in memory.
            held[i] = frame[cut:].rechunk()
        yield in_order(pl.concat(ready), table)
    yield in_order(pl.concat(held), table)


def _last_ms(frame: pl.DataFrame) -> int:
    return int(frame["time_utc"].cast(pl.Int64)[-1])


def _units(path: Path, rows: int) -> Iterator[pl.DataFrame]:
    # Without `pre_buffer=False` pyarrow keeps every column chunk of the whole file in memory.
    file = pq.ParquetFile(path, pre_buffer=False)
    for batch in file.iter_batches(batch_size=rows, use_threads=False):
        frame = pl.from_arrow(batch)
        assert isinstance(frame, pl.DataFrame)
        yield frame
