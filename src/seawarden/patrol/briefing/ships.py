"""The ships that a crew looks for, from the cases of the docket."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import polars as pl

from .positions import position


@dataclass(frozen=True, slots=True)
class Ship:
    """A ship to look for, from a case of the docket."""

    heading: str
    facts: str
    why: str
    last: str
    measures: tuple[str, ...]
    picture: bytes | None = field(default=None, repr=False)


def ship_of(
    case: Mapping[str, Any],
    picture: bytes | None,
    now: datetime,
    seen: Mapping[str, Any] | None = None,
    *,
    rank: int = 1,
    has_pass: bool = True,
) -> Ship:
    """Return the ship entry of one row of CASES; `seen`: a later contact of a crew with it.

    `rank`: its place in the briefing; `has_pass`: a pass is budgeted for it.

    Paragraphs whose number is to be confirmed are printed so; a simulated case says so.
    """
    ships = _json(case["ships"])
    names = [str(s.get("name") or f"MMSI {s.get('mmsi')}") for s in ships] or ["unidentified ship"]
    facts = "; ".join(_facts(s) for s in ships)
    lat, lon, at = case["lat_deg"], case["lon_deg"], case["end_utc"]
    if seen is not None:
        lat, lon, at = seen["lat_deg"], seen["lon_deg"], seen["time_utc"]
    hours = (now - at).total_seconds() / 3600.0
    last = f"{position(lat, lon)}, {at:%d %b %Y %H:%MZ}"
    ago = f"{hours:.0f} h" if hours < 72 else f"{hours / 24:.0f} days"
    last += f", {ago} before the flight" if hours >= 0 else ""
    last += f", seen by the crew of {seen['sortie_id']}" if seen is not None else ""
    measures = []
    for m in _json(case["measures"]):
        paragraph = f" para {m['paragraph']}" if m.get("paragraph") else ""
        unsure = "" if m.get("certainty") == "V" else " (paragraph to be confirmed)"
        measures.append(f"{m.get('resolution', '')}{paragraph}{unsure}: {m.get('text', '')}")
    mark = "SIMULATED: " if case["is_simulated"] else ""
    why = f"{case['grade']} (confidence {case['confidence']:.2f}). {case['what_happened']}"
    heading = f"{rank}. {mark}{' and '.join(names)}"
    last += ". Identification pass: " + ("one budgeted" if has_pass else "none, as time allows")
    return Ship(heading, facts, why, last, tuple(measures), picture)


def ships_frame(cases: pl.DataFrame, most: int) -> pl.DataFrame:
    """Return the cases to brief: the newest version of each, the first in rank."""
    newest = cases.sort("version").unique("case_id", keep="last", maintain_order=True)
    return newest.sort("rank").head(most)


def _facts(ship: Mapping[str, Any]) -> str:
    parts = [str(ship.get("name") or "name not known")]
    parts += [
        f"{label} {ship[key]}"
        for key, label in (
            ("imo", "IMO"),
            ("mmsi", "MMSI"),
            ("flag", "flag"),
            ("type", ""),
            ("length_m", "length m"),
        )
        if ship.get(key)
    ]
    return ", ".join(p.strip() for p in parts)


def _json(text: str) -> list[dict[str, Any]]:
    value = json.loads(text or "[]")
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []
