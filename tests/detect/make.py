"""Rows of fact tables, written by hand: what a test does not name has a plain default."""

from datetime import datetime, timedelta
from typing import Any

import polars as pl

from seawarden.schema import CONTACTS, COVERAGE, HULLS, SILENCES, STAYS, conform

from .sea import T0

OPEN_SEA = (33.1, 124.2)
NAMPO = (38.7167, 125.4)


def at(hours: float) -> datetime:
    return T0 + timedelta(hours=hours)


def hull(mmsi: int, **more: Any) -> dict[str, Any]:
    return {
        "hull": mmsi * 100_000, "mmsi": mmsi, "station": "ship", "ais_class": 1,
        "start_utc": at(0), "end_utc": at(240), "n_reports": 100, "start_lat_deg": 0.0,
        "start_lon_deg": 0.0, "end_lat_deg": 0.0, "end_lon_deg": 0.0, "track_nm": 1.0,
        "heard_h": 1.0, "first_row": 0, "last_row": 9, **more,
    }  # fmt: skip


def hulls(*rows: dict[str, Any]) -> pl.DataFrame:
    return conform(pl.DataFrame(list(rows), infer_schema_length=None), HULLS)


def stay(mmsi: int = 1, start_h: float = 0.0, hours: float = 10.0,
         where: tuple[float, float] = OPEN_SEA, **more: Any) -> dict[str, Any]:  # fmt: skip
    lat, lon = where
    return {
        "hull": mmsi * 100_000, "mmsi": mmsi, "start_utc": at(start_h),
        "end_utc": at(start_h + hours), "is_open": False, "n_reports": 60, "lat_deg": lat,
        "lon_deg": lon, "start_lat_deg": lat, "start_lon_deg": lon, "end_lat_deg": lat,
        "end_lon_deg": lon, "mean_sog_kn": 0.8, "max_sog_kn": 1.5, "stopped_h": 1.0,
        "spread_m": 2500.0, "track_nm": 8.0, "observed_h": hours, "inferred_h": 0.0,
        "longest_silence_h": 0.2, "first_row": 0, "last_row": 9, **more,
    }  # fmt: skip


def stays(*rows: dict[str, Any]) -> pl.DataFrame:
    return conform(pl.DataFrame(list(rows), infer_schema_length=None), STAYS)


def contacts(start_h: float, slots: int, *, metres: float = 60.0, hulls: tuple[int, int] = (1, 2),
             where: tuple[float, float] = OPEN_SEA, sog_kn: float = 0.6, gap_s: float = 180.0,
             skip: range = range(0)) -> pl.DataFrame:  # fmt: skip
    """A pair near each other on every grid time but those skipped."""
    n = [i for i in range(slots) if i not in skip]
    frame = pl.DataFrame({"time_utc": [at(start_h) + timedelta(minutes=10 * i) for i in n]})
    return conform(
        frame.with_columns(
            hull=pl.lit(hulls[0] * 100_000), other_hull=pl.lit(hulls[1] * 100_000),
            lat_deg=pl.lit(where[0]), lon_deg=pl.lit(where[1]), east_m=pl.lit(metres),
            north_m=pl.lit(0.0), distance_m=pl.lit(metres), sigma_m=pl.lit(28.0),
            sog_kn=pl.lit(sog_kn), other_sog_kn=pl.lit(sog_kn), gap_s=pl.lit(gap_s),
            row=pl.int_range(pl.len()), other_row=pl.int_range(pl.len()) + 1000,
        ),
        CONTACTS,
    )  # fmt: skip


def silence(mmsi: int = 1, start_h: float = 24.0, hours: float = 10.0,
            where: tuple[float, float] = OPEN_SEA, **more: Any) -> dict[str, Any]:  # fmt: skip
    lat, lon = where
    return {
        "hull": mmsi * 100_000, "mmsi": mmsi, "ais_class": 1, "start_utc": at(start_h),
        "end_utc": at(start_h + hours), "is_open": False, "duration_h": hours,
        "start_lat_deg": lat, "start_lon_deg": lon, "end_lat_deg": lat + 0.05,
        "end_lon_deg": lon + 0.05, "start_sog_kn": 3.0, "start_cog_deg": 45.0, "end_sog_kn": 3.0,
        "end_cog_deg": 45.0, "distance_m": 7200.0, "implied_speed_kn": 0.4,
        "mean_interval_s": 180.0, "n_before_12h": 200, "first_row": 0, "last_row": 9, **more,
    }  # fmt: skip


def silences(*rows: dict[str, Any]) -> pl.DataFrame:
    return conform(pl.DataFrame(list(rows), infer_schema_length=None), SILENCES)


def coverage(per_hour: int = 60, where: tuple[float, float] = OPEN_SEA, hours: int = 72,
             deaf: range = range(0), wide: int = 6,
             ais_class: int = 1) -> pl.DataFrame:  # fmt: skip
    """Reports heard in every cell around a place in every hour but the deaf ones."""
    row, column = int((where[0] + 90) / 0.25), int((where[1] + 180) / 0.25)
    rows = [
        {
            "cell": r * 1440 + c % 1440, "hour_utc": at(h), "ais_class": ais_class,
            "receiver": None, "n_reports": per_hour, "n_hulls": 3, "heard_h": 3.0,
        }
        for r in range(row - wide, row + wide + 1)
        for c in range(column - wide, column + wide + 1)
        for h in range(hours)
        if h not in deaf
    ]  # fmt: skip
    return conform(pl.DataFrame(rows), COVERAGE)
