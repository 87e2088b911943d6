"""The unit's figures are read with care; bingo is the wind triangle's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawarden.errors import FormatError
from seawarden.patrol.aircraft.performance import Performance, ground_speed_kn, read_performance

FILE = """
[P-8A]
transit_tas_kn = 440
wind_from_deg = 270
wind_kn = 40
fuel_kg = 30000
reserve_kg = 4000
transit_kg_h = 3000
search_kg_h = 3600
diversion = "RJFK"
"""


def test_a_file_of_a_unit_is_read_and_the_rest_is_blank():
    unit = read_performance(FILE, "unit.toml")["P-8A"]
    assert (unit.reserve_kg, unit.diversion, unit.search_ft) == (4000.0, "RJFK", None)
    assert unit.fuel_at_landing_kg(2.0, 4.0) == 30000 - 6000 - 14400
    assert Performance().fuel_at_landing_kg(2.0, 4.0) is None
    assert Performance().bingo_kg((0.0, 0.0), (0.0, 1.0)) is None


def test_bingo_is_the_reserve_and_the_way_home_against_the_wind():
    """Oracle by hand: 400 nm along the equator westward into 40 kn of wind at 440 kn: one hour."""
    unit = read_performance(FILE, "unit.toml")["P-8A"]
    east = 400 * 1852 / 6_371_008.8 * 57.29578
    assert unit.bingo_kg((0.0, east), (0.0, 0.0)) == pytest.approx(4000 + 3000, rel=1e-4)
    with_it = 4000 + 3000 * 400 / 480
    assert unit.bingo_kg((0.0, 0.0), (0.0, east)) == pytest.approx(with_it, rel=1e-4)


@given(st.floats(0, 360), st.floats(0, 360), st.floats(0, 99))
def test_ground_speed_closes_the_wind_triangle(course, wind_from, wind_kn):
    """Law: airspeed is the length of ground speed along the course less the wind."""
    import math

    speed = ground_speed_kn(200.0, course, wind_from, wind_kn)
    blow = math.radians(wind_from + 180.0)
    x = speed * math.sin(math.radians(course)) - wind_kn * math.sin(blow)
    y = speed * math.cos(math.radians(course)) - wind_kn * math.cos(blow)
    assert math.hypot(x, y) == pytest.approx(200.0, rel=1e-9)


def test_a_wind_that_cannot_be_held_has_no_ground_speed():
    assert ground_speed_kn(100.0, 0.0, 90.0, 100.0) is None
    assert ground_speed_kn(100.0, 0.0, 0.0, 120.0) is None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("x", "unit.toml: not TOML: "),
        ("", "unit.toml: holds no table, expected one an aircraft type, e.g. [P-8A]"),
        ("a = 1", "unit.toml: [a]: 1, expected a table of figures"),
        (
            "[P-8A]\nfuel = 3",
            "unit.toml: [P-8A]: 'fuel' is not known, expected one of transit_ft, ",
        ),
        (
            "[P-8A]\nfuel_kg = -3",
            "unit.toml: [P-8A]: 'fuel_kg' holds -3, expected a number above 0",
        ),
        ("[P-8A]\nwind_from_deg = 400", "unit.toml: [P-8A]: 'wind_from_deg' holds 400, "),
        ("[P-8A]\ndiversion = 4", "unit.toml: [P-8A]: 'diversion' holds 4, expected an ICAO code"),
    ],
)
def test_a_broken_file_is_one_line(text, line):
    with pytest.raises(FormatError) as error:
        read_performance(text, "unit.toml")
    assert str(error.value).startswith(line) and "\n" not in str(error.value)
