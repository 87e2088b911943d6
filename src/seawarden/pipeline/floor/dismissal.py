"""A dismissal is bound to its evidence: when it holds, and what brings the case back.

Method: the act that dismissed a case keeps what the case rested on (`case_evidence`). The case
stays dismissed as long as the evidence of today holds nothing beyond that: replays, late copies
and new runs of the same data change no item. It returns when the wording is stronger than it
was, or when a sighting, a listing, a draught, an identity or a meeting was added, and says which.
More of the same (a longer meeting, more reports, another probability) returns nothing and is
only noted. It depends on the act and on the evidence of today alone, never on what came between.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ...report.case_record import Case
from ...store.decisions import Entry
from ...store.review import Review, detail_of
from .case_evidence import Evidence, Params, new_items

EVIDENCE, VERSION = "evidence", "version"
"""Keys of a decision's detail: what the case rested on, and which version of it was before them."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands towards the decision on it."""

    state: str  # 'open', a decision's word, or 'returned'
    new: tuple[str, ...] = ()  # what was added since the decision, in words
    noted: str | None = None  # more of the same since then


def standing(case: Case, evidence: Evidence, review: Review, params: Params = Params()) -> Standing:
    """Return where a case stands; `review` is what its acts come to."""
    decision = review.decision
    if decision is None:
        return Standing("open")
    before = bound_to(decision)
    new = added(evidence, before, params) if before else ()
    if review.is_dismissed and new:
        return Standing("returned", new)
    decided = detail_of(decision).get(VERSION)
    is_later = isinstance(decided, int) and (case["version"] or 1) > decided
    reason = str(case["version_reason"] or "it changed") if is_later else None
    return Standing(str(decision.act.act), new, None if new else reason)


def bound_to(decision: Entry) -> Evidence | None:
    """Return what the case rested on when it was decided; None for an act that does not say."""
    kept = detail_of(decision).get(EVIDENCE)
    return Evidence.from_json(kept) if isinstance(kept, Mapping) else None


def added(now: Evidence, then: Evidence, params: Params = Params()) -> tuple[str, ...]:
    """Return in words what `now` holds beyond `then`; empty when it is more of the same."""
    found = [f"new {item.kind}: {item.text or item.key}" for item in new_items(now, then, params)]
    if now.strength > then.strength:
        found.insert(0, f"graded '{now.grade}', was '{then.grade}'")
    return tuple(found)
