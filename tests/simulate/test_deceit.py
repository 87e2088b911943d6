"""What ships say against what they did: lies, clones, silences, dirty packets, radar scenes."""

import json
from datetime import timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from seawarden.geo.coast import is_land
from seawarden.geo.sphere import distance_m
from seawarden.simulate import run
from seawarden.simulate.radio.false_positions import Falsification, circle, offset, standing

from .conftest import Ran


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ran, pl.DataFrame]:
    """The default scenario at a mean interval of two minutes, so that everything is heard."""
    folder = tmp_path_factory.mktemp("deceit")
    made = run(folder, seed=6, hours=60, vessels=110, format="parquet", mean_interval_min=2)
    ran = Ran(folder, made, pl.read_parquet(folder / "truth.parquet"),
              pl.read_parquet(folder / "tracks_truth.parquet"))  # fmt: skip
    return ran, pl.read_parquet(made.ais)


def _off(ran: Ran, table: pl.DataFrame, row: dict[str, object]) -> np.ndarray:
    """Return how far the reports in a row's span lie from the true track, in metres."""
    ship = ran.ships(row)[0]
    said = table.filter(
        (pl.col("mmsi") == row["mmsi"])
        & pl.col("timestamp").is_between(row["start_utc"], row["end_utc"])
    ).sort("timestamp")
    true = ran.tracks.filter(pl.col("ship") == ship).sort("time_utc")
    t = said["timestamp"].dt.epoch("ms").to_numpy()
    at = true["time_utc"].dt.epoch("ms").to_numpy()
    lat = np.interp(t, at, true["lat_deg"].to_numpy())
    lon = np.interp(t, at, true["lon_deg"].to_numpy())
    return np.asarray(distance_m(lat, lon, said["lat"].to_numpy(), said["lon"].to_numpy()))


def test_a_spoofing_ship_is_not_where_she_says(heard: tuple[Ran, pl.DataFrame]) -> None:
    ran, table = heard
    rows = ran.truth.filter(pl.col("behaviour").str.starts_with("spoofing_"))
    shapes = {"circle", "offset", "teleport", "replay", "on_land"}
    assert set(rows["behaviour"].str.strip_prefix("spoofing_")) == shapes
    for row in rows.filter(pl.col("behaviour").is_in(
        ["spoofing_offset", "spoofing_teleport", "spoofing_on_land"]
    )).iter_rows(named=True):  # fmt: skip
        away = _off(ran, table, row)
        assert away.size > 20 and np.median(away) > 5_000.0, row["behaviour"]


def test_an_honest_ship_is_where_she_says(heard: tuple[Ran, pl.DataFrame]) -> None:
    """Five-minute truth interpolated through turns is good to some hundred metres."""
    ran, table = heard
    jams = ran.truth.filter(pl.col("behaviour") == "interference")
    for row in ran.truth.filter(pl.col("behaviour") == "sts_tanker").iter_rows(named=True):
        away = _off(ran, table, row)
        assert np.median(away) < 30.0 and (jams.height or away.max() < 500.0)


def test_on_land_is_on_land(heard: tuple[Ran, pl.DataFrame]) -> None:
    ran, table = heard
    row = ran.truth.filter(pl.col("behaviour") == "spoofing_on_land").row(0, named=True)
    said = table.filter(
        (pl.col("mmsi") == row["mmsi"])
        & pl.col("timestamp").is_between(row["start_utc"], row["end_utc"], closed="left")
    )
    assert is_land(said["lat"].to_numpy(), said["lon"].to_numpy()).all()


def test_the_gaps_of_truth_are_silent(heard: tuple[Ran, pl.DataFrame]) -> None:
    ran, table = heard
    for row in ran.truth.filter(pl.col("kind") == "gap").iter_rows(named=True):
        inside = table.filter(
            (pl.col("mmsi") == row["mmsi"])
            & pl.col("timestamp").is_between(row["start_utc"], row["end_utc"], closed="none")
        )
        assert inside.height == 0, row["event_id"]


def test_a_new_identity_follows_the_old(heard: tuple[Ran, pl.DataFrame]) -> None:
    ran, table = heard
    row = ran.truth.filter(pl.col("behaviour") == "identity_change").row(0, named=True)
    detail = json.loads(row["detail"])
    old = table.filter(pl.col("mmsi") == row["mmsi"])["timestamp"]
    new = table.filter(pl.col("mmsi") == detail["new_mmsi"])
    assert old.max() <= row["start_utc"] <= row["end_utc"] <= new["timestamp"].min()
    assert set(new["name"]) == {detail["new_name"]} and new["imo"].is_null().all()


def test_a_cloned_mmsi_is_in_two_places_at_once(heard: tuple[Ran, pl.DataFrame]) -> None:
    ran, table = heard
    row = ran.truth.filter(pl.col("behaviour") == "identity_clone").row(0, named=True)
    mine = table.filter(pl.col("mmsi") == row["mmsi"])
    assert mine["length"].n_unique() == 2  # two hulls under one number
    assert mine.height > 1.6 * table.height / 110


def test_late_packets_arrive_after_younger_ones(heard: tuple[Ran, pl.DataFrame]) -> None:
    """Rows stand in order of arrival; only the dirty feed is out of order of time."""
    ran, table = heard
    dirty = set()
    for detail in ran.truth.filter(pl.col("behaviour") == "dirty_feed")["detail"]:
        dirty |= {ship["mmsi"] for ship in json.loads(detail)["ships"]}
    clean = table.filter(~pl.col("mmsi").is_in(dirty))
    assert clean["timestamp"].is_sorted()
    late = table.with_columns(pl.col("timestamp").cum_max().alias("newest")).filter(
        pl.col("mmsi").is_in(dirty)
    )
    assert (late["newest"] - late["timestamp"]).max() > timedelta(hours=12)
    twice = table.filter(pl.col("mmsi").is_in(dirty)).select("mmsi", "timestamp").is_duplicated()
    assert twice.sum() > 100


def test_a_draught_changes_after_a_transfer(heard: tuple[Ran, pl.DataFrame]) -> None:
    ran, table = heard
    checked = 0
    for row in ran.truth.filter(pl.col("behaviour") == "sts_coal").iter_rows(named=True):
        detail = json.loads(row["detail"])
        for mmsi in (row["mmsi"], row["other_mmsi"]):
            mine = table.filter(pl.col("mmsi") == mmsi).sort("timestamp")
            before = mine.filter(pl.col("timestamp") < row["end_utc"])["draught"][-1]
            after = mine.filter(pl.col("timestamp") > row["end_utc"] + timedelta(hours=5))
            if after.height:
                change = after["draught"][0] - before
                assert (change < 0) == (mmsi == detail["giver"]) and abs(change) >= 0.5
                checked += 1
    assert checked


def test_sightings_name_their_scene_and_see_the_dark_ship(tmp_path: Path) -> None:
    """Over many scenes: the right columns, some dark ships found, some clutter."""
    dark = clutter = 0
    for seed in range(6):
        run(tmp_path, seed=seed, hours=30, vessels=60, mean_interval_min=60)
        rows = pl.read_csv(tmp_path / "sightings.csv")
        assert rows.columns == ["time_utc", "lat_deg", "lon_deg", "sigma_m", "length_m",
                                "heading_deg", "sensor", "scene_id"]  # fmt: skip
        truth = pl.read_parquet(tmp_path / "sightings_truth.parquet")
        assert truth["line"].to_list() == list(range(2, rows.height + 2))
        assert rows["scene_id"].str.starts_with("SIMULATED-S").all()
        dark += int(truth["is_dark"].sum())
        clutter += int((truth["mmsis"].list.len() == 0).sum())
        tracks = pl.read_parquet(tmp_path / "tracks_truth.parquet")
        _near_their_ships(rows, truth, tracks)
    assert dark >= 3 and clutter >= 1


def _near_their_ships(rows: pl.DataFrame, truth: pl.DataFrame, tracks: pl.DataFrame) -> None:
    times = rows["time_utc"].str.to_datetime("%Y-%m-%dT%H:%M:%SZ", time_zone="UTC")
    for time, row, who in zip(times, rows.iter_rows(named=True), truth["ships"], strict=True):
        for ship in who:
            mine = tracks.filter(pl.col("ship") == ship)
            at = mine[int((mine["time_utc"] - time).abs().arg_min())]  # type: ignore[arg-type]
            away = distance_m(row["lat_deg"], row["lon_deg"], at["lat_deg"][0], at["lon_deg"][0])
            assert float(away) < 400.0 + 150.0 * 0.5144 * float(at["sog_kn"][0]) * 1.1


def test_lies_touch_only_their_span() -> None:
    t = np.arange(0.0, 100.0, 10.0)
    fixes = (np.full(10, 30.0), np.full(10, 125.0), np.zeros(10), np.zeros(10))
    for change in (circle(31.0, 125.0, 500.0, 8.0), offset(900.0, 0.0), standing(20.0, 120.0)):
        reported = Falsification(30.0, 60.0, change).applied_to(t, fixes)
        moved = distance_m(reported[0], reported[1], *fixes[:2]) > 1.0
        assert moved.tolist() == [30.0 <= x < 60.0 for x in t]
    assert (fixes[0] == 30.0).all()  # the truth itself is untouched


def test_a_circle_is_round_and_as_fast_as_it_says() -> None:
    t = np.arange(0.0, 3600.0, 5.0)
    zero = np.zeros(t.size)
    lat, lon, east, north = circle(31.0, 122.0, 800.0, 9.0)(t, (zero, zero, zero, zero))
    assert np.allclose(distance_m(lat, lon, 31.0, 122.0), 800.0, atol=3.0)
    assert np.allclose(np.hypot(east, north) / 0.514444, 9.0, atol=1e-3)
    step = distance_m(lat[:-1], lon[:-1], lat[1:], lon[1:]) / 5.0
    assert np.allclose(step / 0.514444, 9.0, atol=0.1)
