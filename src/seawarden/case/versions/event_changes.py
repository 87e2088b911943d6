"""What a new version of an event says otherwise than the one before, in words.

Compared are the columns of EVENTS and the keys of `detail`, but for those that hold the history.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from ...geo.sphere import distance_m
from ...schema import EVENTS
from ...units import M_PER_NM

Row = dict[str, Any]

NOT_CONTENT = ("event_id", "version", "detail")
"""Columns that do not make a new version by themselves; of `detail` the keys are compared."""

HISTORY_KEYS = ("superseded", "why", "found_as")
"""Keys of `detail` that hold what became of the event, not what was found."""

_TIMES = {"start_utc": "start", "end_utc": "end"}
_NUMBERS = {
    "confidence": ("probability", 3), "observed_h": ("observed hours", 2),
    "inferred_h": ("inferred hours", 2), "mmsi": ("MMSI", 0), "other_mmsi": ("other MMSI", 0),
}  # fmt: skip


def changes(row: Row, before: Row, detail: Row, was: Row) -> list[str]:
    """Return in words what the new row says otherwise; empty when it says the same."""
    words = [
        f"{word} {_when(before[name])} -> {_when(row[name], since=before[name])}"
        for name, word in _TIMES.items()
        if row[name] != before[name]
    ]
    if row["detail_version"] != before["detail_version"]:
        then = before["detail_version"] or "none"
        words.append(f"weighed anew: version of its detail {then} -> {row['detail_version']}")
    if row["is_open"] != before["is_open"]:
        words.append("it goes on at the end of the data" if row["is_open"] else "it has ended")
    for name, (word, places) in _NUMBERS.items():
        then, now = _number(before[name], places), _number(row[name], places)
        words += [f"{word} {then} -> {now}"] if then != now else []
    metres = distance_m(row["lat_deg"], row["lon_deg"], before["lat_deg"], before["lon_deg"])
    nm = f"{float(metres) / M_PER_NM:.2f} nm"
    words += [f"place moved by {nm}"] if nm != "0.00 nm" else []
    if (row["hull"], row["other_hull"]) != (before["hull"], before["other_hull"]):
        words.append("its reports are divided otherwise among ships")
    names = sorted(k for k in {*detail, *was} - {*HISTORY_KEYS} if detail.get(k) != was.get(k))
    words += [f"detail: {listed(names)}"] if names else []
    if row["evidence"] != before["evidence"]:
        words.append(_rests(row, before))
    is_same = not names and all(row[n] == before[n] for n in EVENTS.names if n not in NOT_CONTENT)
    return words or ([] if is_same else ["figures differ in their last digits"])


def _rests(row: Row, before: Row) -> str:
    now, then = ({e["file"] for e in r["evidence"] or ()} for r in (row, before))
    words = [f"also on {listed(sorted(now - then))}"] if now - then else []
    words += [f"no longer on {listed(sorted(then - now))}"] if then - now else []
    return f"it rests {' and '.join(words) or 'on other lines'}"


def _number(value: float | None, places: int) -> str:
    return "none" if value is None else f"{value:.{places}f}"


def _when(value: datetime, since: datetime | None = None) -> str:
    is_same_day = since is not None and since.date() == value.date()
    return f"{value:%H:%M}" if is_same_day else f"{value:%Y-%m-%d %H:%M}"


def listed(names: Iterable[str], most: int = 4) -> str:
    known = list(names)
    rest = f" and {len(known) - most} more" if len(known) > most else ""
    return ", ".join(known[:most]) + rest


def parsed(row: Row) -> Row:
    try:
        value = json.loads(row["detail"] or "{}")
    except ValueError:
        return {"text": row["detail"]}
    return value if isinstance(value, dict) else {"text": row["detail"]}
