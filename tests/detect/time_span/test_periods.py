"""Time divided into periods: each is judged by its own facts and its halo's, and by no others."""

from collections.abc import Mapping

import polars as pl
import pytest

from seawarden.detect.contract import SCHEMA
from seawarden.detect.time_span.periods import Periods, by_period
from seawarden.schema import STAYS

from ..make import at, stay, stays

DAY = Periods(period_h=24.0, halo_h=6.0)
"""T0 is a midnight, so that periods of a day are days."""


def asked(*hours: float, periods: Periods = DAY) -> list[list[float]]:
    """The starts (hours after T0) that the finder was shown, call by call."""
    calls: list[list[float]] = []

    def find(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
        starts = tables["STAYS"]["start_utc"]
        calls.append(sorted((x - at(0)).total_seconds() / 3600 for x in starts))
        return SCHEMA.to_frame()

    rows = [stay(1, h, 0.5) for h in hours]
    by_period(find, {"STAYS": stays(*rows) if rows else STAYS.empty()}, periods)
    return calls


@pytest.mark.parametrize(
    ("hours", "calls"),
    [
        ((1.0, 20.0), [[1.0, 20.0]]),
        ((1.0, 20.0, 40.0), [[1.0, 20.0], [20.0, 40.0]]),  # 20 h lies within six hours of 24 h
        ((1.0, 17.0, 40.0), [[1.0, 17.0], [40.0]]),
        ((1.0, 29.0, 40.0), [[1.0, 29.0], [29.0, 40.0]]),
        ((1.0, 31.0), [[1.0], [31.0]]),
        ((1.0, 100.0), [[1.0], [100.0]]),  # empty days are not asked about
    ],
)
def test_a_period_sees_its_halo(hours: tuple[float, ...], calls: list[list[float]]) -> None:
    assert asked(*hours) == calls


def test_what_begins_in_a_period_is_found_once() -> None:
    """The finder finds all that it sees; what the halo shows belongs to the other period."""

    def find(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
        seen = tables["STAYS"]
        columns = {c: pl.lit(None, dtype) for c, dtype in SCHEMA.items()}
        return seen.select("hull", "start_utc").with_columns(
            **{c: v for c, v in columns.items() if c not in ("hull", "start_utc")}
        ).select(pl.col(c).cast(SCHEMA[c]) for c in SCHEMA)  # fmt: skip

    made = stays(*(stay(1, h, 0.5) for h in (1.0, 20.0, 24.0, 25.0, 47.9, 48.0, 50.0)))
    found = by_period(find, {"STAYS": made}, DAY)
    assert found.height == 7
    assert found["start_utc"].is_sorted()


def test_no_facts_are_asked_about_once() -> None:
    assert asked() == [[]]


def test_a_detector_run_by_period_looks_as_far_as_period_and_halo() -> None:
    assert (DAY.needs.before_h, DAY.needs.after_h) == (30.0, 30.0)
    assert DAY.needs.metres > 20_000_000.0  # half way round the earth
