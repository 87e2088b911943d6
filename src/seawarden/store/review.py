"""What the acts on a case come to: is it reviewed, how was it decided, whose is it.

Method: the acts are folded in their order; what an `undone` names no longer counts, and an
`undone` can be undone in its turn, for nothing is ever taken out. A case is UNREVIEWED until a
decision on it stands. Blind spot: whether a decision still fits the evidence is not known here,
see `pipeline.floor.dismissal`.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from .decisions import Entry

UNREVIEWED = "UNREVIEWED"
"""What stands on every export of a case that nobody decided."""

EVERY_CASE = "*"
"""`case_id` of an act that is about no one case: a silence, a vessel of interest, a handover."""


class Word(StrEnum):
    """The acts of a watch floor, by the word that `Act.act` holds."""

    PASSED_ON = "passed on"
    WATCH_FURTHER = "watch further"
    EXPLAINED = "explained"
    INSUFFICIENT = "insufficient"
    REOPENED = "reopened"
    UNDONE = "undone"
    OUTCOME = "outcome"
    ASSIGNED = "assigned"
    NOTED = "noted"
    TAGGED = "tagged"
    UNTAGGED = "untagged"
    OPENED = "opened"
    MERGED = "merged"
    SPLIT = "split"
    SILENCED = "silenced"
    OF_INTEREST = "of interest"
    HANDED_OVER = "handed over"
    AREA = "area drawn"
    SIGHTED = "sighted"
    CUT = "cut set"


DECISIONS = (Word.PASSED_ON, Word.WATCH_FURTHER, Word.EXPLAINED, Word.INSUFFICIENT)
"""Each answers: what becomes of this case?"""

DISMISSALS = (Word.EXPLAINED, Word.INSUFFICIENT)
"""Decisions that take a case off the queue until its evidence grows."""

OUTCOMES = ("confirmed", "refuted", "unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The acts on one case, folded."""

    decision: Entry | None = None  # the last that stands
    assignee: str | None = None
    outcome: Entry | None = None
    tags: frozenset[str] = frozenset()
    notes: tuple[Entry, ...] = ()
    opened: Entry | None = None  # the first time somebody looked
    acts: tuple[Entry, ...] = field(default=(), repr=False)  # all of them, undone ones too

    @property
    def is_reviewed(self) -> bool:
        """Whether a decision stands."""
        return self.decision is not None

    @property
    def is_accepted(self) -> bool:
        """Whether an analyst passed the case on as it stands."""
        return self.decision is not None and self.decision.act.act == Word.PASSED_ON

    @property
    def is_dismissed(self) -> bool:
        """Whether the decision that stands takes it off the queue."""
        return self.decision is not None and self.decision.act.act in DISMISSALS

    @property
    def label(self) -> str:
        """What an export prints: UNREVIEWED, or the decision with who and when."""
        if self.decision is None:
            return UNREVIEWED
        act = self.decision.act
        version = detail_of(self.decision).get("version")
        of = f", version {version}" if version else ""
        return f"{act.act} by {act.actor}, {act.time_utc:%Y-%m-%d %H:%M} UTC{of}"


def reviews(entries: Iterable[Entry]) -> Mapping[str, Review]:
    """Return the review of each case that has acts; a case without any is `Review()`."""
    kept: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        kept[entry.act.case_id].append(entry)
    return {case_id: review(acts) for case_id, acts in kept.items()}


def review(entries: Iterable[Entry]) -> Review:
    """Return what the acts on one case come to; acts in any order."""
    ordered = sorted(entries, key=lambda e: e.number)
    standing = [e for e in ordered if e.number not in undone(ordered)]
    decision = outcome = None
    assignee: str | None = None
    tags: set[str] = set()
    for entry in standing:
        word, detail = entry.act.act, detail_of(entry)
        if word in DECISIONS:
            decision = entry
        elif word == Word.REOPENED:
            decision = None
        elif word == Word.ASSIGNED:
            assignee = detail.get("to") or None
        elif word == Word.OUTCOME:
            outcome = entry
        elif word == Word.TAGGED:
            tags.add(str(detail.get("tag")))
        elif word == Word.UNTAGGED:
            tags.discard(str(detail.get("tag")))
    return Review(
        decision=decision,
        assignee=assignee,
        outcome=outcome,
        tags=frozenset(tags),
        notes=tuple(e for e in standing if e.act.act == Word.NOTED),
        opened=next((e for e in standing if e.act.act == Word.OPENED), None),
        acts=tuple(ordered),
    )


def undone(entries: Iterable[Entry]) -> frozenset[int]:
    """Return the numbers of the acts that no longer count; an undone undo counts for nothing."""
    void: set[int] = set()
    for entry in sorted(entries, key=lambda e: -e.number):
        if entry.act.act == Word.UNDONE and entry.number not in void:
            number = detail_of(entry).get("number")
            if isinstance(number, int) and number < entry.number:
                void.add(number)
    return frozenset(void)


def detail_of(entry: Entry) -> dict[str, Any]:
    """Return the detail of an act; empty where it holds no JSON object."""
    try:
        value = json.loads(entry.act.detail) if entry.act.detail else {}
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
