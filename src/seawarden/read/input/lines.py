"""A stream of bytes, cut into pieces of complete lines.

Lines end in `\\n` or `\\r\\n`. A byte order mark is dropped (UTF-16 comes as UTF-8 already, see
`recoded`); text in an encoding that is named is turned into UTF-8 too; else a piece that
is not UTF-8 is taken as Windows-1252 (what Latin-1 files really are), so that a name with an
accent never costs a row. A row is one line: line breaks
inside quotes are not joined.
"""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from ...errors import FormatError
from .line_census import count_lines
from .source import DAMAGE, damage, read_some

MAX_LINE_BYTES = 1 << 22
"""A longer line is no line of text: the file is of another kind. Own choice, in bytes."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Whole lines of UTF-8 text."""

    data: bytes  # ends in a line feed
    first_line: int  # 1-based
    n_lines: int
    known_starts: NDArray[np.int64] | None = None  # where a reader has found them already

    def starts(self) -> NDArray[np.int64]:
        """Return where each line starts, and the end of the last (n_lines + 1 offsets)."""
        if self.known_starts is not None:
            return self.known_starts
        ends = np.flatnonzero(np.frombuffer(self.data, dtype=np.uint8) == 10) + 1
        return np.concatenate(([0], ends))

    def texts(self, rows: NDArray[np.int64]) -> list[str]:
        """Return the lines `rows` (0-based in this piece) as text, without their line ends."""
        starts = self.starts()
        data = self.data
        spans = zip(starts[rows].tolist(), starts[rows + 1].tolist(), strict=True)
        return [data[a:b].decode("utf-8", "replace").rstrip("\r\n") for a, b in spans]


def pieces(stream: BinaryIO, size: int, place: str, encoding: str | None = None) -> Iterator[Piece]:
    """Yield the lines of `stream` in pieces of about `size` bytes.

    Raises FormatError, after the last complete line before it has been yielded, where compressed
    data is cut or damaged, or where a line never ends.
    """
    decoder = _Decoder(encoding)
    line = 1
    rest = b""
    problem: BaseException | None = None
    while problem is None:
        block, ended, problem = filled(stream, size)
        data = decoder.feed(block, final=ended)
        cut = len(data) if ended and problem is None else data.rfind(b"\n") + 1
        if cut or (ended and rest and problem is None):
            complete = _utf8(b"".join((rest, memoryview(data)[:cut])))
            rest = data[cut:]
            complete = complete if complete.endswith(b"\n") else complete + b"\n"
            count = count_lines(complete)
            yield Piece(complete, line, count)
            line += count
        else:
            rest += data
        if len(rest) > max(MAX_LINE_BYTES, size):
            raise FormatError(f"{place}: line {line} is longer than {MAX_LINE_BYTES} bytes")
        if ended:
            break
    if problem is not None:
        raise FormatError(
            f"{place}: line {line}: {damage(problem)}; the {line - 1} line(s) before it are whole"
        ) from problem


def filled(stream: BinaryIO, size: int) -> tuple[bytes, bool, BaseException | None]:
    """Return (at most `size` bytes, whether the stream ended, what stopped it)."""
    parts: list[bytes] = []
    got = 0
    try:
        while got < size:
            block = read_some(stream, size - got)
            if not block:
                return b"".join(parts), True, None
            parts.append(block)
            got += len(block)
    except DAMAGE as error:
        return b"".join(parts), True, error
    return parts[0] if len(parts) == 1 else b"".join(parts), False, None


class _Decoder:
    """Drops a byte order mark and turns a named encoding into UTF-8."""

    def __init__(self, encoding: str | None = None) -> None:
        self._wide: codecs.IncrementalDecoder | None = None
        if encoding is not None:
            self._wide = codecs.getincrementaldecoder(encoding)(errors="replace")
        self._started = False

    def feed(self, block: bytes, *, final: bool) -> bytes:
        if not self._started and block:
            self._started = True
            if block.startswith(codecs.BOM_UTF8):
                block = block[3:]
        if self._wide is None:
            return block
        return self._wide.decode(block, final).encode("utf-8")


def _utf8(data: bytes) -> bytes:
    if data.isascii():
        return data
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        # Windows-1252 leaves five codes open; those become the replacement character.
        return data.decode("cp1252", "replace").encode("utf-8")
    return data


def decoded_head(head: bytes, encoding: str | None = None) -> str:
    """Return the first bytes of a source as text, for sniffing."""
    decoder = _Decoder(encoding)
    return _utf8_cut(decoder.feed(head, final=False))


def _utf8_cut(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 4:  # the head ends inside a character
            return data[: error.start].decode("utf-8")
        return data.decode("cp1252", "replace")
