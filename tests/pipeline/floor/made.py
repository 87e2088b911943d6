"""Cases and events for the floor's tests, with only what a test is about."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from seawarden.report.case_record import Case
from seawarden.schema import CASES

START = datetime(2026, 3, 2, 6, tzinfo=UTC)


def hours(n: float) -> datetime:
    return START + timedelta(hours=n)


def case(**given: Any) -> Case:
    """Return a case of two ships, one sanctioned; `given` are columns."""
    row: dict[str, Any] = dict.fromkeys(CASES.names)
    row |= {
        "case_id": "C-1", "version": 1, "rank": 1, "tier": 1, "kind": "sts", "grade": "possible",
        "title": "t", "what_happened": "w", "what_would_change_it": "c", "start_utc": hours(0),
        "end_utc": hours(3), "lat_deg": 35.0, "lon_deg": 124.0, "confidence": 0.6,
        "priority": 0.6, "mmsis": [412111110, 440222220], "hulls": [41211111000000, 44022222000000],
        "ships": json.dumps([ship(412111110, "AMBER"), ship(440222220, "BRIGHT")]),
        "measures": "[]", "evidence_for": "[]", "evidence_against": "[]", "event_ids": ["sts-1"],
        "listing_ids": [], "is_simulated": True, "linked_case_ids": [],
    }  # fmt: skip
    return Case({**row, **given})


def ship(mmsi: int, name: str, *, draughts: tuple[float, ...] = (5.0,)) -> dict[str, Any]:
    """Return a side as CASES holds it, with a claim for each draught."""
    claims = [{"name": name, "imo": None, "call_sign": None, "draught_m": d} for d in draughts]
    return {"mmsi": mmsi, "name": name, "claims": claims, "listed": []}


def event(start_h: float, end_h: float, **given: Any) -> dict[str, Any]:
    """Return the columns of EVENTS that evidence is read from."""
    return {
        "event_id": "sts-1", "kind": "sts", "mmsi": 412111110, "other_mmsi": 440222220,
        "start_utc": hours(start_h), "end_utc": hours(end_h), "detail": "{}",
    } | given  # fmt: skip


def sighting(at_h: float, **given: Any) -> dict[str, Any]:
    """Return the columns of SIGHTINGS that evidence is read from: seen where the case lies."""
    return {
        "sighting_id": "s", "time_utc": hours(at_h), "lat_deg": 35.0, "lon_deg": 124.0,
        "sensor": "aircraft", "mmsi": None,
    } | given  # fmt: skip
