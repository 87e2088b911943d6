"""The reports around the cases, from which the report draws its maps and plots."""

from datetime import timedelta
from functools import partial

import polars as pl

from ...facts.claims import segments_of, with_hull
from ...report import TRACKS
from ...schema import REPORTS
from ...store.archive import Archive
from ...store.kept import Kept
from ...units import AIS_UNITS_PER_DEG
from .growth.day_groups import DayGroup, groups

MARGIN = timedelta(hours=6)
"""Shown before and after a case: the approach and the departure."""
_MOST_PER_SHIP = 2_000
"""Points drawn per ship and case; denser tracks are thinned evenly."""

_COLUMNS = ("time_utc", "mmsi", "lat_aisu", "lon_aisu", "sog_kn", "heading_deg")


def tracks_of(
    archive: Archive, cases: pl.DataFrame, hulls: pl.DataFrame, jumps: pl.DataFrame, *, most: int,
    kept: Kept = Kept(None),
) -> pl.DataFrame:  # fmt: skip
    """Return the reports of the first `most` cases' ships, as the report wants them.

    Those of a day of which an earlier run asked the same are in `kept`.
    """
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
    reports = _reports(archive, windows, kept)
    if reports.is_empty():
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


def _reports(archive: Archive, windows: pl.DataFrame, kept: Kept) -> pl.DataFrame:
    """Return the reports of each window's ship in its time, some days at a time."""
    out = [REPORTS.empty().select(_COLUMNS)]
    for group in groups(archive.days):
        start, end = group.between_utc
        asked = (
            windows.filter((pl.col("start_utc") < end) & (pl.col("end_utc") >= start))
            .select(
                "mmsi", pl.max_horizontal("start_utc", pl.lit(start)),
                pl.min_horizontal("end_utc", pl.lit(end)),
            )
            .unique()
            .sort("mmsi", "start_utc", "end_utc")
        )  # fmt: skip
        if asked.is_empty():
            continue
        parts = "tracks", group.contents(archive, kept), asked.rows()
        out.append(kept.made(parts, partial(_of_group, archive, group, asked)))
    return pl.concat(out)


def _of_group(archive: Archive, group: DayGroup, asked: pl.DataFrame) -> pl.DataFrame:
    ships = asked["mmsi"].unique().implode()
    pieces = [
        piece.filter(pl.col("mmsi").is_in(ships))
        for _, piece in archive.scan(_COLUMNS, *group.between_utc)
    ]
    reports = pl.concat(pieces).with_row_index("nth")
    near = reports.join(asked, on="mmsi").filter(
        pl.col("time_utc").is_between("start_utc", "end_utc")
    )
    return reports.join(near.select("nth"), on="nth", how="semi").drop("nth")
