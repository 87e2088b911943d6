"""Sums around cells, in a window as on the whole globe."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.ndimage import uniform_filter1d

from seawarden.detect.silence.cell_grid import COLUMNS, GRID_CELLS, ROWS, Grid, Window, around

CELLS = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, ROWS - 1), st.integers(0, COLUMNS - 1)),
    min_size=1, max_size=6,
)  # fmt: skip


def keys(cells: list[tuple[int, int, int]]) -> np.ndarray:
    of, row, column = np.array(cells).T
    return of * GRID_CELLS + row * COLUMNS + column


def globe(at: np.ndarray, values: np.ndarray, size: int, passes: int) -> np.ndarray:
    """The same on the whole globe, by SciPy."""
    grid = np.bincount(at, values, minlength=2 * GRID_CELLS).reshape(2, ROWS, COLUMNS)
    for axis, mode in ((1, "constant"), (2, "wrap")):
        for _ in range(passes):
            grid = uniform_filter1d(grid.astype(float), size, axis=axis, mode=mode) * size
    return np.maximum(grid, 0.0) / size**passes


@pytest.mark.parametrize(("size", "passes"), [(5, 2), (3, 1)])
@given(cells=CELLS, seed=st.integers(0, 99))
def test_a_window_says_what_the_globe_does(
    cells: list[tuple[int, int, int]], seed: int, size: int, passes: int
) -> None:
    """Wherever the cells lie: at 180 deg, at a pole, in both classes."""
    at = keys(cells)
    values = np.random.default_rng(seed).integers(1, 1000, at.size).astype(float)
    window = Window.around(at, 2 * size)
    grid = Grid(window, around(window.sums(at, values), size, passes), np.zeros(2))
    of, row, column = (a.ravel() for a in np.indices((2, ROWS, COLUMNS))) if seed == 0 else (
        np.array([(c[0], (c[1] + dy) % ROWS, (c[2] + dx) % COLUMNS)
                  for c in cells for dy in range(-6, 7) for dx in range(-6, 7)]).T
    )  # fmt: skip
    wanted = globe(at, values, size, passes)[of, row, column]
    np.testing.assert_allclose(grid.at(of, row, column), wanted, atol=1e-9)


def test_no_cells() -> None:
    window = Window.around(np.empty(0, np.int64), 10)
    grid = Grid(window, window.sums(np.empty(0, np.int64), np.empty(0)), np.array([1.0, 2.0]))
    here = np.array([0, 1]), np.array([100, 100]), np.array([7, 7])
    np.testing.assert_array_equal(grid.at(*here), [1.0, 2.0])
