"""Hulls: one MMSI on several ships is split, one ship with a faulty clock is not."""

import polars as pl

from seawarden.facts.span import scan_span
from seawarden.facts.tables import tables

from .traffic import EPOCH_MS, reports

MINUTE = 60_000
MMSI = 440_000_001


def _facts(rows):
    """Rows of (minute, lat, lon, sog, cog)."""
    minute, lat, lon, sog, cog = zip(*sorted(rows), strict=True)
    frame = reports(
        {
            "t": [EPOCH_MS + int(m * MINUTE) for m in minute],
            "mmsi": [MMSI] * len(rows),
            "lat": lat,
            "lon": lon,
            "sog": sog,
            "cog": cog,
        }
    )
    return tables(scan_span([(0, frame)]))


def _north(start_min, n, lat, lon, sog=12.0, every=3.0):
    return [(start_min + i * every, lat + sog * i * every / 3600, lon, sog, 0.0) for i in range(n)]


def test_two_ships_far_apart_under_one_mmsi_are_two_hulls():
    facts = _facts(_north(0, 20, 33.0, 124.0) + _north(1.5, 20, 36.0, 123.0))
    assert facts.hulls.select("hull", "n_reports").rows() == [
        (MMSI * 100_000, 20),
        (MMSI * 100_000 + 1, 20),
    ]
    assert facts.jumps.height == 39  # between every two reports in a row


def test_a_slip_that_stays_is_one_hull_and_the_jump_is_kept():
    """A GNSS fault of 2 km for the rest of the voyage is no second ship."""
    facts = _facts(_north(0, 20, 33.0, 124.0) + _north(60, 20, 33.22, 124.0))
    assert facts.hulls["n_reports"].to_list() == [40]
    jump = facts.jumps.row(0, named=True)
    assert jump["hull"] == jump["other_hull"]
    assert jump["implied_speed_kn"] > 20


def test_two_receivers_whose_clocks_differ_hear_one_ship():
    """One of them stamps its reports four minutes late; the track runs in two strands."""
    true = _north(0, 40, 33.0, 124.0, sog=14.0)
    late = [(m + 4.1, lat, lon, sog, cog) for m, lat, lon, sog, cog in true[::3]]
    facts = _facts(true + late)
    assert facts.hulls.height == 1
    assert facts.hulls["n_reports"].sum() == len(true) + len(late)


def test_two_moored_ships_of_one_mmsi_in_one_harbour_stay_two():
    """Lying still they have no like course: 3 km apart, reporting in turn, they are two."""
    a = [(i * 2.0, 35.10, 129.05, 0.0, 0.0) for i in range(20)]
    b = [(i * 2.0 + 1, 35.127, 129.05, 0.0, 0.0) for i in range(20)]
    assert _facts(a + b).hulls["n_reports"].to_list() == [20, 20]


def test_a_base_station_is_set_apart():
    frame = reports(
        {"t": [EPOCH_MS, EPOCH_MS + 1], "mmsi": [4_401_234] * 2, "lat": [35, 36], "lon": [129, 129]}
    )
    facts = tables(scan_span([(0, frame)]))
    assert facts.hulls.select("station", "n_reports").rows() == [("base", 2)]
    assert facts.stays.height == 0


def test_the_same_second_twice_counts_once():
    frame = reports(
        {
            "t": [EPOCH_MS, EPOCH_MS, EPOCH_MS + MINUTE],
            "mmsi": [MMSI] * 3,
            "lat": [35.0] * 3,
            "lon": [129.0] * 3,
        }
    )
    span = scan_span([(0, frame)])
    assert (span.n_reports, span.n_duplicates) == (3, 1)
    assert tables(span).hulls["n_reports"].to_list() == [2]


def test_a_drift_across_180_degrees_is_one_stay_in_the_right_place():
    lon = [179.99 + 0.002 * i for i in range(12)]
    rows = [(i * 10.0, -45.0, (x + 180) % 360 - 180, 0.5, 90.0) for i, x in enumerate(lon)]
    stay = _facts(rows).stays.row(0, named=True)
    assert abs(abs(stay["lon_deg"]) - 180) < 0.02
    assert stay["spread_m"] < 1500
    assert stay["observed_h"] == 110 / 60


def test_a_silence_tells_what_was_heard_before_it():
    rows = _north(0, 61, 33.0, 124.0, every=1.0) + _north(60 + 300, 30, 34.0, 124.0, every=1.0)
    silence = _facts(rows).silences.row(0, named=True)
    assert silence["duration_h"] == 5.0
    assert silence["mean_interval_s"] == 60.0
    assert silence["n_before_12h"] == 61
    assert not silence["is_open"]


def test_a_ship_heard_every_two_hours_is_not_silent_between():
    rows = _north(0, 12, 33.0, 124.0, sog=5.0, every=120.0)
    assert _facts(rows).silences.filter(~pl.col("is_open")).height == 0
