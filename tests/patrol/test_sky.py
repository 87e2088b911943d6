"""Magnetic variation against the World Magnetic Model's own programme; the Moon against Meeus."""

from datetime import UTC, datetime, timedelta

import pytest

from seawarden.patrol import sky

pytest.importorskip("pygeomag", reason="the patrol extra is not installed")
pytest.importorskip("ephem", reason="the patrol extra is not installed")


@pytest.mark.parametrize(
    ("lat", "lon", "year", "declination"),
    [
        (80, 0, 2025.0, 1.28148),
        (0, 120, 2025.0, -0.15827),
        (-80, 240, 2025.0, 68.77539),
        (38.2, 124.5, 2026.25, -8.88462),
        (-17.7, 177.4, 2027.5, 12.77853),
        (-60, -170, 2029.0, 47.62089),
    ],
)
def test_variation_is_that_of_the_models_own_programme(lat, lon, year, declination):
    """Oracle: wmm-calculator 1.4.4 of CIRES, which makes the model, run once for these places."""
    start = datetime(int(year), 1, 1, tzinfo=UTC)
    length = datetime(int(year) + 1, 1, 1, tzinfo=UTC) - start
    at = start + length * (year - int(year))
    assert sky.variation_deg(lat, lon, at) == pytest.approx(declination, abs=2e-4)


def test_a_day_outside_every_model_is_not_known():
    assert sky.variation_deg(30, 125, datetime(2030, 1, 2, tzinfo=UTC)) is None
    assert sky.variation_deg(30, 125, datetime(2009, 1, 2, tzinfo=UTC)) is None
    assert sky.magnetic_deg(90.0, 30, 125, datetime(2031, 1, 2, tzinfo=UTC)) is None


def test_a_magnetic_course_is_the_true_one_less_east_variation():
    at = datetime(2026, 4, 1, tzinfo=UTC)
    west = sky.variation_deg(38.2, 124.5, at)
    assert west < 0
    assert sky.magnetic_deg(355.0, 38.2, 124.5, at) == pytest.approx((355.0 - west) % 360)


def test_the_moons_lit_share_is_that_of_meeus():
    """Astronomical Algorithms, example 48.a: 1992 April 12, 0h TD, k = 0.6786 (geocentric)."""
    assert sky.moon(0.0, 0.0, datetime(1992, 4, 12, tzinfo=UTC)).lit == pytest.approx(
        0.6786, abs=0.01
    )


def test_the_moon_rises_once_a_day_fifty_minutes_later():
    first = sky.moon(31.0, 125.0, datetime(2024, 4, 20, tzinfo=UTC)).rises_utc
    then = sky.moon(31.0, 125.0, first + timedelta(hours=1)).rises_utc
    assert timedelta(hours=24, minutes=20) < then - first < timedelta(hours=25, minutes=25)


def test_without_the_libraries_nothing_is_made_up(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "ephem", None)
    monkeypatch.setattr(sky, "_model", lambda _name: None)
    at = datetime(2026, 4, 1, tzinfo=UTC)
    assert sky.moon(0, 0, at) is None and sky.variation_deg(0, 0, at) is None
