"""Signal K deltas: what changed of a ship, in SI units.

`{"context": "vessels.urn:mrn:imo:mmsi:412111110", "updates": [{"timestamp": ..., "values":
[{"path": "navigation.position", "value": {...}}, ...]}]}`; a log holds one a line, often with
`epoch;D;` before it (signalk.org/specification, "Delta"). Each update is one row. The full model
(`{"version": ..., "self": ..., "vessels": {"urn:mrn:imo:mmsi:412111110": {...}}}`) gives one row a
vessel, of the time of its position. Speeds are in m/s and directions in radians; they are given
here in knots and degrees.
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


def is_model(document: dict[str, Any]) -> bool:
    """Tell the full data model of a Signal K server."""
    return isinstance(document.get("vessels"), dict) and {"self", "version"} <= document.keys()


def rows_of_model(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a row for each vessel of a full model that has an MMSI."""
    out = []
    for urn, ship in document["vessels"].items():
        named = _MMSI.search(str(urn))
        mmsi = int(named[1]) if named else ship.get("mmsi") if isinstance(ship, dict) else None
        if mmsi is None or not isinstance(ship, dict):
            continue
        row = _empty(mmsi)
        row["time"] = _leaf(ship, "navigation.position", "timestamp")
        for path in ("navigation.position", *_KNOTS, *_DEGREES, *_AS_IT_IS, *_PARTS):
            _put(row, path, _leaf(ship, path, "value"))
        out.append(row)
    return out


def _leaf(ship: dict[str, Any], path: str, key: str) -> Any:
    """Return the value, or what stands beside it, at a path; None where there is none."""
    here: Any = ship
    for part in path.split("."):
        here = here.get(part) if isinstance(here, dict) else None
    if isinstance(here, dict):
        return here.get(key)
    return here if key == "value" else None


def _empty(mmsi: Any) -> dict[str, Any]:
    names = ("time", "logger.time", "lat", "lon", "sog", "cog", "heading", "name")
    return {"mmsi": mmsi, **dict.fromkeys(names)}


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
        row = _empty(int(ship[1]))
        row |= {"time": update.get("timestamp"), "logger.time": value.get("logger.time")}
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
