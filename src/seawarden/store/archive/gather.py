"""An archive put together from parts: each was written by a worker, from some of the inputs.

Method: what `ArchiveWriter` makes of one input is an archive of its own; of each day the rows of
all parts are merged into one file in the archive's order, so that the files are those that one
writer would have made of all inputs. The manifest is written last.
"""

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from ...schema import REPORTS, STATICS, Table
from ..layout import FOLDERS, MANIFEST
from . import dayfile, manifest
from .archive import Archive
from .dayfile import DayFile, arrow, day_name, writing
from .manifest import REJECTS_FOLDER, Manifest, Segment
from .pieces import MAX_FILES, wide
from .rejects import RejectsFile
from .runs import merged
from .writer import begin, numbering_of

TABLES = {"reports": REPORTS, "statics": STATICS}


@dataclass(frozen=True, slots=True)
class DayTask:
    """A day of a table: the parts' files of it, and the file to write."""

    table: str  # the folder, of `TABLES`
    day: int  # since 1970
    paths: tuple[Path, ...]
    rows: int
    target: Path


def day_tasks(folder: Path, parts: Sequence[Path]) -> list[DayTask]:
    """Return what is to be merged into the archive in `folder`, by table and day.

    What an archive that is there names is kept and never written over.
    """
    begin(folder)
    held: dict[tuple[str, int], list[tuple[Path, Segment]]] = {}
    for part in parts:
        made = manifest.read(part)
        for name in FOLDERS.values():
            for segment in getattr(made, name):
                path = part / name / segment.file
                held.setdefault((name, segment.day), []).append((path, segment))
    for name in FOLDERS.values():
        with writing(folder / name):
            (folder / name).mkdir(parents=True, exist_ok=True)
    return [
        DayTask(
            name, day, tuple(p for p, _ in files), sum(s.rows for _, s in files),
            _free(folder / name, day_name(day)),
        )
        for (name, day), files in sorted(held.items())
    ]  # fmt: skip


def merge_day(task: DayTask, write: Callable[[Path, Callable[[Path], object]], None]) -> Segment:
    """Merge one day; return it as a segment without a number.

    `write(path, fill)` puts a file in place whole or not at all.
    """
    table = TABLES[task.table]
    first, last = [], []

    def fill(part: Path) -> None:
        with DayFile(part, table) as file:
            for frame in _merged(list(task.paths), table, part.with_name(part.name + ".d")):
                file.add(arrow(frame, table))
        first.append(file.first_ms)
        last.append(file.last_ms)

    write(task.target, fill)
    return Segment(-1, task.target.name, task.rows, first[0], last[0])


def _merged(paths: list[Path], table: Table, folder: Path) -> Any:
    """Merge few files at a time: each is open while it is read."""
    if len(paths) <= MAX_FILES:
        yield from merged(paths, table)
        return
    folder.mkdir(exist_ok=True)
    try:
        halves = []
        for i in range(0, len(paths), MAX_FILES):
            halves.append(folder / f"{i}.parquet")
            with DayFile(halves[-1], table) as file:
                for frame in merged(paths[i : i + MAX_FILES], table):
                    file.add(arrow(frame, table))
        yield from _merged(halves, table, folder / "d")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def write_rejects(parts: Sequence[Path], path: Path) -> None:
    """Write the rejects of all parts, in their order, to `path`."""
    with writing(path):
        path.parent.mkdir(exist_ok=True)
    file = RejectsFile(path)
    for part in parts:
        for name in manifest.read(part).rejects:
            file.add(wide(pl.read_parquet(part / REJECTS_FOLDER / name)))
    file.finish()


def finish(
    folder: Path, days: Mapping[str, Sequence[Segment]], parts: Sequence[Path],
    inputs: Sequence[dict[str, Any]], *, key: str,
) -> Archive:  # fmt: skip
    """Number the days, add the rejects, and name all of it in the manifest."""
    first = numbering_of(folder).next_segment
    numbered: dict[str, tuple[Segment, ...]] = {}
    at = first
    for name in TABLES:
        segments = []
        for day in days.get(name, ()):
            segments.append(Segment(at, day.file, day.rows, day.first_ms, day.last_ms))
            at += 1
        numbered[name] = tuple(segments)
    rejects = f"{first:06d}.parquet"
    write_rejects(parts, folder / REJECTS_FOLDER / rejects)
    made = Manifest(
        group_rows=dayfile.GROUP_ROWS, key=key, inputs=list(inputs),
        ranks=list(range(len(inputs))), next_segment=at + 1, reports=numbered["reports"],
        statics=numbered["statics"], rejects=(rejects,),
    )  # fmt: skip
    manifest.write(made, folder / "reports" / MANIFEST)
    return Archive(folder)


def _free(folder: Path, name: str) -> Path:
    stem, target, n = name.removesuffix(".parquet"), folder / name, 1
    while target.exists():
        n += 1
        target = folder / f"{stem}.{n}.parquet"
    return target


__all__ = ["DayTask", "day_tasks", "finish", "merge_day"]
