"""`events.kml`: cases, events and tracks for Google Earth and its kin (OGC KML 2.2 + gx).

Built as an element tree, so no name can break out of its element; what XML 1.0 forbids is shown
as signs (`visible`). Tracks are `gx:MultiTrack` without interpolation: a `gx:Track` for each run
without an hour of silence, so the player shows no ship where none was heard.
"""

import html
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import polars as pl

from ...visible import visible
from ..case_record import Case, cases_of, ship_name
from .track_legs import Track, tracks_by_hull

KML, GX = "http://www.opengis.net/kml/2.2", "http://www.google.com/kml/ext/2.2"
_STYLES = {"tier1": "ff1010c8", "tier2": "ff0080e0", "tier3": "ff808080", "event": "ffb0a040"}


def kml(
    *, events: pl.DataFrame, cases: pl.DataFrame, tracks: pl.DataFrame, is_simulated: bool
) -> str:
    """Return the document as text; empty tables give empty folders."""
    ET.register_namespace("", KML)
    ET.register_namespace("gx", GX)
    root = ET.Element(f"{{{KML}}}kml")
    document = _add(root, "Document")
    mark = "SIMULATED: " if is_simulated else ""
    _add(document, "name", f"{mark}Seawarden docket")
    for name, colour in _STYLES.items():
        icon = _add(_add(document, "Style", id=name), "IconStyle")
        _add(icon, "color", colour)
    docket = cases_of(cases)
    folder = _folder(document, "Cases")
    for case in docket:
        _case(folder, case)
    folder = _folder(document, "Events")
    for row in events.iter_rows(named=True):
        _event(folder, row, mark)
    folder = _folder(document, "Tracks")
    names = {s.get("hull"): ship_name(s) for c in docket for s in c.ships}
    for track in tracks_by_hull(tracks):
        _track(folder, track, mark + names.get(track.hull, f"MMSI {track.mmsi or 0:09d}"))
    ET.indent(root)
    body = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def _case(folder: ET.Element, case: Case) -> None:
    mark = _add(folder, "Placemark", id=case.anchor)
    _add(mark, "name", f"{case['rank']}. {case['title']}")
    _add(mark, "description", f"{case['what_happened']}\n\n{case['what_would_change_it']}")
    _span(mark, case["start_utc"], case["end_utc"])
    _add(mark, "styleUrl", f"#tier{case['tier']}")
    _point(mark, case["lon_deg"], case["lat_deg"])


def _event(folder: ET.Element, row: Mapping[str, Any], simulated: str) -> None:
    mark = _add(folder, "Placemark")
    ships = " and ".join(f"MMSI {row[c]:09d}" for c in ("mmsi", "other_mmsi") if row[c] is not None)
    _add(mark, "name", f"{simulated}{row['kind']} {ships}".strip())
    _add(
        mark,
        "description",
        f"Event {row['event_id']}; probability {row['confidence']:.2f}; observed "
        f"{row['observed_h']:.2f} h, inferred {row['inferred_h']:.2f} h\n{row['detail'] or ''}",
    )
    _span(mark, row["start_utc"], row["end_utc"])
    _add(mark, "styleUrl", "#event")
    _point(mark, row["lon_deg"], row["lat_deg"])


def _track(folder: ET.Element, track: Track, name: str) -> None:
    mark = _add(folder, "Placemark", id=f"track-{track.hull}")
    _add(mark, "name", name)
    tracks = ET.SubElement(mark, f"{{{GX}}}MultiTrack")
    ET.SubElement(tracks, f"{{{GX}}}interpolate").text = "0"
    for first, last in track.runs():
        element = ET.SubElement(tracks, f"{{{GX}}}Track")
        for at in track.times[first:last]:
            _add(element, "when", _time(at))
        for lon, lat in track.points[first:last]:
            ET.SubElement(element, f"{{{GX}}}coord").text = f"{lon:.6f} {lat:.6f} 0"


def _folder(document: ET.Element, name: str) -> ET.Element:
    folder = _add(document, "Folder")
    _add(folder, "name", name)
    return folder


def _span(mark: ET.Element, start: datetime, end: datetime) -> None:
    span = _add(mark, "TimeSpan")
    _add(span, "begin", _time(start))
    _add(span, "end", _time(end))


def _point(mark: ET.Element, lon: float, lat: float) -> None:
    _add(_add(mark, "Point"), "coordinates", f"{lon:.6f},{lat:.6f}")


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, f"{{{KML}}}{name}", attributes)
    if text is not None:
        child.text = _plain(name, visible(text))
    return child


def _plain(element: str, text: str) -> str:
    """Return text that a viewer shows as it is.

    Viewers read `description` as HTML once the XML is undone, so it is escaped once more; names
    are put into HTML balloons unescaped, and escapes would show in the list, so brackets turn.
    """
    if element == "description":
        return html.escape(text)
    return text.replace("<", "‹").replace(">", "›") if element == "name" else text


def _time(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
