"""What an event of one ship says, in words, from its kind and the fields of its `detail`.

The fields are those of docs/events.md. A field that is missing is passed over: an event of an
older run still makes a sentence.
"""

from collections.abc import Callable, Sequence

from ..finding import Finding
from ..scene import Part

_HEADS = {
    "gap": "Silence", "loitering": "Loitering", "port_visit": "Port visit",
    "spoofing": "False position", "identity": "Identity in doubt",
    "dark_ship": "Ship seen without AIS", "listed": "Listed ship heard",
}  # fmt: skip
_PATTERNS = {
    "teleport": "far from her track", "offset": "track shifted", "replay": "an old track again",
    "circle": "going in circles", "on_land": "on land", "interference": "many ships disturbed",
    "receiver": "many ships disturbed",
    "shared_mmsi": "one MMSI on several hulls", "handover": "another MMSI takes over",
    "one_imo": "one IMO number under two MMSIs", "reflagged": "one MMSI after another",
    "two_identities": "two identities in turn", "imo_changed": "two IMO numbers",
    "back_and_forth": "a name comes back", "resized": "another size", "renamed": "another name",
    "invalid_imo": "IMO number not valid", "unassigned_mmsi": "MMSI of no form that is issued",
    "no_country": "MMSI of no country", "gear": "fishing gear",
}  # fmt: skip
_SENSORS = {"sar": "radar satellite", "optical": "optical satellite", "crew": "a crew"}


def head(kind: str, lead: Finding | None) -> str:
    """Return what a title begins with: 'Identity in doubt, one MMSI on several hulls'."""
    first = _HEADS.get(kind, kind)
    pattern = lead.text("pattern") if lead and lead.kind == kind else None
    return f"{first}, {_PATTERNS[pattern]}" if pattern in _PATTERNS else first


def did(lead: Finding) -> str:
    """Return what the ship did, to follow its name: 'drifted for 6.0 h'."""
    return _DID[lead.kind](lead)


def names(words: Sequence[str]) -> str:
    """Return ships' names joined; one that stands for several hulls is named once."""
    counts = dict.fromkeys(words, 0)
    for word in words:
        counts[word] += 1
    named = [w if n == 1 else f"{w} on {_NUMBERS.get(n, n)} hulls" for w, n in counts.items()]
    return " and ".join(named)


def parts(lead: Finding) -> list[Part]:
    """Return where what the event says can be looked up; told, not weighed."""
    out = []
    if (hull := lead.number("false_hull")) is not None:
        n = lead.number("n_reports")
        many = f"the {n:.0f} reports" if n else "the reports"
        said = f"{many} of the false positions stand apart as hull {hull:.0f}; told, not weighed"
        out.append(Part("false positions", f"{hull:.0f}", 0.0, said, (lead.event_id,)))
    if (seen := lead.text("sighting_id")) is not None:
        out.append(Part("sighting", seen, 0.0, _sighting(lead), (lead.event_id,)))
    return out


_NUMBERS = {2: "two", 3: "three", 4: "four"}


def _sighting(lead: Finding) -> str:
    said = [f"seen by {_sensor(lead)}"]
    if (scene := lead.text("scene_id")) is not None:
        said.append(f"scene {scene}")
    if (length := lead.number("length_m")) is not None:
        said.append(f"about {length:.0f} m long")
    return f"{', '.join(said)}; told, not weighed"


def _sensor(lead: Finding) -> str:
    sensor = lead.text("sensor") or "a sensor"
    return _SENSORS.get(sensor, sensor)


def _idled(lead: Finding) -> str:
    how = {"anchored": "lay at anchor", "drifting": "drifted", "slow steaming": "steamed slowly"}
    return how.get(lead.text("motion") or "", "drifted or idled")


def _port(lead: Finding) -> str:
    name = lead.text("port_name")
    return f" at {name}" if name else ""


def _why(lead: Finding) -> str:
    pattern = lead.text("pattern")
    said = lead.text("explanation") or _PATTERNS.get(pattern or "", pattern)
    return f" ({said.rstrip('.')})" if said else ""


def _seen(lead: Finding) -> str:
    length = lead.number("length_m")
    size = f", about {length:.0f} m long," if length else ""
    return f"was seen by {_sensor(lead)}{size} and sent no AIS"


_DID: dict[str, Callable[[Finding], str]] = {
    "loitering": lambda f: f"{_idled(f)} for {f.duration_h:.1f} h",
    "port_visit": lambda f: f"lay in port{_port(f)}",
    "spoofing": lambda f: f"sent positions that cannot be true{_why(f)}",
    "identity": lambda f: f"gave an identity that does not hold{_why(f)}",
    "dark_ship": _seen,
}
