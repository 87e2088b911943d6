r"""The write-ahead log: every line as it came, on the disk before anything is made of it.

    feed/lines/000001-tcp-host-4001.nmea    lines of one source, as text that `watch` reads too
    feed/sums/000001.txt                    a line a block: end, CRC-32, time, place in the source

Method: what came together is one *block*: appended, flushed to the disk (`fsync`), and then named
in the ledger of sums, which is flushed too. Only what the ledger names is acknowledged. After a
stop of any kind the file is cut where the ledger ends: what lies beyond was not acknowledged. Text
and not Parquet, because evidence leads back to a line that a person can read, and because a watch
of `feed/lines` must find the same.

Blind spot: a disk that says it has flushed what it has not.
"""

import errno
import hashlib
import os
import re
import time
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from ..errors import InputError, OutputError
from ..files.atomic import cause, flush_folder

FOLDER = "feed"
_NAME = re.compile(r"(\d{6})-([A-Za-z0-9_.-]+)\.(nmea|jsonl)")
_ENTRY = re.compile(rb"(\d+) ([0-9a-f]{8}) (\d+) (\d+)\n")
_FULL = (errno.ENOSPC, errno.EDQUOT)
_CHUNK = 1 << 22


class DiskFullError(OutputError):
    """The disk is full: nothing was acknowledged, and the same may be tried again."""


@dataclass(slots=True)
class Segment:
    """One file of the log: lines of one source, in the order in which they came."""

    number: int
    source: str  # the source's name, as it stands in the file's
    path: Path
    sums: Path
    size: int = 0  # acknowledged bytes
    position: int = 0  # where in the source the acknowledged bytes end (a growing file)
    sha256: Any = field(default_factory=hashlib.sha256)  # of the acknowledged bytes
    _waiting: list[bytes] = field(default_factory=list)
    _data: BinaryIO | None = None
    _ledger: BinaryIO | None = None

    def append(self, data: bytes) -> None:
        """Take bytes that the next `commit` acknowledges."""
        self._waiting.append(data)

    @property
    def is_waiting(self) -> bool:
        """Whether bytes were appended that are not acknowledged."""
        return bool(self._waiting)

    def commit(self, now_ms: int, position: int = 0) -> bytes:
        """Write and flush what was appended, and return it: it is acknowledged now.

        Raises DiskFullError when there is no room, and leaves everything as it was: what was
        appended still waits. Raises OutputError when the disk refuses for another reason.
        """
        block = b"".join(self._waiting)
        entry = f"{self.size + len(block)} {zlib.crc32(block):08x} {now_ms} {position}\n"
        try:
            data, ledger = self._opened()
            ledger_end = os.fstat(ledger.fileno()).st_size
            try:
                _write(data, block)
                _write(ledger, entry.encode())
            except OSError:
                os.ftruncate(data.fileno(), self.size)
                os.ftruncate(ledger.fileno(), ledger_end)
                raise
        except OSError as error:
            kind = DiskFullError if error.errno in _FULL else OutputError
            raise kind(f"{self.path}: cannot be written: {cause(error)}") from error
        self.size += len(block)
        self.position = position
        self.sha256.update(block)
        self._waiting.clear()
        return block

    def _opened(self) -> tuple[BinaryIO, BinaryIO]:
        if self._data is None or self._ledger is None:
            is_new = not self.path.exists()
            self._data = self.path.open("ab", buffering=0)
            self._ledger = self.sums.open("ab", buffering=0)
            if is_new:
                for folder in (self.path.parent, self.sums.parent):
                    flush_folder(folder)
        return self._data, self._ledger

    def close(self) -> None:
        """Close the files; what was acknowledged is on the disk already."""
        for file in (self._data, self._ledger):
            if file is not None:
                file.close()
        self._data = self._ledger = None

    def blocks(self) -> Iterator[bytes]:
        """Yield the acknowledged bytes, some megabytes at a time."""
        left = self.size
        with self.path.open("rb") as file:
            while left and (data := file.read(min(_CHUNK, left))):
                left -= len(data)
                yield data


class Log:
    """The log of one docket's folder."""

    def __init__(self, folder: Path) -> None:
        """Open the log in `folder`, or begin one; what was not acknowledged is cut off.

        Raises OutputError when the folder cannot be made, InputError when acknowledged bytes of
        the last file of a source are missing or changed.
        """
        self.folder = folder / FOLDER
        self.notes: list[str] = []
        try:
            for name in ("lines", "sums"):
                (self.folder / name).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"{self.folder}: cannot be written: {cause(error)}") from error
        self.segments = [self._found(path) for path in sorted((self.folder / "lines").iterdir())
                         if _NAME.fullmatch(path.name)]  # fmt: skip
        done: set[str] = set()
        for segment in reversed(self.segments):
            if segment.source in done:
                continue
            self._recover(segment)
            if segment.size:  # else it was begun, and nothing in it was acknowledged
                done.add(segment.source)
            else:
                segment.path.unlink()
                segment.sums.unlink(missing_ok=True)
        self.segments = [segment for segment in self.segments if segment.size]

    def begin(self, source: str, *, is_json: bool) -> Segment:
        """Return a new file of the log for a source."""
        number = max((s.number for s in self.segments), default=0) + 1
        name = f"{number:06d}-{source}.{'jsonl' if is_json else 'nmea'}"
        segment = Segment(number, source, self.folder / "lines" / name, self._sums(number))
        self.segments.append(segment)
        return segment

    def drop(self, archived: Collection[str], *, older_than_s: float) -> None:
        """Remove closed files of the log that are in the archive and were written long ago.

        The last file of a source stays: it says where in the source the watch goes on.
        """
        last = {segment.source: segment for segment in self.segments}
        before = time.time() - older_than_s
        for segment in list(self.segments):
            if segment is last[segment.source] or segment.path.name not in archived:
                continue
            if segment.path.stat().st_mtime < before:
                segment.path.unlink()
                segment.sums.unlink(missing_ok=True)
                self.segments.remove(segment)

    def _sums(self, number: int) -> Path:
        return self.folder / "sums" / f"{number:06d}.txt"

    def _found(self, path: Path) -> Segment:
        match = _NAME.fullmatch(path.name)
        assert match is not None
        number = int(match[1])
        size = path.stat().st_size
        return Segment(number, match[2], path, self._sums(number), size=size)

    def _recover(self, segment: Segment) -> None:
        """Find what was acknowledged, cut off the rest, and prove the blocks by their sums."""
        try:
            text = segment.sums.read_bytes()
        except FileNotFoundError:
            text = b""
        entries = [m for m in map(_ENTRY.fullmatch, text.splitlines(keepends=True)) if m]
        good = sum(len(m[0]) for m in entries)
        end = int(entries[-1][1]) if entries else 0
        if segment.size < end:
            raise InputError(
                f"{segment.path}: holds {segment.size} bytes, but {end} were acknowledged; "
                "the disk lost what it had flushed, or the file was cut"
            )
        try:
            os.truncate(segment.path, end)
            if segment.sums.exists():
                os.truncate(segment.sums, good)
        except OSError as error:
            raise OutputError(f"{segment.path}: cannot be written: {cause(error)}") from error
        if segment.size > end:
            self.notes.append(
                f"{segment.path.name}: {segment.size - end} bytes behind the last acknowledged "
                "block were cut off: they were never acknowledged"
            )
        segment.size, start = end, 0
        segment.position = int(entries[-1][4]) if entries else 0
        with segment.path.open("rb") as file:
            for entry in entries:
                block = file.read(int(entry[1]) - start)
                if zlib.crc32(block) != int(entry[2], 16):
                    raise InputError(
                        f"{segment.path}: bytes {start} to {int(entry[1])} do not fit their "
                        f"checksum in {segment.sums.name}: the file was changed or damaged"
                    )
                segment.sha256.update(block)
                start = int(entry[1])


def _write(file: BinaryIO, data: bytes) -> None:
    """Write all of `data` and flush it to the disk."""
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]
    os.fsync(file.fileno())
