"""Inputs to archive: every source read once, every line accounted for.

A source that the user named itself must be readable: a problem stops the run. One that was found
in a folder, by a glob or beside others in an archive and cannot be read is recorded with the
reason and passed over, so that one bad file does not hide a thousand good ones; if it looks like
AIS, the docket is INCOMPLETE (`looks_like_ais`). NMEA without any time is read all the same, its
messages rejected as 'no time'.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import polars as pl

from ...errors import FormatError, InputError, SeawardenError
from ...ids.simulated_mark import is_marked_file
from ...read import Batch, Options, format_of, open_and_read, sources
from ...read.input.source import DAMAGE, Source
from ...read.nmea import NoTimeError
from ...read.sniff import Format
from ...schema import REJECTS, REPORTS, STATICS, conform
from ...store.archive import Archive
from ...store.archive_writer import ArchiveWriter
from ...store.formats import ARCHIVE
from ..settings_file import digest
from . import clock_offsets, own_outputs
from .looks_like_ais import looks_like_ais

_DUMMY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
T = TypeVar("T")
COUNTS = ("lines", "reports", "statics", "other", "rejects")


@dataclass(frozen=True, slots=True)
class Ingested:
    """The archive, one record per source (as in `run.json`), and what the user should know."""

    archive: Archive
    inputs: list[dict[str, Any]]
    notes: list[str]
    incomplete: list[str]  # places of sources that look like AIS and were not wholly read
    is_reused: bool


def ingest(
    inputs: tuple[str, ...],
    out: Path,
    options: Options,
    *,
    progress: Callable[[str, float], None],
) -> Ingested:
    """Read every source into the archive under `out`; of what it holds already nothing is read.

    Raises InputError when nothing is there to read, or when no source gave a single report or
    static message; UsageError and OutputError as the parts do.
    """
    found = sources(list(inputs))
    if not found:
        raise InputError(f"nothing to read: {', '.join(inputs)} holds no file")
    named = _named(inputs, found)
    found, passed_over = _without_own(found, named)
    archive, earlier = _held(found, options, out)
    if archive is not None:
        records = [dict(record) for record in archive.inputs]
        return _ingested(archive, records, passed_over, is_reused=True)
    records = [dict(record) for record in earlier.inputs] if earlier else []
    known = {record["path"] for record in records}
    new = [source for source in found if source.place not in known]
    clocks = clock_offsets.Clocks()
    with ArchiveWriter(out, onto=earlier) as writer:
        for i, source in enumerate(new):
            progress(f"reading {source.place[-24:]}", 0.4 * i / len(new))
            file_id = len(records)
            is_named = _is_named(source, named)
            records.append(_read_one(source, file_id, options, writer, clocks, is_named=is_named))
        for place, note in clocks.notes([r["path"] for r in records]):
            next(r for r in records if r["path"] == place).setdefault("notes", []).append(note)
        if not any(r["reports"] + r["statics"] for r in records):
            raise InputError(_nothing(records))
        places = {source.place: i for i, source in enumerate(found)}
        ranks = [places[record["path"]] for record in records]
        archive = writer.finish(records, key=_key(found, options), ranks=ranks)
    return _ingested(archive, records, passed_over, is_reused=False)


def _ingested(
    archive: Archive, records: list[dict[str, Any]], passed_over: list[str], *, is_reused: bool
) -> Ingested:
    incomplete = [r["path"] for r in records if r.get("looks_like_ais")]
    notes = []
    if incomplete:
        shown = ", ".join(incomplete[:5]) + (" ..." if len(incomplete) > 5 else "")
        notes.append(
            f"INCOMPLETE: not wholly read, {len(incomplete)} input(s) that look like AIS: {shown}"
        )
    notes += _notes(records) + passed_over
    return Ingested(archive, records, notes, incomplete, is_reused=is_reused)


def _without_own(found: list[Source], named: set[str]) -> tuple[list[Source], list[str]]:
    """Return the sources without files that Seawarden wrote, and a note for each left out.

    Raises FormatError for one that the user named itself, InputError when nothing is left.
    """
    kept, notes = [], []
    for source in found:
        ours = own_outputs.what(source)
        if ours is None:
            kept.append(source)
        elif _is_named(source, named):
            raise FormatError(f"{source.place}: this is {ours}, not AIS")
        else:
            notes.append(f"passed over: {source.place} is {ours}")
    if not kept:
        raise InputError(
            f"nothing to read: only files of Seawarden's own, such as {found[0].place}"
        )
    return kept, notes


def _read_one(
    source: Source, file_id: int, options: Options, writer: ArchiveWriter,
    clocks: clock_offsets.Clocks, *, is_named: bool,
) -> dict[str, Any]:  # fmt: skip
    record: dict[str, Any] = {"path": source.place, "format": None}
    with ThreadPoolExecutor(1) as beside:
        beside.submit(source.digest)  # hashed while it is read; a failure comes again below
        counts = _counted(source, file_id, options, writer, record, clocks, is_named=is_named)
    size, sha256 = source.digest()
    if record.get("error") or not counts["reports"] + counts["statics"]:
        record["looks_like_ais"] = looks_like_ais(source, n_read=counts["reports"])
    is_simulated = is_marked_file(source.place) or b"# SIMULATED" in _head(source)[:200]
    return {**record, "bytes": size, "sha256": sha256, **counts, "is_simulated": is_simulated}


def _counted(
    source: Source, file_id: int, options: Options, writer: ArchiveWriter,
    record: dict[str, Any], clocks: clock_offsets.Clocks, *, is_named: bool,
) -> dict[str, int]:  # fmt: skip
    """Write a source into the archive and return its counts; `record` takes what is said of it."""
    counts = dict.fromkeys(COUNTS, 0)
    worst: Counter[str] = Counter()
    sample: dict[str, str] = {}
    try:
        (found,) = guarded((format_of(source, options) for _ in (0,)), source.place)
        record["format"] = found.name
        record["notes"] = list(found.notes)
        for batch in _batches(source, file_id, options, found, is_named=is_named):
            writer.add(batch)
            clocks.add(file_id, batch.reports)
            for reason, detail in batch.rejects.select("reason", "detail").iter_rows():
                worst[reason] += 1
                sample.setdefault(reason, detail or "")
            counts["lines"] += batch.lines
            counts["reports"] += batch.n_reports
            counts["statics"] += batch.n_statics
            counts["other"] += batch.n_other
            counts["rejects"] += batch.n_rejects
    except InputError as error:
        if is_named:
            raise
        record["error"] = str(error)
        if not counts["lines"]:
            counts.update(_unread(source, file_id, str(error), writer))
    for reason, n in worst.most_common(1):
        if n * 10 > counts["lines"]:
            record.setdefault("notes", []).append(
                f"{n:,} of {counts['lines']:,} lines rejected, '{reason}': {sample[reason]}"
            )
    return counts


def guarded(items: Iterator[T], place: str) -> Iterator[T]:
    """Yield `items`; what a reader did not foresee becomes one error that names the file.

    A stranger's bytes must not end a run of a thousand files. With SEAWARDEN_TRACEBACK set, the
    error comes as it is.
    """
    try:
        yield from items
    except (SeawardenError, MemoryError, AssertionError):
        raise
    except Exception as error:
        if "SEAWARDEN_TRACEBACK" in os.environ:
            raise
        why = str(error).strip().split("\n", maxsplit=1)[0]
        raise FormatError(
            f"{place}: the reader did not expect what is in it ({type(error).__name__}: {why})"
        ) from error


def _head(source: Source) -> bytes:
    try:
        return source.head()
    except InputError:
        return b""


def _batches(
    source: Source, file_id: int, options: Options, found: Format, *, is_named: bool
) -> Iterator[Batch]:
    try:
        yield from guarded(
            open_and_read(source, file_id=file_id, options=options, format=found), source.place
        )
    except NoTimeError as error:
        if is_named:
            raise
        dated = replace(options, start_utc=_DUMMY_TIME)
        for batch in open_and_read(source, file_id=file_id, options=dated, format=found):
            yield _without_time(batch, str(error))


def _without_time(batch: Batch, why: str) -> Batch:
    """Turn every message of a batch into a reject: it cannot be placed in time."""
    lost = [
        frame.select("file_id", "line", reason=pl.lit("no time"), detail=pl.lit(why))
        for frame in (batch.reports, batch.statics)
    ]
    rejects = conform(pl.concat(lost).unique(["file_id", "line"]), REJECTS)
    return Batch(
        reports=REPORTS.empty(),
        statics=STATICS.empty(),
        rejects=pl.concat([batch.rejects, rejects]).sort(REJECTS.sort),
        lines=batch.lines,
        n_reports=0,
        n_statics=0,
        n_other=batch.n_other,
        n_rejects=batch.n_rejects + batch.n_reports + batch.n_statics,
    )


def _unread(source: Source, file_id: int, why: str, writer: ArchiveWriter) -> dict[str, int]:
    """Count a file that no reader knows: every line rejected, and one row that says why."""
    try:
        with source.open() as stream:
            lines = sum(block.count(b"\n") for block in iter(lambda: stream.read(1 << 20), b""))
    except (InputError, OSError, *DAMAGE):
        lines = 0
    lines = max(lines, 1)
    row = {"file_id": [file_id], "line": [1], "reason": ["not read"], "detail": [why]}
    writer.add(
        Batch(
            reports=REPORTS.empty(),
            statics=STATICS.empty(),
            rejects=conform(pl.DataFrame(row), REJECTS),
            lines=lines,
            n_reports=0,
            n_statics=0,
            n_other=0,
            n_rejects=lines,
        )
    )
    return {"lines": lines, "rejects": lines}


def _named(inputs: tuple[str, ...], found: list[Source]) -> set[str]:
    """Return the files that the user named and that hold one source: a readme in a zip archive
    does not hide the AIS beside it."""
    members = Counter(str(source.path) for source in found)
    return {str(Path(i)) for i in inputs if Path(i).is_file() and members[str(Path(i))] == 1}


def _is_named(source: Source, named: set[str]) -> bool:
    return source.path is None or str(source.path) in named


def _held(
    found: list[Source], options: Options, out: Path
) -> tuple[Archive | None, Archive | None]:
    """Return the archive in `out` if it was made from the same, else the one to go on from.

    That is one that was read in the same manner from some of the same inputs, given in the same
    order: then only the others are read, into further segments.
    """
    if not Archive.is_in(out):
        return None, None  # the inputs are hashed while they are read, which costs less time
    key = _key(found, options)
    if not key:
        return None, None
    try:
        archive = Archive(out)
    except InputError:
        return None, None
    if archive.key == key:
        return archive, None
    given = [(source.place, source.digest()) for source in found]
    held = [(str(i["path"]), (i["bytes"], i["sha256"])) for i in archive.inputs]
    in_order = [held[i] for i in np.argsort(archive.manifest.ranks)]
    is_same = archive.key.startswith(_manner(options)) and archive.manifest.format == ARCHIVE
    is_same &= len({place for place, _ in given}) == len(given)
    return None, archive if is_same and in_order == [g for g in given if g in held] else None


def _key(found: list[Source], options: Options) -> str:
    """Return what the archive stands for: how the inputs were read, and their hashes.

    Standard input cannot be hashed before it is read: no key, so its archive is never reused.
    """
    if any(source.path is None for source in found):
        return ""
    return _manner(options) + digest([(source.place, *source.digest()) for source in found])


def _manner(options: Options) -> str:
    per_file = (options.time_zone, options.date_order, options.encoding, options.skip_rows)
    rules = [option.rules for option in per_file]
    return digest([dict(options.columns), rules, options.start_utc]) + " "


def _notes(records: list[dict[str, Any]]) -> list[str]:
    said = [f"{r['path']}: {note}" for r in records for note in r.get("notes", ())]
    return said + [f"not read: {record['error']}" for record in records if record.get("error")]


def _nothing(records: list[dict[str, Any]]) -> str:
    if len(records) == 1 and records[0].get("error"):
        return str(records[0]["error"])
    lines = sum(record["lines"] for record in records)
    where = records[0]["path"] if len(records) == 1 else f"{len(records)} files"
    why = next((n for r in records for n in r.get("notes", ()) if "lines rejected" in n), None)
    return f"{where}: no position and no identity in {lines} lines" + (f"; {why}" if why else "")
