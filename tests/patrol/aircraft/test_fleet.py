"""The catalogue says what its figures rest on; own aircraft and airfields are read with care."""

import numpy as np
import polars as pl
import pytest

from seawarden.errors import FormatError, UsageError
from seawarden.patrol.aircraft import airfields, fleet

OWN = """
[[aircraft]]
name = "ATLANTIC"
transit_kn = 300
search_kn = 200
endurance_h = 9
reserve_h = 1
search_ft = 2000
bank_deg = 25
[aircraft.sensors.camera]
small = 5
medium = 12
large = 16
"""


def test_every_figure_has_a_source_or_says_that_it_is_assumed():
    for aircraft in fleet.catalogue().values():
        for figure in aircraft.figures.values():
            assert len(figure.basis) > 10
            assert figure.value > 0
    assert {"P-8A", "P-3K2", "MQ-9B", "DASH-8", "SHIP-HELICOPTER"} <= set(fleet.catalogue())


def test_assumptions_are_listed_and_sources_are_not():
    lines = fleet.find("P-8A").assumptions
    assert any("radar.large" in line for line in lines)
    assert not any("transit_kn" in line for line in lines)


def test_weather_narrows_the_sweep_by_the_manuals_factors():
    aircraft = fleet.find("p-8a")
    assert aircraft.sweep_nm("camera", "large", "moderate") == pytest.approx(0.9 * 24)
    assert aircraft.sweep_nm("camera", "small", "rough") == pytest.approx(0.25 * 8)
    assert aircraft.sweep_nm("camera", "large", "calm", is_tired=True) == pytest.approx(0.9 * 24)


def test_a_turn_takes_what_the_bank_allows():
    """Oracle: rate = g tan(bank) / v; 90 deg at 260 kn and 25 deg of bank is 46 s."""
    rate = 9.80665 * 0.4663 / (260 * 0.514444)
    assert fleet.find("P-8A").quarter_turn_h * 3600 == pytest.approx(1.5708 / rate, rel=0.01)


def test_own_aircraft_join_the_catalogue():
    known = fleet.read_fleet(OWN, "own.toml")
    assert known["ATLANTIC"].usable_h == 8.0
    assert known["ATLANTIC"].assumptions == []
    assert "P-8A" in known


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (
            "search_kn = 200",
            "",
            "own.toml: aircraft 'ATLANTIC': 'search_kn' holds None, expected a number above 0",
        ),
        (
            "search_kn = 200",
            "search_kn = 'fast'",
            "own.toml: aircraft 'ATLANTIC': 'search_kn' holds 'fast', expected a number above 0",
        ),
        (
            "reserve_h = 1",
            "reserve_h = 9",
            "own.toml: aircraft 'ATLANTIC': reserve_h 9 is not below endurance_h 9",
        ),
        (
            "medium = 12",
            "",
            "own.toml: aircraft 'ATLANTIC': 'sensors.camera.medium' holds None, "
            "expected a number above 0",
        ),
    ],
)
def test_a_broken_aircraft_is_one_line(old, new, line):
    with pytest.raises(FormatError) as error:
        fleet.read_fleet(OWN.replace(old, new), "own.toml")
    assert str(error.value) == line


def test_an_unknown_aircraft_names_those_known():
    with pytest.raises(UsageError) as error:
        fleet.find("B-52")
    assert (
        str(error.value)
        == "aircraft 'B-52': expected one of P-8A, P-3K2, MQ-9B, DASH-8, SHIP-HELICOPTER"
    )


def test_an_unknown_airfield_names_the_nearest():
    with pytest.raises(UsageError) as error:
        airfields.find("RODX")
    assert str(error.value) == (
        "airfield 'RODX' is not known; did you mean RODN? (add your own with --airfields FILE)"
    )


def test_own_airfields_come_from_csv_or_toml():
    known = airfields.read_airfields("icao,name,lat,lon\nXXXX,Strip,1.5,-2.5\n", "own.csv")
    assert (known["XXXX"].lat_deg, known["XXXX"].lon_deg) == (1.5, -2.5)
    assert airfields.read_airfields("[SHIP]\nlat=30\nlon=125\n", "own.toml")["SHIP"].lat_deg == 30
    with pytest.raises(FormatError) as error:
        airfields.read_airfields("icao,name,lat,lon\nXXXX,Strip,95,-2.5\n", "own.csv")
    assert str(error.value) == "own.csv, line 2: lat '95', expected degrees up to 90"


def test_the_shipped_airfields_are_those_of_the_source(shared_data):
    """Every code of four letters, at the source's place; read by another reader than the room's."""
    whole = pl.read_csv(shared_data / "places" / "airports.csv", infer_schema=False)
    whole = whole.filter(pl.col("icao").str.contains("^[A-Z]{4}$")).sort("icao")
    shipped = sorted(airfields.shipped().values(), key=lambda f: f.icao)
    assert [f.icao for f in shipped] == whole["icao"].to_list()
    places = np.array([(f.lat_deg, f.lon_deg) for f in shipped])
    source = whole.select(pl.col("lat", "lon").cast(pl.Float64)).to_numpy()
    assert np.abs(places - source).max() <= 5.001e-5


@pytest.mark.parametrize(
    ("icao", "lat", "lon"),
    [("NFFN", -17.755, 177.443), ("DNMM", 6.577, 3.321), ("EETN", 59.413, 24.833)],
)
def test_airfields_of_any_sea_are_known(icao, lat, lon):
    """Once only those of the western Pacific were: Fiji, Lagos, Tallinn had to be typed."""
    field = airfields.find(icao)
    assert (field.lat_deg, field.lon_deg) == pytest.approx((lat, lon), abs=0.01)


def test_the_nearest_airfields_come_first():
    (first, away), (_, further) = airfields.nearest(26.35, 127.77, airfields.shipped(), 2)
    assert first.icao == "RODN" and away < 1.0 < further
