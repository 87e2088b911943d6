"""One form for equal content: a table as whole numbers and texts, in an order of its own.

Method. A float becomes a whole number of units of its last place that counts (`Column.places`).
It is first rounded to finer places, then, half to even, to those that count: values that stand
on a half by their nature (2.5 from two readings of one place) are then rounded alike whichever
side the last bits put them on. The edges that remain lie where a value has no reason to be; one
that gets there all the same is reported as a change of one unit. A longitude of -180 is 180, a
heading of 360 is 0.

A path becomes the name of its file. JSON text is parsed, its numbers rounded by the unit in each
field's name, its keys sorted. History is left out: versions, their reasons, and the ids under
which an earlier run knew an event.
"""

import json
import math
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
import polars as pl

from ..schema import EVIDENCE, Column, Table
from ..schema.places import places_in_json
from ..visible import visible

LEFT_OUT_UNITS = frozenset({"archive row"})
"""Row numbers name a place in this archive, not content."""

LEFT_OUT_COLUMNS = frozenset({"version", "version_reason"})

HISTORY_KEYS = frozenset({"superseded", "why", "found_as"})
"""Of `EVENTS.detail`: what earlier runs found."""

NO_IDS: Mapping[str, str] = MappingProxyType({})

_PATH_KEYS = ("file", "path")
_SNAP_64, _SNAP_32 = 3, 1
"""Places beyond those that count to which a float is rounded first."""

_NAN, _INF = np.iinfo(np.int64).min, np.iinfo(np.int64).max
_LARGEST = 2.0**62


def columns_of(table: Table) -> list[Column]:
    """Return the columns that are content."""
    return [
        c for c in table.columns if c.unit not in LEFT_OUT_UNITS and c.name not in LEFT_OUT_COLUMNS
    ]


def canonical(
    frame: pl.DataFrame, table: Table, files: Sequence[str] = (), ids: Mapping[str, str] = NO_IDS
) -> pl.DataFrame:
    """Return the content of `frame`, sorted by the table's sort, its key, then all columns.

    `files` are the paths that `file_id` counts in; `ids` the ids that stand for others.
    """
    columns = columns_of(table)
    out = pl.DataFrame([_column(frame[c.name], c, table, files, ids) for c in columns])
    # Lists are JSON text by now, so every column can be sorted by.
    first = [name for name in (*table.sort, *table.key) if name in out.columns]
    return out.sort(list(dict.fromkeys([*first, *out.columns])), nulls_last=True)


def _column(
    values: pl.Series, column: Column, table: Table, files: Sequence[str], ids: Mapping[str, str]
) -> pl.Series:
    if column.name == "file_id" and files:
        names = pl.Series([visible(file_name(f)) for f in files], dtype=pl.String)
        return names.gather(values.cast(pl.Int64)).alias(column.name)
    if column.places is not None:
        return rounded(values, column.places)
    if column.dtype == pl.String or isinstance(column.dtype, pl.List):
        change = _text_form(column, table, ids)
        return values if change is None else _each(values, change)
    return values.cast(pl.Int64)


def _text_form(column: Column, table: Table, ids: Mapping[str, str]) -> Callable[[Any], str] | None:
    """Return what makes the one form of a text or a list; None for a text that is its own."""
    if column.dtype == EVIDENCE:
        # Lines of files that came at different times: in no order that means anything.
        return lambda items: _dumps(sorted(_plain(items, "", ids), key=_dumps))
    if isinstance(column.dtype, pl.List):
        return lambda items: _dumps(_plain(items, "", ids))
    if column.unit == "path":
        return file_name
    if column.unit == "JSON":
        drop = HISTORY_KEYS if (table.name, column.name) == ("EVENTS", "detail") else frozenset()
        return lambda text: json_text(text, drop, ids)
    if column.name in ("event_id", "case_id") and ids:
        return lambda text: ids.get(text, text)
    return None


def _each(values: pl.Series, change: Callable[[Any], str]) -> pl.Series:
    done = [None if text is None else change(text) for text in values.to_list()]
    return pl.Series(values.name, done, dtype=pl.String)


def rounded(values: pl.Series, places: int) -> pl.Series:
    """Return floats as whole units of the last place; null stays null."""
    fine = _SNAP_32 if values.dtype == pl.Float32 else _SNAP_64
    number = values.cast(pl.Float64).fill_null(0.0).to_numpy()
    with np.errstate(over="ignore", invalid="ignore"):
        scaled = np.rint(number * 10.0 ** (places + fine))
    is_whole = np.abs(scaled) < _LARGEST
    units = _half_even(np.where(is_whole, scaled, 0.0).astype(np.int64), 10**fine)
    # What is too large for its places has no fraction left: its bits are its value.
    units = np.where(is_whole, units, np.ascontiguousarray(number).view(np.int64))
    units[np.isnan(number)] = _NAN
    units[np.isposinf(number)] = _INF
    units[np.isneginf(number)] = _NAN + 1
    if values.name.endswith("lon_deg"):
        units[units == -180 * 10**places] = 180 * 10**places
    if values.name.endswith(("heading_deg", "cog_deg")):
        units[units == 360 * 10**places] = 0
    out = pl.Series(values.name, units)
    return out.zip_with(values.is_not_null(), pl.Series([None], dtype=pl.Int64))


def _half_even(units: Any, by: int) -> Any:
    whole, rest = np.divmod(units, by)
    up = (2 * rest > by) | ((2 * rest == by) & (whole % 2 == 1))
    return whole + up


def file_name(path: str) -> str:
    """Return the last part of a path, whichever system wrote it."""
    return path.replace("\\", "/").rsplit("/", 1)[-1]


def json_text(
    text: str, drop: frozenset[str] = frozenset(), ids: Mapping[str, str] = NO_IDS
) -> str:
    """Return JSON text in its one form; text that is no JSON stays as it is.

    `drop` are keys of the outermost object that are left out.
    """
    try:
        value = json.loads(text)
    except ValueError:
        return text
    if isinstance(value, dict):
        value = {k: v for k, v in value.items() if k not in drop}
    return _dumps(_plain(value, "", ids))


def _dumps(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def _plain(value: Any, name: str, ids: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        from_file = _PATH_KEYS if "line" not in value else (*_PATH_KEYS, "source")
        return {
            k: file_name(v) if k in from_file and isinstance(v, str) else _plain(v, k, ids)
            for k, v in value.items()
        }
    if isinstance(value, list):
        return [_plain(item, name, ids) for item in value]
    if isinstance(value, str):
        return ids.get(value, value)
    if isinstance(value, float):
        return _number(value, places_in_json(name))
    return value


def _number(value: float, places: int) -> int | float | str:
    """Return a number at its places; a whole one is the same written as 1 or 1.0."""
    if not math.isfinite(value):
        return str(value)
    out = round(round(value, places + _SNAP_64), places)
    return int(out) if out.is_integer() else out
