"""Where the objects of a JSON document are: one a line, in an array, or in an array inside.

Services wrap their rows: `{"data": [...]}`, `[{meta}, [rows]]`, a GeoJSON FeatureCollection, an
AIS-catcher message. The array is the first, at any depth, whose first object names a ship, else the
first that begins with an object, except that in `[{meta}, [` the second element is it. An array
of arrays (`[["MMSI", ...], [...]]`) holds rows;
loggers write a time, a topic or `data:` before each object (`leading_text`).
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from . import gpsd, leading_text, signalk, whole
from .nesting import flat, holds_lists_of_reports, in_text, names_a_ship

_META_FIRST = re.compile(r"^\[\s*\{[^{}\[\]]*\}\s*,\s*(?=\[)")
_ARRAY_INSIDE = re.compile(r"\[\s*(?=\{)")
_WRAPPED_WITHIN = 16_384  # characters in which the array must begin; own choice
GPSD, SIGNALK = "gpsd", "signalk"


@dataclass(frozen=True, slots=True)
class Shape:
    """How the objects of a document are held."""

    is_array: bool = False
    start: int = 0  # characters before the array's bracket
    flatten: bool = False  # whether objects hold objects
    is_geojson: bool = False
    leading: bool = False  # whether text stands before each object
    inside: bool = False  # whether objects hold lists of reports
    kind: str = ""  # a log that is read in a manner of its own: GPSD, SIGNALK
    names: tuple[str, ...] = ()  # of the cells, where rows are lists
    header: bool = False  # whether the first of such rows holds the names
    is_open: bool = False  # values one behind another, without an array around them
    is_whole: bool = False  # a document that must be read whole, see `whole`

    @property
    def is_plain(self) -> bool:
        """Tell whether the lines of a file are its rows as they stand."""
        return not (self.is_array or self.flatten or self.leading or self.inside or self.kind)

    def of_rows(self, values: Sequence[Any]) -> "Shape":
        """Return this shape, knowing the first values of the document."""
        first = values[0] if values else None
        if isinstance(first, list):
            is_head = all(isinstance(v, str) and not v[:1].isdigit() for v in first)
            numbered = tuple(f"column_{i + 1}" for i in range(len(first)))
            return replace(self, names=tuple(first) if is_head else numbered, header=is_head)
        objects = [v for v in values[:50] if isinstance(v, dict)]
        if sum(map(signalk.is_delta, objects)) * 2 > len(objects):
            return replace(self, kind=SIGNALK)
        inside = any(map(holds_lists_of_reports, objects))
        kind = GPSD if any(map(gpsd.is_of_gpsd, objects)) and not self.is_array else ""
        cells = [v for o in objects for v in o.values()]
        nested = any(isinstance(v, dict) or in_text(v) is not None for v in cells)
        return replace(self, inside=inside, kind=kind, flatten=nested or inside)


def shape_of(text: str) -> Shape:  # noqa: PLR0911 - one shape a line
    """Return the shape of a document from its first text."""
    blank = len(text) - len(text.lstrip("\ufeff \t\r\n"))
    body = text[blank:]
    if leading_text.stands_before_objects(body):
        return Shape(leading=True)
    meta = _META_FIRST.match(body)
    if meta is not None:
        return Shape(is_array=True, start=blank + meta.end())
    if body.startswith("["):
        if _is_run_of_values(body):
            return Shape(is_array=True, start=blank, is_open=True)
        return Shape(is_array=True, start=blank)
    if _is_one_a_line(body):
        return Shape()
    if _is_run_of_values(body):
        return Shape(is_array=True, start=blank, is_open=True)
    if whole.looks_like(body):
        return Shape(is_whole=True)
    inside = array_inside(body)
    if inside is None:
        return Shape()
    is_geojson = '"FeatureCollection"' in body
    return Shape(is_array=True, start=blank + inside, is_geojson=is_geojson)


def array_inside(text: str, *, of_ships: bool = False) -> int | None:
    """Return where the array of reports in a text begins, or None.

    With `of_ships` only an array whose first object names a ship will do.
    """
    first = None
    for found in _ARRAY_INSIDE.finditer(text[:_WRAPPED_WITHIN]):
        first = found.start() if first is None and not of_ships else first
        try:
            value, _ = json.JSONDecoder().raw_decode(text, found.end())
        except (ValueError, RecursionError):
            continue
        if names_a_ship(value, 0) or holds_lists_of_reports(value):
            return found.start()
    return first


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
        if whole.looks_like(body):
            return False
        return "mmsi" in line[:2000].lower().split("[")[0] or _ARRAY_INSIDE.search(line) is None
    wraps = any(isinstance(v, list) and v and isinstance(v[0], dict) for v in first.values())
    return not wraps or rest.lstrip().startswith("{")


def _is_run_of_values(body: str) -> bool:
    """Tell values that follow one another with a comma or nothing between, over lines or not."""
    try:
        first, at = json.JSONDecoder().raw_decode(body)
    except (ValueError, RecursionError):
        return False
    if isinstance(first, list) and not (first and isinstance(first[0], str | int | float)):
        return False
    return body[at:].lstrip(" \t\r\n,")[:1] == body[:1]


class RowsOf:
    """Turns the values of a document into rows: flat objects, in the order of the document."""

    def __init__(self, shape: Shape) -> None:
        """Start before the first value."""
        self._shape = shape
        self._clock = gpsd.Clock()
        self._is_first = True

    def of(self, value: Any, before: str = "") -> list[dict[str, Any]]:
        """Return the rows in a value; `before` is the text that stood before it on its line.

        Empty for a value that is no row, such as a header or what a device says of itself.
        """
        shape, is_first = self._shape, self._is_first
        self._is_first = False
        if shape.names:
            is_row = isinstance(value, list) and not (is_first and shape.header)
            return [dict(zip(shape.names, value, strict=False))] if is_row else []
        if not isinstance(value, dict) or leading_text.is_of_no_ship(value, before):
            return []
        leading_text.add(value, before)
        if shape.kind == SIGNALK:
            return signalk.rows(value)
        if shape.kind == GPSD:
            return self._clock.rows(value)
        return flat(value, expand=shape.inside) if shape.flatten else [value]
