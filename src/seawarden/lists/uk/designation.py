"""What every file of the UK Sanctions List has in common: its publisher, kinds of party, names."""

from collections.abc import Iterable

from ..listing import distinct

CODE, NAME = "uk", "UK Sanctions List"
AUTHORITY = "UK Government (FCDO)"
KINDS = {"individual": "person", "entity": "company", "ship": "ship", "vessel": "ship"}
"""By the word that the files print for it, lower case."""


def primary_first(names: Iterable[tuple[str | None, str | None]]) -> list[str]:
    """Return names without repeats, primary ones first; each comes with its printed name type."""
    primary: list[str | None] = []
    others: list[str | None] = []
    for name, name_type in names:
        is_primary = (name_type or "").lower() == "primary name"  # others are "... variation"
        (primary if is_primary else others).append(name)
    return distinct([*primary, *others])
