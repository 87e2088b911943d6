"""The handover: what changed since the last watch, the sheet to sign, and what was missed.

Method: a handover is an act that keeps, for every case, its version and where it stood. The next
one is compared with it: *new* is a case that was not there, *changed* one of another version (with
the reason the run gives), *withdrawn* one that later data took away, *decided* one that somebody
else decided since, *open* what was on the queue then and still is. A case is *missed* when it was
raised and nobody opened it within `look_h` of its tier.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ...errors import UsageError
from ...store.decisions import Entry
from ...store.review import DECISIONS, EVERY_CASE, Word, detail_of, undone
from .acts import as_row
from .desk import Desk
from .queue import OPEN_STATES, Row, rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """Hours in which a case of each tier is to be opened; own choice: half a watch of 4 h first."""

    tier_1_h: float = 2.0
    tier_2_h: float = 12.0
    tier_3_h: float = 24.0

    def look_h(self, tier: int) -> float:
        """Return the hours for a tier."""
        return {1: self.tier_1_h, 2: self.tier_2_h}.get(tier, self.tier_3_h)


def since_last(
    desk: Desk, actor: str, now_utc: datetime, params: Params = Params()
) -> dict[str, Any]:
    """Return what changed since the last handover that `actor` took part in, or since the first."""
    snapshot = desk.snapshot(now_utc)
    acts = desk.acts()
    last = last_handover(acts, actor)
    then: Mapping[str, Any] = detail_of(last).get("cases", {}) if last else {}
    now = rows(desk, snapshot, acts)
    number = last.number if last else 0
    by_others = _decided(acts, number, actor)
    was_open = {c for c, kept in then.items() if kept.get("state") in OPEN_STATES}
    return {
        "since": as_row(last, is_undone=False) if last else None,
        "generation": snapshot.generation,
        "new": [_line(r) for r in now if r.case_id not in then and r.state in OPEN_STATES],
        "changed": [
            {**_line(r), "why": snapshot.by_id[r.case_id]["version_reason"]}
            for r in now
            if r.case_id in then and r.version != then[r.case_id].get("version")
            and r.state != "withdrawn"
        ],
        "returned": [{**_line(r), "new": r.new} for r in now if r.state == "returned"],
        "withdrawn": [
            {**_line(r), "why": snapshot.by_id[r.case_id]["version_reason"]}
            for r in now
            if r.state == "withdrawn" and then.get(r.case_id, {}).get("state") != "withdrawn"
        ],
        "decided_by_others": [as_row(a, is_undone=False) for a in by_others],
        "still_open": [
            _line(r) for r in now
            if r.state in OPEN_STATES and (r.case_id in was_open or not then)
        ],
        "missed": missed(desk, now, acts, now_utc, params),
    }  # fmt: skip


def hand_over(
    desk: Desk, actor: str, oncoming: str, note: str, now_utc: datetime
) -> tuple[Entry, dict[str, Any]]:
    """Keep a handover from `actor` to `oncoming`, and return it with the sheet.

    Raises UsageError when the on-coming officer is not named.
    """
    if not oncoming.strip() or len(oncoming) > 60:
        raise UsageError("handover: to whom? expected a name of 1 to 60 letters")
    sheet = since_last(desk, actor, now_utc)
    snapshot = desk.snapshot(now_utc)
    held = {
        r.case_id: {"version": r.version, "state": r.state}
        for r in rows(desk, snapshot, desk.acts())
    }
    detail = {
        "off": actor, "on": oncoming.strip(), "note": note[:4000], "cases": held,
        "generation": snapshot.generation,
        "counts": {k: len(v) for k, v in sheet.items() if isinstance(v, list)},
    }  # fmt: skip
    entry = desk.keep(actor, Word.HANDED_OVER, None, detail, now_utc)
    return entry, {**sheet, "off": actor, "on": oncoming.strip(), "note": note[:4000],
                   "handed_over_utc": entry.act.time_utc, "number": entry.number}  # fmt: skip


def last_handover(acts: list[Entry], actor: str) -> Entry | None:
    """Return the last handover that an officer gave or took; None before the first."""
    of_all = [a for a in acts if a.act.case_id == EVERY_CASE]
    void = undone(of_all)
    taken = [
        a for a in of_all
        if a.act.act == Word.HANDED_OVER and a.number not in void
        and actor in (detail_of(a).get("off"), detail_of(a).get("on"))
    ]  # fmt: skip
    return taken[-1] if taken else None


def missed(
    desk: Desk, now: list[Row], acts: list[Entry], now_utc: datetime, params: Params = Params()
) -> list[dict[str, Any]]:
    """Return the cases that were raised and not opened in time, the longest waiting first."""
    raised: dict[str, datetime] = {}
    for (case_id, _), time in desk.log.raised().items():
        raised[case_id] = min(time, raised.get(case_id, time))
    looked: dict[str, datetime] = {}
    for act in acts:
        looked.setdefault(act.act.case_id, act.act.time_utc)
    out = []
    for row in now:
        due = raised.get(row.case_id, now_utc) + timedelta(hours=params.look_h(row.tier))
        first = looked.get(row.case_id)
        if row.state in ("silenced", "withdrawn", "merged") or (first or now_utc) <= due:
            continue
        out.append({**_line(row), "raised_utc": raised[row.case_id], "due_utc": due,
                    "opened_utc": first})  # fmt: skip
    return sorted(out, key=lambda m: (m["raised_utc"], m["rank"]))


def _decided(acts: list[Entry], after: int, actor: str) -> list[Entry]:
    return [a for a in acts if a.number > after and a.act.actor != actor and a.act.act in DECISIONS]


def _line(row: Row) -> dict[str, Any]:
    return {
        "case_id": row.case_id, "rank": row.rank, "tier": row.tier, "title": row.title,
        "grade": row.grade, "state": row.state, "version": row.version, "review": row.review,
        "assignee": row.assignee,
    }  # fmt: skip
