"""A draught that changed at sea: between two port calls, around one stop.

Method: `draughts.changes` over a window around the stop that is cut at the port calls (and other
long stops) on either side, so that what was loaded at a berth is not laid to a drift; a draught
entered on leaving is often first heard at sea, so that after a port call only what was heard
between it and the stop counts as before. Blind spot: a port call in a silence; ballast taken at
sea; a draught typed in late, after the next berth, or hours after the last one.
"""

from datetime import timedelta

import polars as pl

from .changes import Strategy, changes


def changes_at_sea(
    stops: pl.DataFrame, breaks: pl.DataFrame, claims: pl.DataFrame, before_h: float,
    after_h: float,
) -> pl.Series:  # fmt: skip
    """Return per row of `stops` (`hull`, `start_utc`, `end_utc`) the change of draught, metres.

    `breaks` (`hull`, `start_utc`, `end_utc`) are stops at which the change may be due to something
    else. Null where no draught was claimed.
    """
    asked = stops.select("hull", "start_utc", "end_utc").with_row_index("n")
    ended = breaks.select("hull", at="end_utc", cut="end_utc").sort("at")
    begun = breaks.select("hull", at="start_utc", cut="start_utc").sort("at")
    early = pl.col("start_utc") - timedelta(hours=before_h)
    late = pl.col("end_utc") + timedelta(hours=after_h)
    low = _cut(asked, ended, "start_utc", "backward")
    high = _cut(asked, begun, "end_utc", "forward")
    window = asked.with_columns(low=low, high=high).select(
        "hull",
        start_utc=pl.max_horizontal(early, pl.col("low")),
        end_utc=pl.min_horizontal(late, pl.col("high")),
        left_utc=pl.when(pl.col("low") > early).then("low"),
        met_utc="start_utc",
    )
    return changes(window, claims, 0.0, 0.0, "hull")["change_m"]


def _cut(asked: pl.DataFrame, breaks: pl.DataFrame, at: str, strategy: Strategy) -> pl.Series:
    joined = asked.sort(at).join_asof(
        breaks, left_on=at, right_on="at", by="hull", check_sortedness=False,
        strategy=strategy,
    )  # fmt: skip
    return joined.sort("n")["cut"]
