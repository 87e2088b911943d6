"""FIXES are each hull's reports around a scene: the same as by looking at every report."""

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawarden.facts.fixes import COLUMNS, Params, fixes, scenes_of, window
from seawarden.schema import FIXES, HULLS, JUMPS, REPORTS, SIGHTINGS, conform
from seawarden.units import AIS_UNITS_PER_DEG

T0 = datetime(2026, 3, 1, tzinfo=UTC)


def seen(*rows: tuple[float, float, float], scene: str | None = "a") -> pl.DataFrame:
    """SIGHTINGS of (hours, lat, lon)."""
    frame = pl.DataFrame(
        [
            {"sighting_id": f"s{i}", "time_utc": T0 + timedelta(hours=h), "lat_deg": lat,
             "lon_deg": lon, "sensor": "sar", "scene_id": scene, "file_id": 0, "line": i + 2}
            for i, (h, lat, lon) in enumerate(rows)
        ]
    )  # fmt: skip
    return conform(frame, SIGHTINGS)


def heard(rows: list[tuple[float, int, float, float]]) -> pl.DataFrame:
    """REPORTS of (hours, mmsi, lat, lon), in time order."""
    frame = pl.DataFrame(
        [
            {"time_utc": T0 + timedelta(hours=h), "mmsi": mmsi,
             "lat_aisu": round(lat * AIS_UNITS_PER_DEG),
             "lon_aisu": round(((lon + 180) % 360 - 180) * AIS_UNITS_PER_DEG), "sog_kn": 5.0,
             "cog_deg": 10.0, "heading_deg": 11.0, "ais_class": 1, "file_id": 0, "line": i + 1}
            for i, (h, mmsi, lat, lon) in enumerate(rows)
        ]
    )  # fmt: skip
    return conform(frame, REPORTS).sort(*REPORTS.sort)


def hulls(*mmsis: int) -> pl.DataFrame:
    zero = {n: 0 for n, t in HULLS.schema.items() if t.is_numeric()}
    frame = pl.DataFrame(
        [{**zero, "hull": m * 100_000, "mmsi": m, "station": "ship", "start_utc": T0,
          "end_utc": T0} for m in mmsis]
    )  # fmt: skip
    return conform(frame, HULLS)


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 9999), east=st.sampled_from([124.0, 179.98, -179.99]),
       cut=st.integers(1, 40))  # fmt: skip
def test_they_are_those_that_looking_at_every_report_finds(
    seed: int, east: float, cut: int
) -> None:
    """In pieces or at once, near 180 degrees or not; all within what a sensor may misplace."""
    rng = np.random.default_rng(seed)
    rows = sorted(
        (float(rng.uniform(-14, 14)), int(rng.integers(1, 6)), 33 + float(rng.uniform(-0.1, 0.1)),
         east + float(rng.uniform(-0.1, 0.1)))
        for _ in range(40)
    )  # fmt: skip
    reports = heard(rows)
    scene = seen((0.0, 33.0, (east + 180) % 360 - 180), (0.0, 33.1, (east + 180) % 360 - 180))
    pieces = [(0, reports[:cut]), (cut, reports[cut:])]
    out = fixes(pieces, scene, hulls(1, 2, 3, 4, 5), JUMPS.empty())
    assert out.schema == FIXES.schema
    for mmsi in range(1, 6):
        own = reports.with_row_index("row").filter(pl.col("mmsi") == mmsi)
        near = own.filter(pl.col("time_utc").is_between(T0 - timedelta(hours=12),
                                                        T0 + timedelta(hours=12)))  # fmt: skip
        before, after = near.filter(pl.col("time_utc") <= T0), near.filter(pl.col("time_utc") > T0)
        found = out.filter(pl.col("mmsi") == mmsi)
        assert found.height == (near.height > 0)
        if found.height:
            assert found["before_row"].to_list() == [before["row"][-1] if before.height else None]
            assert found["after_row"].to_list() == [after["row"][0] if after.height else None]


def test_a_ship_that_cannot_have_been_there_is_no_candidate() -> None:
    reports = heard([(-1.0, 1, 33.0, 124.0), (-1.0, 2, 33.0, 125.5), (-11.0, 3, 33.0, 125.5)])
    out = fixes([(0, reports)], seen((0.0, 33.0, 124.0)), hulls(1, 2, 3), JUMPS.empty())
    assert out["mmsi"].to_list() == [1, 3]


def test_one_mmsi_on_two_hulls_gives_two_candidates() -> None:
    reports = heard([(-2.0, 1, 33.0, 124.0), (-1.0, 1, 33.4, 124.4), (1.0, 1, 33.4, 124.4)])
    jump = {**{n: 0 for n, t in JUMPS.schema.items() if t.is_numeric()}, "mmsi": 1, "hull": 100_000,
            "other_hull": 100_001, "start_utc": T0 - timedelta(hours=2),
            "end_utc": T0 - timedelta(hours=1), "why": "reach"}  # fmt: skip
    jumps = conform(pl.DataFrame([jump]), JUMPS)
    out = fixes([(0, reports)], seen((0.0, 33.2, 124.2)), hulls(1), jumps)
    assert out["hull"].to_list() == [100_000, 100_001]


def test_an_image_is_one_scene_and_a_flight_is_many() -> None:
    image = seen((0.0, 33.0, 124.0), (0.005, 33.1, 124.0))
    assert scenes_of(image)["scene"].n_unique() == 1
    flight = seen((0.0, 33.0, 124.0), (0.5, 33.1, 124.0), (2.0, 33.1, 124.0), scene=None)
    assert scenes_of(flight)["scene"].n_unique() == 3
    assert scenes_of(SIGHTINGS.empty()).is_empty()


def test_only_the_hours_around_scenes_are_asked_for() -> None:
    spans = window(seen((0.0, 33.0, 124.0), (1.0, 33.0, 124.0), (48.0, 33.0, 124.0)), Params())
    hours = [(b - a) / 3_600_000 for a, b in spans]
    assert hours == pytest.approx([25.0, 24.0], abs=0.01)


def test_no_sightings_and_no_reports_give_the_empty_table() -> None:
    none = fixes([(0, heard([(0.0, 1, 33.0, 124.0)]))], SIGHTINGS.empty(), hulls(1), JUMPS.empty())
    assert none.equals(FIXES.empty())
    assert fixes([], seen((0.0, 33.0, 124.0)), hulls(1), JUMPS.empty()).equals(FIXES.empty())
    assert set(COLUMNS) <= set(REPORTS.names)
