"""Input sources: what a user names on the command line, opened as plain bytes.

An INPUT is a file, a folder (searched through), a glob or `-` (standard input). Compression is
known by the first bytes of the content, never by a name: gzip, Zstandard, and zip, of which
each member is a separate source, named `file.zip!member`. Hidden files are left out of
folders and archives.

A damaged or truncated archive raises one FormatError that says at which line the data ends.
What stood before the damage has been yielded by then; the caller keeps it and marks the file
as read in part, so nothing half-read looks complete.
"""

import gzip
import hashlib
import io
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from glob import glob, has_magic
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

import zstandard

from ...errors import FormatError, InputError

HEAD_BYTES = 1 << 17
"""How much of a source is looked at to tell what it is."""

DAMAGE = (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile, zstandard.ZstdError)
"""What the decompressors raise on data that is cut or broken."""

_GZIP, _ZSTD, _ZIP = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK\x03\x04"
_PARQUET = b"PAR1"


@dataclass(slots=True)
class _Stored:
    """A file (or standard input) behind one or more sources, with its size and hash."""

    path: Path | None
    size: int = 0
    sha256: str = ""
    hasher: Any = None

    def digest(self) -> tuple[int, str]:
        if self.hasher is not None:  # standard input: hashed while it was read
            return self.size, str(self.hasher.hexdigest())
        if not self.sha256 and self.path is not None:
            with _opened(self.path) as stream:
                self.sha256 = hashlib.file_digest(cast(Any, stream), "sha256").hexdigest()
            self.size = self.path.stat().st_size
        return self.size, self.sha256


@dataclass(slots=True)
class Source:
    """One stream of rows or sentences: a file, a member of a zip archive, or standard input."""

    place: str  # how errors and evidence name it
    path: Path | None  # None for standard input
    member: str | None = None
    _stored: _Stored = field(default_factory=lambda: _Stored(None), repr=False)
    _head: bytes | None = field(default=None, repr=False)
    _stdin: BinaryIO | None = field(default=None, repr=False)
    _problem: str | None = None  # why it cannot be opened at all

    def digest(self) -> tuple[int, str]:
        """Return (bytes, sha256) of the file as stored, compressed if it is compressed.

        A file is hashed in a separate pass, once, however many members it holds; standard
        input is hashed while it is read, so ask after reading it.
        """
        return self._stored.digest()

    def head(self) -> bytes:
        """Return the first `HEAD_BYTES` of the content, decompressed.

        Raises FormatError when not even that can be decompressed.
        """
        if self._head is None:
            if self.path is None:
                stream = self._standard_input()
                self._head = cast(io.BufferedReader, stream).peek(HEAD_BYTES)[:HEAD_BYTES]
                return self._head
            with self.open() as stream:
                self._head = self._first(stream)
        return self._head

    def open(self) -> BinaryIO:
        """Open the content, decompressed.

        Raises InputError when the file cannot be opened, FormatError when it is a damaged zip
        archive or an Office document.
        """
        if self._problem is not None:
            raise FormatError(self._problem)
        if self.path is None:
            return self._standard_input()
        if self.member is not None:
            return self._open_member()
        return _decompressed(_opened(self.path))

    def is_parquet(self) -> bool:
        """Tell whether the content is a Parquet file."""
        return self.head().startswith(_PARQUET)

    def seekable(self) -> BinaryIO:
        """Open the content for random access (Parquet); compressed content is spooled to disk."""
        if self.path is not None and self.member is None:
            plain = _opened(self.path)
            if plain.read(4) == _PARQUET:
                plain.seek(0)
                return plain
            plain.close()
        spool = tempfile.TemporaryFile()  # noqa: SIM115 - handed on to the caller
        with self.open() as stream:
            try:
                while block := stream.read(1 << 20):
                    spool.write(block)
            except DAMAGE as error:
                raise FormatError(f"{self.place}: {damage(error)}") from error
        spool.seek(0)
        return cast(BinaryIO, spool)

    def _first(self, stream: BinaryIO) -> bytes:
        head = bytearray()
        try:
            while len(head) < HEAD_BYTES and (block := read_some(stream)):
                head += block
        except DAMAGE as error:
            if b"\n" not in head:
                raise FormatError(f"{self.place}: {damage(error)} before its first line") from error
        return bytes(head[:HEAD_BYTES])

    def _open_member(self) -> BinaryIO:
        assert self.path is not None and self.member is not None
        try:
            return _decompressed(zipfile.ZipFile(self.path).open(self.member))
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
            raise FormatError(f"{self.place}: cannot be unpacked: {error}") from error

    def _standard_input(self) -> BinaryIO:
        if self._stdin is None:
            self._stored.hasher = hashlib.sha256()
            raw = _Hashed(sys.stdin.buffer, self._stored)
            self._stdin = _decompressed(io.BufferedReader(raw, HEAD_BYTES), HEAD_BYTES)
        return self._stdin


class _Hashed(io.RawIOBase):
    """Standard input, counted and hashed as it is read."""

    def __init__(self, stream: IO[bytes], stored: _Stored) -> None:
        self._stream, self._stored = stream, stored

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        block = self._stream.read(len(buffer))
        buffer[: len(block)] = block
        self._stored.size += len(block)
        self._stored.hasher.update(block)
        return len(block)


def sources(inputs: Iterable[str | Path]) -> list[Source]:
    """Return the sources that `inputs` name, sorted by place, each file once.

    Raises InputError when an input does not exist, a glob matches nothing, a folder holds no
    file, or a file cannot be read.
    """
    found: dict[object, Source] = {}
    for given in inputs:
        if str(given) == "-":
            found.setdefault("-", Source("-", None))
            continue
        for path in _expand(str(given)):
            for source in _members(path):
                found.setdefault((path.resolve(), source.member), source)
    return sorted(found.values(), key=lambda s: s.place)


def read_some(stream: BinaryIO, size: int = 1 << 20) -> bytes:
    """Return the next bytes, at most `size`, at least one before the end.

    Unlike `read`, it hands out what stood before a damaged place before it raises.
    """
    return cast(io.BufferedReader, stream).read1(size)


def damage(error: BaseException) -> str:
    """Say in a few words what is wrong with compressed data."""
    if isinstance(error, EOFError):
        return "the compressed data ends early (truncated file)"
    return f"the compressed data is damaged ({str(error).strip() or type(error).__name__})"


def _expand(given: str) -> Iterator[Path]:
    path = Path(given)
    if path.is_dir():
        files = sorted(p for p in path.rglob("*") if p.is_file() and not _hidden(p, path))
        if not files:
            raise InputError(f"{given}: the folder holds no file")
        yield from files
    elif path.exists():
        yield path
    elif has_magic(given):
        matches = sorted(Path(p) for p in glob(given, recursive=True))  # noqa: PTH207 - `**` and absolute
        if not matches:
            raise InputError(f"{given}: no file matches")
        for match in matches:
            yield from _expand(str(match))
    else:
        raise InputError(f"{given}: no such file or folder")


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def _members(path: Path) -> list[Source]:
    stored = _Stored(path)
    with _opened(path) as stream:
        if not cast(io.BufferedReader, stream).peek(4).startswith(_ZIP):
            return [Source(str(path), path, None, stored)]
    try:
        with zipfile.ZipFile(path) as archive:
            names = [i.filename for i in archive.infolist() if not i.is_dir()]
    except (zipfile.BadZipFile, OSError) as error:
        return [_broken(path, stored, f"not a complete zip archive: {error}")]
    if "[Content_Types].xml" in names:
        return [_broken(path, stored, "an Office document; save the sheet as CSV and give that")]
    kept = [n for n in names if not any(p[:1] in (".", "_") for p in n.split("/"))]
    if not kept:
        return [_broken(path, stored, "the zip archive holds no file")]
    return [Source(f"{path}!{name}", path, name, stored) for name in kept]


def _broken(path: Path, stored: _Stored, why: str) -> Source:
    """A source that says why when it is opened, so that it does not hide the ones beside it."""
    return Source(str(path), path, None, stored, _problem=f"{path}: {why}")


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error


def _decompressed(raw: Any, buffer_size: int = 1 << 20) -> BinaryIO:
    stream = raw if hasattr(raw, "peek") else io.BufferedReader(raw, buffer_size)
    magic = stream.peek(4)[:4]
    if magic.startswith(_GZIP):
        return cast(BinaryIO, gzip.GzipFile(fileobj=stream))
    if magic == _ZSTD:
        return cast(BinaryIO, io.BufferedReader(cast(Any, _Zstd(stream)), buffer_size))
    return cast(BinaryIO, stream)


class _Zstd(io.RawIOBase):
    """A Zstandard stream whose sudden end is an error, as it is for gzip."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw
        self._frame: Any = None  # None between frames
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready:
            block = self._raw.read1(1 << 17)
            if not block:
                if self._frame is not None:
                    raise EOFError
                return 0
            self._feed(block)
        taken = min(len(buffer), len(self._ready))
        buffer[:taken] = self._ready[:taken]
        self._ready = self._ready[taken:]
        return taken

    def _feed(self, block: bytes) -> None:
        parts: list[bytes] = []
        while block:
            if self._frame is None:
                self._frame = zstandard.ZstdDecompressor().decompressobj()
            parts.append(self._frame.decompress(block))
            block = b""
            if self._frame.eof:
                block, self._frame = self._frame.unused_data, None
        self._ready = b"".join(parts)
