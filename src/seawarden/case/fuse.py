"""Fuse events into drafts of cases, and decide which of them an analyst should open.

Method: the meetings of one pair (`sts`, `dark_sts`, `encounter`) less than `join_h` apart are one
draft; whatever else happened to either ship within `context_h` (silence, port, false position,
identity, unmatched sighting) belongs to it. What is left is gathered per ship into episodes.
Drafts that share a ship, a raft at one time or a mother ship with daughters in turn, are linked.

A draft becomes a case only with something behind it:

1. a meeting: the detector calls it (confidence >= `call`) and it is an `sts` or `dark_sts`, in
   the open sea or with draughts that moved (side by side is what berths are for); or a side is
   DPRK-flagged, listed or unidentified and confidence >= `party_call`; or it is a called
   `encounter` with a called gap, false position or identity event on either ship;
2. a DPRK-flagged ship (MID 445), or one that screening matches, in any called event;
3. a called port visit to a DPRK port, or a gap within reach of one, by any ship;
4. a single ship's events of two kinds or more among called gap, loitering, false position,
   identity and unmatched sighting ("combination");
5. one event of confidence >= `alone_call`: a gap of `alone_gap_h` or more, a false position of
   the ship itself (not of the area or of a receiver), or an unmatched sighting;
6. a ship that screening matches, or possibly matches under a DPRK programme, with no event at
   all: kind 'listed'.

Beacons on fishing gear (`Ship.is_gear`) are no ships and open nothing. Everything else stays in
EVENTS and is counted in the report. Blind spot: rule 4 cannot tell a
chance combination from a plan; the grade says so.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..schema.kinds.dark_sts import DarkStsDetail
from ..schema.kinds.kind import Kind, Role
from ..schema.kinds.spoofing import SpoofingDetail
from . import kinds
from .finding import Finding
from .params import Params
from .sides import dprk_port_call
from .sides.side import Ship

_HIDES = (Role.SILENCE, Role.DECEPTION)
"""Roles of what a ship does not to be seen or known."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Events that belong together. `lead` is None only for a listed ship with no event."""

    lead: Finding | None
    events: tuple[Finding, ...]
    hulls: tuple[int, ...]
    reason: str
    one_side_dark: bool = False

    @property
    def kind(self) -> str:
        """The leading event's kind, or 'listed'."""
        return self.lead.kind if self.lead else kinds.LISTED.name

    @property
    def about(self) -> Kind[Any]:
        """The record of that kind."""
        return kinds.record(self.kind)


def fuse(findings: Sequence[Finding], ships: Mapping[int, Ship], params: Params) -> list[Draft]:
    """Return the drafts that open a case, by the six rules above; order follows the events."""
    by_hull = _by_hull(findings)
    drafts, used = [], set[str]()
    for group in _meetings(findings, params):
        draft = _meeting(group, by_hull, ships, params)
        if draft:
            drafts.append(draft)
            # A call at a DPRK port stands in the meeting and is a case by itself as well.
            used |= {f.event_id for f in draft.events if not dprk_port_call.called(f)}
    left = [f for f in findings if f.event_id not in used and not f.is_meeting]
    for episode in _episodes(left, ships, params):
        reason = _single_reason(episode, ships, params)
        if reason:
            drafts.append(_single(episode, ships, reason))
            used |= {f.event_id for f in episode}
    named = {hull for d in drafts for hull in d.hulls}
    drafts += [_listed(ship) for hull, ship in ships.items() if hull not in named and _opens(ship)]
    return drafts


def links(drafts: Sequence[Draft], params: Params) -> list[list[int]]:
    """Return, for each draft, the places of those that belong with it.

    Meetings that share a ship within `series_h` (a raft, a mother ship with daughters), and
    drafts that share an event.
    """
    out: list[list[int]] = [[] for _ in drafts]
    by_hull: dict[int, list[int]] = {}
    for i, draft in enumerate(drafts):
        if draft.lead and draft.lead.is_meeting:
            for hull in draft.hulls:
                by_hull.setdefault(hull, []).append(i)
    for members in by_hull.values():
        for i in members:
            for j in members:
                a, b = drafts[i].lead, drafts[j].lead
                if i != j and a and b and a.apart_h(b) <= params.series_h:
                    out[i].append(j)
    holders: dict[str, list[int]] = {}
    for i, draft in enumerate(drafts):
        for event in draft.events:
            holders.setdefault(event.event_id, []).append(i)
    for members in holders.values():
        for i in members:
            out[i] += [j for j in members if j != i]
    return [sorted(set(x)) for x in out]


def is_area(event: Finding) -> bool:
    """Return whether a false position is the area's or a receiver's, not the ship's."""
    of_area = isinstance(event.detail, SpoofingDetail) and event.detail.is_of_area
    return event.hull is None or of_area


def _by_hull(findings: Iterable[Finding]) -> dict[int, list[Finding]]:
    out: dict[int, list[Finding]] = {}
    for finding in findings:
        for hull in finding.hulls:
            out.setdefault(hull, []).append(finding)
    return out


def _meetings(findings: Iterable[Finding], params: Params) -> list[list[Finding]]:
    """Return the meetings of each pair, cut where they lie `join_h` or more apart."""
    pairs: dict[tuple[int | None, int | None], list[Finding]] = {}
    for finding in findings:
        if finding.is_meeting and finding.hulls:
            pairs.setdefault(finding.pair, []).append(finding)
    return [part for group in pairs.values() for part in _runs(group, params.join_h)]


def _runs(group: Iterable[Finding], apart_h: float) -> list[list[Finding]]:
    """Return events cut into runs wherever more than `apart_h` hours lie between them."""
    out: list[list[Finding]] = []
    latest = None
    for finding in sorted(group, key=lambda f: (f.start_utc, f.event_id)):
        gap = (finding.start_utc - latest).total_seconds() / 3600.0 if latest else None
        if gap is None or gap >= apart_h:
            out.append([])
        out[-1].append(finding)
        latest = max(latest, finding.end_utc) if latest else finding.end_utc
    return out


def _meeting(
    group: list[Finding],
    by_hull: Mapping[int, list[Finding]],
    ships: Mapping[int, Ship],
    params: Params,
) -> Draft | None:
    lead = max(group, key=lambda f: (f.confidence >= params.call, -f.about.precedence,
                                     f.confidence, f.event_id))  # fmt: skip
    context = _context(lead, by_hull, params)
    dark = isinstance(lead.detail, DarkStsDetail) and len(lead.hulls) == 1
    reason = _meeting_reason(group, context, ships, params, dark)
    if reason is None:
        return None
    events = (lead, *(f for f in group if f is not lead), *context)
    return Draft(lead, events, lead.hulls, reason, one_side_dark=dark)


def _context(
    lead: Finding, by_hull: Mapping[int, list[Finding]], params: Params
) -> tuple[Finding, ...]:
    seen = {
        f.event_id: f
        for hull in lead.hulls
        for f in by_hull.get(hull, ())
        if not f.is_meeting and f.apart_h(lead) <= params.context_h
    }
    return tuple(sorted(seen.values(), key=lambda f: (f.start_utc, f.event_id)))


def _meeting_reason(
    group: Sequence[Finding],
    context: Sequence[Finding],
    ships: Mapping[int, Ship],
    params: Params,
    dark: bool,
) -> str | None:
    best = max(f.confidence for f in group)
    sides = [ships[h] for h in group[0].hulls if h in ships]
    if any(s.is_gear for s in sides):
        return None
    if best >= params.party_call:
        party = _party(sides)
        if party or (dark and best >= params.call):
            return party or "one side is unidentified"
    called = [f for f in group if f.about.opens_alone and f.confidence >= params.call]
    if any(not f.is_sheltered or f.draught_moved for f in called):
        return "the detector calls it"
    odd = [f.kind for f in context if f.role in _HIDES
           and f.confidence >= params.call and not is_area(f)]  # fmt: skip
    if best >= params.call and odd:
        return f"combination: encounter with {', '.join(sorted(set(odd)))}"
    return None


def _party(sides: Sequence[Ship]) -> str | None:
    if any(s.is_dprk for s in sides):
        return "a DPRK-flagged ship (MID 445) takes part"
    if any(s.matches() for s in sides):
        return "a listed ship takes part"
    unknown = sum(s.is_unidentified for s in sides)
    # Two that nobody knows are small craft far more often than they are a tanker's partner.
    return "one side is unidentified" if 0 < unknown < len(sides) else None


def _episodes(
    left: Iterable[Finding], ships: Mapping[int, Ship], params: Params
) -> list[list[Finding]]:
    """Return what is left per ship, in runs; a DPRK-flagged or listed ship's is one run."""
    groups: dict[int | str, list[Finding]] = {}
    key: int | str
    for finding in left:
        key = finding.hulls[0] if finding.hulls else f"alone {finding.event_id}"
        if finding.role is Role.DECEPTION and finding.mmsi is not None and not finding.hulls:
            key = f"mmsi {finding.mmsi}"
        groups.setdefault(key, []).append(finding)
    out = []
    for key, group in groups.items():
        ship = ships.get(key) if isinstance(key, int) else None
        is_party = ship is not None and _party([ship]) not in (None, "one side is unidentified")
        out += [group] if is_party else _runs(group, params.context_h)
    return out


def _single_reason(
    episode: Sequence[Finding], ships: Mapping[int, Ship], params: Params
) -> str | None:
    called = [f for f in episode if f.confidence >= params.call and not is_area_event(f)]
    sides = [ships[h] for f in called for h in f.hulls if h in ships]
    if not called or any(s.is_gear for s in sides):
        return None
    for ship in sides:
        if ship.is_dprk or ship.matches():
            return _party([ship])
    if any(dprk_port_call.near_port(f, params) for f in called):
        return "a DPRK port was visited or within reach"
    found = {f.kind for f in called if f.role is not Role.PORT_CALL}
    if len(found) > 1:
        return f"combination: {', '.join(sorted(found))}"
    if any(_stands_alone(f, params) for f in called):
        return f"high probability: {called[0].kind}"
    return None


def is_area_event(event: Finding) -> bool:
    """Return whether an event says nothing about one ship: interference, a receiver's fault."""
    return isinstance(event.detail, SpoofingDetail) and is_area(event)


def _stands_alone(event: Finding, params: Params) -> bool:
    if event.confidence < params.alone_call or not event.about.opens_alone:
        return False
    return event.role is not Role.SILENCE or event.duration_h >= params.alone_gap_h


def _single(episode: Sequence[Finding], ships: Mapping[int, Ship], reason: str) -> Draft:
    """Return the draft of one ship's episode; a listed ship that only idled is 'listed'."""
    calls = [f for f in episode if dprk_port_call.called(f)]
    lead = max(calls or episode, key=lambda f: (f.confidence, -f.about.precedence, f.event_id))
    hulls = tuple(sorted({h for f in episode for h in f.hulls}))
    listed = [h for h in hulls if h in ships and ships[h].matches()]
    if listed and all(f.role is Role.IDLING for f in episode):
        return Draft(None, tuple(episode), hulls, reason)
    rest = tuple(f for f in episode if f is not lead)
    return Draft(lead, (lead, *rest), hulls, reason)


def _opens(ship: Ship) -> bool:
    return bool(ship.matches()) or any(x.is_dprk and x.verdict == "possible" for x in ship.listed)


def _listed(ship: Ship) -> Draft:
    assert ship.hull is not None
    word = "matches" if ship.matches() else "possibly matches"
    return Draft(None, (), (ship.hull,), f"screening {word} a listing")
