"""The `Params` of a run, from the plain values that its record holds."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from ...errors import InputError


def params_of(plain: Mapping[str, Any], defaults: Mapping[str, Any]) -> dict[str, Any]:
    """Return room -> Params with the recorded values; the reverse of `settings_file.plain`.

    Raises InputError that names a threshold which this Seawarden does not have, or lacks: another
    version wrote it, and what was found cannot be found again to the last digit.
    """
    lacking = sorted(set(defaults) ^ set(plain))
    if lacking:
        raise InputError(
            f"parameters: table [{lacking[0]}] is known to one of the two versions only"
        )
    return {room: _filled(params, plain[room], room) for room, params in defaults.items()}


def _filled(params: Any, plain: Mapping[str, Any], place: str) -> Any:
    known = {f.name: getattr(params, f.name) for f in fields(params)}
    odd = sorted(set(known) ^ set(plain))
    if odd:
        raise InputError(f"parameters: [{place}] {odd[0]} is known to one of the two versions only")
    return replace(params, **{n: _value(v, plain[n], f"{place}.{n}") for n, v in known.items()})


def _value(default: Any, plain: Any, place: str) -> Any:
    if is_dataclass(default):
        return _filled(default, plain, place)
    if isinstance(default, tuple):
        return tuple(tuple(v) if isinstance(v, list) else v for v in plain)
    if isinstance(default, float) and isinstance(plain, int) and not isinstance(plain, bool):
        return float(plain)
    return plain
