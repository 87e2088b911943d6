"""What people add to the surface: the crew's areas, points and ships; lanes; wave heights.

The crew's file is GeoJSON. A Polygon is an area; a Point a place with `radius_nm` (10 if not
given), or, with `time_utc`, a ship last seen there that goes `speed_kn` (11 if not given) at most.
`weight` (1 if not given) says how much each counts among the crew's own.
"""

import json
from datetime import datetime
from typing import Any

import numpy as np
import shapely
from scipy.spatial import cKDTree
from shapely.geometry import shape

from ...errors import FormatError, UsageError
from ...files.csv_rows import csv_rows
from ...geo.areas import area_of
from ...geo.sphere import Floats, distance_m
from ...units import M_PER_NM
from ..times import read_time
from .grid import Grid
from .reachable_region import reachable


def crew_field(text: str, where: str, grid: Grid, time: datetime) -> Floats:
    """Return what the crew's file adds per cell, shape (n,), for a sortie at `time`.

    Raises FormatError for a file that breaks the format, UsageError for an addition that lies on
    land, outside the search area, or in the future.
    """
    out = np.zeros(grid.n)
    for i, feature in enumerate(_features(text, where)):
        properties = feature.get("properties") or {}
        place = f"{where}, feature {i + 1}" + (
            f" '{properties['name']}'" if properties.get("name") else ""
        )
        weight = _number(properties, "weight", 1.0, place)
        value = _one(feature.get("geometry") or {}, properties, place, grid, time)
        if not value[grid.water].sum() > 0:
            raise UsageError(
                f"{place}: lies on land or outside the search area, expected some water"
            )
        out += weight * value / value[grid.water].sum()
    return out


def lane_distance_m(text: str, where: str, grid: Grid) -> Floats:
    """Return the distance to the nearest lane (GeoJSON lines) per cell, shape (n,)."""
    lines = []
    for i, feature in enumerate(_features(text, where)):
        geometry = feature.get("geometry") or {}
        if geometry.get("type") not in ("LineString", "MultiLineString"):
            raise FormatError(
                f"{where}, feature {i + 1}: holds {geometry.get('type')!r}, expected a LineString"
            )
        lines.append(shapely.segmentize(shape(geometry), 0.1))
    xy = shapely.get_coordinates(np.array(lines, dtype=object))
    points = np.column_stack(grid.projection.to_plane(xy[:, 1], xy[:, 0]))
    distance, _ = cKDTree(points).query(np.column_stack(grid.centres_m()))
    return np.asarray(distance)


def wave_height_m(text: str, where: str, grid: Grid) -> Floats:
    """Return the wave height per cell from CSV `lat,lon,wave_m`: that of the nearest point."""
    names, lines = csv_rows(text, where)
    for column in ("lat", "lon", "wave_m"):
        if column not in names:
            raise FormatError(f"{where}: column '{column}' is missing")
    rows = []
    for line, row in lines:
        try:
            rows.append([float(row[c]) for c in ("lat", "lon", "wave_m")])
        except (TypeError, ValueError) as error:
            raise FormatError(f"{where}, line {line}: expected numbers") from error
    if not rows:
        raise FormatError(f"{where}: holds no row")
    table = np.array(rows)
    points = np.column_stack(grid.projection.to_plane(table[:, 0], table[:, 1]))
    _, nearest = cKDTree(points).query(np.column_stack(grid.centres_m()))
    return np.asarray(table[nearest, 2])


def _one(
    geometry: dict[str, Any], properties: dict[str, Any], place: str, grid: Grid, time: datetime
) -> Floats:
    kind = geometry.get("type")
    if kind in ("Polygon", "MultiPolygon"):
        inside = area_of(geometry, place).contains(grid.lat_deg, grid.lon_deg) & grid.water
        return np.asarray(inside, dtype=np.float64)
    if kind != "Point":
        raise FormatError(f"{place}: holds {kind!r}, expected a Polygon or a Point")
    lon, lat = geometry["coordinates"][:2]
    if properties.get("time_utc"):
        seen = read_time(str(properties["time_utc"]), f"{place}, time_utc")
        hours = (time - seen).total_seconds() / 3600.0
        if hours < 0:
            raise UsageError(
                f"{place}: {seen:%Y-%m-%d %H:%M} UTC is after the sortie "
                f"({time:%Y-%m-%d %H:%M} UTC)"
            )
        return reachable(grid, lat, lon, hours, _number(properties, "speed_kn", 11.0, place))
    radius = _number(properties, "radius_nm", 10.0, place) * M_PER_NM
    d = distance_m(lat, lon, grid.lat_deg, grid.lon_deg)
    inside = (d <= max(radius, grid.cell_m / 2)) & grid.water
    return np.asarray(inside, dtype=np.float64)


def _features(text: str, where: str) -> list[dict[str, Any]]:
    try:
        raw = json.loads(text)
    except json.JSONDecodeError as error:
        raise FormatError(f"{where}, line {error.lineno}: not JSON: {error.msg}") from error
    except RecursionError as error:
        raise FormatError(f"{where}: JSON nested too deep to be GeoJSON") from error
    features = raw.get("features") if isinstance(raw, dict) else None
    if not features:
        raise FormatError(f"{where}: holds no feature, expected a GeoJSON FeatureCollection")
    return list(features)


def _number(properties: dict[str, Any], key: str, default: float, place: str) -> float:
    value = properties.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
        raise FormatError(f"{place}: {key} is {value!r}, expected a number above 0")
    return float(value)
