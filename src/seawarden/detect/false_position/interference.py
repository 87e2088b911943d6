"""Areas: many ships whose positions jump to one place at once, and receivers that err.

Method: the blocks of all MMSIs (`blocks`) that begin near one place and near one time are linked
and gathered [seaspooffinder]: interference in the area, or a fault of the receiver, and no ship's
own deed. Two ships are enough where each is plainly one transmitter; else three. The receiver
decides between the two: COVERAGE tells who heard the cells of the false positions and who heard
the ships before. When one receiver alone heard the false ones, and none of the ships before,
the fault may be its own.

Blind spots: a ship alone in the jammed area; interference that scatters positions instead of
gathering them; feeds that do not say who heard a report.

[seaspooffinder] "SeaSpoofFinder", arXiv 2602.16257: jumps, then several ships with the same
source and target cluster.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...geo.point_tree import PointTree
from ...geo.sphere import distance_m, unit_vectors
from ...units import EARTH_RADIUS_M, M_PER_DEG_LAT, MS_PER_H

Ints = NDArray[np.int64]

_FINE = 4.0  # boxes to a link length

SAME, ONE, NOT_KNOWN, SEVERAL = (
    "a receiver that heard the true positions", "one receiver that did not hear the true ones",
    "not known", "several receivers",
)  # fmt: skip
"""Who heard the false positions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """What makes interference.

    Fields without a source: own choice, measured together in docs/accuracy.md.
    What has no unit in its name is in natural log odds, or a share, count or ratio that says so.
    """

    near_m: float = 10_000.0  # false positions of one source lie so near; own choice
    near_min: float = 45.0  # and begin within so many minutes of the next
    min_ships: int = 3  # several [seaspooffinder]
    min_certain: int = 2  # where each is plainly one transmitter
    certain: float = 0.5  # `one_sender` of those
    two_ships: float = 1e-6  # `one_sender` below it: two ships take turns under the MMSI
    tight_m: float = 2_000.0  # two ships are enough, too, where they are shown so near
    tight_min: float = 15.0  # and so nearly at once
    fresh_h: float = 3.0  # a hull born so shortly before counts; an old one is another ship
    min_origin_m: float = 9_000.0  # shorter moves are noise
    one_receiver: float = -3.0  # log odds: the receiver's fault; own choice
    ship_odds: float = 0.9  # log odds a ship
    prior: float = -0.5  # log odds


def areas(away: pl.DataFrame, params: Params = Params()) -> pl.DataFrame:
    """Return `away` (`blocks.COLUMNS`) with `area`: a number from 0 per source, null for none."""
    start = away["start_utc"].to_physical().to_numpy()
    age_h = (start - away["hull_start_utc"].to_physical().to_numpy()) / MS_PER_H
    fit = (
        ((age_h <= params.fresh_h) | (away["one_sender"].to_numpy() >= params.certain))
        & (away["distance_m"].to_numpy() >= params.min_origin_m)
        & away["before_utc"].is_not_null().to_numpy()
        & (away["one_sender"].to_numpy() >= params.two_ships)
    )
    rows = np.flatnonzero(fit)
    number = np.full(away.height, -1, np.int64)
    if rows.size >= params.min_certain:
        number[rows] = _linked(away[rows], start[rows], params)
    out = away.with_columns(area=pl.Series(number))
    counts = (
        out.filter(pl.col("area") >= 0)
        .group_by("area")
        .agg(
            ships=pl.col("mmsi").n_unique(),
            certain=pl.col("mmsi").filter(pl.col("one_sender") >= params.certain).n_unique(),
            within=pl.col("start_utc").max() - pl.col("start_utc").min(),
            tall_m=(pl.col("lat_deg").max() - pl.col("lat_deg").min()) * M_PER_DEG_LAT,
            wide_m=(pl.col("lon_deg").max() - pl.col("lon_deg").min())
            * M_PER_DEG_LAT
            * pl.col("lat_deg").first().radians().cos(),
        )
        .filter(
            (pl.col("ships") >= params.min_ships)
            | (pl.col("certain") >= params.min_certain)
            | (
                (pl.col("ships") >= params.min_certain)
                & (pl.col("within") <= pl.duration(seconds=int(params.tight_min * 60)))
                & (pl.max_horizontal("tall_m", "wide_m") <= params.tight_m)
            )
        )
    )
    keep = pl.col("area").is_in(counts["area"].implode())
    return out.with_columns(pl.when(keep).then("area").alias("area"))


def _linked(away: pl.DataFrame, start: Ints, params: Params) -> Ints:
    """Return the group of each block: linked by place and time, directly or by others."""
    time = start / (params.near_min * 60_000.0)
    place = unit_vectors(away["lat_deg"], away["lon_deg"]) * (EARTH_RADIUS_M / params.near_m)
    # Blocks of one small box stand for one point: a thousand jammed ships are a million pairs.
    box = np.floor(np.column_stack([place, time]) * _FINE).astype(np.int64)
    boxes, inside = np.unique(box, axis=0, return_inverse=True)
    pairs = PointTree(boxes / _FINE).pairs(1.0)
    label = _components(len(boxes), pairs)[inside.ravel()]
    # Number them by first block, so that the order of rows does not matter.
    first = np.unique(label, return_index=True)[1]
    rank = np.empty(first.size, np.int64)
    rank[np.argsort(first)] = np.arange(first.size)
    out: Ints = rank[label]
    return out


def _components(n: int, pairs: Ints) -> Ints:
    """Return a group from 0 for each of `n` things: what pairs join, over others too, is one."""
    label = np.arange(n)
    one, other = pairs.T
    while (label[one] != label[other]).any():
        low = np.minimum(label[one], label[other])
        np.minimum.at(label, label[one], low)
        np.minimum.at(label, label[other], low)
        while (label[label] != label).any():
            label = label[label]
    return np.unique(label, return_inverse=True)[1]


def gather(marked: pl.DataFrame, params: Params = Params()) -> pl.DataFrame:
    """Return one row an area of `areas` (with `heard`): when, where from and to, which ships.

    Columns: `area`, `start_utc`, `end_utc`, `lat_deg`, `lon_deg` (shown at), `from_lat_deg`,
    `from_lon_deg`, `radius_nm` (of the ships before, around their middle), `mmsis`, `ships`,
    `heard`, `log_odds`, `owner` (lowest hull), `first_row`, `last_row`.
    """
    rows = marked.filter(pl.col("area").is_not_null())
    # One row a ship: who jumps to and fro ten times is no ten ships.
    first = rows.sort("start_utc", "hull").unique(["area", "mmsi"], keep="first")
    middle = first.group_by("area").agg(
        pl.col("lat_deg", "lon_deg", "from_lat_deg", "from_lon_deg").median()
    )
    found = (
        rows.group_by("area")
        .agg(
            start_utc=pl.col("start_utc").min(),
            # Where the jump was never undone it is not known how long the place was false.
            end_utc=pl.when("is_home").then("start_utc").otherwise("end_utc").max(),
            mmsis=pl.col("mmsi").unique().sort(), ships=pl.col("mmsi").n_unique(),
            all_one=(pl.col("heard") == ONE).all(), receivers=pl.col("receiver").n_unique(),
            any_known=(pl.col("heard") != NOT_KNOWN).any(),
            same=(pl.col("heard") == SAME).any(),
            owner=pl.col("mmsi").min(), first_row=pl.col("first_row").min(),
            last_row=pl.max_horizontal(pl.col("first_row").max(), pl.col("last_row").min()),
        )
        .join(middle, on="area")
        .sort("start_utc", "owner")
    )  # fmt: skip
    apart = first.join(
        found.select("area", mid_lat="from_lat_deg", mid_lon="from_lon_deg"), on="area"
    )
    radius = distance_m(*(apart[c].to_numpy() for c in ("from_lat_deg", "from_lon_deg",
                                                         "mid_lat", "mid_lon")))  # fmt: skip
    wide = (
        pl.DataFrame({"area": apart["area"], "radius_nm": radius / 1852.0})
        .group_by("area").agg(pl.col("radius_nm").max())
    )  # fmt: skip
    fault = pl.col("all_one") & (pl.col("receivers") == 1)
    return found.join(wide, on="area", how="left").with_columns(
        is_fault=fault,
        heard=pl.when(fault).then(pl.lit(ONE)).when("same").then(pl.lit(SAME))
        .when("any_known").then(pl.lit(SEVERAL)).otherwise(pl.lit(NOT_KNOWN)),
        log_odds=params.prior + params.ship_odds * pl.col("ships")
        + pl.when(fault).then(params.one_receiver).otherwise(0.0),
    ).sort("start_utc", "owner")  # fmt: skip


def heard_by(away: pl.DataFrame, trails: pl.DataFrame, coverage: pl.DataFrame) -> pl.DataFrame:
    """Return `away` with `heard` (who heard the block) and `receiver`, the one where it is one.

    COVERAGE holds no ships: a receiver heard a block if it heard its cell in its hour.
    """
    known = coverage.filter(pl.col("receiver").is_not_null()).select(
        pl.col("cell").cast(pl.Int64),
        hour=pl.col("hour_utc").to_physical() // MS_PER_H,
        receiver="receiver",
    ).unique()  # fmt: skip
    rows = away.with_row_index("block")
    if known.is_empty() or rows.is_empty():
        return away.with_columns(heard=pl.lit(NOT_KNOWN), receiver=pl.lit(None, pl.String))
    false = _cells(
        rows.select("block", "hull", "start_utc", "end_utc").join(
            trails.select("hull", at="start_utc", lat="start_lat_deg", lon="start_lon_deg"),
            on="hull",
        ).filter(pl.col("at").is_between(pl.col("start_utc"), pl.col("end_utc")))
    )  # fmt: skip
    true = _cells(
        rows.filter(pl.col("before_utc").is_not_null()).select(
            "block", at="before_utc", lat="from_lat_deg", lon="from_lon_deg"
        )
    )
    heard = false.join(known, on=["cell", "hour"]).group_by("block").agg(
        pl.col("receiver").unique().sort()
    )  # fmt: skip
    before = true.join(known, on=["cell", "hour"]).group_by("block").agg(
        pl.col("receiver").unique().alias("earlier")
    )  # fmt: skip
    weighed = rows.join(heard, on="block", how="left").join(before, on="block", how="left")
    both = pl.col("receiver").list.set_intersection("earlier").list.len() > 0
    one = pl.col("receiver").list.len() == 1
    return weighed.sort("block").with_columns(
        heard=pl.when(pl.col("receiver").is_null() | pl.col("earlier").is_null())
        .then(pl.lit(NOT_KNOWN)).when(both).then(pl.lit(SAME)).when(one).then(pl.lit(ONE))
        .otherwise(pl.lit(SEVERAL)),
        receiver=pl.col("receiver").list.first(),
    ).drop("block", "earlier")  # fmt: skip


def _cells(rows: pl.DataFrame) -> pl.DataFrame:
    """Return `block`, `cell` and `hour` of positions (`at`, `lat`, `lon`)."""
    row = ((pl.col("lat") + 90.0) / 0.25).floor().clip(0, 719).cast(pl.Int64)
    column = ((pl.col("lon") + 180.0) / 0.25).floor().cast(pl.Int64) % 1440
    return rows.select(
        "block", cell=row * 1440 + column, hour=pl.col("at").to_physical() // MS_PER_H
    ).unique()
