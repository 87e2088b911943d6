"""The coast cut for a picture is the coast that `coast` knows, at any scale and across 180 deg."""

import itertools

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from seawarden.geo import coast, coast_sheets
from seawarden.geo.chart_box import Box
from seawarden.geo.sphere import Floats


def inside(box: Box, x: Floats, y: Floats) -> np.ndarray:
    """Even-odd by brute force: how many edges a line east from each point crosses."""
    vertices, first = coast_sheets.cut(box)
    odd = np.zeros(x.size, dtype=bool)
    for a, b in itertools.pairwise(first):
        (x1, y1), (x2, y2) = vertices[a : b - 1].T, vertices[a + 1 : b].T
        crosses = (y1 <= y[:, None]) != (y2 <= y[:, None])
        with np.errstate(divide="ignore", invalid="ignore"):
            at = x1 + (y[:, None] - y1) * (x2 - x1) / (y2 - y1)
        odd ^= (crosses & (at > x[:, None])).sum(axis=1) % 2 == 1
    return odd


@pytest.mark.parametrize(
    ("box", "least"),
    [
        ((126.0, 34.0, 127.2, 35.0), 20),  # islands off Korea
        ((124.0, 33.0, 130.0, 39.0), 300),
        ((5.0, 57.0, 12.0, 63.0), 300),  # fjords and lakes
        ((176.0, 65.0, -174.0, 70.0), 300),  # Chukotka, cut at 180 deg in the files
        ((-184.0, 65.0, -174.0, 70.0), 300),
        ((-89.5, 46.5, -84.0, 49.0), 100),  # an island in Lake Superior
    ],
)
def test_land_is_where_the_coast_says(box: Box, least: int) -> None:
    """Points further from the shore than the sheet's detail must agree."""
    west, south, east, north = box
    east = east + 360 if east < west else east
    rng = np.random.default_rng(5)
    x, y = rng.uniform(west, east, 1500), rng.uniform(south, north, 1500)
    detail_m = 2 * (east - west) / 2000 * 111_000 * 2
    clear = coast.distance_to_coast_m(y, x) > detail_m
    land = coast.is_land(y, x)
    assert (land & clear).sum() > least
    assert np.array_equal(inside(box, x, y)[clear], land[clear])


def test_a_small_picture_loses_no_shore() -> None:
    """Where a chart is a harbour, the sheet's detail is below 50 m: nearly all points agree."""
    rng = np.random.default_rng(6)
    box = (128.9, 35.0, 129.2, 35.2)
    x, y = rng.uniform(128.9, 129.2, 3000), rng.uniform(35.0, 35.2, 3000)
    same = inside(box, x, y) == coast.is_land(y, x)
    assert same.mean() > 0.99
    assert same[coast.distance_to_coast_m(y, x) > 100].all()


def test_no_shore_is_drawn_where_the_files_cut_land_at_180() -> None:
    vertices, first = coast_sheets.cut((178.0, 66.0, 182.0, 68.0))
    edge = np.ones(len(vertices) - 1, dtype=bool)
    edge[first[1:-1] - 1] = False
    on_cut = (vertices[:-1, 0] == 180.0) & (vertices[1:, 0] == 180.0) & edge
    assert len(vertices) > 10
    assert not on_cut.any()


def test_the_coarser_the_picture_the_fewer_the_points() -> None:
    small, large = (len(coast_sheets.cut(b)[0]) for b in
                    ((124, 33, 130, 39), (64, -7, 160, 60)))  # fmt: skip
    assert 500 < small < 6_000
    assert 500 < large < 12_000


def test_open_sea_has_no_rings() -> None:
    vertices, first = coast_sheets.cut((-150.0, 30.0, -149.0, 31.0))
    assert vertices.shape == (0, 2)
    assert first.tolist() == [0]


@settings(deadline=None, max_examples=60)
@example(85.0, -6.3e-250, 20.0, 1.0)  # a hair off a vertex: GEOS made a ring of three points
@given(
    st.floats(-180, 180), st.floats(-85, 84), st.floats(0.01, 20.0), st.floats(0.01, 5.0)
)  # fmt: skip
def test_every_ring_is_closed_and_within_the_box(
    west: float, south: float, wide: float, high: float
) -> None:
    east, north = west + wide, min(south + high, 90.0)
    vertices, first = coast_sheets.cut((west, south, east, north))
    assert first[-1] == len(vertices)
    if len(vertices):
        assert np.array_equal(vertices[first[:-1]], vertices[first[1:] - 1])
        low, most = vertices.min(axis=0), vertices.max(axis=0)
        assert (low >= np.array([west, south]) - 1e-9).all()
        assert (most <= np.array([east, north]) + 1e-9).all()
