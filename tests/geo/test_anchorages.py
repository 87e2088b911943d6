"""An anchorage is where many hulls lay alone; a transfer area is not one."""

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from seawarden.errors import SchemaError
from seawarden.geo import anchorages
from seawarden.geo.places import Places
from seawarden.schema import STAYS, conform

T0 = datetime(2026, 3, 1, tzinfo=UTC)


def stays(rows: list[tuple[int, float, float, float]], hours: float = 20.0) -> pl.DataFrame:
    """STAYS of (hull, start in hours, lat, lon), each holding its ground for `hours`."""
    frame = pl.DataFrame(
        {
            "hull": [r[0] for r in rows],
            "mmsi": [r[0] for r in rows],
            "start_utc": [T0 + timedelta(hours=r[1]) for r in rows],
            "end_utc": [T0 + timedelta(hours=r[1] + hours) for r in rows],
            "lat_deg": [r[2] for r in rows],
            "lon_deg": [r[3] for r in rows],
        }
    ).with_columns(
        is_open=pl.lit(False), n_reports=pl.lit(100), mean_sog_kn=pl.lit(0.1),
        stopped_h=pl.lit(hours), spread_m=pl.lit(120.0), track_nm=pl.lit(1.0),
        observed_h=pl.lit(hours), inferred_h=pl.lit(0.0), longest_silence_h=pl.lit(0.1),
        first_row=pl.lit(0), last_row=pl.lit(1),
        start_lat_deg="lat_deg", start_lon_deg="lon_deg",
        end_lat_deg="lat_deg", end_lon_deg="lon_deg",
    )  # fmt: skip
    return conform(frame, STAYS)


def test_six_ships_that_lay_apart_make_an_anchorage() -> None:
    found = anchorages.learn(
        stays([(i, i * 3.0, 31.2 + i * 0.004, 123.1) for i in range(6)]), ship_days=300
    )
    assert found.height > 0
    assert found.schema == anchorages.SCHEMA
    at = Places(found)
    assert at.kind(np.array([31.21, 33.0]), np.array([123.1, 124.0])).tolist() == [
        "anchorage",
        "open sea",
    ]


def test_three_pairs_alongside_do_not() -> None:
    """Six hulls, but two by two: a transfer area must not hide its own transfers."""
    rows = [(i, (i // 2) * 30.0, 31.2 + (i % 2) * 0.0005, 123.1) for i in range(6)]
    assert anchorages.learn(stays(rows), ship_days=300).is_empty()


def test_short_stops_and_wide_drifts_do_not_count() -> None:
    rows = [(i, i * 30.0, 31.2, 123.1) for i in range(9)]
    assert anchorages.learn(stays(rows, hours=6.0), ship_days=300).is_empty()
    drift = stays(rows).with_columns(spread_m=pl.lit(3000.0))
    assert anchorages.learn(drift, ship_days=300).is_empty()


def test_one_ship_that_comes_back_nine_times_is_one_ship() -> None:
    assert anchorages.learn(stays([(1, i * 30.0, 31.2, 123.1) for i in range(9)]), 300).is_empty()


def test_more_data_asks_for_more_hulls() -> None:
    asked = [anchorages.hulls_asked(d) for d in (0, 100, 10_000, 100_000, 1e7)]
    assert asked == sorted(asked)
    assert asked[0] == 4.0
    assert asked[-1] == 20.0


def test_an_anchorage_across_180_is_one() -> None:
    rows = [(i, i * 30.0, 52.5, 180.0 - 0.003 + 0.001 * i) for i in range(6)]
    rows = [(h, s, la, lo - 360.0 if lo >= 180.0 else lo) for h, s, la, lo in rows]
    assert anchorages.learn(stays(rows), 300).height > 0


def test_a_port_is_not_an_anchorage() -> None:
    assert anchorages.learn(
        stays([(i, i * 30.0, 38.7167, 125.4) for i in range(9)]), 300
    ).is_empty()


def test_nothing_in_nothing_out_and_a_missing_column_is_named() -> None:
    assert anchorages.learn(STAYS.empty(), 0).schema == anchorages.SCHEMA
    with pytest.raises(SchemaError, match="table STAYS: column 'spread_m' is missing"):
        anchorages.learn(STAYS.empty().drop("spread_m"), 0)
