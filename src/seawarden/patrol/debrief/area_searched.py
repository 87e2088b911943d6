"""What a track has searched: effort per cell, area, coverage, and how near it came to a place.

Method: the track is cut into pieces of at most half a mile and its swept area (sweep width times
length) is laid on the cells under nine lines across the sweep width. Effort is swept area over
cell area, so it adds up over passes and the sum over cells is the area swept over water.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...geo.sphere import Floats, bearing_deg, destination, distance_m, offset_m
from ...units import M_PER_NM
from ..likelihood.grid import Grid

_PIECE_M = 0.5 * M_PER_NM
_ACROSS = (np.arange(9) - 4) / 9.0


def effort_of(
    grid: Grid, lat: ArrayLike, lon: ArrayLike, searching: ArrayLike, sweep_nm: float
) -> Floats:
    """Return the coverage per cell, shape (n,), of a track (k points).

    `searching` (k - 1): whether the piece from a point to the next was searched on.
    """
    y, x = np.asarray(lat, np.float64), np.asarray(lon, np.float64)
    on = np.flatnonzero(np.asarray(searching, dtype=bool))
    out = np.zeros(grid.n)
    if not on.size:
        return out
    start = np.stack([y[on], x[on]])
    length = distance_m(start[0], start[1], y[on + 1], x[on + 1])
    course = bearing_deg(start[0], start[1], y[on + 1], x[on + 1])
    count = np.maximum(1, np.ceil(length / _PIECE_M)).astype(np.int64)
    owner = np.repeat(np.arange(on.size), count)
    step = np.arange(owner.size) - np.repeat(np.cumsum(count) - count, count)
    along = (step + 0.5) / count[owner] * length[owner]
    at = destination(start[0][owner], start[1][owner], course[owner], along)
    width = sweep_nm * M_PER_NM
    for offset in _ACROSS:
        side = destination(*at, course[owner] + 90.0, offset * width)
        cell = grid.cell_of(*side)
        good = cell >= 0
        good[good] = grid.water[cell[good]]
        swept = (length / count)[owner] * width / len(_ACROSS)
        out += np.bincount(cell[good], swept[good], minlength=grid.n) / grid.cell_m**2
    return out


def closest_nm(
    lat: ArrayLike, lon: ArrayLike, at_lat: ArrayLike, at_lon: ArrayLike
) -> tuple[Floats, NDArray[np.int64]]:
    """Return for each place the closest distance to a track in nm, and the piece it is on."""
    y, x = np.asarray(lat, np.float64), np.asarray(lon, np.float64)
    py, px = (
        np.atleast_1d(np.asarray(at_lat, np.float64)),
        np.atleast_1d(np.asarray(at_lon, np.float64)),
    )
    best = np.full(py.size, np.inf)
    piece = np.zeros(py.size, dtype=np.int64)
    for i in range(y.size - 1):
        east, north = offset_m(py, px, y[i], x[i])
        east2, north2 = offset_m(py, px, y[i + 1], x[i + 1])
        dx, dy = east2 - east, north2 - north
        t = np.clip(-(east * dx + north * dy) / np.maximum(dx * dx + dy * dy, 1e-9), 0.0, 1.0)
        d = np.hypot(east + t * dx, north + t * dy)
        nearer = d < best
        best[nearer], piece[nearer] = d[nearer], i
    return best / M_PER_NM, piece
