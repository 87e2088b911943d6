"""An item: one text as a reader hands it on, whatever the format it came in."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One text of a file, with what its head says. `reason` says why there is no text."""

    item: int = 1
    text: str = ""
    body_start: int = 0
    title: str = ""
    url: str = ""
    date: object = None
    authors: tuple[str, ...] = ()
    portfolios: tuple[str, ...] = ()
    publisher: str = ""
    language: str | None = None
    encoding: str = ""
    note: str = ""
    reason: str = ""  # why it cannot be read; empty when it can


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much of a file is read."""

    max_chars: int = 5_000_000
    """Characters of one text that are read: a 50 MB document is kept in full, read to here."""
    max_pages: int = 2000
    """Pages of a PDF that are read."""
    max_items: int = 1_000_000
    """Items of a feed or table that are read."""


Reader = Iterator[Item]


def strings(value: object) -> tuple[str, ...]:
    """Return a head's value as names: a list, or text parted by ';' or line breaks."""
    if value is None:
        return ()
    if isinstance(value, str):
        parts = [p.strip() for p in value.replace("\n", ";").split(";")]
        return tuple(p for p in parts if p)
    if isinstance(value, list | tuple):
        return tuple(str(v).strip() for v in value if str(v).strip())
    return (str(value),)


def date_in_name(path: Path) -> str | None:
    """Return a date that begins or ends a file's name ("2024-05-13-release.md"), or None."""
    import re

    match = re.search(r"(?<!\d)((?:19|20)\d\d)[-_]?([01]\d)[-_]?([0-3]\d)(?!\d)", path.name)
    return "-".join(match.groups()) if match else None
