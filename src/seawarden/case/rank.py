"""What to look at first.

Tier 1: a side is DPRK-flagged (MID 445), known to be on a list that day, or the one unidentified
side of a meeting that is called. Tier 2: other meetings, matches under a DPRK programme that are
only possible or came later, ships listed only later in any event, DPRK ports. Tier 3: the rest.
Inside a tier by `priority`:

    priority = confidence x gravity of the kind (`schema.kinds`)
               x (1.0 party designated under a DPRK programme, 0.95 DPRK-flagged, 0.85 other)
               x (0.5 where every side of a meeting is DPRK-flagged: no foreign side takes part)
               / (1 + other meetings that either silent ship could have had)

which is a reading order, not a probability. Ties go by start and case id, so that order is the
same on every run.

Anybody can send thousands of ships that were never built, or type a listed ship's IMO number. So
cases in which a list names a side by a number that no other hull sends, and the other cases, take
turns, five of each; in both, those of one sea (5 degrees, 1 degree) take turns as well, three at a
time (`reading_order`). Where nobody floods the docket, that is the order by priority. Blind spot:
ships that each type another listed number, in the sea of the true one.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ..schema.kinds.dark_sts import DarkStsDetail
from ..schema.kinds.kind import Role
from .draft import Draft
from .params import Params
from .sides import dprk_port_call
from .sides.side import Ship

_NO_FOREIGN_SIDE = 0.5  # two DPRK-flagged ships at sea; own
_ONE_TURN = 5  # of proven and of other cases; own choice: both stand in the first ten
_ONE_SEA = 3  # cases of one sea in a row; own choice
_PROVEN_SEA_DEG = 5.0  # a sea of proven cases, a degree for others: fewer are proven; own choice
_HOME_CALL = 0.2  # a DPRK-flagged ship in a DPRK port; own choice


def tier(draft: Draft, sides: Sequence[Ship], confidence: float, day: date, params: Params) -> int:
    """Return 1, 2 or 3 by the rules above."""
    if any(s.is_dprk or s.listed_on_day(day) for s in sides):
        return 1
    meeting = draft.about.role is Role.MEETING
    unknown = sum(s.is_unidentified for s in sides)
    if meeting and confidence >= params.call and 0 < unknown < len(sides):
        return 1
    possible = any(x.is_dprk for s in sides for x in s.listed)
    later = draft.lead is not None and any(s.matches() for s in sides)
    port = any(dprk_port_call.near_port(f, params) for f in draft.events)
    return 2 if meeting or possible or later or port else 3


def priority(draft: Draft, sides: Sequence[Ship], confidence: float, day: date) -> float:
    """Return the reading order inside a tier, 0-1."""
    gravity = _HOME_CALL if _is_home_call(draft, sides) else draft.about.gravity
    designated = any(x.is_dprk for s in sides for x in s.listed_on_day(day))
    party = 1.0 if designated else 0.95 if any(s.is_dprk for s in sides) else 0.85
    lead = draft.lead
    meeting = draft.about.role is Role.MEETING
    foreign = 1.0 if not meeting or not all(s.is_dprk for s in sides) else _NO_FOREIGN_SIDE
    dark = lead.detail if lead is not None and isinstance(lead.detail, DarkStsDetail) else None
    others = (dark.rivals or 0.0) if dark is not None and len(draft.hulls) > 1 else 0.0
    return round(confidence * gravity * party * foreign / (1.0 + others), 6)


def reading_order(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return rows of CASES, with `is_proven`, in the order in which they are read."""
    first = sorted(
        (dict(r) for r in rows),
        key=lambda r: (
            r["tier"], -r["priority"], r["start_utc"], r["kind"], r["mmsis"], r["case_id"],
        ),
    )  # fmt: skip
    here: Counter[tuple[int, bool, int, int]] = Counter()
    laps = []
    for row in first:
        deg = _PROVEN_SEA_DEG if row["is_proven"] else 1.0
        cell = (row["tier"], row["is_proven"], round(row["lat_deg"] / deg),
                round(row["lon_deg"] / deg))  # fmt: skip
        laps.append(here[cell] // _ONE_SEA)
        here[cell] += 1
    done: Counter[tuple[int, bool]] = Counter()
    turns = [0] * len(first)
    for i in sorted(range(len(first)), key=lambda i: (first[i]["tier"], laps[i], i)):
        kind = (first[i]["tier"], first[i]["is_proven"])
        turns[i] = done[kind] // _ONE_TURN
        done[kind] += 1
    order = sorted(range(len(first)), key=lambda i: (first[i]["tier"], turns[i], i))
    return [first[i] for i in order]


def _is_home_call(draft: Draft, sides: Sequence[Ship]) -> bool:
    """A DPRK-flagged ship in a DPRK port is at home: on the docket, but read last."""
    at_home = draft.lead is not None and dprk_port_call.called(draft.lead)
    return at_home and bool(sides) and all(s.is_dprk for s in sides)
