"""Times in a crew's file, as UTC.

A column named for UTC is UTC; a cell that carries its zone means what it says; other times need
the zone that they were typed in. A day and a month that could be either way round are read so
that the times lie within the flight, and a clock alone (`0320`, `03:20Z`) is of the day on which
it does. Date-time groups are read with their zone letter [acp121].

[acp121] Allied Communications Publication 121, Communication Instructions: General.
"""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import polars as pl

from ...errors import FormatError
from ...read.table import choices, times, zones
from ...schema import TIME
from .rows import Table

SLACK = timedelta(hours=1)
"""How far outside the planned flight a time may lie: flights leave and land late; own choice."""

CLOCKS = ("time_utc", "time", "clock")
"""Columns that hold a time, or the clock that goes with a date."""

_CLOCK = re.compile(r"^([01]?\d|2[0-3]):?([0-5]\d)(?::?([0-5]\d))?\s*[Zz]?$")
_LARGEST_SHIFT_H = 14
_GROUP = re.compile(
    r"^(?P<day>\d{2})(?P<clock>\d{4})\s*(?P<zone>[A-IK-Z])\s*(?P<month>[A-Z]{3})\s*"
    r"(?P<year>(?:20)?\d{2})$",
    re.I,
)
"""A date-time group [acp121]: 200310ZAPR24."""
_ZONES = {letter: hours for hours, letter in enumerate("ABCDEFGHIKLM", start=1)}
_ZONES |= {letter: -hours for hours, letter in enumerate("NOPQRSTUVWXY", start=1)} | {"Z": 0}
"""Zone letters [acp121]: hours ahead of UTC; J is the observer's own and says none."""


def moments(table: Table, zone: str | None, takeoff: datetime, landing: datetime) -> list[datetime]:
    """Return the time of each row, UTC. `zone`: a name such as Asia/Tokyo, or an offset, or None.

    Raises FormatError for a row that has no time or one that cannot be read, for times without a
    zone, and for one outside the flight by more than an hour.
    """
    named = "time_utc" if "time_utc" in table.columns else "time"
    texts = _texts(table, named)
    if named == "time_utc":
        zone = "UTC"
    bare = next((t for t in texts if not _has_zone(t)), None)
    if zone is None and bare is not None:
        raise FormatError(
            f"{table.where}: '{bare}' says no zone; expected a column time_utc, times such as "
            "2024-04-15T03:20:00Z, or --time-zone, e.g. --time-zone Asia/Tokyo"
        )
    readings = [
        _read(texts, zone or "UTC", order, takeoff)
        for order in (choices.DAY_FIRST, choices.MONTH_FIRST)
    ]
    best = max(readings, key=lambda r: sum(_is_within(t, takeoff, landing) for t in r if t))
    out = []
    for (line, _), text, time in zip(table.rows, texts, best, strict=True):
        place = f"{table.where}, line {line}, {named}"
        if time is None:
            raise FormatError(f"{place}: '{text}', expected UTC as 2024-04-15T03:20:00Z")
        out.append(time)
    for (line, _), time in zip(table.rows, out, strict=True):
        hint = "" if _is_within(time, takeoff, landing) else _hint(out, takeoff, landing)
        check_within(time, f"{table.where}, line {line}, {named}", takeoff, landing, hint)
    return out


def check_within(
    time: datetime, place: str, takeoff: datetime, landing: datetime, hint: str = ""
) -> None:
    """Raise FormatError for a time outside the flight by more than an hour."""
    if not _is_within(time, takeoff, landing):
        raise FormatError(
            f"{place}: {time:%Y-%m-%d %H:%M} UTC is not within the flight "
            f"({takeoff:%Y-%m-%d %H:%M} to {landing:%Y-%m-%d %H:%M} UTC){hint}"
        )


def _is_within(time: datetime, takeoff: datetime, landing: datetime) -> bool:
    return takeoff - SLACK <= time <= landing + SLACK


def _texts(table: Table, named: str) -> list[str]:
    """Return the time of each row as one text: of one column, or of date and clock together."""
    if not table.columns & set(CLOCKS):
        raise FormatError(f"{table.where}: column 'time_utc' is missing")
    out = []
    for line, row in table.rows:
        text = row.get(named) or row.get("clock") or ""
        if row.get("date") and _CLOCK.match(text):
            text = f"{row['date']} {text}"
            text += row.get("utc_offset", "")
        if not text:
            raise FormatError(f"{table.where}, line {line}, {named}: empty, expected a time")
        out.append(re.sub(r"\s*UTC$", "Z", text))
    return out


def _has_zone(text: str) -> bool:
    """Tell whether a time carries its zone: Z, an offset, or seconds since 1970."""
    if text.replace(".", "", 1).isdecimal() and not _CLOCK.match(text):
        return True
    if _GROUP.match(text):
        return True
    return bool(re.search(r"(?:[Zz]|\d{2}:\d{2}.*[+-]\d{2}:?\d{2})$", text))


def _read(texts: list[str], zone: str, order: str, takeoff: datetime) -> list[datetime | None]:
    """Return each time in UTC, None where it cannot be read, days and months in `order`."""
    out = [_iso(text, zone) or _clock(text, zone, takeoff) or _group(text) for text in texts]
    rest = [i for i, time in enumerate(out) if time is None]
    series = pl.Series([texts[i] for i in rest], dtype=pl.String)
    clock = times.learn(series, order) if rest else None
    if clock is not None:
        read = replace(clock, zone=zone).read(series).cast(TIME).to_list()
        for i, time in zip(rest, read, strict=True):
            out[i] = time
    return out


def _iso(text: str, zone: str) -> datetime | None:
    if len(text) < 10 or text[4:5] != "-":
        return None
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return time.astimezone(UTC) if time.tzinfo else _to_utc(time, zone)


def _group(text: str) -> datetime | None:
    group = _GROUP.match(text)
    if group is None:
        return None
    spelt = f"{group['day']} {group['month']} {group['year'][-2:]} {group['clock']}"
    try:
        local = datetime.strptime(spelt, "%d %b %y %H%M").replace(tzinfo=UTC)
    except ValueError:
        return None
    return local - timedelta(hours=_ZONES[group["zone"].upper()])


def _clock(text: str, zone: str, takeoff: datetime) -> datetime | None:
    """Return the first moment from an hour before take-off on at which clocks show this."""
    parsed = _CLOCK.match(text)
    if parsed is None:
        return None
    zone = "UTC" if text[-1] in "Zz" else zone
    clock = timedelta(hours=int(parsed[1]), minutes=int(parsed[2]), seconds=int(parsed[3] or 0))
    first = (takeoff - SLACK).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    for day in range(-1, 3):
        time = _to_utc(first + timedelta(days=day) + clock, zone)
        if time is not None and time >= takeoff - SLACK:
            return time
    return None


def _to_utc(time: datetime, zone: str) -> datetime | None:
    held = pl.Series([time.replace(tzinfo=UTC)], dtype=TIME)
    read: datetime | None = zones.to_utc(held, zone)[0]
    return read


def _hint(read: list[datetime], takeoff: datetime, landing: datetime) -> str:
    """Say that local time may have been typed, where a whole number of hours would fit all."""
    for hours in range(-_LARGEST_SHIFT_H, _LARGEST_SHIFT_H + 1):
        if hours and all(takeoff <= t - timedelta(hours=hours) <= landing for t in read):
            return "; if it is local time, say --time-zone"
    return ""
