"""Cases that people merged or split, held to the findings so that a new run keeps them.

Method: *merged* is a must-link between findings, *split* a cannot-link. Each act names, for every
case, one event (or the case itself, for a listed ship without events); on any later run the cases
that hold those events are joined, whatever their ids are by then. The case of the lowest rank
number leads, the others are shown under it. A split takes a case out of the group it was merged
into; the newer act wins.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ...report.case_record import Case
from ...store.decisions import Entry
from ...store.review import EVERY_CASE, Word, detail_of, undone
from .desk import Snapshot


@dataclass(frozen=True, slots=True)
class Groups:
    """Which case leads each case, and which cases stand under each lead."""

    lead: Mapping[str, str]
    under: Mapping[str, list[str]]


def anchors(cases: Iterable[Case]) -> list[str]:
    """Return what an act names of each case: its leading event, or the case itself."""
    return [str((case["event_ids"] or [case.case_id])[0]) for case in cases]


def groups(snapshot: Snapshot, acts: Iterable[Entry]) -> Groups:
    """Return the groups that the acts make of the cases of today."""
    about = [a for a in acts if a.act.case_id == EVERY_CASE]
    void = undone(about)
    holder: dict[str, str] = {}
    for case in reversed(snapshot.cases):
        holder[case.case_id] = case.case_id
        holder.update({str(e): case.case_id for e in case["event_ids"] or ()})
    group_of: dict[str, set[str]] = {}
    for act in about:
        if act.number in void or act.act.act not in (Word.MERGED, Word.SPLIT):
            continue
        named = [holder[a] for a in _named(detail_of(act)) if a in holder]
        if act.act.act == Word.MERGED:
            joined = set(named).union(*(group_of.get(c, {c}) for c in named))
            group_of.update(dict.fromkeys(joined, joined))
        else:
            for case_id in named:
                rest = group_of.pop(case_id, set()) - {case_id}
                group_of.update(dict.fromkeys(rest, rest))
    rank = {case.case_id: (case["rank"], case.case_id) for case in snapshot.cases}
    lead = {c: min(members, key=rank.__getitem__) for c, members in group_of.items()}
    under: dict[str, list[str]] = {}
    for case_id in sorted(lead, key=rank.__getitem__):
        if lead[case_id] != case_id:
            under.setdefault(lead[case_id], []).append(case_id)
    return Groups(lead, under)


def _named(detail: Mapping[str, Any]) -> list[str]:
    held = detail.get("anchors")
    return [str(a) for a in held] if isinstance(held, list) else []
