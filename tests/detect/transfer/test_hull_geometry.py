"""The gap between two hulls, against shapely's polygons."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import affinity

from seawarden.detect.transfer.hull_geometry import Rectangles, gap_m, overlap_share

metres = st.floats(1.0, 300.0)
sides = st.floats(1.0, 30.0)
ship = st.tuples(metres, metres, sides, sides, st.floats(0.0, 360.0))


def hull(*values: float) -> Rectangles:
    return Rectangles(*(np.array([v]) for v in values))


def polygon(bow: float, stern: float, port: float, starboard: float, heading: float,
            east: float = 0.0, north: float = 0.0) -> shapely.Polygon:  # fmt: skip
    upright = shapely.box(-port, -stern, starboard, bow)
    turned = affinity.rotate(upright, -heading, origin=(0, 0))
    return affinity.translate(turned, east, north)


@given(ship, ship, st.floats(-900, 900), st.floats(-900, 900))
def test_the_gap_is_the_distance_of_the_polygons(
    a: tuple[float, ...], b: tuple[float, ...], east: float, north: float
) -> None:
    ours = gap_m(hull(*a), hull(*b), np.array([east]), np.array([north]))[0]
    assert ours == pytest.approx(polygon(*a).distance(polygon(*b, east, north)), abs=1e-6)


@given(ship, ship, st.floats(-900, 900), st.floats(-900, 900))
def test_the_gap_is_the_same_from_either_ship(
    a: tuple[float, ...], b: tuple[float, ...], east: float, north: float
) -> None:
    one = gap_m(hull(*a), hull(*b), np.array([east]), np.array([north]))
    two = gap_m(hull(*b), hull(*a), np.array([-east]), np.array([-north]))
    assert one == pytest.approx(two, abs=1e-6)


def test_crossed_hulls_without_a_corner_inside_touch() -> None:
    """A cross: no corner of either lies in the other, yet the gap is 0."""
    long, other = hull(100, 100, 5, 5, 0), hull(100, 100, 5, 5, 90)
    assert gap_m(long, other, np.zeros(1), np.zeros(1))[0] == 0.0


def test_two_supertankers_alongside_have_antennas_far_apart() -> None:
    """300 m of hull each, one lying the other way round: 250 m antenna to antenna, gap 4 m."""
    a, b = hull(270, 60, 30, 30, 0), hull(270, 60, 30, 30, 180)
    east, north = np.array([64.0]), np.array([210.0])
    assert np.hypot(east, north)[0] > 200
    assert gap_m(a, b, east, north)[0] == pytest.approx(4.0)
    assert overlap_share(a, b, east, north)[0] == pytest.approx(1.0)


def test_one_behind_the_other_is_not_beside() -> None:
    a, b = hull(80, 20, 8, 8, 0), hull(80, 20, 8, 8, 0)
    assert overlap_share(a, b, np.zeros(1), np.array([150.0]))[0] == 0.0
    assert gap_m(a, b, np.zeros(1), np.array([150.0]))[0] == pytest.approx(50.0)


def test_what_is_not_known_stays_not_known() -> None:
    a = hull(80, 20, 8, 8, np.nan)
    assert np.isnan(gap_m(a, hull(80, 20, 8, 8, 0), np.array([500.0]), np.zeros(1)))[0]


def test_length_and_beam_alone_do_not_place_the_antenna() -> None:
    """Files with Length and Width only: read as an antenna at the bow, the gap would be wrong."""
    one = np.ones(1)
    sized = Rectangles(0 * one, 200 * one, 0 * one, 30 * one, 0 * one)
    placed = Rectangles(100 * one, 100 * one, 15 * one, 15 * one, 0 * one)
    assert np.isnan(gap_m(sized, placed, 40 * one, 0 * one)).all()
    assert np.isnan(overlap_share(placed, sized, 40 * one, 0 * one)).all()
    assert sized.half_m()[0] == 100
