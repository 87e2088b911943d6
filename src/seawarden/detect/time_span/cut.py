"""Facts of a span of time: what a feed or a worker would know that read the reports of that span.

Method: a row that lies in the span stays; one that reaches beyond it ends at its edge. A silence
that was not over by the end of the span is still open there, and one that began before the span is
not known, for nobody in the span saw it begin. Of a jump both reports must lie in the span. Cutting
twice gives the same as cutting once at the inner edges.

Blind spot: what a row sums up (reports, hours, mean places, the identity claimed most) stays that
of the row as it was, because facts do not say how it fell within: the cut is as fine as the rows.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

import polars as pl

from ...facts.params import Params
from ...schema import COVERAGE, FIXES, TIME
from ...units import MS_PER_H

_PASS = Params()
"""What makes a silence worth keeping, as the pass has it."""
_MOMENTS = ("CONTACTS", "SIGHTINGS", "FIXES")
_FIX_SIDES = ("before", "after")


def cut(
    tables: Mapping[str, pl.DataFrame], from_utc: datetime | None = None,
    until_utc: datetime | None = None,
) -> dict[str, pl.DataFrame]:  # fmt: skip
    """Return the facts (tables by name) from `from_utc` on and before `until_utc`.

    None: no edge there. Tables of the facts that carry no time raise KeyError.
    """
    low = pl.lit(from_utc or _FIRST, TIME)
    high = pl.lit(until_utc or _LAST, TIME)
    return {name: _cut(name, frame, low, high) for name, frame in tables.items()}


_FIRST = datetime.fromisoformat("0001-01-02T00:00:00+00:00")
_LAST = datetime.fromisoformat("9999-12-30T00:00:00+00:00")


def _cut(name: str, frame: pl.DataFrame, low: pl.Expr, high: pl.Expr) -> pl.DataFrame:
    if name in _MOMENTS:
        inside = (pl.col("time_utc") >= low) & (pl.col("time_utc") < high)
        frame = frame.filter(inside)
        return _fixes(frame, low, high) if name == FIXES.name else frame
    if name == COVERAGE.name:
        hour = pl.col("hour_utc")
        return frame.filter((hour > low - timedelta(hours=1)) & (hour < high))
    if name == "JUMPS":
        return frame.filter((pl.col("start_utc") >= low) & (pl.col("end_utc") < high))
    if name == "SILENCES":
        return _silences(frame, low, high)
    frame = frame.filter((pl.col("end_utc") >= low) & (pl.col("start_utc") < high))
    times = {
        "start_utc": pl.max_horizontal("start_utc", low),
        "end_utc": pl.min_horizontal("end_utc", high - timedelta(milliseconds=1)),
    }
    if name == "STAYS":
        return frame.with_columns(**times, is_open=pl.col("is_open") | (pl.col("end_utc") >= high))
    if name in ("HULLS", "TRAILS", "CLAIMS"):
        return frame.with_columns(**times)
    raise KeyError(f"{name}: no table of facts with a time")


def _silences(frame: pl.DataFrame, low: pl.Expr, high: pl.Expr) -> pl.DataFrame:
    """Return the silences that began in the span; those not over by its end are open there."""
    frame = frame.filter((pl.col("start_utc") >= low) & (pl.col("start_utc") < high))
    over = pl.col("end_utc") < high
    unknown = (
        "end_lat_deg", "end_lon_deg", "end_sog_kn", "end_cog_deg", "distance_m", "implied_speed_kn",
    )  # fmt: skip
    hours = (high - pl.col("start_utc")).dt.total_milliseconds() / MS_PER_H
    out = frame.with_columns(
        *(pl.when(over).then(c).alias(c) for c in unknown),
        end_utc=pl.min_horizontal("end_utc", high),
        duration_h=pl.when(over).then("duration_h").otherwise(hours),
        is_open=pl.col("is_open") | ~over,
        last_row=pl.when(over).then("last_row").otherwise("first_row"),
    )
    usual_h = pl.col("mean_interval_s") / 3600
    least_h = pl.max_horizontal(_PASS.silence_min_h, _PASS.silence_times_usual * usual_h)
    return out.filter(over | (pl.col("duration_h") >= least_h))


def _fixes(frame: pl.DataFrame, low: pl.Expr, high: pl.Expr) -> pl.DataFrame:
    """Return the fixes without the reports that lie beyond the span."""
    known = {
        "before": (pl.col("before_utc") >= low).fill_null(False),
        "after": (pl.col("after_utc") < high).fill_null(False),
    }
    out = frame.with_columns(
        pl.when(known[side]).then(c).alias(c)
        for side in _FIX_SIDES
        for c in frame.columns
        if c.startswith(f"{side}_")
    )
    return out.filter(pl.any_horizontal(pl.col(f"{side}_utc").is_not_null() for side in _FIX_SIDES))
