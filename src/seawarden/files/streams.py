"""Opening what may be no plain file: a pipe is read once, and one that nobody writes to says so.

A path may name a FIFO, `/dev/stdin` or the `/dev/fd/63` of a process substitution. Such a stream
gives its bytes once, so who needs them twice copies them. Opening a FIFO waits for a writer, for
ever and without a word; here it waits `WAIT_S` and then refuses.
"""

import io
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from ..errors import InputError, SeawardenError
from .atomic import cause

WAIT_S = 10.0
"""How long a FIFO may be without a writer; own choice: a shell starts both ends within one."""

_POLL_S = 0.05


def is_stream(path: Path) -> bool:
    """Tell whether a path can be read only once: a FIFO, a socket or a character device."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISCHR(mode) or stat.S_ISSOCK(mode)


def none_in(folder: Path) -> None:
    """Raise InputError that names the first stream lying in `folder`, which may be a stranger's.

    No folder of ours holds one, and who reads it by a file's name waits for ever.
    """
    try:
        with os.scandir(folder) as entries:
            odd = sorted(e.path for e in entries if not (e.is_file() or e.is_dir()))
    except OSError:
        return  # said where it is read
    for place in map(Path, odd):
        if is_stream(place):
            raise InputError(f"{place}: a pipe or device, expected a file; not read")


def opened(path: Path, *, wait_s: float | None = None) -> BinaryIO:
    """Open a file or stream for reading.

    Raises InputError when it cannot be opened, or when it is a FIFO and nobody has begun to write
    to it in `wait_s` (`WAIT_S`) seconds.
    """
    try:
        if stat.S_ISFIFO(path.stat().st_mode):
            return _fifo(path, WAIT_S if wait_s is None else wait_s)
        return path.open("rb")
    except (OSError, ValueError) as error:
        why = cause(error) if isinstance(error, OSError) else str(error)
        raise InputError(f"{path}: cannot be read: {why}") from error


def read_once(path: Path) -> bytes:
    """Return all bytes of a file or stream. Raises InputError as `opened` does."""
    with opened(path) as stream:
        try:
            return stream.read()
        except OSError as error:
            raise InputError(f"{path}: cannot be read: {cause(error)}") from error


@contextmanager
def at_rest(path: Path) -> Iterator[Path]:
    """Give `path`, or for a stream a copy of all of it that can be read again.

    The copy lies in the system's folder for such files, for this user only, until the block is
    left; an error of ours that is raised meanwhile names `path`, not the copy. Raises InputError
    as `opened` does.
    """
    if not is_stream(path):
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="seawarden-") as folder:
        copy = Path(folder) / (path.name or "stream")
        with opened(path) as stream, copy.open("wb") as file:
            try:
                shutil.copyfileobj(stream, file, 1 << 20)
            except OSError as error:
                raise InputError(f"{path}: cannot be read: {cause(error)}") from error
        try:
            yield copy
        except SeawardenError as error:
            raise type(error)(str(error).replace(str(copy), str(path))) from error


def _fifo(path: Path, wait_s: float) -> BinaryIO:
    """Open a FIFO when somebody writes to it.

    Method: opened without waiting, an empty read means that nobody writes; that the read would
    have to wait means that somebody does.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    deadline = time.monotonic() + wait_s
    first = b""
    try:
        while True:
            try:
                first = os.read(descriptor, 1)
            except BlockingIOError:
                break
            if first:
                break
            if time.monotonic() > deadline:
                raise InputError(
                    f"{path}: a pipe that nobody writes to (waited {wait_s:g} s); start its writer"
                )
            time.sleep(_POLL_S)
        os.set_blocking(descriptor, True)
    except BaseException:
        os.close(descriptor)
        raise
    rest = os.fdopen(descriptor, "rb", buffering=0)
    return cast(BinaryIO, io.BufferedReader(_After(first, rest), 1 << 20))


class _After(io.RawIOBase):
    """A stream behind the byte that was taken to see whether it flows."""

    def __init__(self, first: bytes, rest: io.FileIO) -> None:
        self._first, self._rest = first, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        into = memoryview(buffer)  # type: ignore[arg-type]
        if self._first:
            into[:1], self._first = self._first, b""
            return 1
        return self._rest.readinto(into) or 0

    def close(self) -> None:
        self._rest.close()
        super().close()
