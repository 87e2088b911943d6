"""Ship-to-ship transfer: two cargo ships alongside each other, as for moving cargo.

Method: the definition of `docs/events.md`. Pairs that can carry cargo (or whose type is unknown)
and stayed slow within 1 km are measured over the stretch in which they best fit "alongside"
(`alongside`), and the parts of evidence (`sts_parts`) are added up as log odds: nearness weighed
by position error against independent ships and against anchored neighbours, duration, how often
the pair was really looked at, headings, relative motion, place, who else lay there, trade,
draughts, impossible moves. 0.5 and more is a call. Within a port's 10 km a pair is only reported
when both draughts changed in opposite directions: side by side is what berths and bunker barges
are for.

Blind spots: what was moved (cargo, stores, crew or nothing) is not seen; ships at one buoy or
jetty; a transfer inside a learnt anchorage stays below a call without draughts; one side dark is
`dark_sts`.
"""

import numpy as np
import polars as pl

from ..geo.places import Places
from ..schema import CLAIMS, CONTACTS, HULLS, JUMPS, require
from ..schema.kinds.sts import KIND
from .contacts.pairs import hull_columns, still_open, without_gear
from .contacts.runs import Bools, Runs, runs
from .contract import SCHEMA, as_events, detail_json, probability, rounded, sorted_by_key
from .draught.changes import changes
from .ship_kind import says_other, ship_kind
from .transfer import bystanders
from .transfer.evidence import CANDIDATES, parts
from .transfer.measure import DIMENSIONS, measure
from .transfer.params import Params

__all__ = ["NAME", "READS", "SPLIT_BY", "Params", "detect"]

NAME, READS = "sts", (CONTACTS, HULLS, CLAIMS, JUMPS)
SPLIT_BY: tuple[str, ...] = ()  # who lay beside a pair is told by contacts of others


def detect(
    contacts: pl.DataFrame,
    hulls: pl.DataFrame,
    claims: pl.DataFrame,
    jumps: pl.DataFrame,
    params: Params = Params(),
    places: Places = Places(),
) -> pl.DataFrame:
    """Return EVENTS (`contract.SCHEMA`), one row a possible transfer; rows may come in any order.

    Raises SchemaError if a table lacks a column.
    """
    contacts = sorted_by_key(require(contacts, CONTACTS), CONTACTS)
    hulls, claims, jumps = require(hulls, HULLS), require(claims, CLAIMS), require(jumps, JUMPS)
    contacts = without_gear(contacts, hulls)
    found = runs(contacts, params.max_hole_h)
    found, meetings = _candidates(contacts, found, hulls, claims, params, places)
    if meetings.is_empty():
        return SCHEMA.to_frame()
    row, run = found.rows()
    meetings = measure(contacts[row], meetings, run, params)
    if meetings.is_empty():
        return SCHEMA.to_frame()
    crowded = bystanders.others(
        meetings, contacts, beside_m=params.crowd_m, share=params.crowd_share,
        slot_min=params.slot_min,
    )  # fmt: skip
    return _weigh(meetings.with_columns(crowd=crowded), jumps, params)


def _candidates(
    contacts: pl.DataFrame, found: Runs, hulls: pl.DataFrame, claims: pl.DataFrame,
    params: Params, places: Places,
) -> tuple[Runs, pl.DataFrame]:  # fmt: skip
    """Return the runs worth measuring, and one row a run with what is known of the two ships.

    Other runs of a pair are measured too, as its company (`is_candidate` is False for them).
    """
    found = found.keep(_has_long(contacts, found, params))
    middle = (found.first + found.last) // 2
    time = contacts["time_utc"]
    lat, lon = (contacts[c].to_numpy()[middle] for c in ("lat_deg", "lon_deg"))
    port_m = places.port(lat, lon)[1] if lat.size else np.empty(0)
    meetings = contacts.select("hull", "other_hull")[found.first].with_columns(
        n=pl.int_range(pl.len()),
        is_long=pl.Series(found.n * params.slot_min / 60 >= params.min_duration_h),
        start_utc=time.gather(found.first),
        end_utc=time.gather(found.last),
        lat_deg=pl.Series(lat),
        lon_deg=pl.Series(lon),
        port_km=pl.Series(port_m / 1000),
    )
    kinds = hulls.with_columns(
        kind=ship_kind(pl.col("ship_type")), is_other=says_other(pl.col("ship_type"))
    )
    columns = ("mmsi", "end_utc", "kind", "is_other", "length_m", "station", *DIMENSIONS)
    meetings = hull_columns(meetings, kinds, *columns).with_columns(
        kind_a=pl.col("kind").fill_null("unknown"), kind_b=pl.col("other_kind").fill_null("unknown")
    )
    can_carry = pl.col("kind_a").is_in(CANDIDATES) & pl.col("kind_b").is_in(CANDIDATES)
    no_ship = ("base", "aton", "sar")
    ships = ~(pl.col("station").is_in(no_ship) | pl.col("other_station").is_in(no_ship))
    meetings = meetings.filter(can_carry & ships.fill_null(True))
    meetings = _with_draughts(meetings, claims, params)
    opposite = (
        (pl.col("change_m").abs() >= pl.col("least_change_m"))
        & (pl.col("other_change_m").abs() >= pl.col("other_least_change_m"))
        & (pl.col("change_m") * pl.col("other_change_m") < 0)
    ).fill_null(False)
    usable = (pl.col("port_km") > params.port_m / 1000) | opposite
    meetings = meetings.with_columns(is_candidate=pl.col("is_long") & usable)
    meetings = meetings.filter(pl.col("is_candidate").any().over("hull", "other_hull"))
    at_lat, at_lon = meetings["lat_deg"].to_numpy(), meetings["lon_deg"].to_numpy()
    place = pl.Series(places.kind(at_lat, at_lon, params.port_m).tolist(), dtype=pl.String)
    mask = np.zeros(found.first.size, dtype=bool)
    mask[meetings["n"].to_numpy()] = True
    return found.keep(mask), meetings.with_columns(place=place)


def _has_long(contacts: pl.DataFrame, found: Runs, params: Params) -> Bools:
    """Return True for all runs of pairs that have a run long enough."""
    pair = contacts.select("hull", "other_hull")[found.first]
    is_long = pl.Series(found.n * params.slot_min / 60 >= params.min_duration_h)
    long = pair.with_columns(is_long=is_long.any() if pair.is_empty() else is_long)
    return long.select(pl.col("is_long").any().over("hull", "other_hull"))["is_long"].to_numpy()


def _with_draughts(meetings: pl.DataFrame, claims: pl.DataFrame, params: Params) -> pl.DataFrame:
    """Return the meetings with the change of draught of both ships and what would be enough."""
    for hull, prefix in (("hull", ""), ("other_hull", "other_")):
        change = changes(meetings, claims, params.draught_before_h, params.draught_after_h, hull)
        small = pl.col(f"{prefix}length_m").fill_null(0) < params.small_length_m
        meetings = meetings.with_columns(
            change["change_m"].alias(f"{prefix}change_m"),
            pl.when(small).then(params.min_change_small_m).otherwise(params.min_change_m)
            .alias(f"{prefix}least_change_m"),
        )  # fmt: skip
    return meetings


def _weigh(meetings: pl.DataFrame, jumps: pl.DataFrame, params: Params) -> pl.DataFrame:
    """Return the meetings as events, with the log odds of their parts."""
    meetings = meetings.with_columns(by_jump=_by_jump(meetings, jumps))
    told = parts(params.weights)
    log_odds = pl.sum_horizontal(weight for _, _, weight, _ in told)
    meetings = meetings.with_columns(confidence=probability(log_odds).round(6))
    meetings = meetings.filter(pl.col("confidence") >= params.min_confidence)
    if meetings.is_empty():
        return SCHEMA.to_frame()
    detail = detail_json(
        KIND,
        told,
        place="place",
        **rounded(1, "port_km"),
        crowd="crowd",
        **rounded(2, "together_h", "outside_h", "looks"),
        **rounded(0, "median_gap_m", "min_gap_m", "mean_place_gap_m", "outside_gap_m"),
        **rounded(0, "median_distance_m"),
        **rounded(2, "share_alongside", "share_aligned", "relative_kn"),
        draught_change_m="change_m",
        other_draught_change_m="other_change_m",
        log_odds=log_odds.round(3),
    )
    return as_events(
        meetings.with_columns(detail=detail, is_open=still_open(params.slot_min)),
        NAME,
    )


def _by_jump(meetings: pl.DataFrame, jumps: pl.DataFrame) -> pl.Series:
    """Return True where a hull came into the meeting, or left it, by an impossible move."""
    reach = jumps.filter(pl.col("why") == "reach")
    moves = pl.concat(
        [
            reach.select(pl.col("other_hull").alias("moved"), at="end_utc"),
            reach.select(pl.col("hull").alias("moved"), at="start_utc"),
        ]
    ).drop_nulls()
    hit: set[int] = set()
    for side in ("hull", "other_hull"):
        near = meetings.select("n", "start_utc", "end_utc", moved=side).join(moves, on="moved")
        slack = pl.duration(minutes=30)
        near = near.filter(
            pl.col("at").is_between(pl.col("start_utc") - slack, pl.col("end_utc") + slack)
        )
        hit |= set(near["n"].to_list())
    return meetings["n"].is_in(sorted(hit))
