"""How far the nearest shore is.

The nearest on the unit sphere of points of the shore at most 2 km apart, then the exact distance to
the edges that these lie on. A tree is made for each sheet of 10 deg that is asked about, with as
much shore around it as the limit reaches.
"""

from functools import lru_cache
from math import ceil

import numpy as np
from numpy.typing import NDArray

from ..units import M_PER_DEG_LAT
from .gshhg import shorelines
from .point_tree import PointTree
from .shore_edges import edges_between
from .sphere import Floats, arc_m, chord_of, unit_vectors, wrap_lon

_SAMPLE_DEG = 2000.0 / M_PER_DEG_LAT
_SHEET_DEG = 10.0


@lru_cache(64)
def _tree(row: int, column: int, margin_deg: float) -> tuple[PointTree, NDArray[np.int64]]:
    """Return the tree of shore points around a sheet and, for each, the edge it lies on.

    Every edge within `margin_deg` (of arc) of the sheet is in it.
    """
    south, north = row * _SHEET_DEG - 90.0, (row + 1) * _SHEET_DEG - 90.0
    edges = edges_between(south - margin_deg, north + margin_deg)
    widest = max(abs(south), abs(north)) + margin_deg  # where a degree of longitude is shortest
    margin_lon = margin_deg / np.cos(np.radians(widest)) if widest < 89.0 else 360.0
    middle = (column + 0.5) * _SHEET_DEG - 180.0
    off = np.abs(wrap_lon((edges.lon + edges.lon2) / 2 - middle))
    off -= np.abs(edges.lon2 - edges.lon) / 2
    edges = edges.where(edges.are_shore & (off <= _SHEET_DEG / 2 + margin_lon))
    y1, x1, y2, x2 = edges.lat, edges.lon, edges.lat2, edges.lon2
    n = 1 + (np.hypot(y2 - y1, (x2 - x1) * np.cos(np.radians(y1))) / _SAMPLE_DEG).astype(np.int64)
    owner = np.repeat(np.arange(n.size), n)
    step = np.arange(owner.size) - np.repeat(np.cumsum(n) - n, n)
    part = (step + 0.5) / n[owner]
    lat = y1[owner] + part * (y2 - y1)[owner]
    lon = x1[owner] + part * (x2 - x1)[owner]
    points = unit_vectors(lat, lon).reshape(-1, 3)
    return PointTree(points), edges.first[owner]


def to_shore_m(lat: Floats, lon: Floats, limit_m: float) -> Floats:
    """Return the distance to the shore of each position, all (n,); infinite beyond the limit."""
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
    tree: PointTree, edge_of: NDArray[np.int64], lat: Floats, lon: Floats, limit_m: float
) -> Floats:
    """Return the distance to the nearest edge of a tree; infinite beyond the limit."""
    chord = chord_of(limit_m + 2000.0)
    _, near = tree.nearest(unit_vectors(lat, lon), 6, chord)
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
    d = arc_m(chords)
    return np.asarray(np.where(found, d, np.inf).min(axis=1))
