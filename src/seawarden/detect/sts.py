"""Ship-to-ship transfer: two cargo ships alongside each other, as for moving cargo.

Method: the definition of `docs/events.md`. Pairs that can carry cargo (or whose type is unknown)
and stayed slow within 1 km are measured over the stretch in which they best fit "alongside"
(`alongside`), and the parts of evidence (`sts_parts`) are added up as log odds: nearness weighed
by position error against independent ships and against anchored neighbours, duration, how often
the pair was really looked at, headings, relative motion, place, trade, draughts, impossible
moves. 0.5 and more is a call. Within a port's 10 km a pair is only reported when both draughts
changed in opposite directions: side by side is what berths and bunker barges are for.

Blind spots: what was moved (cargo, stores, crew or nothing) is not seen; ships at one buoy or
jetty; a transfer inside a learnt anchorage stays below a call without draughts; one side dark is
`dark_sts`.
"""

from dataclasses import dataclass, field

import numpy as np
import polars as pl

from ..geo.places import Places
from ..geo.sphere import angle_between_deg
from ..schema import CLAIMS, CONTACTS, HULLS, JUMPS, require
from ..units import MPS_PER_KN
from . import alongside, company
from .contract import SCHEMA, as_events, detail_json, probability, sorted_by_key
from .draughts import changes
from .meetings import Bools, Floats, Ints, Runs, runs, slot_hours, time_ms
from .pairs import hull_columns, still_open
from .rectangles import Rectangles
from .ship_kind import ship_kind
from .sts_parts import CANDIDATES, Weights, parts

NAME, READS = "sts", (CONTACTS, HULLS, CLAIMS, JUMPS)
SPLIT_BY = ("hull", "other_hull")

_DIMENSIONS = ("bow_m", "stern_m", "port_m", "starboard_m")


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """What makes a transfer."""

    min_duration_h: float = 0.6  # below 1 h nothing is called; margin for the 10-minute grid
    max_hole_h: float = 4.0  # design section 4, within 1 km on both sides
    port_m: float = 10_000.0  # design section 4
    max_sog_kn: float = 3.0  # design section 4
    aligned_deg: float = 20.0  # design section 4
    draught_before_h: float = 6.0  # design section 4
    draught_after_h: float = 48.0  # design section 4
    min_change_m: float = 1.0  # design section 4
    min_change_small_m: float = 0.5  # design section 4, below 10,000 DWT
    small_length_m: float = 125.0  # about 10,000 DWT: product tankers and handy bulkers
    company_h: float = 24.0  # how long before and after a pair's company counts; own choice
    min_confidence: float = 0.05  # weaker pairs are not reported
    slot_min: float = 10.0  # the grid of SLOTS, `facts.Params.slot_min`
    nearness: alongside.Params = field(default_factory=alongside.Params)
    weights: Weights = field(default_factory=Weights)


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
    found = runs(contacts, params.max_hole_h)
    found, meetings = _candidates(contacts, found, hulls, claims, params, places)
    if meetings.is_empty():
        return SCHEMA.to_frame()
    row, run = found.rows()
    meetings = _measure(contacts[row], meetings, run, params)
    if meetings.is_empty():
        return SCHEMA.to_frame()
    return _weigh(meetings, jumps, params)


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
    kinds = hulls.with_columns(kind=ship_kind(pl.col("ship_type")))
    columns = ("mmsi", "end_utc", "kind", "length_m", "station", *_DIMENSIONS)
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


def _measure(
    contacts: pl.DataFrame, meetings: pl.DataFrame, run: Ints, params: Params
) -> pl.DataFrame:
    """Return the meetings with all that the parts weigh, cut to their stretch alongside."""
    pair = _pair(contacts, meetings, run)
    seen = alongside.looks(contacts, pair, params.nearness)
    first = np.flatnonzero(np.diff(run, prepend=-1))
    best = alongside.stretches(seen.score * seen.weight, first, run)
    around = company.around(contacts, seen, best, params.company_h)
    meetings = meetings.with_columns(
        independent=pl.Series(best.score),
        outside_h=pl.Series(around.n * params.slot_min / 60),
        outside_gap_m=pl.Series(around.gap_m).fill_nan(None),
        outside_apart=pl.Series(around.apart(params.nearness)),
    )
    good = meetings["is_candidate"].to_numpy() & (best.score > 0)
    meetings, kept = meetings.filter(pl.Series(good)), Runs(best.first, best.last).keep(good)
    if kept.first.size == 0:
        return meetings
    row, stretch = kept.rows()
    contacts, pair = contacts[row], _pair(contacts[row], meetings, stretch)
    seen = seen.at(row)
    first = np.flatnonzero(np.diff(stretch, prepend=-1))
    neighbours, mean_gap, beside = alongside.against_neighbours(
        contacts, pair, seen, (first, stretch), params.nearness
    )
    proximity = -np.logaddexp(-meetings["independent"].to_numpy(), -neighbours)
    measured = _summary(contacts, seen, pair, stretch, params)
    return meetings.drop("start_utc", "end_utc", "lat_deg", "lon_deg").hstack(
        measured.with_columns(
            proximity=pl.Series(proximity),
            mean_place_gap_m=pl.Series(mean_gap),
            overlap=pl.Series(beside).fill_nan(None),
        ).drop("stretch")
    )


def _pair(contacts: pl.DataFrame, meetings: pl.DataFrame, run: Ints) -> alongside.Pair:
    """Return both hulls as they lie in each contact."""
    sides = []
    for prefix in ("", "other_"):
        heading = _floats(contacts[f"{prefix}heading_deg"])
        bow, stern, port, starboard = (_floats(meetings[prefix + d])[run] for d in _DIMENSIONS)
        # ITU-R M.1371: bow and port side 0 say "size known, antenna's place not": no exact gap.
        heading = np.where((bow == 0) & (port == 0), np.nan, heading)
        sides.append(Rectangles(bow, stern, port, starboard, heading))
    return alongside.Pair(sides[0], sides[1])


def _floats(series: pl.Series) -> Floats:
    return series.cast(pl.Float64).fill_null(np.nan).to_numpy()


def _summary(
    contacts: pl.DataFrame, seen: alongside.Looks, pair: alongside.Pair, stretch: Ints,
    params: Params,
) -> pl.DataFrame:  # fmt: skip
    """Return one row a stretch: times, place, gap, motion, headings, rows."""
    slot_h = params.slot_min / 60
    time, gap_s = time_ms(contacts["time_utc"]), _floats(contacts["gap_s"])
    observed, inferred = slot_hours(time, gap_s, stretch, slot_h)
    sigma = alongside.pair_sigma_m(contacts, params.nearness)
    near = alongside.probability_alongside(seen.gap_m, sigma, params.nearness)
    headings = (_floats(contacts[c]) for c in ("heading_deg", "other_heading_deg"))
    angle = angle_between_deg(*headings)
    aligned = np.where(np.minimum(angle, 180 - angle) <= params.aligned_deg, 1.0, 0.0)
    frame = contacts.with_columns(
        stretch=pl.Series(stretch),
        observed=pl.Series(observed),
        inferred=pl.Series(inferred),
        near=pl.Series(near),
        gap=pl.Series(seen.gap_m),
        weight=pl.Series(seen.weight),
        relative=pl.Series(_relative_kn(contacts, time, stretch)).fill_nan(None),
        aligned=pl.Series(np.where(np.isnan(angle), np.nan, aligned)).fill_nan(None),
        slow=pl.max_horizontal("sog_kn", "other_sog_kn").fill_null(0.0) <= params.max_sog_kn + 0.05,
    )
    weight = pl.col("weight")
    half = pl.duration(minutes=params.slot_min / 2)
    return frame.group_by("stretch", maintain_order=True).agg(
        start_utc=pl.col("time_utc").first() - half,
        end_utc=pl.col("time_utc").last() + half,
        lat_deg=pl.col("lat_deg").get(pl.len() // 2),
        lon_deg=pl.col("lon_deg").get(pl.len() // 2),
        observed_h=pl.col("observed").sum(),
        inferred_h=pl.col("inferred").sum(),
        together_h=((pl.col("observed") + pl.col("inferred") + slot_h) / 2).sum(),
        looks=weight.sum(),
        median_gap_m=pl.col("gap").median(),
        min_gap_m=pl.col("gap").min(),
        median_distance_m=pl.col("distance_m").median(),
        share_alongside=(pl.col("near") * weight).sum() / weight.sum(),
        relative_kn=pl.col("relative").median(),
        share_aligned=pl.col("aligned").mean(),
        share_slow=pl.col("slow").mean(),
        first_row=pl.col("row").min(),
        last_row=pl.col("row").max(),
        other_first_row=pl.col("other_row").min(),
        other_last_row=pl.col("other_row").max(),
    )


def _relative_kn(contacts: pl.DataFrame, time: Ints, stretch: Ints) -> Floats:
    """Return how fast the pair's distance vector changed since the contact before, NaN at first.

    A pair that turns as one body moves its antennas; the change of distance, not of the vector,
    is the measure there, so the smaller of the two is taken.
    """
    out = np.full(time.size, np.nan)
    if time.size > 1:
        seconds = np.diff(time) / 1000
        same = (np.diff(stretch) == 0) & (seconds > 0)
        east, north = np.diff(_floats(contacts["east_m"])), np.diff(_floats(contacts["north_m"]))
        distance = np.abs(np.diff(_floats(contacts["distance_m"])))
        moved = np.minimum(np.hypot(east, north), distance)
        out[1:][same] = moved[same] / seconds[same] / MPS_PER_KN
    return out


def _weigh(meetings: pl.DataFrame, jumps: pl.DataFrame, params: Params) -> pl.DataFrame:
    """Return the meetings as events, with the log odds of their parts."""
    meetings = meetings.with_columns(by_jump=_by_jump(meetings, jumps))
    told = parts(params.weights)
    log_odds = pl.sum_horizontal(weight for _, _, weight, _ in told)
    meetings = meetings.with_columns(confidence=probability(log_odds).round(6))
    meetings = meetings.filter(pl.col("confidence") >= params.min_confidence)
    if meetings.is_empty():
        return SCHEMA.to_frame()
    detail = pl.struct(
        pl.col("place"),
        pl.col("port_km").round(1),
        pl.col("together_h", "outside_h", "looks").round(2),
        pl.col(
            "median_gap_m", "min_gap_m", "mean_place_gap_m", "outside_gap_m", "median_distance_m"
        ).round(0),
        pl.col("share_alongside", "share_aligned", "relative_kn").round(2),
        pl.col("change_m").alias("draught_change_m"),
        pl.col("other_change_m").alias("other_draught_change_m"),
        log_odds=log_odds.round(3),
    )
    return as_events(
        meetings.with_columns(
            detail=detail_json(detail, told), is_open=still_open(params.slot_min)
        ),
        NAME,
    )


def _by_jump(meetings: pl.DataFrame, jumps: pl.DataFrame) -> pl.Series:
    """Return True where a hull came into the meeting, or left it, by an impossible move."""
    moves = pl.concat(
        [
            jumps.select(pl.col("other_hull").alias("moved"), at="end_utc"),
            jumps.select(pl.col("hull").alias("moved"), at="start_utc"),
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
