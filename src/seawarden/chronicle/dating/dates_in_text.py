"""Dates in a text: printed ones and relative ones, each with the days it can mean.

Method: a date is a span of days [first, last]. Printed dates lacking a year take the year that
brings them nearest to the document's date. "Today", "Tuesday", "last month", "three years ago"
count from the document's date in its publisher's zone; when that date is itself uncertain by a
day, the span widens, unless the weekday decides. A weekday means the last such day on or before
the reference, the next one where the text says "next" or "will".

Blind spot: weekdays in a text that tells of another week ("that Monday").
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from ..wordlist import wordlist

MONTHS = {name.lower(): k for k, name in enumerate(calendar.month_name) if name}
MONTHS |= {name[:3].lower(): k for name, k in list(MONTHS.items())} | {"sept": 9}
WEEKDAYS = {name.lower(): k for k, name in enumerate(calendar.day_name)}
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
"""A date outside is kept as printed and not computed with."""

_M = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.?"
)
_D = r"(?:[0-3]?\d)(?:st|nd|rd|th)?"
_Y = r"(?:19|20)\d\d"
_W = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_PART = r"(?:(?P<part{k}>early|mid|late|end of|start of|beginning of)[- ])?"
_N = {w: k for k, w in enumerate(wordlist("zero one two three four five six seven eight nine ten"))}


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
    rf"\b(?:(?P<w>{_W}),? (?:the )?)?(?:(?P<d>{_D}) (?:of )?(?P<m>{_M})|(?P<m2>{_M}) (?P<d2>{_D}))"
    rf"(?:,? (?P<y>{_Y}))?(?![\w-])"
)
_MONTH = re.compile(rf"\b{_PART.format(k=1)}(?P<m>{_M}),? (?:of )?(?P<y>{_Y})\b")
_BARE = re.compile(
    rf"\b(?i:in|since|during|of|until|last|this|next) (?P<m>{_M[:-3]})(?![\w.])"
    rf"(?!,? (?:19|20)\d\d)(?! (?:and|to|or|through|–|-) {_M})"
)
_YEAR = re.compile(rf"(?<![\w$€£./,-])(?P<y>{_Y})(?![\w,]\d|[\w%/]|\.\d|-\d)")
_TODAY = re.compile(
    r"\b(?P<what>today|tonight|this (?:morning|afternoon|evening)|yesterday|last night|tomorrow|"
    r"overnight)\b",
    re.I,
)
_WEEKDAY = re.compile(rf"\b(?P<how>last |next |this |on |since |coming )?(?P<w>{_W})\b")
_PERIOD = re.compile(
    r"\b(?P<how>last|this|next|earlier this|later this|past) (?P<u>week|month|year|weekend)\b", re.I
)
_AGO = re.compile(
    r"\b(?P<n>\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten) "
    r"(?P<u>day|week|month|year)s? ago\b",
    re.I,
)
_RECENT = re.compile(r"\b(?:in )?recent (?P<u>days|weeks|months)\b", re.I)


def find(text: str, first: date | None, last: date | None = None) -> list[TextDate]:
    """Return the dates in `text`, in order, none inside another.

    `first` and `last` are the days the document can have been published on; without them only
    dates that carry their year are returned.
    """
    last = last or first
    found: list[TextDate] = []
    for finder in (_isos, _spans, _day_spans, _days, _months):
        found += finder(text, first)
    if first is not None and last is not None:
        found += _relative(text, first, last)
    found += _years(text)
    found.sort(key=lambda d: (d.start, -(d.end - d.start)))
    out: list[TextDate] = []
    for item in found:
        if not out or item.start >= out[-1].end:
            out.append(item)
    return out


def _made(year: int, month: int, day: int) -> date | None:
    try:
        made = date(year, month, day)
    except ValueError:
        return None
    return made if EARLIEST <= made <= LATEST else None


def _of(
    match: re.Match[str], first: date, last: date, precision: str, how: str, relative: bool = False
) -> TextDate:
    return TextDate(
        match.start(), match.end(), match.group(), first, last, precision, how, relative
    )


def _month_no(text: str) -> int:
    return MONTHS[text.rstrip(".").lower()]


def _isos(text: str, ref: date | None) -> list[TextDate]:
    out = []
    for m in _ISO.finditer(text):
        made = _made(int(m[1]), int(m[2]), int(m[3]))
        if made:
            out.append(_of(m, made, made, "day", "printed"))
    return out


def _part(year: int, month: int, part: str | None) -> tuple[date, date]:
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


def _spans(text: str, ref: date | None) -> list[TextDate]:
    out = []
    for m in _SPAN.finditer(text):
        y2 = int(m["y2"])
        y1 = int(m["y1"]) if m["y1"] else y2
        if not m["y1"] and _month_no(m["m1"]) > _month_no(m["m2"]):
            y1 -= 1
        a, _ = _part(y1, _month_no(m["m1"]), m["part1"])
        _, b = _part(y2, _month_no(m["m2"]), m["part2"])
        if a <= b:
            out.append(_of(m, a, b, "range", "printed"))
    return out


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _nearest(month: int, day: int, ref: date | None) -> date | None:
    """Return the day in the year that brings it nearest to the reference."""
    if ref is None:
        return None
    made = [d for y in (ref.year - 1, ref.year, ref.year + 1) if (d := _made(y, month, day))]
    return min(made, key=lambda d: abs((d - ref).days), default=None)


def _day_spans(text: str, ref: date | None) -> list[TextDate]:
    out = []
    for m in _DAYS.finditer(text):
        month = _month_no(m["m"] or m["mm"])
        lo, hi = _number(m["d1"] or m["e1"]), _number(m["d2"] or m["e2"])
        year = m["y"] or m["yy"]
        a = _made(int(year), month, lo) if year else _nearest(month, lo, ref)
        b = _made(a.year, month, hi) if a else None
        if a and b and a <= b:
            how = "printed" if year else "printed without a year: the nearest one"
            out.append(_of(m, a, b, "range", how))
    return out


def _days(text: str, ref: date | None) -> list[TextDate]:
    out = []
    for m in _DAY.finditer(text):
        month, day = _month_no(m["m"] or m["m2"]), _number(m["d"] or m["d2"])
        if m["y"]:
            made, how = _made(int(m["y"]), month, day), "printed"
        else:
            made, how = _nearest(month, day, ref), "printed without a year: the nearest one"
        if made and m["w"] and made.weekday() != WEEKDAYS[m["w"].lower()]:
            how += f", but that day is a {made:%A}, not a {m['w']}"
        if made:
            out.append(_of(m, made, made, "day", how))
    return out


def _months(text: str, ref: date | None) -> list[TextDate]:
    out = []
    for m in _MONTH.finditer(text):
        a, b = _part(int(m["y"]), _month_no(m["m"]), m["part1"])
        out.append(_of(m, a, b, "month", "printed"))
    for m in _BARE.finditer(text):
        if ref is None or (m["m"] in {"May", "March"} and not m.group()[0].islower()):
            continue
        month = _month_no(m["m"])
        made = _nearest(month, 15, ref)
        if made:
            a, b = _part(made.year, month, None)
            how = "printed without a year: the nearest one"
            out.append(_of(m, a, b, "month", how))
    return out


def _years(text: str) -> list[TextDate]:
    return [
        _of(m, date(int(m["y"]), 1, 1), date(int(m["y"]), 12, 31), "year", "printed")
        for m in _YEAR.finditer(text)
    ]


def _relative(text: str, first: date, last: date) -> list[TextDate]:
    out: list[TextDate] = []
    for m in _TODAY.finditer(text):
        what = m["what"].lower()
        shift = {"yesterday": -1, "last night": -1, "tomorrow": 1, "overnight": -1}.get(what, 0)
        a = first + timedelta(shift)
        b = last + timedelta(0 if what == "overnight" else shift)
        out.append(_rel(m, a, b, f"'{what}' of the document's date"))
    for m in _WEEKDAY.finditer(text):
        out.append(_weekday(text, m, first, last))
    for m in _PERIOD.finditer(text):
        out.append(_period(m, first))
    for m in _AGO.finditer(text):
        n = int(m["n"]) if m["n"].isdigit() else max(1, _N.get(m["n"].lower(), 1))
        out.append(_ago(m, first, last, n, m["u"].lower()))
    for m in _RECENT.finditer(text):
        back = {"days": 10, "weeks": 45, "months": 180}[m["u"].lower()]
        out.append(
            _of(m, first - timedelta(back), last, "range", "recent, as of the document", True)
        )
    return out


def _rel(m: re.Match[str], a: date, b: date, how: str) -> TextDate:
    return _of(m, a, b, "day" if a == b else "range", how, True)


def _weekday(text: str, m: re.Match[str], first: date, last: date) -> TextDate:
    want = WEEKDAYS[m["w"].lower()]
    sentence = text[max(0, text.rfind(".", 0, m.start())) : m.end() + 40]
    ahead = (m["how"] or "").strip().lower() in {"next", "coming"} or re.search(
        r"\b(?:will|is to|are to|leaves?|departs?|due to|plans? to)\b", sentence
    )
    past = re.search(r"\b(?:said|demanded|announced|held|fired|launched|was|were)\b", sentence)
    step = 1 if ahead and not past else -1
    back = 1 if (m["how"] or "").strip().lower() in {"last", "next"} else 0
    days = [_step(ref, want, step, back) for ref in (first, last)]
    how = f"'{m['w']}': the {'next' if step > 0 else 'last'} one, counted from the document's date"
    if days[0] != days[1] and back == 0 and first.weekday() != last.weekday():
        near = [d for d in (first, last) if d.weekday() == want]
        if near:  # the weekday itself decides which of the two days it was
            days = [near[0], near[0]]
            how = f"'{m['w']}': of the days the document can bear, {near[0]} is one"
    return _rel(m, min(days), max(days), how)


def _step(ref: date, want: int, step: int, back: int) -> date:
    day = ref + timedelta(step * back)
    while day.weekday() != want:
        day += timedelta(step)
    return day


def _period(m: re.Match[str], first: date) -> TextDate:
    unit, how = m["u"].lower(), m["how"].lower()
    shift = {"last": -1, "past": -1, "next": 1}.get(how, 0)
    note = f"'{m.group().lower()}' of the document's date"
    if unit in {"week", "weekend"}:
        monday = first - timedelta(first.weekday()) + timedelta(7 * shift)
        a = monday + timedelta(5 if unit == "weekend" else 0)
        return _of(m, a, monday + timedelta(6), "range", note, True)
    if unit == "month":
        index = first.year * 12 + first.month - 1 + shift
        a, b = _part(index // 12, index % 12 + 1, None)
        return _of(m, a, b, "month", note, True)
    year = first.year + shift
    return _of(m, date(year, 1, 1), date(year, 12, 31), "year", note, True)


def _ago(m: re.Match[str], first: date, last: date, n: int, unit: str) -> TextDate:
    note = f"'{m.group().lower()}' of the document's date"
    if unit == "day":
        return _rel(m, first - timedelta(n), last - timedelta(n), note)
    if unit == "week":
        a = first - timedelta(7 * n)
        return _of(m, a - timedelta(3), a + timedelta(3), "range", note, True)
    if unit == "month":
        index = first.year * 12 + first.month - 1 - n
        a, b = _part(index // 12, index % 12 + 1, None)
        return _of(m, a, b, "month", note, True)
    year = max(EARLIEST.year, first.year - n)
    return _of(m, date(year, 1, 1), date(year, 12, 31), "year", note, True)
