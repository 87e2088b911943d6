"""Inland: a ship said to be kilometres from any water that a sea-going ship can reach.

Method: half hours (TRAILS) whose first and last position are on land, further from every shore
than the shorelines can be wrong, are gathered into runs per hull. Rivers and canals are not on
the chart of coasts, so the traffic tells them: where several ships go, or a port is near, there
is water. Weighed as log odds; a set that never was at sea is one switched on ashore.

Without a jump there (`blocks`) a slow ship inland is never called: of real boats alone on canals
there are many.

Blind spots: a fast lone ship on a river without a port looks false; positions on a strip of land
narrower than twice `min_shore_m`, or on islands, are not looked at.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...geo import coast
from ...geo.places import Places
from ...units import MS_PER_H

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """What makes a position on land.

    Fields without a source: own choice, measured together in docs/accuracy.md.
    What has no unit in its name is in natural log odds, or a share, count or ratio that says so.
    """

    min_shore_m: float = 5_000.0  # shorelines are good to about 1 km; harbours and estuaries
    far_shore_m: float = 20_000.0
    max_hole_h: float = 6.0  # between two half hours of one run
    min_reports: int = 4  # fewer are bit errors
    waterway_km: float = 25.0  # others so near on land show a river; a cell of COVERAGE
    port_m: float = 30_000.0  # the index holds river ports
    prior: float = -2.0  # log odds without a jump: canal boats are many; own choice
    others: float = -3.5  # log odds: another ship was inland near there
    port: float = -2.5
    far: float = 0.5
    fast: float = 2.0
    fast_kn: float = 8.0  # canals and small rivers allow less; own choice
    from_sea: float = 0.5  # the same hull was on the water too
    ashore: float = -2.5  # never at sea: a set in a shop, a lorry, a test bench


def on_land(lat: Floats, lon: Floats, min_shore_m: float) -> NDArray[np.bool_]:
    """Return True where a position is on land and at least so far from every shore."""
    out = coast.is_land(lat, lon)
    where = np.flatnonzero(out)
    if where.size:
        out[where] = np.isinf(coast.distance_to_coast_m(lat[where], lon[where], min_shore_m))
    return out


def inland_half_hours(trails: pl.DataFrame, min_shore_m: float) -> NDArray[np.bool_]:
    """Return for each row of TRAILS whether it began and ended inland."""
    out = on_land(trails["start_lat_deg"].to_numpy(), trails["start_lon_deg"].to_numpy(),
                  min_shore_m)  # fmt: skip
    where = np.flatnonzero(out)
    if where.size:
        ends = trails[where]
        out[where] = on_land(ends["end_lat_deg"].to_numpy(), ends["end_lon_deg"].to_numpy(),
                             min_shore_m)  # fmt: skip
    return out


def inland(
    trails: pl.DataFrame, params: Params = Params(), places: Places = Places()
) -> pl.DataFrame:
    """Return one row a run on land: hull, times, middle, `log_odds` and what they rest on.

    Columns: `hull`, `mmsi`, `start_utc`, `end_utc`, `lat_deg`, `lon_deg`, `n_reports`,
    `sog_kn`, `others`, `port_km`, `log_odds`, `first_row`, `last_row`. `trails` holds the whole
    traffic (it tells the rivers), in any order.
    """
    rows = trails.filter(pl.Series(inland_half_hours(trails, params.min_shore_m)))
    rows = rows.sort("hull", "start_utc", "first_row")
    hole = pl.col("start_utc") - pl.col("end_utc").shift()
    begins = (hole > pl.duration(milliseconds=int(params.max_hole_h * MS_PER_H))) | (
        pl.col("hull") != pl.col("hull").shift()
    )
    runs = (
        rows.with_columns(run=begins.fill_null(value=True).cum_sum())
        .group_by("run", maintain_order=True)
        .agg(
            pl.col("hull", "mmsi", "start_utc").first(), pl.col("end_utc").last(),
            pl.col("n_reports").sum(), half_hours=pl.len(),
            # One half hour's own position, for a mean of several may lie at sea.
            lat_deg=pl.col("start_lat_deg").get(pl.len() // 2),
            lon_deg=pl.col("start_lon_deg").get(pl.len() // 2),
            sog_kn=pl.col("mean_sog_kn").mean(),
            first_row=pl.col("first_row").min(), last_row=pl.col("last_row").max(),
        )
        .filter(pl.col("n_reports") >= params.min_reports)
    )  # fmt: skip
    if runs.is_empty():
        return runs.with_columns(others=pl.lit(0), port_km=pl.lit(0.0), log_odds=pl.lit(0.0))
    return _weigh(runs, rows, trails, params, places)


def _weigh(
    runs: pl.DataFrame, rows: pl.DataFrame, trails: pl.DataFrame, params: Params, places: Places
) -> pl.DataFrame:
    """Return the runs with `log_odds` that their positions are false."""
    lat, lon = runs["lat_deg"].to_numpy(), runs["lon_deg"].to_numpy()
    port_m = places.port(lat, lon)[1]
    others = _others(runs, rows, params.waterway_km)
    whole = trails.filter(pl.col("hull").is_in(runs["hull"].unique().implode()))
    on = rows.group_by("hull").agg(inland_n=pl.col("n_reports").sum())
    at_sea = whole.group_by("hull").agg(pl.col("n_reports").sum().alias("all_n"))
    sea = runs.join(at_sea, on="hull", how="left").join(on, on="hull", how="left")
    is_sea = (sea["all_n"] - sea["inland_n"]).to_numpy() >= params.min_reports
    far = on_land(lat, lon, params.far_shore_m)
    fast = runs["sog_kn"].fill_null(0.0).to_numpy() >= params.fast_kn
    log_odds = (
        params.prior
        + np.where(others > 0, params.others, 0.0)
        + np.where(port_m < params.port_m, params.port, 0.0)
        + np.where(far, params.far, 0.0)
        + np.where(fast, params.fast, 0.0)
        + np.where(is_sea, params.from_sea, params.ashore)
    )
    return runs.with_columns(
        others=pl.Series(others), port_km=pl.Series(port_m / 1000), log_odds=pl.Series(log_odds)
    )


def _others(runs: pl.DataFrame, rows: pl.DataFrame, near_km: float) -> NDArray[np.int64]:
    """Return how many other MMSIs were inland in the cells around each run's middle."""
    step = near_km / 111.2
    seen: dict[tuple[int, int], set[int]] = {}
    for y, x, m in zip(
        np.floor(rows["start_lat_deg"].to_numpy() / step).astype(int).tolist(),
        np.floor(rows["start_lon_deg"].to_numpy() / step).astype(int).tolist(),
        rows["mmsi"].to_list(), strict=True,
    ):  # fmt: skip
        seen.setdefault((y, x), set()).add(m)
    out = []
    for lat, lon, mmsi in runs.select("lat_deg", "lon_deg", "mmsi").iter_rows():
        y, x = int(np.floor(lat / step)), int(np.floor(lon / step))
        cells = ((y + dy, x + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1))
        around = {m for cell in cells for m in seen.get(cell, ())}
        out.append(len(around - {mmsi}))
    return np.array(out, np.int64)
