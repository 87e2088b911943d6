"""Ship-to-ship transfer: two hulls alongside each other, and how likely it was to move cargo.

Method: the definition of `docs/events.md`. Pairs that can carry cargo (or whose type is unknown)
and stayed slow within 1 km are measured over the stretch in which they best fit "alongside"
(`alongside`). Two figures are weighed apart, as log odds:

    contact   that two hulls lay alongside: nearness by position error against independent ships
              and anchored neighbours, how often the pair was really looked at, headings, relative
              motion, impossible moves, a third hull between them, and draughts that changed as
              those of two hulls that moved cargo (`transfer.purpose.cargo_moved`)
    purpose   what for, hypotheses that add up to one (`transfer.purpose`): duration, place, who
              else lay there, trade, draughts, whether the pair travelled together before and after

`confidence` is the contact times the probability of a cargo transfer; 0.5 and more is a call.
Within a port's 10 km a pair is only reported when both draughts changed in opposite directions:
side by side is what berths and bunker barges are for.

Blind spots: what was moved (cargo, stores, crew or nothing) is not seen; ships at one buoy or
jetty; a transfer inside a learnt anchorage stays below a call without draughts; one side dark is
`dark_sts`.
"""

import numpy as np
import polars as pl

from ..geo.places import Places
from ..schema import CLAIMS, CONTACTS, HULLS, JUMPS, TRAILS, require
from ..schema.kinds.evidence_part import EvidencePart as P
from ..schema.kinds.purpose import Purpose
from ..schema.kinds.sts import KIND
from .contacts.pairs import hull_columns, still_open, without_gear
from .contacts.runs import Runs, runs_by
from .contract import SCHEMA, Needs, as_events, detail_json, probability, rounded, sorted_by_key
from .draught.changes import changes
from .learning.context import Context
from .transfer import bystanders, own_track, purpose, raft, travelled
from .transfer.evidence import CANDIDATES, contact_parts, purpose_parts
from .transfer.measure import DIMENSIONS, measure
from .transfer.params import Params
from .transfer.ship_kind import says_other, ship_kind

__all__ = ["NAME", "NEEDS", "READS", "SPLIT_BY", "Params", "detect"]

NAME, READS = "sts", (CONTACTS, HULLS, CLAIMS, JUMPS, TRAILS)
SPLIT_BY: tuple[str, ...] = ()  # who lay beside a pair is known from contacts of others
NEEDS = Needs(before_h=54.0, after_h=54.0, metres=2_000.0)
"""A better stretch of the pair within 24 h, its contacts within 24 h, a hole of 4 h; draughts for
48 h after and as long before; the contacts, within 1 km, of each ship beside the pair; where both
were for 8 h around it."""


def detect(
    contacts: pl.DataFrame,
    hulls: pl.DataFrame,
    claims: pl.DataFrame,
    jumps: pl.DataFrame,
    trails: pl.DataFrame,
    params: Params = Params(),
    places: Places = Places(),
    context: Context = Context(),
) -> pl.DataFrame:
    """Return EVENTS (`contract.SCHEMA`), one row a possible transfer; rows may come in any order.

    Raises SchemaError if a table lacks a column.
    """
    contacts = sorted_by_key(require(contacts, CONTACTS), CONTACTS)
    hulls, claims, jumps = require(hulls, HULLS), require(claims, CLAIMS), require(jumps, JUMPS)
    trails = require(trails, TRAILS)
    contacts = without_gear(contacts, hulls)
    near_m = pl.col("distance_m") - 2.0 * pl.col("sigma_m")
    supports = contacts.select(near_m <= params.support_m).to_series().to_numpy()
    found = runs_by(contacts, supports, params.max_hole_h)
    found, meetings = _candidates(contacts, found, hulls, params)
    if meetings.is_empty():
        return SCHEMA.to_frame()
    meetings = measure(contacts, meetings, found, params, places)
    if meetings.is_empty():
        return SCHEMA.to_frame()
    meetings = _usable(_with_draughts(meetings, claims, params), params)
    crowded = bystanders.others(
        meetings, contacts, beside_m=params.crowd_m, share=params.crowd_share,
        slot_min=params.slot_min,
    )  # fmt: skip
    meetings = own_track.with_moves(
        meetings.with_columns(crowd=crowded), jumps, hulls, params.track
    )
    meetings = meetings.with_columns(
        between=bystanders.between(
            meetings, contacts, beside_m=params.crowd_m, share=params.between_share
        )
        & _have_room(meetings, params),
        outermost=raft.outermost(meetings, params.crowd_share, params.between_crowd)
        & ~_opposite().fill_null(False),
    ).hstack(travelled.travelled(meetings, trails, params.courses))
    return _weigh(meetings, params)


def _candidates(
    contacts: pl.DataFrame, found: Runs, hulls: pl.DataFrame, params: Params
) -> tuple[Runs, pl.DataFrame]:
    """Return the runs worth measuring, and one row a run with what is known of the two ships."""
    found = found.keep(found.n * params.slot_min / 60 >= params.min_duration_h)
    meetings = contacts.select("hull", "other_hull")[found.first].with_columns(
        n=pl.int_range(pl.len())
    )
    kinds = hulls.with_columns(
        kind=ship_kind(pl.col("ship_type")), is_other=says_other(pl.col("ship_type"))
    ).rename({"end_utc": "hull_end_utc"})
    columns = ("mmsi", "hull_end_utc", "kind", "is_other", "ais_class", "imo", "name", "call_sign",
               "length_m", "beam_m", "station", *DIMENSIONS)  # fmt: skip
    meetings = hull_columns(meetings, kinds, *columns).rename(
        {"other_hull_end_utc": "other_end_utc"}
    ).with_columns(
        kind_a=pl.col("kind").fill_null("unknown"), kind_b=pl.col("other_kind").fill_null("unknown")
    )  # fmt: skip
    can_carry = pl.col("kind_a").is_in(CANDIDATES) & pl.col("kind_b").is_in(CANDIDATES)
    no_ship = ("base", "aton", "sar")
    ships = ~(pl.col("station").is_in(no_ship) | pl.col("other_station").is_in(no_ship))
    meetings = meetings.filter(can_carry & ships.fill_null(True))
    mask = np.zeros(found.first.size, dtype=bool)
    mask[meetings["n"].to_numpy()] = True
    return found.keep(mask), meetings


def _have_room(meetings: pl.DataFrame, params: Params) -> pl.Series:
    """Return whether a third hull can lie between the two: not where known hulls all but touch.

    By few reports outer ships of a raft seem to touch as well, so it is asked in a crowd only, such
    as decoys make and no raft.
    """
    known = pl.col("beam_m").is_not_null() & pl.col("other_beam_m").is_not_null()
    crowded = pl.col("crowd") >= params.between_crowd
    touch = known & crowded & (pl.col("median_gap_m") < params.between_gap_m)
    return meetings.select(~touch.fill_null(False)).to_series()


def _usable(meetings: pl.DataFrame, params: Params) -> pl.DataFrame:
    """Return the meetings away from port, and those by which both draughts changed oppositely."""
    opposite = _opposite().fill_null(False)
    return meetings.filter((pl.col("port_km") > params.port_m / 1000) | opposite)


def _opposite() -> pl.Expr:
    """Return whether one draught rose and the other sank, both by enough; null: not known."""
    return (
        (pl.col("change_m").abs() >= pl.col("least_change_m"))
        & (pl.col("other_change_m").abs() >= pl.col("other_least_change_m"))
        & (pl.col("change_m") * pl.col("other_change_m") < 0)
    )


def _with_draughts(meetings: pl.DataFrame, claims: pl.DataFrame, params: Params) -> pl.DataFrame:
    """Return the meetings with the change of draught of both ships and what would be enough."""
    for hull, prefix in (("hull", ""), ("other_hull", "other_")):
        change = changes(
            meetings, claims, params.draught_before_h, params.draught_after_h, hull,
            params.draught_in_force_h,
        )  # fmt: skip
        small = pl.col(f"{prefix}length_m").fill_null(0) < params.small_length_m
        meetings = meetings.with_columns(
            change["change_m"].alias(f"{prefix}change_m"),
            pl.when(small).then(params.min_change_small_m).otherwise(params.min_change_m)
            .alias(f"{prefix}least_change_m"),
        )  # fmt: skip
    return meetings


def _weigh(meetings: pl.DataFrame, params: Params) -> pl.DataFrame:
    """Return the meetings as events, with the log odds of their parts."""
    if meetings.is_empty():
        return SCHEMA.to_frame()
    of_contact, of_purpose = contact_parts(params.weights), purpose_parts(params.weights)
    meetings = meetings.with_columns(
        *(weight.cast(pl.Float64).alias(f"part_{what.name.lower()}")
          for what, _, weight, _ in (*of_contact, *of_purpose))
    )  # fmt: skip
    weighed = pl.sum_horizontal(weight for _, _, weight, _ in of_purpose)
    transfer = params.reasons.cargo + weighed
    of_contact.append(purpose.cargo_moved(transfer, params.reasons))
    contact = pl.sum_horizontal(weight for _, _, weight, _ in of_contact)
    shares = purpose.shares(transfer, params.reasons)
    meetings = meetings.with_columns(
        contact_log_odds=contact,
        transfer=transfer,
        contact=probability(contact).round(6),
        **{f"p_{kind.name}": share for kind, share in shares},
    )
    likely = pl.col(f"p_{Purpose.TRANSFER.name}")
    meetings = meetings.with_columns(
        confidence=(probability(pl.col("contact_log_odds")) * likely).round(6)
    ).filter(
        (pl.col("confidence") >= params.min_confidence)
        | (pl.col("contact") >= params.min_contact)
    )  # fmt: skip
    if meetings.is_empty():
        return SCHEMA.to_frame()
    p = pl.col("confidence").clip(1e-6, 1 - 1e-6)
    log_odds = (p / (1.0 - p)).log()
    left = log_odds - pl.col("contact_log_odds") - (pl.col("transfer") - params.reasons.cargo)
    words = pl.format("cargo transfer {} of all reasons to lie so: {}",
                      likely.round(2).cast(pl.String), purpose.in_words())  # fmt: skip
    parts = [*of_contact, *of_purpose, (P.PURPOSE, likely, left, words)]
    detail = detail_json(
        KIND,
        parts,
        place="place",
        **rounded(1, "port_km"),
        crowd="crowd",
        **rounded(2, "together_h", "outside_h", "looks"),
        **rounded(0, "median_gap_m", "min_gap_m", "mean_place_gap_m", "outside_gap_m"),
        **rounded(0, "median_distance_m"),
        **rounded(2, "share_alongside", "share_aligned", "relative_kn"),
        draught_change_m="change_m",
        other_draught_change_m="other_change_m",
        **rounded(1, "before_km", "after_km"),
        between="between",
        separated_by=purpose.separated_by(params.reasons),
        **rounded(3, "contact_log_odds"),
        at_tenth=purpose.at_prior(0.1, params.reasons).round(3),
        at_tenfold=purpose.at_prior(10.0, params.reasons).round(3),
        log_odds=log_odds.round(3),
    )
    return as_events(
        meetings.with_columns(
            detail=detail, is_open=still_open(params.slot_min), purpose=purpose.as_list()
        ),
        NAME,
    )
