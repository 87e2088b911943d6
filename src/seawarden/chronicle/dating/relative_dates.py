"""Relative dates: "today", "Tuesday", "last month", "three years ago".

Method: they count from the document's date in its publisher's zone; when that date is itself
uncertain by a day, the span widens, unless the weekday decides. A weekday means the last such day
on or before the reference, the next one where the text says "next" or "will".

Blind spot: weekdays in a text that tells of another week ("that Monday").
"""

import re
from datetime import date, timedelta

from ..wordlist import wordlist
from .text_date import EARLIEST, WEEKDAY_WORD, WEEKDAYS, TextDate, days_of_month, found_date

_N = {w: k for k, w in enumerate(wordlist("zero one two three four five six seven eight nine ten"))}
_TODAY = re.compile(
    r"\b(?P<what>today|tonight|this (?:morning|afternoon|evening)|yesterday|last night|tomorrow|"
    r"overnight)\b",
    re.I,
)
_WEEKDAY = re.compile(rf"\b(?P<how>last |next |this |on |since |coming )?(?P<w>{WEEKDAY_WORD})\b")
_PERIOD = re.compile(
    r"\b(?P<how>last|this|next|earlier this|later this|past) (?P<u>week|month|year|weekend)\b", re.I
)
_AGO = re.compile(
    r"\b(?P<n>\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten) "
    r"(?P<u>day|week|month|year)s? ago\b",
    re.I,
)
_RECENT = re.compile(r"\b(?:in )?recent (?P<u>days|weeks|months)\b", re.I)


def find(text: str, first: date, last: date) -> list[TextDate]:
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
            found_date(
                m, first - timedelta(back), last, "range", "recent, as of the document", True
            )
        )
    return out


def _rel(m: re.Match[str], a: date, b: date, how: str) -> TextDate:
    return found_date(m, a, b, "day" if a == b else "range", how, True)


def _weekday(text: str, m: re.Match[str], first: date, last: date) -> TextDate:
    want = WEEKDAYS[m["w"].lower()]
    sentence = text[max(0, text.rfind(".", 0, m.start())) : m.end() + 40]
    is_future = (m["how"] or "").strip().lower() in {"next", "coming"} or re.search(
        r"\b(?:will|is to|are to|leaves?|departs?|due to|plans? to)\b", sentence
    )
    past = re.search(r"\b(?:said|demanded|announced|held|fired|launched|was|were)\b", sentence)
    step = 1 if is_future and not past else -1
    back = 1 if (m["how"] or "").strip().lower() in {"last", "next"} else 0
    days = [_step(ref, want, step, back) for ref in (first, last)]
    how = f"'{m['w']}': the {'next' if step > 0 else 'last'} one, counted from the document's date"
    if days[0] != days[1] and back == 0 and first.weekday() != last.weekday():
        fits = [d for d in (first, last) if d.weekday() == want]
        if fits:  # the weekday itself decides which of the two days it was
            days = [fits[0], fits[0]]
            how = f"'{m['w']}': of the days the document can bear, {fits[0]} is one"
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
        return found_date(m, a, monday + timedelta(6), "range", note, True)
    if unit == "month":
        index = first.year * 12 + first.month - 1 + shift
        a, b = days_of_month(index // 12, index % 12 + 1, None)
        return found_date(m, a, b, "month", note, True)
    year = first.year + shift
    return found_date(m, date(year, 1, 1), date(year, 12, 31), "year", note, True)


def _ago(m: re.Match[str], first: date, last: date, n: int, unit: str) -> TextDate:
    note = f"'{m.group().lower()}' of the document's date"
    if unit == "day":
        return _rel(m, first - timedelta(n), last - timedelta(n), note)
    if unit == "week":
        a = first - timedelta(7 * n)
        return found_date(m, a - timedelta(3), a + timedelta(3), "range", note, True)
    if unit == "month":
        index = first.year * 12 + first.month - 1 - n
        a, b = days_of_month(index // 12, index % 12 + 1, None)
        return found_date(m, a, b, "month", note, True)
    year = max(EARLIEST.year, first.year - n)
    return found_date(m, date(year, 1, 1), date(year, 12, 31), "year", note, True)
