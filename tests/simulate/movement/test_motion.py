"""Ships move as ships can, and stay on the water."""

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from seawarden.geo.coast import is_land
from seawarden.geo.sphere import distance_m
from seawarden.simulate.movement.motion import Anchored, Berth, Beside, Drift, sail, track
from seawarden.simulate.ships.identity import MAKES
from seawarden.simulate.waters.harbours import HARBOURS
from seawarden.simulate.waters.tide import tide_at
from seawarden.units import MPS_PER_KN

from ..conftest import Ran


def test_no_ship_is_faster_than_her_kind(everything: Ran) -> None:
    """Speed from true positions five minutes apart, not from the speed that is written."""
    steps = everything.tracks.sort("ship", "time_utc").with_columns(
        pl.col("lat_deg", "lon_deg").shift(1).over("ship").name.prefix("old_")
    ).drop_nulls("old_lat_deg")  # fmt: skip
    metres = distance_m(*(steps[c].to_numpy() for c in
                          ("old_lat_deg", "old_lon_deg", "lat_deg", "lon_deg")))  # fmt: skip
    steps = steps.with_columns(pl.Series("kn", metres / 300.0 / MPS_PER_KN))
    limit = {kind.removeprefix("large "): make.cruise_kn[1] for kind, make in MAKES.items()}
    limit["tanker"] = MAKES["large tanker"].cruise_kn[1]
    for kind, fastest in steps.group_by("kind").agg(pl.col("kn").max()).iter_rows():
        assert fastest <= limit[kind] + 1.0, kind


def test_no_ship_accelerates_like_a_speedboat(everything: Ran) -> None:
    """A knot in twenty seconds is what the quickest (pilot boats) may do."""
    change = everything.tracks.sort("ship", "time_utc")["sog_kn"].diff().abs()
    same = everything.tracks.sort("ship", "time_utc")["ship"].diff() == 0
    assert change.filter(same).max() / 300.0 < 1 / 20


def test_no_ship_sails_over_land(everything: Ran) -> None:
    lat, lon = (everything.tracks[c].to_numpy() for c in ("lat_deg", "lon_deg"))
    at_sea = np.ones(lat.size, bool)
    for harbour in HARBOURS:
        at_sea &= distance_m(lat, lon, *harbour.position) > 10_000.0
        at_sea &= distance_m(lat, lon, *harbour.berths) > 10_000.0
    assert not is_land(lat[at_sea], lon[at_sea]).any()


def test_headings_and_positions_are_in_range(everything: Ran) -> None:
    tracks = everything.tracks
    assert tracks["lon_deg"].is_between(-180, 180, closed="left").all()
    assert tracks["heading_deg"].is_between(0, 360).all()
    assert tracks.null_count().drop("imo").sum_horizontal().item() == 0


@settings(max_examples=40, deadline=None)
@given(speed=st.floats(2, 20), bearing=st.floats(0, 6.28), hours=st.floats(1, 10))
def test_a_sail_takes_distance_over_speed(speed: float, bearing: float, hours: float) -> None:
    far = speed * hours / 60.0 / 2
    path = np.array([[30.0, 125.0], [30.0 + far * np.cos(bearing), 125.0 + far * np.sin(bearing)]])
    run = sail(path, speed, start_s=100.0)
    length = float(distance_m(*path[0], *path[1]))
    assert np.isclose(run.end_s - 100.0, length / (speed * MPS_PER_KN))
    back = sail(path, speed, end_s=run.end_s)
    assert np.isclose(back.start_s, 100.0)


@settings(max_examples=25, deadline=None)
@given(heading=st.floats(0, 359), right=st.floats(-60, 60), lat=st.floats(-60, 60),
       lon=st.sampled_from([125.0, 179.999, -179.9999]))  # fmt: skip
def test_a_ship_beside_another_keeps_her_distance(
    heading: float, right: float, lat: float, lon: float
) -> None:
    """Smoothing must not move two hulls against each other, not even across 180 degrees."""
    mother = Drift(-1e5, 1e5, lat, lon, tide_at(lat, lon), 0.3, 90.0, heading)
    daughter = Beside(-1e5, 1e5, mother, 20.0, right, 0.0)
    a, b = track([mother], 4 * 3600.0), track([daughter], 4 * 3600.0)
    apart = distance_m(a.lat, a.lon, b.lat, b.lon)
    assert np.allclose(apart, np.hypot(20.0, right), atol=0.5)


def test_a_ship_at_anchor_stays_within_her_cable() -> None:
    tide = tide_at(36.0, 125.0)
    made = track([Anchored(-1e5, 1e6, 36.0, 125.0, 150.0, tide)], 86_400.0)
    away = distance_m(made.lat, made.lon, 36.0, 125.0)
    assert away.max() <= 151.0 and made.sog_kn().max() < 0.5
    headings = made.heading_deg()
    assert np.ptp(np.unwrap(np.radians(headings))) > np.pi / 2  # she swings with the tide


def test_a_berthed_ship_does_not_move() -> None:
    made = track([Berth(-1e5, 1e6, 35.1, 129.06, 90.0, "KRPUS")], 3600.0)
    assert made.sog_kn().max() == 0.0
    assert np.allclose(made.heading_deg(), 90.0)


def test_the_tide_is_the_derivative_of_its_travel() -> None:
    tide, t = tide_at(36.5, 125.8), np.arange(0.0, 50_000.0, 10.0)
    east, north = tide.travel_m(t)
    u, v = tide.velocity_mps(t)
    assert np.allclose(np.gradient(east, t)[1:-1], u[1:-1], atol=1e-4)
    assert np.allclose(np.gradient(north, t)[1:-1], v[1:-1], atol=1e-4)
    assert np.hypot(u, v).max() <= 2.5 * MPS_PER_KN
