"""Thinned tracks: which ships a view holds, against a plain look at the reports."""

from datetime import timedelta

import numpy as np
import pytest

from seawarden.geo.sphere import distance_m
from seawarden.pipeline.floor.desk import Desk
from seawarden.pipeline.floor.layers import LAYERS, ellipse, layer
from seawarden.pipeline.floor.tracks import Params, TrailCache, view
from seawarden.units import MPS_PER_KN

from .test_desk import NOW, desk  # noqa: F401

WORLD = (-180.0, -90.0, 180.0, 90.0)


def test_the_whole_view_holds_every_ship_that_was_heard(desk: Desk) -> None:  # noqa: F811
    snapshot = desk.snapshot(NOW)
    assert snapshot.ends
    found = view(snapshot, TrailCache(), WORLD, *snapshot.ends)
    heard = set(snapshot.docket.sql("SELECT DISTINCT mmsi FROM trails")["mmsi"])
    assert set(found.mmsi.tolist()) == heard
    assert not found.is_thinned


def test_a_small_view_is_the_reports_themselves(desk: Desk) -> None:  # noqa: F811
    snapshot = desk.snapshot(NOW)
    assert snapshot.ends
    case = snapshot.cases[0]
    lat, lon = case["lat_deg"], case["lon_deg"]
    box = (lon - 0.2, lat - 0.2, lon + 0.2, lat + 0.2)
    first, last = case["start_utc"], case["end_utc"] + timedelta(hours=1)
    found = view(snapshot, TrailCache(), box, first, last)
    reports = snapshot.docket.sql("SELECT mmsi, time_utc, lat_aisu, lon_aisu FROM reports")
    lats, lons = reports["lat_aisu"].to_numpy() / 6e5, reports["lon_aisu"].to_numpy() / 6e5
    times = reports["time_utc"].dt.replace_time_zone(None).to_numpy()
    low, high = (np.datetime64(t.replace(tzinfo=None)) for t in (first, last))
    inside = (np.abs(lats - lat) <= 0.2) & (np.abs(lons - lon) <= 0.2)
    inside &= (times >= low) & (times <= high)
    assert found.lon_deg.size == inside.sum() > 10


@pytest.mark.parametrize("most", [10, 100, 1_000])
def test_thinning_keeps_every_ship(desk: Desk, most: int) -> None:  # noqa: F811
    snapshot = desk.snapshot(NOW)
    assert snapshot.ends
    whole = view(snapshot, TrailCache(), WORLD, *snapshot.ends)
    thin = view(snapshot, TrailCache(), WORLD, *snapshot.ends, Params(most_points=most))
    assert set(thin.mmsi.tolist()) == set(whole.mmsi.tolist())
    assert thin.lon_deg.size <= whole.lon_deg.size
    assert thin.is_thinned == (whole.lon_deg.size > most)


def test_the_bytes_are_read_back_as_the_page_reads_them(desk: Desk) -> None:  # noqa: F811
    snapshot = desk.snapshot(NOW)
    assert snapshot.ends
    found = view(snapshot, TrailCache(), WORLD, *snapshot.ends)
    zero = int(snapshot.ends[0].timestamp())
    raw = found.as_bytes(zero)
    n, total = np.frombuffer(raw, "<u4", 2)
    counts = np.frombuffer(raw, "<u4", n, 8 + 4 * n)
    points = np.frombuffer(raw, "<f4", 2 * total, 8 + 8 * n).reshape(-1, 2)
    assert counts.sum() == total == len(points)
    assert np.array_equal(points[:, 0], found.lon_deg)
    assert np.array_equal(np.cumsum(counts)[:-1], found.starts[1:])
    assert len(raw) == 8 + 8 * n + 12 * total


@pytest.mark.parametrize(("duration_h", "top_kn"), [(2.0, 14.0), (8.0, 10.0), (1.0, 3.0)])
def test_the_rim_of_the_reachable_water_is_as_far_as_she_could_go(
    duration_h: float, top_kn: float
) -> None:
    """Each point of the rim: out and on again takes the whole silence at the top speed."""
    start, end = [124.0, 35.0], [124.1, 35.05]
    longest = max(top_kn * MPS_PER_KN * duration_h * 3600,
                  float(distance_m(start[1], start[0], end[1], end[0])))  # fmt: skip
    for lon, lat in ellipse(start, end, duration_h, top_kn):
        way = distance_m(start[1], start[0], lat, lon) + distance_m(lat, lon, end[1], end[0])
        assert float(way) == pytest.approx(longest, rel=0.02)


@pytest.mark.parametrize("name", sorted(LAYERS))
def test_every_layer_is_geojson(desk: Desk, name: str) -> None:  # noqa: F811
    snapshot = desk.snapshot(NOW)
    assert snapshot.ends
    made = layer(snapshot, name, *snapshot.ends)
    assert made["type"] == "FeatureCollection"
    for feature in made["features"]:
        assert feature["geometry"]["coordinates"]
    if name in ("events", "coverage", "ports"):
        assert made["features"]
