"""A draft of a case: the events that belong together, before anything is weighed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ..schema.kinds.kind import Kind
from ..schema.kinds.spoofing import SpoofingDetail
from . import kinds
from .finding import Finding
from .sides.side import Ship


@dataclass(frozen=True, slots=True)
class Draft:
    """Events that belong together. `lead` is None only for a listed ship with no event."""

    lead: Finding | None
    events: tuple[Finding, ...]
    hulls: tuple[int, ...]
    reason: str
    one_side_dark: bool = False

    @property
    def kind(self) -> str:
        """The leading event's kind, or 'listed'."""
        return self.lead.kind if self.lead else kinds.LISTED.name

    @property
    def about(self) -> Kind[Any]:
        """The record of that kind."""
        return kinds.record(self.kind)


def is_area(event: Finding) -> bool:
    """Return whether a false position is the area's or a receiver's, not the ship's."""
    of_area = isinstance(event.detail, SpoofingDetail) and event.detail.is_of_area
    return event.hull is None or of_area


def runs(group: Iterable[Finding], apart_h: float) -> list[list[Finding]]:
    """Return events cut into runs wherever more than `apart_h` hours lie between them."""
    out: list[list[Finding]] = []
    latest = None
    for finding in sorted(group, key=lambda f: (f.start_utc, f.event_id)):
        gap = (finding.start_utc - latest).total_seconds() / 3600.0 if latest else None
        if gap is None or gap >= apart_h:
            out.append([])
        out[-1].append(finding)
        latest = max(latest, finding.end_utc) if latest else finding.end_utc
    return out


def party(sides: Sequence[Ship]) -> str | None:
    if any(s.is_dprk for s in sides):
        return "a DPRK-flagged ship (MID 445) takes part"
    if any(s.matches() for s in sides):
        return "a listed ship takes part"
    unknown = sum(s.is_unidentified for s in sides)
    # Two that nobody knows are small craft far more often than they are a tanker's partner.
    return "one side is unidentified" if 0 < unknown < len(sides) else None
