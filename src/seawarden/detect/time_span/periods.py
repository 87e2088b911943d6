"""Conduct that is judged by a ship's record of weeks: looked at period by period.

Some findings rest on all that is known of a ship: which of her hulls is the usual one, what she
claimed before, which silent ship of a month fits a stop best. So that such a detector still looks
at finite hours, time is divided into periods of fixed length (counted from 1970, the same for
everybody), and what begins in a period is judged by the facts of that period and of `halo_h` before
and after it, and by no others. Data shorter than that are looked at in one piece.

Blind spot: what lies further apart than a period and its halo is not seen together.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl

from ...schema import EVENTS
from ..contract import ANYWHERE_M, SCHEMA, Needs
from .cut import cut

Tables = Mapping[str, pl.DataFrame]

EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


@dataclass(frozen=True, slots=True, kw_only=True)
class Periods:
    """How time is divided, hours."""

    period_h: float
    halo_h: float

    @property
    def needs(self) -> Needs:
        """Return what a detector looks at that is run by period."""
        far = self.period_h + self.halo_h
        return Needs(before_h=far, after_h=far, metres=ANYWHERE_M)


def by_period(
    find: Callable[[Tables], pl.DataFrame], tables: Tables, periods: Periods
) -> pl.DataFrame:
    """Return the events of `find`, which takes tables by name, one period after the other."""
    first, last = extent(tables)
    if first is None or last is None:
        return find(tables)
    length, halo = timedelta(hours=periods.period_h), timedelta(hours=periods.halo_h)
    out = [SCHEMA.to_frame()]
    for k in range((first - EPOCH) // length, (last - EPOCH) // length + 1):
        begin = EPOCH + k * length
        end = begin + length
        around = cut(tables, begin - halo, end + halo)
        if all(frame.is_empty() for frame in cut(around, begin, end).values()):
            continue
        found = find(around)
        out.append(found.filter(pl.col("start_utc").is_between(begin, end, closed="left")))
    return pl.concat(out).sort(*EVENTS.sort)


def extent(tables: Tables) -> tuple[datetime | None, datetime | None]:
    """Return the first and the last time of all tables; None where all are empty."""
    times = [
        frame[column].to_physical()
        for frame in tables.values()
        for column in ("time_utc", "hour_utc", "start_utc", "end_utc")
        if column in frame.columns and frame.height
    ]
    if not times:
        return None, None
    low = min(int(t.min()) for t in times)  # type: ignore[arg-type]
    high = max(int(t.max()) for t in times)  # type: ignore[arg-type]
    return tuple(EPOCH + timedelta(milliseconds=ms) for ms in (low, high))  # type: ignore[return-value]
