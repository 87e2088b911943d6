"""The lines of the source files that the enclosed rows came from, and reading them again.

Where a source is still at hand with the hash that the run recorded, its lines are enclosed as they
stood: the head of the file, each line that gave an enclosed row and, in NMEA, its neighbours, which
hold the other sentences of a message and the time. Who checks the package reads these lines anew
and holds every row against what comes out. Where the source is gone, is Parquet, was read from a
pipe, or its lines alone do not give the rows (other lines told the order of dates, an option named
the file), they are not enclosed and the file says that reading could not be tried.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl

from ...errors import InputError, SeawardenError
from ...files.atomic import write_text
from ...read import Options, format_of, open_and_read, options_of, sources
from ...read.input.source import Source
from ...schema import REPORTS, STATICS
from .enclosed import Enclosed

FOLDER = "data/ais/source-lines"
INDEX = f"{FOLDER}/lines.json"
_HEAD, _AROUND = 50, 2
"""Lines before the first row that are a file's head, at most; neighbours of a line in NMEA."""
_LONGEST = 1 << 20


def write(folder: Path, held: Enclosed) -> dict[str, str]:
    """Write the lines below a package's folder; return what could not be enclosed, and why."""
    lacking, index = {}, []
    (folder / FOLDER).mkdir(parents=True)
    wanted = pl.concat([f.select("file_id", "line") for f in (held.reports, held.statics)])
    for (file_id,), rows in sorted(wanted.group_by("file_id")):
        record = held.run["inputs"][int(str(file_id))]
        try:
            source = _source(record)
            lines = sorted(set(rows["line"].to_list()))
            name = f"{int(str(file_id)):04d}.txt"
            kept = _extract(source, folder / FOLDER / name, lines, record)
            _comes_out(held, int(str(file_id)), folder / FOLDER / name, kept)
        except (SeawardenError, OSError) as error:
            (folder / FOLDER / f"{int(str(file_id)):04d}.txt").unlink(missing_ok=True)
            lacking[str(record["path"])] = str(error)
            continue
        index.append({"file_id": file_id, "file": name, "lines": kept})
    write_text(folder / INDEX, json.dumps({"files": index, "lacking": lacking}) + "\n")
    return lacking


def reread(folder: Path, held: Enclosed) -> tuple[int, list[str], list[str]]:
    """Read the enclosed lines again; return rows confirmed, rows that differ, what was not tried.

    Raises InputError when the index cannot be read.
    """
    try:
        about = json.loads((folder / INDEX).read_text(encoding="utf-8"))
        files, lacking = about["files"], dict(about["lacking"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{INDEX}: cannot be read: {error}") from error
    confirmed, differs = 0, []
    not_tried = [f"reading {path}: {why}" for path, why in lacking.items()]
    options = _options(held.run.get("command", ()))
    for entry in files:
        file_id, lines = int(entry["file_id"]), list(entry["lines"])
        found = sources([str(folder / FOLDER / str(entry["file"]))])
        for name, frame, again in _tables(held, file_id, found[0], options, lines):
            same = frame.join(again, on=frame.columns, how="semi", nulls_equal=True).height
            confirmed += same
            if same < frame.height:
                place = held.run["inputs"][file_id]["path"]
                differs.append(f"{name}: {frame.height - same} of {frame.height} rows of {place}")
    return confirmed, differs, not_tried


def _tables(
    held: Enclosed, file_id: int, source: Source, options: Options, lines: list[int]
) -> Iterable[tuple[str, pl.DataFrame, pl.DataFrame]]:
    found = format_of(source, options)
    batches = list(open_and_read(source, file_id=file_id, options=options, format=found))
    at = pl.Series("line", lines, dtype=pl.UInt32)
    for table, name in ((REPORTS, "reports"), (STATICS, "statics")):
        parts = [getattr(b, name) for b in batches]
        again = pl.concat(parts) if parts else table.empty()
        again = again.with_columns(at.gather(again["line"].cast(pl.Int64) - 1).alias("line"))
        frame: pl.DataFrame = getattr(held, name).filter(pl.col("file_id") == file_id)
        plain = [pl.col("receiver").cast(pl.String)] if name == "reports" else []
        yield name, frame.with_columns(plain).unique(), again.with_columns(plain).unique()


def _comes_out(held: Enclosed, file_id: int, path: Path, lines: list[int]) -> None:
    """Raise InputError unless the lines alone give every enclosed row of their file again."""
    options = _options(held.run.get("command", ()))
    (source,) = sources([str(path)])
    for name, frame, again in _tables(held, file_id, source, options, lines):
        same = frame.join(again, on=frame.columns, how="semi", nulls_equal=True).height
        if same < frame.height:
            raise InputError(f"its lines alone give {same} of {frame.height} {name} again")


def _source(record: Mapping[str, Any]) -> Source:
    place = str(record["path"])
    try:
        found = [s for s in sources([place.split("!", maxsplit=1)[0]]) if s.place == place]
    except InputError as error:
        raise InputError("the source is not where the run read it") from error
    if len(found) != 1:
        raise InputError("the source is no longer there")
    if found[0].digest()[1] != record["sha256"]:
        raise InputError("the source has changed since it was read")
    if found[0].is_parquet():
        raise InputError("a Parquet file has no lines to enclose")
    return found[0]


def _extract(source: Source, to: Path, lines: list[int], record: Mapping[str, Any]) -> list[int]:
    """Write the head and the lines of a source; return the number of each line written."""
    is_nmea = "nmea" in str(record.get("format"))
    wanted = {n + d for n in lines for d in range(-_AROUND, _AROUND + 1)} if is_nmea else set(lines)
    head = min(_HEAD, lines[0] - 1) if lines else 0
    kept = []
    with source.open() as stream, to.open("wb") as out:
        for number, line in enumerate(iter(lambda: stream.readline(_LONGEST), b""), start=1):
            if number <= head or number in wanted:
                out.write(line if line.endswith(b"\n") else line + b"\n")
                kept.append(number)
    return kept


def _options(command: Iterable[str]) -> Options:
    """Return how the run read its inputs, from what its record says was asked."""
    words = list(command)
    given = dict(pairwise(words))
    start, reading = given.get("--start-time"), given.get("--reading")
    return options_of(
        columns=given.get("--columns"), time_zone=given.get("--time-zone"),
        date_order=given.get("--date-order"), encoding=given.get("--encoding"),
        skip_rows=given.get("--skip-rows"),
        start_utc=datetime.fromisoformat(start) if start else None,
        reading=Path(reading) if reading else None,
    )  # fmt: skip
