"""A package as far as it was read, and what its reader trusts: what the checks hand on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...errors import InputError
from ...files.streams import is_stream
from . import act_chain, keys, statement
from .leaves import FIELD, Item, Leaf
from .outcome import Outcome
from .statement import Signed


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """What the reader believes and remembers."""

    lists: Sequence[keys.KeyList] = ()
    roots: Sequence[bytes] = ()  # certificates of time stamp authorities, PEM
    known: Mapping[str, Any] = field(default_factory=dict)  # chain -> count and head, as seen


@dataclass(slots=True)
class Held:
    """A package that was read, as far as it could be."""

    folder: Path
    outcome: Outcome = field(default_factory=Outcome)
    signed: Signed | None = None
    original: Signed | None = None
    leaves: list[Leaf] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    links: list[act_chain.Link] = field(default_factory=list)

    @property
    def is_edition(self) -> bool:
        """Whether it shows a part of another package."""
        return self.signed is not None and self.signed.statement.of is not None

    @property
    def fields(self) -> dict[str, Any]:
        """The case file's fields that are shown, by name."""
        return {item.name: item.value for item in self.items if item.kind == FIELD}


def text_of(held: Held, name: str) -> str | None:
    """Return the text of a part; None, and a problem, where it cannot be read."""
    path = held.folder / name
    if path.is_symlink() or is_stream(path):
        held.outcome.add("format", name, "no plain file, which a package may not hold")
        return None
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        held.outcome.add("missing", name, "every package has it")
    except (OSError, UnicodeDecodeError) as error:
        held.outcome.add("format", name, str(error))
    return None


def opened(held: Held, name: str) -> Signed | None:
    """Return a signed statement; None, and a problem, where it is none."""
    text = text_of(held, name)
    try:
        return None if text is None else statement.read(text.encode(), name)
    except InputError as error:
        held.outcome.add("format", name, str(error))
        return None
