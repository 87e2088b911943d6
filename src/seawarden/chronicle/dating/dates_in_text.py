"""Dates in a text: printed ones and relative ones, each with the days it can mean."""

from datetime import date

from . import printed_dates, relative_dates
from .text_date import TextDate


def find(text: str, first: date | None, last: date | None = None) -> list[TextDate]:
    """Return the dates in `text`, in order, none inside another.

    `first` and `last` are the days the document can have been published on; without them only
    dates that carry their year are returned.
    """
    last = last or first
    found = printed_dates.find(text, first)
    if first is not None and last is not None:
        found += relative_dates.find(text, first, last)
    found += printed_dates.years(text)
    found.sort(key=lambda d: (d.start, -(d.end - d.start)))
    out: list[TextDate] = []
    for item in found:
        if not out or item.start >= out[-1].end:
            out.append(item)
    return out
