"""The archive: every report and static message of a run, on disk, in time order.

`reports/` and `statics/` hold one Parquet file a day and a `manifest.json`, which is written
last: without it the folder is not whole. A report's *archive row* is its place over all days,
in the order of `REPORTS.sort`; facts refer to it, and `lines_of` leads from it back to source
file and line. Exact duplicates are kept (the pass drops them).

An archive is made again from the start unless it is whole and was made from the same inputs
with the same options (`key`); an interrupted one is never continued, so it cannot be wrong.
"""

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import ArrayLike

from ..errors import InputError
from ..read.batch import Batch
from ..schema import REJECTS, REPORTS, STATICS
from .rejects import RejectsFile
from .runs import HOLD_ROWS, MANIFEST, SortedFiles
from .trace import Piece, lines_of

PIECE_GROUPS = 4
"""Row groups in one piece of a scan: half a million rows."""

VERSION = 2
"""Of the archive's layout; another one is made anew."""

MAX_FILES = 256
"""Short days in one piece: each is an open file while it is read."""


class ArchiveWriter:
    """Writes `reports/`, `statics/` and `rejects.parquet` into `folder`; a context manager.

    Batches may come in any order; memory stays flat. Leaving the block without `finish` leaves
    a folder that says it is not whole.
    """

    def __init__(self, folder: Path | str, *, hold_rows: int = HOLD_ROWS) -> None:
        """Begin anew in `folder`. Raises OutputError when it cannot be made or written."""
        self.folder = Path(folder)
        self._reports = SortedFiles(self.folder / "reports", REPORTS, hold_rows)
        self._statics = SortedFiles(self.folder / "statics", STATICS, hold_rows)
        self._rejects = RejectsFile(self.folder / "rejects.parquet")
        self._is_finished = False
        # One thread writes while the caller reads on; one batch may wait.
        self._pool = ThreadPoolExecutor(1)
        self._writing: Future[None] | None = None

    def __enter__(self) -> "ArchiveWriter":
        """Return self."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Remove what is not whole, unless `finish` was reached."""
        self._pool.shutdown(wait=True)
        if not self._is_finished:
            for part in (self._reports, self._statics, self._rejects):
                part.abandon()

    def add(self, batch: Batch) -> None:
        """Take a batch; it is written while the caller reads the next.

        Raises OutputError when the disk is full or the folder is gone, at the latest when the
        next batch is added or at `finish`.
        """
        self._wait()
        self._writing = self._pool.submit(self._add, batch)

    def _wait(self) -> None:
        if self._writing is not None:
            self._writing.result()
            self._writing = None

    def _add(self, batch: Batch) -> None:
        self._reports.add(batch.reports)
        self._statics.add(batch.statics)
        self._rejects.add(batch.rejects)

    def finish(self, inputs: Sequence[dict[str, Any]] = (), *, key: str = "") -> "Archive":
        """Put everything in order and in place.

        `inputs` (as in `run.json`) and `key`, which stands for the inputs and options that the
        archive is made from, go into the manifest.

        Raises OutputError when the disk is full or the folder is gone.
        """
        self._wait()
        about = {"version": VERSION, "key": key, "inputs": list(inputs)}
        self._rejects.finish()
        beside = self._pool.submit(self._statics.finish, about)
        self._reports.sort()
        beside.result()
        self._reports.finish(about)  # last: its manifest makes the archive whole
        self._is_finished = True
        return Archive(self.folder)


class Archive:
    """A whole archive, to be read."""

    def __init__(self, folder: Path | str) -> None:
        """Open the archive in `folder`; raises InputError when there is none that is whole."""
        self.folder = Path(folder)
        self._about = _manifest(self.folder / "reports")
        self._days: list[dict[str, Any]] = self._about["days"]
        self.n_reports: int = self._about["rows"]
        self.inputs: list[dict[str, Any]] = self._about["inputs"]
        self.key: str = self._about["key"]

    @staticmethod
    def is_in(folder: Path | str) -> bool:
        """Tell whether `folder` holds an archive that says it is whole, whatever it is made of."""
        return (Path(folder) / "reports" / MANIFEST).exists()

    @classmethod
    def made_from(cls, folder: Path | str, key: str) -> "Archive | None":
        """Return the whole archive that `folder` holds if it was made from `key`, else None."""
        try:
            archive = cls(folder)
        except InputError:
            return None
        return archive if archive.key == key else None

    def time_range(self) -> tuple[datetime, datetime] | None:
        """Return the times of the first and the last report; None when there is none."""
        if not self._days:
            return None
        ends = [self._days[0]["first_ms"], self._days[-1]["last_ms"]]
        first, last = pl.Series(ends).cast(pl.Datetime("ms", "UTC")).to_list()
        return first, last

    def scan(
        self,
        columns: Sequence[str] | None = None,
        start: datetime | None = None,
        end: datetime | None = None,
        *,
        is_prefetched: bool = True,
    ) -> Iterator[tuple[int, pl.DataFrame]]:
        """Yield `(first_row, frame)` in time order, reports with `start` <= time < `end`.

        `first_row` is the archive row of the frame's first report. `columns` are REPORTS columns
        (all by default). With `is_prefetched` the next piece is read while the caller works.
        """
        low, high = _ms(start), _ms(end)
        wanted = list(columns) if columns is not None else list(REPORTS.names)
        pieces = self._pieces(low, high)
        is_cut = start is not None or end is not None
        read = wanted if "time_utc" in wanted or not is_cut else [*wanted, "time_utc"]
        for piece, frame in _read_ahead(pieces, read, is_ahead=is_prefetched):
            first, last = 0, frame.height
            if is_cut:
                time = frame["time_utc"].cast(pl.Int64).to_numpy()
                first = 0 if low is None else int(np.searchsorted(time, low))
                last = last if high is None else int(np.searchsorted(time, high))
            if last > first:
                yield piece.first_row + first, frame[first:last].select(wanted)

    def statics(self, start: datetime | None = None, end: datetime | None = None) -> pl.DataFrame:
        """Return STATICS with `start` <= time < `end`, in time order."""
        folder = self.folder / "statics"
        low, high = _ms(start), _ms(end)
        days = [
            folder / day["file"]
            for day in _manifest(folder)["days"]
            if (high is None or day["first_ms"] < high) and (low is None or day["last_ms"] >= low)
        ]
        out = pl.read_parquet(days, glob=False) if days else STATICS.empty()
        if start is not None:
            out = out.filter(pl.col("time_utc") >= start)
        if end is not None:
            out = out.filter(pl.col("time_utc") < end)
        return out

    def statics_by_day(self) -> Iterator[pl.DataFrame]:
        """Yield STATICS a day at a time, in time order: a year of them does not fit in memory."""
        folder = self.folder / "statics"
        for day in _manifest(folder)["days"]:
            yield pl.read_parquet(folder / day["file"])

    def rejects(self) -> pl.DataFrame:
        """Return REJECTS, in the order of the inputs."""
        path = self.folder / "rejects.parquet"
        return pl.read_parquet(path) if path.exists() else REJECTS.empty()

    def lines_of(self, first_row: ArrayLike, last_row: ArrayLike, mmsi: ArrayLike) -> pl.DataFrame:
        """Return where spans of archive rows come from.

        Span i is the reports of `mmsi[i]` among archive rows `first_row[i]` to `last_row[i]`,
        both included. Returns `span` (i), `file_id`, `first_line`, `last_line` (the least and
        greatest source line) and `n_reports`, one row per span and file, sorted by both. Only
        row groups that a span touches are read.
        """
        pieces = self._pieces(None, None, groups=1)
        return lines_of(pieces, first_row, last_row, mmsi)

    def _pieces(self, low: int | None, high: int | None, groups: int = PIECE_GROUPS) -> list[Piece]:
        """Cut the day files into pieces of row groups; short days in a row make one piece."""
        pieces: list[Piece] = []
        size = groups * self._about["group_rows"]
        row = 0
        for day in self._days:
            inside = (high is None or day["first_ms"] < high) and (
                low is None or day["last_ms"] >= low
            )
            path = self.folder / "reports" / day["file"]
            if inside and day["rows"] <= size:
                _join_or_append(pieces, Piece((path,), row, day["rows"]), size)
            elif inside:
                pieces.extend(_cut(path, row, day["rows"], groups, self._about["group_rows"]))
            row += day["rows"]
        return pieces


def _join_or_append(pieces: list[Piece], piece: Piece, size: int) -> None:
    last = pieces[-1] if pieces else None
    if (
        last is not None
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


def _read_ahead(
    pieces: Sequence[Piece], columns: list[str], *, is_ahead: bool
) -> Iterator[tuple[Piece, pl.DataFrame]]:
    if not is_ahead:
        for piece in pieces:
            yield piece, piece.read(columns)
        return
    with ThreadPoolExecutor(1) as pool:
        coming: Future[pl.DataFrame] | None = None
        for i, piece in enumerate(pieces):
            now = coming or pool.submit(piece.read, columns)
            following = pieces[i + 1] if i + 1 < len(pieces) else None
            frame = now.result()
            coming = pool.submit(following.read, columns) if following else None
            yield piece, frame


def _manifest(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    try:
        text = path.read_text(encoding="utf-8")
        about: dict[str, Any] = json.loads(text)
    except FileNotFoundError:
        raise InputError(
            f"{folder}: not a whole archive ({MANIFEST} is missing: the run was stopped or failed)"
        ) from None
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from error
    if about.get("version") != VERSION:
        raise InputError(
            f"{path}: layout {about.get('version')} of another Seawarden, expected {VERSION}"
        )
    missing = [d["file"] for d in about["days"] if not (folder / d["file"]).exists()]
    if missing:
        raise InputError(f"{folder}: not a whole archive: {missing[0]} is missing")
    return about


def _ms(when: datetime | None) -> int | None:
    if when is None:
        return None
    return int(pl.Series([when]).cast(pl.Datetime("ms", "UTC")).cast(pl.Int64)[0])


__all__ = ["Archive", "ArchiveWriter"]
