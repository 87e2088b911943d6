"""False positions: what is told as a lie, as interference, and what is left alone."""

import json
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from seawarden.detect import spoofing

from .lies import Told, circle, earlier, facts, shifted, standing, voyage

SEA = (33.0, 123.6)
MMSI = 510_000_001


def found(ships: list[Told]) -> list[dict]:
    made = facts(ships)
    out = spoofing.detect(*(made[t.name] for t in spoofing.READS))
    return [{**row, **json.loads(row["detail"])} for row in out.iter_rows(named=True)]


def calls(ships: list[Told]) -> list[dict]:
    return [event for event in found(ships) if event["confidence"] >= 0.5]


def hours(event: dict) -> tuple[float, float]:
    t0 = event["start_utc"].replace(month=3, day=1, hour=0, minute=0, second=0, microsecond=0)
    return tuple((event[c] - t0).total_seconds() / 3600 for c in ("start_utc", "end_utc"))


def test_a_ship_on_her_way_is_left_alone() -> None:
    assert found([voyage(MMSI, SEA)]) == []


@pytest.mark.parametrize(
    ("pattern", "lie"),
    [
        ("teleport", lambda s: standing(s, (36.5, 123.0))),
        ("offset", lambda s: shifted(s, 9_000.0, 12_000.0)),
        ("replay", lambda s: earlier(s, 9.0)),
        ("circle", lambda s: circle(s, (30.5, 124.6))),
        ("on_land", lambda s: circle(s, (34.5, 113.6))),
    ],
)
def test_each_shape_of_lie_is_told_and_timed(pattern: str, lie) -> None:
    ship = voyage(MMSI, SEA)
    (event,) = calls([ship.shown(12.0, 18.0, *lie(ship))])
    assert event["pattern"] == pattern
    assert event["mmsi"] == MMSI
    start, end = hours(event)
    assert abs(start - 12.0) < 0.4
    assert abs(end - 18.0) < 0.4


def test_a_replay_that_ends_where_the_ship_is_needs_no_jump_back() -> None:
    """She turned round meanwhile, so that her old track ends beside her."""
    t = np.cumsum(np.full(450, 240.0))
    out = 9.0 * 0.514 * np.minimum(t, 2 * 15 * 3600 - t)  # 15 h out and back the same way
    ship = Told(MMSI, t, SEA[0] - out / 111_195.0, np.full(t.size, SEA[1]))
    lie = earlier(ship, 7.0)
    told = ship.shown(16.0, 18.5, *lie)
    events = calls([told])
    assert [e["pattern"] for e in events] == ["replay"]
    assert hours(events[0])[0] == pytest.approx(16.0, abs=0.2)


def test_a_circle_without_a_jump_is_found_by_its_shape() -> None:
    """Interference often begins where the ship is: nothing jumps until it ends."""
    ship = voyage(MMSI, SEA, hours=18.0)
    at = np.searchsorted(ship.t, 10 * 3600.0)
    there = (float(ship.lat[at]), float(ship.lon[at]))
    (event,) = calls([ship.shown(10.0, 99.0, *circle(ship, there))])
    assert event["pattern"] == "circle"
    assert event["radius_m"] == pytest.approx(900, rel=0.05)


def test_ferries_to_and_fro_are_no_circles() -> None:
    """Any two landings lie on a circle; 43 of 120 such ferries were called before."""
    called = [ferry(seed) for seed in range(30) if calls([ferry(seed)])]
    assert len(called) <= 1


def ferry(seed: int) -> Told:
    """A ferry that crosses 0.3 to 5 km, lies 1 to 15 min, and goes back, straight or in a bow."""
    rng = np.random.default_rng(seed)
    every_s = float(rng.choice([30, 60, 120, 240]))
    t = np.cumsum(rng.uniform(0.7, 1.3, int(14 * 3600 / every_s)) * every_s)
    crossing_m, lies_s = float(rng.uniform(300, 5000)), float(rng.uniform(60, 900))
    run_s = crossing_m / (float(rng.uniform(5, 16)) * 0.5144)
    at = t % (2 * (run_s + lies_s))
    knots = [0, run_s, run_s + lies_s, 2 * run_s + lies_s, 2 * (run_s + lies_s)]
    across = np.interp(at, knots, [0, 1, 1, 0, 0])
    bow_m = float(rng.choice([0.0, 0.2])) * crossing_m * np.where(at < run_s + lies_s, 1, -1)
    along, aside = across * crossing_m, 4 * bow_m * across * (1 - across)
    course = float(rng.uniform(0, 2 * np.pi))
    noise = rng.normal(0, 8, (2, t.size))
    north = along * np.cos(course) - aside * np.sin(course) + noise[0]
    east = along * np.sin(course) + aside * np.cos(course) + noise[1]
    return Told(MMSI, t, SEA[0] + north / 111_195, SEA[1] + east / 93_200)


@pytest.mark.parametrize(
    ("radius_m", "every_min"),
    [(400.0, 1.0), (900.0, 1.0), (900.0, 4.0), (1_800.0, 1.0), (1_800.0, 4.0), (1_800.0, 10.0)],
)
def test_circles_of_any_size_stay_found(radius_m: float, every_min: float) -> None:
    """What parts a ferry from a circle must not part small or thinly heard circles."""
    ship = voyage(MMSI, SEA, hours=24.0, every_min=every_min)
    at = np.searchsorted(ship.t, 8 * 3600.0)
    there = (float(ship.lat[at]), float(ship.lon[at]))
    (event,) = calls([ship.shown(8.0, 99.0, *circle(ship, there, radius_m, kn=11.0))])
    assert event["pattern"] == "circle"


def test_a_trawler_going_to_and_fro_is_no_circle() -> None:
    rng = np.random.default_rng(3)
    t = np.arange(0, 30 * 3600, 240.0)
    leg = 3_600.0 * 1.5
    away = np.abs((t % (2 * leg)) - leg) * 1.8  # 3.5 kn to and fro over 5 nm
    aside = 400.0 * np.sin(t / 20_000) + rng.normal(0, 10, t.size)
    lat = SEA[0] + away / 111_195.0
    ship = Told(MMSI, t, lat, SEA[1] + aside / 93_000.0)
    assert calls([ship]) == []


def test_ships_that_jump_to_one_place_at_once_are_interference_and_accuse_none() -> None:
    ships = []
    for i in range(4):
        ship = voyage(MMSI + i, (SEA[0] + 0.2 * i, SEA[1]), seed=i)
        ships.append(ship.shown(12.0, 13.5, *standing(ship, (37.2, 127.3))))
    (event,) = calls(ships)
    assert event["pattern"] == "interference"
    assert event["mmsi"] is None
    assert event["hull"] is None
    assert event["mmsis"] == [MMSI + i for i in range(4)]
    assert event["shown_lat_deg"] == pytest.approx(37.2, abs=0.01)


def test_the_same_heard_by_one_receiver_only_may_be_its_fault() -> None:
    """Many ships, one receiver that heard none of them before: not their lie, nor a jammer's."""
    ships = []
    for i in range(4):
        ship = replace(voyage(MMSI + i, (SEA[0] + 0.2 * i, SEA[1]), seed=i), receiver="good")
        bad = replace(ship.shown(12.0, 13.5, *standing(ship, (37.2, 127.3))), receiver="bad")
        ships += [ship.during(0, 12), bad.during(12, 13.5), ship.during(13.5, 99)]
    (event,) = found(ships)
    assert event["pattern"] == "receiver"
    (sure,) = found([replace(s, receiver="good") for s in ships])
    assert event["confidence"] < sure["confidence"]


def test_one_ships_lie_heard_by_one_odd_receiver_is_less_sure() -> None:
    ship = replace(voyage(MMSI, SEA), receiver="good")
    away = ship.shown(12.0, 18.0, *standing(ship, (36.5, 123.0)))
    odd = [away.during(0, 12), replace(away.during(12, 18), receiver="odd"), away.during(18, 99)]
    assert found(odd)[0]["confidence"] < found([away])[0]["confidence"] - 0.01


def test_two_ships_under_one_mmsi_are_no_lie_about_position() -> None:
    """Both are heard all the time: nobody jumped. `identity` tells it."""
    assert calls([voyage(MMSI, SEA), voyage(MMSI, (29.0, 124.0), seed=5)]) == []


def test_a_single_wild_fix_is_a_bit_error() -> None:
    ship = voyage(MMSI, SEA)
    lat = ship.lat.copy()
    lat[200] += 4.0
    assert found([replace(ship, lat=lat)]) == []


def test_boats_that_follow_each_other_inland_show_a_river() -> None:
    boats = [voyage(MMSI + i, (31.5, 116.0), kn=4.0, hours=20.0, seed=i) for i in range(3)]
    assert calls(boats) == []


def test_lies_across_180_degrees_are_told_alike() -> None:
    ship = voyage(MMSI, (40.0, 179.0), course=90.0, kn=12.0)
    wrapped = replace(ship, lon=(ship.lon + 180) % 360 - 180)
    lie = shifted(ship, 20_000.0, 5_000.0)
    (event,) = calls([wrapped.shown(12.0, 18.0, lie[0], (lie[1] + 180) % 360 - 180)])
    assert event["pattern"] == "offset"


def test_the_event_says_which_hull_the_false_positions_made() -> None:
    ship = voyage(MMSI, SEA)
    (event,) = calls([ship.shown(12.0, 18.0, *standing(ship, (36.5, 123.0)))])
    assert event["hull"] == MMSI * 100_000
    assert event["false_hull"] == MMSI * 100_000 + 1
    assert sum(p["weight"] for p in event["parts"]) == pytest.approx(
        np.log(event["confidence"] / (1 - event["confidence"])), abs=0.02
    )


def test_real_fishing_boats_lie_less_than_once_in_a_thousand_days(shared_data) -> None:
    """13 years of 27 trawlers: turns, holes, slips of position, a canal or two."""
    path = shared_data / "ais" / "tracks" / "north_sea_fishing_2012_2025.parquet"
    if not path.exists():
        pytest.skip(f"{path} is missing")
    rows = pl.read_parquet(path, columns=["lat", "lon", "timestamp", "seg_id"]).with_columns(
        t=pl.col("timestamp").str.slice(0, 19).str.to_datetime("%Y-%m-%dT%H:%M:%S", time_unit="ms"),
        mmsi=pl.col("seg_id").str.split("-").list.first().cast(pl.Int64),
    )
    t0 = pl.datetime(2026, 3, 1)
    ships = [
        Told(int(m), s["t"].to_numpy(), s["lat"].to_numpy(), s["lon"].to_numpy())
        for (m,), s in rows.with_columns((pl.col("t") - t0).dt.total_seconds().cast(pl.Float64))
        .sort("mmsi", "t").group_by("mmsi", maintain_order=True)
    ]  # fmt: skip
    days = sum((s.t[-1] - s.t[0]) / 86_400 for s in ships if s.t.size)
    assert len(calls(ships)) < days / 1000
