"""Where land is: on land or not, how far the coast, the land's polygons.

Method: even-odd rule over all GSHHG rings (`gshhg`), so that a lake counts as water and an island
in it as land. A grid of 0.25 deg knows which cells hold no shore (nearly all) and the state of each
cell's south-west corner; a point in a cell with shore counts the edges between it and that
corner, so a test touches a few edges. Distance: a KD-tree on the unit sphere over points of the
shore at most 2 km apart, then the exact distance to the edges of the nearest points; a tree is made
for each sheet of 10 deg that is asked about, with as much shore around it as the limit reaches.

Accuracy: that of the shorelines, about 1 km; the tests themselves are exact. Blind spot: small
islands, new land, piers.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from math import ceil
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import cKDTree

from ..units import EARTH_RADIUS_M, M_PER_DEG_LAT
from .gshhg import ISLAND_IN_LAKE, LAKE, shorelines
from .sphere import Floats, unit_vectors, wrap_lon

_CELL_DEG = 0.25
_COLUMNS, _ROWS = 1440, 720
_WEST, _SOUTH = -180.0 - 1.23e-7, -90.0 - 1.23e-7
"""The grid's corner: a hair off, so that no vertex of the shore lies on a corner of a cell."""
_SHEET_DEG = 10.0
_SAMPLE_DEG = 2000.0 / M_PER_DEG_LAT
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
        out[i : i + _CHUNK] = _is_land(y[i : i + _CHUNK], x[i : i + _CHUNK])
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
        out[good] = _distance_m(y[good], x[good], limit_m)
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


@dataclass(frozen=True, slots=True)
class _Grid:
    """Edges by cell (CSR) and whether each cell's south-west corner is on land."""

    first: NDArray[np.int64]  # (cells + 1,) into `edge`
    edge: NDArray[np.int64]  # index of the edge's first vertex
    corner_is_land: NDArray[np.bool_]  # (cells,)


def _is_land(y: Floats, x: Floats) -> NDArray[np.bool_]:
    grid, shore = _grid(), shorelines()
    known = np.isfinite(y) & np.isfinite(x)
    # A hair inside the cuts at 180 deg and the pole, which are edges of rings but no shore.
    y = np.clip(np.where(known, y, 0.0), -90.0 + 1e-9, 90.0)
    x = np.maximum(np.where(known, x, 0.0), -180.0 + 1e-9)
    row = np.clip(np.floor((y - _SOUTH) / _CELL_DEG), 0, _ROWS - 1)
    column = np.clip(np.floor((x - _WEST) / _CELL_DEG), 0, _COLUMNS - 1)
    cell = (row * _COLUMNS + column).astype(np.int64)
    inside = grid.corner_is_land[cell]
    count = grid.first[cell + 1] - grid.first[cell]
    at = np.flatnonzero(count)
    if at.size:
        point = np.repeat(at, count[at])
        step = np.arange(point.size) - np.repeat(np.cumsum(count[at]) - count[at], count[at])
        e = grid.edge[grid.first[cell[point]] + step]
        crossings = _crossings(
            y[point], x[point], row[point] * _CELL_DEG + _SOUTH, column[point] * _CELL_DEG + _WEST,
            (shore.lat_deg[e], shore.lon_deg[e], shore.lat_deg[e + 1], shore.lon_deg[e + 1]),
        )  # fmt: skip
        odd = np.bincount(point, crossings, minlength=y.size).astype(np.int64) % 2
        inside = inside ^ (odd == 1)
    return np.asarray(inside & known)


def _crossings(
    y: Floats, x: Floats, south: Floats, west: Floats, edge: tuple[Floats, Floats, Floats, Floats]
) -> NDArray[np.int64]:
    """Return how often an edge crosses the line from a point west to its cell's border, then south.

    Ends are half open, so a vertex on the line counts once.
    """
    y1, x1, y2, x2 = edge
    with np.errstate(divide="ignore", invalid="ignore"):
        x_at = x1 + (y - y1) * (x2 - x1) / (y2 - y1)
        y_at = y1 + (west - x1) * (y2 - y1) / (x2 - x1)
    level = ((y1 <= y) != (y2 <= y)) & (x_at >= west) & (x_at < x)
    upright = ((x1 < west) != (x2 < west)) & (y_at > south) & (y_at <= y)
    return np.asarray(level.astype(np.int64) + upright)


@cache
def _grid() -> _Grid:
    """Return the grid over all edges, made once."""
    shore = shorelines()
    e = shore.edges()
    y1, x1, y2, x2 = shore.lat_deg[e], shore.lon_deg[e], shore.lat_deg[e + 1], shore.lon_deg[e + 1]
    r1, r2 = _span(y1, y2, _SOUTH, _ROWS)
    c1, c2 = _span(x1, x2, _WEST, _COLUMNS)
    wide = c2 - c1 + 1
    size = (r2 - r1 + 1) * wide
    owner = np.repeat(np.arange(e.size), size)
    step = np.arange(owner.size) - np.repeat(np.cumsum(size) - size, size)
    cell = (r1[owner] + step // wide[owner]) * _COLUMNS + c1[owner] + step % wide[owner]
    order = np.argsort(cell, kind="stable")
    first = np.concatenate([[0], np.cumsum(np.bincount(cell, minlength=_ROWS * _COLUMNS))])
    return _Grid(first, e[owner[order]], _corners(y1, x1, y2, x2))


def _span(a: Floats, b: Floats, first: float, n: int) -> tuple[Any, Any]:
    """Return the first and last cell index that an edge from `a` to `b` touches on one axis."""
    low = np.floor((np.minimum(a, b) - first) / _CELL_DEG).astype(np.int64)
    high = np.floor((np.maximum(a, b) - first) / _CELL_DEG).astype(np.int64)
    return np.clip(low, 0, n - 1), np.clip(high, 0, n - 1)


def _corners(y1: Floats, x1: Floats, y2: Floats, x2: Floats) -> NDArray[np.bool_]:
    """Return for each cell whether its south-west corner is on land, by the even-odd rule.

    On each parallel the edges that cross it west of the corner are counted: odd is land.
    """
    low = np.ceil((np.minimum(y1, y2) - _SOUTH) / _CELL_DEG).astype(np.int64)
    high = np.ceil((np.maximum(y1, y2) - _SOUTH) / _CELL_DEG).astype(np.int64)
    count = np.maximum(high - low + 2, 0)  # one more each side, for rounding; tested just below
    owner = np.repeat(np.arange(y1.size), count)
    step = np.arange(owner.size) - np.repeat(np.cumsum(count) - count, count)
    row = low[owner] - 1 + step
    parallel = row * _CELL_DEG + _SOUTH
    hit = ((y1[owner] <= parallel) != (y2[owner] <= parallel)) & (row >= 0) & (row < _ROWS)
    owner, row, parallel = owner[hit], row[hit], parallel[hit]
    slope = (x2[owner] - x1[owner]) / (y2[owner] - y1[owner])
    x_at = x1[owner] + (parallel - y1[owner]) * slope
    # The first corner at or east of the crossing is the first whose count takes it in.
    column = np.searchsorted(np.arange(_COLUMNS) * _CELL_DEG + _WEST, x_at, side="right")
    inner = column < _COLUMNS
    total = np.bincount(row[inner] * _COLUMNS + column[inner], minlength=_ROWS * _COLUMNS)
    odd = np.cumsum(total.reshape(_ROWS, _COLUMNS), axis=1) % 2
    return np.asarray(odd.ravel() == 1)


@cache
def _shore_edges() -> tuple[NDArray[np.int64], Floats, Floats, Floats, Floats, Floats]:
    """Return the edges that are shore, from south to north.

    The first vertex, (lat, lon) of both ends, and the southern end's latitude, by which they stand.
    """
    shore = shorelines()
    e = shore.edges()
    y1, x1, y2, x2 = shore.lat_deg[e], shore.lon_deg[e], shore.lat_deg[e + 1], shore.lon_deg[e + 1]
    # The cuts at 180 deg and at the pole are no shore.
    cut = ((np.abs(x1) == 180.0) & (np.abs(x2) == 180.0)) | ((y1 == -90.0) | (y2 == -90.0))
    at = np.flatnonzero(~cut)
    at = at[np.argsort(np.minimum(y1, y2)[at], kind="stable")]
    return e[at], y1[at], x1[at], y2[at], x2[at], np.minimum(y1, y2)[at]


@lru_cache(1024)
def _tree(row: int, column: int, margin_deg: float) -> tuple[cKDTree, NDArray[np.int64]]:
    """Return the tree of shore points around a sheet and, for each, the edge it lies on.

    Every edge within `margin_deg` (of arc) of the sheet is in it.
    """
    *edges, low = _shore_edges()
    south, north = row * _SHEET_DEG - 90.0, (row + 1) * _SHEET_DEG - 90.0
    tallest = 2.0  # deg: no edge of the coast is longer, and a few too many do no harm
    band = slice(*np.searchsorted(low, [south - margin_deg - tallest, north + margin_deg]))
    e, y1, x1, y2, x2 = (values[band] for values in edges)
    widest = max(abs(south), abs(north)) + margin_deg  # where a degree of longitude is shortest
    margin_lon = margin_deg / np.cos(np.radians(widest)) if widest < 89.0 else 360.0
    middle = (column + 0.5) * _SHEET_DEG - 180.0
    off = np.abs(wrap_lon((x1 + x2) / 2 - middle)) - np.abs(x2 - x1) / 2
    held = off <= _SHEET_DEG / 2 + margin_lon
    e, y1, x1, y2, x2 = e[held], y1[held], x1[held], y2[held], x2[held]
    n = 1 + (np.hypot(y2 - y1, (x2 - x1) * np.cos(np.radians(y1))) / _SAMPLE_DEG).astype(np.int64)
    owner = np.repeat(np.arange(e.size), n)
    step = np.arange(owner.size) - np.repeat(np.cumsum(n) - n, n)
    part = (step + 0.5) / n[owner]
    lat = y1[owner] + part * (y2 - y1)[owner]
    lon = x1[owner] + part * (x2 - x1)[owner]
    points = unit_vectors(lat, lon).reshape(-1, 3)
    return cKDTree(points, balanced_tree=False), e[owner]


def _distance_m(lat: Floats, lon: Floats, limit_m: float) -> Floats:
    """Return the distance to the shore of each position, sheet by sheet."""
    margin_deg = ceil(10 * (limit_m + 3000.0) / M_PER_DEG_LAT) / 10
    row = np.clip((lat + 90.0) // _SHEET_DEG, 0, 180 / _SHEET_DEG - 1).astype(np.int64)
    column = ((wrap_lon(lon) + 180.0) // _SHEET_DEG).astype(np.int64)
    sheets, which = np.unique(row * 100 + column, return_inverse=True)
    out = np.full(lat.size, np.inf)
    for k, sheet in enumerate(sheets.tolist()):
        tree, edge_of = _tree(*divmod(sheet, 100), margin_deg)
        if tree.n:
            at = np.flatnonzero(which == k)
            out[at] = _nearest_m(tree, edge_of, lat[at], lon[at], limit_m)
    return out


def _nearest_m(
    tree: cKDTree, edge_of: NDArray[np.int64], lat: Floats, lon: Floats, limit_m: float
) -> Floats:
    """Return the distance to the nearest edge of a tree; infinite beyond the limit."""
    chord = 2 * np.sin(min((limit_m + 2000.0) / EARTH_RADIUS_M, np.pi) / 2)
    _, near = tree.query(unit_vectors(lat, lon), k=6, distance_upper_bound=chord)
    found = near < tree.n
    e = edge_of[np.where(found, near, 0)]
    shore = shorelines()
    scale = np.cos(np.radians(lat))[:, None]
    ax = wrap_lon(shore.lon_deg[e] - lon[:, None]) * scale
    ay = shore.lat_deg[e] - lat[:, None]
    bx = ax + (shore.lon_deg[e + 1] - shore.lon_deg[e]) * scale
    by = ay + shore.lat_deg[e + 1] - shore.lat_deg[e]
    length2 = (bx - ax) ** 2 + (by - ay) ** 2
    t = np.clip(-(ax * (bx - ax) + ay * (by - ay)) / np.maximum(length2, 1e-18), 0.0, 1.0)
    foot_lat = lat[:, None] + ay + t * (by - ay)
    foot_lon = lon[:, None] + (ax + t * (bx - ax)) / np.maximum(scale, 1e-9)
    foot = unit_vectors(foot_lat.ravel(), foot_lon.ravel()).reshape(*e.shape, 3)
    chords = np.linalg.norm(foot - unit_vectors(lat, lon)[:, None, :], axis=2)
    d = 2 * EARTH_RADIUS_M * np.arcsin(np.minimum(chords / 2, 1.0))
    return np.asarray(np.where(found, d, np.inf).min(axis=1))
