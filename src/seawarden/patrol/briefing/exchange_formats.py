"""A sortie in the formats that others read: GeoJSON, KML, GPX, Garmin `.fpl`, CSV.

Each function returns text and touches no file. Coordinates carry seven decimals (1 cm), times are
UTC to the millisecond, so a file read back gives the same waypoints (tests/patrol/test_formats.py
reads them with gpxpy, fastkml and geopandas). Waypoint 1 is the take-off, the last the landing.

Garmin FlightPlan v1 (namespace below): elements in the schema's order; identifiers of 1 to 12
characters A-Z 0-9; identifier, type and country code together unique in the table, and each route
point names an entry of it; names and comments of at most 25 characters A-Z 0-9 and blank; at most
99 points a route, the limit of the units that read it, so a longer sortie makes several files.
"""

import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

from ...geo.line_at_180 import cut
from ..flights import Sortie
from ..times import iso

FPL_NAMESPACE = "http://www8.garmin.com/xmlschemas/FlightPlan/v1"
_GPX, _KML = "http://www.topografix.com/GPX/1/1", "http://www.opengis.net/kml/2.2"
_GX = "http://www.google.com/kml/ext/2.2"
_MOST_POINTS = 99
COLUMNS = (
    "sortie_id",
    "point",
    "name",
    "time_utc",
    "lat_deg",
    "lon_deg",
    "leg",
    "course_deg",
    "length_nm",
)


@dataclass(frozen=True, slots=True)
class Waypoint:
    """A point of a sortie; `leg`, `course_deg`, `length_nm` are of the leg that begins there."""

    name: str
    time_utc: datetime
    lat_deg: float
    lon_deg: float
    leg: str
    course_deg: float | None
    length_nm: float | None


def waypoints(sortie: Sortie) -> list[Waypoint]:
    """Return the waypoints of a sortie, from take-off to landing.

    Points are named by the flight's number of the day and their own (`B014`: the second flight's
    fourteenth), so that two crews who speak of one point mean the same.
    """
    base = sortie.task.base.icao
    letters = _letters(sortie.task.sortie_id)
    out = []
    for i, leg in enumerate(sortie.legs):
        name = base if i == 0 else f"{letters}{i:03d}"
        at = sortie.task.takeoff_utc if i == 0 else leg.start_utc
        lat, lon = (round(v, 7) for v in leg.start)
        out.append(
            Waypoint(
                name, at, lat, lon, leg.kind, round(leg.course_deg, 1), round(leg.length_nm, 2)
            )
        )
    if sortie.legs:
        lat, lon = (round(v, 7) for v in sortie.legs[-1].end)
        out.append(Waypoint(base, sortie.landing_utc, lat, lon, "", None, None))
    return out


def _letters(sortie_id: str) -> str:
    """Return A for the first flight of a day, Z for the 26th, AA for the 27th; W without number."""
    number = sortie_id.split("-")[1:2]
    left = int(number[0]) if number and number[0].isdecimal() else 0
    out = ""
    while left > 0:
        left, rest = divmod(left - 1, 26)
        out = chr(ord("A") + rest) + out
    return out or "W"


def to_csv(sorties: Sequence[Sortie]) -> str:
    """Return one row a waypoint, columns `COLUMNS`."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for sortie in sorties:
        for i, w in enumerate(waypoints(sortie)):
            writer.writerow(
                [
                    sortie.task.sortie_id,
                    i + 1,
                    w.name,
                    iso(w.time_utc),
                    f"{w.lat_deg:.7f}",
                    f"{w.lon_deg:.7f}",
                    w.leg,
                    _blank(w.course_deg),
                    _blank(w.length_nm),
                ]
            )
    return text.getvalue()


def to_geojson(sorties: Sequence[Sortie], *, is_simulated: bool = False) -> str:
    """Return RFC 7946: a LineString a leg (of two parts where it crosses 180 degrees), a Point a
    waypoint."""
    features: list[dict[str, Any]] = []
    for sortie in sorties:
        points = waypoints(sortie)
        common = {"sortie_id": sortie.task.sortie_id, "aircraft": sortie.task.aircraft.name}
        if is_simulated:
            common["note"] = "SIMULATED"
        for i, (a, b) in enumerate(pairwise(points)):
            features.append(
                _feature(
                    _line(a, b),
                    common
                    | {
                        "what": "leg",
                        "leg": a.leg,
                        "number": i + 1,
                        "start_utc": iso(a.time_utc),
                        "end_utc": iso(b.time_utc),
                        "course_deg": a.course_deg,
                        "length_nm": a.length_nm,
                    },
                )
            )
        for i, w in enumerate(points):
            features.append(
                _feature(
                    {"type": "Point", "coordinates": [w.lon_deg, w.lat_deg]},
                    common
                    | {
                        "what": "waypoint",
                        "name": w.name,
                        "number": i + 1,
                        "time_utc": iso(w.time_utc),
                    },
                )
            )
    return json.dumps({"type": "FeatureCollection", "features": features}, indent=1) + "\n"


def to_gpx(sorties: Sequence[Sortie], *, is_simulated: bool = False) -> str:
    """Return GPX 1.1: a route a sortie; a point's `type` is the leg that begins there."""
    root = ET.Element("gpx", {"version": "1.1", "creator": "Seawarden", "xmlns": _GPX})
    for sortie in sorties:
        route = ET.SubElement(root, "rte")
        _add(route, "name", sortie.task.sortie_id)
        _add(route, "desc", _title(sortie, is_simulated))
        for w in waypoints(sortie):
            point = ET.SubElement(route, "rtept", lat=f"{w.lat_deg:.7f}", lon=f"{w.lon_deg:.7f}")
            _add(point, "time", iso(w.time_utc))
            _add(point, "name", w.name)
            _add(point, "type", w.leg or "landing")
    return _xml(root)


def to_kml(sorties: Sequence[Sortie], *, is_simulated: bool = False) -> str:
    """Return KML 2.2: a folder a sortie with its legs, waypoints and a `gx:Track` in time."""
    ET.register_namespace("gx", _GX)
    root = ET.Element("kml", {"xmlns": _KML, "xmlns:gx": _GX})
    document = ET.SubElement(root, "Document")
    _add(document, "name", "SIMULATED patrol plan" if is_simulated else "Patrol plan")
    for kind, colour in (("search", "ff2040e0"), ("transit", "ff808080")):
        style = ET.SubElement(document, "Style", id=kind)
        line = ET.SubElement(style, "LineStyle")
        _add(line, "color", colour)
        _add(line, "width", "2")
    for sortie in sorties:
        folder = ET.SubElement(document, "Folder")
        _add(folder, "name", sortie.task.sortie_id)
        _add(folder, "description", _title(sortie, is_simulated))
        points = waypoints(sortie)
        for i, (a, b) in enumerate(pairwise(points)):
            mark = ET.SubElement(folder, "Placemark")
            _add(mark, "name", f"{a.leg} {i + 1}")
            _add(mark, "styleUrl", f"#{a.leg}")
            line = ET.SubElement(mark, "LineString")
            _add(line, "tessellate", "1")
            _add(line, "coordinates", f"{_lonlat(a)} {_lonlat(b)}")
        for w in points:
            mark = ET.SubElement(folder, "Placemark")
            _add(mark, "name", w.name)
            _add(ET.SubElement(mark, "TimeStamp"), "when", iso(w.time_utc))
            _add(ET.SubElement(mark, "Point"), "coordinates", _lonlat(w))
        mark = ET.SubElement(folder, "Placemark")
        _add(mark, "name", "track")
        track = ET.SubElement(mark, "gx:Track")
        for w in points:
            _add(track, "when", iso(w.time_utc))
        for w in points:
            _add(track, "gx:coord", f"{w.lon_deg:.7f} {w.lat_deg:.7f} 0")
    return _xml(root)


def to_fpl(sortie: Sortie, created: datetime) -> list[str]:
    """Return Garmin FlightPlan v1 texts, one for every 99 points; parts share their border."""
    points = waypoints(sortie)
    step = _MOST_POINTS - 1
    pieces = [points[i : i + _MOST_POINTS] for i in range(0, max(len(points) - 1, 1), step)]
    return [_fpl(sortie, piece, i + 1, created) for i, piece in enumerate(pieces)]


def _fpl(sortie: Sortie, points: Sequence[Waypoint], number: int, created: datetime) -> str:
    root = ET.Element("flight-plan", {"xmlns": FPL_NAMESPACE})
    _add(root, "created", created.strftime("%Y-%m-%dT%H:%M:%SZ"))
    table = ET.SubElement(root, "waypoint-table")
    route = ET.Element("route")
    _add(route, "route-name", fpl_text(f"{sortie.task.sortie_id} {number}"))
    _add(route, "flight-plan-index", str(number))
    known: set[tuple[str, str, str]] = set()
    for w in points:
        is_base = w.name == sortie.task.base.icao
        kind = "AIRPORT" if is_base else "USER WAYPOINT"
        country = w.name[:2] if is_base else ""
        key = (fpl_text(w.name)[:12], kind, country)
        if key not in known:
            known.add(key)
            entry = ET.SubElement(table, "waypoint")
            for tag, value in zip(("identifier", "type", "country-code"), key, strict=True):
                _add(entry, tag, value)
            _add(entry, "lat", f"{w.lat_deg:.7f}")
            _add(entry, "lon", f"{w.lon_deg:.7f}")
            _add(entry, "comment", fpl_text(f"{w.leg} {w.time_utc:%H%M}Z"))
        point = ET.SubElement(route, "route-point")
        for tag, value in zip(("identifier", "type", "country-code"), key, strict=True):
            _add(point, f"waypoint-{tag}", value)
    root.append(route)
    return _xml(root)


def fpl_text(text: str) -> str:
    """Return text as the schema allows it: upper case letters, digits, blanks, 25 at most."""
    return re.sub(r"[^A-Z0-9 ]", "", text.upper().replace("-", " "))[:25].strip()


def _title(sortie: Sortie, is_simulated: bool) -> str:
    text = f"{sortie.task.aircraft.title} from {sortie.task.base.icao}, POS {sortie.pos:.3f}"
    return f"SIMULATED: {text}" if is_simulated else text


def _line(a: Waypoint, b: Waypoint) -> dict[str, Any]:
    parts = cut([(a.lon_deg, a.lat_deg), (b.lon_deg, b.lat_deg)])
    if len(parts) == 2:
        return {"type": "MultiLineString", "coordinates": parts}
    ends = [[a.lon_deg, a.lat_deg], [b.lon_deg, b.lat_deg]]
    return {"type": "LineString", "coordinates": ends}


def _feature(geometry: dict[str, Any], properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _lonlat(w: Waypoint) -> str:
    return f"{w.lon_deg:.7f},{w.lat_deg:.7f},0"


def _add(parent: Any, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = text


def _blank(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _xml(root: Any) -> str:
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"
