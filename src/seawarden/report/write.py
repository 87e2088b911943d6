"""Write every report of a run into a folder, each file complete or not at all."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from ..files.atomic import atomic
from ..schema import CASES, EVENTS, MATCHES, TIME, conform
from .flat_tables import cases_table, events_table, to_csv
from .map_files.geojson import geojson
from .map_files.kml import kml
from .page.html import page
from .picture import Draw, draw

_COLUMNS: dict[str, pl.DataType] = {
    "hull": pl.Int64(), "mmsi": pl.Int64(), "time_utc": TIME, "lat_deg": pl.Float64(),
    "lon_deg": pl.Float64(), "sog_kn": pl.Float64(), "heading_deg": pl.Float64(),
}  # fmt: skip
TRACKS = pl.Schema(_COLUMNS)
"""The frame of reports around the events that maps and plots are drawn from."""

HTML, GEOJSON, KML = "report.html", "events.geojson", "events.kml"
EVENTS_CSV, CASES_CSV = "events.csv", "cases.csv"
FILES = (HTML, GEOJSON, KML, EVENTS_CSV, CASES_CSV)
"""What `write_all` writes."""


def write_all(
    out: Path,
    *,
    events: pl.DataFrame,
    matches: pl.DataFrame,
    cases: pl.DataFrame,
    tracks: pl.DataFrame,
    run: Mapping[str, Any],
    drawn: Draw = draw,
) -> list[Path]:
    """Write `report.html`, `events.geojson`, `events.kml`, `events.csv`, `cases.csv`.

    `run` is what `run.json` holds, as far as it is known; `run['is_simulated']` or any case that
    says so marks every file SIMULATED. `drawn` makes the pictures. Returns the paths. Raises
    OutputError when a file cannot be written, SchemaError when a frame is not its table.
    """
    events = conform(events, EVENTS, where="report")
    matches = conform(matches, MATCHES, where="report")
    cases = conform(cases, CASES, where="report")
    tracks = _tracks(tracks)
    simulated = bool(run.get("is_simulated")) or bool(cases["is_simulated"].any())
    described = {**run, "is_simulated": simulated}
    shown: dict[str, Any] = {"events": events, "cases": cases, "tracks": tracks}
    maps: dict[str, Any] = {
        **shown,
        "is_simulated": simulated,
        "generation": run.get("generation"),
    }
    texts: dict[str, Iterable[str]] = {
        HTML: [page(matches=matches, run=described, drawn=drawn, **shown)],
        GEOJSON: geojson(**maps),
        KML: kml(**maps),
        EVENTS_CSV: [to_csv(_of(_marked(events_table(events), simulated), run))],
        CASES_CSV: [to_csv(_of(cases_table(cases), run))],
    }
    for name, pieces in texts.items():
        _write(out / name, pieces)
    return [out / name for name in texts]


def _write(path: Path, pieces: Iterable[str]) -> None:
    """Write text in UTF-8 piece by piece, the file complete or not at all."""
    with (
        atomic(path) as part,
        part.open("w", encoding="utf-8", newline="\n", errors="backslashreplace") as file,
    ):
        file.writelines(pieces)


def _tracks(tracks: pl.DataFrame) -> pl.DataFrame:
    """Return the track frame with every column, in type; an empty frame gives an empty one."""
    if not tracks.width:
        return TRACKS.to_frame()
    missing = [
        pl.lit(None, dtype=dtype).alias(name)
        for name, dtype in TRACKS.items()
        if name not in tracks.columns
    ]
    return tracks.with_columns(missing).select(pl.col(n).cast(d) for n, d in TRACKS.items())


def _of(frame: pl.DataFrame, run: Mapping[str, Any]) -> pl.DataFrame:
    """Add the generation, by which a reader of two copies sees that they belong together."""
    return frame.with_columns(generation=pl.lit(run.get("generation"), dtype=pl.Int64))


def _marked(frame: pl.DataFrame, simulated: bool) -> pl.DataFrame:
    return frame.with_columns(is_simulated=pl.lit(simulated))
