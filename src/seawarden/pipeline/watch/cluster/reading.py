"""Each source read by a worker, and each day of the archive put together by a worker.

Method: a row is a file; the worker opens and reads it as `watch` does on one machine
(`read_source`) into an archive of its own. A second row is a day; its worker merges that day of
all those archives. Driver and workers exchange counts, never reports.

Blind spot: standard input and pipes cannot be read by workers and are refused.
"""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

import polars as pl

from ....engine.cluster import Cluster
from ....errors import InputError, UsageError
from ....files import objects
from ....files.streams import is_stream
from ....read import Options, sources
from ....read.input.source import Source
from ....store.archive import Archive, gather
from ....store.archive.manifest import Segment
from ....store.archive.writer import ArchiveWriter
from ..input_checks.clock_offsets import Clocks
from ..read_source import read_source
from . import shared


@dataclass(frozen=True, slots=True)
class Named:
    """A source as a worker finds it again."""

    file_id: int
    place: str
    path: str
    member: str | None
    is_named: bool


@dataclass(frozen=True, slots=True)
class Read:
    """What a worker says of a source that it read."""

    record: dict[str, Any]
    part: Path  # its archive
    clocks: Path


def refuse_streams(found: Sequence[Source]) -> None:
    """Raise UsageError for what only this process can read."""
    for source in found:
        if source.path is None or is_stream(source.path):
            raise UsageError(
                f"{source.place}: workers of a cluster cannot read standard input or a pipe; "
                "give a file that they can open"
            )


def read_parts(
    cluster: Cluster, found: Sequence[Source], is_named: Callable[[Source], bool],
    options: Options, out: Path,
) -> tuple[list[dict[str, Any]], list[Path]]:  # fmt: skip
    """Read every source into an archive of its own; return their records, and those archives."""
    refuse_streams(found)
    work = shared.folder_of(out)
    rows = [
        Named(i, s.place, objects.uri_of(s.path) or str(s.path.resolve()), s.member, is_named(s))
        for i, s in enumerate(found) if s.path is not None
    ]  # fmt: skip
    read = cluster.run(partial(_read, options, work), rows)
    records = [r.record for r in read]
    for source, record in zip(found, records, strict=True):
        source.is_known(record["bytes"], record["sha256"])
    if len(read) > 1:
        (notes,) = cluster.run(_clock_notes, [[(r.record["path"], r.clocks) for r in read]])
        for place, note in notes:
            next(r for r in records if r["path"] == place).setdefault("notes", []).append(note)
    return records, [r.part for r in read]


def put_together(
    cluster: Cluster, out: Path, parts: Sequence[Path], records: Sequence[dict[str, Any]], key: str
) -> Archive:
    """Return the new archive in `out` of all that the parts hold."""
    tasks = gather.day_tasks(out.resolve(), parts)
    largest = sorted(range(len(tasks)), key=lambda i: -tasks[i].rows)
    done = cluster.run(_merge, [tasks[i] for i in largest])
    by_task = dict(zip(largest, done, strict=True))
    days: dict[str, list[Segment]] = {}
    for name, group in groupby(range(len(tasks)), key=lambda i: tasks[i].table):
        days[name] = [by_task[i] for i in group]
    return gather.finish(out, days, parts, records, key=key)


def _read(options: Options, work: Path, row: Named) -> Read:
    """Run in a worker: read one source into an archive of its own."""
    done = work / "read" / f"{row.file_id:06d}"
    if done.exists():
        kept: Read = shared.get(done)
        return kept
    (work / "read").mkdir(parents=True, exist_ok=True)
    source = next((s for s in sources([row.path]) if s.member == row.member), None)
    if source is None:
        raise InputError(
            f"{row.place}: the worker does not find it; workers must see the same files"
        )
    source.place = row.place
    clocks = Clocks()
    part = Path(tempfile.mkdtemp(dir=work / "read", prefix=f"{row.file_id:06d}-"))
    with ArchiveWriter(part) as writer:
        record = read_source(source, row.file_id, options, writer, clocks, is_named=row.is_named)
        writer.finish()
    heard = part / "clocks.parquet"
    kept_of = clocks.kept.get(row.file_id)
    if kept_of:
        pl.concat(kept_of).write_parquet(heard)
    answer = Read(record, part, heard)
    shared.put(done, answer)
    return answer


def _clock_notes(files: Sequence[tuple[str, Path]]) -> list[tuple[str, str]]:
    """Run in a worker: compare the clocks of the files."""
    clocks = Clocks()
    for i, (_, path) in enumerate(files):
        if path.exists():
            clocks.take(i, pl.read_parquet(path))
    return clocks.notes([place for place, _ in files])


def _merge(task: gather.DayTask) -> Segment:
    """Run in a worker: put one day together."""
    return gather.merge_day(task, shared.write)
