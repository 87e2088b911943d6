"""Settings from a TOML file: one table a room, one key a threshold, nothing unknown.

    [facts]
    slot_max_interval_h = 2.0
    [gap.expect]
    prior_h = 12
    [loitering]
    duration_h = [4, 8, 24]

The keys are the fields of each room's frozen `Params`; their units stand in their names. A `Params`
inside another is a table inside its table; a row of numbers is a TOML list. A threshold that
follows another room's (`thresholds.follows`) is filled from there and cannot be set.
"""

import difflib
import hashlib
import json
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import asdict, fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from ..errors import UsageError
from ..files.streams import read_once
from ..thresholds import filled, places, sources


def load(
    path: Path | None, defaults: Mapping[str, Any], others: Collection[str] = ()
) -> dict[str, Any]:
    """Return `defaults` (room name -> Params) with what the file at `path` sets, and what follows.

    `others` are tables of other verbs, which one file may hold beside: they are passed over.

    Raises UsageError with the file, table and key when the file is not there or is no TOML, when
    a table or key is not known (with the nearest that is), a value has another type, or a key
    follows another one (which is named).
    """
    params = dict(defaults)
    if path is None:
        return filled(params)
    tables = places(defaults)
    for room, values in _read(path).items():
        if room in others:
            continue
        if room not in params:
            known = _nearest(room, params)
            raise UsageError(f"{path}: no table [{room}]; known are {', '.join(params)}{known}")
        if not isinstance(values, dict):
            raise UsageError(f"{path}: '{room}' must be a table, as in [{room}]")
        params[room] = _set(path, room, params[room], values, tables)
    return filled(params)


def plain(params: Mapping[str, Any]) -> dict[str, Any]:
    """Return every parameter as plain values, for `run.json`."""
    return {room: asdict(value) for room, value in params.items() if is_dataclass(value)}  # type: ignore[arg-type]


def digest(values: Any) -> str:
    """Return the SHA-256 of plain values in a canonical form."""
    text = json.dumps(values, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _read(path: Path) -> dict[str, Any]:
    try:
        if not path.exists():
            raise UsageError(f"{path}: no such settings file")
        return tomllib.loads(read_once(path).decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: not a TOML file: {error}") from error


def _set(
    path: Path, room: str, params: Any, values: Mapping[str, Any], tables: Mapping[type, str]
) -> Any:
    """Return `params` with `values`, tables inside it included; `room` is its place in the file.

    `tables`: the table of each class of `Params`, to name what a key follows.
    """
    known = {field.name: getattr(params, field.name) for field in fields(params)}
    following = sources(params)
    out: dict[str, Any] = {}
    for key, value in values.items():
        if key not in known:
            raise UsageError(f"{path}: [{room}] has no '{key}'{_nearest(key, known)}")
        if key in following:
            source = following[key]
            raise UsageError(
                f"{path}: [{room}] '{key}' follows [{tables[source.params]}] {source.name}; "
                "set it there"
            )
        if is_dataclass(known[key]):
            if not isinstance(value, dict):
                raise UsageError(f"{path}: [{room}] '{key}' must be a table, as in [{room}.{key}]")
            out[key] = _set(path, f"{room}.{key}", known[key], value, tables)
        else:
            out[key] = _value(f"{path}: [{room}] {key}", value, known[key])
    return replace(params, **out)


def _value(place: str, value: Any, default: Any) -> Any:
    """Return a TOML value in the type of the default; raises UsageError when it is of another."""
    if isinstance(default, tuple):
        return _row(place, value, default)
    fits = isinstance(value, type(default)) or (
        isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool)
    )
    if isinstance(value, bool) is not isinstance(default, bool) or not fits:
        raise UsageError(
            f"{place} = {value!r}: expected {type(default).__name__}, like {default!r}"
        )
    return float(value) if isinstance(default, float) else value


def _row(place: str, value: Any, default: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return a TOML list as a tuple as long as the default: points of curves come in pairs."""
    like = f"like {_plain(default)!r}"
    if not isinstance(value, list):
        raise UsageError(f"{place} = {value!r}: expected a list, {like}")
    if len(value) != len(default):
        raise UsageError(f"{place}: came {len(value)} value(s), expected {len(default)}, {like}")
    return tuple(
        _value(f"{place}, value {i}", v, d)
        for i, (v, d) in enumerate(zip(value, default, strict=True), start=1)
    )


def _plain(default: Any) -> Any:
    return [_plain(v) for v in default] if isinstance(default, tuple) else default


def _nearest(word: str, known: Mapping[str, Any]) -> str:
    near = difflib.get_close_matches(word, list(known), n=1)
    return f"; did you mean '{near[0]}'?" if near else ""
