"""Findings of `dark_sts` in words and figures: the parts of the evidence, and what they add up to.

Method: each part is a weight in log odds with what was seen and a sentence; their sum gives the
confidence. A meeting of two silent ships without draught changes that confirm it stays below a
call, in the order of its evidence.
"""

import polars as pl

from ...schema.kinds.dark_sts import KIND
from ...schema.kinds.evidence_part import EvidencePart as P
from ..contract import SCHEMA, Part, detail_json, probability, rounded
from . import both_sides as pairs_of_silences


def one_side(out: pl.DataFrame, min_confidence: float) -> pl.DataFrame:
    """Return the stops whose confidence is at least `min_confidence`, as findings."""
    change, partner = pl.col("draught_change_m"), pl.col("partner_score").fill_null(0.0)
    seen = pl.when(pl.col("own_sightings").fill_null(0) + pl.col("p_beside").fill_null(0.0) > 0)
    parts: list[Part] = [
        (P.PRIOR, pl.lit(None), pl.col("w_prior"), pl.lit("most ships that drift only wait")),
        (P.DRAUGHT, change, pl.col("w_draught"),
         pl.when(change.is_null()).then(pl.lit("no draught was entered"))
         .otherwise(pl.format("draught changed by {} m at sea", change.fill_null(0.0)))),
        (P.SIGHTINGS, pl.col("length_ratio"), pl.col("w_sightings"),
         seen.then(pl.format("{} sightings of her; one beside her with probability {}",
                             pl.col("own_sightings").fill_null(0),
                             pl.col("p_beside").fill_null(0.0).round(2)))
         .otherwise(pl.lit("no sensor saw the place"))),
        (P.SILENT_SHIP, partner, pl.col("w_partner"),
         pl.format("{} silent ships could have lain there",
                   pl.col("candidates").fill_null(0))),
        (P.PASSAGE, pl.col("passage").cast(pl.Float64), pl.col("w_passage"),
         pl.when("passage").then(pl.lit("a stop between two passages"))
         .otherwise(pl.lit("not seen under way before and after"))),
        (P.DURATION, pl.col("hours"), pl.col("w_duration"),
         pl.format("stopped for {} h", pl.col("hours").round(1))),
        (P.PLACE, pl.col("port_km"), pl.col("w_place"),
         pl.format("{}, {} km from the nearest port", "place", pl.col("port_km").round(0))),
        (P.KIND, pl.lit(None), pl.col("w_kind"), pl.col("kind")),
        (P.VISIBLE_PARTNER, pl.col("visible_partner_h"), pl.col("w_visible_partner"),
         pl.format("a visible ship lay beside her for {} h", pl.col("visible_partner_h").round(1))),
    ]  # fmt: skip
    detail = detail_json(
        KIND, parts,
        dark=pl.lit("one side"), place="place", **rounded(1, "port_km", "hours"),
        **rounded(2, "mean_sog_kn"), draught_change_m="draught_change_m",
        own_sightings=pl.col("own_sightings").fill_null(0),
        **rounded(3, "p_beside", "length_ratio"), **rounded(0, "beside_m"),
        sighting_ids=pl.col("sighting_ids").fill_null([]), **rounded(1, "visible_partner_h"),
        candidates=pl.col("candidates").fill_null(0),
        **rounded(3, "partner_p", "partner_score", "window_h"),
        log_odds="log_odds", candidate_mmsi="dark_mmsi",
    )  # fmt: skip
    return _confident(out, parts, detail, min_confidence, None)


def both_sides(
    found: pl.DataFrame, min_confidence: float, params: pairs_of_silences.Params
) -> pl.DataFrame:
    """Return the meetings whose confidence is at least `min_confidence`, as findings."""
    parts: list[Part] = [
        (P.PRIOR, pl.lit(None), pl.col("w_prior"), pl.lit("few silent ships meet")),
        (P.DELIBERATE, pl.col("deliberate") * pl.col("other_deliberate"), pl.col("w_deliberate"),
         pl.format("silences deliberate with probability {} and {}",
                   pl.col("deliberate").round(2), pl.col("other_deliberate").round(2))),
        (P.FILLS, pl.col("fills"), pl.col("w_fills"),
         pl.format("{} h together fit into {} h unexplained", pl.col("window_h").round(1),
                   pl.col("slack_h").round(1))),
        (P.RIVALS, pl.col("rivals"), pl.col("w_rivals"),
         pl.format("{} other meetings were possible", "rivals")),
        (P.TOWARD, pl.lit(None), pl.col("w_toward"), pl.lit("courses before the silence")),
        (P.DRAUGHT, pl.col("draught_change_m"), pl.col("w_draught"),
         pl.format("draughts changed by {} and {} m",
                   pl.col("draught_change_m").cast(pl.String).fill_null("not known"),
                   pl.col("other_draught_change_m").cast(pl.String).fill_null("not known"))),
        (P.KIND, pl.lit(None), pl.col("w_kind"), pl.format("{} and {}", "kind", "other_kind")),
        (P.PLACE, pl.lit(None), pl.col("w_place"), pl.col("place")),
    ]  # fmt: skip
    detail = detail_json(
        KIND, parts,
        dark=pl.lit("both sides"), place="place", **rounded(2, "window_h", "slack_h"),
        **rounded(3, "fills"), rivals="rivals", **rounded(3, "deliberate", "other_deliberate"),
        draught_change_m="draught_change_m", other_draught_change_m="other_draught_change_m",
        log_odds="log_odds",
    )  # fmt: skip
    unseen = pl.when(pl.col("w_draught") < params.opposite).then(params.unseen_most)
    return _confident(found, parts, detail, min_confidence, unseen)


def _confident(
    found: pl.DataFrame,
    parts: list[Part],
    detail: pl.Expr,
    min_confidence: float,
    most: pl.Expr | None,
) -> pl.DataFrame:
    """Return the findings that are sure enough, with `confidence` (at most `most`) and `detail`."""
    total = pl.sum_horizontal(weight for _, _, weight, _ in parts)
    confidence = probability(total)
    if most is not None:
        # Below a call, but in the order of the evidence.
        confidence = pl.when(most.is_not_null()).then(confidence * most).otherwise(confidence)
    found = found.with_columns(confidence=confidence.round(6), log_odds=total.round(3))
    found = found.filter(pl.col("confidence") >= min_confidence)
    found = found.with_columns(detail=detail)
    known = [c for c in SCHEMA.names() if c in found.columns]
    return found.select(pl.col(c).cast(SCHEMA[c]) for c in known)
