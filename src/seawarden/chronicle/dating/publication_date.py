"""Publication dates: the day a document appeared where its publisher is, and what contradicts it.

Method: the printed date is read; the publisher's zone comes from `publishers.csv` by the host of
the url. Where a publisher prints UTC dates (the New Zealand releases), the local day is that day
or the next one, and the text is searched for what decides: "today, Tuesday", "today" beside a
printed date, a dateline. Whatever the text says against the printed date is named in the note.

Blind spot: most releases hold nothing that decides; both days are then kept.
"""

import csv
import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from importlib import resources
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from ...units import year_of_era
from . import dates_in_text, text_date


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes under a host, in which zone, and whether dates are printed in UTC."""

    name: str
    state: str
    zone: str
    prints_utc: bool
    source: str
    kind: str = "other"


@dataclass(frozen=True, slots=True)
class Published:
    """The publication date: as given, the best day, the days it can be, and why."""

    given: str | None
    on: date | None
    first: date | None
    last: date | None
    note: str
    zone: str | None


@lru_cache(maxsize=1)
def _publishers() -> dict[str, Publisher]:
    text = resources.files(__package__).joinpath("publishers.csv").read_text(encoding="utf-8")
    return {
        r["host"]: Publisher(
            r["name"], r["state"], r["zone"], r["dates"] == "UTC", r["source"], r["kind"]
        )
        for r in csv.DictReader(text.splitlines())
    }


def publisher(url: str | None) -> Publisher | None:
    """Return the publisher of a url, by its host or the ending of its host, or None."""
    try:
        host = (urlsplit(url or "").hostname or "").lower()
    except ValueError:
        return None
    parts = host.split(".")
    for k in range(len(parts)):
        found = _publishers().get(".".join(parts[k:]))
        if found:
            return found
    return None


def parse_given(given: object, order: str = "DMY") -> tuple[date | None, datetime | None, str]:
    """Return (day, moment, note) of a printed date in any common form; day None when unusable.

    `order` is how the publisher writes numbers: 'DMY', 'MDY' or 'YMD'.
    """
    if isinstance(given, datetime):
        return _sane(given.date(), given if given.tzinfo else None)
    if isinstance(given, date):
        return _sane(given, None)
    text = unicodedata.normalize("NFKC", str(given or "")).strip()
    if not text:
        return None, None, "no date given"
    text = _western(text)
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        moment = None
    if moment is None:
        moment = _any_date(text, order)
    if moment is None:
        return None, None, f"date '{text[:60]}' cannot be read"
    whole = len(text) > 10 and moment.tzinfo is not None
    return _sane(moment.date(), moment if whole else None)


_JUCHE = re.compile(r"(?:Juche|주체)\s?\d{2,3}\s?\(((?:19|20)\d\d)\)?")
_ERA = re.compile(r"(令和|平成)(元|\d{1,2})年")


def _western(text: str) -> str:
    """Return a date with the year of our era in the place of Juche's, Reiwa's or Heisei's."""
    text = _JUCHE.sub(r"\1", text)
    return _ERA.sub(lambda m: f"{year_of_era(m[1], m[2])}年", text)


def _any_date(text: str, order: str = "DMY") -> datetime | None:
    import dateparser  # type: ignore[import-untyped,unused-ignore]

    if not re.search(r"\d", text) or len(text) > 80:
        return None
    try:
        found: datetime | None = dateparser.parse(
            text, settings={"DATE_ORDER": order, "REQUIRE_PARTS": ["day", "month", "year"]}
        )
        return found
    except (ValueError, OverflowError, RecursionError):
        return None


_AMBIGUOUS = re.compile(r"(?:0?[1-9]|1[0-2])[/.-](?:0?[1-9]|1[0-2])[/.-](?:19|20)?\d\d")
_ORDERS = {"DMY": "day, month", "MDY": "month, day", "YMD": "year, month, day"}
_MONTH_FIRST = frozenset({"US", "PH"})
"""States whose publishers write the month before the day in numbers (CLDR, en-US and en-PH)."""


def _order(who: Publisher | None) -> str:
    return "MDY" if who is not None and who.state in _MONTH_FIRST else "DMY"


def _sane(day: date, moment: datetime | None) -> tuple[date | None, datetime | None, str]:
    if text_date.EARLIEST <= day <= text_date.LATEST:
        return day, moment, ""
    return (
        None,
        None,
        f"date {day.isoformat()} lies outside 1900 to 2100: kept as printed, not used",
    )


def resolve(
    given: object, url: str | None, title: str, body: str, *, from_name: date | None = None
) -> Published:
    """Return the publication date of a document, with what in its text speaks against it.

    `from_name` is a date in the file's name, used when none is printed in the document.
    """
    who = publisher(url)
    zone = who.zone if who else None
    printed = None if given in (None, "") else str(given)
    order = _order(who)
    day, moment, note = parse_given(given, order)
    if day is not None and not note and _AMBIGUOUS.fullmatch(str(given or "").strip()):
        note = f"printed as {given}, read as {_ORDERS[order]}" + ("" if who else " (no publisher)")
    if day is None and from_name is not None:
        day, note = from_name, (note + "; " if given else "") + "date taken from the file's name"
    if day is None:
        return Published(printed, None, None, None, note or "no date given", zone)
    if moment is not None:
        local = moment.astimezone(ZoneInfo(zone)) if zone else moment
        note = f"printed with its time zone: {local:%Y-%m-%d %H:%M} at {zone or 'the printed zone'}"
        base = Published(printed, local.date(), local.date(), local.date(), note, zone)
    elif who and who.prints_utc and zone:
        last = local_last(day, zone)
        first = day if last > day else day + timedelta(min(0, (last - day).days))
        note = note or (
            f"printed date {day} is the UTC date; at {zone} it was {first} or {last} "
            f"(UTC{_offset(day, zone)}), and nothing in the text says which"
        )
        base = Published(printed, day, first, last, note, zone)
    else:
        base = Published(printed, day, day, day, note or "printed date", zone)
    return _against_text(base, title, body, bool(who and who.prints_utc))


def local_last(day: date, zone: str) -> date:
    """Return the local day at the last moment of a UTC day."""
    moment = datetime.combine(day, time(23, 59), tzinfo=UTC)
    return moment.astimezone(ZoneInfo(zone)).date()


def _offset(day: date, zone: str) -> str:
    moment = datetime.combine(day, time(12), tzinfo=UTC).astimezone(ZoneInfo(zone))
    return f"{moment:%z}"[:3]


_NOW = re.compile(
    r"\b(?:today|this (?:morning|afternoon|evening)|tonight)\b[, (]*(?:on )?(?:\(?)"
    rf"(?P<w>{text_date.WEEKDAY_WORD})\b|\b(?P<w2>{text_date.WEEKDAY_WORD})(?: \(?today\)?)"
    r"|\btoday[, (]+(?=\d|[A-Z])",
)


def _against_text(base: Published, title: str, body: str, utc: bool) -> Published:
    """Let the text decide between two days, or say what it holds against the printed one."""
    assert base.first and base.last and base.on
    for day, words in _evidence(title, body, base):
        if base.first <= day <= base.last:
            if base.first != base.last:
                gap = "the day after the printed UTC date" if day != base.first else "the same day"
                note = f'text says "{words}": {day} at {base.zone}, {gap} ({base.given})'
                return replace(base, on=day, first=day, last=day, note=note)
            continue
        if abs((day - base.on).days) <= 3:
            note = f'{base.note}; but the text says "{words}", which is {day}'
            if utc or (day - base.on).days in (1, -1):
                note += ": printed and local date differ by a day or two, both are kept"
            low, high = min(base.first, day), max(base.last, day)
            return replace(base, first=low, last=high, note=note)
    return base


def _evidence(title: str, body: str, base: Published) -> list[tuple[date, str]]:
    """Return (day, words) for every place where the text names its day."""
    assert base.first and base.last
    out: list[tuple[date, str]] = []
    head = body[:4000]
    line = re.match(
        r"\s*[A-Z][\w .’'-]{2,30}, ([A-Z][a-z]{2,8}\.? \d{1,2}) \((?:KCNA|[A-Z][A-Za-z/ ]{1,18})\)",
        head,
    )
    if line:
        for found in dates_in_text.find(line.group(1), base.first, base.last)[:1]:
            out.append((found.first, line.group().strip()))
    for match in _NOW.finditer(head):
        weekday = match["w"] or match["w2"]
        around = head[max(0, match.start() - 5) : match.end() + 40]
        printed = [
            d
            for d in dates_in_text.find(around, base.first, base.last)
            if not d.is_relative and d.precision == "day"
        ]
        if printed:
            out.append((printed[0].first, " ".join(around.split())[:60]))
        elif weekday:
            near = [base.first + timedelta(k) for k in (0, 1, -1, 2, -2)]
            hit = next(
                d
                for d in [*near, base.first + timedelta(3), base.first - timedelta(3)]
                if d.weekday() == text_date.WEEKDAYS[weekday.lower()]
            )
            out.append((hit, " ".join(match.group().split())))
    return out
