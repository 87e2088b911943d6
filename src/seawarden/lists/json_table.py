"""JSON that is a table: an array of objects, alone or inside an object, as rows of text.

The US Consolidated Screening List (`{"total": ..., "results": [{...}]}`, api.trade.gov and its bulk
file consolidated.json, see developer.trade.gov) and Ukraine's War & Sanctions ships are published
so, and any house list may be. Method: the columns are the keys of all objects, in the order in
which they come; a list of texts becomes text set apart by semicolons, as in the CSV of the same
list, an object inside one its values (`type, number` of the screening list's `ids`). Blind spot:
a document of more than 256 MB is not looked at.
"""

import json
import re
from pathlib import Path
from typing import Any

_MAX_BYTES = 256 << 20
_HAS_READER = re.compile(r'"(?:schema|vessels)"\s*:')
"""Keys of the JSON lists that have readers: FollowTheMoney's and OFAC's vessels."""
_ORDER = ("type", "number")

Rows = tuple[tuple[str, ...], ...]


def rows_of(path: Path, head: str, encoding: str) -> Rows | None:
    """Return the header and the rows of a JSON table, or None when the file is none."""
    start = head.lstrip()
    if start[:1] not in ("{", "[") or _HAS_READER.search(head):
        return None
    if path.stat().st_size > _MAX_BYTES:
        return None
    try:
        objects = objects_of(
            json.loads(path.read_text(encoding, errors="replace").lstrip("\ufeff"))
        )
    except (ValueError, RecursionError):
        return None
    if not objects:
        return None
    names = tuple(dict.fromkeys(str(key) for one in objects for key in one))
    return (names, *(tuple(_text(one.get(n)) for n in names) for one in objects))


def objects_of(document: Any) -> list[dict[str, Any]]:
    """Return the objects of an array, alone or the first inside an object; none where none is."""
    if isinstance(document, list):
        return [one for one in document if isinstance(one, dict)]
    if not isinstance(document, dict):
        return []
    inside = (v for v in document.values() if isinstance(v, list) and v and isinstance(v[0], dict))
    return objects_of(next(inside, []))


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
