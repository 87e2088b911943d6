"""`events.geojson`: cases, events and tracks as one FeatureCollection (RFC 7946).

Coordinates are WGS 84, longitude first, six decimals (0.1 m). `feature` tells what a feature
is: 'case', 'event' or 'track'. Tracks are cut at 180 degrees; legs across more than an hour of
silence are separate features with `observed` false.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

import numpy as np
import polars as pl

from ...geo.line_at_180 import Point, cut
from ..case_record import Case, cases_of
from .track_legs import Track, tracks_by_hull


def geojson(
    *,
    events: pl.DataFrame,
    cases: pl.DataFrame,
    tracks: pl.DataFrame,
    is_simulated: bool,
    generation: int | None = None,
) -> Iterator[str]:
    """Yield the FeatureCollection as text, one feature a line; empty tables give no feature.

    `generation` of the docket stands beside `type`. No more than one ship's track is held as text
    at a time.
    """
    mark = {"is_simulated": True, "note": "SIMULATED"} if is_simulated else {}
    features = chain(
        (_case(c) for c in cases_of(cases)),
        (_event(row) for row in events.iter_rows(named=True)),
        (f for track in tracks_by_hull(tracks) for f in _track(track)),
    )
    of = "" if generation is None else f' "generation": {int(generation)},'
    yield f'{{"type": "FeatureCollection",{of} "features": [\n'
    between = ""
    for feature in features:
        feature["properties"] |= mark
        yield between
        yield json.dumps(feature, ensure_ascii=False, allow_nan=False, sort_keys=True)
        between = ",\n"
    yield "\n]}\n"


def _case(case: Case) -> dict[str, Any]:
    properties = {
        name: case[name]
        for name in ("case_id", "version", "rank", "tier", "kind", "grade", "title",
                     "what_happened", "confidence", "observed_h", "inferred_h", "mmsis",
                     "event_ids")
    }  # fmt: skip
    properties |= {
        "feature": "case", "start_utc": _time(case["start_utc"]), "end_utc": _time(case["end_utc"]),
        "measures": [m.get("citation") for m in case.measures],
    }  # fmt: skip
    return _feature(case.case_id, _point(case["lon_deg"], case["lat_deg"]), properties)


def _event(row: Mapping[str, Any]) -> dict[str, Any]:
    properties = {
        name: row[name]
        for name in ("event_id", "version", "kind", "mmsi", "other_mmsi", "is_open", "confidence",
                     "observed_h", "inferred_h")
    }  # fmt: skip
    properties |= {
        "feature": "event", "start_utc": _time(row["start_utc"]), "end_utc": _time(row["end_utc"]),
        "detail": _opened(row["detail"]),
    }  # fmt: skip
    return _feature(row["event_id"], _point(row["lon_deg"], row["lat_deg"]), properties)


def _track(track: Track) -> Iterator[dict[str, Any]]:
    seen = [list(track.points[a:b]) for a, b in track.runs()]
    silent = [[track.points[a], track.points[b]] for a, b in track.silent_legs()]
    for observed, lines in ((True, seen), (False, silent)):
        geometry = _lines([part for line in lines for part in cut(line)])
        if geometry is None and observed:
            geometry = _point(*track.points[0])
        if geometry is not None:
            properties = {
                "feature": "track", "observed": observed, "hull": track.hull, "mmsi": track.mmsi,
                "start_utc": track.times[0], "end_utc": track.times[-1],
                "reports": len(track.times),
            }  # fmt: skip
            suffix = "" if observed else "-silent"
            yield _feature(f"track-{track.hull}{suffix}", geometry, properties)


def _feature(key: str, geometry: dict[str, Any], properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "id": key, "geometry": geometry, "properties": properties}


def _point(lon: float, lat: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [round(lon, 6), round(lat, 6)]}


def _lines(lines: Sequence[Sequence[Point]]) -> dict[str, Any] | None:
    if not lines:
        return None
    rounded = [np.round(np.array(line), 6).tolist() for line in lines]
    if len(rounded) == 1:
        return {"type": "LineString", "coordinates": rounded[0]}
    return {"type": "MultiLineString", "coordinates": rounded}


def _time(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _opened(text: str | None) -> Any:
    """Return the detail as JSON, or as the text it is; NaN and the like become null."""
    try:
        return json.loads(text, parse_constant=lambda _: None) if text else None
    except ValueError:
        return text
