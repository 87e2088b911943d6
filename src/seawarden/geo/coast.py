"""Where land is: on land or not, how far the coast, the land's polygons.

Method: even-odd rule over all GSHHG rings (`gshhg`), so that a lake counts as water and an island
in it as land (`land_grid`); the nearest edges by a tree of shore points (`shore_distance`).

Accuracy: that of the shorelines, about 1 km; the tests themselves are exact. Blind spot: small
islands, new land, piers.
"""

from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from .gshhg import ISLAND_IN_LAKE, LAKE, shorelines
from .land_grid import on_land
from .shore_distance import to_shore_m
from .sphere import Floats, wrap_lon

_CHUNK = 250_000


def is_land(lat: ArrayLike, lon: ArrayLike) -> NDArray[np.bool_]:
    """Return True where a position is on land (lakes and seas are False); shapes broadcast.

    A position that is not a number is not on land.
    """
    lat, lon = np.broadcast_arrays(np.asarray(lat, np.float64), np.asarray(lon, np.float64))
    shape = lat.shape
    y, x = lat.ravel(), np.asarray(wrap_lon(lon.ravel()))
    out = np.zeros(y.size, dtype=bool)
    for i in range(0, y.size, _CHUNK):
        out[i : i + _CHUNK] = on_land(y[i : i + _CHUNK], x[i : i + _CHUNK])
    return out.reshape(shape)


def distance_to_coast_m(lat: ArrayLike, lon: ArrayLike, limit_m: float = 500_000.0) -> Floats:
    """Return the distance in metres to the nearest shore, from sea or land alike.

    Infinite where no shore is within `limit_m` (a small limit is fast) or where the position is
    not a number. Lake shores count. Shapes broadcast.
    """
    lat, lon = np.broadcast_arrays(np.asarray(lat, np.float64), np.asarray(lon, np.float64))
    y, x = lat.ravel(), lon.ravel()
    out = np.full(y.size, np.inf)
    good = np.flatnonzero(np.isfinite(y) & np.isfinite(x))
    if good.size:
        out[good] = to_shore_m(y[good], x[good], limit_m)
    out[out > limit_m] = np.inf
    return out.reshape(lat.shape)


def polygons(
    west: float, south: float, east: float, north: float, *, detail_deg: float = 0.0
) -> list[Any]:
    """Return the land as shapely Polygons (lakes cut out) within a box in degrees.

    A box across 180 deg has `west > east` or `east > 180`; its polygons are given on one axis
    that starts at `west`, so longitudes may pass 180. `detail_deg` above 0 leaves out rings
    smaller than that and smooths by half of it (for small-scale charts).
    """
    if east < west:
        east += 360.0
    out: list[Any] = []
    for shift in (-360.0, 0.0, 360.0):
        out += _clip((west - shift, south, east - shift, north), shift, detail_deg)
    return out


def _clip(bounds: tuple[float, float, float, float], shift: float, detail_deg: float) -> list[Any]:
    """Return the land polygons inside a box, moved `shift` degrees east."""
    west, south, east, north = bounds
    if east <= -180.0 or west >= 180.0:
        return []
    shore = shorelines()
    inside = (shore.west_deg < east) & (shore.east_deg > west)
    inside &= (shore.south_deg < north) & (shore.north_deg > south)
    size = np.maximum(shore.east_deg - shore.west_deg, shore.north_deg - shore.south_deg)
    rings = np.flatnonzero(inside & (size >= detail_deg))
    parts = np.array([_ring(int(i), detail_deg) for i in rings], dtype=object)
    box = shapely.box(max(west, -180.0), south, min(east, 180.0), north)
    parts = shapely.intersection(shapely.make_valid(parts), box)
    level = shore.level[rings]
    is_lake, is_island = level == LAKE, level == ISLAND_IN_LAKE
    whole = shapely.union_all(parts[~is_lake & ~is_island])
    if is_lake.any():
        whole = shapely.difference(whole, shapely.union_all(parts[is_lake]))
        whole = shapely.union(whole, shapely.union_all(parts[is_island]))
    moved = shapely.transform(whole, lambda xy: np.add(xy, (shift, 0.0)))
    return [p for p in shapely.get_parts(moved) if p.geom_type == "Polygon" and not p.is_empty]


def _ring(i: int, detail_deg: float) -> Any:
    shore = shorelines()
    at = slice(shore.start[i], shore.start[i + 1])
    ring = shapely.Polygon(np.column_stack([shore.lon_deg[at], shore.lat_deg[at]]))
    return shapely.simplify(ring, detail_deg / 2) if detail_deg > 0 else ring
