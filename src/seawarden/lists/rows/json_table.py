"""JSON that is a table: an array of objects, alone or inside an object, as rows of text.

The US Consolidated Screening List (`{"total": ..., "results": [{...}]}`, api.trade.gov and its bulk
file consolidated.json, see developer.trade.gov) and Ukraine's War & Sanctions ships are published
so, and any house list may be: also one object a line, objects under their IMO numbers, rows as
lists under a list of names. Method: of several arrays the one whose keys name ships, else the
first; the columns are the keys of all objects, in the order in which they come; a list of texts
becomes text set apart by semicolons, as in the CSV of the same list, an object inside one its
values (`type, number` of the screening list's `ids`), any other object columns of its own. Blind
spot: a document of more than 256 MB is not looked at.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..headings import recognise

_MAX_BYTES = 256 << 20
_OF_ITS_OWN = re.compile(r'"schema"\s*:|"vessels"\s*:\s*\[[\s\S]{0,4000}?"designation_date"')
"""Marks of the JSON lists that have readers: FollowTheMoney's and OFAC's vessels."""
_ORDER = ("type", "number")
_DEPTH = 4

Rows = tuple[tuple[str, ...], ...]


def rows_of(path: Path, head: str, encoding: str) -> Rows | None:
    """Return the header and the rows of a JSON table, or None when the file is none."""
    start = head.lstrip()
    if start[:1] not in ("{", "[") or _OF_ITS_OWN.search(head):
        return None
    if path.stat().st_size > _MAX_BYTES:
        return None
    try:
        document = _parsed(path.read_text(encoding, errors="replace").lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return None
    if _is_list_of_rows(document):
        return tuple(tuple(_text(cell) for cell in row) for row in document)
    objects = [_flat(one) for one in objects_of(document)]
    if not objects:
        return None
    names = tuple(dict.fromkeys(str(key) for one in objects for key in one))
    return (names, *(tuple(_text(one.get(n)) for n in names) for one in objects))


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return [json.loads(line) for line in text.splitlines() if line.strip()]


def _is_list_of_rows(document: Any) -> bool:
    rows = document if isinstance(document, list) else []
    return bool(rows) and all(isinstance(row, list) for row in rows)


def objects_of(document: Any) -> list[dict[str, Any]]:
    """Return the objects of an array, alone or inside an object; none where none is."""
    if isinstance(document, list):
        return [one for one in document if isinstance(one, dict)]
    if not isinstance(document, dict):
        return []
    found = list(_arrays(document, 0))
    return next((one for one in found if _names_ships(one)), found[0] if found else [])


def _arrays(document: dict[str, Any], depth: int) -> Iterator[list[dict[str, Any]]]:
    values = list(document.values())
    if values and all(isinstance(v, dict) for v in values) and all(k.isdigit() for k in document):
        yield [{"imo": k, **v} if len(k) == 7 else v for k, v in document.items()]
    for value in values:
        if isinstance(value, list) and value and all(isinstance(v, dict) for v in value):
            yield value
        elif isinstance(value, dict) and depth < _DEPTH:
            yield from _arrays(value, depth + 1)


def _names_ships(objects: list[dict[str, Any]]) -> bool:
    fields = set(recognise([str(key) for key in _flat(objects[0])]).values())
    return "imo" in fields or {"name", "flag"} <= fields or {"name", "programs"} <= fields


def _flat(one: dict[str, Any]) -> dict[str, Any]:
    """Return an object with the objects in it, and in lists of them, as columns of their own.

    One whose own keys name the ship stays as it is.
    """
    plain = [str(key) for key, value in one.items() if not isinstance(value, list | dict)]
    if {"name", "imo"} & set(recognise(plain).values()):
        return one
    out: dict[str, Any] = {}
    for name, value in one.items():
        parts = value if isinstance(value, list) else [value]
        objects = [p for p in parts if isinstance(p, dict)]
        if not objects or any({*_ORDER} <= p.keys() for p in objects):
            out[name] = value
            continue
        for part in objects:
            for inner, cell in part.items():
                out.setdefault(f"{name} {inner}", []).append(cell)
    return out


def _text(value: Any) -> str:
    """Return a cell: lists by semicolons, objects by commas, null as nothing."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(filter(None, map(_text, value)))
    if isinstance(value, dict):
        chosen = [value[k] for k in _ORDER] if {*_ORDER} <= value.keys() else value.values()
        return ", ".join(filter(None, map(_text, chosen)))
    return str(value)
