"""The archive: every report and static message of a run, on disk, in time order.

`reports/` and `statics/` hold Parquet files of one UTC day each, and `reports/manifest.json` says
which of them count. Reports that come later for a day go into a further file of it, a further
*segment*; no file is ever written again. Read, a day is its segments in time order.

A report's *place* is where it stands over all days, in the order of `REPORTS.sort`; the facts of a
run count in places, `at_rest` turns them into packed rows (`rows`), and `lines_of` leads from
places back to source file and line. Exact duplicates are kept (the pass drops them).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import ArrayLike

from ...errors import InputError
from ...schema import REJECTS, REPORTS, STATICS, TABLES
from ..layout import MANIFEST, PINNED
from . import manifest
from .order import order_of
from .pieces import Day, MergedPiece, Piece, Rows, days_of, pieces_of, wide
from .rows import pack, unpack
from .trace import lines_of

_EPOCH = datetime.fromtimestamp(0, UTC)

PIECE_GROUPS = 4
"""Row groups in one piece of a scan: half a million rows."""


class Archive:
    """A complete archive, to be read."""

    def __init__(self, folder: Path | str, pinned: Path | None = None) -> None:
        """Open the archive in `folder`, as its manifest says, or a generation's (`pinned`).

        Raises InputError when there is none that is complete.
        """
        self.folder = Path(folder)
        self.manifest = manifest.read(self.folder, pinned)
        self._days = days_of(self.manifest.reports)
        self.n_reports: int = self.manifest.rows
        self.inputs: list[dict[str, Any]] = self.manifest.inputs
        self.key: str = self.manifest.key

    @staticmethod
    def is_in(folder: Path | str) -> bool:
        """Tell whether `folder` holds an archive that says it is complete."""
        return (Path(folder) / "reports" / MANIFEST).exists()

    @classmethod
    def made_from(cls, folder: Path | str, key: str) -> "Archive | None":
        """Return the archive that `folder` holds if it was made from `key`, else None."""
        try:
            archive = cls(folder)
        except InputError:
            return None
        return archive if archive.key == key else None

    def time_range(self) -> tuple[datetime, datetime] | None:
        """Return the times of the first and the last report; None when there is none."""
        if not self._days:
            return None
        ends = [self._days[0].first_ms, self._days[-1].last_ms]
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

        `first_row` is the place of the frame's first report. `columns` are REPORTS columns
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
        low, high = _ms(start), _ms(end)
        days = [self._statics(d) for d in _within(days_of(self.manifest.statics), low, high)]
        out = pl.concat(days) if days else STATICS.empty()
        if start is not None:
            out = out.filter(pl.col("time_utc") >= start)
        if end is not None:
            out = out.filter(pl.col("time_utc") < end)
        return out

    def statics_by_day(self) -> Iterator[pl.DataFrame]:
        """Yield STATICS a day at a time, in time order: a year of them does not fit in memory."""
        for day in days_of(self.manifest.statics):
            yield self._statics(day)

    def statics_of(self, day: int) -> pl.DataFrame:
        """Return STATICS of one day (days since 1970), in time order."""
        (held,) = (d for d in days_of(self.manifest.statics) if d.segments[0].day == day)
        return self._statics(held)

    @property
    def days(self) -> tuple[Day, ...]:
        """The days of reports, in their order."""
        return tuple(self._days)

    def contents_of(self, day: Day, sha256: Callable[[Path], str]) -> list[Any]:
        """Return what the reports of a day are made from: its files' hashes, and their order.

        Where it came in several pieces, their order follows that of the inputs.
        """
        files = [sha256(self.folder / "reports" / s.file) for s in day.segments]
        ranks = self.manifest.ranks
        is_in_order = len(files) == 1 or ranks == sorted(ranks)
        return [files, [] if is_in_order else ranks]

    def scan_day(self, day: int) -> Iterator[tuple[int, pl.DataFrame]]:
        """Yield the reports of one day (days since 1970) as `scan` does."""
        start = _EPOCH + timedelta(days=day)
        yield from self.scan(start=start, end=start + timedelta(days=1))

    def _statics(self, day: Day) -> pl.DataFrame:
        folder = self.folder / "statics"
        frame = pl.concat([wide(pl.read_parquet(folder / s.file)) for s in day.segments])
        if len(day.segments) == 1:
            return frame
        ranks = pl.Series(self.manifest.ranks, dtype=pl.Int64)
        keys = frame.with_columns(ranks.gather(frame["file_id"].cast(pl.Int64)).alias("file_id"))
        order = order_of(keys, STATICS)
        return frame if order is None else frame[order]

    def rejects(self) -> pl.DataFrame:
        """Return REJECTS, in the order of the inputs."""
        folder = self.folder / self.manifest.rejects_folder
        parts = [wide(pl.read_parquet(folder / name)) for name in self.manifest.rejects]
        return pl.concat(parts) if parts else REJECTS.empty()

    def lines_of(self, first_row: ArrayLike, last_row: ArrayLike, mmsi: ArrayLike) -> pl.DataFrame:
        """Return where spans of places come from.

        Span i is the reports of `mmsi[i]` among places `first_row[i]` to `last_row[i]`,
        both included. Returns `span` (i), `file_id`, `first_line`, `last_line` (the least and
        greatest source line) and `n_reports`, one row per span and file, sorted by both. Only
        row groups that a span touches are read.
        """
        low = int(np.min(first_row, initial=self.n_reports))
        high = int(np.max(last_row, initial=-1))
        touched = [d for d in self._days if d.first_row <= high and low < d.first_row + d.rows]
        return lines_of(self._cut(touched, groups=1), first_row, last_row, mmsi)

    def at_rest(self, frames: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
        """Return tables of the dictionary (by name) with places turned into packed rows."""
        counted = {t.name: [c.name for c in t.columns if c.unit == "archive row"] for t in TABLES}
        return {
            name: frame.with_columns(
                self._packed(frame[c]) for c in counted[name] if c in frame.columns
            )
            for name, frame in frames.items()
        }

    def _packed(self, places: pl.Series) -> pl.Series:
        known = places.is_not_null()
        out = np.zeros(len(places), dtype=np.int64)
        mask = known.to_numpy()
        out[mask] = self.rows_at(places.drop_nulls().to_numpy())
        return pl.Series(places.name, out).zip_with(known, pl.Series([None], dtype=pl.Int64))

    def rows_at(self, places: ArrayLike) -> Rows:
        """Return the packed rows (segment, row) of places. Raises IndexError beyond the end."""
        place = np.asarray(places, dtype=np.int64)
        if place.size and not 0 <= place.min() <= place.max() < self.n_reports:
            raise IndexError(f"a place outside 0..{self.n_reports - 1}")
        firsts = np.array([d.first_row for d in self._days], dtype=np.int64)
        of = np.searchsorted(firsts, place, side="right") - 1
        segments = np.array([d.segments[0].segment for d in self._days], dtype=np.int64)
        out = pack(segments[of], place - firsts[of]) if place.size else place.copy()
        for piece in self._merged_pieces():
            here = (place >= piece.first_row) & (place < piece.first_row + piece.rows)
            if here.any():
                out[here] = piece.packed()[place[here] - piece.first_row]
        return out

    def places_of(self, packed: ArrayLike) -> Rows:
        """Return the places of packed rows; -1 for a row of a segment that is not in use."""
        numbers = np.asarray(packed, dtype=np.int64)
        segment, row = unpack(numbers)
        out = np.full(numbers.shape, -1, dtype=np.int64)
        for day in self._days:
            if len(day.segments) == 1:
                here = segment == day.segments[0].segment
                out[here] = day.first_row + row[here]
        for piece in self._merged_pieces():
            held = piece.packed()
            by = np.argsort(held)
            at = np.minimum(np.searchsorted(held[by], numbers), len(held) - 1)
            here = held[by][at] == numbers
            out[here] = piece.first_row + by[at[here]]
        return out

    def pin(self, generation: Path) -> None:
        """Write into a generation's folder which files it rests on, so that they are kept."""
        manifest.write(self.manifest, generation / PINNED)

    def remove_unused(self) -> None:
        """Remove files that neither the archive nor a kept generation names."""
        manifest.remove_unused(self.folder)

    def _merged_pieces(self) -> Iterator[MergedPiece]:
        days = [d for d in self._days if len(d.segments) > 1]
        yield from (p for p in self._cut(days, PIECE_GROUPS) if isinstance(p, MergedPiece))

    def _pieces(
        self, low: int | None, high: int | None, groups: int = PIECE_GROUPS
    ) -> list[Piece | MergedPiece]:
        return self._cut(_within(self._days, low, high), groups)

    def _cut(self, days: Sequence[Day], groups: int) -> list[Piece | MergedPiece]:
        held = self.manifest
        folder = self.folder / "reports"
        return pieces_of(
            days, folder, REPORTS, held.ranks, groups=groups, group_rows=held.group_rows
        )


def _within(days: Sequence[Day], low: int | None, high: int | None) -> list[Day]:
    return [
        d for d in days if (high is None or d.first_ms < high) and (low is None or d.last_ms >= low)
    ]


def _read_ahead(
    pieces: Sequence[Piece | MergedPiece], columns: list[str], *, is_ahead: bool
) -> Iterator[tuple[Piece | MergedPiece, pl.DataFrame]]:
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


def _ms(when: datetime | None) -> int | None:
    if when is None:
        return None
    return int(pl.Series([when]).cast(pl.Datetime("ms", "UTC")).cast(pl.Int64)[0])
