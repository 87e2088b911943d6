"""What a case is weighed on: the draft, its sides, its place, the ships around; and one part."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..schema.kinds.encounter import EncounterDetail
from ..schema.kinds.kind import Role
from ..schema.kinds.sts import StsDetail
from .draft import Draft
from .finding import Finding
from .params import Params
from .place import Where
from .sides.side import Ship


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of evidence: what, value, log-odds, in words, and the events it rests on."""

    what: str
    value: float | str | None
    weight: float
    detail: str
    rows: tuple[str, ...] = ()
    result: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """All that a rival or a weight may look at."""

    draft: Draft
    sides: tuple[Ship, ...]
    where: Where
    params: Params
    adrift: Sequence[Finding] = field(default=())  # loitering of other ships, same time and sea

    def around(self, role: Role) -> list[Finding]:
        """Return the draft's other events of a role."""
        return [f for f in self.draft.events if f.role is role and f is not self.draft.lead]

    @property
    def gap_m(self) -> float | None:
        """Hull to hull where both lengths are known, else antenna to antenna (never less)."""
        lead = self.draft.lead
        hull = lead.detail.median_gap_m if lead and isinstance(lead.detail, StsDetail) else None
        return hull if hull is not None and self.gap_is_hull else self.antenna_m

    @property
    def gap_is_hull(self) -> bool:
        """Whether both sides gave size and heading, so that the gap between hulls is known."""
        detail = self.draft.lead.detail if self.draft.lead else None
        has_headings = isinstance(detail, StsDetail) and detail.share_aligned is not None
        return len(self.sides) == 2 and all(s.length_m for s in self.sides) and has_headings

    @property
    def antenna_m(self) -> float | None:
        """The median distance between the antennas, if the detector gives one."""
        detail = self.draft.lead.detail if self.draft.lead else None
        if isinstance(detail, (StsDetail, EncounterDetail)):
            return detail.median_distance_m
        return None

    @property
    def types(self) -> list[int]:
        """The ship types that were heard."""
        return [s.ship_type for s in self.sides if s.ship_type is not None]

    @property
    def all_types_known(self) -> bool:
        """Whether each side gave its type."""
        return bool(self.sides) and all(s.ship_type is not None for s in self.sides)
