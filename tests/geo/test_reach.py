"""The way by water is never shorter than the straight way, and goes round what lies between."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from seawarden.geo.coast import is_land
from seawarden.geo.reach import is_clear, water_distance_m
from seawarden.geo.sphere import distance_m

NM = 1852.0
lats, lons = st.floats(34.0, 39.0), st.floats(119.5, 125.5)


def test_open_water_is_the_great_circle() -> None:
    straight = float(distance_m(36.0, 122.9, 36.5, 124.5))
    assert water_distance_m(36.0, 122.9, 36.5, 124.5) == straight


def test_round_shandong_is_much_farther_than_across() -> None:
    """Longkou roads to Qingdao roads: some 96 nm across the peninsula, 250 to 280 nm by sea
    (cape by cape, round Chengshan Jiao: 37.40 N 122.70 E)."""
    by_water = water_distance_m(37.85, 120.4, 35.9, 120.5) / NM
    capes = [(37.85, 120.4), (38.0, 120.9), (37.6, 122.0), (37.45, 122.8), (36.8, 122.7),
             (35.9, 120.5)]  # fmt: skip
    round_it = sum(float(distance_m(*a, *b)) for a, b in pairwise(capes)) / NM
    assert by_water == pytest.approx(round_it, rel=0.08)
    assert not is_clear(37.85, 120.4, 35.9, 120.5)


@settings(deadline=None, max_examples=15)
@given(lat=lats, lon=lons, lat2=lats, lon2=lons)
def test_it_is_symmetric_and_at_least_the_great_circle(
    lat: float, lon: float, lat2: float, lon2: float
) -> None:
    assume(not is_land(np.array([lat, lat2]), np.array([lon, lon2])).any())
    there = water_distance_m(lat, lon, lat2, lon2)
    assert there >= float(distance_m(lat, lon, lat2, lon2)) - 1e-6
    assert there == pytest.approx(water_distance_m(lat2, lon2, lat, lon), rel=1e-9)


def test_across_180_degrees_it_is_the_short_way() -> None:
    assert water_distance_m(52.0, 179.0, 52.0, -179.0) < 80 * NM


def test_a_place_inland_is_out_of_reach() -> None:
    assert water_distance_m(36.0, 122.9, 36.0, 108.0) == np.inf
