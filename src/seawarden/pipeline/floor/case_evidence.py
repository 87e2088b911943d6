"""What a case rests on, item by item, as a dismissal is bound to it.

Method: five kinds of item, each with a key that the same data gives again in any order, from any
file, in any run: a *sighting* (its time, place and
sensor: its id counts lines of a file), a *listing* (its id), a *draught* that a ship claimed, an
*identity* (a name, IMO number or call sign that an MMSI claimed), and a *meeting* of two MMSIs,
which is the same meeting as long as the times overlap or lie less than `same_meeting_h` apart.
Beside them stands how strong the wording is. Hulls, event ids, confidences, hours and reports are
no items: they move with late copies and with the detectors.

Blind spot: a draught or a name that a ship sends again after having sent another is no new item.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from ...case.params import Params as CaseParams
from ...case.wording.grade import STRENGTH
from ...geo.sphere import distance_m
from ...report.case_record import Case
from ...schema.kinds import is_meeting

SIGHTING, LISTING, DRAUGHT, IDENTITY, MEETING = (
    "sighting", "listing", "draught", "identity", "meeting",
)  # fmt: skip

_CLAIMED = (("name", "name"), ("imo", "IMO number"), ("call_sign", "call sign"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    same_meeting_h: float = 4.0  # the gap over which the detectors merge contacts, docs/events.md
    sighting_m: float = CaseParams().sighting_m  # so near to a case a sighting is about it


@dataclass(frozen=True, slots=True, order=True)
class Item:
    """One thing a case rests on; `text` is how it reads, and no part of what it is."""

    kind: str
    key: str
    text: str = ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Item) and (self.kind, self.key) == (other.kind, other.key)

    def __hash__(self) -> int:
        return hash((self.kind, self.key))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a case rests on at one time: its items, and how strongly it is worded."""

    items: frozenset[Item]
    grade: str

    @property
    def strength(self) -> int:
        """How strong the wording is; -1 for a case that was withdrawn."""
        return STRENGTH.get(self.grade, -1)

    def as_json(self) -> dict[str, Any]:
        """Return what an act's detail keeps of it."""
        rows = sorted((i.kind, i.key, i.text) for i in self.items)
        return {"grade": self.grade, "items": [list(row) for row in rows]}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Evidence":
        """Read what `as_json` gave; what is no such thing counts as nothing."""
        rows = [r for r in value.get("items") or () if isinstance(r, list) and len(r) == 3]
        return cls(frozenset(Item(*map(str, r)) for r in rows), str(value.get("grade") or ""))


def evidence_of(
    case: Case,
    events: Iterable[Mapping[str, Any]],
    sightings: Iterable[Mapping[str, Any]] = (),
    params: Params = Params(),
) -> Evidence:
    """Return what a case rests on.

    `events` are the rows of EVENTS that it names; of `sightings`, rows of SIGHTINGS, those count
    that lie in its time and within `sighting_m` of its place, or name one of its ships.
    """
    items = set(_of_ships(case))
    items |= {_seen(s) for s in sightings if _is_about(s, case, params)}
    items |= {Item(LISTING, str(x), str(x)) for x in case["listing_ids"] or ()}
    for event in events:
        items |= set(_of_event(event))
    return Evidence(frozenset(items), str(case["grade"]))


def new_items(now: Evidence, then: Evidence, params: Params = Params()) -> list[Item]:
    """Return the items of `now` that `then` did not hold, in order."""
    known = {i for i in then.items if i.kind != MEETING}
    meetings = [_meeting(i.key) for i in then.items if i.kind == MEETING]
    slack = timedelta(hours=params.same_meeting_h)
    found = []
    for item in now.items:
        if item.kind != MEETING:
            found += [] if item in known else [item]
        elif not any(_is_same(_meeting(item.key), other, slack) for other in meetings):
            found.append(item)
    return sorted(found)


def _of_ships(case: Case) -> Iterable[Item]:
    for ship in case.ships:
        mmsi = ship.get("mmsi")
        for claim in [ship, *(ship.get("claims") or ())]:
            for name, word in _CLAIMED:
                if value := claim.get(name):
                    yield Item(IDENTITY, f"{mmsi} {name} {value}", f"{word} {value} (MMSI {mmsi})")
            if (draught := claim.get("draught_m")) is not None:
                text = f"draught {float(draught):.1f} m (MMSI {mmsi})"
                yield Item(DRAUGHT, f"{mmsi} {float(draught):.1f}", text)
        for listed in ship.get("listed") or ():
            if listed.get("verdict") == "match":
                yield Item(LISTING, str(listed.get("listing_id")), str(listed.get("list")))


def _of_event(event: Mapping[str, Any]) -> Iterable[Item]:
    if is_meeting(event["kind"]):
        pair = sorted(str(event[m] or "unidentified") for m in ("mmsi", "other_mmsi"))
        start, end = (_minute(event[t]) for t in ("start_utc", "end_utc"))
        text = f"meeting of MMSI {pair[0]} and {pair[1]}, {start} to {end} UTC"
        yield Item(MEETING, f"{pair[0]} {pair[1]} {start} {end}", text)


def _is_about(sighting: Mapping[str, Any], case: Case, params: Params) -> bool:
    if not case["start_utc"] <= sighting["time_utc"] <= case["end_utc"]:
        return False
    if sighting.get("mmsi") in (case["mmsis"] or ()):
        return True
    places = (sighting["lat_deg"], sighting["lon_deg"], case["lat_deg"], case["lon_deg"])
    return bool(distance_m(*places) <= params.sighting_m)


def _seen(sighting: Mapping[str, Any]) -> Item:
    at, sensor = _minute(sighting["time_utc"]), sighting.get("sensor") or "unnamed sensor"
    place = f"{sighting['lat_deg']:.3f} {sighting['lon_deg']:.3f}"
    return Item(SIGHTING, f"{at} {place} {sensor}", f"{sensor}, {at} UTC, at {place}")


def _minute(time: datetime) -> str:
    return f"{time.astimezone(UTC):%Y-%m-%dT%H:%M}"


def _meeting(key: str) -> tuple[tuple[str, str], datetime, datetime]:
    one, other, start, end = key.split(" ")
    return (one, other), datetime.fromisoformat(start), datetime.fromisoformat(end)


def _is_same(one: Any, other: Any, slack: timedelta) -> bool:
    return bool(
        one[0] == other[0] and one[1] - slack <= other[2] and other[1] - slack <= one[2]
    )  # fmt: skip
