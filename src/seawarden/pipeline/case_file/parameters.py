"""The `Params` of a run, from the plain values that its record holds."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any


def params_of(plain: Mapping[str, Any], defaults: Mapping[str, Any]) -> dict[str, Any]:
    """Return room -> Params with the recorded values; the reverse of `settings_file.plain`.

    A threshold that the record lacks keeps its default, one that is no longer known is left out:
    `unlike` names both, for what is found is then another version's finding.
    """
    return {room: _filled(params, plain.get(room, {})) for room, params in defaults.items()}


def unlike(plain: Mapping[str, Any], defaults: Mapping[str, Any]) -> list[str]:
    """Return the thresholds that one of the two versions does not have: 'sts', 'gap.prior'."""
    out = sorted(set(plain) ^ set(defaults))
    for room in sorted(set(plain) & set(defaults)):
        out += [f"{room}.{name}" for name in _unlike(defaults[room], plain[room])]
    return out


def _unlike(params: Any, plain: Mapping[str, Any]) -> list[str]:
    known = {f.name: getattr(params, f.name) for f in fields(params)}
    out = sorted(set(known) ^ set(plain))
    for name, value in known.items():
        if is_dataclass(value) and isinstance(plain.get(name), Mapping):
            out += [f"{name}.{inner}" for inner in _unlike(value, plain[name])]
    return out


def _filled(params: Any, plain: Mapping[str, Any]) -> Any:
    known = {f.name: getattr(params, f.name) for f in fields(params)}
    given = {n: _value(v, plain[n]) for n, v in known.items() if n in plain}
    return replace(params, **given)


def _value(default: Any, plain: Any) -> Any:
    if is_dataclass(default):
        return _filled(default, plain)
    if isinstance(default, tuple):
        return tuple(tuple(v) if isinstance(v, list) else v for v in plain)
    if isinstance(default, float) and isinstance(plain, int) and not isinstance(plain, bool):
        return float(plain)
    return plain
