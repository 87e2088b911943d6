"""Port visit: a ship stops in a port or anchorage.

Method: a STAY with at least half an hour stopped whose mean position lies within a port of the
World Port Index (reach by harbour size, `geo.ports`) or within an anchorage learnt from the data;
stays of one hull in one place less than 12 h apart are one visit. Confidence follows the stop,
as published port visits do (entry, stop or silence, exit [anchorages_pipeline]): how long she
stopped, how steady she lay, how deep inside the place, and how much was observed.

Blind spot: port positions are good to 1.9 km and terminals outside the index are not known; a
ship that is silent while in port leaves no stay (see `gap`).

[anchorages_pipeline] GlobalFishingWatch/anchorages_pipeline, port visits, stop at 0.2-0.5 kn.
"""

from dataclasses import dataclass, field

import numpy as np
import polars as pl

from ..geo import ports
from ..geo.places import Places
from ..schema import STAYS, require
from ..schema.kinds.port_visit import KIND
from .contract import SCHEMA, Needs, as_events, detail_json, probability
from .learning.context import Context
from .silence import ends_only

NAME, READS = "port_visit", (STAYS,)
SPLIT_BY = ("hull",)
NEEDS = Needs(before_h=12.5, after_h=12.5, metres=0.0)
"""Stays so near in time may be one visit; with half an hour of the least stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """What makes a port visit.

    Fields without a source: own choice, measured together in docs/accuracy.md.
    What has no unit in its name is in natural log odds, or a share, count or ratio that says so.
    """

    min_stopped_h: float = 0.5  # own choice; [anchorages_pipeline] has no least stop
    max_apart_h: float = 12.0  # a shift of berth; own choice
    berth_spread_m: float = 60.0  # two position sigmas and a ship surging at her lines; own choice
    stopped_h: tuple[float, ...] = (0.5, 1.0, 3.0, 8.0)
    stopped: tuple[float, ...] = (0.0, 0.5, 1.2, 1.8)  # log odds; own choice
    depth: tuple[float, ...] = (0.3, 0.7, 1.0)  # distance over reach of the port
    inside: tuple[float, ...] = (1.2, 0.4, -0.4)  # log odds; own choice
    berth: float = 0.6
    anchorage: float = 0.4
    unobserved: float = -1.2
    ends: ends_only.Params = field(default_factory=ends_only.Params)


def detect(
    stays: pl.DataFrame,
    params: Params = Params(),
    places: Places = Places(),
    context: Context = Context(),
) -> pl.DataFrame:
    """Return EVENTS (`contract.SCHEMA`), one row a visit; rows may come in any order.

    Raises SchemaError if a table lacks a column.
    """
    stays = require(stays, STAYS).filter(pl.col("stopped_h") >= params.min_stopped_h)
    stays = _placed(stays, places)
    if stays.is_empty():
        return SCHEMA.to_frame()
    return as_events(_describe(_visits(stays, params), params), NAME)


def _placed(stays: pl.DataFrame, places: Places) -> pl.DataFrame:
    """Return the stays that lie in a port or anchorage, with which and how deep inside."""
    lat, lon = stays["lat_deg"].to_numpy(), stays["lon_deg"].to_numpy()
    if lat.size == 0:
        return stays
    port, distance = ports.inside(lat, lon)
    anchorage, _ = places.anchorage(lat, lon)
    anchorage = np.where(places.in_anchorage(lat, lon) & (port < 0), anchorage, -1)
    reach = ports.ports()["radius_m"].to_numpy()[np.maximum(port, 0)]
    return stays.with_columns(
        port=pl.Series(port),
        anchorage=pl.Series(anchorage),
        port_m=pl.Series(distance),
        depth=pl.Series(np.where(port >= 0, distance / reach, np.nan)).fill_nan(None),
    ).filter((pl.col("port") >= 0) | (pl.col("anchorage") >= 0))


def _visits(stays: pl.DataFrame, params: Params) -> pl.DataFrame:
    """Return one row a visit: the stays of one hull in one place, joined.

    A stay goes on with the visit of the last one at its place unless that ended too long ago, or
    the ship has stopped elsewhere since. Stays of one hull can overlap (two receivers' clocks).
    """
    # All cells of one anchorage are one place.
    stays = stays.with_columns(is_port=pl.col("port") >= 0).sort("hull", "start_utc", "first_row")
    is_elsewhere = pl.col("port") != pl.col("port").shift().over("hull")
    stopped_elsewhere = pl.when(is_elsewhere).then(pl.col("start_utc").shift())
    stays = stays.with_columns(
        left_utc=pl.col("end_utc").cum_max().shift().over("hull", "port"),
        elsewhere_utc=stopped_elsewhere.forward_fill().over("hull"),
    )
    apart = pl.col("start_utc") - pl.col("left_utc")
    new = (
        pl.col("left_utc").is_null()
        | (apart > pl.duration(hours=params.max_apart_h))
        | (pl.col("elsewhere_utc") > pl.col("left_utc")).fill_null(False)
    )
    longest = pl.col("stopped_h").arg_max()
    return (
        stays.with_columns(visit=new.cast(pl.Int64).cum_sum().over("hull", "port"))
        .group_by("hull", "port", "visit", maintain_order=True)
        .agg(
            pl.col("mmsi", "is_port", "start_utc").first(),
            pl.col("end_utc", "last_row").max(),
            pl.col("first_row").min(),
            pl.col("is_open").any(),
            pl.col("lat_deg", "lon_deg", "port_m", "depth", "spread_m").get(longest),
            pl.col("stopped_h", "observed_h", "inferred_h", "n_reports").sum(),
            stays=pl.len(),
            longest_silence_h=pl.col("longest_silence_h").max(),
        )
    )


def _describe(visits: pl.DataFrame, params: Params) -> pl.DataFrame:
    """Return the visits as findings with confidence and detail."""
    frame = ports.ports()
    at = visits["port"].to_numpy()
    known = pl.Series(at >= 0)
    named = frame[np.maximum(at, 0)].select(
        pl.when(known).then(c).alias(n)
        for c, n in (
            ("name", "port_name"), ("number", "port_number"), ("country", "port_country"),
            ("locode", "port_locode"), ("is_dprk", "is_dprk_port"),
        )
    )  # fmt: skip
    hours = (visits["observed_h"] + visits["inferred_h"]).to_numpy()
    share = visits["observed_h"].to_numpy() / np.maximum(hours, 1e-9)
    ends = ends_only.weight(visits["longest_silence_h"], pl.Series(hours), params.ends)
    depth = visits["depth"].fill_null(0.5).to_numpy()
    log_odds = (
        np.interp(visits["stopped_h"].to_numpy(), params.stopped_h, params.stopped)
        + np.where(at >= 0, np.interp(depth, params.depth, params.inside), params.anchorage)
        + np.where(visits["spread_m"].to_numpy() <= params.berth_spread_m, params.berth, 0.0)
        + params.unobserved * (1.0 - np.minimum(share / 0.5, 1.0))
        + ends
    )
    quality = pl.when(pl.col("spread_m") <= params.berth_spread_m).then(pl.lit("moored"))
    return visits.hstack(named).with_columns(
        is_dprk_port=pl.col("is_dprk_port").fill_null(False),
        confidence=probability(pl.lit(pl.Series(log_odds))).round(6),
        detail=detail_json(
            KIND,
            None,
            port_name="port_name", port_number="port_number", port_country="port_country",
            port_locode="port_locode",
            is_dprk_port=pl.col("is_dprk_port").fill_null(False),
            is_anchorage=~pl.col("is_port"),
            stop=quality.otherwise(pl.lit("at anchor or shifting")),
            port_km=(pl.col("port_m") / 1000).round(1),
            stopped_h=pl.col("stopped_h").round(1),
            spread_m=pl.col("spread_m").round(0),
            longest_silence_h=pl.col("longest_silence_h").round(2),
            stays="stays",
            n_reports="n_reports",
            inferred=pl.lit(ends_only.words(ends, visits["longest_silence_h"])),
        ),
    )  # fmt: skip
