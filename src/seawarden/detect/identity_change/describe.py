"""How an identity event is described: one sentence, the findings, the claims as a table."""

from typing import Any

import polars as pl

from ...schema.kinds.identity import KIND
from ...units import MS_PER_H
from ..contract import detail_json, detail_text
from .claim_changes import Found

_ROWS = 12
"""Rows of the claim history that an event carries; `claims_total` tells how many there are."""


def history(claims: pl.DataFrame) -> pl.DataFrame:
    """Return per hull `claims` (the first and last rows, as structs) and `claims_total`.

    Rows that differ in draught or destination only are one. `claims` is sorted by hull, time.
    """
    claimed = ("imo", "name", "call_sign", "ship_type", "size")
    border = pl.any_horizontal(
        pl.col(c).ne_missing(pl.col(c).shift()) for c in ("hull", *claimed)
    ).fill_null(value=True)
    rows = (
        claims.with_columns(claim=border.cum_sum())
        .group_by("claim", maintain_order=True)
        .agg(pl.col("hull", "mmsi", *claimed, "start_utc").first(), pl.col("end_utc").last(),
             pl.col("n_statics").sum())
    )  # fmt: skip
    row = pl.struct(
        "mmsi",
        from_utc=pl.col("start_utc").dt.to_string("%Y-%m-%dT%H:%M:%SZ"),
        to_utc=pl.col("end_utc").dt.to_string("%Y-%m-%dT%H:%M:%SZ"),
        imo="imo", name="name", call_sign="call_sign", ship_type="ship_type", size_m="size",
        n_statics="n_statics",
    )  # fmt: skip
    nth = pl.int_range(pl.len())
    keep = (nth < _ROWS // 2) | (nth >= pl.len() - _ROWS // 2)
    return rows.group_by("hull", maintain_order=True).agg(
        claims=row.filter(keep), claims_total=pl.len()
    )


def pair_events(pairs: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    """Return findings on two hulls as columns of EVENTS."""
    if pairs.is_empty():
        return pl.DataFrame()
    rows = pairs.join(table, on="hull", how="left").join(
        table, left_on="other_hull", right_on="hull", how="left", suffix="_b"
    )
    empty = pl.lit([]).cast(table.schema["claims"])
    both = pl.concat_list(pl.col("claims").fill_null(empty), pl.col("claims_b").fill_null(empty))
    total = pl.col("claims_total").fill_null(0) + pl.col("claims_total_b").fill_null(0)
    detail = detail_json(
        KIND, None, pattern="pattern", explanation="explanation", findings=pl.concat_list(
            pl.struct("pattern", probability=pl.col("confidence").round(3),
                      explanation="explanation")),
        distance_km=pl.col("distance_km").round(1), wait_h=pl.col("wait_h").round(2),
        turns="turns", n_hulls="hulls", claims=both, claims_total=total,
    )  # fmt: skip
    hours = _hours()
    seen = pl.col("pattern").is_in(("one_imo", "shared_mmsi"))
    return rows.with_columns(
        pl.col("mmsi", "other_mmsi").cast(pl.Int64), is_open=pl.lit(value=False),
        confidence=pl.col("confidence").round(6), detail=detail,
        observed_h=pl.when(seen).then(hours).otherwise(0.0),
        inferred_h=pl.when(seen).then(0.0).otherwise(hours),
        other_first_row="first_row_b", other_last_row="last_row_b",
    ).select(
        "mmsi", "other_mmsi", "hull", "other_hull", "start_utc", "end_utc", "is_open", "lat_deg",
        "lon_deg", "confidence", "observed_h", "inferred_h", "detail", "first_row", "last_row",
        "other_first_row", "other_last_row",
    )  # fmt: skip


def ship_events(
    found: dict[int, list[Found]], hulls: pl.DataFrame, table: pl.DataFrame
) -> pl.DataFrame:
    """Return findings on single hulls as columns of EVENTS, one event a hull."""
    rows = hulls.filter(pl.col("hull").is_in(list(found))).sort("hull")
    if rows.is_empty():
        return pl.DataFrame()
    named: dict[int, Any] = {h: (c, n) for h, c, n in table.iter_rows()}
    detail, confidence = [], []
    for hull in rows["hull"].to_list():
        reasons = sorted(found[hull], key=lambda r: (-r[1], r[0]))
        claims, total = named.get(hull, ([], 0))
        doubt = 1.0
        for _, p, _ in reasons:
            doubt *= 1.0 - p
        confidence.append(round(1.0 - doubt, 6))
        detail.append(
            detail_text(
                KIND, pattern=reasons[0][0], explanation=reasons[0][2],
                findings=[{"pattern": w, "probability": round(p, 3), "explanation": e}
                          for w, p, e in reasons],
                claims=claims, claims_total=total,
            )
        )  # fmt: skip
    hours = _hours()
    observed = pl.min_horizontal(pl.col("heard_h").round(9), hours)
    return rows.with_columns(
        pl.col("mmsi").cast(pl.Int64), is_open=pl.lit(value=False),
        lat_deg="end_lat_deg", lon_deg="end_lon_deg",
        confidence=pl.Series(confidence), detail=pl.Series(detail),
        observed_h=observed, inferred_h=(hours - observed).round(9),
    ).select(
        "mmsi", "hull", "start_utc", "end_utc", "is_open", "lat_deg", "lon_deg", "confidence",
        "observed_h", "inferred_h", "detail", "first_row", "last_row",
    )  # fmt: skip


def _hours() -> pl.Expr:
    """Length of the event; rounded, because a column of one divides otherwise than one of many."""
    span = pl.col("end_utc") - pl.col("start_utc")
    return (span.dt.total_milliseconds() / MS_PER_H).round(9)
