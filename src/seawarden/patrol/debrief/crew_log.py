"""Read what a crew brings home: its contacts and the track it flew.

Contacts: CSV with the columns of the briefing's form (`briefing.FORM`); `time_utc`, `lat`, `lon`
are required. Track: GPX 1.1 (`trkpt` with `time`) or CSV with `time_utc,lat,lon` and, if wished,
`search` (1 or 0). Positions are decimal degrees, or degrees and minutes as the briefing prints
them ("31 24.5N"). Times are UTC. A row that cannot be right stops the reading with one line that
says where and why: a log is short, and a contact in the wrong place misleads every later plan.
"""

import csv
import io
import math
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from xml.etree.ElementTree import ParseError

import polars as pl
from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from ...errors import FormatError
from ...schema import CREW_CONTACTS, TIME, conform
from ..briefing import ACTIVITIES
from ..times import read_time

_SLACK = timedelta(hours=1)
_YES, _NO = {"1", "y", "yes", "true", "x"}, {"", "0", "n", "no", "false"}
_ANGLE = re.compile(r"^\s*(\d{1,3})[\s°]+(\d{1,2}(?:\.\d+)?)\s*['′]?\s*([NSEW])\s*$", re.IGNORECASE)


def read_contacts(
    text: str, where: str, sortie_id: str, takeoff: datetime, landing: datetime
) -> pl.DataFrame:
    """Return CREW_CONTACTS, matched to nothing yet, in the order of the file.

    Raises FormatError that names file, line and column: a missing column, a time that cannot be
    read or lies outside the flight by more than an hour, a position off the Earth, an unknown
    activity, an IMO number or MMSI that is no number.
    """
    reader = csv.DictReader(io.StringIO(text))
    names = [n.strip().lower() for n in reader.fieldnames or []]
    for column in ("time_utc", "lat", "lon"):
        if column not in names:
            raise FormatError(f"{where}: column '{column}' is missing")
    rows = []
    for raw in reader:
        row = {
            (k or "").strip().lower(): (v or "").strip() for k, v in raw.items() if k is not None
        }
        if any(row.values()):
            rows.append(
                _contact(
                    row,
                    f"{where}, line {reader.line_num}",
                    sortie_id,
                    takeoff,
                    landing,
                    reader.line_num,
                )
            )
    frame = pl.DataFrame(
        rows, schema_overrides=dict(CREW_CONTACTS.schema), infer_schema_length=None
    )
    return conform(frame if rows else CREW_CONTACTS.empty(), CREW_CONTACTS, where=where)


def read_track(text: str, where: str, takeoff: datetime, landing: datetime) -> pl.DataFrame:
    """Return `time_utc, lat_deg, lon_deg, search` (null not known), in time order.

    Raises FormatError when it is neither GPX nor CSV, has fewer than two points, a point without
    time, or a point outside the flight by more than an hour.
    """
    points = _gpx(text, where) if text.lstrip().startswith("<") else _csv(text, where)
    if len(points) < 2:
        raise FormatError(f"{where}: holds {len(points)} track point(s), expected at least 2")
    for place, time, *_ in points:
        _within(time, place, takeoff, landing)
    frame = pl.DataFrame(
        [p[1:] for p in points],
        orient="row",
        schema={
            "time_utc": TIME,
            "lat_deg": pl.Float64,
            "lon_deg": pl.Float64,
            "search": pl.Boolean,
        },
    )
    return frame.sort("time_utc", maintain_order=True).unique(
        "time_utc", keep="first", maintain_order=True
    )


def _contact(
    row: Mapping[str, str],
    place: str,
    sortie_id: str,
    takeoff: datetime,
    landing: datetime,
    line: int,
) -> dict[str, object]:
    time = read_time(row["time_utc"], f"{place}, time_utc")
    _within(time, f"{place}, time_utc", takeoff, landing)
    activity = row.get("activity", "").lower() or None
    if activity and activity not in ACTIVITIES:
        raise FormatError(
            f"{place}, activity: '{activity}', expected one of {', '.join(ACTIVITIES)}"
        )
    return {
        "contact_id": f"{sortie_id}#{line}",
        "sortie_id": sortie_id,
        "time_utc": time,
        "lat_deg": _degrees(row["lat"], 90.0, f"{place}, lat"),
        "lon_deg": _degrees(row["lon"], 180.0, f"{place}, lon"),
        "name": row.get("name") or None,
        "imo": _whole(row.get("imo", ""), 7, f"{place}, imo"),
        "mmsi": _whole(row.get("mmsi", ""), 9, f"{place}, mmsi"),
        "flag": (row.get("flag") or "").upper() or None,
        "length_m": _number(row.get("length_m", ""), f"{place}, length_m"),
        "activity": activity,
        "is_hailed": _bool(row.get("hailed", ""), f"{place}, hailed"),
        "is_of_interest": _bool(row.get("of_interest", ""), f"{place}, of_interest"),
        "photo": row.get("photo") or None,
        "photo_sha256": None,
        "note": row.get("note") or None,
        "match": "unknown",
        "line": line,
    }


_Point = tuple[str, datetime, float, float, bool | None]


def _gpx(text: str, where: str) -> list[_Point]:
    try:
        root = ElementTree.fromstring(text)
    except (ParseError, DefusedXmlException) as error:
        raise FormatError(f"{where}: broken XML: {error}") from error
    points: list[_Point] = []
    found = [e for e in root.iter() if e.tag.rsplit("}", 1)[-1] == "trkpt"]
    for i, element in enumerate(found):
        place = f"{where}, track point {i + 1}"
        time = next((c.text for c in element if c.tag.rsplit("}", 1)[-1] == "time"), None)
        if not time:
            raise FormatError(f"{place}: has no time")
        points.append(
            (
                place,
                read_time(time, place),
                _degrees(element.get("lat", ""), 90.0, f"{place}, lat"),
                _degrees(element.get("lon", ""), 180.0, f"{place}, lon"),
                None,
            )
        )
    return points


def _csv(text: str, where: str) -> list[_Point]:
    reader = csv.DictReader(io.StringIO(text))
    for column in ("time_utc", "lat", "lon"):
        if column not in (reader.fieldnames or []):
            raise FormatError(
                f"{where}: column '{column}' is missing, expected GPX or time_utc,lat,lon"
            )
    points: list[_Point] = []
    for row in reader:
        place = f"{where}, line {reader.line_num}"
        flag = row.get("search")
        points.append(
            (
                place,
                read_time(row["time_utc"] or "", f"{place}, time_utc"),
                _degrees(row["lat"] or "", 90.0, f"{place}, lat"),
                _degrees(row["lon"] or "", 180.0, f"{place}, lon"),
                None if flag in (None, "") else _bool(str(flag), f"{place}, search"),
            )
        )
    return points


def _within(time: datetime, place: str, takeoff: datetime, landing: datetime) -> None:
    if not takeoff - _SLACK <= time <= landing + _SLACK:
        raise FormatError(
            f"{place}: {time:%Y-%m-%d %H:%M} UTC is not within the flight "
            f"({takeoff:%Y-%m-%d %H:%M} to {landing:%Y-%m-%d %H:%M} UTC)"
        )


def _degrees(text: str, limit: float, place: str) -> float:
    """Return degrees from '31.408' or '31 24.5N'."""
    parsed = _ANGLE.match(text)
    if parsed and (parsed[3].upper() in "NS") == (limit == 90.0):
        value = int(parsed[1]) + float(parsed[2]) / 60.0
        value = -value if parsed[3].upper() in "SW" else value
    else:
        value = _number(text, place) if text.strip() else math.nan  # type: ignore[assignment]
    if not abs(value) <= limit:
        raise FormatError(f"{place}: '{text}', expected degrees from -{limit:g} to {limit:g}")
    return value


def _number(text: str, place: str) -> float | None:
    if not text.strip():
        return None
    try:
        return float(text)
    except ValueError as error:
        raise FormatError(f"{place}: '{text}', expected a number") from error


def _whole(text: str, digits: int, place: str) -> int | None:
    text = text.upper().removeprefix("IMO").strip()
    if not text:
        return None
    if not text.isdecimal() or len(text) != digits:
        raise FormatError(f"{place}: '{text}', expected {digits} digits")
    return int(text)


def _bool(text: str, place: str) -> bool:
    word = text.strip().lower()
    if word not in _YES | _NO:
        raise FormatError(f"{place}: '{text}', expected yes or no")
    return word in _YES
