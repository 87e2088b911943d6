"""One event as the case room handles it: the row, with `detail` read and times as datetimes."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import polars as pl

from ..schema import EVENTS, conform

TRANSFERS = ("sts", "dark_sts", "encounter")
"""Kinds that say two ships met, the most telling first."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One event, latest version. `pair` is sorted; its second entry is None for one ship."""

    event_id: str
    version: int
    kind: str
    hull: int | None
    other_hull: int | None
    mmsi: int | None
    other_mmsi: int | None
    start_utc: datetime
    end_utc: datetime
    is_open: bool
    lat_deg: float
    lon_deg: float
    confidence: float
    observed_h: float
    inferred_h: float
    detail: Mapping[str, Any] = field(default_factory=dict)
    evidence: tuple[Mapping[str, Any], ...] = ()

    @property
    def pair(self) -> tuple[int | None, int | None]:
        """The hulls, smaller first; events of one pair share it, whichever came first."""
        if self.hull is None or self.other_hull is None:
            return (self.hull if self.hull is not None else self.other_hull, None)
        return (min(self.hull, self.other_hull), max(self.hull, self.other_hull))

    @property
    def hulls(self) -> tuple[int, ...]:
        """The hulls that are known."""
        return tuple(h for h in self.pair if h is not None)

    @property
    def duration_h(self) -> float:
        """From start to end, in hours."""
        return (self.end_utc - self.start_utc).total_seconds() / 3600.0

    @property
    def is_sheltered(self) -> bool:
        """Whether the detector places it in a port, an anchorage or near the coast."""
        return self.text("place") in ("port", "anchorage", "inshore")

    @property
    def draught_moved(self) -> bool:
        """Whether the detector found draughts that speak for a transfer."""
        return any(
            isinstance(p, dict) and p.get("what") == "draught" and (p.get("weight") or 0) > 0
            for p in self.detail.get("parts") or ()
        )

    def apart_h(self, other: "Finding") -> float:
        """Return the hours between two events; 0 when they overlap."""
        gap = max(self.start_utc, other.start_utc) - min(self.end_utc, other.end_utc)
        return max(gap.total_seconds() / 3600.0, 0.0)

    def number(self, *names: str) -> float | None:
        """Return the first of `names` that the detail holds as a finite number."""
        for name in names:
            value = self.detail.get(name)
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                continue
            if math.isfinite(value):
                return float(value)
        return None

    def text(self, *names: str) -> str | None:
        """Return the first of `names` that the detail holds as text."""
        for name in names:
            value = self.detail.get(name)
            if isinstance(value, str) and value:
                return value
        return None


def findings(events: pl.DataFrame) -> list[Finding]:
    """Return the newest version of each event, sorted as EVENTS is.

    A `detail` that is no JSON object is kept under the key 'text': nothing is lost.
    Raises SchemaError when `events` is not an EVENTS table.
    """
    frame = conform(events, EVENTS, where="case").with_columns(pl.col("version").fill_null(1))
    frame = frame.sort("version", descending=True).unique("event_id", keep="first")
    return [_finding(row) for row in frame.sort(list(EVENTS.sort)).iter_rows(named=True)]


def _finding(row: dict[str, Any]) -> Finding:
    return Finding(
        **{**row, "detail": _detail(row["detail"]), "evidence": tuple(row["evidence"] or ())}
    )


def _detail(text: str | None) -> Mapping[str, Any]:
    if not text:
        return {}
    try:
        value = json.loads(text)
    except ValueError:
        return {"text": text}
    return value if isinstance(value, dict) else {"text": text}
