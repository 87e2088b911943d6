"""A file appears whole or not at all: written beside its place as `.part`, then renamed.

In a folder of ours the part has one name, so that a run that was killed leaves at most one; among
files of others it has a name that none of them bears.

Method: write, flush to the disk (`fsync`), rename within one folder, which POSIX and Windows
both do in one step. Blind spot: a power cut between the rename and the folder's own flush may
bring the older file back, never half of the new one.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import OutputError


@contextmanager
def atomic(path: Path, *, among_others: bool = False) -> Iterator[Path]:
    """Give the path to write to; on leaving it becomes `path`, on any failure it is removed.

    `among_others` says that files which are not ours may lie beside it.

    Raises OutputError in one line when the folder is missing, not writable or full.
    """
    apart = f".{secrets.token_hex(4)}" if among_others else ""
    part = path.with_name(f"{path.name}{apart}.part")
    try:
        part.unlink(missing_ok=True)
        yield part
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        _remove(part)
        raise OutputError(f"{path}: cannot be written: {cause(error)}") from error
    except BaseException:
        _remove(part)
        raise


def write_text(path: Path, text: str, *, among_others: bool = False) -> None:
    """Write `text` as UTF-8, whole or not at all; `among_others` as for `atomic`.

    Raises OutputError when the file cannot be written.
    """
    with atomic(path, among_others=among_others) as part:
        part.write_text(text, encoding="utf-8", newline="\n", errors="backslashreplace")


def flush_folder(folder: Path) -> None:
    """Make a rename in `folder` last through a power cut, where the system opens folders."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def cause(error: OSError) -> str:
    """Return why, in words: 'No space left on device', 'Permission denied', ..."""
    return (error.strerror or str(error) or type(error).__name__).splitlines()[0]


def _remove(part: Path) -> None:
    try:
        part.unlink(missing_ok=True)
    except OSError:
        return  # the first error is the one to tell
