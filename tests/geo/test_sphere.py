"""Great circles against published distances and the laws of the sphere."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawarden.geo.sphere import (
    angle_between_deg,
    arc_m,
    bearing_deg,
    chord_of,
    destination,
    distance_m,
    offset_m,
    unit_vectors,
    wrap_lon,
)
from seawarden.units import EARTH_RADIUS_M

lats = st.floats(-89.0, 89.0)
lons = st.floats(-180.0, 180.0)


def test_a_minute_of_latitude_is_a_nautical_mile_to_half_a_percent() -> None:
    assert distance_m(30.0, 125.0, 30.0 + 1 / 60, 125.0) == pytest.approx(1852.0, rel=0.005)


def test_the_distance_across_180_is_short() -> None:
    assert distance_m(0.0, 179.9, 0.0, -179.9) == pytest.approx(22_239, rel=1e-3)


@given(lats, lons, st.floats(0.0, 360.0), st.floats(1.0, 5e6))
def test_going_there_and_measuring_agree(lat: float, lon: float, bearing: float, d: float) -> None:
    lat2, lon2 = destination(lat, lon, bearing, d)
    assert distance_m(lat, lon, lat2, lon2) == pytest.approx(d, rel=1e-6, abs=0.01)
    if d < 1e6 and abs(lat2) < 89 and abs(lat) < 80:
        assert angle_between_deg(bearing_deg(lat, lon, lat2, lon2), bearing) < 1e-2


@given(st.floats(-80, 80), lons, st.floats(-700.0, 700.0), st.floats(-700.0, 700.0))
def test_a_local_offset_has_the_length_of_the_great_circle(
    lat: float, lon: float, east: float, north: float
) -> None:
    lat2 = lat + np.degrees(north / EARTH_RADIUS_M)
    lon2 = wrap_lon(lon + np.degrees(east / EARTH_RADIUS_M / np.cos(np.radians(lat))))
    e, n = offset_m(lat, lon, lat2, lon2)
    assert np.hypot(e, n) == pytest.approx(distance_m(lat, lon, lat2, lon2), rel=1e-3, abs=0.01)


@given(lats, lons, lats, lons)
def test_chords_of_unit_vectors_give_the_same_distance(
    a: float, b: float, c: float, d: float
) -> None:
    chord = np.linalg.norm(unit_vectors([a], [b]) - unit_vectors([c], [d]))
    assert arc_m(chord) == pytest.approx(distance_m(a, b, c, d), rel=1e-6, abs=0.2)


@given(st.floats(0.0, 2.0015e7))
def test_a_chord_leads_back_to_its_arc(metres: float) -> None:
    """Near the antipode the chord hardly grows, so that the arc is good to a metre there."""
    assert arc_m(chord_of(metres)) == pytest.approx(metres, rel=1e-9, abs=1.0)


def test_no_chord_is_longer_than_the_sphere_is_wide() -> None:
    assert chord_of(1e9) == 2.0
    assert chord_of(0.0) == 0.0
