"""JSON documents whose rows do not stand one behind another: read whole, then turned into rows.

pandas' `to_json` (`split`, `columns`, `index`), columns as lists, objects under their number or
MMSI, names in one list and rows in another (ClickHouse, Socrata), Signal K's model of all vessels,
and a ship with a list of her positions (`{"mmsi": ..., "positions": [{...}]}`; the MMSI and the
ship's other values go into each row). Blind spot: such a document must fit into memory, so one of
more than 512 MB is refused.
"""

import json
import re
from typing import Any, BinaryIO

from ...errors import FormatError
from . import named_rows, signalk
from .nesting import flat

MAX_BYTES = 512 << 20
_BEGINS = re.compile(
    r'\{\s*"(?:columns|index|schema)"\s*:\s*\['  # split
    r'|\{\s*"[^"]{1,60}"\s*:\s*\[\s*[^\s{\[\]]'  # columns as lists
    r'|\{\s*"[^"]{1,60}"\s*:\s*\{\s*"\d+"\s*:'  # columns as objects
    r'|\{\s*"\d{1,9}"\s*:\s*[\{\[]'  # rows under their number, or under an MMSI
)
_UNDER_MMSI = re.compile(r'"(?:urn:mrn:imo:mmsi:)?\d{9}"\s*:\s*[\[{]')
_MMSI = re.compile(r"(?:urn:mrn:imo:mmsi:)?(\d{9})")
_LOOKED_AT = 4096  # characters; own choice
_ROWS = 3  # looked at to see what the values of an object are


def looks_like(body: str) -> bool:
    """Tell such a document by how it begins."""
    if _BEGINS.match(body) or named_rows.looks_like(body):
        return True
    if body.startswith("{") and _UNDER_MMSI.search(body[:_LOOKED_AT]):
        return True
    array = re.search(r"\[\s*\{", body[:4096])
    # A ship's own values stand before the list of her positions.
    return array is not None and body.startswith("{") and _has_mmsi(body[: array.start()])


def _has_mmsi(before: str) -> bool:
    return re.search(r'"[^"]*mmsi[^"]*"\s*:\s*"?\d', before, re.IGNORECASE) is not None


def rows_of_stream(stream: BinaryIO, place: str) -> list[dict[str, Any]]:
    """Return the rows of a document. Raises FormatError when it is cut, or too large."""
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise FormatError(
            f"{place}: a JSON document of more than {MAX_BYTES >> 20} MB whose rows do not stand "
            "one behind another; expected one object a line, or an array of objects"
        )
    try:
        document = json.loads(data.decode("utf-8-sig", "replace"), parse_constant=lambda _: None)
    except (ValueError, RecursionError) as error:
        raise FormatError(
            f"{place}: the JSON document ends early or is damaged: {error}"
        ) from error
    return rows(document)


def rows(document: Any) -> list[dict[str, Any]]:
    """Return the rows of a parsed document."""
    if not isinstance(document, dict):
        return []
    if signalk.is_model(document):
        return signalk.rows_of_model(document)
    return named_rows.rows(document) or _by_shape(document)


def _by_shape(document: dict[str, Any]) -> list[dict[str, Any]]:
    values = list(document.values())
    is_numbered = all(key.isdecimal() for key in document)
    if not is_numbered and len(values) >= _ROWS and all(_is_column(v) for v in values):
        first = next(v for v in values if isinstance(v, list | dict))
        places = list(first) if isinstance(first, dict) else range(len(first))
        return [{n: _at(v, i) for n, v in document.items()} for i in places]
    under = _by_mmsi(document)
    if under is not None:
        return [row for key, value in under.items() for row in _under(key, value)]
    if values and all(isinstance(v, dict | list) for v in values):
        found = [row for key, value in document.items() for row in _under(key, value)]
        if found:
            return found
    return flat(document, expand=True)


def _by_mmsi(document: dict[str, Any], depth: int = 0) -> dict[str, Any] | None:
    """Return the object, at any depth, whose keys are MMSIs."""
    if document and all(_MMSI.fullmatch(key) for key in document):
        return document
    inside = [v for v in document.values() if isinstance(v, dict)] if depth < 4 else []
    return next((found for v in inside if (found := _by_mmsi(v, depth + 1)) is not None), None)


def _is_column(value: Any) -> bool:
    cells = list(value.values()) if isinstance(value, dict) else value
    return isinstance(cells, list) and not any(isinstance(c, dict | list) for c in cells[:_ROWS])


def _at(column: Any, i: Any) -> Any:
    if isinstance(column, dict):
        return column.get(i)
    return (
        column[i] if isinstance(column, list) and isinstance(i, int) and i < len(column) else None
    )


def _under(key: str, value: Any) -> list[dict[str, Any]]:
    named = _MMSI.fullmatch(key)
    if not key.isdecimal() and named is None:
        return []
    rows_here = value if isinstance(value, list) else [value]
    ship = {"mmsi": int(named[1])} if named else {}
    return [
        row
        for one in rows_here
        if isinstance(one, dict)
        for row in flat(one if any("mmsi" in n.lower() for n in one) else {**ship, **one})
    ]
