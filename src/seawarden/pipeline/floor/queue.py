"""The queue: the cases in rank order, each with where it stands, and the ones a filter keeps.

Method: every filter is a plain test on one row, and all that are given must hold; words are
looked for in the whole text of a case (title, sentences, names, numbers, evidence, notes, tags),
without regard to case. Cases that were dismissed, silenced, withdrawn or merged into another stay
out of sight unless their state is asked for, and are counted; none is ever dropped. A vessel of
interest is shown whatever is silenced, and outside the cut.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from ...errors import UsageError
from ...report.case_record import Case
from ...store.case_links import Groups
from ...store.case_links import groups as groups_of
from ...store.decisions import Entry
from ...store.review import UNREVIEWED, Review, Word
from . import cut, interest, silence
from .desk import Desk, Snapshot
from .dismissal import Standing, standing

OPEN_STATES = ("open", "returned", "watch further", "passed on")
"""What the queue shows when no state is asked for."""

STATES = (*OPEN_STATES, "explained", "insufficient", "silenced", "withdrawn", "merged")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What the queue is asked to show; a field that is empty keeps every case."""

    q: str = ""  # words, all of which the case's text must hold
    kind: str = ""
    grade: str = ""
    state: str = ""  # one of STATES, or 'all'; empty: OPEN_STATES
    ship: str = ""  # name, MMSI or IMO number, or part of it
    list: str = ""  # a listing's id or list, or part of it; 'any'
    assignee: str = ""  # a name; 'nobody'
    tag: str = ""
    box: tuple[float, float, float, float] | None = None  # west, south, east, north, deg
    since: datetime | None = None  # cases that end at or after
    until: datetime | None = None  # cases that begin before
    least: float | None = None  # least probability; None: the cut that is kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the queue."""

    case_id: str
    version: int
    rank: int
    tier: int
    kind: str
    grade: str
    title: str
    start_utc: datetime
    end_utc: datetime
    lat_deg: float
    lon_deg: float
    confidence: float
    ships: list[str]
    mmsis: list[int]
    state: str
    review: str  # UNREVIEWED, or the decision in words
    new: list[str]  # what brought it back, or was added since the decision
    noted: str | None  # more of the same since the decision
    assignee: str | None
    tags: list[str]
    outcome: str | None
    is_of_interest: bool
    is_simulated: bool
    is_opened: bool
    merged: list[str] = field(default_factory=list)  # cases shown under this one


@dataclass(frozen=True, slots=True)
class Queue:
    """The rows kept, and how many cases each state holds, kept or not."""

    generation: int
    rows: list[Row]
    counts: dict[str, int]
    total: int
    cut: float = 0.0  # least probability of the cases shown, vessels of interest apart


def queue(desk: Desk, wanted: Filter, now_utc: datetime) -> Queue:
    """Return the queue. Raises UsageError for a state that is none."""
    if wanted.state not in ("", "all", *STATES):
        raise UsageError(f"state '{wanted.state}': expected one of all, {', '.join(STATES)}")
    snapshot = desk.snapshot(now_utc)
    acts = desk.acts()
    if wanted.least is None:
        wanted = replace(wanted, least=cut.kept(desk.standing(Word.CUT, acts)).least)
    assert wanted.least is not None
    found = rows(desk, snapshot, acts)
    reviewed = desk.reviews(acts)
    kept = [
        row
        for row in found
        if _keeps(row, snapshot.by_id[row.case_id], reviewed.get(row.case_id, Review()), wanted)
    ]
    counts = Counter(row.state for row in found)
    by_state = {s: counts.get(s, 0) for s in STATES}
    return Queue(snapshot.generation, kept, by_state, len(found), wanted.least)


def rows(desk: Desk, snapshot: Snapshot, acts: Iterable[Entry]) -> list[Row]:
    """Return a row for every case of the docket, in rank order."""
    acts = list(acts)
    reviewed = desk.reviews(acts)
    silences = silence.silences(desk.standing(Word.SILENCED, acts))
    followed = interest.hulls_of(snapshot, desk.standing(Word.OF_INTEREST, acts))
    groups = groups_of((case.row for case in snapshot.cases), acts)
    out = []
    for case in snapshot.cases:
        review = reviewed.get(case.case_id, Review())
        where = standing(case, snapshot.evidence[case.case_id], review)
        is_followed = bool(followed & set(case["hulls"] or ()))
        out.append(
            _row(case, review, where, _state(case, where, groups, silences, is_followed), groups,
                 is_followed=is_followed)
        )  # fmt: skip
    return out


def _state(case: Case, where: Standing, groups: Groups, silences: Any, is_followed: bool) -> str:
    if case["grade"] == "withdrawn":
        return "withdrawn"
    if groups.lead.get(case.case_id, case.case_id) != case.case_id:
        return "merged"
    if where.state == "open" and not is_followed and silence.is_silenced(case, silences):
        return "silenced"
    return where.state


def _row(
    case: Case, review: Review, where: Standing, state: str, groups: Groups, *,
    is_followed: bool,
) -> Row:  # fmt: skip
    from ...store.review import detail_of

    outcome = detail_of(review.outcome).get("outcome") if review.outcome else None
    return Row(
        case_id=case.case_id, version=int(case["version"] or 1), rank=case["rank"],
        tier=case["tier"], kind=case["kind"], grade=case["grade"], title=case["title"],
        start_utc=case["start_utc"], end_utc=case["end_utc"], lat_deg=case["lat_deg"],
        lon_deg=case["lon_deg"], confidence=case["confidence"], ships=case.names,
        mmsis=list(case["mmsis"] or ()), state=state,
        review=review.label if review.is_reviewed else UNREVIEWED,
        new=list(where.new), noted=where.noted, assignee=review.assignee,
        tags=sorted(review.tags), outcome=outcome, is_of_interest=is_followed,
        is_simulated=bool(case["is_simulated"]), is_opened=review.opened is not None,
        merged=groups.under.get(case.case_id, []),
    )  # fmt: skip


def _keeps(row: Row, case: Case, review: Review, wanted: Filter) -> bool:
    if wanted.state == "":
        if row.state not in OPEN_STATES:
            return False
    elif wanted.state not in ("all", row.state):
        return False
    tests = (
        not wanted.kind or row.kind == wanted.kind,
        not wanted.grade or row.grade == wanted.grade,
        not wanted.assignee
        or (
            row.assignee is None if wanted.assignee == "nobody" else row.assignee == wanted.assignee
        ),
        not wanted.tag or wanted.tag in row.tags,
        wanted.since is None or row.end_utc >= wanted.since,
        wanted.until is None or row.start_utc < wanted.until,
        row.confidence >= (wanted.least or 0.0) or row.is_of_interest,
        wanted.box is None or _inside(row, wanted.box),
        not wanted.ship or _has(_ships_text(case), wanted.ship),
        not wanted.list or _listed(case, wanted.list),
        not wanted.q or _has(_text(case, review), wanted.q),
    )
    return all(tests)


def _inside(row: Row, box: tuple[float, float, float, float]) -> bool:
    west, south, east, north = box
    across = west <= row.lon_deg <= east if west <= east else not east < row.lon_deg < west
    return south <= row.lat_deg <= north and across


def _has(text: str, words: str) -> bool:
    return all(word in text for word in words.casefold().split())


def _ships_text(case: Case) -> str:
    named = [str(m) for m in case["mmsis"] or ()]
    for ship in case.ships:
        for claim in [ship, *(ship.get("claims") or ())]:
            named += [str(claim.get(n)) for n in ("name", "imo", "call_sign") if claim.get(n)]
    return " ".join(named).casefold()


def _listed(case: Case, wanted: str) -> bool:
    held = [str(x) for x in case["listing_ids"] or ()]
    held += [str(x.get("list")) for ship in case.ships for x in ship.get("listed") or ()]
    return bool(held) if wanted == "any" else _has(" ".join(held).casefold(), wanted)


def _text(case: Case, review: Review) -> str:
    from ...store.review import detail_of

    parts: list[str] = [
        case.case_id, case["kind"], case["grade"], case["title"], case["what_happened"],
        case["what_would_change_it"], _ships_text(case), *review.tags,
        *(str(detail_of(note).get("text")) for note in review.notes),
        *(f"{p.get('what')} {p.get('detail')}" for p in case.evidence_for + case.evidence_against),
    ]  # fmt: skip
    return " ".join(parts).casefold()


def filter_of(given: Mapping[str, str]) -> Filter:
    """Read a filter from the texts of a URL. Raises UsageError for one that cannot be read."""
    from ..front import arguments

    texts = {
        name: given.get(name, "").strip()
        for name in ("q", "kind", "grade", "state", "ship", "list", "assignee", "tag")
    }
    try:
        least = float(given["least"]) if given.get("least") else None
    except ValueError as error:
        raise UsageError(f"least '{given['least']}': expected a probability, 0 to 1") from error
    return Filter(
        **texts,
        box=arguments.box("box", given.get("box") or None),
        since=_moment("since", given),
        until=_moment("until", given),
        least=least,
    )


def _moment(name: str, given: Mapping[str, str]) -> datetime | None:
    from ..front import arguments

    moment = arguments.moment(name, given.get(name) or None)
    return None if moment is None else moment.astimezone(UTC)
