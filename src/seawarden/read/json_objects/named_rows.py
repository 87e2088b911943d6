"""Names of columns in one list, rows as lists in another, anywhere in a JSON document.

`{"columns": [...], "data": [[...]]}` (pandas), `{"meta": [{"name": ...}], "data": [[...]]}`
(ClickHouse), Socrata's `meta.view.columns`, `{"header": [...], "rows": [[...]]}`. A name is a text,
or stands in an object under `name`, `id` or `fieldName`; there are as many as the first row has
cells. What else stands beside the rows (the MMSI of a track) goes into each. Blind spot: rows
without any names.
"""

import re
from collections.abc import Iterator
from typing import Any

_ROWS = re.compile(r'"[^"]{1,40}"\s*:\s*\[\s*\[')
_NAMES = re.compile(
    r'"(?:columns|header|headers|fields|meta|names|schema|keys)"\s*:', re.IGNORECASE
)
_LOOKED_AT = 65_536  # characters; own choice
_KEYS = ("name", "fieldName", "id", "field")
_DEPTH = 5
Rows = list[dict[str, Any]]


def looks_like(body: str) -> bool:
    """Tell such a document by its first text."""
    if not body.startswith("{"):
        return False
    head = body[:_LOOKED_AT]
    return _NAMES.search(head) is not None and _ROWS.search(head) is not None


def rows(document: dict[str, Any]) -> Rows | None:
    """Return the rows of a document, or None where names or rows are not there."""
    lists = list(_lists(document, {}, 0))
    names = [found for inner, _ in lists if (found := _names(inner)) is not None]
    for inner, beside in lists:
        if not isinstance(inner[0], list):
            continue
        fitting = next((n for n in names if len(n) == len(inner[0])), None)
        if fitting is not None:
            return [
                beside | dict(zip(fitting, row, strict=False))
                for row in inner if isinstance(row, list)
            ]  # fmt: skip
    return None


def _lists(
    value: dict[str, Any], above: dict[str, Any], depth: int
) -> Iterator[tuple[list[Any], dict[str, Any]]]:
    """Yield each list that is not empty, with the single values that stand beside it."""
    beside = above | {n: v for n, v in value.items() if not isinstance(v, list | dict)}
    for inner in value.values():
        if isinstance(inner, list) and inner:
            yield inner, beside
        elif isinstance(inner, dict) and depth < _DEPTH:
            yield from _lists(inner, {}, depth + 1)


def _names(values: list[Any]) -> list[str] | None:
    if all(isinstance(v, str) for v in values):
        return [str(v) for v in values]
    if not all(isinstance(v, dict) for v in values):
        return None
    found = [next((str(v[k]) for k in _KEYS if v.get(k)), None) for v in values]
    return None if None in found else [str(name) for name in found]
