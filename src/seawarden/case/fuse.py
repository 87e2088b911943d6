"""Fuse events into drafts of cases, and decide which of them an analyst should open.

Method: the meetings of one pair (`sts`, `dark_sts`, `encounter`) less than `join_h` apart are one
draft; whatever else happened to either ship within `context_h` (silence, port, false position,
identity, unmatched sighting) belongs to it. What is left is gathered per ship into episodes.
Drafts that share a ship, a raft at one time or a mother ship with daughters in turn, are linked.

A draft becomes a case only with something behind it:

1. a meeting: the detector calls it (confidence >= `call`) and it is an `sts` or `dark_sts`, in
   the open sea or with draughts that moved (side by side is what berths are for); or two hulls
   lay alongside there and what for cannot be told from AIS; or a side is DPRK-flagged, listed or
   unidentified and confidence >= `party_call`; or two deliberate silences overlap, could have met,
   and few other ships could have been there (`both_dark_rivals`). An `encounter` with nobody of
   interest opens nothing but, with a called gap, false position or identity event on either ship,
   a case of a meeting: that is context, no proof, and it is never worded as a transfer. Two
   DPRK-flagged ships in DPRK waters are at home;
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

from ..geo.sphere import distance_m
from ..ids import flags
from ..schema.kinds.dark_sts import DarkStsDetail
from ..schema.kinds.kind import Role
from ..schema.kinds.purpose import NOT_SEPARATED
from ..units import M_PER_NM
from .draft import Draft, is_area, party, runs
from .finding import Finding
from .params import Params
from .place import wheres
from .sides import dprk_port_call
from .sides.side import Ship
from .single_ship import episodes, listed_only, opens, single, single_reason

_HIDES = (Role.SILENCE, Role.DECEPTION)
"""Roles of what a ship does not to be seen or known."""


def fuse(findings: Sequence[Finding], ships: Mapping[int, Ship], params: Params) -> list[Draft]:
    """Return the drafts that open a case, by the six rules above; order follows the events."""
    by_hull = _by_hull(findings)
    drafts, used = [], set[str]()
    unmatched = [f for f in findings if f.role is Role.SIGHTING and not f.hulls]
    for group in _meetings(findings, by_hull, params):
        draft = _meeting(group, by_hull, unmatched, ships, params)
        if draft:
            drafts.append(draft)
            # A call at a DPRK port stands in the meeting and is a case by itself as well.
            used |= {f.event_id for f in draft.events if not dprk_port_call.called(f)}
    left = [f for f in findings if f.event_id not in used and not f.is_meeting]
    for episode in episodes(left, ships, params):
        reason = single_reason(episode, ships, params)
        if reason:
            drafts.append(single(episode, ships, reason))
            used |= {f.event_id for f in episode}
    named = {hull for d in drafts for hull in d.hulls}
    unseen = [ship for hull, ship in ships.items() if hull not in named]
    drafts += [listed_only(ship) for ship in unseen if opens(ship)]
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


def _by_hull(findings: Iterable[Finding]) -> dict[int, list[Finding]]:
    out: dict[int, list[Finding]] = {}
    for finding in findings:
        for hull in finding.hulls:
            out.setdefault(hull, []).append(finding)
    return out


def _meetings(
    findings: Iterable[Finding], by_hull: Mapping[int, list[Finding]], params: Params
) -> list[list[Finding]]:
    """Return the meetings of each pair, cut where they lie `join_h` or more apart.

    A hole in which one of the two was silent throughout, and after which they lie where drifting
    ships would, is a hole in what was heard, not in the meeting.
    """
    pairs: dict[tuple[int | None, int | None], list[Finding]] = {}
    for finding in findings:
        if finding.is_meeting and finding.hulls:
            pairs.setdefault(finding.pair, []).append(finding)
    out: list[list[Finding]] = []
    for group in pairs.values():
        parts = runs(group, params.join_h)
        joined = parts[:1]
        for run in parts[1:]:
            if _is_hole(joined[-1], run, by_hull, params):
                joined[-1] = joined[-1] + run
            else:
                joined.append(run)
        out += joined
    return out


def _is_hole(
    before: Sequence[Finding], after: Sequence[Finding], by_hull: Mapping[int, list[Finding]],
    params: Params,
) -> bool:  # fmt: skip
    """Return whether what lies between two runs of one pair was only not heard."""
    one, two = max(before, key=lambda f: f.end_utc), min(after, key=lambda f: f.start_utc)
    hole_h = (two.start_utc - one.end_utc).total_seconds() / 3600.0
    moved_m = float(distance_m(one.lat_deg, one.lon_deg, two.lat_deg, two.lon_deg))
    middle_h = (two.duration_h + one.duration_h) / 2 + hole_h
    drift_m = params.hole_drift_kn * middle_h * M_PER_NM + params.hole_slack_m
    if hole_h > params.hole_h or moved_m > drift_m:
        return False
    gaps = [f for h in one.hulls for f in by_hull.get(h, ()) if f.role is Role.SILENCE]
    heard = [
        max(0.0, (min(f.end_utc, two.start_utc) - max(f.start_utc, one.end_utc)).total_seconds())
        for f in gaps
    ]
    return max(heard, default=0.0) / 3600.0 >= params.hole_share * hole_h


def _meeting(
    group: list[Finding],
    by_hull: Mapping[int, list[Finding]],
    unmatched: Sequence[Finding],
    ships: Mapping[int, Ship],
    params: Params,
) -> Draft | None:
    lead = max(group, key=lambda f: ((f.lay_together or 0.0) >= params.call, -f.about.precedence,
                                     f.confidence, f.event_id))  # fmt: skip
    context = _context(lead, by_hull, unmatched, params)
    dark = isinstance(lead.detail, DarkStsDetail) and len(lead.hulls) == 1
    reason = _meeting_reason(group, context, ships, params, dark)
    if reason is None:
        return None
    events = (lead, *(f for f in group if f is not lead), *context)
    return Draft(lead, events, lead.hulls, reason, one_side_dark=dark)


def _context(
    lead: Finding, by_hull: Mapping[int, list[Finding]], unmatched: Sequence[Finding],
    params: Params,
) -> tuple[Finding, ...]:  # fmt: skip
    """Return what else happened to either ship, and ships without AIS seen where they lay."""
    seen = {
        f.event_id: f
        for hull in lead.hulls
        for f in by_hull.get(hull, ())
        if not f.is_meeting and f.apart_h(lead) <= params.context_h
    }
    seen |= {
        f.event_id: f
        for f in unmatched
        if f.apart_h(lead) == 0.0
        and distance_m(f.lat_deg, f.lon_deg, lead.lat_deg, lead.lon_deg) <= params.sighting_m
    }
    return tuple(sorted(seen.values(), key=lambda f: (f.start_utc, f.event_id)))


def _meeting_reason(
    group: Sequence[Finding],
    context: Sequence[Finding],
    ships: Mapping[int, Ship],
    params: Params,
    dark: bool,
) -> str | None:
    sides = [ships[h] for h in group[0].hulls if h in ships]
    if any(s.is_gear for s in sides) or _at_home(group, sides, params):
        return None
    if max(f.lay_together or 0.0 for f in group) >= params.party_call:
        interest = party(sides)
        called_dark = dark and max(f.confidence for f in group) >= params.call
        if interest or called_dark:
            return interest or "one side is unidentified"
    weighed = [f for f in group if f.about.opens_alone]
    open_sea = [f for f in weighed if not f.is_sheltered or f.draught_moved]
    if any(f.confidence >= params.call for f in open_sea):
        return "the detector calls it"
    if any(f.cannot_be_told and (f.lay_together or 0.0) >= params.call for f in open_sea):
        return f"two ships lay alongside; what for {NOT_SEPARATED}"
    hid = next((words for f in open_sea if (words := _both_dark(f, params))), None)
    odd = {f.kind for f in context if f.role in _HIDES
           and f.confidence >= params.call and not is_area(f)}  # fmt: skip
    if hid is None and odd and max(f.lay_together or 0.0 for f in group) >= params.call:
        # A case of a meeting, worded as one: what else happened is context, no proof.
        return f"combination: encounter with {', '.join(sorted(odd))}"
    return hid


def _both_dark(finding: Finding, params: Params) -> str | None:
    """Return why two overlapping silences are a case; None where they are not."""
    detail = finding.detail
    if not isinstance(detail, DarkStsDetail) or len(finding.hulls) < 2:
        return None
    sure = min(detail.deliberate or 0.0, detail.other_deliberate or 0.0)
    rivals = detail.rivals
    if rivals is None or sure < params.call or rivals > params.both_dark_rivals:
        return None
    return f"two silences overlap and could have met; {rivals:.0f} other meetings were possible"


def _at_home(group: Sequence[Finding], sides: Sequence[Ship], params: Params) -> bool:
    """Return whether all are DPRK-flagged ships together in DPRK waters."""
    if not sides or not all(s.is_dprk for s in sides) or len(sides) < 2:
        return False
    spots = [(f.lat_deg, f.lon_deg) for f in group]
    where = wheres([y for y, _ in spots], [x for _, x in spots], params.port_m)
    return all(w.port_country == flags.DPRK and w.coast_m <= params.home_waters_m for w in where)
