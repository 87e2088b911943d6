"""HULLS: a span of reports under one MMSI that one physical ship can have sent."""

import polars as pl

from ...ids.mmsi import stations
from ...schema import HULLS, conform
from ...units import M_PER_NM, MS_PER_H
from ..pairing import Array
from ..span import Span
from .columns import deg, time


def hulls(span: Span, hull: Array) -> pl.DataFrame:
    """Return HULLS; `hull` (tracks,) is the hull of each track."""
    t = span.tracks
    first, last = t["first"], t["last"]
    frame = pl.DataFrame(
        {
            "hull": hull,
            "mmsi": t["mmsi"],
            "start_utc": time(first["t"]),
            "end_utc": time(last["t"]),
            "n_reports": t["n"] + t["n_same"],
            "n_a": t["n_a"],
            "n_b": t["n_b"],
            "start_lat_deg": deg(first["lat"]),
            "start_lon_deg": deg(first["lon"]),
            "end_lat_deg": deg(last["lat"]),
            "end_lon_deg": deg(last["lon"]),
            "track_nm": t["dm"] / 10 / M_PER_NM,
            "heard_h": t["heard_ms"] / MS_PER_H,
            "first_row": first["row"],
            "last_row": last["row"],
        }
    ).sort("hull", "first_row")
    frame = frame.group_by("hull", maintain_order=True).agg(
        pl.col("mmsi", "start_utc", "start_lat_deg", "start_lon_deg", "first_row").first(),
        pl.col("end_utc", "end_lat_deg", "end_lon_deg", "last_row").sort_by("last_row").last(),
        pl.col("n_reports", "n_a", "n_b", "track_nm", "heard_h").sum(),
    )
    frame = frame.with_columns(
        station=pl.Series(stations(frame["mmsi"]), dtype=pl.String),
        ais_class=pl.when(pl.max_horizontal("n_a", "n_b") == 0)
        .then(0)
        .when(pl.col("n_b") > pl.col("n_a"))
        .then(2)
        .otherwise(1),
    )
    return conform(frame, HULLS)
