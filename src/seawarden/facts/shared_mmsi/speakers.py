"""Speakers: which of the ships that share an MMSI sent a static message of its own.

A static message carries no position. The hull whose reports lie nearest in time sent it, if only
one hull was on the air; where two take turns that is hardly better than a coin, and each hull
would claim both identities. But the coin falls oftener on the right side: an identity of which
significantly more messages lie nearest to one hull than that hull's share is that hull's, and its
messages go there wherever the hull was on the air at the time. Where nothing is significant the
nearest hull keeps them: which of the two says what is then not known, and each claims both.
"""

from dataclasses import dataclass

import polars as pl

CLAIMED_IDENTITY = pl.coalesce(pl.format("IMO {}", "imo"), pl.col("name"), pl.col("call_sign"))
"""Who sends a static message, by what it says: the surest that it holds, as text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """When an identity is one hull's; own choice."""

    sigmas: float = 3.0
    """The excess over the hull's share, in standard deviations of chance."""
    excess: float = 0.1
    """The same as a share of the identity's messages."""
    on_air_h: float = 1.0
    """A hull with reports so near was on the air."""


def reassigned(
    statics: pl.DataFrame, segments: pl.DataFrame, params: Params = Params()
) -> pl.DataFrame:
    """Return `statics` of shared MMSIs with `hull` set to the ship that sent them.

    `statics`: STATICS with the `hull` nearest in time, in any order; `segments`: `mmsi`,
    `from_utc`, `hull`, from when on an MMSI's reports are a hull's.
    """
    if statics.is_empty():
        return statics
    messages = statics.with_columns(who=CLAIMED_IDENTITY).with_row_index("n")
    own = _owners(messages, params)
    moved = messages.join(own, on=["mmsi", "who"], how="inner").filter(
        pl.col("hull") != pl.col("own")
    )
    moved = moved.join(_on_air(moved, segments, params), on="n", how="semi")
    return (
        messages.join(moved.select("n", "own"), on="n", how="left", maintain_order="left")
        .with_columns(hull=pl.coalesce("own", "hull"))
        .select(statics.columns)
    )


def _owners(messages: pl.DataFrame, params: Params) -> pl.DataFrame:
    """Return `mmsi`, `who`, `own`: the identities that are one hull's."""
    votes = messages.drop_nulls(["who", "hull"]).group_by("mmsi", "who", "hull").len("votes")
    votes = votes.with_columns(
        n=pl.col("votes").sum().over("mmsi", "who"),
        # Of the other identities' messages too: a hull with twice the reports gets twice of each.
        share=pl.col("votes").sum().over("mmsi", "hull") / pl.col("votes").sum().over("mmsi"),
    )
    excess = pl.col("votes") - pl.col("n") * pl.col("share")
    chance = (pl.col("n") * pl.col("share") * (1 - pl.col("share"))).sqrt()
    return (
        votes.filter(
            (excess >= params.sigmas * chance)
            & (excess >= params.excess * pl.col("n"))
            & (pl.col("share") < 1)
        )
        .with_columns(sure=excess / chance)
        .sort("mmsi", "who", "sure", "hull", descending=[False, False, True, False])
        .unique(["mmsi", "who"], keep="first", maintain_order=True)
        .select("mmsi", "who", own="hull")
    )


def _on_air(moved: pl.DataFrame, segments: pl.DataFrame, params: Params) -> pl.DataFrame:
    """Return the rows `n` at whose time the hull `own` had a stretch of reports near."""
    near = pl.duration(seconds=round(params.on_air_h * 3600))
    stretches = segments.sort("mmsi", "from_utc").with_columns(
        until_utc=pl.col("from_utc").shift(-1).over("mmsi"), own="hull"
    )
    stretches = stretches.select("mmsi", "own", "from_utc", "until_utc").sort("from_utc")
    at = moved.select("n", "mmsi", "own", "time_utc").sort("time_utc")
    by = {"left_on": "time_utc", "right_on": "from_utc", "by": ["mmsi", "own"]}
    last = at.join_asof(stretches, strategy="backward", check_sortedness=False, **by)  # type: ignore[arg-type]
    following = at.join_asof(stretches, strategy="forward", check_sortedness=False, **by)  # type: ignore[arg-type]
    is_last = (pl.col("until_utc").is_null() & pl.col("from_utc").is_not_null()) | (
        pl.col("until_utc") >= pl.col("time_utc") - near
    )
    return pl.concat(
        [
            last.filter(is_last).select("n"),
            following.filter(pl.col("from_utc") <= pl.col("time_utc") + near).select("n"),
        ]
    ).unique()


__all__ = ["Params", "reassigned"]
