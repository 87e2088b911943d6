"""What an unread input does to the findings: nothing is called that it could explain.

An input that looks like AIS and was not wholly read may hold the reports of a ship that seems
silent, or unseen beside a sighting. Method: events of the kinds that rest on absence
(`Kind.rests_on_absence`) and lie within the days that such an input may be of are held below a
call, and their `detail` names the input. The days are those of a date in its name (a day, with one
more on either side for zones, or a month), else any. Blind spot: a name with another date in it
than that of its reports.
"""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import polars as pl

from ...detect.calibration.calibrate import CALL
from ...schema.kinds import resting_on_absence

NOT_A_CALL = round(CALL - 0.01, 2)
"""The most that an event which an unread input could explain is sure."""
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
_MONTH = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.](0[1-9]|1[0-2])(?!\d)")
_MARGIN = timedelta(days=1)


class Span(NamedTuple):
    """The time that an unread input may be of; None is open."""

    place: str
    start: datetime | None
    end: datetime | None


def span_of(place: str) -> Span:
    """Return the days that an input may be of, by its name."""
    name = place.rsplit("/", 1)[-1]
    if day := _DAY.search(name):
        try:
            at = datetime(int(day[1]), int(day[3]), int(day[4]), tzinfo=UTC)
        except ValueError:
            return Span(place, None, None)
        return Span(place, at - _MARGIN, at + 2 * _MARGIN)
    if month := _MONTH.search(name):
        at = datetime(int(month[1]), int(month[2]), 1, tzinfo=UTC)
        return Span(place, at - _MARGIN, at + timedelta(days=31) + _MARGIN)
    return Span(place, None, None)


def withheld(events: pl.DataFrame, unread: list[str]) -> tuple[pl.DataFrame, int]:
    """Return `events`, those that an unread input could explain below a call, and how many."""
    if not unread or events.is_empty():
        return events, 0
    is_held = pl.repeat(False, events.height, dtype=pl.Boolean, eager=True)
    why = pl.Series(["null"] * events.height, dtype=pl.String)
    rests = events["kind"].is_in(list(resting_on_absence()))
    for span in map(span_of, unread):
        inside = rests & ~is_held
        if span.start is not None and span.end is not None:
            inside &= (events["start_utc"] < span.end) & (events["end_utc"] > span.start)
        cell = pl.when(inside).then(pl.lit(json.dumps(span.place, ensure_ascii=False)))
        why = pl.select(cell.otherwise(why)).to_series()
        is_held |= inside
    calls = int((is_held & (events["confidence"] >= CALL)).sum())
    bare = pl.col("detail") == "{}"
    body = pl.concat_str(pl.col("detail").str.strip_suffix("}"), pl.lit(","))
    head = pl.when(bare).then(pl.lit("{")).otherwise(body)
    detail = pl.concat_str(head, pl.lit('"unread":'), why, pl.lit("}"))
    lowered = pl.min_horizontal(pl.col("confidence"), pl.lit(NOT_A_CALL))
    return events.with_columns(
        confidence=pl.when(is_held).then(lowered).otherwise("confidence").cast(
            events.schema["confidence"]
        ),
        detail=pl.when(is_held).then(detail).otherwise("detail"),
    ), calls  # fmt: skip
