"""Where a silent ship can be: its reachable region over water.

Method: shortest way over water from the last position to every cell (Dijkstra on cells and their
16 neighbours, so lengths are right to 2.7 %), never through land. A ship silent for T hours has
gone a distance between 0 and T x its speed; half the probability is spread evenly over distances
up to a quarter of that (ships that wait or meet), half over all (ships that travel), each ring of
cells sharing alike. Blind spot: no currents, no course, no destination.
"""

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from ...geo.sphere import Floats, distance_m
from ...units import M_PER_NM
from .grid import Grid

_MOVES = [(1, 0), (0, 1), (1, 1), (1, -1), (1, 2), (2, 1), (1, -2), (2, -1)]
_GRAPHS: dict[int, tuple[Grid, csr_matrix]] = {}


def water_distance_m(grid: Grid, lat: float, lon: float, limit_m: float = np.inf) -> Floats:
    """Return the way over water from a position to each cell, shape (n,); inf where none.

    A position on land or outside the grid starts from the nearest water cell.
    """
    cells = np.flatnonzero(grid.water)
    start = int(grid.cell_of(lat, lon))
    extra = 0.0
    if start < 0 or not grid.water[start]:
        d = distance_m(lat, lon, grid.lat_deg[cells], grid.lon_deg[cells])
        start, extra = int(cells[np.argmin(d)]), float(d.min())
    out = dijkstra(_graph(grid), directed=False, indices=start, limit=max(limit_m, grid.cell_m))
    return np.asarray(np.where(grid.water, out + extra, np.inf))


def reachable(grid: Grid, lat: float, lon: float, silent_h: float, speed_kn: float) -> Floats:
    """Return the probability per cell of a ship last heard at a position `silent_h` ago.

    Sums to at most 1: what lies outside the grid is lost.
    """
    far = max(silent_h * speed_kn * M_PER_NM, grid.cell_m)
    d = water_distance_m(grid, lat, lon, far)
    out = np.zeros(grid.n)
    for share, limit in ((0.5, max(far / 4, grid.cell_m)), (0.5, far)):
        rings = max(1, int(np.ceil(limit / grid.cell_m)))
        ring = np.where(d <= limit, np.minimum(d / grid.cell_m, rings - 1), -1).astype(np.int64)
        held = ring >= 0
        count = np.bincount(ring[held], minlength=rings)
        # A ring that the coast or the grid cuts to less than half keeps its cells' density.
        most = np.maximum(count, np.pi * (np.arange(rings) + 0.5))
        out[held] += share / rings / most[ring[held]]
    return out


def _graph(grid: Grid) -> csr_matrix:
    """Return the links between water cells whose way between is water, with lengths in metres."""
    if id(grid) not in _GRAPHS:
        wet = grid.water.reshape(grid.rows, grid.columns)
        index = np.arange(grid.n).reshape(grid.rows, grid.columns)
        a, b, w = [], [], []
        for dy, dx in _MOVES:
            first, second = _shift(index, dy, dx)
            ok = wet.ravel()[first] & wet.ravel()[second]
            for my, mx in _between(dy, dx):
                mid = first + my * grid.columns + mx
                ok &= wet.ravel()[mid]
            a.append(first[ok])
            b.append(second[ok])
            w.append(np.full(int(ok.sum()), float(np.hypot(dx, dy)) * grid.cell_m))
        graph = csr_matrix(
            (np.concatenate(w), (np.concatenate(a), np.concatenate(b))), shape=(grid.n, grid.n)
        )
        _GRAPHS.clear()  # one grid at a time is in use
        _GRAPHS[id(grid)] = (grid, graph)
    return _GRAPHS[id(grid)][1]


def _shift(index: np.ndarray, dy: int, dx: int) -> tuple[np.ndarray, np.ndarray]:
    rows, columns = index.shape
    left = index[: rows - dy, max(0, -dx) : columns - max(0, dx)]
    right = index[dy:, max(0, dx) : columns + min(0, dx)]
    return left.ravel(), right.ravel()


def _between(dy: int, dx: int) -> list[tuple[int, int]]:
    """Return the cells that a move touches between its ends."""
    if abs(dx) + abs(dy) == 1:
        return []
    if abs(dx) == abs(dy) == 1:
        return [(0, dx), (1, 0)]
    return [(1, dx // 2), (1, dx - dx // 2)] if dy == 2 else [(0, dx // 2), (1, dx // 2)]
