"""Same MMSI: several hulls under one number, at once or in turn.

Method: the blocks of an MMSI (`blocks`) that a second ship sent rather than the same transmitter
with false positions. Weighed as log odds: how often the hulls took turns, how mixed they were,
how far apart, how much each sent, and whether they claim different things.

Blind spot: ships that share an MMSI and never are far enough apart for a jump; `claim_changes`
finds those that also claim different identities.
"""

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """What makes a shared MMSI; log odds are own choice.

    Fields without a source: own choice, measured together in docs/accuracy.md.
    """

    max_one_sender: float = 0.5  # above it the positions are false, see `spoofing`
    prior: float = -1.0
    turns_max: float = 3.0  # the logarithm of the turns counts up to this
    mixed: float = 1.0
    mixing: float = 0.3  # turns over those of independent senders
    claims_differ: float = 2.0
    few: float = -2.5  # the other hulls sent fewer than `few_reports` in all
    few_reports: int = 5
    near: float = -2.0  # nearer than `near_m`: two sets on one ship, a poor fix
    near_m: float = 9_000.0


def shared(marked: pl.DataFrame, lives: pl.DataFrame, params: Params = Params()) -> pl.DataFrame:
    """Return one row an MMSI that several hulls share: `mmsi`, `hull` (home), `other_hull` ...

    `marked` are `blocks` with `area`; `lives` one row a hull with the identity claimed most.
    Columns besides: `start_utc`, `end_utc`, `lat_deg`, `lon_deg`, `confidence`, `explanation`,
    `turns`, `hulls`, `distance_km`, `first_row`, `last_row`, `first_row_b`, `last_row_b`.
    """
    jammed = marked.filter(pl.col("area").is_not_null())["hull"].unique()
    rows = marked.filter(
        ~pl.col("is_home") & (pl.col("one_sender") < params.max_one_sender)
        & pl.col("hull").is_in(jammed.implode()).not_()
    )  # fmt: skip
    identity = lives.select("hull", "name", "imo", "size", "n_reports", "first_row", "last_row")
    per_hull = rows.group_by("mmsi", "home_hull", "hull").agg(
        turns=pl.len(), mixing=pl.col("mixing").first(), metres=pl.col("distance_m").max(),
        usual_m=pl.col("distance_m").median(),
        start_utc=pl.col("start_utc").min(), end_utc=pl.col("end_utc").max(),
        lat_deg=pl.col("lat_deg").first(), lon_deg=pl.col("lon_deg").first(),
    ).join(identity, on="hull", how="left").join(
        identity.rename(lambda c: f"home_{c}"), on="home_hull", how="left"
    )  # fmt: skip
    differs = pl.any_horizontal(
        (pl.col(c) != pl.col(f"home_{c}")).fill_null(value=False) for c in ("name", "imo", "size")
    )
    per_hull = per_hull.with_columns(differs=differs).sort(
        "mmsi", "n_reports", "hull", descending=[False, True, False]
    )
    per_mmsi = per_hull.group_by("mmsi", maintain_order=True).agg(
        hull=pl.col("home_hull").first(), other_hull=pl.col("hull").first(),
        start_utc=pl.col("start_utc").min(), end_utc=pl.col("end_utc").max(),
        lat_deg=pl.col("lat_deg").first(), lon_deg=pl.col("lon_deg").first(),
        turns=pl.col("turns").sum(), mixing=pl.col("mixing").max(),
        metres=pl.col("metres").max(), usual_m=pl.col("usual_m").max(),
        hulls=pl.len() + 1, sent=pl.col("n_reports").sum(),
        differs=pl.col("differs").any(), names=pl.col("name").drop_nulls().unique().sort(),
        home_name=pl.col("home_name").first(),
        first_row=pl.col("home_first_row").first(), last_row=pl.col("home_last_row").first(),
        first_row_b=pl.col("first_row").first(), last_row_b=pl.col("last_row").first(),
    )  # fmt: skip
    log_odds = (
        params.prior
        + (1 + pl.col("turns")).log().clip(upper_bound=params.turns_max)
        + pl.when(pl.col("mixing") >= params.mixing).then(params.mixed).otherwise(0.0)
        + pl.when("differs").then(params.claims_differ).otherwise(0.0)
        + pl.when(pl.col("sent") < params.few_reports).then(params.few).otherwise(0.0)
        + pl.when(pl.col("usual_m") < params.near_m).then(params.near).otherwise(0.0)
    )
    km = (pl.col("metres") / 1000).round(0).cast(pl.Int64)
    return per_mmsi.with_columns(
        confidence=1.0 / (1.0 + (-log_odds).exp()),
        distance_km=pl.col("metres") / 1000,
        explanation=pl.format(
            "MMSI {} was sent by {} hulls up to {} km apart, which took turns {} times{}",
            "mmsi", "hulls", km, "turns",
            pl.when("differs").then(pl.lit("; they claim different identities"))
            .otherwise(pl.lit("")),
        ),
    )  # fmt: skip
