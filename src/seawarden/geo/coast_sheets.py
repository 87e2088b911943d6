"""The coast for pictures: cut from sheets that are prepared once, at a level of detail each.

Method: a level is a width of 0.75, 1.5, 3 ... 384 deg. Its sheets are twice as wide and high as
the level and overlap by half, so that a box not larger than the level lies within one sheet and
shows no seam. A sheet holds the GSHHG rings that touch it, clipped, without islets smaller than
twice its detail and with Douglas-Peucker's deviation at most its detail, which is 1/2000 of the
level: at most half a pixel of a chart 500 pixels wide. Cutting a box is then one more clip of a few
hundred points.

What is land is given by the even-odd rule over the rings, as in `coast`: a lake is a ring inside
a ring. Edges along the cut are edges of the rings too: cut a little beyond the frame of the
picture, and the frame hides them. Accuracy: about 1 km, as GSHHG.
Land that the files cut at 180 deg is joined again. Blind spot: as `coast`.
"""

from functools import lru_cache
from math import ceil, floor, log2

import numpy as np
import shapely
from numpy.typing import NDArray

from .chart_box import Box
from .gshhg import Shorelines, shorelines
from .sphere import Floats

_FINEST_DEG = 0.75
_COARSEST = 9  # 384 deg: the world and a margin
_DETAIL = 1 / 2000
_SHEETS_KEPT = 256


def cut(box: Box) -> tuple[Floats, NDArray[np.int64]]:
    """Return (vertices, first) of the rings of land and lakes in a box.

    `vertices` are (n, 2), (lon, lat) in degrees; ring i is `first[i]:first[i + 1]`, closed. A box
    across 180 deg has `east` above 180 (or `west > east`), and so may the longitudes. Fill the
    rings by the even-odd rule.
    """
    # To 0.1 mm: GEOS makes rings of too few points where an edge lies within 1e-100 of a vertex.
    west, south, east, north = (round(edge, 9) for edge in box)
    east = east + 360.0 if east < west else east
    level = _level(max(east - west, north - south))
    step = _FINEST_DEG * 2.0**level
    parts = _sheet(level, floor(west / step), floor(south / step))
    held = shapely.get_parts(shapely.clip_by_rect(parts, west, south, east, north))
    rings = shapely.get_rings(held[shapely.get_type_id(held) == shapely.GeometryType.POLYGON])
    first = np.concatenate([[0], np.cumsum(shapely.get_num_coordinates(rings))])
    return np.asarray(shapely.get_coordinates(rings)), first.astype(np.int64)


def _level(size_deg: float) -> int:
    return min(max(ceil(log2(size_deg / _FINEST_DEG)), 0), _COARSEST) if size_deg > 0 else 0


@lru_cache(_SHEETS_KEPT)
def _sheet(level: int, column: int, row: int) -> NDArray[np.object_]:
    """Return the polygons of one sheet, one a ring, on the axis of the sheet."""
    step = _FINEST_DEG * 2.0**level
    west, south = column * step, row * step
    east, north = west + 2 * step, south + 2 * step
    detail = step * _DETAIL
    shore = shorelines()
    parts = []
    for turn in range(floor((west + 180.0) / 360.0), floor((east + 180.0) / 360.0) + 1):
        shift = 360.0 * turn
        rings = _ring_polygons(shore, (west - shift, south, east - shift, north), detail, shift)
        parts.append(shapely.clip_by_rect(rings, west, south, east, north))
    held = np.concatenate([p[~shapely.is_empty(p)] for p in parts])
    if len(parts) > 1:
        held = _joined(held, seam=floor((east + 180.0) / 360.0) * 360.0 - 180.0)
    held = shapely.simplify(held, detail, preserve_topology=False)
    return np.asarray(held[~shapely.is_empty(held)])


def _joined(rings: NDArray[np.object_], seam: float) -> NDArray[np.object_]:
    """Return the rings with those that end on a meridian joined over it."""
    west, _, east, _ = shapely.bounds(rings).T
    ends = (west == seam) | (east == seam)
    land = shapely.union_all(shapely.make_valid(rings[ends]))
    return np.concatenate([rings[~ends], shapely.get_parts(land)])


def _ring_polygons(
    shore: Shorelines, box: Box, detail_deg: float, shift_deg: float
) -> NDArray[np.object_]:
    """Return the rings that touch a box and are larger than the detail, moved east."""
    west, south, east, north = box
    touches = (shore.west_deg < east) & (shore.east_deg > west)
    touches &= (shore.south_deg < north) & (shore.north_deg > south)
    size = np.maximum(shore.east_deg - shore.west_deg, shore.north_deg - shore.south_deg)
    chosen = np.flatnonzero(touches & (size >= 2 * detail_deg))
    count = np.diff(shore.start)[chosen]
    ring = np.repeat(np.arange(chosen.size), count)
    vertex = np.arange(ring.size) + np.repeat(shore.start[chosen] - np.cumsum(count) + count, count)
    xy = np.column_stack([shore.lon_deg[vertex] + shift_deg, shore.lat_deg[vertex]])
    return np.asarray(shapely.polygons(shapely.linearrings(xy, indices=ring)))
