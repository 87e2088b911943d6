"""Silences: a ship, an area or a kind that the queue keeps quiet about for a time of behaviour.

The time is that in which ships did something, not that in which somebody looked: a silence of
2 March 06:00 to 12:00 hides what lies wholly within those hours, whenever it is found, and
nothing that goes on beyond them. Every silence has an end.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np

from ...errors import UsageError
from ...geo.areas import Area, area_of
from ...report.case_record import Case
from ...store.decisions import Entry
from ...store.review import detail_of
from . import digits

SHIP, AREA, KIND = "ship", "area", "kind"


@dataclass(frozen=True, slots=True)
class Silence:
    """One silence; `value` is an MMSI, a polygon (GeoJSON) or a kind of event."""

    number: int  # of the act
    what: str
    value: Any
    from_utc: datetime
    until_utc: datetime
    area: Area | None = None


def checked(detail: dict[str, Any]) -> dict[str, Any]:
    """Return the detail of an act that silences.

    Raises UsageError for what can be no silence, one without an end among them.
    """
    _read(0, detail)
    return {name: detail.get(name) for name in ("what", "value", "from_utc", "until_utc", "why")}


def silences(acts: Iterable[Entry]) -> list[Silence]:
    """Return the silences of acts that stand."""
    return [_read(act.number, detail_of(act)) for act in acts]


def is_silenced(case: Case, quiet: Iterable[Silence]) -> bool:
    """Return whether a case lies wholly within one of the silences."""
    return any(
        s.from_utc <= case["start_utc"] and case["end_utc"] <= s.until_utc and _covers(s, case)
        for s in quiet
    )


def _covers(silence: Silence, case: Case) -> bool:
    if silence.what == KIND:
        return bool(case["kind"] == silence.value)
    if silence.what == SHIP:
        return int(silence.value) in (case["mmsis"] or ())
    assert silence.area is not None
    inside = silence.area.contains(np.array([case["lat_deg"]]), np.array([case["lon_deg"]]))
    return bool(inside[0])


def _read(number: int, detail: dict[str, Any]) -> Silence:
    what, value = detail.get("what"), detail.get("value")
    if what not in (SHIP, AREA, KIND) or value in (None, ""):
        raise UsageError(f"silence of '{what}' '{value}': expected a ship, an area or a kind")
    start, end = (_time(detail, name) for name in ("from_utc", "until_utc"))
    if end <= start:
        raise UsageError(f"silence from {start} until {end}: expected an end after its beginning")
    if what == SHIP and digits.number(value) is None:
        raise UsageError(f"silence of ship '{str(value)[:20]}': expected an MMSI")
    area = area_of(value, "silence") if what == AREA else None
    return Silence(number, what, value, start, end, area)


def _time(detail: dict[str, Any], name: str) -> datetime:
    try:
        time = datetime.fromisoformat(str(detail[name]))
    except (KeyError, ValueError) as error:
        raise UsageError(
            f"silence with {name} '{detail.get(name)}': expected a time, as 2026-03-02T06:00Z"
        ) from error
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
