"""Cases that people merged or split, held to findings so that a new run keeps them.

Method: *merged* is a must-link between findings, *split* a cannot-link. Each act names, for every
case, one event (or the case itself, for a listed ship without events); on any later run the cases
that hold those events are joined, whatever their ids are by then. The case of the lowest rank
number leads, the others are shown under it. A split takes a case out of the group it was merged
into, and stands until a newer act merges it again; the newer act wins.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .decisions import Entry
from .review import EVERY_CASE, Word, detail_of, undone


@dataclass(frozen=True, slots=True)
class Groups:
    """Which case leads each case, which stand under each lead, and which people set apart."""

    lead: Mapping[str, str]
    under: Mapping[str, list[str]]
    apart: frozenset[str] = frozenset()

    def members(self, case_id: str) -> list[str]:
        """Return every case of the group of a case, the lead first; the case alone if none."""
        lead = self.lead.get(case_id, case_id)
        return [lead, *self.under.get(lead, [])]


def anchors(cases: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return what an act names of each case: its leading event, or the case itself."""
    return [str((case["event_ids"] or [case["case_id"]])[0]) for case in cases]


def groups(cases: Iterable[Mapping[str, Any]], acts: Iterable[Entry]) -> Groups:
    """Return the groups that the acts make of cases; each holds `case_id`, `rank`, `event_ids`."""
    ranked = sorted(cases, key=lambda c: (c["rank"], c["case_id"]))
    about = [a for a in acts if a.act.case_id == EVERY_CASE]
    void = undone(about)
    holder: dict[str, str] = {}
    for case in reversed(ranked):
        holder[case["case_id"]] = case["case_id"]
        holder.update({str(e): case["case_id"] for e in case["event_ids"] or ()})
    group_of: dict[str, set[str]] = {}
    apart: set[str] = set()
    for act in sorted(about, key=lambda a: a.number):
        if act.number in void or act.act.act not in (Word.MERGED, Word.SPLIT):
            continue
        named = [holder[a] for a in _named(detail_of(act)) if a in holder]
        if act.act.act == Word.MERGED:
            joined = set(named).union(*(group_of.get(c, {c}) for c in named))
            group_of.update(dict.fromkeys(joined, joined))
            apart -= set(named)
        else:
            for case_id in named:
                rest = group_of.pop(case_id, set()) - {case_id}
                group_of.update(dict.fromkeys(rest, rest))
            apart |= set(named)
    place = {case["case_id"]: i for i, case in enumerate(ranked)}
    lead = {c: min(members, key=place.__getitem__) for c, members in group_of.items()}
    under: dict[str, list[str]] = {}
    for case_id in sorted(lead, key=place.__getitem__):
        if lead[case_id] != case_id:
            under.setdefault(lead[case_id], []).append(case_id)
    return Groups(lead, under, frozenset(apart))


def _named(detail: Mapping[str, Any]) -> list[str]:
    held = detail.get("anchors")
    return [str(a) for a in held] if isinstance(held, list) else []
