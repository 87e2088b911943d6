"""One event as the case room handles it: `detail` as a record of its kind, times as datetimes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from ..schema import EVENTS, conform
from ..schema.kinds import kind_of
from ..schema.kinds.dark_ship import DarkShipDetail
from ..schema.kinds.dark_sts import DarkStsDetail
from ..schema.kinds.detail import Detail, WeighedDetail, WeighedPart
from ..schema.kinds.encounter import EncounterDetail
from ..schema.kinds.evidence_part import EvidencePart
from ..schema.kinds.kind import Kind, Role
from ..schema.kinds.loitering import LoiteringDetail
from ..schema.kinds.purpose import Purpose
from ..schema.kinds.read import read_detail
from ..schema.kinds.sts import StsDetail

_NAMED = 0.8
"""A rival so likely has evidence of its own (class B, one IMO number): it is named; own choice."""


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
    detail: Detail
    evidence: tuple[Mapping[str, Any], ...] = ()
    contact: float | None = None
    purpose: tuple[tuple[str, float], ...] = ()  # (hypothesis, probability), likeliest first

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
        """Whether the detector places it in a port, an anchorage or by the coast."""
        return self.place in ("port", "anchorage", "inshore")

    @property
    def place(self) -> str | None:
        """The kind of water that the detector names, if it does."""
        placed = (StsDetail, DarkStsDetail, EncounterDetail, LoiteringDetail, DarkShipDetail)
        return self.detail.place if isinstance(self.detail, placed) else None

    @property
    def lay_together(self) -> float | None:
        """The probability that two hulls lay as described: the contact, where it is weighed."""
        if self.contact is not None or not self.is_meeting:
            return self.contact
        return self.confidence

    @property
    def is_meeting_only(self) -> bool:
        """Whether it says no more than that two ships were near each other."""
        return isinstance(self.detail, EncounterDetail)

    @property
    def leading_purpose(self) -> str | None:
        """The likeliest reason to lie so; None where no purpose is weighed."""
        return self.purpose[0][0] if self.purpose else None

    @property
    def cannot_be_told(self) -> bool:
        """Whether nothing but the contact is known: no evidence separates the purposes."""
        detail = self.detail
        if not isinstance(detail, StsDetail) or not self.purpose:
            return False
        kind, p = self.purpose[0]
        named = kind != Purpose.TRANSFER and p >= _NAMED
        return detail.separated_by is None and not named

    @property
    def about(self) -> Kind[Any]:
        """The record of its kind."""
        return kind_of(self.kind)

    @property
    def role(self) -> Role:
        """What it is to a case."""
        return self.about.role

    @property
    def is_meeting(self) -> bool:
        """Whether it says that two ships met."""
        return self.role is Role.MEETING

    @property
    def parts(self) -> tuple[WeighedPart, ...]:
        """The parts of the evidence, where the detector shows them."""
        return (self.detail.parts or ()) if isinstance(self.detail, WeighedDetail) else ()

    @property
    def draught_moved(self) -> bool:
        """Whether the detector found draughts that speak for a transfer."""
        return any(p.what is EvidencePart.DRAUGHT and p.weight > 0 for p in self.parts)

    def apart_h(self, other: "Finding") -> float:
        """Return the hours between two events; 0 when they overlap."""
        gap = max(self.start_utc, other.start_utc) - min(self.end_utc, other.end_utc)
        return max(gap.total_seconds() / 3600.0, 0.0)


def findings(events: pl.DataFrame) -> list[Finding]:
    """Return the newest version of each event, sorted as EVENTS is.

    Raises SchemaError when `events` is not an EVENTS table, or `detail` not a record of its kind.
    """
    frame = conform(events, EVENTS, where="case").with_columns(pl.col("version").fill_null(1))
    frame = frame.sort("version", descending=True).unique("event_id", keep="first")
    return [_finding(row) for row in frame.sort(list(EVENTS.sort)).iter_rows(named=True)]


def _finding(row: dict[str, Any]) -> Finding:
    given = {name: row[name] for name in _PLAIN}
    purpose = tuple((p["kind"], p["probability"]) for p in row["purpose"] or ())
    detail = read_detail(row["kind"], row["detail"], row["detail_version"], row["event_id"])
    evidence = tuple(row["evidence"] or ())
    return Finding(**given, detail=detail, evidence=evidence, purpose=purpose)


_READ_APART = ("detail", "detail_version", "evidence", "purpose")
_PLAIN = tuple(c for c in EVENTS.names if c not in _READ_APART)
