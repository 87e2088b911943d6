"""The evidence of a contact and of its purpose, part by part, as log odds.

Each part is a natural log likelihood ratio. Those of the contact say how much more likely what was
seen is if two hulls lay alongside than if they did not; those of the purpose, given that they did,
if cargo was moved than if it was for another reason (`purpose` names the reasons). 0 is even.
Signs and sizes follow the definition in `docs/events.md`; sizes are our own judgement, checked
against the ten hard cases and the benchmark, and kept in `Weights` so that they can be argued
with.
"""

import numpy as np
import polars as pl

from ...schema.kinds.evidence_part import EvidencePart as P
from ..contract import Part
from .ship_kind import CARGO, TANKER, UNKNOWN
from .weights import Weights


def contact_parts(weights: Weights) -> list[Part]:
    """Return what speaks for and against two hulls alongside, over the measured meetings."""
    return [
        _prior(weights), _proximity(weights), _looks(weights), _heading(weights),
        _motion(weights), _beside(weights), _neighbours(weights), _moves(weights),
        _between(weights),
    ]  # fmt: skip


def purpose_parts(weights: Weights) -> list[Part]:
    """Return what speaks for and against cargo as the reason, given that they lay alongside."""
    return [
        _under_way(weights), _duration(weights), _place(weights), _crowd(weights),
        _moored(weights), _trade(weights), _draught(weights), _one_hull(weights),
    ]  # fmt: skip


def _number(column: str, digits: int = 2) -> pl.Expr:
    return pl.col(column).round(digits).cast(pl.String).fill_null("not known")


def _prior(w: Weights) -> Part:
    words = "two ships slow within 1 km for an hour: few lie alongside"
    return P.PRIOR, pl.lit(None, pl.Float64), pl.lit(w.prior), pl.lit(words)


def _proximity(w: Weights) -> Part:
    weight = pl.col("proximity").clip(w.proximity_min, w.proximity_max)
    words = pl.format(
        "hulls {} m apart (median of the looks), {} m by their mean place; {} of the looks "
        "within 100 m, weighed by position error",
        _number("median_gap_m", 0), _number("mean_place_gap_m", 0), _number("share_alongside"),
    )  # fmt: skip
    return P.ALONGSIDE, pl.col("median_gap_m"), weight, words


def _duration(w: Weights) -> Part:
    weight = _ramp("together_h", w.duration_h, w.duration)
    words = pl.format(
        "{} h, holes counted half: {} h observed, {} h inferred",
        _number("together_h", 1), _number("observed_h", 1), _number("inferred_h", 1),
    )  # fmt: skip
    return P.DURATION, pl.col("together_h"), weight, words


def _looks(w: Weights) -> Part:
    words = pl.format("{} independent looks at the pair", _number("looks", 1))
    return P.SEEN, pl.col("looks"), _ramp("looks", w.looks, w.looks_weight), words


def _heading(w: Weights) -> Part:
    share = pl.col("share_aligned")
    slope = w.heading_crossed + (w.heading_aligned - w.heading_crossed) * (
        (share - 0.4) / 0.4
    ).clip(0.0, 1.0)
    words = (
        pl.when(share.is_null()).then(pl.lit("headings not known"))
        .otherwise(pl.format("{} of the looks within 20° of parallel or opposite",
                             _number("share_aligned")))
    )  # fmt: skip
    return P.HEADING, share, pl.when(share.is_null()).then(0.0).otherwise(slope), words


def _motion(w: Weights) -> Part:
    relative = ((pl.col("relative_kn") - 0.5) / 0.5).clip(0.0, 1.0).fill_null(0.0)
    fast = ((0.8 - pl.col("share_slow")) / 0.5).clip(0.0, 1.0)
    words = pl.format(
        "relative speed {} kn; both at 3 kn or less in {} of the looks",
        _number("relative_kn"), _number("share_slow"),
    )  # fmt: skip
    weight = w.moving_apart * relative + w.too_fast * fast
    return P.MOTION, pl.col("relative_kn"), weight, words


def _under_way(w: Weights) -> Part:
    low, high = w.trawling_kn
    hidden = ((pl.col("kind_a") == UNKNOWN) | (pl.col("kind_b") == UNKNOWN)).cast(pl.Float64)
    tow = ((pl.col("median_sog_kn") - low) / (high - low)).clip(0.0, 1.0).fill_null(0.0) * hidden
    words = pl.format("{} kn over ground while together", _number("median_sog_kn", 1))
    return P.UNDER_WAY, pl.col("median_sog_kn"), w.trawling * tow, words


def _between(w: Weights) -> Part:
    hit, furthest = pl.col("between"), pl.col("outermost")
    words = (
        pl.when(hit).then(pl.lit("a third hull lay between them: outer ships of a raft"))
        .when(furthest)
        .then(pl.lit("both lay closer to a third hull: outer ships of a raft, most likely"))
        .otherwise(pl.lit("no hull between them"))
    )  # fmt: skip
    weight = pl.when(hit).then(w.between).when(furthest).then(w.outermost).otherwise(0.0)
    return P.BETWEEN, pl.lit(None, pl.Float64), weight, words


def _beside(w: Weights) -> Part:
    overlap = pl.col("overlap")
    weight = w.not_beside * (1.0 - overlap / 0.3).clip(0.0, 1.0).fill_null(0.0)
    words = (
        pl.when(overlap.is_null()).then(pl.lit("not known whether side by side"))
        .otherwise(pl.format("up to {} of the shorter hull beside the other", _number("overlap")))
    )  # fmt: skip
    return P.BESIDE, overlap, weight, words


def _neighbours(w: Weights) -> Part:
    low, high = w.neighbours_ratio
    ratio = pl.col("outside_h") / pl.col("together_h").clip(lower_bound=1e-9)
    weight = w.neighbours * ((ratio - low) / (high - low)).clip(0.0, 1.0) * pl.col("outside_apart")
    words = pl.format(
        "{} h near each other within a day before and after, {} m apart",
        _number("outside_h", 1), _number("outside_gap_m", 0),
    )  # fmt: skip
    return P.NEIGHBOURS, pl.col("outside_h"), weight, words


def _place(w: Weights) -> Part:
    weight = pl.col("place").replace_strict(
        {"open sea": w.open_sea, "inshore": w.inshore, "anchorage": w.anchorage, "port": w.port},
        return_dtype=pl.Float64,
    )
    words = pl.format("{}, {} km from the nearest port", pl.col("place"), _number("port_km", 1))
    return P.PLACE, pl.col("port_km"), weight, words


def _crowd(w: Weights) -> Part:
    weight = (
        pl.when(pl.col("place") == "inshore").then(_ramp("crowd", w.crowd, w.crowd_inshore))
        .when(pl.col("place") == "open sea").then(_ramp("crowd", w.crowd, w.crowd_at_sea))
        .otherwise(0.0)
    )  # fmt: skip
    words = pl.format("{} other hulls beside them for half the time", "crowd")
    return P.CROWD, pl.col("crowd").cast(pl.Float64), weight, words


def _moored(w: Weights) -> Part:
    """A quay holds a ship within the noise of her positions; a chain or the sea never for hours.

    At sea what stays so is mostly a platform, of the type "other" or none, with a ship beside it.
    Two traders may: on a mooring buoy, by thrusters, or because the source rounds positions.
    """
    a, b = pl.col("kind_a"), pl.col("kind_b")
    fixed = (
        pl.when(pl.any_horizontal("is_other", "other_is_other")).then(w.fixed)
        .when((a == UNKNOWN) & (b == UNKNOWN)).then(w.fixed_unknown)
        .when(a == b).then(w.fixed_traders)
        .otherwise(w.fixed)
    )  # fmt: skip

    def held(within_m: tuple[float, float]) -> pl.Expr:
        low, high = within_m
        return 1.0 - ((pl.col("spread_m") - low) / (high - low)).clip(0.0, 1.0)

    low_h, high_h = w.fixed_h
    long = ((pl.col("together_h") - low_h) / (high_h - low_h)).clip(0.0, 1.0)
    weight = (
        pl.when(pl.col("place") == "inshore").then(w.moored * held(w.moored_m))
        .when(pl.col("place") == "open sea").then(fixed * held(w.fixed_m) * long)
        .otherwise(0.0)
    )  # fmt: skip
    words = pl.format("four fifths of the time within {} m of one spot", _number("spread_m", 0))
    return P.MOORED, pl.col("spread_m"), weight, words


def _trade(w: Weights) -> Part:
    a, b = pl.col("kind_a"), pl.col("kind_b")
    weight = (
        pl.when((a == UNKNOWN) | (b == UNKNOWN)).then(w.not_known)
        .when(a == b).then(w.same_trade)
        .otherwise(w.mixed_trade)
    )  # fmt: skip
    length = pl.min_horizontal("length_m", "other_length_m").cast(pl.Float64)
    small = (length < w.small_craft_m).fill_null(False)
    less = ((w.small_craft_m - length) / (w.small_craft_m - w.launch_m)).clip(0.0, 1.0)
    craft = w.small_craft + (w.launch - w.small_craft) * less
    weight = weight + pl.when(small).then(craft).otherwise(0.0)
    known = length.cast(pl.Int64).cast(pl.String).fill_null("not known how many")
    words = pl.format("{} with {}; the shorter {} m long", a, b, known)
    return P.TRADE, length, weight, words


def _draught(w: Weights) -> Part:
    a, b, least = pl.col("change_m"), pl.col("other_change_m"), pl.col("least_change_m")
    both = (a.abs() >= least) & (b.abs() >= pl.col("other_least_change_m"))
    one = (a.abs() >= least) | (b.abs() >= pl.col("other_least_change_m"))
    weight = (
        pl.when(both & (a * b < 0)).then(w.draughts_opposite)
        .when(both & (pl.col("crowd") >= 1)).then(w.draughts_alike_beside)
        .when(both).then(w.draughts_alike)
        # A bunker tanker's draught changes with what she gives, and is typed now and then; of
        # three together one draught does not say who gave.
        .when(one & (pl.col("kind_a") == pl.col("kind_b")) & (pl.col("crowd") < 1))
        .then(w.draught_one)
        .otherwise(0.0)
    ).fill_null(0.0)  # fmt: skip
    words = pl.format("draught {} m and {} m", _signed("change_m"), _signed("other_change_m"))
    return P.DRAUGHT, a, weight, words


def _one_hull(w: Weights) -> Part:
    """Antennas stand near the middle line: two hulls keep them about half their beams apart."""
    beams = pl.sum_horizontal("port_m", "starboard_m", "other_port_m", "other_starboard_m")
    known = pl.all_horizontal(
        pl.col(c).is_not_null() for c in ("port_m", "starboard_m", "other_port_m")
    )
    least = pl.when(known).then(beams.cast(pl.Float64) / 4).otherwise(w.unknown_apart_m)
    near = ((1.0 - pl.col("median_distance_m") / least.clip(lower_bound=1.0)) / 0.6).clip(0.0, 1.0)
    words = pl.format(
        "antennas {} m apart (median); two hulls side by side keep them {} m apart",
        _number("median_distance_m", 0), least.round(0).cast(pl.String),
    )  # fmt: skip
    return P.TWO_HULLS, pl.col("median_distance_m"), w.one_hull * near, words


def _moves(w: Weights) -> Part:
    """A hull shown by a jump alone was perhaps never here; a decoy elsewhere acquits nobody."""
    weight = (
        pl.when("by_jump").then(w.teleport)
        .when("shares_mmsi").then(w.decoy)
        .otherwise(0.0)
    )  # fmt: skip
    words = (
        pl.when("by_jump").then(pl.lit("one of them came or left by an impossible move"))
        .when("shares_mmsi").then(pl.lit(
            "the MMSI of one of them was sent from elsewhere too meanwhile; she came and left on "
            "her own track"
        ))
        .otherwise(pl.lit("no jump"))
    )  # fmt: skip
    return P.IDENTITY, pl.lit(None, pl.Float64), weight, words


def _signed(column: str) -> pl.Expr:
    sign = pl.when(pl.col(column) > 0).then(pl.lit("+")).otherwise(pl.lit(""))
    return pl.concat_str(sign, _number(column)).fill_null("not known")


def _ramp(column: str, at: tuple[float, ...], value: tuple[float, ...]) -> pl.Expr:
    """Return the piecewise linear weight through the points (at, value)."""
    return pl.col(column).map_batches(
        lambda s: pl.Series(np.interp(s.to_numpy(), at, value)), return_dtype=pl.Float64
    )


CANDIDATES = (TANKER, CARGO, UNKNOWN)
"""Kinds of ship that can carry cargo for another; the rest are rivals."""
