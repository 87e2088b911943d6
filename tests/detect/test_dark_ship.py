"""A dark ship is one that a sensor saw, that must send, and that would have been heard."""

import json

import polars as pl

from seawarden.detect import dark_ship
from seawarden.geo.sphere import destination
from seawarden.schema import COVERAGE, FIXES, SIGHTINGS

from .make import OPEN_SEA, coverage
from .scenes import fix, hulls, sighting, sightings


def found(*rows: dict[str, object], fixes: pl.DataFrame | None = None,
          heard: pl.DataFrame | None = None) -> pl.DataFrame:  # fmt: skip
    seen = sightings(list(rows)) if rows else SIGHTINGS.empty()
    return dark_ship.detect(
        seen, FIXES.empty() if fixes is None else fixes, hulls({4: 120, 5: 90}),
        coverage() if heard is None else heard,
    )  # fmt: skip


def test_a_large_ship_that_nobody_heard_is_dark() -> None:
    out = found(sighting(0, *OPEN_SEA, length_m=140.0))
    assert out["confidence"][0] > 0.8
    assert out["mmsi"].to_list() == [None]
    assert json.loads(out["detail"][0])["sighting_id"] == "s000"


def test_a_small_boat_need_not_send_and_may_be_a_wave() -> None:
    assert (
        found(sighting(0, *OPEN_SEA, length_m=22.0)).filter(pl.col("confidence") > 0.2).is_empty()
    )


def test_where_nobody_is_heard_silence_proves_nothing() -> None:
    out = found(sighting(0, *OPEN_SEA, length_m=140.0), heard=COVERAGE.empty())
    assert out["confidence"][0] < 0.2


def test_a_ship_that_was_sending_is_not_dark() -> None:
    row = sighting(0, *OPEN_SEA, length_m=118.0)
    near = fix(sightings([row]), 4, {"before": (-0.1, *OPEN_SEA, 0.2, 0.0, 0.0),
                                     "after": (0.1, *OPEN_SEA, 0.2, 0.0, 0.0)})  # fmt: skip
    assert found(row, fixes=near).is_empty()


def test_a_ship_that_fell_silent_hours_ago_is_dark_and_named() -> None:
    row = sighting(0, *OPEN_SEA, length_m=118.0)
    near = fix(sightings([row]), 4, {"before": (-4.0, *OPEN_SEA, 0.2, 0.0, 0.0),
                                     "after": (5.0, *OPEN_SEA, 0.2, 0.0, 0.0)})  # fmt: skip
    out = found(row, fixes=near)
    assert out["mmsi"].to_list() == [4]
    assert out["first_row"].to_list() == [7]
    assert out["confidence"][0] > 0.5


def test_two_dark_ships_of_one_image_are_two_events() -> None:
    away = destination(*OPEN_SEA, 90.0, 5000.0)
    out = found(sighting(0, *OPEN_SEA, length_m=140.0),
                sighting(1, *map(float, away), length_m=140.0))  # fmt: skip
    assert out["event_id"].n_unique() == 2


def test_the_nearest_candidates_are_told_with_the_reason_against_them() -> None:
    row = sighting(0, *OPEN_SEA, length_m=200.0)
    off = tuple(map(float, destination(*OPEN_SEA, 90.0, 4000.0)))
    near = fix(sightings([row]), 5, {"before": (-0.05, *off, 0.2, 0.0, 0.0),
                                     "after": (0.05, *off, 0.2, 0.0, 0.0)})  # fmt: skip
    told = json.loads(found(row, fixes=near)["detail"][0])["candidates"]
    assert told[0]["mmsi"] == 5
    assert told[0]["p"] < 0.01
    assert told[0]["why"].startswith("4.0 km from where she was to be")
    assert "her length is 90 m" in told[0]["why"]


def test_a_doubtful_detection_is_a_doubtful_dark_ship() -> None:
    sure, doubtful = (
        found(sighting(0, *OPEN_SEA, length_m=60.0, detection=d))["confidence"][0]
        for d in (0.95, 0.1)
    )
    assert sure > 0.6
    assert doubtful < 0.4
