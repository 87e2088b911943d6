"""The 200 m, 8 x 15 min rule for transfers, re-implemented by us from its description.

As published: buckets of 15 minutes, the last report of each ship in a bucket; two ships within
200 m, both at less than 1.0 kn, courses over ground within 30 degrees of parallel or opposite;
8 consecutive buckets (2 h); not within 3 nm of a port. Left out, to the rule's favour: its list of
tankers, its list of bunker barges, and its map cells, whose borders lose pairs. Our hulls stand in
for its tracks.
"""

import numpy as np
import polars as pl

from seawarden.geo.places import Places
from seawarden.geo.sphere import angle_between_deg
from seawarden.units import M_PER_NM

from .pairs_within import one_mmsi, pairs_within

BUCKET_MS = 15 * 60_000
BUCKETS = 8
RADIUS_M = 200.0
MAX_SOG_KN = 1.0
PARALLEL_DEG = 30.0
PORT_M = 3.0 * M_PER_NM


def events(reports: pl.DataFrame, places: Places) -> pl.DataFrame:
    """Return (`mmsi`, `other_mmsi`, `start_utc`, `end_utc`) of what the rule calls."""
    last = (
        reports.with_columns(step=pl.col("time_utc").dt.epoch("ms") // BUCKET_MS, id=pl.col("hull"))
        .group_by("id", "step", maintain_order=True)
        .last()
        .filter(pl.col("sog_kn") < MAX_SOG_KN)
    )
    pairs = pairs_within(last, RADIUS_M)
    for side in ("id", "other"):
        course = last.select(
            "step",
            pl.col("id").alias(side),
            pl.col("cog_deg").alias(f"{side}_cog"),
            pl.col("lat_deg").alias(f"{side}_lat"),
            pl.col("lon_deg").alias(f"{side}_lon"),
        )
        pairs = pairs.join(course, on=["step", side])
    one, two = (pairs[f"{s}_cog"].fill_null(float("nan")).to_numpy() for s in ("id", "other"))
    angle = np.asarray(angle_between_deg(one, two))
    parallel = np.minimum(angle, 180.0 - angle) <= PARALLEL_DEG
    pairs = pairs.filter(pl.Series(parallel)).sort("id", "other", "step")
    new = (
        (pl.col("step") != pl.col("step").shift() + 1)
        | (pl.col("id") != pl.col("id").shift())
        | (pl.col("other") != pl.col("other").shift())
    )
    runs = (
        pairs.with_columns(run=new.fill_null(value=True).cum_sum())
        .group_by("run", maintain_order=True)
        .agg(
            pl.col("id", "other").first(),
            n=pl.len(),
            first=pl.col("step").first(),
            last=pl.col("step").last() + 1,
            lat=pl.col("id_lat").median(),
            lon=pl.col("id_lon").median(),
        )
        .filter(pl.col("n") >= BUCKETS)
    )
    if runs.height:
        away = places.port(runs["lat"].to_numpy(), runs["lon"].to_numpy())[1] > PORT_M
        runs = runs.filter(pl.Series(away))
    time = pl.Datetime("ms", "UTC")
    return one_mmsi(
        runs.with_columns(
            start_utc=(pl.col("first") * BUCKET_MS).cast(time),
            end_utc=(pl.col("last") * BUCKET_MS).cast(time),
        ),
        reports,
    )
