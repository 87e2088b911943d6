"""JSON messages, given line by line as they come: the same reading as of a file that holds them.

An AISStream envelope goes through `reader`, an AIS-catcher message through its sentences; each
keeps between pieces what it keeps between the pieces of a file (line numbers, the statics that a
ship sent last, open multipart messages).
"""

from typing import Literal

from ..batch import Batch, empty
from ..input.line_census import count_lines
from ..input.lines import Piece
from ..nmea.feed import Feed as NmeaFeed
from ..table.changed_statics import Changes
from . import aiscatcher, aisstream
from .reader import batch_of

Kind = Literal["aisstream", "aiscatcher"]


class Feed:
    """Decodes one input of JSON messages, one a line, that is still growing."""

    def __init__(self, file_id: int, kind: Kind) -> None:
        """`file_id` is the input's number in REPORTS."""
        self._file_id = file_id
        self._changes = Changes()
        self._line = 1
        self._kept = b""
        self._sentences = NmeaFeed(file_id) if kind == "aiscatcher" else None

    @property
    def is_between_messages(self) -> bool:
        """Whether nothing waits: no message lacks a part, no line its end."""
        return not self._kept and (self._sentences is None or self._sentences.is_between_messages)

    def push(self, data: bytes) -> Batch:
        """Return what the next bytes settle; a line without its end waits for the rest."""
        data = self._kept + data if self._kept else data
        complete = data.rfind(b"\n") + 1
        self._kept = data[complete:]
        return self._read(data[:complete]) if complete else empty()

    def close(self) -> Batch:
        """Return what was still open at the end of the input; the feed is used up."""
        from ..nmea.feed import joined

        data, self._kept = self._kept, b""
        parts = [self._read(data + b"\n")] if data else []
        parts += [self._sentences.close()] if self._sentences else []
        return joined(parts)

    def _read(self, data: bytes) -> Batch:
        piece = Piece(_as_utf8(data), self._line, count_lines(data))
        self._line += piece.n_lines
        if self._sentences is not None:
            return self._sentences.push(aiscatcher.as_nmea(iter([piece])).read())
        return batch_of(
            piece, aisstream.LAYOUT, aisstream.SCHEMA, aisstream.flatten, self._file_id,
            self._changes,
        )  # fmt: skip


def _as_utf8(data: bytes) -> bytes:
    return data if data.isascii() else data.decode("utf-8", "replace").encode()
