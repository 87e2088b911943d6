"""The map's layers as GeoJSON: findings, silences with the water reachable meanwhile, sightings,
ports, learnt anchorages, how well each water was heard, and where a receiver that fell silent had
been heard before or after.

Method of the reachable water: all points from which the distance to the last report and to the
first one after it add up to no more than `top_kn` times the silence, an ellipse; a ship that was
faster on the straight line is given her speed. It knows of no land.
"""

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from ...errors import UsageError
from ...geo.ports import ports
from ...geo.sphere import distance_m
from ...units import MPS_PER_KN
from .desk import Snapshot
from .outages import outages

Features = list[dict[str, Any]]
_M_PER_DEG = 111_195.08
_CELL_DEG = 0.25  # of COVERAGE
_CORNERS = 48
_MOST_CELLS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    call: float = 0.5  # docs/events.md: one half and more is a call
    top_kn: float = 14.0  # service speed of small tankers and bulk carriers; own choice


def layer(
    snapshot: Snapshot, name: str, first: datetime, last: datetime, params: Params = Params()
) -> dict[str, Any]:
    """Return a layer as a FeatureCollection. Raises UsageError for a name that is none."""
    make = LAYERS.get(name)
    if make is None:
        raise UsageError(f"layer '{name}': expected one of {', '.join(LAYERS)}")
    return {"type": "FeatureCollection", "features": make(snapshot, first, last, params)}


def _within(snapshot: Snapshot, first: datetime, last: datetime) -> list[Mapping[str, Any]]:
    return [e for e in snapshot.events.values() if e["end_utc"] >= first and e["start_utc"] <= last]


def _events(snapshot: Snapshot, first: datetime, last: datetime, params: Params) -> Features:
    names = ("event_id", "kind", "mmsi", "other_mmsi", "start_utc", "end_utc", "confidence")
    return [
        _point(e["lon_deg"], e["lat_deg"], {n: _plain(e[n]) for n in names})
        for e in _within(snapshot, first, last)
        if e["confidence"] >= params.call
    ]


def _gaps(snapshot: Snapshot, first: datetime, last: datetime, params: Params) -> Features:
    return [
        {"type": "Feature", "properties": about,
         "geometry": {"type": "LineString", "coordinates": [start, end]}}
        for about, start, end, _ in _silences(snapshot, first, last, params)
    ]  # fmt: skip


def _reach(snapshot: Snapshot, first: datetime, last: datetime, params: Params) -> Features:
    out = []
    for about, start, end, duration_h in _silences(snapshot, first, last, params):
        ring = ellipse(start, end, duration_h, params.top_kn)
        geometry = {"type": "Polygon", "coordinates": [ring]}
        out.append({"type": "Feature", "properties": about, "geometry": geometry})
    return out


def _silences(snapshot: Snapshot, first: datetime, last: datetime, params: Params) -> Any:
    for e in _within(snapshot, first, last):
        if e["kind"] != "gap" or e["confidence"] < params.call:
            continue
        detail = json.loads(e["detail"] or "{}")
        ends = [detail.get(f"{s}_{a}_deg") for s in ("start", "end") for a in ("lon", "lat")]
        if None in ends or not detail.get("duration_h"):
            continue
        about = {n: _plain(e[n]) for n in ("event_id", "mmsi", "start_utc", "end_utc")}
        yield about, ends[:2], ends[2:], float(detail["duration_h"])


def ellipse(
    start: list[float], end: list[float], duration_h: float, top_kn: float
) -> list[list[float]]:
    """Return the rim of the water reachable between two positions (lon, lat, deg)."""
    apart = float(distance_m(start[1], start[0], end[1], end[0]))
    longest = max(top_kn * MPS_PER_KN * duration_h * 3600, apart * 1.001)
    half, focus = longest / 2, apart / 2
    across = math.sqrt(half * half - focus * focus)
    lat, lon = (start[1] + end[1]) / 2, (start[0] + end[0]) / 2
    shrink = max(math.cos(math.radians(lat)), 0.05)
    turn = math.atan2(end[1] - start[1], (end[0] - start[0]) * shrink)
    ring = []
    for i in range(_CORNERS + 1):
        at = 2 * math.pi * (i % _CORNERS) / _CORNERS
        x, y = half * math.cos(at), across * math.sin(at)
        east = x * math.cos(turn) - y * math.sin(turn)
        north = x * math.sin(turn) + y * math.cos(turn)
        ring.append([lon + east / (_M_PER_DEG * shrink), lat + north / _M_PER_DEG])
    return ring


def _sightings(snapshot: Snapshot, first: datetime, last: datetime, _params: Params) -> Features:
    seen = snapshot.docket.table("sightings").filter(pl.col("time_utc").is_between(first, last))
    return [
        _point(s["lon_deg"], s["lat_deg"],
               {n: _plain(s[n]) for n in ("sighting_id", "time_utc", "sensor", "length_m")})
        for s in seen.to_dicts()
    ]  # fmt: skip


def _ports(_snapshot: Snapshot, _first: datetime, _last: datetime, _params: Params) -> Features:
    return [
        _point(p["lon_deg"], p["lat_deg"], {"name": p["name"], "country": p["country"]})
        for p in ports().to_dicts()
    ]


def _anchorages(snapshot: Snapshot, _first: datetime, _last: datetime, _p: Params) -> Features:
    found = snapshot.docket.table("context").filter(pl.col("part") == "anchorage")
    return [
        _point(a["lon_deg"], a["lat_deg"], {"radius_m": a["value"], "ships": a["n"]})
        for a in found.to_dicts()
    ]


def _coverage(snapshot: Snapshot, first: datetime, last: datetime, _params: Params) -> Features:
    cells = (
        snapshot.docket.table("coverage")
        .filter(pl.col("hour_utc").is_between(first, last))
        .group_by("cell")
        .agg(reports=pl.col("n_reports").sum(), hours=pl.col("hour_utc").n_unique())
        .sort("cell")
    )
    return [
        _cell(c["cell"], {"reports": c["reports"], "hours": c["hours"]}) for c in cells.to_dicts()
    ]


def _outages(snapshot: Snapshot, first: datetime, last: datetime, _params: Params) -> Features:
    coverage = snapshot.docket.table("coverage")
    silent = outages(coverage).filter(
        (pl.col("until_utc") >= first) & (pl.col("since_utc") <= last)
    )
    names = ("receiver", "since_utc", "until_utc", "hours")
    held = coverage.select("receiver", "cell").unique().sort("receiver", "cell")
    found = silent.join(held, on="receiver", nulls_equal=True).head(_MOST_CELLS)
    return [_cell(row["cell"], {n: _plain(row[n]) for n in names}) for row in found.to_dicts()]


def _cell(cell: int, about: Mapping[str, Any]) -> dict[str, Any]:
    row, column = divmod(cell, 1440)
    south, west = row * _CELL_DEG - 90, column * _CELL_DEG - 180
    north, east = south + _CELL_DEG, west + _CELL_DEG
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": about, "geometry": geometry}


def _point(lon: float, lat: float, about: Mapping[str, Any]) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "properties": about, "geometry": geometry}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


LAYERS: Mapping[str, Callable[[Snapshot, datetime, datetime, Params], Features]] = {
    "events": _events,
    "gaps": _gaps,
    "reach": _reach,
    "sightings": _sightings,
    "ports": _ports,
    "anchorages": _anchorages,
    "coverage": _coverage,
    "outages": _outages,
}
