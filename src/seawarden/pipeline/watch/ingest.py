"""Inputs to archive: every source read once, every line accounted for.

A source that the user named itself must be readable: a problem stops the run. One that was found
in a folder, by a glob or beside others in an archive and cannot be read is recorded with the
reason and passed over, so that one bad file does not hide a thousand good ones; if it looks like
AIS, the docket is INCOMPLETE (`looks_like_ais`).
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ...engine.cluster import Cluster
from ...errors import FormatError, InputError
from ...files import objects
from ...files.streams import is_stream
from ...read import Options, sources
from ...read.input.source import Source
from ...store.archive import Archive
from ...store.archive.writer import ArchiveWriter
from ...store.formats import ARCHIVE
from ..settings_file import digest
from .cluster.reading import put_together, read_parts
from .input_checks import clock_offsets, own_outputs
from .read_source import read_source

_EACH_NAMED = 3  # files with one and the same note; of more the first is named; own choice


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
    found: list[Source] | None = None,
    progress: Callable[[str, float], None],
    cluster: Cluster | None = None,
) -> Ingested:
    """Read every source into the archive under `out`; of what it holds already nothing is read.

    `inputs` are as the user named them, `found` their sources where they were looked for already:
    a pipe is read once. With a `cluster`, its workers read.

    Raises InputError when nothing is there to read, or when no source gave a single report or
    static message; UsageError and OutputError as the parts do.
    """
    found = sources(list(inputs)) if found is None else found
    if not found:
        raise InputError(f"nothing to read: {', '.join(inputs)} holds no file")
    named = _named(inputs, found)
    found, passed_over = _without_own(found, named)
    archive, earlier = _held(found, options, out)
    if archive is not None:
        records = [dict(record) for record in archive.inputs]
        return _ingested(archive, records, passed_over, is_reused=True)
    if cluster is not None:
        progress(f"{len(found)} sources read by workers", 0.0)
        records, parts = read_parts(cluster, found, lambda s: _is_named(s, named), options, out)
        _of_some(records)
        archive = put_together(cluster, out, parts, records, _key(found, options))
        return _ingested(archive, records, passed_over, is_reused=False)
    records = [dict(record) for record in earlier.inputs] if earlier else []
    known = {record["path"] for record in records}
    new = [source for source in found if source.place not in known]
    clocks = clock_offsets.Clocks()
    with ArchiveWriter(out, onto=earlier) as writer:
        for i, source in enumerate(new):
            progress(f"reading {source.place[-24:]}", 0.4 * i / len(new))
            file_id = len(records)
            is_named = _is_named(source, named)
            records.append(read_source(source, file_id, options, writer, clocks, is_named=is_named))
        for place, note in clocks.notes([r["path"] for r in records]):
            next(r for r in records if r["path"] == place).setdefault("notes", []).append(note)
        _of_some(records)
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


def _named(inputs: tuple[str, ...], found: list[Source]) -> set[str]:
    """Return the files that the user named and that hold one source: a readme in a zip archive
    does not hide the AIS beside it."""
    members = Counter(str(source.path) for source in found)
    return {str(Path(i)) for i in inputs if _is_one(Path(i)) and members[str(Path(i))] == 1}


def _is_one(path: Path) -> bool:
    return path.is_file() or is_stream(path) or objects.uri_of(path) is not None


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
    per_file = (
        options.time_zone, options.date_order, options.encoding, options.skip_rows, options.readers,
    )  # fmt: skip
    rules = [option.rules for option in per_file]
    columns = [(pattern, dict(chosen)) for pattern, chosen in options.columns_per_file.rules]
    return digest([columns, rules, options.start_utc]) + " "


def _notes(records: list[dict[str, Any]]) -> list[str]:
    """Return what was noted of each file; what holds for many is noted once, with the first."""
    places: dict[str, list[str]] = {}
    for record in records:
        for note in record.get("notes", ()):
            places.setdefault(note, []).append(record["path"])
    noted = []
    for note, paths in places.items():
        if len(paths) <= _EACH_NAMED:
            noted += [f"{path}: {note}" for path in paths]
        else:
            noted.append(f"{len(paths):,} files, the first {paths[0]}: {note}")
    return noted + [f"not read: {record['error']}" for record in records if record.get("error")]


def _of_some(records: list[dict[str, Any]]) -> None:
    """Raise InputError when no source gave a report or static message."""
    if not any(r["reports"] + r["statics"] for r in records):
        raise InputError(_nothing(records))


def _nothing(records: list[dict[str, Any]]) -> str:
    if len(records) == 1 and records[0].get("error"):
        return str(records[0]["error"])
    lines = sum(record["lines"] for record in records)
    where = records[0]["path"] if len(records) == 1 else f"{len(records)} files"
    why = next((n for r in records for n in r.get("notes", ()) if "lines rejected" in n), None)
    return f"{where}: no position and no identity in {lines} lines" + (f"; {why}" if why else "")
