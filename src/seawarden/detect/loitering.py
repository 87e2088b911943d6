"""Loitering: a ship drifts or waits where ships do not stop.

Method: a STAY of at least 4 h at a mean of 2 kn or less, at least 10 km from a port and outside
every learnt anchorage [miller2018, pipe-loitering]. Three ways of staying are told apart by how
far the ship spread while slow: at anchor she swings on her chain (or lies all but still, having
shifted once), adrift she goes with the tide and wind, under way slowly she covers more ground than
the water does. Confidence weighs how long it was, how much of it was observed, how near the coast,
the way of staying, and what the ship is for: fishing and work boats stay for their living. A stay
known from reports at both ends of one long silence is inferred, and no call (`silence.ends_only`).

Blind spot: waiting for orders, weather or a berth looks the same, and so does engine trouble;
`case` weighs those. Path length is not used (GPS noise makes it).

[miller2018] N. A. Miller et al., Frontiers in Marine Science 5 (2018), 240.
[pipe-loitering] GlobalFishingWatch/pipe-loitering, README.
"""

from dataclasses import dataclass, field

import numpy as np
import polars as pl

from ..geo.places import Places
from ..schema import HULLS, STAYS, require
from ..schema.kinds.loitering import KIND
from .contract import SCHEMA, Needs, as_events, detail_json, probability, rounded
from .learning.context import Context
from .silence import ends_only
from .transfer.ship_kind import FISHING, PASSENGER, SERVICE, ship_kind

NAME, READS = "loitering", (STAYS, HULLS)
SPLIT_BY = ("hull",)
NEEDS = Needs(before_h=1.0, after_h=1.0, metres=0.0)
"""The stay alone; an hour, within which the next report says whether it went on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """What makes loitering.

    Fields without a source: own choice, measured together in docs/accuracy.md.
    What has no unit in its name is in natural log odds, or a share, count or ratio that says so.
    """

    max_mean_sog_kn: float = 2.0  # [miller2018]
    min_duration_h: float = 4.0  # [miller2018]
    min_port_m: float = 10_000.0  # [pipe-encounters]; loitering products use 20 nm from shore
    chain_m: float = 350.0  # swing on 10 shackles (275 m), antenna 75 m behind the bow; geometry
    steaming_sog_kn: float = 1.5  # above most drift; own choice
    duration_h: tuple[float, ...] = (4.0, 8.0, 24.0)
    duration: tuple[float, ...] = (0.3, 1.2, 2.0)  # log odds; own choice
    observed_share: tuple[float, ...] = (0.0, 0.25, 0.6)
    observed: tuple[float, ...] = (-2.0, -0.7, 0.0)  # log odds; own choice
    inshore: float = -3.5  # roads that no list holds
    anchored_m: tuple[float, ...] = (200.0, 250.0, 300.0, 350.0)  # spread; own choice, tuning seeds
    anchored: tuple[float, ...] = (-7.5, -6.3, -5.5, -4.5)  # log odds: ships do anchor anywhere
    anchored_sog_kn: float = 0.15  # no drift is so slow; she shifted her anchorage
    fishing: float = -5.0
    service: float = -4.0
    passenger: float = -3.0
    base: float = 2.8  # own choice, set on tuning seeds 2100-2105: traders adrift do loiter
    ends: ends_only.Params = field(default_factory=ends_only.Params)


def detect(
    stays: pl.DataFrame,
    hulls: pl.DataFrame,
    params: Params = Params(),
    places: Places = Places(),
    context: Context = Context(),
) -> pl.DataFrame:
    """Return EVENTS (`contract.SCHEMA`), one row a stay; rows may come in any order.

    Raises SchemaError if a table lacks a column.
    """
    stays, hulls = require(stays, STAYS), require(hulls, HULLS)
    hours = pl.col("observed_h") + pl.col("inferred_h")
    slow = pl.col("mean_sog_kn").fill_null(0.0) <= params.max_mean_sog_kn
    stays = stays.filter((hours >= params.min_duration_h) & slow)
    stays = _away(stays, params, places)
    if stays.is_empty():
        return SCHEMA.to_frame()
    kinds = hulls.select("hull", "station", kind=ship_kind(pl.col("ship_type")))
    stays = stays.join(kinds, on="hull", how="left").with_columns(hours=hours)
    stays = stays.filter(pl.col("station").fill_null("ship").is_in(("base", "aton", "sar")).not_())
    return as_events(_weigh(stays, params), NAME) if stays.height else SCHEMA.to_frame()


def _away(stays: pl.DataFrame, params: Params, places: Places) -> pl.DataFrame:
    """Return the stays away from ports and anchorages, with `port_km` and `place`."""
    lat, lon = stays["lat_deg"].to_numpy(), stays["lon_deg"].to_numpy()
    if lat.size == 0:
        return stays
    port_m = places.port(lat, lon)[1]
    away = port_m >= params.min_port_m
    stays = stays.with_columns(port_km=pl.Series(port_m / 1000)).filter(pl.Series(away))
    kind = places.kind(lat[away], lon[away], params.min_port_m)
    stays = stays.with_columns(place=pl.Series(kind.tolist(), dtype=pl.String))
    return stays.filter(~pl.col("place").is_in(("port", "anchorage")))


def _weigh(stays: pl.DataFrame, params: Params) -> pl.DataFrame:
    """Return the stays as findings with confidence and detail."""
    still = pl.col("stopped_h") / pl.col("hours").clip(lower_bound=1e-9)
    slowest = pl.col("mean_sog_kn").fill_null(np.inf) <= params.anchored_sog_kn
    held = (pl.col("spread_m") <= params.chain_m) | slowest
    motion = (
        pl.when((still >= 0.6) & held).then(pl.lit("anchored"))
        .when(pl.col("mean_sog_kn").fill_null(0.0) >= params.steaming_sog_kn)
        .then(pl.lit("slow steaming"))
        .otherwise(pl.lit("drifting"))
    )  # fmt: skip
    share = (stays["observed_h"] / stays["hours"]).to_numpy()
    duration = np.interp(np.log(stays["hours"]), np.log(params.duration_h), params.duration)
    observed = np.interp(share, params.observed_share, params.observed)
    ends = ends_only.weight(stays["longest_silence_h"], stays["hours"], params.ends)
    spread = stays["spread_m"].cast(pl.Float64).fill_null(0.0).to_numpy()
    anchored = pl.Series(np.interp(spread, params.anchored_m, params.anchored))
    kind = pl.col("kind").fill_null("unknown")
    trades = {FISHING: params.fishing, SERVICE: params.service, PASSENGER: params.passenger}
    trade = kind.replace_strict(trades, default=0.0, return_dtype=pl.Float64)
    log_odds = (
        pl.Series(duration + observed + ends + params.base)
        + pl.when(pl.col("place") == "inshore").then(params.inshore).otherwise(0.0)
        + pl.when(pl.col("motion") == "anchored").then(anchored).otherwise(0.0)
        + trade
    )
    stays = stays.with_columns(motion=motion, kind=kind)
    return stays.with_columns(
        confidence=probability(log_odds).round(6),
        detail=detail_json(
            KIND,
            None,
            motion="motion", place="place", kind="kind",
            **rounded(1, "port_km", "hours", "stopped_h"),
            **rounded(2, "mean_sog_kn"),
            **rounded(0, "spread_m"),
            **rounded(2, "longest_silence_h"),
            n_reports="n_reports",
            inferred=pl.lit(ends_only.words(ends, stays["longest_silence_h"])),
        ),
    )  # fmt: skip
