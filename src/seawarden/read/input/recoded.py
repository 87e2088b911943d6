"""Text that no reader expects as it stands: UTF-16, UTF-32, lines that end in a carriage return.

A PowerShell redirect writes UTF-16, some spreadsheets UTF-16 or UTF-32 without a mark, old
Macintosh programs `\\r` alone. Such a stream is turned into UTF-8 with `\\n` on its way, so that
every reader, NMEA's too, sees plain text. The first bytes decide: a byte order mark, or letters
with zeros between them. Blind spot: UTF-16 without a mark whose first letters are not Latin.
"""

import codecs
import io
from typing import Any, BinaryIO, cast

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_ZEROS = {"x0x0": "utf-16-le", "0x0x": "utf-16-be", "x000": "utf-32-le", "000x": "utf-32-be"}
"""Where Latin letters leave zeros."""
_LOOKED_AT = 4096


def plain(stream: Any) -> BinaryIO:
    """Return `stream` (buffered) as it is, or turned into UTF-8 lines where it is other text."""
    start = stream.peek(_LOOKED_AT)[:_LOOKED_AT]
    encoding = _encoding(start)
    has_returns = encoding is None and b"\r" in start[:-1] and b"\n" not in start
    if encoding is None and (not has_returns or b"\x00" in start):
        return cast(BinaryIO, stream)
    return cast(BinaryIO, io.BufferedReader(_Recoded(stream, encoding), 1 << 20))


def _encoding(start: bytes) -> str | None:
    for mark, name in _MARKS:
        if start.startswith(mark):
            return name
    if len(start) < 8 or b"\x00" not in start[:8]:
        return None
    first, second = ("".join("0" if b == 0 else "x" for b in start[i : i + 4]) for i in (0, 4))
    return _ZEROS.get(first) if first == second else None


class _Recoded(io.RawIOBase):
    def __init__(self, raw: Any, encoding: str | None) -> None:
        self._raw, self._ready, self._ended = raw, b"", False
        self._decoder = None
        if encoding is not None:
            self._decoder = codecs.getincrementaldecoder(encoding)(errors="replace")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready and not self._ended:
            block = self._raw.read1(1 << 18)
            self._ended = not block
            if self._decoder is None:
                self._ready = block.replace(b"\r", b"\n")
            else:
                text = self._decoder.decode(block, self._ended)
                self._ready = text.removeprefix("\ufeff").encode("utf-8", "replace")
        taken = min(len(buffer), len(self._ready))
        buffer[:taken] = self._ready[:taken]
        self._ready = self._ready[taken:]
        return taken
