"""Where the objects of a JSON document are: one a line, in an array, or in an array inside.

Services wrap their rows: `{"data": [...]}`, `[{meta}, [rows]]`, a GeoJSON FeatureCollection, an
AIS-catcher message. The array is the first, at any depth, that begins with an object, except that
in `[{meta}, [` the second element is it. Nested objects are flattened: `{"position": {"lat":
1}}` gives `position.lat`, a GeoJSON point `lat` and `lon`.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

MAX_DEPTH = 6
"""Objects nested deeper keep their innermost as text. Own choice."""
_META_FIRST = re.compile(r"^\[\s*\{[^{}\[\]]*\}\s*,\s*(?=\[)")
_ARRAY_INSIDE = re.compile(r"\[\s*(?=\{)")
_WRAPPED_WITHIN = 4096  # characters in which the array must begin; own choice


@dataclass(frozen=True, slots=True)
class Shape:
    """How the objects of a document are held."""

    is_array: bool = False
    start: int = 0  # characters before the array's bracket
    flatten: bool = False  # whether objects hold objects
    is_geojson: bool = False

    def is_nested(self, objects: list[dict[str, Any]]) -> bool:
        """Tell whether objects hold objects (a list of sentences is none)."""
        return any(isinstance(v, dict) for o in objects[:50] for v in o.values())


def shape_of(text: str) -> Shape:
    """Return the shape of a document from its first text."""
    blank = len(text) - len(text.lstrip("\ufeff \t\r\n"))
    body = text[blank:]
    meta = _META_FIRST.match(body)
    if meta is not None:
        return Shape(is_array=True, start=blank + meta.end())
    if body.startswith("["):
        return Shape(is_array=True, start=blank)
    if _is_one_a_line(body):
        return Shape()
    inside = _ARRAY_INSIDE.search(body[:_WRAPPED_WITHIN])
    if inside is None:
        return Shape()
    is_geojson = '"FeatureCollection"' in body
    return Shape(is_array=True, start=blank + inside.start(), is_geojson=is_geojson)


def _is_one_a_line(body: str) -> bool:
    """Tell objects one a line from one document: the first line is whole, and no mere wrapper."""
    line, _, rest = body.partition("\n")
    try:
        first = json.loads(line)
    except (ValueError, RecursionError):
        return False
    if not isinstance(first, dict):
        return False
    if not rest.strip():  # one object in all: a row, or a document that holds rows
        return "mmsi" in line[:2000].lower().split("[")[0] or _ARRAY_INSIDE.search(line) is None
    wraps = any(isinstance(v, list) and v and isinstance(v[0], dict) for v in first.values())
    return not wraps or rest.lstrip().startswith("{")


def flat(value: dict[str, Any]) -> dict[str, Any]:
    """Return an object without objects in it; a GeoJSON point gives `lat` and `lon`."""
    out: dict[str, Any] = {}
    _flatten(value, "", out, 0)
    return out


def _flatten(value: dict[str, Any], above: str, out: dict[str, Any], depth: int) -> None:
    if value.get("type") == "Point" and isinstance(value.get("coordinates"), list):
        pair = value["coordinates"][:2]
        if len(pair) == 2:
            out.setdefault("lon", pair[0])
            out.setdefault("lat", pair[1])
        return
    for name, inner in value.items():
        here = f"{above}.{name}" if above else name
        if isinstance(inner, dict) and depth < MAX_DEPTH:
            _flatten(inner, here, out, depth + 1)
        else:
            out.setdefault(here, inner)
