"""Which of many points lie nearest, by straight lines through space.

Method: few questions of few points are answered by measuring every distance; more by SciPy's KD
tree, which is imported only then: its import takes half a second and 40 MB, which a small watch
need not pay. Both give the same distances; of points equally far either may be named.
"""

from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .sphere import Floats

Ints = NDArray[np.int64]

_MEASURED = 3_000_000
"""Distances that are measured one by one: 0.05 s; own choice."""
_AT_ONCE = 200_000
"""Distances held at once: 5 MB."""


class PointTree:
    """Points in space, (n, 3) or of more figures each, asked for what lies nearest."""

    def __init__(self, points: Floats) -> None:
        self._points = np.atleast_2d(points)
        self.n = len(self._points)

    def nearest(self, at: Floats, k: int = 1, within: float = np.inf) -> tuple[Floats, Ints]:
        """Return (distance, index) of the `k` nearest points to each place `at` (m, 3).

        Arrays are (m,) for one, else (m, k), nearest first; where fewer lie within `within` the
        distance is infinite and the index is `n`.
        """
        at = np.atleast_2d(at)
        if self._is_for_tree(len(at)):
            apart, index = self._tree.query(at, k=k, distance_upper_bound=within)
            return apart, index.astype(np.int64)
        apart = np.full((len(at), k), np.inf)
        index = np.full((len(at), k), self.n, np.int64)
        most = min(k, self.n)
        step = max(1, _AT_ONCE // max(self.n, 1))
        for i in range(0, len(at) if most else 0, step):
            square = self._squares(at[i : i + step])
            near = np.argpartition(square, most - 1, axis=1)[:, :most]
            far = np.take_along_axis(square, near, axis=1)
            order = np.argsort(far, axis=1, kind="stable")
            apart[i : i + step, :most] = np.sqrt(np.take_along_axis(far, order, axis=1))
            index[i : i + step, :most] = np.take_along_axis(near, order, axis=1)
        is_far = apart >= within
        apart[is_far], index[is_far] = np.inf, self.n
        return (apart[:, 0], index[:, 0]) if k == 1 else (apart, index)

    def around(self, at: Floats, radius: float) -> list[list[int]]:
        """Return for each place the points at most `radius` away, in order of their index."""
        at = np.atleast_2d(at)
        if self._is_for_tree(len(at)):
            return [sorted(some) for some in self._tree.query_ball_point(at, radius)]
        out: list[list[int]] = []
        step = max(1, _AT_ONCE // max(self.n, 1))
        for i in range(0, len(at), step):
            near = self._squares(at[i : i + step]) <= radius**2
            out += [np.flatnonzero(row).tolist() for row in near]
        return out

    def pairs(self, radius: float) -> Ints:
        """Return the pairs of points at most `radius` apart, (m, 2), the lower index first."""
        if self._is_for_tree(self.n):
            return np.asarray(self._tree.query_pairs(radius, output_type="ndarray"), np.int64)
        found = [
            (i, j) for i, near in enumerate(self.around(self._points, radius))
            for j in near if j > i
        ]  # fmt: skip
        return np.array(found, np.int64).reshape(-1, 2)

    def _is_for_tree(self, asked: int) -> bool:
        return asked * self.n > _MEASURED or "_tree" in self.__dict__

    @cached_property
    def _tree(self) -> Any:
        from scipy.spatial import cKDTree

        return cKDTree(self._points, balanced_tree=False)

    def _squares(self, at: Floats) -> Floats:
        """Return the squares of the distances, (places, points)."""
        out = np.zeros((len(at), self.n))
        for axis in range(self._points.shape[1]):
            out += (at[:, axis, None] - self._points[:, axis]) ** 2
        return out
