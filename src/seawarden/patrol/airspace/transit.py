"""Shortest ways between two points that stay clear of the keep-outs.

Method: visibility graph [de Berg et al. 2008, ch. 15] over the corners of the keep-outs, grown by
1.5 nm, with Dijkstra's algorithm; two points see each other when the straight line on the grid
stays out of the keep-outs grown by 1 nm. The nautical mile between covers that the aircraft flies
great circles, which leave the grid's straight lines by less than that over 600 nm within 9 deg of
the centre. Lengths are great circles through the corners, so no shorter way exists on the grid by
more than that mile. Blind spot: corners are simplified by 0.3 nm.

[de Berg et al. 2008] Computational Geometry, 3rd ed.
"""

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from ...geo.sphere import Floats, distance_m
from ...units import M_PER_NM
from ..likelihood.grid import Grid
from .keepout import KeepOut

_CLEAR_NM, _CORNER_NM, _SIMPLIFY_NM = 1.0, 1.5, 0.3


class Transit:
    """Ways from one base to any point; `keepouts` are in the plane of `grid`."""

    def __init__(self, grid: Grid, keepouts: list[KeepOut], base: tuple[float, float]) -> None:
        """`base` is (lat, lon) in degrees."""
        self.grid = grid
        self.base = base
        self.keepouts = keepouts
        shapes = np.array([k.shape for k in keepouts], dtype=object)
        self.closed = shapely.union_all(shapes) if shapes.size else shapely.Polygon()
        self.obstacle = shapely.buffer(self.closed, _CLEAR_NM * M_PER_NM, quad_segs=4)
        shapely.prepare(self.obstacle)
        x, y = grid.projection.to_plane(*base)
        self._nodes = np.vstack([[[float(x), float(y)]], self._corners()])
        self._length, self._before = self._tree()

    def blocks(self, starts: Floats, ends: Floats) -> NDArray[np.bool_]:
        """Return whether each straight line, shapes (n, 2), touches the obstacle."""
        lines = shapely.linestrings(np.stack([starts, ends], axis=1))
        return np.asarray(shapely.intersects(self.obstacle, lines))

    def lengths_m(self, points: Floats) -> Floats:
        """Return the length of the shortest clear way from the base to each point, shape (n, 2).

        Infinite where there is none.
        """
        out, _ = self._reach(points)
        return out

    def way(self, point: tuple[float, float]) -> list[tuple[float, float]]:
        """Return the corners (lat, lon) strictly between the base and a point in the plane."""
        _, last = self._reach(np.array([point], dtype=np.float64))
        nodes, at = [], int(last[0])
        while at > 0:
            nodes.append(at)
            at = int(self._before[at])
        lat, lon = self.grid.projection.to_sphere(*self._nodes[nodes[::-1]].T)
        return [(float(a), float(b)) for a, b in zip(lat, lon, strict=True)]

    def _reach(self, points: Floats) -> tuple[Floats, NDArray[np.int64]]:
        """Return for each point the length of the way and the node before the point."""
        n = len(points)
        length = np.full(n, np.inf)
        last = np.zeros(n, dtype=np.int64)
        if not n:
            return length, last
        start = np.repeat(self._nodes[:1], n, axis=0)
        free = ~self.blocks(start, points) & ~shapely.intersects_xy(self.obstacle, points)
        length[free] = self._between(start[free], points[free])
        left = np.flatnonzero(~free & ~shapely.intersects_xy(self.obstacle, points))
        usable = np.flatnonzero(np.isfinite(self._length[1:])) + 1
        for node in usable[np.argsort(self._length[usable])]:
            if not left.size:
                break
            start = np.repeat(self._nodes[node : node + 1], left.size, axis=0)
            total = self._length[node] + self._between(start, points[left])
            better = np.flatnonzero(total < length[left])
            if better.size:
                seen = better[~self.blocks(start[better], points[left[better]])]
                length[left[seen]] = total[seen]
                last[left[seen]] = node
        return length, last

    def _corners(self) -> Floats:
        grown = shapely.buffer(self.closed, _CORNER_NM * M_PER_NM, quad_segs=2)
        grown = shapely.simplify(grown, _SIMPLIFY_NM * M_PER_NM)
        # Corners of the hull of each part and of the inner parts alike; inner bays are kept.
        return shapely.get_coordinates(grown) if not grown.is_empty else np.empty((0, 2))

    def _tree(self) -> tuple[Floats, NDArray[np.int64]]:
        n = len(self._nodes)
        if n == 1:
            return np.zeros(1), np.zeros(1, dtype=np.int64)
        a, b = np.triu_indices(n, 1)
        seen = ~self.blocks(self._nodes[a], self._nodes[b])
        a, b = a[seen], b[seen]
        weight = np.maximum(self._between(self._nodes[a], self._nodes[b]), 1e-3)
        graph = csr_matrix((weight, (a, b)), shape=(n, n))
        length, before = dijkstra(graph, directed=False, indices=0, return_predecessors=True)
        return np.asarray(length), np.asarray(before, dtype=np.int64)

    def _between(self, start: Floats, end: Floats) -> Any:
        to = self.grid.projection.to_sphere
        return distance_m(*to(*start.T), *to(*end.T))

    def holds_base(self) -> str:
        """Return the name of the keep-out that the base lies in or too near, '' if none."""
        point = shapely.Point(self._nodes[0])
        grown = _CLEAR_NM * M_PER_NM
        return next((k.name for k in self.keepouts if k.shape.distance(point) <= grown), "")
