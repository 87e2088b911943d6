"""Objects in objects: flattened into rows whose names say where a value stood.

`{"position": {"lat": 1}}` gives `position.lat`; a GeoJSON point gives `lat` and `lon`; a wrapper of
one value such as `{"$date": ...}` (MongoDB) or `{"value": 12.3, "unit": "knots"}` gives the value,
an object in a text (`"payload": "{...}"`) what it holds. An object that holds a list of reports
(AIS-catcher's `msgs`, GraphQL's `nodes`) gives a row for each of them, and so does a line with a
list of as many times (Global Fishing Watch's tracks as GeoJSON).
"""

import json
from collections.abc import Iterator
from typing import Any

from . import wrapped_values

MAX_DEPTH = 6
"""Objects nested deeper keep their innermost as text. Own choice."""


def flat(value: dict[str, Any], *, expand: bool = False) -> list[dict[str, Any]]:
    """Return the rows of an object; with `expand`, one for each report in a list inside it."""
    track = _track_of(value) if expand else None
    if track is not None:
        return [row for one in track for row in flat(one)]
    inner = _reports_inside(value, 0) if expand else None
    if inner is not None:
        return [row for one in inner for row in flat(one, expand=True)]
    out: dict[str, Any] = {}
    _flatten(value, "", out, 0)
    return [out]


def holds_lists_of_reports(value: dict[str, Any]) -> bool:
    """Tell whether an object is only the wrapper of a list of reports."""
    return _reports_inside(value, 0) is not None or _track_of(value) is not None


def _track_of(value: dict[str, Any], depth: int = 0) -> list[dict[str, Any]] | None:
    """Return a row for each position of a ship that holds a list of them, or None.

    `{"mmsi": 1, "positions": [{"lat": 2, ...}]}`: what is known of the ship goes into each row.
    """
    if depth > MAX_DEPTH:
        return None
    if (line := _line_of(value)) is not None:
        return line
    if not any("mmsi" in name.lower() for name in value):
        found = (_track_of(v, depth + 1) for v in value.values() if isinstance(v, dict))
        return next((track for track in found if track is not None), None)
    for inner in value.values():
        if isinstance(inner, list) and inner and all(_is_position(v) for v in inner[:3]):
            ship = {n: v for n, v in value.items() if not isinstance(v, list | dict)}
            return [{**ship, **one} for one in inner if isinstance(one, dict)]
    return None


def _line_of(value: dict[str, Any]) -> list[dict[str, Any]] | None:
    """Return a row for each point of a GeoJSON line beside which a list of as many times stands."""
    geometry, about = value.get("geometry"), value.get("properties")
    if not isinstance(geometry, dict) or not isinstance(about, dict):
        return None
    points = geometry.get("coordinates")
    if geometry.get("type") != "LineString" or not isinstance(points, list):
        return None
    columns = {
        name.removesuffix("s"): cells for name, cells in _lists(about) if len(cells) == len(points)
    }
    if not any("time" in name.lower() or "date" in name.lower() for name in columns):
        return None
    ship = {n: v for n, v in about.items() if not isinstance(v, list | dict)}
    return [
        {**ship, "lon": point[0], "lat": point[1], **{n: c[i] for n, c in columns.items()}}
        for i, point in enumerate(points)
        if isinstance(point, list) and len(point) > 1
    ]


def _lists(about: dict[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    for name, inner in about.items():
        if isinstance(inner, list):
            yield name, inner
        elif isinstance(inner, dict):
            yield from _lists(inner)


def _is_position(value: Any) -> bool:
    if not isinstance(value, dict) or any("mmsi" in name.lower() for name in value):
        return False
    names = [name.lower() for name in value]
    return any(n.startswith(("lat", "y")) for n in names) and any(
        n.startswith(("lon", "lng", "x")) for n in names
    )


def _reports_inside(value: dict[str, Any], depth: int) -> list[dict[str, Any]] | None:
    if depth > MAX_DEPTH or any("mmsi" in name.lower() for name in value):
        return None
    for inner in value.values():
        if isinstance(inner, list) and inner and all(isinstance(v, dict) for v in inner[:3]):
            first = inner[0]
            if names_a_ship(first, 0) or _reports_inside(first, depth + 1) is not None:
                return [v for v in inner if isinstance(v, dict)]
        elif isinstance(inner, dict):
            found = _reports_inside(inner, depth + 1)
            if found is not None:
                return found
    return None


def names_a_ship(value: dict[str, Any], depth: int) -> bool:
    """Tell whether the word MMSI names a value in an object, or sentences stand in it."""
    if any("mmsi" in name.lower() or name == "nmea" for name in value):
        return True
    inner = [v for v in value.values() if isinstance(v, dict)]
    return depth < MAX_DEPTH and any(names_a_ship(v, depth + 1) for v in inner)


def _flatten(value: dict[str, Any], above: str, out: dict[str, Any], depth: int) -> None:
    if value.get("type") == "Point" and isinstance(value.get("coordinates"), list):
        pair = value["coordinates"][:2]
        if len(pair) == 2:
            out.setdefault("lon", pair[0])
            out.setdefault("lat", pair[1])
        return
    for name, inner in value.items():
        here = f"{above}.{name}" if above else name
        unwrapped = wrapped_values.of(inner)
        if unwrapped is not None:
            unit, value_inside = unwrapped
            out.setdefault(f"{here} ({unit})" if unit else here, value_inside)
        elif isinstance(inner, str) and (parsed := in_text(inner)) is not None:
            _flatten(parsed, here, out, depth + 1)
        elif isinstance(inner, dict) and depth < MAX_DEPTH:
            _flatten(inner, here, out, depth + 1)
        else:
            out.setdefault(here, inner)


def in_text(value: Any) -> dict[str, Any] | None:
    """Return the object that a text holds, or None."""
    if not isinstance(value, str) or not (value.startswith("{") and value.endswith("}")):
        return None
    try:
        parsed = json.loads(value, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        return None
    return parsed if isinstance(parsed, dict) else None
