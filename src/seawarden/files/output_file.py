"""A single file that the user names is written where nothing is, or over one of the same making.

    write(Path("may.html"), page)

Method: an existing file is replaced only when it is empty, holds the very same text, or bears the
marks of the same kind of output: a page the name of its generator, a calendar its PRODID, a table
its header, JSON its keys, a saved reading its first lines. Links and folders are refused. Blind
spot: a stranger's file that copies those marks looks like ours.
"""

import json
from pathlib import Path

from ..errors import OutputError
from .atomic import cause, write_text
from .streams import is_stream

GENERATOR = "Seawarden"
"""What pages carry in `<meta name="generator">`."""

_PAGE = f'<meta name="generator" content="{GENERATOR}">'
_CALENDAR = "PRODID:-//Seawarden//"
READING = "format = 1\n\n[[file]]\npattern = "
"""How a saved reading begins."""

_HEAD = 4096
"""Characters in which a mark must stand."""


def write(path: Path, text: str) -> None:
    """Write `text` as UTF-8 to `path`, whole or not at all.

    Raises OutputError in one line when something that we did not make lies there, or when it
    cannot be written.
    """
    check(path, text)
    write_text(path, text, among_others=True)


def check(path: Path, text: str) -> None:
    """Raise OutputError where `write` would refuse; `text` need be no more than its first lines."""
    if path.is_symlink():
        raise OutputError(f"{path}: a symbolic link, which is not followed; name its target")
    if path.is_dir():
        raise OutputError(f"{path}: a folder, expected a file to write")
    if is_stream(path):  # the rename would put a file in its place
        raise OutputError(f"{path}: a pipe or device, expected a file to write")
    if path.exists() and not _is_ours(path, text):
        raise OutputError(
            f"{path}: was not written by Seawarden in this form and would be overwritten; choose "
            "another name or move it away"
        )


def _is_ours(path: Path, text: str) -> bool:
    try:
        if path.stat().st_size == 0:
            return True
        with path.open(encoding="utf-8", errors="replace", newline="") as file:
            there = file.read(max(_HEAD, len(text) + 1))
            is_all = not file.read(1)
    except OSError as error:
        raise OutputError(f"{path}: cannot be read: {cause(error)}") from error
    if is_all and there == text:
        return True
    for mark in (_PAGE, _CALENDAR, READING):
        if mark in text[:_HEAD]:
            return mark in there[:_HEAD]
    if text.startswith("{"):
        return _keys(text) == _keys(path.read_text(encoding="utf-8", errors="replace"))
    first = text.split("\n", 1)[0]
    return "," in first and first == there.split("\n", 1)[0]


def _keys(text: str) -> list[str] | None:
    """Return the names in a JSON object, sorted; None where the text is none."""
    try:
        held = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return sorted(held) if isinstance(held, dict) else None
