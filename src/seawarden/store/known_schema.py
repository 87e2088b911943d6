"""A SQLite file that may come from a stranger: nothing in it runs but what we put there.

A trigger of a stranger would run when an act is kept, a view in a table's place when the table is
read, for ever if it likes. Method: each object of the file's schema must be one that our own script
makes, by kind, name and text (blanks apart).
"""

import sqlite3
from functools import cache
from pathlib import Path

from ..errors import InputError

_OBJECTS = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"


def check(connection: sqlite3.Connection, path: Path, script: str) -> None:
    """Raise InputError that names the first object of the schema which `script` does not make."""
    connection.execute("PRAGMA trusted_schema = OFF")
    ours = _made_by(script)
    for kind, name, sql in connection.execute(_OBJECTS):
        if (kind, name, _plain(sql)) not in ours:
            raise InputError(
                f"{path}: holds the {kind} '{name}', which Seawarden did not put there; not opened"
            )


def no_link(path: Path) -> None:
    """Raise InputError where a symbolic link stands in the file's place: its target is not ours."""
    if path.is_symlink():
        raise InputError(f"{path}: a symbolic link, which is not followed; remove it")


@cache
def _made_by(script: str) -> frozenset[tuple[str, str, str]]:
    with sqlite3.connect(":memory:") as made:
        made.executescript(script)
        return frozenset((kind, name, _plain(sql)) for kind, name, sql in made.execute(_OBJECTS))


def _plain(sql: str) -> str:
    return " ".join(sql.split())
