"""The grid must be equal-area, or a probability per cell means nothing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawarden.errors import UsageError
from seawarden.geo.coast import is_land
from seawarden.geo.sphere import distance_m
from seawarden.patrol.likelihood.grid import Projection, make_grid


@given(st.floats(-60, 60), st.floats(-180, 179.9), st.floats(-0.24, 0.24), st.floats(-0.24, 0.24))
def test_to_the_plane_and_back_is_the_same_place(lat0, lon0, u, v):
    projection = Projection(lat0, lon0)
    x, y = u * 6.4e6, v * 6.4e6
    back = projection.to_plane(*projection.to_sphere(x, y))
    assert np.hypot(back[0] - x, back[1] - y) < 1e-3


def test_every_cell_has_the_same_area_on_the_sphere(grid):
    """Oracle: spherical excess of the cell's four corners, from the side lengths (L'Huilier)."""
    x, y = grid.centres_m()
    for i in (0, grid.n // 2, grid.n - 1):
        half = grid.cell_m / 2
        at = [
            grid.projection.to_sphere(x[i] + a * half, y[i] + b * half)
            for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))
        ]
        area = sum(_triangle(at[0], at[j], at[j + 1]) for j in (1, 2))
        assert area == pytest.approx(grid.cell_m**2, rel=2e-5)


def test_lengths_stretch_no_more_than_said(grid):
    x, y = grid.centres_m()
    i, j = np.random.default_rng(1).integers(0, grid.n, (2, 500))
    plane = np.hypot(x[i] - x[j], y[i] - y[j])
    sphere = distance_m(grid.lat_deg[i], grid.lon_deg[i], grid.lat_deg[j], grid.lon_deg[j])
    assert (sphere <= plane * grid.stretch + 1).all()


def test_water_cells_lie_on_water(grid):
    assert not is_land(grid.lat_deg[grid.water], grid.lon_deg[grid.water]).any()
    assert grid.water.any()


def test_a_grid_across_180_deg_is_one_piece():
    grid = make_grid(177, -30, -177, -25, cell_nm=30)
    assert grid.water.sum() > 0.9 * (6 * 60 * np.cos(np.radians(27.5)) * 300) / 900
    assert (
        grid.cell_of(grid.lat_deg[grid.water], grid.lon_deg[grid.water])
        == np.flatnonzero(grid.water)
    ).all()


def test_an_area_on_land_is_refused_in_one_line():
    with pytest.raises(UsageError) as error:
        make_grid(112, 35, 114, 36)
    assert str(error.value) == "area 112,35,114,36: lies on land, expected some water"


def test_an_area_upside_down_is_refused():
    with pytest.raises(UsageError, match=r"^area 120,30,125,20: expected west,south,east,north"):
        make_grid(120, 30, 125, 20)


def _triangle(a, b, c):
    sides = [float(distance_m(*p, *q)) / 6_371_008.8 for p, q in ((a, b), (b, c), (c, a))]
    s = sum(sides) / 2
    t = np.tan(s / 2) * np.prod([np.tan((s - d) / 2) for d in sides])
    return 4 * np.arctan(np.sqrt(t)) * 6_371_008.8**2
