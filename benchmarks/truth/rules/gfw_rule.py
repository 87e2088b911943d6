"""The encounter rule of Global Fishing Watch, re-implemented by us from its description.

As published (pipe-encounters): median of the reports of one second; a 10-minute grid; linear
between reports less than 1 h apart; dead reckoning up to 1 h before the first and after the last
report of each UTC day; ships within 500 m; a run per ship, UTC day and neighbour that closes on a
record without the neighbour (so that a silence does not close it); 60 minutes at least; records of
a pair less than 4 h apart merged; then 2 h at least, median speed below 2 kn, 10 km from a port
or anchorage (ours: the World Port Index and what was learnt from the traffic). Our hulls stand in
for its segments. A slip of its code is not rebuilt: courses are in degrees here.
"""

import numpy as np
import polars as pl

from seawarden.geo.places import Places
from seawarden.geo.sphere import destination, distance_m, wrap_lon
from seawarden.units import MPS_PER_KN

from .pairs_within import one_mmsi, pairs_within

STEP_MS = 10 * 60_000
MAX_GAP_MS = 3_600_000
REACH_MS = 3_600_000
DAY_MS = 86_400_000
RADIUS_M = 500.0
MIN_RAW_MS = 60 * 60_000
MERGE_MS = 4 * 3_600_000
MIN_MS = 2 * 3_600_000
MAX_MEDIAN_KN = 2.0
PORT_M = 10_000.0


def events(reports: pl.DataFrame, places: Places) -> pl.DataFrame:
    """Return (`mmsi`, `other_mmsi`, `start_utc`, `end_utc`) of what the rule calls."""
    grid = resampled(reports)
    pairs = pairs_within(grid, RADIUS_M)
    seen = pl.concat(
        [pairs.select("step", "id", "other"),
         pairs.select("step", pl.col("other").alias("id"), pl.col("id").alias("other"))]
    )  # fmt: skip
    found = _merged(_runs(grid, seen))
    if found.height:
        at = found["lat"].to_numpy(), found["lon"].to_numpy()
        away = np.minimum(places.port(*at)[1], places.anchorage(*at)[1]) >= PORT_M
        found = found.filter(pl.Series(away))
    time = pl.Datetime("ms", "UTC")
    return one_mmsi(found.with_columns(pl.col("start_utc", "end_utc").cast(time)), reports)


def resampled(reports: pl.DataFrame) -> pl.DataFrame:
    """Return (`id`, `step`, `lat_deg`, `lon_deg`, `sog_kn`) on the 10-minute grid."""
    rows = (
        reports.filter(
            pl.col("sog_kn").is_not_null()
            & (pl.col("cog_deg").is_not_null() | (pl.col("sog_kn") <= 0.35))
        )
        .with_columns(time=pl.col("time_utc").dt.epoch("ms") // 1000 * 1000)
        .group_by(pl.col("hull").alias("id"), "time")
        .agg(pl.col("lat_deg", "lon_deg", "sog_kn", "cog_deg").median())
        .sort("id", "time")
        .with_columns(day=pl.col("time") // DAY_MS, cog_deg=pl.col("cog_deg").fill_null(0.0))
    )
    parts = [_day(part) for part in rows.partition_by("id", "day", maintain_order=True)]
    return pl.concat(parts) if parts else rows.select("id", step="time").clear()


def _day(rows: pl.DataFrame) -> pl.DataFrame:
    """Return one ship's grid records of one UTC day."""
    t, lat, lon, sog, cog = (
        rows[c].to_numpy() for c in ("time", "lat_deg", "lon_deg", "sog_kn", "cog_deg")
    )
    midnight = int(rows["day"][0]) * DAY_MS
    low = max(midnight, int(t[0]) - REACH_MS)
    high = min(midnight + DAY_MS - 1, int(t[-1]) + REACH_MS)
    step = np.arange(-(-low // STEP_MS), high // STEP_MS + 1)
    at = step * STEP_MS
    after = np.clip(np.searchsorted(t, at), 1, max(t.size - 1, 1)) if t.size > 1 else np.zeros(
        at.size, np.int64
    )  # fmt: skip
    before = np.maximum(after - 1, 0)
    span = np.maximum(t[after] - t[before], 1)
    share = (at - t[before]) / span
    inside = (at >= t[0]) & (at <= t[-1])
    exact = np.isin(at, t)
    east = wrap_lon(lon[after] - lon[before])
    out_lat = lat[before] + share * (lat[after] - lat[before])
    out_lon = np.asarray(wrap_lon(lon[before] + share * east))
    out_sog = sog[before] + share * (sog[after] - sog[before])
    keep = exact | (inside & (t[after] - t[before] < MAX_GAP_MS))
    for edge, is_out in ((0, at < t[0]), (-1, at > t[-1])):
        run_m = (at[is_out] - t[edge]) / 1000 * sog[edge] * MPS_PER_KN
        out_lat[is_out], out_lon[is_out] = destination(lat[edge], lon[edge], cog[edge], run_m)
        out_sog[is_out] = sog[edge]
        keep |= is_out
    return pl.DataFrame(
        {"id": np.full(at.size, rows["id"][0]), "step": step, "lat_deg": out_lat,
         "lon_deg": out_lon, "sog_kn": out_sog}
    ).filter(pl.Series(keep))  # fmt: skip


def _runs(grid: pl.DataFrame, seen: pl.DataFrame) -> pl.DataFrame:
    """Return each ship's runs beside a neighbour within one UTC day, 60 minutes at least.

    A run goes on through records that the ship does not have; it ends at a record of hers without
    the neighbour. The speed is that of the keyed ship, from the distance between her positions.
    """
    per_day = DAY_MS // STEP_MS
    order = grid.sort("id", "step").with_columns(
        n=pl.int_range(pl.len()).over("id", pl.col("step") // per_day),
        day=pl.col("step") // per_day,
    )
    rows = seen.join(order, on=["id", "step"]).sort("id", "other", "step")
    same = (pl.col(c) == pl.col(c).shift() for c in ("id", "other", "day"))
    goes_on = pl.all_horizontal(*same, pl.col("n") == pl.col("n").shift() + 1)
    rows = rows.with_columns(run=(~goes_on.fill_null(value=False)).cum_sum())
    lat2, lon2 = (pl.col(c).shift().over("run") for c in ("lat_deg", "lon_deg"))
    rows = rows.with_columns(lat2=lat2, lon2=lon2, last=pl.col("step").shift().over("run"))
    made = distance_m(rows["lat2"].fill_null(float("nan")).to_numpy(),
                      rows["lon2"].fill_null(float("nan")).to_numpy(),
                      rows["lat_deg"].to_numpy(), rows["lon_deg"].to_numpy())  # fmt: skip
    hours = (rows["step"] - rows["last"]).cast(pl.Float64).fill_null(float("nan")).to_numpy() / 6
    with np.errstate(invalid="ignore", divide="ignore"):
        rows = rows.with_columns(speed=pl.Series(made / 1852.0 / hours).fill_nan(None))
    return (
        rows.group_by("run", maintain_order=True)
        .agg(
            id=pl.min_horizontal("id", "other").first(),
            other=pl.max_horizontal("id", "other").first(),
            start_utc=pl.col("step").first() * STEP_MS,
            end_utc=pl.col("step").last() * STEP_MS,
            lat=pl.col("lat_deg").mean(),
            lon=pl.col("lon_deg").first(),
            speed=pl.col("speed").median(),
        )
        .filter(pl.col("end_utc") - pl.col("start_utc") >= MIN_RAW_MS)
    )


def _merged(runs: pl.DataFrame) -> pl.DataFrame:
    """Return the pair's runs less than 4 h apart as one, if long and slow enough."""
    rows = runs.sort("id", "other", "start_utc").with_columns(
        reach=pl.col("end_utc").cum_max().over("id", "other")
    )
    far = pl.col("start_utc") - pl.col("reach").shift().over("id", "other") >= MERGE_MS
    rows = rows.with_columns(event=far.fill_null(value=False).cum_sum().over("id", "other"))
    return (
        rows.group_by("id", "other", "event", maintain_order=True)
        .agg(
            pl.col("start_utc").min(),
            pl.col("end_utc").max(),
            pl.col("lat").mean(),
            pl.col("lon").first(),
            pl.col("speed").median(),
        )
        .filter(
            (pl.col("end_utc") - pl.col("start_utc") >= MIN_MS) & (pl.col("speed") < MAX_MEDIAN_KN)
        )
    )
