"""Shortest ways between two points that stay clear of the keep-outs.

Method: visibility graph [de Berg et al. 2008, ch. 15] over the corners of the keep-outs, grown by
a mile more than the clearance, with Dijkstra's algorithm; two points see each other when the
great circle between them, bent as it runs on the grid to within 100 m, stays out of the keep-outs
grown by the clearance. Lengths are great circles through the corners, so no shorter way exists
through the corners. Blind spot: corners are simplified by 0.8 nm. Turns at the corners are not
looked at here: `flown_path` draws them, and the plan is made again with more clearance where one
would enter a keep-out.

[de Berg et al. 2008] Computational Geometry, 3rd ed.
"""

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from ...geo.sphere import Floats, distance_m, unit_vectors
from ...units import M_PER_NM
from ..likelihood.grid import Grid
from .keepout import KeepOut

CLEAR_NM = 1.0
"""Least distance in nm between a leg and a keep-out; our own choice, for navigation errors."""
_CORNER_NM, _SIMPLIFY_NM = 1.0, 0.8
_BEND_M = 100.0  # how far a leg drawn on the grid may lie from its great circle
_MOST_PIECES = 64


class Transit:
    """Ways from one base to any point; `keepouts` are in the plane of `grid`."""

    def __init__(
        self,
        grid: Grid,
        keepouts: list[KeepOut],
        base: tuple[float, float],
        clear_nm: float = CLEAR_NM,
    ) -> None:
        """`base` is (lat, lon) in degrees.

        A base nearer to a keep-out than `clear_nm` lessens the clearance to nine tenths of its
        distance, but not below `CLEAR_NM`.
        """
        self.grid = grid
        self.base = base
        self.keepouts = keepouts
        shapes = np.array([k.shape for k in keepouts], dtype=object)
        self.closed = shapely.union_all(shapes) if shapes.size else shapely.Polygon()
        x, y = grid.projection.to_plane(*base)
        room_nm = shapely.distance(self.closed, shapely.Point(float(x), float(y))) / M_PER_NM
        if np.isfinite(room_nm):
            clear_nm = max(CLEAR_NM, min(clear_nm, 0.9 * float(room_nm)))
        self.clear_nm = clear_nm
        # A circle drawn with four chords a quarter lies 2 % inside.
        self.obstacle = shapely.buffer(self.closed, 1.02 * clear_nm * M_PER_NM, quad_segs=4)
        shapely.prepare(self.obstacle)
        self._nodes = np.vstack([[[float(x), float(y)]], self._corners()])
        self._length, self._before = self._tree()

    def blocks(self, starts: Floats, ends: Floats) -> NDArray[np.bool_]:
        """Return whether each great circle between points of the plane, shapes (n, 2), is shut."""
        out = np.zeros(len(starts), dtype=bool)
        if self.closed.is_empty:
            return out
        pieces = self._pieces(starts, ends)
        for n in np.unique(pieces):
            these = np.flatnonzero(pieces == n)
            lines = shapely.linestrings(self._course(starts[these], ends[these], int(n)))
            out[these] = shapely.intersects(self.obstacle, lines)
        return out

    def _pieces(self, starts: Floats, ends: Floats) -> NDArray[np.int64]:
        """Return into how many chords each great circle must be cut to be drawn within 100 m."""
        middle = self._course(starts, ends, 2)[:, 1]
        bend = np.hypot(*(middle - (starts + ends) / 2).T)
        # A chord of an nth part strays an n-squared-th part; half as many again for uneven bends.
        exact = np.ceil(1.5 * np.sqrt(bend / _BEND_M))
        steps = 2.0 ** np.ceil(np.log2(np.clip(exact, 1.0, _MOST_PIECES)))
        return np.asarray(steps, dtype=np.int64)

    def _course(self, starts: Floats, ends: Floats, pieces: int) -> Floats:
        """Return points along each great circle in the plane, shape (n, pieces + 1, 2)."""
        if pieces == 1:
            return np.stack([starts, ends], axis=1)
        a, b = (unit_vectors(*self.grid.projection.to_sphere(*p.T)) for p in (starts, ends))
        angle = np.arctan2(np.linalg.norm(np.cross(a, b), axis=1), (a * b).sum(axis=1))[:, None]
        share = np.arange(1, pieces) / pieces
        sine = np.maximum(np.sin(angle), 1e-12)
        near = np.where(angle > 1e-9, np.sin((1 - share) * angle) / sine, 1 - share)
        far = np.where(angle > 1e-9, np.sin(share * angle) / sine, share)
        at = near[:, :, None] * a[:, None, :] + far[:, :, None] * b[:, None, :]
        lat = np.degrees(np.arctan2(at[..., 2], np.hypot(at[..., 0], at[..., 1])))
        lon = np.degrees(np.arctan2(at[..., 1], at[..., 0]))
        inner = np.stack(self.grid.projection.to_plane(lat, lon), axis=-1)
        return np.concatenate([starts[:, None], inner, ends[:, None]], axis=1)

    def lengths_m(self, points: Floats) -> Floats:
        """Return the length of the shortest clear way from the base to each point, shape (n, 2).

        Infinite where there is none.
        """
        out, _ = self._reach(points)
        return out

    def corners(self, point: tuple[float, float]) -> list[tuple[float, float]]:
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
        wide = (1.1 * self.clear_nm + _CORNER_NM) * M_PER_NM  # two chords a quarter: 8 % inside
        grown = shapely.buffer(self.closed, wide, quad_segs=2)
        grown = shapely.simplify(grown, _SIMPLIFY_NM * M_PER_NM)
        out = [np.empty((0, 2))]
        for part in shapely.get_parts(grown):
            out.append(_sticking_out(part.exterior, is_hole=False))
            out += [_sticking_out(ring, is_hole=True) for ring in part.interiors]
        return np.concatenate(out)

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
        grown = CLEAR_NM * M_PER_NM
        return next((k.name for k in self.keepouts if k.shape.distance(point) <= grown), "")


def _sticking_out(ring: Any, *, is_hole: bool) -> Floats:
    """Return the corners of a closed area's ring that stick out of it: a shortest way bends round
    no other."""
    at = shapely.get_coordinates(ring)[:-1]
    before, after = at - np.roll(at, 1, axis=0), np.roll(at, -1, axis=0) - at
    left = before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]
    return np.asarray(at[left > 0] if shapely.is_ccw(ring) != is_hole else at[left < 0])
