"""Reading `EVENTS.detail`: JSON to the record of its kind, every key and type checked."""

import json
import math
from collections.abc import Hashable
from dataclasses import fields
from functools import cache
from types import NoneType
from typing import Any, cast, get_args, get_origin

from ...errors import SchemaError
from . import kind_of
from .detail import Detail, WeighedPart
from .evidence_part import EvidencePart


def read_detail(kind: str, text: str, version: int | None, event_id: str = "") -> Detail:
    """Return `detail` of one event as the record of its kind.

    A `version` older than the kind's (null: from before there were versions) may lack keys, or
    hold some that the record no longer has; those are left out. Raises SchemaError that names the
    event and the key when the text is no JSON object, the kind or version is not known, or a key
    of the current version is not in the record or holds another type.
    """
    place = f"event {event_id}: detail"
    try:
        record, newest = kind_of(kind).detail, kind_of(kind).detail_version
    except ValueError as error:
        raise SchemaError(f"event {event_id}: {error}") from error
    if version is not None and version > newest:
        raise SchemaError(
            f"{place} has version {version}, expected {newest} at most: a newer Seawarden wrote it"
        )
    given = _object(text, place)
    is_old = version is None or version < newest
    types = _types(cast(Hashable, record))
    values: dict[str, Any] = {}
    for name, value in given.items():
        if name not in types:
            if is_old:
                continue
            raise SchemaError(f"{place}: key '{name}' came, expected one of {', '.join(types)}")
        try:
            values[name] = _parts(value) if name == "parts" else _value(value, types[name])
        except ValueError as error:
            if not is_old:
                raise SchemaError(f"{place}: key '{name}' {error}") from error
    made: Detail = record(**values)
    return made


def _object(text: str, place: str) -> dict[str, Any]:
    try:
        value = json.loads(text or "{}")
    except ValueError as error:
        raise SchemaError(f"{place} came '{text[:40]}', expected a JSON object") from error
    if not isinstance(value, dict):
        raise SchemaError(f"{place} came '{text[:40]}', expected a JSON object")
    return value


@cache
def _types(record: type[Detail]) -> dict[str, Any]:
    """Return the one type beside None that each field of a record takes."""
    return {f.name: next(t for t in get_args(f.type) if t is not NoneType) for f in fields(record)}


def _value(value: Any, wanted: Any) -> Any:
    if value is None:
        return None
    if get_origin(wanted) is tuple:
        if not isinstance(value, list):
            raise ValueError(f"came {value!r}, expected a list")
        return tuple(value)
    taken = (int, float) if wanted is float else wanted
    is_flag = isinstance(value, bool) and wanted is not bool
    if is_flag or not isinstance(value, taken) or (wanted is float and not math.isfinite(value)):
        raise ValueError(f"came {value!r}, expected {wanted.__name__}")
    return float(value) if wanted is float else value


def _parts(value: Any) -> tuple[WeighedPart, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list):
        raise ValueError(f"came {value!r}, expected a list")
    return tuple(_part(one) for one in value)


def _part(one: Any) -> WeighedPart:
    if not isinstance(one, dict) or set(one) != set(WeighedPart._fields):
        raise ValueError(f"came {one!r}, expected objects of {', '.join(WeighedPart._fields)}")
    weight, number = one["weight"], _value(one["value"], float)
    return WeighedPart(
        EvidencePart(one["what"]), number, float(_value(weight, float) or 0.0), str(one["detail"])
    )
