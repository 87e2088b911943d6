"""Time zones of times that carry none: a name (`Asia/Seoul`) or an offset (`+09:00`, `UTC+9`).

An hour that occurs twice (summer time ends) is taken as its first; one that does not occur is
null. AIS itself is UTC: a zone belongs to the program that wrote the table.
"""

import re
from functools import lru_cache
from zoneinfo import ZoneInfo

import polars as pl

from ...errors import UsageError

_OFFSET = re.compile(r"^(?:UTC|GMT)?([+-])(\d{1,2})(?::?([0-5]\d))?$", re.IGNORECASE)
_STATED = re.compile(r"(?:UTC|GMT)\s*([+-]\d{1,2}(?::?\d\d)?)", re.IGNORECASE)
ABBREVIATIONS = {
    "KST": 9, "JST": 9, "HKT": 8, "SGT": 8, "WIB": 7, "MSK": 3, "EEST": 3, "EET": 2, "CEST": 2,
    "CET": 1, "EDT": -4, "PDT": -7,
}  # fmt: skip
"""Hours from UTC of the abbreviations that mean one zone; CST, IST, EST and PST mean several."""
_NAMED = re.compile(rf"(?:^|[^A-Za-z])({'|'.join(ABBREVIATIONS)})(?:[^A-Za-z]|$)", re.IGNORECASE)
_LOCAL = re.compile(
    r"(?:^|[^A-Za-z])local(?:[^A-Za-z]|$)|[\[(](?!GMT)[A-Z]{2,4}T[\])]"
    r"|현지|当地|當地|現地|местн|ortszeit|heure locale|hora local", re.IGNORECASE
)  # fmt: skip
_WORDS = tuple(
    (re.compile(pattern, re.IGNORECASE), zone)
    for pattern, zone in (
        (r"한국|서울|日本(?:时间|時間|標準時)|(?:korea|seoul|japan|tokyo).{0,9}time", "+09:00"),
        (r"北京|中国(?:时间|标准)|香港|台北|(?:beijing|china|hong kong).{0,9}time", "+08:00"),
        (r"москов|\bмск\b|moscow", "+03:00"),
    )
)  # fmt: skip
"""What headings call the zones of this part of the world."""
_AREA = re.compile(r"[A-Z][A-Za-z]+/[A-Z][A-Za-z_]+")
LOCAL = "local"
"""What `of_name` gives for a heading that says the times are local, but not where."""
_UTC = ("utc", "z", "gmt", "")


@lru_cache(maxsize=64)
def offset_min(zone: str) -> int | None:
    """Return a fixed offset from UTC in minutes, or None when `zone` is the name of a place.

    Raises UsageError when it is neither.
    """
    if zone.strip().lower() in _UTC:
        return 0
    if zone.strip().upper() in ABBREVIATIONS:
        return ABBREVIATIONS[zone.strip().upper()] * 60
    found = _OFFSET.match(zone.strip())
    if found:
        minutes = int(found[2]) * 60 + int(found[3] or 0)
        if minutes <= 14 * 60:
            return -minutes if found[1] == "-" else minutes
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as error:
        raise UsageError(
            f"--time-zone '{zone}' is no zone, expected UTC, an offset such as +09:00, or a name "
            "such as Asia/Seoul"
        ) from error
    return None


def to_utc(times: pl.Series, zone: str | None) -> pl.Series:
    """Return `times`, read as if they were UTC, as the UTC they are when they are of `zone`."""
    if zone is None:
        return times
    fixed = offset_min(zone)
    if fixed is not None:
        return (times.cast(pl.Int64) - fixed * 60_000).cast(times.dtype)
    local = times.dt.replace_time_zone(None)
    placed = local.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
    return placed.dt.convert_time_zone("UTC").cast(times.dtype)


def of_name(heading: str) -> str | None:
    """Return the zone that a heading states: `Time (KST)` is +09:00; None where it states none.

    LOCAL where it says only that the times are local, or of a zone whose letters mean several.
    """
    stated = _STATED.search(heading)
    if stated is not None:
        return stated[1]
    area = _AREA.search(heading)
    if area is not None:
        try:
            offset_min(area[0])
        except UsageError:
            return None
        return area[0]
    named = _NAMED.search(heading)
    if named is not None:
        return f"{ABBREVIATIONS[named[1].upper()]:+03d}:00"
    for pattern, zone in _WORDS:
        if pattern.search(heading):
            return zone
    return LOCAL if _LOCAL.search(heading) and "utc" not in heading.lower() else None
