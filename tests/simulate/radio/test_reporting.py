"""Transponders transmit when ITU-R M.1371 says, and the thinned feed has the mean it was asked."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawarden.simulate.movement.motion import Anchored, Berth, sail, track
from seawarden.simulate.radio.reception import STATIONS, Params, build, thinned
from seawarden.simulate.radio.reporting import interval_s, schedule
from seawarden.simulate.ship import Claim, Hull, Ship
from seawarden.simulate.waters.tide import tide_at

from ..conftest import Ran


def _straight(knots: float) -> list[object]:
    return [sail(np.array([[30.0, 125.0], [36.0, 125.0]]), knots, start_s=-3600.0)]


def _ship(pieces: list[object], ais_class: int = 1) -> Ship:
    hull = Hull("tanker", "PA", ais_class, 80, 20, 8, 8, 12.0, 20.0)
    claim = Claim(-1e12, 351000001, 0, "A", "3EAA1", 80, 5.0, "")
    return Ship(0, hull, [claim], pieces)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("ais_class", "knots", "seconds"),
    [(1, 5, 10), (1, 13, 10), (1, 18, 6), (1, 25, 2), (2, 1.5, 180), (2, 8, 30)],
)
def test_the_interval_is_that_of_the_tables(ais_class: int, knots: float, seconds: float) -> None:
    """ITU-R M.1371-5, tables 1 (class A) and 2 (class B), steady course."""
    made = track(_straight(knots), 7200.0)  # type: ignore[arg-type]
    assert np.allclose(interval_s(ais_class, made)[5:-5], seconds)


def test_a_ship_at_anchor_or_moored_is_heard_every_three_minutes() -> None:
    anchored = Anchored(-1e5, 1e6, 36.0, 124.0, 150.0, tide_at(36.0, 124.0))
    for piece in (anchored, Berth(-1e5, 1e6, 36.0, 124.0, 10.0, "CNQIN")):
        assert (interval_s(1, track([piece], 7200.0)) == 180.0).all()


def test_a_turning_ship_reports_three_times_as_often() -> None:
    path = np.array([[30.0, 125.0], [30.4, 125.0], [30.4, 126.0]])
    made = track([sail(path, 12.0, start_s=0.0)], 4 * 3600.0)
    assert interval_s(1, made).min() == pytest.approx(10 / 3)


@settings(max_examples=20, deadline=None)
@given(offset=st.floats(0, 1), knots=st.floats(3, 13))
def test_transmissions_keep_their_interval(offset: float, knots: float) -> None:
    sent = schedule(1, track(_straight(knots), 3600.0), offset)  # type: ignore[arg-type]
    number = np.arange(1, int(sent.phase[-1]))
    t = sent.time(number, np.zeros(number.size))
    assert np.allclose(np.diff(t), 10.0)


def test_no_report_is_sooner_than_the_shortest_interval(everything: Ran) -> None:
    """From the NMEA file: two seconds is the shortest class A interval, 30 s that of class B."""
    lines = everything.summary.ais.read_text(encoding="ascii").splitlines()[1:]
    rows = [
        (int(line.split("c:")[1][:10]), part[4][:7], part[4][0])
        for line in lines
        if (part := line.split("!AIVDM,")[1].split(","))[0] == "1" and part[4][0] in "13B"
    ]
    frame = pl.DataFrame(rows, schema=["t", "who", "kind"], orient="row")
    dirty = {s["mmsi"] for s in _dirty(everything)}
    assert dirty
    gap = (
        frame.sort("who", "t")
        .with_columns(pl.col("t").diff().over("who").alias("gap"))
        .drop_nulls()
        .group_by("who", "kind")
        .agg(pl.col("gap").min())
    )
    shared = 6 + len(dirty)  # cloned MMSIs and ships with duplicated seconds
    assert gap.filter((pl.col("kind") != "B") & (pl.col("gap") < 2)).height <= shared
    assert gap.filter((pl.col("kind") == "B") & (pl.col("gap") < 23)).height == 0


def _dirty(ran: Ran) -> list[dict[str, object]]:
    import json

    rows = ran.truth.filter(pl.col("behaviour") == "dirty_feed")
    return [ship for d in rows["detail"] for ship in json.loads(d)["ships"]]


@pytest.mark.parametrize("minutes", [1.0, 5.0, 10.0, 20.0, 40.0, 60.0, 90.0])
def test_a_thinned_feed_has_the_mean_interval(minutes: float) -> None:
    ship = _ship(_straight(3.0))
    made = track(ship.pieces, 20 * 86_400.0)
    sent = schedule(1, made, 0.5)
    heard, _ = thinned(ship, made, sent, minutes, 3, np.random.default_rng(1))
    n = made.t[-1] / 60.0 / minutes
    assert abs(heard.t.size - n) < 4.0 * np.sqrt(n) + 0.09 * n  # two in one 10 s slot count once


def test_a_switched_off_ship_is_not_heard() -> None:
    ship = _ship(_straight(6.0))
    ship.goes_dark(3600.0, 7200.0)
    made = track(ship.pieces, 14_400.0)
    heard, statics = thinned(ship, made, schedule(1, made, 0.1), 1.0, 3, np.random.default_rng(1))
    for t in (heard.t, statics.t):
        assert not ((t >= 3600.0) & (t <= 7200.0)).any()
    assert (heard.t < 3600.0).any() and (heard.t > 7200.0).any()


def _heard_share(lat: float, lon: float, ais_class: int = 1, **changes: float) -> float:
    """Return the share of feed bins in which a ship that lies still is heard."""
    ship = _ship([Berth(-1e5, 1e7, lat, lon, 0.0, "CNQIN", status=0)], ais_class)
    made = track(ship.pieces, 48 * 3600.0)
    params = Params(**changes)
    network = build([ship], 48.0, params, np.random.default_rng(2))
    heard, _ = network.hear(ship, made, schedule(ais_class, made, 0.3), np.random.default_rng(3))
    return heard.t.size / (network.edges.size - 1)


def test_a_station_hears_to_its_horizon_and_no_further() -> None:
    """About 35 nm for a 130 m mast and a 20 m aerial; without satellites nothing beyond."""
    north, east = STATIONS[0].position
    alone = {"satellite_chance": 0.0, "satellite_floor": 0.0}
    assert _heard_share(north - 0.2, east, **alone) > 0.95
    assert _heard_share(north - 0.75, east, **alone) == 0.0


def test_satellites_hear_the_open_sea_now_and_then() -> None:
    share = _heard_share(29.0, 126.0)
    assert 0.05 < share < 0.6
    assert _heard_share(29.0, 126.0, ais_class=2) < share


def test_a_crowd_drowns_a_ship() -> None:
    """The same ship, with 400 more within range of the same station."""
    north, east = STATIONS[0].position
    ship = _ship([Berth(-1e5, 1e7, north - 0.45, east, 0.0, "CNQIN")])
    made = track(ship.pieces, 48 * 3600.0)
    params = Params(satellite_chance=0.0, satellite_floor=0.0)
    heard = []
    for others in (0, 400):
        network = build([ship] * (1 + others), 48.0, params, np.random.default_rng(2))
        sent = schedule(1, made, 0.3)
        heard.append(network.hear(ship, made, sent, np.random.default_rng(3))[0].t.size)
    assert heard[1] < 0.5 * heard[0]
