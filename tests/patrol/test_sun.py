"""Sunrise and sunset, against published values."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawarden.patrol.sun import declination_and_equation, is_polar_day, sunrise_sunset


def test_the_worked_example_of_meeus():
    """Astronomical Algorithms, examples 25.a and 28.b: 1992 October 13, 0h TD."""
    declination, equation = declination_and_equation(datetime(1992, 10, 13, tzinfo=UTC))
    assert declination == pytest.approx(-7.78507, abs=1e-3)
    assert equation == pytest.approx(13 + 42.6 / 60, abs=0.02)


def test_greenwich_agrees_with_a_published_calculation():
    """cyclecalcs v2 example: 51.4778 N 0.0015 W, 2026-07-27, rise 04:16:24, set 19:55:46 UTC."""
    rise, fall = sunrise_sunset(51.4778, -0.0015, date(2026, 7, 27))
    assert abs((rise - datetime(2026, 7, 27, 4, 16, 24, tzinfo=UTC)).total_seconds()) < 30
    assert abs((fall - datetime(2026, 7, 27, 19, 55, 46, tzinfo=UTC)).total_seconds()) < 30


@pytest.mark.parametrize(
    "at", [datetime(2018, 3, 20, 16, 15, tzinfo=UTC), datetime(2018, 9, 23, 1, 54, tzinfo=UTC)]
)
def test_the_declination_is_nought_at_the_equinoxes(at):
    """Times of the 2018 equinoxes from skyfield's almanac page."""
    assert abs(declination_and_equation(at)[0]) < 0.003


# Beyond 62 deg the midsummer sun grazes the horizon and refraction alone adds over an hour.
@given(st.floats(-62, 62), st.floats(-180, 180), st.dates(date(2000, 1, 1), date(2050, 12, 31)))
def test_the_sun_rises_before_it_sets_and_days_mirror_across_the_equator(lat, lon, day):
    rise, fall = sunrise_sunset(lat, lon, day)
    other_rise, other_fall = sunrise_sunset(-lat, lon, day)
    hours = (fall - rise).total_seconds() / 3600
    mirrored = (other_fall - other_rise).total_seconds() / 3600
    assert 0 < hours < 24
    assert 24 <= hours + mirrored < 25.2  # refraction lengthens both


def test_the_poles_have_no_sunrise():
    assert sunrise_sunset(80, 0, date(2024, 12, 21)) is None
    assert not is_polar_day(80, 0, date(2024, 12, 21))
    assert sunrise_sunset(80, 0, date(2024, 6, 21)) is None
    assert is_polar_day(80, 0, date(2024, 6, 21))
