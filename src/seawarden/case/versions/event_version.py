"""Late data supersedes an event and says why; nothing vanishes without trace.

Method: each event looks for its predecessor among those of the earlier run, one to one:

1. the one that was found under the same id;
2. else one of the same kind and the same MMSIs, by how much of their joint time they share, or
   by the least time between them up to `near_h`: late reports may move a start, and with it the
   id that detectors make of it. It takes over its predecessor's id.

Same content, same row, to the byte. Other content, one version more; `detail.superseded` then
keeps the values of each earlier version where they differed, and `detail.why` says in words what
changed and through what. An earlier event that no new one follows is *withdrawn*: it goes to a
table of its own, with one version more, confidence 0 and the reason, so that no reader of EVENTS
takes it for a live call. Found again, it comes back under its id.

Blind spot: when two events of one ship become one, that one follows the nearer of the two, and
the other is withdrawn.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import polars as pl

from ...schema import EVENTS, conform
from .event_changes import HISTORY_KEYS, NOT_CONTENT, Row, changes, listed, parsed


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """When two events of the same ships and kind are one."""

    near_h: float = 1.0  # between events that do not overlap; our choice: the shortest meeting


@dataclass(frozen=True, slots=True)
class Cause:
    """Why this run may say other things than the one before."""

    words: str = "other data"
    gone: frozenset[str] = field(default_factory=frozenset)  # files that are no longer given
    is_relearnt: bool = False  # CONTEXT is another one


CONTEXT = "context"
"""The reason of a new version that rests on the same lines, by another CONTEXT."""


@dataclass(frozen=True, slots=True)
class Superseded:
    """EVENTS with ids and versions that follow on those before, and what was withdrawn."""

    events: pl.DataFrame
    withdrawn: pl.DataFrame
    n_changed: int = 0


def supersede_events(
    events: pl.DataFrame,
    previous: pl.DataFrame,
    withdrawn: pl.DataFrame,
    cause: Cause = Cause(),
    params: Params = Params(),
) -> Superseded:
    """Return `events` as they follow on `previous` and `withdrawn`, the tables of an earlier run.

    All are EVENTS. No frame is changed; the order of rows is irrelevant. Without an earlier run
    the events come back as they are. Raises SchemaError when a frame is not EVENTS.
    """
    new = conform(events, EVENTS, where="new events").sort(EVENTS.sort)
    live, gone = _newest(previous), _newest(withdrawn)
    gone = {i: row for i, row in gone.items() if i not in live}
    if not live and not gone:
        return Superseded(new, EVENTS.empty())
    rows = new.to_dicts()
    pairs = _predecessors(rows, live, gone, params)
    taken = {before["event_id"] for before in pairs.values()}
    out: list[Row] = []
    n_changed = 0
    for i, row in enumerate(rows):
        before = pairs.get(i)
        if before is None:
            out.append(_new(row, taken))
            continue
        followed = _follow(row, before, cause, is_back=before["event_id"] in gone)
        n_changed += followed["version"] > before["version"]
        out.append(followed)
    left = [_withdraw(row, cause) for i, row in live.items() if i not in taken]
    kept = [row for i, row in gone.items() if i not in taken]
    return Superseded(_frame(out), _frame(left + kept), n_changed)


def _newest(events: pl.DataFrame) -> dict[str, Row]:
    frame = conform(events, EVENTS, where="previous events").with_columns(
        pl.col("version").fill_null(1)
    )
    frame = frame.sort("version", descending=True).unique("event_id", keep="first")
    return {row["event_id"]: row for row in frame.sort(EVENTS.sort).iter_rows(named=True)}


def _frame(rows: list[Row]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=EVENTS.schema).sort(EVENTS.sort)


def _predecessors(
    rows: list[Row], live: Mapping[str, Row], gone: Mapping[str, Row], params: Params
) -> dict[int, Row]:
    """Return the earlier row of each new row (by its place) that has one."""
    found: dict[int, Row] = {}
    for old in (live, gone):
        left = dict(old)
        for known_as in (_found_as, _event_id):
            by_id = {known_as(row): row for row in left.values()}
            for n, row in enumerate(rows):
                before = by_id.get(row["event_id"])
                if n not in found and before is not None and _ships(before) == _ships(row):
                    found[n] = left.pop(before["event_id"])
                    del by_id[row["event_id"]]
        found |= _nearest({n: r for n, r in enumerate(rows) if n not in found}, left, params)
    return found


def _event_id(row: Row) -> str:
    return str(row["event_id"])


def _found_as(row: Row) -> str:
    """Return the id that the detector gave, where the event bears its predecessor's."""
    return str(parsed(row).get("found_as", row["event_id"]))


def _nearest(
    rows: Mapping[int, Row], left: Mapping[str, Row], params: Params
) -> dict[int, Row]:  # fmt: skip
    """Pair what is left by ships and time, the best pairs first."""
    by_ships: dict[tuple[Any, ...], list[Row]] = {}
    for row in left.values():
        by_ships.setdefault(_ships(row), []).append(row)
    choices: list[tuple[float, int, str]] = []
    for n, row in rows.items():
        # What was seen and is no known ship is known by its sighting alone.
        for before in by_ships.get(_ships(row), ()) if row["mmsi"] is not None else ():
            share = _nearness(row, before, params)
            if share is not None:
                choices.append((-share, n, before["event_id"]))
    found: dict[int, Row] = {}
    used: set[str] = set()
    for _, n, event_id in sorted(choices):
        if n not in found and event_id not in used:
            found[n] = left[event_id]
            used.add(event_id)
    return found


def _ships(row: Row) -> tuple[Any, ...]:
    sides = sorted(m for m in (row["mmsi"], row["other_mmsi"]) if m is not None)
    return (row["kind"], *sides)


def _nearness(a: Row, b: Row, params: Params) -> float | None:
    """Return the share of joint time, above 0; minus the hours between; None when too far apart."""
    both = min(a["end_utc"], b["end_utc"]) - max(a["start_utc"], b["start_utc"])
    if both > timedelta(0):
        either = max(a["end_utc"], b["end_utc"]) - min(a["start_utc"], b["start_utc"])
        return float(both / either)
    hours = -both / timedelta(hours=1)
    return -hours if hours <= params.near_h else None


def _new(row: Row, taken: set[str]) -> Row:
    """Return a new event; under a new id where another event took its id over."""
    event_id, n = row["event_id"], 1
    while event_id in taken:
        n += 1
        event_id = f"{row['event_id']}-{n}"
    taken.add(event_id)
    if event_id == row["event_id"]:
        return row
    return {
        **row,
        "event_id": event_id,
        "detail": _text(parsed(row), {"found_as": row["event_id"]}),
    }


def _follow(row: Row, before: Row, cause: Cause, *, is_back: bool) -> Row:
    """Return a new row under the id of the earlier one, with its version and its reasons."""
    detail, was_detail = parsed(row), parsed(before)
    found = changes(row, before, detail, was_detail)
    if is_back:
        found.insert(0, "it is found again")
    elif not found:
        return before
    kept = {"found_as": row["event_id"]} if row["event_id"] != before["event_id"] else {}
    # Another context re-weighs; it moves no event in time. What moved rests on other reports.
    held = ("evidence", "start_utc", "end_utc", "is_open")
    is_same = all(row[c] == before[c] for c in held) and not is_back
    words = CONTEXT if cause.is_relearnt and is_same else cause.words
    why = f"{words}: {'; '.join(found)}"
    history = [*was_detail.get("superseded", ()), _was(row, before, detail, was_detail, why)]
    return {
        **row,
        "event_id": before["event_id"],
        "version": before["version"] + 1,
        "detail": _text(detail, {**kept, "superseded": history, "why": why}),
    }


def _withdraw(row: Row, cause: Cause) -> Row:
    detail = parsed(row)
    files = {e["file"] for e in row["evidence"] or ()}
    if files and files <= cause.gone:
        lost = f"what it rests on is no longer given: {listed(sorted(files))}"
    else:
        lost = "it is no longer found"
    why = f"{cause.words}: {lost} (its probability was {row['confidence']:.2f})"
    was = {"version": row["version"], "was": {"confidence": row["confidence"]}, "why": why}
    kept = {k: detail[k] for k in ("found_as",) if k in detail}
    kept |= {"superseded": [*detail.get("superseded", ()), was], "why": why}
    return {**row, "version": row["version"] + 1, "confidence": 0.0, "detail": _text(detail, kept)}


def _was(row: Row, before: Row, detail: Row, was_detail: Row, why: str) -> Row:
    """Return the earlier version's values where they differ, for `detail.superseded`."""
    was = {
        name: before[name]
        for name in EVENTS.names
        if name not in (*NOT_CONTENT, "evidence") and before[name] != row[name]
    }
    then = {k: v for k, v in was_detail.items() if k not in HISTORY_KEYS and detail.get(k) != v}
    if then:
        was["detail"] = then
    return {"version": before["version"], "was": was, "why": why}


def _text(detail: Row, history: Row) -> str:
    content = {k: v for k, v in detail.items() if k not in HISTORY_KEYS}
    return json.dumps({**content, **history}, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> str:
    return f"{value:%Y-%m-%dT%H:%M:%SZ}" if isinstance(value, datetime) else str(value)
