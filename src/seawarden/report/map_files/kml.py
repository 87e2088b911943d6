"""`events.kml`: cases, events and tracks for Google Earth and its kin (OGC KML 2.2 + gx).

Each place is built as elements, so no name can break out of its element; what XML 1.0 forbids is
shown as signs (`visible`). The document is written place by place, never held as one tree. Tracks
are `gx:MultiTrack` without interpolation: a `gx:Track` for each run without an hour of silence, so
the player shows no ship where none was heard.
"""

import html
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
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
) -> Iterator[str]:
    """Yield the document piece by piece, a place or a track each; empty tables give empty folders.

    No more than one ship's track is held as text at a time.
    """
    mark = "SIMULATED: " if is_simulated else ""
    docket = cases_of(cases)
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="{KML}" xmlns:gx="{GX}">\n'
    yield f"<Document>\n<name>{mark}Seawarden docket</name>\n"
    for name, colour in _STYLES.items():
        style = ET.Element("Style", id=name)
        _add(_add(style, "IconStyle"), "color", colour)
        yield _text(style)
    yield "<Folder><name>Cases</name>\n"
    yield from (_text(_case(case)) for case in docket)
    yield "</Folder>\n<Folder><name>Events</name>\n"
    yield from (_text(_event(row, mark)) for row in events.iter_rows(named=True))
    yield "</Folder>\n<Folder><name>Tracks</name>\n"
    names = {s.get("hull"): ship_name(s) for c in docket for s in c.ships}
    for track in tracks_by_hull(tracks):
        yield from _track(track, mark + names.get(track.hull, f"MMSI {track.mmsi or 0:09d}"))
    yield "</Folder>\n</Document>\n</kml>\n"


def _case(case: Case) -> ET.Element:
    mark = ET.Element("Placemark", id=case.anchor)
    _add(mark, "name", f"{case['rank']}. {case['title']}")
    _add(mark, "description", f"{case['what_happened']}\n\n{case['what_would_change_it']}")
    _span(mark, case["start_utc"], case["end_utc"])
    _add(mark, "styleUrl", f"#tier{case['tier']}")
    _point(mark, case["lon_deg"], case["lat_deg"])
    return mark


def _event(row: Mapping[str, Any], simulated: str) -> ET.Element:
    mark = ET.Element("Placemark")
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
    return mark


def _track(track: Track, name: str) -> Iterator[str]:
    title = ET.Element("name")
    title.text = _plain("name", visible(name))
    yield f'<Placemark id="track-{track.hull}">\n{_text(title)}'
    yield "<gx:MultiTrack><gx:interpolate>0</gx:interpolate>\n"
    for first, last in track.runs():
        yield "<gx:Track>\n"
        yield "".join(f"<when>{at}</when>\n" for at in track.times[first:last])
        yield "".join(
            f"<gx:coord>{lon:.6f} {lat:.6f} 0</gx:coord>\n" for lon, lat in track.points[first:last]
        )
        yield "</gx:Track>\n"
    yield "</gx:MultiTrack>\n</Placemark>\n"


def _text(element: ET.Element) -> str:
    return ET.tostring(element, encoding="unicode") + "\n"


def _span(mark: ET.Element, start: datetime, end: datetime) -> None:
    span = _add(mark, "TimeSpan")
    _add(span, "begin", _time(start))
    _add(span, "end", _time(end))


def _point(mark: ET.Element, lon: float, lat: float) -> None:
    _add(_add(mark, "Point"), "coordinates", f"{lon:.6f},{lat:.6f}")


def _add(parent: ET.Element, name: str, text: str | None = None) -> ET.Element:
    child = ET.SubElement(parent, name)
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
