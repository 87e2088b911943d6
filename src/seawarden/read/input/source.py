"""One input source, opened as plain bytes: a file, a member of an archive, or standard input.

Compression is known by the first bytes of the content, never by a name: gzip, Zstandard, bzip2, xz
and zip. Which sources an input holds is `find`.

A damaged or truncated archive raises one FormatError that says at which line the data ends.
What stood before the damage has been yielded by then; the caller keeps it and marks the file
as read in part, so nothing half-read looks complete.
"""

import bz2
import gzip
import hashlib
import io
import lzma
import shutil
import tarfile
import tempfile
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, cast

import zstandard

from ...errors import FormatError
from ...files import objects, streams
from . import open_zips, recoded, swelling

HEAD_BYTES = 1 << 17
"""How much of a source is looked at to tell what it is."""

DAMAGE = (
    EOFError, zlib.error, OSError, zipfile.BadZipFile, zstandard.ZstdError, lzma.LZMAError,
    tarfile.TarError,
)  # fmt: skip
"""What the decompressors raise on data that is cut or broken (bzip2: a bare OSError)."""

_GZIP, _ZSTD, ZIP = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK\x03\x04"
_BZIP2, _XZ, _LZMA = b"BZh", b"\xfd7zXZ\x00", b"\x5d\x00\x00"
_MAX_PACKED = 4  # times that data may be packed, one packing in another; own choice
PACKED = (_GZIP, _ZSTD, ZIP, _BZIP2, _XZ)
"""How packed data begins."""
_PARQUET = b"PAR1"


@dataclass(slots=True)
class Stored:
    """A file behind one or more sources, with its size and hash."""

    path: Path
    size: int = 0
    sha256: str = ""
    _budget: swelling.Budget | None = field(default=None, repr=False)

    def digest(self) -> tuple[int, str]:
        if not self.sha256:
            with opened(self.path) as stream:
                self.sha256 = hashlib.file_digest(cast(Any, stream), "sha256").hexdigest()
            self.size = size_of(self.path)
        return self.size, self.sha256

    def budget(self) -> swelling.Budget:
        """Return what all that is unpacked of the file may still come to."""
        if self._budget is None:
            self._budget = swelling.Budget.of(size_of(self.path))
        return self._budget


@dataclass(slots=True)
class Source:
    """One stream of rows or sentences: a file, a member of a zip archive, or standard input."""

    place: str  # how errors and evidence name it
    path: Path | None  # None for standard input
    member: str | None  # inside the archive, `a.zip!b.csv` where they nest
    _stored: Stored = field(repr=False)
    _head: bytes | None = field(default=None, repr=False)
    _spooled: Path | None = field(default=None, repr=False)  # where a copy lies on disk
    _info: zipfile.ZipInfo | None = field(default=None, repr=False)  # where the member begins
    _problem: str | None = None  # why it cannot be opened at all
    _is_whole: bool = field(default=False, repr=False)  # the head is all there is

    def digest(self) -> tuple[int, str]:
        """Return (bytes, sha256) of the file as stored, compressed if it is compressed.

        A file is hashed in a separate pass, once, however many members it holds.
        """
        return self._stored.digest()

    def is_known(self, size: int, sha256: str) -> None:
        """Take size and hash from who has read the file already, so that `digest` need not."""
        self._stored.size, self._stored.sha256 = size, sha256

    def head(self) -> bytes:
        """Return the first `HEAD_BYTES` of the content, decompressed.

        Raises FormatError when not even that can be decompressed.
        """
        if self._head is None:
            with self.open() as stream:
                self._head = self._first(stream)
        return self._head

    def is_small(self) -> bool:
        """Tell whether `head` is all that the source holds, and nothing of it is damaged."""
        self.head()
        return self._is_whole

    def release(self) -> None:
        """Forget the head: of 65,536 files it would take 8 GB."""
        self._head, self._is_whole = None, False

    def open(self) -> BinaryIO:
        """Open the content, decompressed.

        Raises InputError when the file cannot be opened, FormatError when it is a damaged zip
        archive or an Office document.
        """
        if self._problem is not None:
            raise FormatError(self._problem)
        if self._is_whole and self._head is not None:
            return io.BytesIO(self._head)
        if self._spooled is not None:
            return decompressed(opened(self._spooled), self._stored.budget())
        if self._info is not None:
            return self._open_member(self._info)
        assert self.path is not None
        return decompressed(opened(self.path), self._stored.budget())

    def is_parquet(self) -> bool:
        """Tell whether the content is a Parquet file."""
        return self.head().startswith(_PARQUET)

    def seekable(self) -> BinaryIO:
        """Open the content for random access (Parquet); compressed content is spooled to disk."""
        at = self._spooled or (self.path if self.member is None else None)
        if at is not None:
            plain = opened(at)
            if plain.read(4) == _PARQUET:
                plain.seek(0)
                return plain
            plain.close()
        spool = tempfile.TemporaryFile()  # noqa: SIM115 - handed on to the caller
        with self.open() as stream:
            try:
                shutil.copyfileobj(stream, spool, 1 << 20)
            except DAMAGE as error:
                raise FormatError(f"{self.place}: {damage(error)}") from error
        spool.seek(0)
        return cast(BinaryIO, spool)

    def _first(self, stream: BinaryIO) -> bytes:
        head = bytearray()
        try:
            while len(head) < HEAD_BYTES and (block := read_some(stream)):
                head += block
            self._is_whole = len(head) < HEAD_BYTES
        except DAMAGE as error:
            if b"\n" not in head:
                raise FormatError(f"{self.place}: {damage(error)} before its first line") from error
        return bytes(head[:HEAD_BYTES])

    def _open_member(self, info: zipfile.ZipInfo) -> BinaryIO:
        assert self.path is not None
        try:
            return decompressed(open_zips.member(self.path, info), self._stored.budget())
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
            raise FormatError(f"{self.place}: cannot be unpacked: {error}") from error


def read_some(stream: BinaryIO, size: int = 1 << 20) -> bytes:
    """Return the next bytes, at most `size`, at least one before the end.

    Unlike `read`, it hands out what stood before a damaged place before it raises.
    """
    return cast(io.BufferedReader, stream).read1(size)


def damage(error: BaseException) -> str:
    """Say in a few words what is wrong with compressed data."""
    if isinstance(error, EOFError):
        return "the compressed data ends early (truncated file)"
    if isinstance(error, swelling.SwellsError):
        return str(error)
    return f"the compressed data is damaged ({str(error).strip() or type(error).__name__})"


def source_of(
    place: str, path: Path | None, member: str | None, stored: Stored, *,
    spooled: Path | None = None, info: zipfile.ZipInfo | None = None, problem: str | None = None,
) -> Source:  # fmt: skip
    """Return a source of a file that lies at `stored`; `problem` is said when it is opened."""
    why = None if problem is None else f"{place}: {problem}"
    return Source(place, path, member, stored, _spooled=spooled, _info=info, _problem=why)


def opened(path: Path) -> BinaryIO:
    """Open a file, or an object of a store, as it is. Raises InputError when it cannot be read."""
    uri = objects.uri_of(path)
    return streams.opened(path) if uri is None else objects.opened(uri)


def size_of(path: Path) -> int:
    """Return the bytes of a file or object."""
    uri = objects.uri_of(path)
    return path.stat().st_size if uri is None else objects.size_of(uri)


def decompressed(raw: Any, budget: swelling.Budget, buffer_size: int = 1 << 20) -> BinaryIO:
    """Return a stream without its compression, also where packed data was packed again.

    Packed data ends in SwellsError where the budget is spent.
    """
    stream = raw if hasattr(raw, "peek") else io.BufferedReader(raw, buffer_size)
    is_packed = isinstance(raw, zipfile.ZipExtFile)
    for _ in range(_MAX_PACKED):
        try:
            inner = _unpacked(stream, buffer_size)
            if inner is None:
                if is_packed:
                    stream = io.BufferedReader(swelling.Bounded(stream, budget), buffer_size)
                return recoded.plain(stream)
        except DAMAGE:  # comes again where it is read, and is named there
            break
        stream, is_packed = inner, True
    return cast(BinaryIO, stream)


def _unpacked(stream: Any, buffer_size: int) -> Any:
    """Return the stream inside a packed one, by its first bytes; None where it is not packed."""
    magic = stream.peek(6)[:6]
    if magic.startswith(_GZIP):
        return gzip.GzipFile(mode="rb", fileobj=stream)
    if magic.startswith(_ZSTD):
        return io.BufferedReader(cast(Any, _Zstd(stream)), buffer_size)
    if magic.startswith(_BZIP2):
        return bz2.BZ2File(stream)
    return lzma.LZMAFile(stream) if magic.startswith((_XZ, _LZMA)) else None


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
