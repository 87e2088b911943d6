"""Did a ship sit deeper or lighter after a meeting than before?

Method: the draught in force `before_h` before the meeting (or the first one claimed after that,
if it was claimed before the meeting's end) against the last one claimed until `after_h` after it.
A draught that comes back to what it was (A, B, A) is two ships' claims under one MMSI, or a crew
that mistyped: it tells nothing. Blind spot: draught is typed in by the crew, often late or never;
no change proves nothing, and a berth visited within `after_h` can be the cause instead.
"""

from datetime import timedelta
from typing import Literal

import polars as pl

from ...schema import CLAIMS, TIME

Strategy = Literal["backward", "forward"]
"""Which claim counts at a time: the last one before it, or the first one after it."""


def changes(meetings: pl.DataFrame, claims: pl.DataFrame, before_h: float, after_h: float,
            hull: str, in_force_h: float | None = None) -> pl.DataFrame:  # fmt: skip
    """Return per row of `meetings` (`start_utc`, `end_utc`, and the column `hull` names) the
    columns `before_m`, `after_m`, `change_m` (null where nothing was claimed before or after, and
    where the claims take turns).

    Where `meetings` has a column `left_utc` that is not null, a port was left then: what was loaded
    there is in the draughts heard after it, until the meeting `met_utc`, and those are the before.
    `in_force_h`: what was last claimed longer ago than that, before the time asked about, is not
    known to hold any more; None: it always holds.
    """
    claimed = (
        claims.filter(pl.col("draught_m").is_not_null() & pl.col("hull").is_not_null())
        .sort(*CLAIMS.sort, "draught_m")
        .sort("start_utc", maintain_order=True)
        .select("hull", at="start_utc", until="end_utc",
                draught=pl.col("draught_m").cast(pl.Float64).round(2))
    )  # fmt: skip
    if "left_utc" not in meetings.columns:
        meetings = meetings.with_columns(left_utc=pl.lit(None, TIME), met_utc="start_utc")
    asked = meetings.select(
        pl.int_range(pl.len()).alias("n"),
        pl.col(hull).alias("hull"),
        pl.col("start_utc", "end_utc", "left_utc", "met_utc"),
        early=pl.col("start_utc") - timedelta(hours=before_h),
        late=pl.col("end_utc") + timedelta(hours=after_h),
    )
    before = _as_of(asked, claimed, "early", "backward")
    if in_force_h is not None:
        holds = pl.col("until") >= pl.col("early") - timedelta(hours=in_force_h)
        before = before.with_columns(draught=pl.when(holds).then("draught"))
    first = _as_of(asked, claimed, "early", "forward").with_columns(
        draught=pl.when(pl.col("at") <= pl.col("end_utc")).then("draught")
    )
    after = _as_of(asked, claimed, "late", "backward").with_columns(
        draught=pl.when(pl.col("at") > pl.col("early")).then("draught")
    )
    since = _as_of(asked, claimed, "met_utc", "backward").select(
        pl.when(pl.col("until") >= pl.col("left_utc")).then("draught")
    ).to_series()  # fmt: skip
    at_sea = asked["left_utc"].is_null()
    was = before["draught"].fill_null(first["draught"]).zip_with(at_sea, since)
    # A claim that is still in force at the end says "as before": no change was entered.
    now = after["draught"].fill_null(was)
    change = (now - was).round(2).zip_with(~_takes_turns(asked, claimed), now.clear(asked.height))
    return pl.DataFrame({"before_m": was, "after_m": now, "change_m": change})


def _takes_turns(asked: pl.DataFrame, claimed: pl.DataFrame) -> pl.Series:
    """Return True where a draught claimed in the time asked about comes back after another one."""
    near = asked.select("n", "hull", "early", "late").join(claimed, on="hull")
    near = near.filter((pl.col("until") >= pl.col("early")) & (pl.col("at") <= pl.col("late")))
    turns = near.sort("n", "at").group_by("n").agg(
        back=(pl.col("draught").rle_id().max() + 1) > pl.col("draught").n_unique()
    )  # fmt: skip
    known = asked.select("n").join(turns, on="n", how="left", maintain_order="left")
    return known["back"].fill_null(value=False)


def _as_of(asked: pl.DataFrame, claimed: pl.DataFrame, at: str, strategy: Strategy) -> pl.DataFrame:
    """Return `asked` in its own order with the nearest claim before or after time `at`."""
    joined = asked.sort(at).join_asof(
        claimed,
        left_on=at,
        right_on="at",
        by="hull",
        strategy=strategy,
        coalesce=False,
        check_sortedness=False,
    )
    return joined.sort("n")
