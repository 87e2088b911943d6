"""What two ships lay together for: hypotheses that add up to one.

AIS shows that two hulls lay together, never what passed between them. Beside a transfer of cargo
stand the other reasons for which ships do (`schema.kinds.purpose`). The odds of a transfer against
all of them are those of `evidence` (place, crowd, moored, trade, draught, duration, two hulls);
what they leave to the others is divided among them by what speaks for each. Four kinds of evidence
found a rival of its own, which takes from the transfer what it claims:

    tow, one hull   the pair travelled together before it lay together and after (`travelled`)
    bunkering       a tanker beside a ship of another trade, or one that calls itself "other type"
                    as work and survey ships do, which can exchange nothing but fuel; a smaller
                    visitor to a ship at anchor, where stores and fuel are usual
    boat            class B: carried by craft that owe no class A
    raft            a third hull lay between the two (`between`, `raft`)

Bunkering a DPRK-flagged ship is no innocent rival (resolutions 1874, paragraph 17, and 2397,
paragraph 5): where the MID of a side is 445 no rival of bunkering is formed. A rival whose data are
missing keeps a weight ("not tested"), so that it holds the figure down.

Weights are natural log odds, of our own choice, set on the benchmark's tuning seeds; base rates
differ from sea to sea, so a figure at a tenth and at ten times the prior goes with each event.
Blind spot: ships that were hired for one purpose and used for two.
"""

import math
from dataclasses import dataclass

import polars as pl

from ...ids.flags import DPRK_MID
from ...schema.kinds.evidence_part import EvidencePart as P
from ...schema.kinds.purpose import Purpose
from ...thresholds import follows
from ..contract import Part
from . import same_hull
from .ship_kind import CARGO, TANKER, UNKNOWN
from .weights import Weights as Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Sizes, natural log odds against "none of these"; own choice, see the module.

    Fields without a source: own choice, measured together in docs/accuracy.md.
    """

    cargo: float = 2.3  # of two ships known to lie alongside in the open sea
    tow: float = -5.0  # by nothing but chance
    travelled: float = 6.0  # together before; as much again for after
    travelled_km: tuple[float, float] = (2.0, 6.0)  # not at all, wholly
    far: float = 4.0  # besides, where one side alone shows them so far together
    far_km: tuple[float, float] = (6.0, 40.0)  # ships that part for one port do not sail abreast
    not_heard: float = 0.6  # of that, where they were together on the other side of the stretch
    not_tested: float = 0.5  # of `tow`, where neither side of the stretch was heard
    not_told: float = 0.5  # above the transfer itself, where no type was sent and no course heard
    sailed_km: tuple[float, float] = (6.0, 20.0)  # side by side at the speed of engines
    same_hull: float = 3.5  # both claim one length and beam: of two ships one pair in thirty
    same_name: float = 4.0  # both call themselves the same, at one place: two sets of one ship
    same_imo: float = 12.0  # one valid IMO number: one hull, unless somebody borrowed it
    other_imo: float = -2.0
    mixed: float = 3.5  # tanker with a ship of another trade
    other: float = 6.0  # tanker with a ship that sends "other type": a work or survey ship
    at_anchor: float = 2.5  # a mixed pair of which one lies at anchor
    visitor: float = 0.5  # above the transfer itself: a small ship at an anchored one's side
    visitor_length: float = 0.9  # of the other's length at most
    visitor_m: float = 110.0
    cable_m: float = 200.0  # seven shackles of 27.4 m: a hull swings within cable and length
    anchor_spread_m: float = 400.0  # where no length is known
    anchor_sog_kn: float = 0.4
    one_changed: float = follows(Evidence, "draught_one")
    boat: float = 6.0  # class B
    boat_large: float = 1.0  # and 60 m or more: a ship with the wrong set
    boat_large_m: float = 60.0
    between: float = 8.0


Hypothesis = tuple[Purpose, pl.Expr]


def shares(transfer: pl.Expr, weights: Weights, usual: pl.Expr | None = None) -> list[Hypothesis]:
    """Return the probability of each hypothesis, given that the hulls lay together.

    `transfer` is the log odds of a transfer against the reasons that `evidence` weighs. The frame
    holds its parts as `part_<name>` (log odds) and what `measure`, `travelled` and `between` found.
    `usual` is the transfer's log odds at the usual prior, where `transfer` is at another.
    """
    rest, added = _divided(weights), _added(transfer if usual is None else usual, weights)
    odds = {Purpose.TRANSFER: transfer.clip(-30.0, 30.0).exp()}
    total = pl.sum_horizontal(*(u for u in rest.values()))
    for kind, share in rest.items():
        extra = added.get(kind)
        odds[kind] = share / total if extra is None else share / total + extra.clip(-30, 30).exp()
    every = pl.sum_horizontal(*odds.values())
    return [(kind, value / every) for kind, value in odds.items()]


def cargo_moved(transfer: pl.Expr, weights: Weights) -> Part:
    """Return what draughts that changed say of the contact itself, log odds.

    Cargo moves between hulls that touch. With p the probability of a transfer, given a contact,
    before the draughts are looked at, and D how much likelier such draughts are where cargo moved
    than elsewhere (`Weights.draughts_opposite`), a contact is likelier by 1 - p + p D than two
    ships that never touched. Draughts that did not change say nothing of it: they are typed late.
    """
    factor = pl.col(f"part_{P.DRAUGHT.name.lower()}").clip(0.0, None)
    before = shares(transfer - factor, weights)[0][1]
    weight = (1.0 - before + before * factor.exp()).log()
    words = (
        pl.when(factor > 0)
        .then(pl.lit("draughts changed as those of two hulls that moved cargo between them"))
        .otherwise(pl.lit("no change of draught speaks for a contact"))
    )
    return P.CARGO_MOVED, factor, weight, words


def _divided(w: Weights) -> dict[Purpose, pl.Expr]:
    """Return how what speaks against a transfer in general is divided, as weights."""

    def against(part: str) -> pl.Expr:
        return (-pl.col(f"part_{part}")).clip(0.0, None)

    def share(base: float, *parts: pl.Expr) -> pl.Expr:
        total = pl.lit(base)
        for part in parts:
            total = total + part
        return total.clip(-30.0, 30.0).exp()

    place, crowd = against("place"), against("crowd")
    fuel = pl.when(_is_dprk()).then(0.0).otherwise(1.0)
    return {
        Purpose.BUNKERING: share(-1.0, place, against("trade")) * fuel,
        Purpose.BOAT: share(-1.5, against("trade"), against("duration")),
        Purpose.TOW: share(-2.0, against("beside"), against("moored") * 0.5),
        Purpose.RAFT: share(-2.0, crowd * 0.5),
        Purpose.NEIGHBOURS: share(-1.0, place * 0.8, crowd, against("moored")),
        Purpose.ONE_HULL: share(-2.0, against("two_hulls")),
        Purpose.FISHING: share(-2.0, against("under_way")),
        Purpose.NONE: pl.lit(1.0),
    }


def _added(transfer: pl.Expr, w: Weights) -> dict[Purpose, pl.Expr]:
    """Return the log odds of the rivals that evidence of their own founds."""
    together, alike, imo = _travelled(w), same_hull.one_size(), same_hull.same_imo()
    is_one = pl.when(imo).then(w.same_imo).when(imo.is_not_null()).then(w.other_imo).otherwise(0.0)
    is_one = is_one + pl.when(same_hull.same_name()).then(w.same_name).otherwise(0.0)
    one = together + pl.when(alike).then(w.same_hull).otherwise(-1.0) + is_one
    tow = pl.when(_nothing_sent_or_heard()).then(transfer + w.not_told).otherwise(together)
    boat = pl.any_horizontal(pl.col("ais_class") == 2, pl.col("other_ais_class") == 2)
    boat_m = pl.when(pl.col("ais_class") == 2).then("length_m").otherwise("other_length_m")
    large = (boat_m.cast(pl.Float64) >= w.boat_large_m).fill_null(False)
    none = pl.lit(-30.0)
    return {
        Purpose.TOW: tow,
        Purpose.ONE_HULL: one,
        Purpose.BUNKERING: pl.when(_is_dprk()).then(none).otherwise(_bunkering(transfer, w)),
        Purpose.BOAT: pl.when(boat.fill_null(False) & ~large)
        .then(w.boat)
        .when(boat.fill_null(False))
        .then(w.boat_large)
        .otherwise(none),
        Purpose.RAFT: pl.when(_in_a_raft()).then(w.between).otherwise(none),
    }


def _travelled(w: Weights) -> pl.Expr:
    low, high = w.travelled_km
    before, after = pl.col("before_km"), pl.col("after_km")

    def far(km: pl.Expr, other: pl.Expr) -> pl.Expr:
        ramp = ((km - low) / (high - low)).clip(0.0, 1.0)
        unheard = w.not_heard * ((other - low) / (high - low)).clip(0.0, 1.0).fill_null(0.0)
        return pl.when(km.is_null()).then(unheard).otherwise(ramp)

    # Side by side at the speed of engines is a journey too, one that a transfer does not make.
    least_km, all_km = w.sailed_km
    sailed = ((pl.col("sailed_km") - least_km) / (all_km - least_km)).clip(0.0, 1.0)
    untested = before.is_null() & after.is_null() & (sailed == 0.0)
    near_km, far_km = w.far_km
    most = pl.max_horizontal(before, after, "sailed_km")
    alone = w.far * ((most - near_km) / (far_km - near_km)).clip(0.0, 1.0).fill_null(0.0)
    found = alone + w.tow + w.travelled * (far(before, after) + far(after, before) + sailed)
    return pl.when(untested).then(w.not_tested).otherwise(found)


def _bunkering(transfer: pl.Expr, w: Weights) -> pl.Expr:
    a, b = pl.col("kind_a"), pl.col("kind_b")
    known = (a != UNKNOWN) & (b != UNKNOWN)
    mixed = known & (a != b) & ((a == TANKER) | (b == TANKER))
    work = ((a == TANKER) & pl.col("other_is_other")) | ((b == TANKER) & pl.col("is_other"))
    anchored = is_at_anchor(w)
    visitor = is_visitor(w) & ~(known & (a == CARGO) & (b == CARGO))
    # One draught alone that changed is what fuel given or taken shows, as much as cargo.
    moved = pl.col("part_draught") > w.one_changed
    return (
        pl.when(mixed).then(w.mixed + pl.when(anchored).then(w.at_anchor).otherwise(0.0))
        .when(work.fill_null(False) & ~moved).then(w.other)
        .when(anchored & visitor & ~moved).then(transfer + w.visitor)
        .otherwise(-30.0)
    )  # fmt: skip


def is_at_anchor(w: Weights) -> pl.Expr:
    """Return whether the pair lay within the swing of an anchor."""
    still = pl.col("median_sog_kn").fill_null(0.0) <= w.anchor_sog_kn
    long = pl.max_horizontal("length_m", "other_length_m").cast(pl.Float64)
    # Ebb and flood lay her on both sides of her anchor: the way across is twice its reach.
    across = (2.0 * w.cable_m + long).fill_null(w.anchor_spread_m)
    return still & (pl.col("spread_m") <= across)


def is_visitor(w: Weights) -> pl.Expr:
    """Return whether one of the two is no larger than vessels that carry fuel and stores."""
    short = pl.min_horizontal("length_m", "other_length_m").cast(pl.Float64)
    long = pl.max_horizontal("length_m", "other_length_m").cast(pl.Float64)
    known = pl.all_horizontal(
        pl.col("length_m").is_not_null(), pl.col("other_length_m").is_not_null()
    )
    return known & (short <= w.visitor_m) & (short <= w.visitor_length * long)


def _nothing_sent_or_heard() -> pl.Expr:
    """Return whether nothing at all tells a tow: a type that was not sent, and no course heard."""
    unsent = (pl.col("kind_a") == UNKNOWN) & ~pl.col("is_other")
    other_unsent = (pl.col("kind_b") == UNKNOWN) & ~pl.col("other_is_other")
    unheard = pl.col("before_km").is_null() & pl.col("after_km").is_null()
    return (unsent | other_unsent) & unheard & ~_is_dprk()


def _in_a_raft() -> pl.Expr:
    return pl.any_horizontal("between", "outermost")


def _is_dprk() -> pl.Expr:
    return pl.any_horizontal(
        pl.col("mmsi") // 1_000_000 == DPRK_MID, pl.col("other_mmsi") // 1_000_000 == DPRK_MID
    )


def separated_by(w: Weights) -> pl.Expr:
    """Return in words what tells the purpose: type, draught, place, course; null where nothing."""
    a, b = pl.col("kind_a"), pl.col("kind_b")
    stores = is_at_anchor(w) & is_visitor(w) & (a == b) & (a != CARGO)
    sent_a, sent_b = (a != UNKNOWN) | pl.col("is_other"), (b != UNKNOWN) | pl.col("other_is_other")
    trades = sent_a & sent_b & ~stores
    furthest = pl.max_horizontal("before_km", "after_km")
    words = [
        pl.when(trades | _is_dprk()).then(pl.lit("type")),
        pl.when(pl.col("part_draught") > 0).then(pl.lit("draught")),
        pl.when(pl.col("place").is_in(["port", "anchorage"])).then(pl.lit("place")),
        pl.when(furthest > w.travelled_km[0]).then(pl.lit("travelled together")),
        # Who came or left by herself was neither towed nor the same hull; stores come so too.
        pl.when((furthest <= w.travelled_km[0]) & ~(is_at_anchor(w) & is_visitor(w)))
        .then(pl.lit("course")),
        pl.when(_in_a_raft()).then(pl.lit("a hull between them")),
    ]  # fmt: skip
    text = pl.concat_str(words, separator=", ", ignore_nulls=True)
    return pl.when(text == "").then(None).otherwise(text)


def at_prior(factor: float, weights: Weights) -> pl.Expr:
    """Return the confidence if transfers were `factor` times as common as they are taken to be.

    The frame holds `contact` and `transfer`, the log odds that `shares` was given.
    """
    odds = pl.col("transfer") + math.log(factor)
    return pl.col("contact") * shares(odds, weights, pl.col("transfer"))[0][1]


def as_list() -> pl.Expr:
    """Return EVENTS.purpose from the columns `p_<NAME>`: likeliest first, adding up to one."""
    structs = [
        pl.struct(kind=pl.lit(kind.value), probability=pl.col(f"p_{kind.name}").cast(pl.Float64))
        for kind in Purpose
    ]
    return pl.concat_list(structs).list.eval(
        pl.element().sort_by(pl.element().struct["probability"], descending=True)
    )


def in_words() -> pl.Expr:
    """Return the rivals that are likelier than one in twenty, in words."""
    words = [
        pl.when(pl.col(f"p_{kind.name}") >= 0.05).then(
            pl.format(f"{kind.value} {{}}", pl.col(f"p_{kind.name}").round(2).cast(pl.String))
        )
        for kind in Purpose
        if kind is not Purpose.TRANSFER
    ]
    text = pl.concat_str(words, separator=", ", ignore_nulls=True)
    return pl.when(text == "").then(pl.lit("no other reaches 0.05")).otherwise(text)
