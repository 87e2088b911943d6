"""Encounter: two ships near each other for long, slow, away from port.

Method: the published meaning [pipe-encounters, miller2018]: within 500 m for at least 2 h at a
median speed below 2 kn, at least 10 km from a port or anchorage. Unlike the published code, time
seen and time inferred are told apart, a hole is never counted as time together, and neither
midnight nor 180 deg ends a meeting. Contacts less than 4 h apart are one meeting, because every
contact is within 1 km.

Confidence: the expected time within 500 m, each slot weighed by the probability, given its
position error, that it was; two hours give 0.73. Beacons on fishing gear, by the names that they
send (`ids.gear`), are no ships and meet nobody. Blind spot: a meeting says nothing of what was
done; see `sts`. A hole in which the pair parted beyond 1 km and came back looks like silence.

[miller2018] N. A. Miller et al., Frontiers in Marine Science 5 (2018), 240.
[pipe-encounters] GlobalFishingWatch/pipe-encounters, README.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from ..facts.params import Params as FactParams
from ..geo.places import Places
from ..normal import probability_below
from ..schema import CONTACTS, HULLS, require
from ..schema.kinds.encounter import KIND
from ..thresholds import follows
from .contacts.pairs import hull_columns, still_open, without_gear
from .contacts.runs import Bools, Floats, Ints, Runs, runs, slot_hours, time_ms
from .contract import SCHEMA, Needs, as_events, detail_json, rounded, sorted_by_key
from .learning.context import Context

NAME, READS = "encounter", (CONTACTS, HULLS)
SPLIT_BY = ("hull", "other_hull")
NEEDS = Needs(before_h=5.0, after_h=5.0, metres=1_000.0)
"""A hole of 4 h ends a meeting; with the slots at its edges. CONTACTS reach 1 km."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """What makes an encounter."""

    max_distance_m: float = 500.0  # [pipe-encounters] max_encounter_dist_km
    min_duration_h: float = 2.0  # [pipe-encounters] README
    max_median_speed_kn: float = 2.0  # [pipe-encounters] encounter-events.sql
    min_port_m: float = 10_000.0  # [pipe-encounters] distance from port
    max_hole_h: float = 4.0  # [pipe-encounters] min_hours_between_encounters
    slot_min: float = follows(FactParams, "slot_min")
    heard_max_h: float = follows(FactParams, "heard_max_h")


def detect(
    contacts: pl.DataFrame,
    hulls: pl.DataFrame,
    params: Params = Params(),
    places: Places = Places(),
    context: Context = Context(),
) -> pl.DataFrame:
    """Return EVENTS (`contract.SCHEMA`), one row a meeting. Rows may come in any order.

    Raises SchemaError if a table lacks a column.
    """
    contacts, hulls = require(contacts, CONTACTS), require(hulls, HULLS)
    contacts = without_gear(sorted_by_key(contacts, CONTACTS), hulls)
    # Only the columns that runs need are filtered; whole rows are taken for the runs that count.
    near = contacts.select("hull", "other_hull", "time_utc", "lat_deg", "lon_deg", "distance_m")
    near = near.with_row_index("at").filter(pl.col("distance_m") <= params.max_distance_m)
    found = runs(near, params.max_hole_h)
    slot_h = params.slot_min / 60
    found = found.keep(found.n * slot_h >= params.min_duration_h - 1e-9)
    found = found.keep(_is_away(near, found, params, places))
    if found.first.size == 0:
        return SCHEMA.to_frame()
    row, run = found.rows()
    frame = _measure(contacts[near["at"].gather(row)], run, params).filter(
        pl.col("median_sog_kn").fill_null(0.0) < params.max_median_speed_kn
    )
    return as_events(_describe(_placed(frame, places), hulls, params), NAME)


def _is_away(contacts: pl.DataFrame, found: Runs, params: Params, places: Places) -> Bools:
    """Return True for runs whose middle is away from ports and anchorages."""
    middle = (found.first + found.last) // 2
    lat, lon = (contacts[c].to_numpy()[middle] for c in ("lat_deg", "lon_deg"))
    if lat.size == 0:
        return np.empty(0, dtype=bool)
    near_port = places.port(lat, lon)[1] < params.min_port_m
    return ~near_port & ~places.in_anchorage(lat, lon)


def _measure(contacts: pl.DataFrame, run: Ints, params: Params) -> pl.DataFrame:
    """Return one row a run with its measures."""
    slot_h = params.slot_min / 60
    time = time_ms(contacts["time_utc"])
    gap_s = contacts["gap_s"].to_numpy().astype(np.float64)
    observed, inferred = slot_hours(time, gap_s, run, slot_h, params.heard_max_h)
    distance = contacts["distance_m"].to_numpy().astype(np.float64)
    near: Floats = probability_below(
        (params.max_distance_m - distance) / contacts["sigma_m"].cast(pl.Float64).to_numpy()
    )
    sog = pl.max_horizontal("sog_kn", "other_sog_kn")
    return (
        contacts.with_columns(
            run=pl.Series(run),
            observed=pl.Series(observed),
            inferred=pl.Series(inferred),
            together=pl.Series(near * slot_h),
            fastest=sog,
        )
        .group_by("run", maintain_order=True)
        .agg(
            pl.col("hull", "other_hull").first(),
            start_utc=pl.col("time_utc").first() - pl.duration(minutes=params.slot_min / 2),
            end_utc=pl.col("time_utc").last() + pl.duration(minutes=params.slot_min / 2),
            lat_deg=pl.col("lat_deg").get(pl.len() // 2),
            lon_deg=pl.col("lon_deg").get(pl.len() // 2),
            observed_h=pl.col("observed").sum(),
            inferred_h=pl.col("inferred").sum(),
            together_h=pl.col("together").sum(),
            slots=pl.len(),
            median_distance_m=pl.col("distance_m").median(),
            min_distance_m=pl.col("distance_m").min(),
            median_sog_kn=pl.col("fastest").median(),
            first_row=pl.col("row").min(),
            last_row=pl.col("row").max(),
            other_first_row=pl.col("other_row").min(),
            other_last_row=pl.col("other_row").max(),
        )
    )


def _placed(frame: pl.DataFrame, places: Places) -> pl.DataFrame:
    """Return the runs with the kind of water and the distance to the nearest port."""
    lat, lon = frame["lat_deg"].to_numpy(), frame["lon_deg"].to_numpy()
    return frame.with_columns(
        place=pl.Series(places.kind(lat, lon).tolist(), dtype=pl.String),
        port_km=pl.Series(places.port(lat, lon)[1] / 1000, dtype=pl.Float64),
    )


def _describe(frame: pl.DataFrame, hulls: pl.DataFrame, params: Params) -> pl.DataFrame:
    """Return the measured runs with ships, confidence and detail."""
    frame = hull_columns(frame, hulls, "mmsi", "end_utc")
    log_odds = 4.0 * (pl.col("together_h") / params.min_duration_h - 1.0) + 1.0
    return frame.with_columns(
        is_open=still_open(params.slot_min),
        confidence=(1.0 / (1.0 + (-log_odds).exp())).clip(0.0, 0.98),
        detail=detail_json(
            KIND,
            None,
            **rounded(0, "median_distance_m", "min_distance_m"),
            **rounded(2, "median_sog_kn", "together_h"),
            place="place",
            **rounded(1, "port_km"),
            slots="slots",
        ),
    )
