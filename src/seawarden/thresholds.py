"""Thresholds that follow another room's: one rule stands in one place and is set in one place.

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Params:
        slot_min: float = follows(facts.Params, "slot_min")

The field has the source's default and carries the source in its metadata. `filled` gives a set of
`Params` the values of their sources; the settings file does that, and refuses such a field by name.
"""

from collections.abc import Mapping
from dataclasses import MISSING, field, fields, is_dataclass, replace
from typing import Any, NamedTuple

_SOURCE = "follows"


class Source(NamedTuple):
    """The field that another one follows."""

    params: type
    name: str


def follows(params: type, name: str) -> Any:
    """Return a dataclass field with the default of field `name` of `params`, which it follows.

    Raises TypeError when `params` has no such field with a plain default.
    """
    default = {f.name: f.default for f in fields(params)}.get(name, MISSING)
    if default is MISSING:
        raise TypeError(f"{params.__module__}.{params.__name__} has no '{name}' to follow")
    return field(default=default, metadata={_SOURCE: Source(params, name)})


def sources(params: Any) -> dict[str, Source]:
    """Return the fields of a `Params` (or of its class) that follow another, with their sources."""
    return {f.name: f.metadata[_SOURCE] for f in fields(params) if _SOURCE in f.metadata}


def places(rooms: Mapping[str, Any]) -> dict[type, str]:
    """Return the table of the settings file of each class of `Params`: "sts", "sts.nearness"."""
    return {kind: place for kind, (place, _) in _held(rooms).items()}


def filled(rooms: Mapping[str, Any]) -> dict[str, Any]:
    """Return `rooms` (room name to `Params`) with every field that follows another set to it.

    A source may itself follow another one. Raises KeyError when a source is in no room.
    """
    held = _held(rooms)

    def value(source: Source) -> Any:
        _, params = held[source.params]
        onward = sources(params).get(source.name)
        return value(onward) if onward else getattr(params, source.name)

    def fill(params: Any) -> Any:
        if not is_dataclass(params) or isinstance(params, type):
            return params
        inner = {f.name: fill(getattr(params, f.name)) for f in fields(params)}
        return replace(params, **inner | {n: value(s) for n, s in sources(params).items()})

    return {room: fill(params) for room, params in rooms.items()}


def _held(rooms: Mapping[str, Any]) -> dict[type, tuple[str, Any]]:
    """Return the table and the values of each class of `Params`; of two, the outermost."""
    found: dict[type, tuple[str, Any]] = {}
    level = dict(rooms)
    while level:
        inner: dict[str, Any] = {}
        for place, params in level.items():
            if is_dataclass(params) and not isinstance(params, type):
                found.setdefault(type(params), (place, params))
                inner |= {f"{place}.{f.name}": getattr(params, f.name) for f in fields(params)}
        level = inner
    return found
