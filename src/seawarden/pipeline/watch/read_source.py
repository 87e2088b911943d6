"""One source into the archive: read once, every line counted, what a reader did not foresee named.

NMEA without any time is read all the same, its messages rejected as 'no time'; a file that no
reader knows is counted line by line.
"""

import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar

import polars as pl

from ...errors import FormatError, InputError, SeawardenError
from ...ids.simulated_mark import is_marked_file
from ...read import Batch, Options, format_of, open_and_read
from ...read.input.source import DAMAGE, Source
from ...read.nmea import NoTimeError
from ...read.sniff import Format
from ...schema import REJECTS, REPORTS, STATICS, conform
from ...store.archive.writer import ArchiveWriter
from .input_checks import clock_offsets
from .input_checks.looks_like_ais import looks_like_ais

_DUMMY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
T = TypeVar("T")
COUNTS = ("lines", "reports", "statics", "other", "rejects")


def read_source(
    source: Source, file_id: int, options: Options, writer: ArchiveWriter,
    clocks: clock_offsets.Clocks, *, is_named: bool,
) -> dict[str, Any]:  # fmt: skip
    record: dict[str, Any] = {"path": source.place, "format": None}
    with ThreadPoolExecutor(1) as beside:
        if not _is_small(source):  # a thread costs more than the hash of a few rows
            beside.submit(source.digest)  # hashed while it is read; a failure comes again below
        counts = _counted(source, file_id, options, writer, record, clocks, is_named=is_named)
    size, sha256 = source.digest()
    if record.get("error") or not counts["reports"] + counts["statics"]:
        record["looks_like_ais"] = looks_like_ais(source, n_read=counts["reports"])
    is_simulated = is_marked_file(source.place) or b"# SIMULATED" in _head(source)[:200]
    source.release()
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


@contextmanager
def guard(place: str) -> Iterator[None]:
    """Turn what a reader did not foresee into one error that names the file.

    A stranger's bytes must not end a run of a thousand files. With SEAWARDEN_TRACEBACK set, the
    error comes as it is.
    """
    try:
        yield
    except (SeawardenError, MemoryError, AssertionError):
        raise
    except (Exception, pl.exceptions.PanicException) as error:  # a panic is no Exception
        if "SEAWARDEN_TRACEBACK" in os.environ:
            raise
        why = str(error).strip().split("\n", maxsplit=1)[0]
        raise FormatError(
            f"{place}: the reader did not expect what is in it ({type(error).__name__}: {why})"
        ) from error


def guarded(items: Iterator[T], place: str) -> Iterator[T]:
    """Yield `items` under `guard`."""
    with guard(place):
        yield from items


def _head(source: Source) -> bytes:
    try:
        return source.head()
    except InputError:
        return b""


def _is_small(source: Source) -> bool:
    try:
        return source.is_small()
    except InputError:
        return False


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
