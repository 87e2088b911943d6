"""Thousands of small files under one header: settled once, proved for each file's own cells.

Settling the meaning of a table costs some hundred steps, whatever its size: 20 ms, of which a file
of a few rows is worth 1. Method: where a file was settled as plain (no factor, degrees, times in
ISO 8601 or of a published layout, no second candidate for a column that the cells decide), its
header is kept in mind. A later file under the same header is read by the compiled pass; if each
of its first rows is plain, and its own numbers ask for nothing else (ranges, the unit that its
speeds show, whole courses), it has what settling it anew would give; a test holds the two equal.
Anything else is settled anew, so no file's meaning ever depends on its neighbours.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from .. import plugins
from ..published import is_published
from ..table import course_unit, zones
from ..table.choices import Choices
from ..table.column_names import candidates
from ..table.layout import LETTERS, Layout
from ..table.positions import swapped
from ..table.speed_unit import Tracks, shown
from ..table.times import FIRST_MS, ISO, LAST_MS
from ..table.typed_columns import are_rounded
from . import plain_lines
from .dialect import Dialect

Floats = NDArray[np.float64]
_MAX_KNOWN = 64  # headers kept in mind; own choice
_WHOLE_TOO_FAST_KN = 60.0  # whole speeds beyond it may be tenths: settled anew (`table.proof`)


@dataclass(frozen=True, slots=True)
class _Known:
    layout: Layout
    dialect: Dialect
    plan: plain_lines.Plan


_KNOWN: dict[tuple[object, ...], _Known] = {}


def key_of(header: Hashable, choices: Choices) -> tuple[object, ...]:
    """Return what a settled header is kept under."""
    columns = tuple(sorted(choices.columns.items()))
    given = (choices.time_zone, choices.date_order, choices.encoding, choices.skip_rows)
    return header, columns, given, len(plugins.layouts())


def remember(header: str, choices: Choices, layout: Layout, dialect: Dialect) -> None:
    """Keep a settled header in mind, where later files can be held against it."""
    plan = plain_lines.plan(
        layout, dialect.names, dialect.separator,
        decimal_comma=dialect.decimal_comma, has_blanks=dialect.has_blanks,
    )  # fmt: skip
    if plan is None or not _is_plain(layout, dialect, choices):
        return
    if len(_KNOWN) >= _MAX_KNOWN:
        _KNOWN.clear()
    _KNOWN[key_of(header, choices)] = _Known(layout, dialect, plan)


def _is_plain(layout: Layout, dialect: Dialect, choices: Choices) -> bool:
    """Tell whether nothing of `layout` was decided by cells that `_asks_nothing` does not see."""
    if layout.factors or layout.notes or layout.draught_unit_m != 1.0 or layout.clock.is_ambiguous:
        return False
    if dialect.header_line != 1 or not dialect.header or dialect.decimal_comma:
        return False
    if dialect.encoding is not None or choices.skip_rows:
        return False
    if layout.format != "table":  # a publisher's: its columns and clock are settled by name
        return zones.of_name(layout.columns["time"]) is None or layout.clock.zone is not None
    return layout.clock.layout == ISO and is_settled_by_name(layout, dialect.names, choices)


def is_settled_by_name(layout: Layout, names: Sequence[str], choices: Choices) -> bool:
    """Tell whether other cells under the same names would mean the same, if they are plain."""
    return (
        not is_published(names)  # one that could fit the next file's times
        and not any(candidates(names, meaning) for meaning in LETTERS)
        and zones.of_name(layout.columns["time"]) is None
        and ("time" in choices.columns or len(candidates(names, "time")) == 1)
        and ("msg_type" in choices.columns or not candidates(names, "msg_type"))
    )


def layout_of(head: str, choices: Choices, max_rows: int) -> tuple[Layout, Dialect] | None:
    """Return what settling a whole text anew would give, where its header is known; else None."""
    header, _, body = head.partition("\n")
    known = _KNOWN.get(key_of(header.rstrip("\r"), choices))
    if known is None:
        return None
    sign = known.dialect.separator
    if f"{sign} " in body or f" {sign}" in body:  # blanks around cells are settled by the cells
        return None
    rows = body.split("\n", max_rows)[:max_rows]
    if rows and not rows[-1]:
        rows.pop()
    if not rows:
        return None
    cells = plain_lines.read(("\n".join(rows) + "\n").encode(), len(rows), known.plan)
    if len(cells.not_plain()):
        return None
    number, time_ms = _columns(cells, known.layout)
    if number is None or not asks_nothing(number, time_ms, known.layout, choices):
        return None
    return known.layout, known.dialect


def asks_nothing(
    number: dict[str, Floats], time_ms: NDArray[np.int64], layout: Layout, choices: Choices
) -> bool:
    """Tell whether the numbers of a sample are what `table.proof` leaves as they are."""
    if are_rounded(number["mmsi"][np.isfinite(number["mmsi"])]):
        return False
    lat, lon = np.abs(number["lat"]), np.abs(number["lon"])
    n = min(np.isfinite(lat).sum(), np.isfinite(lon).sum())
    if (lat > 91.0).sum() * 2 > n > 0:  # another scale, or swapped
        return False
    is_given = {"lat", "lon"} <= choices.columns.keys()
    is_table = layout.format == "table"
    if not is_given and swapped.verdict(number, time_ms, look_at_land=is_table) is not None:
        return False
    return _speed_is_knots(number, time_ms) and _course_is_degrees(number, time_ms)


def _columns(
    cells: plain_lines.Cells, layout: Layout
) -> tuple[dict[str, Floats] | None, NDArray[np.int64]]:
    """Return (numbers, times) of a sample; None for numbers where a time is no time."""
    time_ms = cells.values.time_ms
    number = {n: cells.number(n) for n in swapped.NUMBERS}
    is_odd = layout.clock.zone is not None or "millisecond" in cells.plan.numbers
    if (
        not is_odd and not (number["lon"] > 181.0).any()
    ):  # else as the reader does it, for more time
        is_time = (time_ms >= FIRST_MS) & (time_ms < LAST_MS)
        return (number if is_time.all() else None), time_ms
    frame = cells.frame(pl.Series("line", np.arange(len(time_ms))))
    if frame["time"].null_count():
        return None, time_ms
    return {n: _numbers(frame, n) for n in swapped.NUMBERS}, frame["time"].to_physical().to_numpy()


def _numbers(frame: pl.DataFrame, name: str) -> Floats:
    if name not in frame.columns:
        return np.full(frame.height, np.nan)
    return frame[name].fill_null(np.nan).to_numpy()


def _tracks(number: dict[str, Floats], time_ms: NDArray[np.int64], value: str) -> Tracks:
    columns = [number[n] for n in ("mmsi", "lat", "lon", value)]
    full = np.isfinite(np.sum(columns, axis=0))
    mmsi, lat, lon, values = (column[full] for column in columns)
    return Tracks.sorted(mmsi, time_ms[full], lat, lon, values)


def _speed_is_knots(number: dict[str, Floats], time_ms: NDArray[np.int64]) -> bool:
    sog = number["sog"][np.isfinite(number["sog"])]
    if not len(sog):
        return True
    seen = shown(_tracks(number, time_ms, "sog"))
    if seen.unit is not None or seen.odd_ratio is not None:
        return seen.unit == "knots"
    return not (sog % 1 == 0).all() or not (sog > _WHOLE_TOO_FAST_KN).any()


def _course_is_degrees(number: dict[str, Floats], time_ms: NDArray[np.int64]) -> bool:
    cog = number["cog"][np.isfinite(number["cog"])]
    shown_unit = course_unit.shown(cog, lambda: _tracks(number, time_ms, "cog"))
    return shown_unit is None or shown_unit == course_unit.DEGREES
