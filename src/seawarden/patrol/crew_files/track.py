"""A flown track: GPX, KML with times, or a table (CSV, spreadsheet, ForeFlight's, Garmin's).

Points without a time are passed over and counted: a recorder writes some before it knows the
time. A new segment begins where the file says so (`trkseg`, a second `gx:Track`); between
segments nothing was recorded, and nothing counts as searched.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import ParseError

import polars as pl
from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from ...errors import FormatError
from ...lists.source import children, local
from ...schema import TIME
from ..times import read_time
from . import values
from .moments import CLOCKS, check_within, moments
from .rows import Table, as_text, read_rows

SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "time_utc": TIME,
    "lat_deg": pl.Float64,
    "lon_deg": pl.Float64,
    "search": pl.Boolean,  # as the crew marked it; null: not marked
    "segment": pl.Int32,
}


@dataclass(frozen=True, slots=True)
class Track:
    """Points in time order, and how many points of the file carried no time."""

    points: pl.DataFrame
    n_untimed: int


def read_track(
    content: bytes, where: str, takeoff: datetime, landing: datetime, zone: str | None = None
) -> Track:
    """Return the track; of points of one moment the first.

    Raises FormatError when it is neither GPX, KML nor a table, has fewer than two points with a
    time, a position off the Earth, or a point outside the flight by more than an hour.
    """
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        rows, untimed = _of_xml(as_text(content, where), where)
        for place, time, *_ in rows:
            check_within(time, place, takeoff, landing)
        held = [row[1:] for row in rows]
    else:
        table, untimed = _complete(read_rows(content, where))
        at = moments(table, zone, takeoff, landing)
        held = []
        for (line, row), time in zip(table.rows, at, strict=True):
            place = f"{table.where}, line {line}"
            mark = row.get("search", "")
            held.append(
                (
                    time,
                    values.degrees(row.get("lat", ""), 90.0, f"{place}, lat"),
                    values.degrees(row.get("lon", ""), 180.0, f"{place}, lon"),
                    values.yes_or_no(mark, f"{place}, search") if mark else None,
                    0,
                )
            )
    if len(held) < 2:
        none = f" ({untimed} without time)" if untimed else ""
        raise FormatError(f"{where}: holds {len(held)} track point(s){none}, expected at least 2")
    frame = pl.DataFrame(held, orient="row", schema=SCHEMA)
    frame = frame.sort("time_utc", maintain_order=True)
    return Track(frame.unique("time_utc", keep="first", maintain_order=True), untimed)


def _complete(table: Table) -> tuple[Table, int]:
    """Return the rows that hold a time and a position, and how many do not: Garmin's logger
    writes rows without either before it has a fix."""
    kept = tuple(
        (line, row)
        for line, row in table.rows
        if row.get("lat") and row.get("lon") and any(row.get(c) for c in CLOCKS)
    )
    return replace(table, rows=kept), len(table.rows) - len(kept)


_Row = tuple[str, datetime, float, float, bool | None, int]


def _of_xml(text: str, where: str) -> tuple[list[_Row], int]:
    try:
        root = ElementTree.fromstring(text)
    except (ParseError, DefusedXmlException) as error:
        raise FormatError(f"{where}: broken XML: {error}") from error
    kind = local(root)
    if kind not in ("gpx", "kml"):
        raise FormatError(f"{where}: XML of '{kind}', expected GPX or KML")
    found = list(_gpx(root) if kind == "gpx" else _kml(root, where))
    rows: list[_Row] = []
    for number, (time, lat, lon, segment) in enumerate(found, start=1):
        place = f"{where}, track point {number}"
        if time:
            rows.append(
                (
                    place,
                    read_time(time, place),
                    values.degrees(lat, 90.0, f"{place}, lat"),
                    values.degrees(lon, 180.0, f"{place}, lon"),
                    None,
                    segment,
                )
            )
    return rows, len(found) - len(rows)


_Found = tuple[str | None, str, str, int]


def _gpx(root: Any) -> Iterator[_Found]:
    for segment, part in enumerate(e for e in root.iter() if local(e) == "trkseg"):
        for point in children(part, "trkpt"):
            time = next((c.text for c in point if local(c) == "time"), None)
            yield time, point.get("lat", ""), point.get("lon", ""), segment


def _kml(root: Any, where: str) -> Iterator[_Found]:
    """Yield the points of each `gx:Track`: its `when`s and `gx:coord`s stand in the same order."""
    tracks = [e for e in root.iter() if local(e) == "Track"]
    if not tracks:
        raise FormatError(f"{where}: KML without a gx:Track, expected a track with times")
    for segment, track in enumerate(tracks):
        whens = [c.text for c in children(track, "when")]
        coords = [(c.text or "").split() for c in children(track, "coord")]
        if len(whens) != len(coords):
            raise FormatError(
                f"{where}, track {segment + 1}: {len(whens)} times and {len(coords)} positions, "
                "expected as many of each"
            )
        for when, coord in zip(whens, coords, strict=True):
            lon, lat = (*coord, "", "")[:2]
            yield when, lat, lon, segment
