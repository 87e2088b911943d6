"""What is left of one ship, outside any meeting: its episodes, and which of them open a case."""

from collections.abc import Iterable, Mapping, Sequence

from ..schema.kinds.kind import Role
from ..schema.kinds.spoofing import SpoofingDetail
from .draft import Draft, is_area, party, runs
from .finding import Finding
from .params import Params
from .sides import dprk_port_call
from .sides.side import Ship


def episodes(
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
        is_party = ship is not None and party([ship]) not in (None, "one side is unidentified")
        out += [group] if is_party else runs(group, params.context_h)
    return out


def single_reason(
    episode: Sequence[Finding], ships: Mapping[int, Ship], params: Params
) -> str | None:
    called = [f for f in episode if f.confidence >= params.call and not is_area_event(f)]
    sides = [ships[h] for f in called for h in f.hulls if h in ships]
    if not called or any(s.is_gear for s in sides):
        return None
    for ship in sides:
        if ship.is_dprk or ship.matches():
            return party([ship])
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


def single(episode: Sequence[Finding], ships: Mapping[int, Ship], reason: str) -> Draft:
    """Return the draft of one ship's episode; a listed ship that only idled is 'listed'."""
    calls = [f for f in episode if dprk_port_call.called(f)]
    lead = max(calls or episode, key=lambda f: (f.confidence, -f.about.precedence, f.event_id))
    hulls = tuple(sorted({h for f in episode for h in f.hulls}))
    listed = [h for h in hulls if h in ships and ships[h].matches()]
    if listed and all(f.role is Role.IDLING for f in episode):
        return Draft(None, tuple(episode), hulls, reason)
    rest = tuple(f for f in episode if f is not lead)
    return Draft(lead, (lead, *rest), hulls, reason)


def opens(ship: Ship) -> bool:
    return bool(ship.matches()) or any(x.is_dprk and x.verdict == "possible" for x in ship.listed)


def listed_only(ship: Ship) -> Draft:
    assert ship.hull is not None
    word = "matches" if ship.matches() else "possibly matches"
    return Draft(None, (), (ship.hull,), f"screening {word} a listing")
