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
_NAMED = re.compile(r"(?:^|[^A-Za-z])(KST|JST)(?:[^A-Za-z]|$)", re.IGNORECASE)
_LOCAL = re.compile(
    r"(?:^|[^A-Za-z])local(?:[^A-Za-z]|$)|[\[(](?!GMT)[A-Z]{2,4}T[\])]", re.IGNORECASE
)
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
    if _NAMED.search(heading):
        return "+09:00"
    return LOCAL if _LOCAL.search(heading) and "utc" not in heading.lower() else None
