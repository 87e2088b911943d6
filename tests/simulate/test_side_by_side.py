"""Scenarios `side_by_side`, `alibis`, `heard_badly`: each behaviour is what its name says."""

import json
from datetime import timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from seawarden.geo.sphere import distance_m
from seawarden.pipeline.watch.ingest import ingest
from seawarden.read import Options
from seawarden.simulate.scenarios import SCENARIOS

from ..conftest import MadeOnce
from .alongside_oracle import together
from .conftest import Ran, ran

INNOCENT = ("side_by_side", "heard_badly")


@pytest.fixture(scope="session")
def made(made_once: MadeOnce) -> dict[str, Ran]:
    """Each of the three scenarios at reports a minute apart, as a table."""
    return {
        name: ran(made_once, name, seed=1002, hours=72, vessels=110, scenario=name,
                  format="parquet", mean_interval_min=1)
        for name in ("side_by_side", "alibis", "heard_badly")
    }  # fmt: skip


def _rows(made: dict[str, Ran], behaviour: str) -> tuple[Ran, list[dict[str, object]]]:
    for one in made.values():
        rows = one.truth.filter(pl.col("behaviour") == behaviour)
        if rows.height:
            return one, rows.to_dicts()
    raise AssertionError(f"{behaviour} did not take place")


def _apart_m(one: Ran, row: dict[str, object]) -> np.ndarray:
    first, other = one.ships(row)
    a, b = (one.tracks.filter(pl.col("ship") == s).sort("time_utc") for s in (first, other))
    inside = a["time_utc"].is_between(row["start_utc"], row["end_utc"]).to_numpy()
    where = (t[c].to_numpy()[inside] for t in (a, b) for c in ("lat_deg", "lon_deg"))
    return np.asarray(distance_m(*where))


def test_every_behaviour_took_place(made: dict[str, Ran]) -> None:
    for name, one in made.items():
        assert set(one.summary.staged) == set(SCENARIOS[name].per_1000_vessel_days)
        assert one.summary.missed == {}


def test_no_innocent_pair_is_a_breach_or_a_transfer(made: dict[str, Ran]) -> None:
    for name in INNOCENT:
        rows = made[name].truth.filter(pl.col("behaviour").is_in(
            list(SCENARIOS[name].per_1000_vessel_days)
        )).filter(~pl.col("behaviour").is_in(["sts_satellite_bursts", "name_toggle"]))  # fmt: skip
        assert rows.height and not rows["is_breach"].any() and rows["kind"].is_null().all()


@pytest.mark.parametrize(
    ("behaviour", "least_m", "most_m"),
    [("tow", 60, 1100), ("barge_alongside", 0, 130), ("twin_transponder", 0, 60),
     ("standby", 80, 1600), ("fog", 120, 1700), ("tidal_anchorage", 60, 1300)],
)  # fmt: skip
def test_they_keep_their_distance(
    made: dict[str, Ran], behaviour: str, least_m: float, most_m: float
) -> None:
    one, rows = _rows(made, behaviour)
    for row in rows:
        apart = _apart_m(one, row)
        assert np.median(apart) >= least_m and np.quantile(apart, 0.95) <= most_m, row["event_id"]


@pytest.mark.parametrize("behaviour", ["tow", "barge_alongside", "twin_transponder"])
def test_they_travel_together_all_the_time(made: dict[str, Ran], behaviour: str) -> None:
    """Before and after they rest: that is what tells them from ships that met."""
    one, rows = _rows(made, behaviour)
    for row in rows:
        assert row["end_utc"] - row["start_utc"] >= timedelta(hours=71)  # type: ignore[operator]
        assert _apart_m(one, row).max() <= 1500.0


@pytest.mark.parametrize("behaviour", ["bunkering_at_anchor", "bunkering_at_sea", "sts_decoy",
                                       "sts_clone", "sts_satellite_bursts"])  # fmt: skip
def test_they_lie_alongside(made: dict[str, Ran], behaviour: str) -> None:
    one, rows = _rows(made, behaviour)
    pairs = [r for r in rows if r["other_mmsi"]]
    assert pairs
    for row in pairs:
        pair = together(one.tracks, *one.ships(row))
        assert pair.longest_h() >= 1.5, row["event_id"]


def test_a_decoy_sends_the_same_number_from_elsewhere(made: dict[str, Ran]) -> None:
    one, rows = _rows(made, "sts_decoy")
    table = pl.read_parquet(one.summary.ais)
    for row in [r for r in rows if r["kind"] == "identity"]:
        about = json.loads(str(row["detail"]))
        said = table.filter(
            (pl.col("mmsi") == about["shared_mmsi"])
            & pl.col("timestamp").is_between(row["start_utc"], row["end_utc"])
        ).sort("timestamp")  # fmt: skip
        places = said.select("lat", "lon").to_numpy()
        steps = np.asarray(distance_m(*places[:-1].T, *places[1:].T))
        assert (steps > 20_000.0).sum() >= 20, "two transmitters take turns under one number"


def test_a_ferry_comes_back_to_the_same_two_landings(made: dict[str, Ran]) -> None:
    one, rows = _rows(made, "ferry")
    for row in rows:
        ship = one.tracks.filter(pl.col("ship") == one.ships(row)[0])
        still = ship.filter(pl.col("sog_kn") < 0.1)
        places = still.select(pl.col("lat_deg").round(3), pl.col("lon_deg").round(3)).unique()
        assert still.height >= 20 and places.height <= 8


def test_a_garbled_message_is_one_of_many(made_once: MadeOnce, tmp_path: Path) -> None:
    """The feed's static messages, as NMEA: table formats repeat a ship's last good claim."""
    one = ran(made_once, "garbled", seed=1002, hours=48, vessels=40, scenario="heard_badly",
              mean_interval_min=10)  # fmt: skip
    read = ingest((str(one.summary.ais),), tmp_path, Options(), progress=lambda _what, _share: None)
    statics = pl.concat(list(read.archive.statics_by_day()))
    _, rows = _rows({"": one}, "garbled_statics")
    for row in rows:
        said = statics.filter(pl.col("mmsi") == row["mmsi"])["name"].value_counts()
        assert said["count"].max() >= 0.7 * said["count"].sum() and said.height > 1


def test_nobody_is_heard_in_an_outage_of_the_feed(made: dict[str, Ran]) -> None:
    one, rows = _rows(made, "feed_outage")
    table = pl.read_parquet(one.summary.ais)
    for row in rows:
        radius_nm = json.loads(str(row["detail"]))["radius_nm"] or 20_000.0
        inside = table.filter(
            pl.col("timestamp").is_between(
                row["start_utc"] + timedelta(minutes=10), row["end_utc"] - timedelta(minutes=10)  # type: ignore[operator]
            )
        )  # fmt: skip
        away = distance_m(inside["lat"].to_numpy(), inside["lon"].to_numpy(),
                          row["lat_deg"], row["lon_deg"])  # fmt: skip
        lying = one.truth.filter(pl.col("kind") == "spoofing").height
        assert lying == 0 and (np.asarray(away) > (radius_nm - 2.0) * 1852.0).all()


def test_bursts_are_minutes_long_and_hours_apart(made: dict[str, Ran]) -> None:
    one, rows = _rows(made, "sts_satellite_bursts")
    table = pl.read_parquet(one.summary.ais)
    for row in rows:
        t = table.filter(pl.col("mmsi") == row["mmsi"]).sort("timestamp")["timestamp"]
        gaps = t.diff().dt.total_seconds().drop_nulls().to_numpy()
        assert (gaps > 1800.0).sum() >= 10 and (gaps < 600.0).mean() > 0.6
