"""The cut: the least probability of a case that the queue shows, kept as an act.

The last act that stands counts, until it is undone. Nothing below it is lost: the queue shows it
when asked for (`least=0`), and vessels of interest stand outside the cut.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ...errors import UsageError
from ...store.decisions import Entry
from ...store.review import detail_of


@dataclass(frozen=True, slots=True)
class Cut:
    """A cut and who set it; 0 and nobody as long as none was set."""

    least: float = 0.0
    by: Entry | None = None

    def as_json(self) -> dict[str, Any]:
        """Return what a page shows of it."""
        act = self.by.act if self.by else None
        return {
            "least": self.least,
            "number": self.by.number if self.by else None,
            "actor": act.actor if act else None,
            "time_utc": act.time_utc if act else None,
        }


def kept(acts: Sequence[Entry]) -> Cut:
    """Return the cut of the acts that set one and stand, in their order."""
    return Cut(float(detail_of(acts[-1])["least"]), acts[-1]) if acts else Cut()


def checked(detail: dict[str, Any]) -> dict[str, Any]:
    """Return the detail of an act that sets the cut. Raises UsageError for no probability."""
    least = detail.get("least")
    if isinstance(least, bool) or not isinstance(least, int | float) or not 0 <= least <= 1:
        raise UsageError(f"cut '{str(least)[:20]}': expected a probability, 0 to 1")
    return {"least": float(least)}
