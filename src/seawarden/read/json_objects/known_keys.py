"""Thousands of small JSON files under the same keys: settled once, proved for each one's values.

As `delimited.known_headers` does for tables, by the same rules: only where a file was settled as
plain are its keys kept in mind, and a later file whose numbers are no numbers, whose times are
written otherwise, or whose values ask for anything else is settled anew.
"""

import re
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..delimited.known_headers import asks_nothing, is_settled_by_name, key_of
from ..table.choices import Choices
from ..table.layout import DEGREES, Layout
from ..table.positions import swapped
from ..table.times import FIRST_MS, ISO, LAST_MS

_MAX_KNOWN = 64  # own choice
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{3,6})?(?:Z|\+00:00)?")
_MS = {"seconds since 1970": 1000.0, "milliseconds since 1970": 1.0}
_PLAIN = (*swapped.NUMBERS, "heading")
_KNOWN: dict[tuple[object, ...], Layout] = {}


def remember(names: tuple[str, ...], choices: Choices, layout: Layout) -> None:
    """Keep settled keys in mind, where later files can be held against them."""
    is_plain = layout.clock.layout in (ISO, *_MS) and layout.coordinates == DEGREES
    if layout.factors or layout.notes or layout.with_units or layout.clock.zone is not None:
        return
    if not is_plain or {"date", "seg_id", "millisecond"} & layout.columns.keys():
        return
    if layout.draught_unit_m != 1.0 or not is_settled_by_name(layout, names, choices):
        return
    if len(_KNOWN) >= _MAX_KNOWN:
        _KNOWN.clear()
    _KNOWN[key_of(names, choices)] = layout


def layout_of(
    names: tuple[str, ...], rows: list[dict[str, Any]], choices: Choices
) -> Layout | None:
    """Return what settling the rows anew would give, where their keys are known; else None."""
    layout = _KNOWN.get(key_of(names, choices))
    if layout is None:
        return None
    number = {}
    for meaning in _PLAIN:
        values = [row.get(layout.columns.get(meaning, "")) for row in rows]
        if not all(v is None or type(v) in (int, float) for v in values):
            return None
        try:
            number[meaning] = np.array([np.nan if v is None else v for v in values], np.float64)
        except OverflowError:  # an integer of four hundred digits
            return None
    time_ms = _times(layout, rows)
    if time_ms is None or (number["lon"] > 181.0).any():
        return None
    return layout if asks_nothing(number, time_ms, layout, choices) else None


def _times(layout: Layout, rows: list[dict[str, Any]]) -> NDArray[np.int64] | None:
    """Return the times of plain rows in milliseconds; None where one is written otherwise."""
    values = [row.get(layout.columns["time"]) for row in rows]
    unit = _MS.get(layout.clock.layout)
    if unit is not None:
        if not all(type(v) in (int, float) for v in values):
            return None
        found = np.array(values, dtype=np.float64) * unit
    else:
        if not all(isinstance(v, str) and _MOMENT.fullmatch(v) for v in values):
            return None
        try:
            found = np.array([_ms(str(v)) for v in values], dtype=np.float64)
        except ValueError:
            return None
    is_time = (found >= FIRST_MS) & (found < LAST_MS)
    return found.astype(np.int64) if is_time.all() else None


def _ms(text: str) -> float:
    plain = text.removesuffix("Z").removesuffix("+00:00")
    return datetime.fromisoformat(f"{plain}+00:00").timestamp() * 1000
