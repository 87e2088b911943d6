"""Tables joined into one file: the place where the header changes, and how to read on from there.

Files of several days or publishers are often joined with `cat`. Each header begins a table of its
own; read under the first one, its rows would be rejected, or worse, their longitudes taken for
latitudes. Method: every line that holds the word MMSI and no number of six digits is looked at;
if it names three of the four columns that a report needs, and is not the header at hand, it is a
new one. The rows behind a header that cannot be read stay rejects under the old one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ...errors import SeawardenError
from ..input.line_census import count_mmsi
from ..input.lines import Piece
from ..table.choices import Choices
from ..table.layout import Layout
from .dialect import Dialect
from .header import is_header, understand

_WORDS = (b"mmsi", b"MMSI", b"Mmsi")
_ROW = re.compile(rb"\d{6}")
_ENOUGH_ROWS = 50  # behind a new header, to learn from; own choice


@dataclass(frozen=True, slots=True)
class Part:
    """Lines under one header."""

    piece: Piece
    layout: Layout
    dialect: Dialect


def parts(
    pieces: Iterator[Piece], layout: Layout, dialect: Dialect, choices: Choices, place: str
) -> Iterator[Part]:
    """Yield the pieces of a file, cut where the header changes, each with how to read it."""
    held: Piece | None = None
    after = dialect.header_line  # headers up to here are known
    for came in pieces:
        piece = _joined(held, came)
        held = None
        while (at := _new_header(piece, dialect, after)) is not None:
            before, rest = _cut(piece, at)
            if before.n_lines:
                yield Part(before, layout, dialect)
            if rest.n_lines <= _ENOUGH_ROWS:
                held = rest
                break
            layout, dialect, after = _understood(rest, layout, dialect, choices, place)
            piece = rest
        if held is None:
            yield Part(piece, layout, dialect)
    if held is not None:
        layout, dialect, after = _understood(held, layout, dialect, choices, place)
        yield Part(held, layout, dialect)


def _new_header(piece: Piece, dialect: Dialect, after: int) -> int | None:
    """Return the offset of the first line that is the header of another table, or None."""
    data = piece.data
    places = []
    # Most pieces hold the word nowhere, or in the header at hand alone: one pass shows it.
    known = piece.first_line <= after and dialect.header.lower().count(b"mmsi")
    if count_mmsi(data) <= known:
        return None
    for word in _WORDS:
        at = data.find(word)
        while at >= 0:
            start, end = data.rfind(b"\n", 0, at) + 1, data.find(b"\n", at)
            line = data[start:end].strip(b"\r")
            if (
                not _ROW.search(line)
                and line.strip() != dialect.header.strip()
                and is_header(line.decode("utf-8", "replace"))
                and piece.first_line + data.count(b"\n", 0, start) > after
            ):
                places.append(start)
                break
            at = data.find(word, end)
    return min(places, default=None)


def _cut(piece: Piece, at: int) -> tuple[Piece, Piece]:
    n = piece.data.count(b"\n", 0, at)
    before = Piece(piece.data[:at], piece.first_line, n)
    return before, Piece(piece.data[at:], piece.first_line + n, piece.n_lines - n)


def _joined(held: Piece | None, piece: Piece) -> Piece:
    if held is None:
        return piece
    return Piece(held.data + piece.data, held.first_line, held.n_lines + piece.n_lines)


def _understood(
    rest: Piece, layout: Layout, dialect: Dialect, choices: Choices, place: str
) -> tuple[Layout, Dialect, int]:
    """Return how to read the rows behind a new header, and the line up to which it is known."""
    line = rest.first_line
    head = rest.data[: 1 << 17]
    cut = head[: head.rfind(b"\n") + 1].decode("utf-8", "replace")
    try:
        new, its = understand(
            cut, place=f"{place}: line {line}", choices=replace(choices, skip_rows=0),
            is_complete=True, encoding=dialect.encoding,
        )  # fmt: skip
    except SeawardenError:
        return layout, dialect, line
    if new.clock.is_ambiguous:
        new = replace(new, clock=replace(new.clock, layout=layout.clock.layout))
    return new, replace(its, header_line=line + its.header_line - 1), line
