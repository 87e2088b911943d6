"""Printed dates: days, spans of days, months and years, with or without their year.

A date printed without a year takes the year that brings it nearest to the document's date.
"""

import re
from datetime import date

from .text_date import (
    MONTHS,
    WEEKDAY_WORD,
    WEEKDAYS,
    TextDate,
    date_or_none,
    days_of_month,
    found_date,
)

_M = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.?"
)
_D = r"(?:[0-3]?\d)(?:st|nd|rd|th)?"
_Y = r"(?:19|20)\d\d"
_PART = r"(?:(?P<part{k}>early|mid|late|end of|start of|beginning of)[- ])?"
_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_SPAN = re.compile(
    rf"\b(?:from |between )?{_PART.format(k=1)}(?P<m1>{_M})(?: (?P<y1>{_Y}))?"
    rf"(?: to | and |–|-| through | until ){_PART.format(k=2)}(?P<m2>{_M}),? (?P<y2>{_Y})\b"
)
_DAYS = re.compile(
    rf"\b(?:from |between )?(?P<d1>{_D})(?: to | and |–|-)(?P<d2>{_D}) (?P<m>{_M})"
    rf"(?:,? (?P<y>{_Y}))?\b|"
    rf"\b(?P<mm>{_M}) (?P<e1>{_D})(?: to | and |–|-)(?P<e2>{_D})\b(?:,? (?P<yy>{_Y})\b)?"
)
_DAY = re.compile(
    rf"\b(?:(?P<w>{WEEKDAY_WORD}),? (?:the )?)?"
    rf"(?:(?P<d>{_D}) (?:of )?(?P<m>{_M})|(?P<m2>{_M}) (?P<d2>{_D}))"
    rf"(?:,? (?P<y>{_Y}))?(?![\w-])"
)
_MONTH = re.compile(rf"\b{_PART.format(k=1)}(?P<m>{_M}),? (?:of )?(?P<y>{_Y})\b")
_BARE = re.compile(
    rf"\b(?i:in|since|during|of|until|last|this|next) (?P<m>{_M[:-3]})(?![\w.])"
    rf"(?!,? (?:19|20)\d\d)(?! (?:and|to|or|through|–|-) {_M})"
)
_YEAR = re.compile(rf"(?<![\w$€£./,-])(?P<y>{_Y})(?![\w,]\d|[\w%/]|\.\d|-\d)")


def _month_no(text: str) -> int:
    return MONTHS[text.rstrip(".").lower()]


def _isos(text: str, ref: date | None) -> list[TextDate]:
    out = []
    for m in _ISO.finditer(text):
        made = date_or_none(int(m[1]), int(m[2]), int(m[3]))
        if made:
            out.append(found_date(m, made, made, "day", "printed"))
    return out


def _spans(text: str, ref: date | None) -> list[TextDate]:
    out = []
    for m in _SPAN.finditer(text):
        y2 = int(m["y2"])
        y1 = int(m["y1"]) if m["y1"] else y2
        if not m["y1"] and _month_no(m["m1"]) > _month_no(m["m2"]):
            y1 -= 1
        a, _ = days_of_month(y1, _month_no(m["m1"]), m["part1"])
        _, b = days_of_month(y2, _month_no(m["m2"]), m["part2"])
        if a <= b:
            out.append(found_date(m, a, b, "range", "printed"))
    return out


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _nearest(month: int, day: int, ref: date | None) -> date | None:
    """Return the day in the year that brings it nearest to the reference."""
    if ref is None:
        return None
    made = [d for y in (ref.year - 1, ref.year, ref.year + 1) if (d := date_or_none(y, month, day))]
    return min(made, key=lambda d: abs((d - ref).days), default=None)


def _day_spans(text: str, ref: date | None) -> list[TextDate]:
    out = []
    for m in _DAYS.finditer(text):
        month = _month_no(m["m"] or m["mm"])
        lo, hi = _number(m["d1"] or m["e1"]), _number(m["d2"] or m["e2"])
        year = m["y"] or m["yy"]
        a = date_or_none(int(year), month, lo) if year else _nearest(month, lo, ref)
        b = date_or_none(a.year, month, hi) if a else None
        if a and b and a <= b:
            how = "printed" if year else "printed without a year: the nearest one"
            out.append(found_date(m, a, b, "range", how))
    return out


def _days(text: str, ref: date | None) -> list[TextDate]:
    out = []
    for m in _DAY.finditer(text):
        month, day = _month_no(m["m"] or m["m2"]), _number(m["d"] or m["d2"])
        if m["y"]:
            made, how = date_or_none(int(m["y"]), month, day), "printed"
        else:
            made, how = _nearest(month, day, ref), "printed without a year: the nearest one"
        if made and m["w"] and made.weekday() != WEEKDAYS[m["w"].lower()]:
            how += f", but that day is a {made:%A}, not a {m['w']}"
        if made:
            out.append(found_date(m, made, made, "day", how))
    return out


def _months(text: str, ref: date | None) -> list[TextDate]:
    out = []
    for m in _MONTH.finditer(text):
        a, b = days_of_month(int(m["y"]), _month_no(m["m"]), m["part1"])
        out.append(found_date(m, a, b, "month", "printed"))
    for m in _BARE.finditer(text):
        if ref is None or (m["m"] in {"May", "March"} and not m.group()[0].islower()):
            continue
        month = _month_no(m["m"])
        made = _nearest(month, 15, ref)
        if made:
            a, b = days_of_month(made.year, month, None)
            how = "printed without a year: the nearest one"
            out.append(found_date(m, a, b, "month", how))
    return out


def years(text: str) -> list[TextDate]:
    return [
        found_date(m, date(int(m["y"]), 1, 1), date(int(m["y"]), 12, 31), "year", "printed")
        for m in _YEAR.finditer(text)
    ]


def find(text: str, ref: date | None) -> list[TextDate]:
    """Return the printed dates; those without a year are counted from `ref`, if it is given."""
    return [d for f in (_isos, _spans, _day_spans, _days, _months) for d in f(text, ref)]
