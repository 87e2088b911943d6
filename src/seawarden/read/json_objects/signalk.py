"""Signal K deltas: what changed of a ship, in SI units.

`{"context": "vessels.urn:mrn:imo:mmsi:412111110", "updates": [{"timestamp": ..., "values":
[{"path": "navigation.position", "value": {...}}, ...]}]}`; a log holds one a line, often with
`epoch;D;` before it (signalk.org/specification, "Delta"). Each update is one row. Speeds are in m/s
and directions in radians; they are given here in knots and degrees.
"""

import math
import re
from typing import Any

from ...units import MPS_PER_KN

_MMSI = re.compile(r"mmsi:(\d{1,9})$")
_KNOTS = {"navigation.speedOverGround": "sog"}
_DEGREES = {"navigation.courseOverGroundTrue": "cog", "navigation.headingTrue": "heading"}
_AS_IT_IS = {
    "name": "name", "communication.callsignVhf": "callsign", "navigation.state": "navstatus",
    "navigation.destination.commonName": "destination",
}  # fmt: skip
_PARTS = {
    "design.draft": (("current", "draught"), ("maximum", "draught")),
    "design.length": (("overall", "length"),),
    "design.aisShipType": (("id", "shiptype"),),
}


def is_delta(value: dict[str, Any]) -> bool:
    """Tell a Signal K delta."""
    return isinstance(value.get("updates"), list) and "context" in value


def rows(value: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a row for each update of a delta that names a ship."""
    ship = _MMSI.search(str(value.get("context", "")))
    updates = value.get("updates")
    if ship is None or not isinstance(updates, list):
        return []
    out = []
    for update in updates:
        if not isinstance(update, dict):
            continue
        row: dict[str, Any] = {
            "mmsi": int(ship[1]), "time": update.get("timestamp"),
            "logger.time": value.get("logger.time"), "lat": None, "lon": None, "sog": None,
            "cog": None, "heading": None, "name": None,
        }  # fmt: skip
        values = update.get("values")
        for one in values if isinstance(values, list) else ():
            if isinstance(one, dict):
                _put(row, str(one.get("path", "")), one.get("value"))
        out.append(row)
    return out


def _put(row: dict[str, Any], path: str, value: Any) -> None:
    if isinstance(value, dict):
        if path == "navigation.position":
            row["lat"], row["lon"] = value.get("latitude"), value.get("longitude")
        for key, name in _PARTS.get(path, ()):
            if value.get(key) is not None:
                row.setdefault(name, value[key])
        if path == "":
            for key, inner in value.items():
                _put(row, key, inner)
    elif path == "length" or value is None:
        return
    elif path in _AS_IT_IS:
        row[_AS_IT_IS[path]] = value
    elif isinstance(value, int | float) and not isinstance(value, bool):
        if path in _KNOTS:
            row[_KNOTS[path]] = round(value / MPS_PER_KN, 3)
        elif path in _DEGREES:
            row[_DEGREES[path]] = round(math.degrees(value), 2)
