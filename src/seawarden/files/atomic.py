"""A file appears whole or not at all: written beside its place as `.part`, then renamed.

Method: write, flush to the disk (`fsync`), rename within one folder, which POSIX and Windows
both do in one step. Blind spot: a power cut between the rename and the folder's own flush may
bring the older file back, never half of the new one.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import OutputError


@contextmanager
def atomic(path: Path) -> Iterator[Path]:
    """Give the path to write to; on leaving it becomes `path`, on any failure it is removed.

    Raises OutputError in one line when the folder is missing, not writable or full.
    """
    part = path.with_name(path.name + ".part")
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


def write_text(path: Path, text: str) -> None:
    """Write `text` as UTF-8, whole or not at all.

    Raises OutputError when the file cannot be written.
    """
    with atomic(path) as part:
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
