"""The events of a part of time, found from the facts around it and from no others.

Method: an event belongs to the part that it starts in. Its facts are looked at from
`NEEDS.before_h` before the part until `NEEDS.after_h` after it and `_BEYOND` more, so that what
begins in the part and goes on is seen to go on; while an event of the part, or a silence that began
in it, reaches the end of what is looked at, twice as much behind the part is. A detector that is
run by period (`periods`) looks at whole periods and their halo, which is all that it needs.

So the events of parts that follow each other are those of the whole, each once
(`tests/detect/test_contract.py`), and parts can be found by different workers, or again where
facts changed. Blind spot: a part in which a ship falls silent for good looks on to the end.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import polars as pl

from ...schema import EVENTS, SILENCES
from ..contract import Detector
from ..learning.context import Context
from .cut import cut
from .periods import EPOCH, Periods, extent

Tables = Mapping[str, pl.DataFrame]

_BEYOND = timedelta(hours=24)
"""Longer than any event must last to be one, so that one that goes on is seen; own choice."""


def detect_part(
    detector: Detector, tables: Tables, from_utc: datetime | None, until_utc: datetime | None, *,
    params: Any = None, context: Context = Context(),
    only: Callable[[Tables], Tables] | None = None,
) -> pl.DataFrame:  # fmt: skip
    """Return the detector's events (`contract.SCHEMA`) that start in `from_utc` <= t < `until_utc`.

    `tables` are the facts by name, at least those around the part; None: no edge there. `only`
    takes of the facts that were cut what is to be looked at, where a part is shared out further.
    """
    low, high = around(detector, from_utc, until_utc)
    last = extent({t.name: tables[t.name] for t in detector.READS})[1]
    while True:
        near: Tables = cut({t.name: tables[t.name] for t in detector.READS}, low, high)
        near = near if only is None else only(near)
        events = detector.detect(
            *(near[t.name] for t in detector.READS), places=context.places, context=context,
            **({} if params is None else {"params": params}),
        )  # fmt: skip
        found = _of(events, from_utc, until_utc).sort(*EVENTS.sort)
        if high is None or until_utc is None or last is None or high > last:
            return found
        if isinstance(getattr(detector, "PERIODS", None), Periods):
            return found
        if _is_settled(detector, found, near, until_utc, high):
            return found
        high = until_utc + 2 * (high - until_utc)


def around(
    detector: Detector, from_utc: datetime | None, until_utc: datetime | None
) -> tuple[datetime | None, datetime | None]:
    """Return from when until when the facts of a part are looked at, as a rule."""
    periods = getattr(detector, "PERIODS", None)
    if isinstance(periods, Periods):
        return _in_periods(periods, from_utc, until_utc)
    needs, instant = detector.NEEDS, timedelta(milliseconds=1)
    low = from_utc and from_utc - timedelta(hours=needs.before_h) - instant
    return low, until_utc and until_utc + timedelta(hours=needs.after_h) + _BEYOND


def _in_periods(
    periods: Periods, from_utc: datetime | None, until_utc: datetime | None
) -> tuple[datetime | None, datetime | None]:
    length, halo = timedelta(hours=periods.period_h), timedelta(hours=periods.halo_h)
    low = from_utc and EPOCH + (from_utc - EPOCH) // length * length - halo
    return low, until_utc and EPOCH - (EPOCH - until_utc) // length * length + halo


def _of(
    events: pl.DataFrame, from_utc: datetime | None, until_utc: datetime | None
) -> pl.DataFrame:
    if from_utc is not None:
        events = events.filter(pl.col("start_utc") >= from_utc)
    return events if until_utc is None else events.filter(pl.col("start_utc") < until_utc)


def _is_settled(
    detector: Detector, found: pl.DataFrame, near: Tables, until_utc: datetime, high: datetime
) -> bool:
    """Tell whether nothing that begins in the part reaches the end of what was looked at."""
    edge = high - timedelta(hours=detector.NEEDS.after_h)
    silences = near.get(SILENCES.name)
    if (found["end_utc"] >= edge).any():
        return False
    if silences is None:
        return True
    going_on = (silences["start_utc"] < until_utc) & (silences["end_utc"] >= edge)
    return not going_on.any()
