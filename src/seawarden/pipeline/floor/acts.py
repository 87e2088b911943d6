"""What people do on the floor: every act is checked, bound to what lay before them, and kept.

A decision keeps the case's version and evidence (`dismissal`). An undo is a further act. Nothing
is ever changed or removed: `decisions.sqlite` only grows.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from ...errors import UsageError
from ...store.case_links import anchors
from ...store.decisions import Entry
from ...store.review import DECISIONS, EVERY_CASE, OUTCOMES, Word, detail_of, undone
from . import cut, interest, night_picture, silence
from .desk import Desk
from .dismissal import EVIDENCE, VERSION

LONGEST_TEXT = 4_000
"""Letters of a note: a page. Longer texts belong in a document."""

LONGEST_WORD = 60
"""Letters of a tag or a name."""

MOST_CASES = 500
"""Cases in one act: a bulk act on more is a slip."""

ON_CASES = (
    *DECISIONS, Word.REOPENED, Word.OUTCOME, Word.ASSIGNED, Word.NOTED, Word.TAGGED, Word.UNTAGGED,
    Word.OPENED,
)  # fmt: skip
"""Acts on cases; the others are about none."""


def act(
    desk: Desk,
    actor: str,
    word: str,
    *,
    cases: Sequence[str] = (),
    detail: Mapping[str, Any] = MappingProxyType({}),
    now_utc: datetime,
) -> list[Entry]:
    """Keep an act, on each of `cases`, and return what was kept.

    All are checked before the first is kept. Raises UsageError for a word, case or detail that
    cannot be.
    """
    known = _word(word)
    if len(cases) > MOST_CASES:
        raise UsageError(f"an act on {len(cases)} cases: at most {MOST_CASES} at once")
    snapshot = desk.snapshot(now_utc)
    found = [snapshot.case(case_id) for case_id in dict.fromkeys(cases)]
    if known in (Word.MERGED, Word.SPLIT):
        if len(found) < (2 if known is Word.MERGED else 1):
            raise UsageError(f"{known}: expected two cases or more to join, one or more to split")
        kept = {"cases": [c.case_id for c in found], "anchors": anchors(c.row for c in found)}
        return [desk.keep(actor, known, None, kept, now_utc)]
    checked = _checked(known, dict(detail))
    if known not in ON_CASES:
        return [desk.keep(actor, known, None, checked, now_utc)]
    if not found:
        raise UsageError(f"'{known}': on which case?")
    entries = []
    for case in found:
        bound: dict[str, Any] = {VERSION: int(case["version"] or 1), "grade": case["grade"]}
        if known in DECISIONS:
            bound[EVIDENCE] = snapshot.evidence[case.case_id].as_json()
        entries.append(desk.keep(actor, known, case, {**checked, **bound}, now_utc))
    return entries


def undo(desk: Desk, actor: str, number: int, now_utc: datetime) -> Entry:
    """Keep an act that makes another count no more; that one stays where it is.

    Raises UsageError for an act that is not there, or that was undone already.
    """
    acts = desk.acts()
    aim = next((a for a in acts if a.number == number), None)
    if aim is None:
        raise UsageError(f"act {number}: there is none to undo")
    alike = [a for a in acts if a.act.case_id == aim.act.case_id]
    if number in undone(alike):
        raise UsageError(f"act {number}: it was undone before")
    on_none = aim.act.case_id == EVERY_CASE
    case = None if on_none else desk.snapshot(now_utc).case(aim.act.case_id)
    return desk.keep(
        actor, Word.UNDONE, case, {"number": number, "was": str(aim.act.act)}, now_utc
    )  # fmt: skip


def history(desk: Desk, most: int = 500) -> list[dict[str, Any]]:
    """Return the newest acts as rows for a page, newest first."""
    acts = desk.acts()
    by_case: dict[str, list[Entry]] = {}
    for entry in acts:
        by_case.setdefault(entry.act.case_id, []).append(entry)
    void = frozenset[int]().union(*(undone(entries) for entries in by_case.values()))
    return [as_row(entry, is_undone=entry.number in void) for entry in reversed(acts[-most:])]


def as_row(entry: Entry, *, is_undone: bool) -> dict[str, Any]:
    """Return an act as a row for a page: without salt, and without the long list of evidence."""
    detail = {k: v for k, v in detail_of(entry).items() if k != EVIDENCE}
    return {
        "number": entry.number,
        "time_utc": entry.act.time_utc,
        "actor": entry.act.actor,
        "act": entry.act.act,
        "case_id": entry.act.case_id,
        "detail": detail,
        "is_undone": is_undone,
    }


def _word(word: str) -> Word:
    try:
        known = Word(word)
    except ValueError as error:
        raise UsageError(f"act '{word[:60]}': expected one of {', '.join(Word)}") from error
    if known in (Word.UNDONE, Word.HANDED_OVER):
        raise UsageError(f"'{known}' is kept in another place: undo an act, or hand over")
    return known


def _checked(word: Word, detail: dict[str, Any]) -> dict[str, Any]:
    """Return what an act of this word keeps of a detail. Raises UsageError for what cannot be."""
    check = _CHECKS.get(word)
    kept = check(detail) if check else {}
    if word in ON_CASES and (note := _text(detail, "note", LONGEST_TEXT)):
        kept["note"] = note
    return kept


def _explained(detail: dict[str, Any]) -> dict[str, Any]:
    why = _text(detail, "by", LONGEST_TEXT)
    if not why:
        raise UsageError("explained: by what?")
    return {"by": why}


def _outcome(detail: dict[str, Any]) -> dict[str, Any]:
    outcome = detail.get("outcome")
    if outcome not in OUTCOMES:
        raise UsageError(f"outcome '{outcome}': expected one of {', '.join(OUTCOMES)}")
    by_whom = _text(detail, "by", LONGEST_WORD)
    if outcome != "unknown" and not by_whom:
        raise UsageError(f"outcome '{outcome}': by whom?")
    return {"outcome": outcome, "by": by_whom}


def _needed(name: str, most: int) -> Callable[[dict[str, Any]], dict[str, Any]]:
    def check(detail: dict[str, Any]) -> dict[str, Any]:
        text = _text(detail, name, most)
        if not text:
            raise UsageError(f"{name}: expected a text")
        return {name: text}

    return check


def _text(detail: Mapping[str, Any], name: str, most: int) -> str:
    value = detail.get(name) or ""
    if not isinstance(value, str):
        raise UsageError(f"{name}: holds a {type(value).__name__}, expected a text")
    if len(value) > most:
        raise UsageError(f"{name}: {len(value)} letters, at most {most}")
    return value.strip()


_CHECKS: Mapping[Word, Callable[[dict[str, Any]], dict[str, Any]]] = {
    Word.EXPLAINED: _explained,
    Word.OUTCOME: _outcome,
    Word.ASSIGNED: lambda d: {"to": _text(d, "to", LONGEST_WORD)},
    Word.NOTED: _needed("text", LONGEST_TEXT),
    Word.TAGGED: _needed("tag", LONGEST_WORD),
    Word.UNTAGGED: _needed("tag", LONGEST_WORD),
    Word.SILENCED: silence.checked,
    Word.OF_INTEREST: interest.checked,
    Word.AREA: night_picture.checked_area,
    Word.SIGHTED: night_picture.checked_sighting,
    Word.CUT: cut.checked,
}
