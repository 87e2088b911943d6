"""The published rules, re-implemented: they find what they are said to find, and fail as said."""

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from benchmarks.truth.rules import bucket_rule, gfw_rule
from benchmarks.truth.rules.pairs_within import pairs_within
from seawarden.geo.places import Places
from seawarden.geo.sphere import distance_m

NOON = datetime(2026, 3, 2, 6, tzinfo=UTC)
OPEN_SEA = (29.5, 125.5)


def drift(
    mmsi: int, hours: float, every_min: float, *, east_m: float = 0.0, start: datetime = NOON,
    lon: float = OPEN_SEA[1], holes: tuple[tuple[float, float], ...] = (),
) -> pl.DataFrame:  # fmt: skip
    """A ship that lies still `east_m` from the place, silent in `holes` (hours from the start)."""
    minutes = np.arange(0.0, hours * 60 + 1e-9, every_min)
    for low, high in holes:
        minutes = minutes[(minutes / 60 < low) | (minutes / 60 > high)]
    away = east_m / (111_195.0 * np.cos(np.radians(OPEN_SEA[0])))
    return pl.DataFrame(
        {
            "time_utc": [start + timedelta(minutes=float(m)) for m in minutes],
            "mmsi": mmsi, "hull": mmsi * 100_000, "lat_deg": OPEN_SEA[0],
            "lon_deg": (lon + away + 180.0) % 360.0 - 180.0, "sog_kn": 0.2, "cog_deg": 90.0,
        },
        schema_overrides={"time_utc": pl.Datetime("ms", "UTC"), "mmsi": pl.UInt32},
    )  # fmt: skip


def both(*parts: pl.DataFrame) -> pl.DataFrame:
    return pl.concat(parts).sort("time_utc", "mmsi")


def hours(events: pl.DataFrame) -> list[float]:
    return [(e - s).total_seconds() / 3600 for s, e in events.select("start_utc", "end_utc").rows()]


def test_both_rules_find_a_pair_seen_every_five_minutes() -> None:
    reports = both(drift(1, 6, 5), drift(2, 6, 5, east_m=60))
    for rule in (gfw_rule, bucket_rule):
        found = rule.events(reports, Places())
        assert found.select("mmsi", "other_mmsi").rows() == [(1, 2)]
        assert hours(found)[0] == pytest.approx(6.0, abs=2.1)  # GFW reckons an hour either way


def test_one_empty_bucket_ends_the_bucket_rule() -> None:
    """Two and a half hours, a missing quarter in the middle: nothing is left of 8 buckets."""
    hole = ((1.2, 1.55),)
    reports = both(drift(1, 2.7, 5, holes=hole), drift(2, 2.7, 5, east_m=60))
    assert bucket_rule.events(reports, Places()).is_empty()
    assert gfw_rule.events(reports, Places()).height == 1


def test_a_silence_of_both_does_not_end_the_grid_rule() -> None:
    """As its own test has it: runs close only on a record without the neighbour."""
    hole = ((1.0, 9.0),)
    reports = both(drift(1, 10, 5, holes=hole), drift(2, 10, 5, east_m=60, holes=hole))
    assert hours(gfw_rule.events(reports, Places()))[0] > 9.0


def test_too_far_apart_is_nothing_to_either() -> None:
    reports = both(drift(1, 6, 5), drift(2, 6, 5, east_m=800))
    assert gfw_rule.events(reports, Places()).is_empty()
    assert bucket_rule.events(reports, Places()).is_empty()


def test_fifty_minutes_are_an_encounter_to_the_grid_rule_by_dead_reckoning_alone() -> None:
    """An hour is reckoned either way, so that 0.8 h seen count as more than two."""
    reports = both(drift(1, 0.8, 5), drift(2, 0.8, 5, east_m=60))
    assert bucket_rule.events(reports, Places()).is_empty()
    assert hours(gfw_rule.events(reports, Places()))[0] > 2.0


def test_courses_across_each_other_are_no_transfer_to_the_bucket_rule() -> None:
    crossed = drift(2, 6, 5, east_m=60).with_columns(cog_deg=pl.lit(0.0))
    assert bucket_rule.events(both(drift(1, 6, 5), crossed), Places()).is_empty()


def test_near_pairs_are_those_that_counting_finds() -> None:
    dice = np.random.default_rng(3)
    n = 120
    steps = pl.DataFrame(
        {"step": dice.integers(0, 4, n), "id": np.arange(n),
         "lat_deg": dice.uniform(29.4, 29.5, n), "lon_deg": 179.95 + dice.uniform(0, 0.1, n)}
    ).with_columns(lon_deg=(pl.col("lon_deg") + 180.0) % 360.0 - 180.0)  # fmt: skip
    found = {(a, b) for a, b in pairs_within(steps, 1500.0).select("id", "other").rows()}
    rows = steps.rows()
    wanted = {
        (a[1], b[1]) for a in rows for b in rows
        if a[1] < b[1] and a[0] == b[0] and distance_m(a[2], a[3], b[2], b[3]) <= 1500.0
    }  # fmt: skip
    assert found == wanted
    assert wanted
