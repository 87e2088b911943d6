"""On land or not: the even-odd rule over all shorelines, by a grid of cells.

A grid of 0.25 deg knows which cells hold no shore (nearly all) and the state of each cell's
south-west corner; a position in a cell with shore counts the edges between it and that corner, so
a test touches a few edges. The grid is made in bands of 10 deg of latitude, when first asked about.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .shore_edges import Edges, edges_between
from .sphere import Floats

_CELL_DEG = 0.25
_COLUMNS, _ROWS, _BAND_ROWS = 1440, 720, 40
_WEST, _SOUTH = -180.0 - 1.23e-7, -90.0 - 1.23e-7
"""The grid's corner: a hair off, so that no vertex of the shore lies on a corner of a cell."""


@dataclass(frozen=True, slots=True)
class _Band:
    """A band of cells: its edges by cell (CSR), and whether each south-west corner is on land."""

    first: NDArray[np.int64]  # (cells + 1,) into `edges`
    edges: Edges
    corner_is_land: NDArray[np.bool_]  # (cells,)


def on_land(y: Floats, x: Floats) -> NDArray[np.bool_]:
    """Return whether each position (lat, lon, both (n,)) is on land; False for NaN."""
    known = np.isfinite(y) & np.isfinite(x)
    # A hair inside the cuts at 180 deg and the pole, which are edges of rings but no shore.
    y = np.clip(np.where(known, y, 0.0), -90.0 + 1e-9, 90.0)
    x = np.maximum(np.where(known, x, 0.0), -180.0 + 1e-9)
    row = np.clip(np.floor((y - _SOUTH) / _CELL_DEG), 0, _ROWS - 1).astype(np.int64)
    inside = np.zeros(y.size, dtype=bool)
    bands, which = np.unique(row // _BAND_ROWS, return_inverse=True)
    for k, band in enumerate(bands.tolist()):
        at = np.flatnonzero(which == k)
        inside[at] = _in_band(_band(band), y[at], x[at], row[at] - band * _BAND_ROWS, row[at])
    return np.asarray(inside & known)


def _in_band(
    band: _Band, y: Floats, x: Floats, band_row: NDArray[np.int64], row: NDArray[np.int64]
) -> NDArray[np.bool_]:
    column = np.clip(np.floor((x - _WEST) / _CELL_DEG), 0, _COLUMNS - 1).astype(np.int64)
    cell = band_row * _COLUMNS + column
    inside = band.corner_is_land[cell]
    count = band.first[cell + 1] - band.first[cell]
    at = np.flatnonzero(count)
    if at.size:
        point = np.repeat(at, count[at])
        step = np.arange(point.size) - np.repeat(np.cumsum(count[at]) - count[at], count[at])
        south = _SOUTH + _CELL_DEG * row[point].astype(np.float64)
        west = _WEST + _CELL_DEG * column[point].astype(np.float64)
        held = band.edges.where(band.first[cell[point]] + step)
        crossings = _crossings(y[point], x[point], south, west, held)
        odd = np.bincount(point, crossings, minlength=y.size).astype(np.int64) % 2
        inside = inside ^ (odd == 1)
    return np.asarray(inside)


def _crossings(
    y: Floats, x: Floats, south: Floats, west: Floats, edges: Edges
) -> NDArray[np.int64]:
    """Return how often an edge crosses the line from a point west to its cell's border, then south.

    Ends are half open, so a vertex on the line counts once.
    """
    y1, x1, y2, x2 = edges.lat, edges.lon, edges.lat2, edges.lon2
    with np.errstate(divide="ignore", invalid="ignore"):
        x_at = x1 + (y - y1) * (x2 - x1) / (y2 - y1)
        y_at = y1 + (west - x1) * (y2 - y1) / (x2 - x1)
    level = ((y1 <= y) != (y2 <= y)) & (x_at >= west) & (x_at < x)
    upright = ((x1 < west) != (x2 < west)) & (y_at > south) & (y_at <= y)
    return np.asarray(level.astype(np.int64) + upright)


@cache
def _band(band: int) -> _Band:
    """Return a band of cells, made once."""
    south = _SOUTH + band * _BAND_ROWS * _CELL_DEG
    edges = edges_between(south, south + _BAND_ROWS * _CELL_DEG)
    r1, r2 = _span(edges.lat, edges.lat2, south, _BAND_ROWS)
    c1, c2 = _span(edges.lon, edges.lon2, _WEST, _COLUMNS)
    c1, c2 = np.clip(c1, 0, _COLUMNS - 1), np.clip(c2, 0, _COLUMNS - 1)
    wide = c2 - c1 + 1
    size = (r2 - r1 + 1) * wide
    owner = np.repeat(np.arange(size.size), size)
    step = np.arange(owner.size) - np.repeat(np.cumsum(size) - size, size)
    row = r1[owner] + step // wide[owner]
    held = (row >= 0) & (row < _BAND_ROWS)
    cell = (row * _COLUMNS + c1[owner] + step % wide[owner])[held]
    order = np.argsort(cell, kind="stable")
    first = np.concatenate([[0], np.cumsum(np.bincount(cell, minlength=_BAND_ROWS * _COLUMNS))])
    return _Band(first, edges.where(owner[held][order]), _corners(edges, south))


def _span(a: Floats, b: Floats, first: float, n: int) -> tuple[Any, Any]:
    """Return the first and last cell that an edge from `a` to `b` touches on one axis.

    Those beyond the `n` cells of the axis are just outside it.
    """
    low = np.floor((np.minimum(a, b) - first) / _CELL_DEG).astype(np.int64)
    high = np.floor((np.maximum(a, b) - first) / _CELL_DEG).astype(np.int64)
    return np.clip(low, -1, n), np.clip(high, -1, n)


def _corners(edges: Edges, south: float) -> NDArray[np.bool_]:
    """Return for each cell of a band whether its south-west corner is on land (even-odd rule).

    On each parallel the edges that cross it west of the corner are counted: odd is land.
    """
    y1, x1, y2, x2 = edges.lat, edges.lon, edges.lat2, edges.lon2
    low = np.ceil((np.minimum(y1, y2) - south) / _CELL_DEG).astype(np.int64)
    high = np.ceil((np.maximum(y1, y2) - south) / _CELL_DEG).astype(np.int64)
    count = np.maximum(high - low + 2, 0)  # one more each side, for rounding; tested just below
    owner = np.repeat(np.arange(y1.size), count)
    step = np.arange(owner.size) - np.repeat(np.cumsum(count) - count, count)
    row = low[owner] - 1 + step
    parallel = row * _CELL_DEG + south
    hit = ((y1[owner] <= parallel) != (y2[owner] <= parallel)) & (row >= 0) & (row < _BAND_ROWS)
    owner, row, parallel = owner[hit], row[hit], parallel[hit]
    slope = (x2[owner] - x1[owner]) / (y2[owner] - y1[owner])
    x_at = x1[owner] + (parallel - y1[owner]) * slope
    # The first corner at or east of the crossing is the first whose count takes it in.
    column = np.searchsorted(np.arange(_COLUMNS) * _CELL_DEG + _WEST, x_at, side="right")
    inner = column < _COLUMNS
    total = np.bincount(row[inner] * _COLUMNS + column[inner], minlength=_BAND_ROWS * _COLUMNS)
    odd = np.cumsum(total.reshape(_BAND_ROWS, _COLUMNS), axis=1) % 2
    return np.asarray(odd.ravel() == 1)
