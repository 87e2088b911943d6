"""`events.kml`: cases, events and tracks for Google Earth and its kin (OGC KML 2.2 + gx).

Every text is escaped, so no name can break out of its element; what XML 1.0 forbids is shown as
signs (`visible`). The document is written place by place, never held as one tree. Tracks
are `gx:MultiTrack` without interpolation: a `gx:Track` for each run without an hour of silence, so
the player shows no ship where none was heard.
"""

import html
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import polars as pl

from ...visible import visible
from ..case_record import Case, cases_of, ship_name
from .track_legs import Track, tracks_by_hull

KML, GX = "http://www.opengis.net/kml/2.2", "http://www.google.com/kml/ext/2.2"
_STYLES = {"tier1": "ff1010c8", "tier2": "ff0080e0", "tier3": "ff808080", "event": "ffb0a040"}


def kml(
    *,
    events: pl.DataFrame,
    cases: pl.DataFrame,
    tracks: pl.DataFrame,
    is_simulated: bool,
    generation: int | None = None,
) -> Iterator[str]:
    """Yield the document piece by piece, a place or a track each; empty tables give empty folders.

    No more than one ship's track is held as text at a time.
    """
    mark = "SIMULATED: " if is_simulated else ""
    docket = cases_of(cases)
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="{KML}" xmlns:gx="{GX}">\n'
    yield f"<Document>\n<name>{mark}Seawarden docket</name>\n"
    if generation is not None:
        yield f'<ExtendedData><Data name="generation"><value>{int(generation)}</value></Data>'
        yield "</ExtendedData>\n"
    for name, colour in _STYLES.items():
        yield f'<Style id="{name}"><IconStyle><color>{colour}</color></IconStyle></Style>\n'
    yield "<Folder><name>Cases</name>\n"
    yield from map(_case, docket)
    yield "</Folder>\n<Folder><name>Events</name>\n"
    yield from (_event(row, mark) for row in events.iter_rows(named=True))
    yield "</Folder>\n<Folder><name>Tracks</name>\n"
    names = {s.get("hull"): ship_name(s) for c in docket for s in c.ships}
    for track in tracks_by_hull(tracks):
        yield from _track(track, mark + names.get(track.hull, f"MMSI {track.mmsi or 0:09d}"))
    yield "</Folder>\n</Document>\n</kml>\n"


def _case(case: Case) -> str:
    about = f"{case['what_happened']}\n\n{case['what_would_change_it']}"
    return _place(
        f"{case['rank']}. {case['title']}", about, f"tier{case['tier']}", case.row, key=case.anchor
    )


def _event(row: Mapping[str, Any], simulated: str) -> str:
    ships = " and ".join(f"MMSI {row[c]:09d}" for c in ("mmsi", "other_mmsi") if row[c] is not None)
    about = (
        f"Event {row['event_id']}; probability {row['confidence']:.2f}; observed "
        f"{row['observed_h']:.2f} h, inferred {row['inferred_h']:.2f} h\n{row['detail'] or ''}"
    )
    return _place(f"{simulated}{row['kind']} {ships}".strip(), about, "event", row)


def _place(
    name: str, about: str, style: str, row: Mapping[str, Any], *, key: str | None = None
) -> str:
    """Return a placemark at a row's position and times."""
    marked = f" id={quoteattr(key)}" if key else ""
    return (
        f"<Placemark{marked}><name>{_escaped('name', name)}</name>"
        f"<description>{_escaped('description', about)}</description>"
        f"<TimeSpan><begin>{_time(row['start_utc'])}</begin><end>{_time(row['end_utc'])}</end>"
        f"</TimeSpan><styleUrl>#{style}</styleUrl>"
        f"<Point><coordinates>{row['lon_deg']:.6f},{row['lat_deg']:.6f}</coordinates></Point>"
        "</Placemark>\n"
    )


def _track(track: Track, name: str) -> Iterator[str]:
    yield f'<Placemark id="track-{track.hull}">\n<name>{_escaped("name", name)}</name>\n'
    yield "<gx:MultiTrack><gx:interpolate>0</gx:interpolate>\n"
    for first, last in track.runs():
        yield "<gx:Track>\n"
        yield "".join(f"<when>{at}</when>\n" for at in track.times[first:last])
        yield "".join(
            f"<gx:coord>{lon:.6f} {lat:.6f} 0</gx:coord>\n" for lon, lat in track.points[first:last]
        )
        yield "</gx:Track>\n"
    yield "</gx:MultiTrack>\n</Placemark>\n"


def _escaped(element: str, text: str) -> str:
    return escape(_plain(element, visible(text)))


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
