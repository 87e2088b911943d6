"""Days that came in many pieces, written together: reading them then costs one file each.

Method: the rows of a day's segments are read in their common order and written as one new segment;
a manifest that names it in their stead is written last, in one rename. Row numbers are (segment,
row), so a generation that was written before keeps its own files, which go when it goes. Files of
rejects are joined likewise.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl

from ...schema import REPORTS, STATICS, Table
from ..layout import FOLDERS, MANIFEST
from . import manifest
from .archive import Archive
from .dayfile import DayFile, arrow, day_name, writing
from .manifest import REJECTS_FOLDER, Manifest, Segment
from .pieces import days_of
from .rejects import RejectsFile


def compacted(archive: Archive, *, before_day: int, most: int) -> Archive:
    """Return the archive with each day before `before_day` (days since 1970) that has more than
    `most` segments written together, and the files of rejects too when there are more.

    Raises OutputError when something cannot be written: the archive stays as it was.
    """
    made = archive.manifest
    for table in (REPORTS, STATICS):
        name = FOLDERS[table.name]
        for day in days_of(getattr(made, name)):
            if len(day.segments) > most and day.segments[0].day < before_day:
                made = _joined(archive, made, table, day.segments)
    if len(made.rejects) > most:
        made = _rejects(archive.folder, made)
    if made is archive.manifest:
        return archive
    manifest.write(made, archive.folder / "reports" / MANIFEST)
    return Archive(archive.folder)


def _joined(
    archive: Archive, held: Manifest, table: Table, segments: tuple[Segment, ...]
) -> Manifest:
    name = FOLDERS[table.name]
    folder = archive.folder / name
    target = _free(folder, day_name(segments[0].day))
    part = target.with_suffix(".part")
    with DayFile(part, table) as file:
        for frame in _rows(archive, table, segments):
            file.add(arrow(frame, table))
    with writing(target):
        part.replace(target)
    segment = Segment(held.next_segment, target.name, file.rows, file.first_ms, file.last_ms)
    all_of_table: tuple[Segment, ...] = getattr(held, name)
    now = (*(s for s in all_of_table if s not in segments), segment)
    if table == REPORTS:
        return replace(held, reports=now, next_segment=held.next_segment + 1)
    return replace(held, statics=now, next_segment=held.next_segment + 1)


def _rows(archive: Archive, table: Table, segments: tuple[Segment, ...]) -> Iterator[pl.DataFrame]:
    if table == STATICS:
        yield archive.statics_of(segments[0].day)
        return
    for _, frame in archive.scan_day(segments[0].day):
        yield frame.with_columns(pl.col("receiver").cast(pl.String))


def _rejects(folder: Path, held: Manifest) -> Manifest:
    name = f"{held.next_segment:06d}.parquet"
    joined = RejectsFile(folder / REJECTS_FOLDER / name)
    for one in held.rejects:
        joined.add(pl.read_parquet(folder / REJECTS_FOLDER / one))
    joined.finish()
    return replace(held, rejects=(name,), next_segment=held.next_segment + 1)


def _free(folder: Path, name: str) -> Path:
    stem, target, n = name.removesuffix(".parquet"), folder / name, 1
    while target.exists():
        n += 1
        target = folder / f"{stem}.{n}.parquet"
    return target
