"""The reports around the cases, from which the report draws its maps and plots."""

from datetime import timedelta

import polars as pl

from ...facts.claims import segments_of, with_hull
from ...report import TRACKS
from ...store.archive import Archive
from ...units import AIS_UNITS_PER_DEG

MARGIN = timedelta(hours=6)
"""Shown before and after a case: the approach and the departure."""
_MOST_PER_SHIP = 2_000
"""Points drawn per ship and case; denser tracks are thinned evenly."""


def tracks_of(
    archive: Archive, cases: pl.DataFrame, hulls: pl.DataFrame, jumps: pl.DataFrame, *, most: int
) -> pl.DataFrame:
    """Return the reports of the first `most` cases' ships, as the report wants them."""
    windows = (
        cases.sort("rank")
        .head(most)
        .select("case_id", "start_utc", "end_utc", mmsi=pl.col("mmsis"))
        .explode("mmsi", empty_as_null=True)
        .drop_nulls("mmsi")
        .with_columns(
            pl.col("mmsi").cast(pl.UInt32),
            pl.col("start_utc") - MARGIN,
            pl.col("end_utc") + MARGIN,
        )
        .sort("mmsi", "start_utc")
    )
    if windows.is_empty():
        return TRACKS.to_frame()
    ships = windows["mmsi"].unique().implode()
    columns = ("time_utc", "mmsi", "lat_aisu", "lon_aisu", "sog_kn", "heading_deg")
    start, end = windows["start_utc"].min(), windows["end_utc"].max()
    pieces = [
        piece.filter(pl.col("mmsi").is_in(ships))
        for _, piece in archive.scan(columns, start, end)  # type: ignore[arg-type]
    ]
    reports = pl.concat(pieces) if pieces else None
    if reports is None or reports.is_empty():
        return TRACKS.to_frame()
    near = (
        reports.join(windows, on="mmsi")
        .filter(pl.col("time_utc").is_between("start_utc", "end_utc"))
        .with_columns(
            nth=pl.int_range(pl.len()).over("case_id", "mmsi"), n=pl.len().over("case_id", "mmsi")
        )
        .filter(pl.col("nth") % ((pl.col("n") + _MOST_PER_SHIP - 1) // _MOST_PER_SHIP) == 0)
        .unique(["mmsi", "time_utc", "lat_aisu", "lon_aisu"])
        .sort("time_utc", "mmsi", "lat_aisu")
    )
    return (
        with_hull(near, segments_of(hulls, jumps))
        .with_columns(
            lat_deg=pl.col("lat_aisu") / AIS_UNITS_PER_DEG,
            lon_deg=pl.col("lon_aisu") / AIS_UNITS_PER_DEG,
        )
        .select(pl.col(name).cast(dtype) for name, dtype in TRACKS.items())
    )
