"""What the patrol verbs read from a docket folder, and where they keep their own."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from ...errors import InputError
from ...files import streams
from ...files.streams import read_once
from ...patrol.debrief import memory
from ...schema import CASES, CREW_CONTACTS, EVENTS, SIGHTINGS, SORTIES, TIME, Table, conform
from ...store import generations
from ...store.layout import PATROL, files_of
from ...units import AIS_UNITS_PER_DEG

FOLDER, PLANS, SORTIES_FILE = PATROL, "plans", "sorties.parquet"


@dataclass(frozen=True, slots=True, eq=False)
class Folder:
    """A docket that `watch` wrote, and the patrol desk's folder in it."""

    path: Path
    held: Path  # its current generation when it was opened: everything is read from that one
    events: pl.DataFrame = field(repr=False)
    cases: pl.DataFrame = field(repr=False)
    is_simulated: bool

    @property
    def desk(self) -> Path:
        """Where the patrol verbs keep plans, logs and memory."""
        return self.path / FOLDER


def open_folder(path: Path) -> Folder:
    """Return the events and cases of a docket.

    Raises InputError when the folder or one of its tables is missing or broken, or where the
    desk's folder is a symbolic link: a stranger's docket must not lead our files elsewhere.
    """
    if not path.is_dir():
        raise InputError(f"{path}: no such folder, expected a docket that `seawarden watch` wrote")
    for desk in (path / FOLDER, path / FOLDER / PLANS):
        if desk.is_symlink():
            raise InputError(f"{desk}: a symbolic link, which is not followed; remove it")
        streams.none_in(desk)
    held = generations.current(path)
    events, cases = _table(held / "events.parquet", EVENTS), _table(held / "cases.parquet", CASES)
    run = held / "run.json"
    marked = run.is_file() and bool(_json(run).get("is_simulated"))
    return Folder(path, held, events, cases, marked or bool(cases["is_simulated"].any()))


def positions(
    folder: Folder, start: datetime, end: datetime, mmsi: Sequence[int] | None = None
) -> pl.DataFrame:
    """Return `mmsi, time_utc, lat_deg, lon_deg` of the archive's reports in a span of time."""
    files = files_of(folder.held / "docket.duckdb", "reports")
    empty: dict[str, Any] = {
        "mmsi": pl.Int64,
        "time_utc": TIME,
        "lat_deg": pl.Float64,
        "lon_deg": pl.Float64,
    }
    if not files:
        return pl.DataFrame(schema=empty)
    frame = pl.scan_parquet(files).filter(pl.col("time_utc").is_between(start, end))
    if mmsi is not None:
        frame = frame.filter(pl.col("mmsi").is_in([m for m in mmsi if m >= 0]))
    out = frame.select(
        pl.col("mmsi").cast(pl.Int64),
        pl.col("time_utc").cast(empty["time_utc"]),
        lat_deg=pl.col("lat_aisu") / AIS_UNITS_PER_DEG,
        lon_deg=pl.col("lon_aisu") / AIS_UNITS_PER_DEG,
    ).collect()
    return out.sort("time_utc", "mmsi")


def sightings(folder: Folder, start: datetime, end: datetime) -> pl.DataFrame:
    """Return the docket's SIGHTINGS in a span of time; empty when it holds none."""
    from ...store.docket import open_docket

    path = folder.held / "docket.duckdb"
    if not path.is_file():
        return SIGHTINGS.empty()
    with open_docket(path) as docket:
        frame = docket.table(SIGHTINGS)
    return frame.filter(
        pl.col("time_utc").is_between(start - timedelta(hours=1), end + timedelta(hours=1))
    )


def load_memory(folder: Folder) -> list[memory.Entry]:
    """Return what earlier flights taught; empty before the first debrief."""
    path = folder.desk / "memory.json"
    return memory.load(path.read_text("utf-8"), str(path)) if path.is_file() else []


def load_sorties(desk: Path) -> pl.DataFrame:
    """Return SORTIES planned and flown so far, of the desk's folder."""
    path = desk / SORTIES_FILE
    return _table(path, SORTIES) if path.is_file() else SORTIES.empty()


def load_contacts(folder: Folder) -> pl.DataFrame:
    """Return CREW_CONTACTS of all flights logged so far."""
    paths = sorted(folder.desk.glob("contacts-*.parquet"))
    frames = [_table(path, CREW_CONTACTS) for path in paths]
    return pl.concat(frames) if frames else CREW_CONTACTS.empty()


def read_text(path: Path) -> str:
    """Return a text file. Raises InputError when it cannot be read."""
    try:
        return read_once(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: cannot be read: not UTF-8 text") from error


def _table(path: Path, table: Table) -> pl.DataFrame:
    if not path.is_file():
        raise InputError(
            f"{path.parent}: holds no {path.name}, expected a docket that `seawarden watch` wrote"
        )
    try:
        frame = pl.read_parquet(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise InputError(f"{path}: no Parquet file: {str(error).splitlines()[0]}") from error
    return conform(frame, table, where=str(path))


def _json(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: not JSON") from error
    return value if isinstance(value, dict) else {}
