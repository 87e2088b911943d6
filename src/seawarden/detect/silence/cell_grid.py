"""The 0.25 deg cells of COVERAGE as grids: only where data lie, and what holds everywhere else.

Method: most data are of one sea, so a grid is kept for the window of cells around them (the whole
circle of latitude where they lie at 180 deg); outside it every cell has the value of an empty one.
A grid of the globe would be 17 MB, and a dozen of them are at work at once.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ROWS, COLUMNS = 720, 1440  # `schema.COVERAGE`: 0.25 deg cells
GRID_CELLS = ROWS * COLUMNS


@dataclass(frozen=True, slots=True)
class Window:
    """Rows and columns of cells, from the first to before the last."""

    south: int
    north: int
    west: int
    east: int

    @classmethod
    def around(cls, at: Ints, margin: int) -> "Window":
        """Return the window of the cells `at` (class times GRID_CELLS plus cell) and a margin."""
        if at.size == 0:
            return cls(0, 1, 0, 1)
        row, column = at % GRID_CELLS // COLUMNS, at % COLUMNS
        west, east = int(column.min()) - margin, int(column.max()) + margin + 1
        if west < 0 or east > COLUMNS:
            west, east = 0, COLUMNS
        south, north = max(0, int(row.min()) - margin), min(ROWS, int(row.max()) + margin + 1)
        return cls(south, north, west, east)

    def sums(self, at: Ints, values: Floats) -> Floats:
        """Return the values summed by class and cell, (2, rows, columns); `at` lies inside."""
        rows, columns = self.north - self.south, self.east - self.west
        row, column = at % GRID_CELLS // COLUMNS - self.south, at % COLUMNS - self.west
        place = (at // GRID_CELLS * rows + row) * columns + column
        grid = np.bincount(place, values, minlength=2 * rows * columns).astype(np.float64)
        return grid.reshape(2, rows, columns)


@dataclass(frozen=True, slots=True)
class Grid:
    """A value for each class and cell of the globe."""

    window: Window
    inside: Floats  # (2, rows, columns)
    outside: Floats  # (2,), of each class

    def at(self, is_b: Ints, row: Ints, column: Ints) -> Floats:
        """Return the values of cells; all (n,), `is_b` 1 for class B."""
        w = self.window
        held = (row >= w.south) & (row < w.north) & (column >= w.west) & (column < w.east)
        r, c = np.where(held, row - w.south, 0), np.where(held, column - w.west, 0)
        return np.where(held, self.inside[is_b, r, c], self.outside[is_b])


def around(grid: Floats, size: int, passes: int = 2) -> Floats:
    """Return weighted sums around each cell: a box (one pass) or tent, whole across 180 deg.

    `grid` is a window's, with a margin of empty cells as wide as the sums reach or the whole
    circle; `size` is odd.
    """
    out = grid
    for axis, is_ring in ((1, False), (2, True)):
        for _ in range(passes):
            out = _box(out, size, axis, is_ring=is_ring) * size
    return np.asarray(np.maximum(out, 0.0) / size**passes)


def _box(grid: Floats, size: int, axis: int, *, is_ring: bool) -> Floats:
    """Return the mean of `size` cells around each, along an axis: a running sum.

    The same numbers to the last digit as `scipy.ndimage.uniform_filter1d`, whose import takes
    longer than the sums.
    """
    edges = [(0, 0)] * grid.ndim
    edges[axis] = (size // 2, size // 2)
    cells = np.moveaxis(np.pad(grid, edges, mode="wrap" if is_ring else "constant"), axis, 0)
    n = grid.shape[axis]
    steps = np.empty((n, *cells.shape[1:]))
    steps[0] = cells[0]
    for i in range(1, size):
        steps[0] += cells[i]
    steps[1:] = cells[size:] - cells[: n - 1]
    return np.asarray(np.moveaxis(np.cumsum(steps, axis=0) / size, 0, axis))
