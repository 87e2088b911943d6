"""A date as it stands in a text: a span of days [first, last], and the words of the calendar."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

MONTHS = {name.lower(): k for k, name in enumerate(calendar.month_name) if name}
MONTHS |= {name[:3].lower(): k for name, k in list(MONTHS.items())} | {"sept": 9}
WEEKDAYS = {name.lower(): k for k, name in enumerate(calendar.day_name)}
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
"""A date outside is kept as printed and not computed with."""
WEEKDAY_WORD = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"


@dataclass(frozen=True, slots=True)
class TextDate:
    """A date as it stands in the text, and the days [first, last] it can mean."""

    start: int
    end: int
    text: str
    first: date
    last: date
    precision: str  # 'day', 'range', 'month' or 'year'
    how: str
    is_relative: bool


def date_or_none(year: int, month: int, day: int) -> date | None:
    try:
        made = date(year, month, day)
    except ValueError:
        return None
    return made if EARLIEST <= made <= LATEST else None


def found_date(
    match: re.Match[str], first: date, last: date, precision: str, how: str, relative: bool = False
) -> TextDate:
    return TextDate(
        match.start(), match.end(), match.group(), first, last, precision, how, relative
    )


def days_of_month(year: int, month: int, part: str | None) -> tuple[date, date]:
    """Return the days of a month, or of its early, middle or late part."""
    length = calendar.monthrange(year, month)[1]
    lo, hi = {
        "early": (1, 10),
        "start of": (1, 10),
        "beginning of": (1, 10),
        "mid": (11, 20),
        "late": (21, length),
        "end of": (21, length),
    }.get(part or "", (1, length))
    return date(year, month, lo), date(year, month, hi)
