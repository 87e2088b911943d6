"""The kinds of event, one file each: the record of its `detail`, and all that depends on the kind.

A file of this folder that holds a `KIND` is found when the package is loaded; a kind that lives
elsewhere is added by `register`.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from .kind import Kind, Role

_BY_NAME: dict[str, Kind[Any]] = {}


def register(kind: Kind[Any]) -> None:
    """Add a kind of event. Raises ValueError when its name or number is taken by another."""
    for other in _BY_NAME.values():
        if other.name == kind.name or other.number == kind.number:
            raise ValueError(
                f"kind '{kind.name}' (number {kind.number}): '{other.name}' has number "
                f"{other.number}; names and numbers are given once"
            )
    _BY_NAME[kind.name] = kind


def unregister(name: str) -> None:
    """Take out a kind that `register` added. Raises ValueError when there is none."""
    kind_of(name)
    del _BY_NAME[name]


def kind_of(name: str) -> Kind[Any]:
    """Return the record of a kind. Raises ValueError, naming those that are known."""
    kind = _BY_NAME.get(name)
    if kind is None:
        raise ValueError(f"kind '{name}' is none of {', '.join(_BY_NAME)}")
    return kind


def all_kinds() -> tuple[Kind[Any], ...]:
    """Return every kind, by number."""
    return tuple(sorted(_BY_NAME.values(), key=lambda k: k.number))


def names_of(*roles: Role) -> tuple[str, ...]:
    """Return the names of the kinds that have one of the roles, by number."""
    return tuple(k.name for k in all_kinds() if k.role in roles)


def transfers() -> tuple[str, ...]:
    """Return the names of the kinds that count as transfers, by number."""
    return tuple(k.name for k in all_kinds() if k.is_transfer)


def resting_on_absence() -> tuple[str, ...]:
    """Return the names of the kinds that say that no AIS was heard, by number."""
    return tuple(k.name for k in all_kinds() if k.rests_on_absence)


def is_meeting(name: str) -> bool:
    """Return whether events of a kind say that two ships met; False for 'listed'."""
    kind = _BY_NAME.get(name)
    return kind is not None and kind.role is Role.MEETING


for _module in iter_modules(__path__):
    _found = getattr(import_module(f"{__name__}.{_module.name}"), "KIND", None)
    if isinstance(_found, Kind):
        register(_found)
_BY_NAME = {k.name: k for k in all_kinds()}

KINDS = tuple(_BY_NAME)
"""The names of the kinds that stand in this folder, by number."""
