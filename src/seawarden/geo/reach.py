"""How far it is by water: the shortest sea route between two places.

Method: where the straight line is clear, the great circle. Else Dijkstra on a grid of `STEP_DEG`
over the box around both places, with moves to 16 neighbours (at most 2.7 % longer than the true
route); a move whose middle lies on land is no move. Grids are kept, so that many routes in one sea
cost one grid. Blind spots: straits and rivers narrower than a cell are closed, and so are routes
that leave the box by more than `RIM_DEG`; draught, ice and traffic schemes are not looked at.
"""

from functools import lru_cache
from math import ceil, floor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .coast import is_land
from .sphere import Floats, distance_m, wrap_lon

STEP_DEG = 0.1
"""Cells of about 11 km: what separates the coasts that matter here."""
RIM_DEG = 3.0
"""How far a route may leave the box of its ends: Korea and Shandong are 2 to 4 deg long."""
_CHECK_M = 3_000.0
_MOVES = ((0, 1), (1, 0), (1, 1), (1, -1), (1, 2), (2, 1), (1, -2), (2, -1))


def is_clear(lat: float, lon: float, lat2: float, lon2: float) -> bool:
    """Return True where the great circle between two places does not cross land.

    The ends themselves are not asked: berths lie on the edge of coasts good to 1 km.
    """
    n = int(min(400, max(8, float(distance_m(lat, lon, lat2, lon2)) / _CHECK_M)))
    part = np.linspace(0.0, 1.0, n + 2)[1:-1]
    east = float(wrap_lon(lon2 - lon))
    return not is_land(lat + part * (lat2 - lat), wrap_lon(lon + part * east)).any()


def water_distance_m(lat: float, lon: float, lat2: float, lon2: float) -> float:
    """Return metres by water between two places; infinite where no route is found."""
    straight = float(distance_m(lat, lon, lat2, lon2))
    if straight == 0.0 or is_clear(lat, lon, lat2, lon2):
        return straight
    lon2 = lon + float(wrap_lon(lon2 - lon))  # on one axis across 180 deg
    south, north = floor(min(lat, lat2) - RIM_DEG), ceil(max(lat, lat2) + RIM_DEG)
    west, east = floor(min(lon, lon2) - RIM_DEG), ceil(max(lon, lon2) + RIM_DEG)
    sea = _sea(max(south, -89), min(north, 89), west, east)
    one, two = sea.nearest(lat, lon), sea.nearest(lat2, lon2)
    if one is None or two is None:
        return float("inf")
    route = float(sea.distances(one)[two])
    # Off the grid by half a cell at each end, which may be in the route's favour.
    return max(straight, route)


class _Sea:
    """A grid of water cells and the moves between them."""

    def __init__(self, south: int, north: int, west: int, east: int) -> None:
        rows, columns = round((north - south) / STEP_DEG), round((east - west) / STEP_DEG)
        self.lat = south + (np.arange(rows) + 0.5) * STEP_DEG
        self.lon = west + (np.arange(columns) + 0.5) * STEP_DEG
        y, x = np.meshgrid(self.lat, self.lon, indexing="ij")
        self._y, self._x = y.ravel(), x.ravel()
        self.water = ~is_land(y, wrap_lon(x))
        self._graph = self._moves()
        self._known: dict[int, Floats] = {}

    def nearest(self, lat: float, lon: float) -> int | None:
        """Return the water cell nearest to a place, within two and a half cells of it."""
        within_m = 2.5 * STEP_DEG * 111_195.0
        # Cells further off than this in latitude or longitude are further off than `within_m`.
        north = 3.5 * STEP_DEG
        most_north = min(abs(lat) + north, 89.9)
        south, top = np.searchsorted(self.lat, (lat - north, lat + north))
        east = 3.5 * STEP_DEG / float(np.cos(np.radians(most_north)))
        west, end = np.searchsorted(self.lon, (lon - east, lon + east))
        y, x = np.meshgrid(self.lat[south:top], self.lon[west:end], indexing="ij")
        away = np.where(self.water[south:top, west:end], distance_m(lat, lon, y, x), np.inf)
        if not away.size or float(away.min()) > within_m:
            return None
        row, column = divmod(int(np.argmin(away)), x.shape[1])
        return int((south + row) * self.lon.size + west + column)

    def distances(self, cell: int) -> Floats:
        """Return metres from a cell to every other."""
        if cell not in self._known:
            from scipy.sparse.csgraph import dijkstra

            if len(self._known) >= 32:
                self._known.clear()
            self._known[cell] = np.asarray(dijkstra(self._graph, directed=False, indices=cell))
        return self._known[cell]

    def _moves(self) -> Any:
        from scipy.sparse import coo_matrix

        rows, columns = self.water.shape
        number = np.arange(rows * columns).reshape(rows, columns)
        first: list[NDArray[np.int64]] = []
        second: list[NDArray[np.int64]] = []
        for dy, dx in _MOVES:
            a = number[: rows - dy, max(0, -dx) : columns - max(0, dx)].ravel()
            b = number[dy:, max(0, dx) : columns + min(0, dx)].ravel()
            both = self.water.ravel()[a] & self.water.ravel()[b]
            first.append(a[both])
            second.append(b[both])
        a, b = np.concatenate(first), np.concatenate(second)
        middle = is_land((self._y[a] + self._y[b]) / 2, wrap_lon((self._x[a] + self._x[b]) / 2))
        a, b = a[~middle], b[~middle]
        metres = distance_m(self._y[a], self._x[a], self._y[b], self._x[b])
        return coo_matrix((metres, (a, b)), shape=(number.size, number.size)).tocsr()


@lru_cache(maxsize=32)  # about 4 MB each: 931 grids made for 12,108 routes of real ships, not 2,466
def _sea(south: int, north: int, west: int, east: int) -> _Sea:
    return _Sea(south, north, west, east)
