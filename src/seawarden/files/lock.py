"""One writer a folder: a second one is refused and hears who holds it.

Method: the system's own lock on a file in the folder (`flock`; on Windows `msvcrt.locking`), which
it releases when the process ends, however it ends: a lock is never stale. The file says who holds
it, and is removed with the lock; who waits for the lock of a file that was removed meanwhile opens
the next one. Readers need no lock. Blind spot: a network drive that does not share locks between
machines.
"""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from ..errors import OutputError
from .atomic import cause

NAME = ".lock"
_BUSY = "{folder}: process {pid} on {host} writes to this docket"
_BYTE = 1 << 30
"""The byte that Windows locks: far behind the text, which others must be able to read."""


@contextmanager
def writer(folder: Path, *, name: str = NAME, busy: str = _BUSY) -> Iterator[None]:
    """Hold `folder` for writing until the block is left.

    Raises OutputError when another process does, in the words of `busy`, where `{folder}`, `{pid}`
    and `{host}` are filled in, or when the lock cannot be written.
    """
    path = folder / name
    file = _held(path, folder, busy)
    with file:
        file.truncate(0)
        file.write(json.dumps({"pid": os.getpid(), "host": socket.gethostname()}) + "\n")
        file.flush()
        try:
            yield
        finally:
            with suppress(OSError):
                file.truncate(0)
            with suppress(OSError):  # Windows removes no open file: it stays there, empty
                path.unlink()


def _held(path: Path, folder: Path, busy: str) -> Any:
    """Return the lock's file, opened and locked, and still the one that bears its name."""
    while True:
        if path.is_symlink():
            raise OutputError(f"{path}: a symbolic link, which is not followed; remove it")
        try:
            file = path.open("a+", encoding="utf-8")
        except OSError as error:
            raise OutputError(f"{path}: cannot be written: {cause(error)}") from error
        try:
            if not _lock(file.fileno()):
                pid, host = _holder(path)
                raise OutputError(busy.format(folder=folder, pid=pid, host=host))
            if _is_at(path, file.fileno()):
                return file
        except OSError as error:
            file.close()
            raise OutputError(f"{path}: cannot be locked: {cause(error)}") from error
        except BaseException:
            file.close()
            raise
        file.close()  # its holder removed it when it was done: take the next


def _is_at(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _lock(descriptor: int) -> bool:
    """Lock a file and return whether that was possible, without waiting."""
    try:
        import fcntl
    except ImportError:
        return _lock_on_windows(descriptor)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _lock_on_windows(descriptor: int) -> bool:
    import importlib

    msvcrt: Any = importlib.import_module("msvcrt")
    os.lseek(descriptor, _BYTE, os.SEEK_SET)
    try:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    except OSError:
        return False
    return True


def _holder(path: Path) -> tuple[str, str]:
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        return str(int(held["pid"])), str(held["host"])
    except (OSError, ValueError, KeyError, TypeError):
        return "?", "?"
