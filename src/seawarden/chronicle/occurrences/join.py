"""Joining: the same occurrence from several tables and texts becomes one, disagreements kept.

Method: two reports tell of one occurrence when kind and actor agree and their days meet, allowing
a day on each side for time zones (a launch at 22:00 UTC is the next day in Wellington). Sharp dates
join first; a vague one (a month, a year) joins only when exactly one occurrence lies in it. Where
days, counts or places differ, every value stays, with its source; the record's comes first.

Blind spot: two launches on neighbouring days that a text reports without the hour.
"""

import json
import re
from collections.abc import Sequence
from datetime import date, timedelta

import polars as pl

from ...schema import OCCURRENCES, conform

SLACK = timedelta(days=1)
"""Days may differ by one between time zones."""
_ONE_A_DAY = frozenset({"launch", "nuclear_test", "resolution"})
"""Kinds dated by their day: rows of the record on one day are distinct only there."""

Row = dict[str, object]


def join(record: pl.DataFrame, proposals: Sequence[Row]) -> pl.DataFrame:
    """Return OCCURRENCES: the record's, each with the texts that tell of it, then what is left."""
    rows: list[Row] = _by_day(record.to_dicts())
    loose: list[Row] = []
    sharp_first = sorted(proposals, key=lambda r: (_width(r), str(r["occurrence_id"])))
    for proposal in sharp_first:
        if proposal["modality"] != "reported" or proposal["start_on"] is None:
            loose.append(dict(proposal))
            continue
        fits = [r for r in rows if _same(r, proposal)]
        if len(fits) > 1:
            fits = _nearest(fits, proposal)
        if len(fits) == 1:
            _take(fits[0], proposal)
        else:
            rows.append(dict(proposal))
    out = rows + loose
    if not out:
        return OCCURRENCES.empty()
    frame = pl.DataFrame(out, schema=OCCURRENCES.schema, orient="row")
    return conform(frame, OCCURRENCES).sort(OCCURRENCES.sort, nulls_last=True)


def _by_day(rows: list[Row]) -> list[Row]:
    """Join the record's rows of one kind on one day: seven launches of a day are one occurrence."""
    out: list[Row] = []
    seen: dict[tuple[object, ...], Row] = {}
    for row in rows:
        if row["kind"] not in _ONE_A_DAY or row["start_on"] is None or row["precision"] != "day":
            out.append(row)
            continue
        key = (row["kind"], row["start_on"], row["actor"])
        first = seen.get(key)
        if first is None:
            seen[key] = row
            out.append(row)
            continue
        first["count"] = int(str(first["count"] or 1)) + int(str(row["count"] or 1))
        first["sources"] = [*_sources(first), *_sources(row)]
        titles = str(first["title"]).split(" | ")
        if row["title"] not in titles and len(titles) < 6:
            first["title"] = " | ".join([*titles, str(row["title"])])
    return out


def _sources(row: Row) -> list[object]:
    found = row["sources"]
    return list(found) if isinstance(found, list) else []


def _days(row: Row) -> tuple[date, date]:
    first, last = row["start_on"], row["end_on"]
    low = first if isinstance(first, date) else date.min
    return low, last if isinstance(last, date) else low


def _width(row: Row) -> int:
    low, high = _days(row)
    return (high - low).days


def _same(row: Row, proposal: Row) -> bool:
    if row["kind"] != proposal["kind"] or row["start_on"] is None:
        return False
    if row["modality"] not in (None, "reported"):
        return False
    if row["actor"] and proposal["actor"] and row["actor"] != proposal["actor"]:
        return False
    if row["kind"] == "resolution" and _numbers(row) and _numbers(proposal):
        return bool(_numbers(row) & _numbers(proposal))
    (a, b), (c, d) = _days(row), _days(proposal)
    if row["status"] == "proposed" and max(_width(row), _width(proposal)) > 40:
        return a == c and b == d
    return a <= d + SLACK and c <= b + SLACK


def _numbers(row: Row) -> set[str]:
    """Return the numbers of the resolutions that a title names: they tell resolutions apart."""
    return set(re.findall(r"[Rr]esolutions? (\d{4})\b", str(row["title"])))


def _nearest(fits: list[Row], proposal: Row) -> list[Row]:
    """Return the one row whose days are the same, or the only one nearest; else several."""
    low, high = _days(proposal)
    exact = [r for r in fits if _days(r)[0] <= high and low <= _days(r)[1]]
    if len(exact) == 1:
        return exact
    if _width(proposal) <= 3:
        middle = low + (high - low) / 2
        ranked = sorted(exact or fits, key=lambda r: abs((_days(r)[0] - middle).days))
        return ranked[:1]
    return fits


def _take(row: Row, proposal: Row) -> None:
    row["sources"] = [*_sources(row), *_sources(proposal)]
    kept = json.loads(str(row["disagreements"] or "[]"))
    source = next(iter(_sources(proposal)), {})
    name = str(source.get("document_id") or "") if isinstance(source, dict) else ""
    (a, b), (c, d) = _days(row), _days(proposal)
    apart = b < c or d < a
    if apart and not (_numbers(proposal) and proposal["precision"] != "day"):
        _note(
            kept,
            "date",
            _span(a, b),
            "record" if row["status"] == "record" else "first text",
            _span(c, d),
            name,
        )
    if row["count"] and proposal["count"] and row["count"] != proposal["count"]:
        _note(
            kept,
            "count",
            row["count"],
            "record" if row["status"] == "record" else "first text",
            proposal["count"],
            name,
        )
    row["disagreements"] = json.dumps(kept, ensure_ascii=False, default=str)


def _span(a: date, b: date) -> str:
    return a.isoformat() if a == b else f"{a.isoformat()} to {b.isoformat()}"


def _note(
    kept: list[dict[str, object]], field: str, value: object, source: str, other: object, name: str
) -> None:
    entry = next((e for e in kept if e["field"] == field), None)
    if entry is None:
        entry = {"field": field, "values": [{"value": value, "source": source}]}
        kept.append(entry)
    values = entry["values"]
    if isinstance(values, list):
        values.append({"value": other, "source": name})
