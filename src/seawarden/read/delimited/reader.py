"""Delimited text (CSV, TSV, semicolons, bars) in pieces, every line accounted for.

A row is one line. Method: one compiled pass (`plain_lines`) reads the lines in plain form. What it
sets aside, a line with a cell in another form, a wrong number of cells, an open quote or none at
all, is read again by `careful_lines`, and Polars reads what that leaves. So one broken line never
costs its neighbours, and the fast pass never has to decide what a strange cell means.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...schema import REJECTS
from ..batch import Batch
from ..input.lines import Piece, pieces
from ..input.prefetch import mapped_in_threads, prefetched
from ..table.changed_statics import Changes
from ..table.choices import Choices
from ..table.layout import STATIC, Layout
from ..table.statics import StaticCells, static_cells_of
from ..table.to_batch import Raw, reject_rows, to_batch
from ..table.typed_columns import by_meaning
from . import header_changes, plain_lines
from .careful_lines import CleanLines, cleaned, picked
from .dialect import Dialect, table

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Read:
    """A piece after all that can be done with it by itself, in any thread."""

    raw: Raw
    n_other: int
    rejects: pl.DataFrame


@dataclass(frozen=True, slots=True)
class _How:
    """How to read a part of a file."""

    layout: Layout
    dialect: Dialect
    plan: plain_lines.Plan | None
    file_id: int

    @classmethod
    def of(cls, part: header_changes.Part, file_id: int) -> "_How":
        """Return how to read a part of a file under one header."""
        layout, dialect = part.layout, part.dialect
        plan = plain_lines.plan(
            layout, dialect.names, dialect.separator,
            decimal_comma=dialect.decimal_comma, has_blanks=dialect.has_blanks,
        )  # fmt: skip
        return cls(layout, dialect, plan, file_id)

    @property
    def numeric(self) -> frozenset[str]:
        """The columns that hold numbers."""
        is_number = self.layout.is_number
        # An MMSI is read as text first: as a number, 4.12E+08 would pass for one.
        text = {"mmsi", *self.layout.with_units}
        return frozenset(
            c for m, c in self.layout.columns.items() if is_number(m) and m not in text
        )


def read(
    stream: BinaryIO,
    layout: Layout,
    dialect: Dialect,
    *,
    file_id: int,
    place: str,
    size: int,
    choices: Choices | None = None,
    is_small: bool = False,
) -> Iterator[Batch]:
    """Yield the batches of a delimited file; raises FormatError where compressed data is cut.

    A small file is read in this thread: starting others would take longer.
    """
    changes = Changes()
    found = pieces(stream, size, place, dialect.encoding)
    if not is_small:
        found = prefetched(found)
    parts = header_changes.parts(found, layout, dialect, choices or Choices(), place)

    def made(part: header_changes.Part) -> _Read:
        return _read(part.piece, _How.of(part, file_id))

    for done in map(made, parts) if is_small else mapped_in_threads(made, parts):
        if done.raw.frame.height or done.n_other or done.rejects.height:
            yield to_batch(
                done.raw, file_id=file_id, changes=changes, n_other=done.n_other,
                rejects=done.rejects,
            )  # fmt: skip


def _body(piece: Piece, dialect: Dialect) -> tuple[Piece, int]:
    """Cut the header, and what stands above it, off the first piece."""
    if piece.first_line > dialect.header_line:
        return piece, 0
    n = min(dialect.header_line - piece.first_line + 1, piece.n_lines)
    start = 0
    for _ in range(n):
        start = piece.data.index(b"\n", start) + 1
    has_header = dialect.header and n == dialect.header_line - piece.first_line + 1
    skipped = n - 1 if has_header else n
    return Piece(piece.data[start:], piece.first_line + n, piece.n_lines - n), skipped


def _read(piece: Piece, how: _How) -> _Read:
    """Read a piece: the plain lines at once, the others carefully, in the order of the file."""
    piece, skipped = _body(piece, how.dialect)
    if how.plan is None:
        return _read_carefully(piece, skipped, how)
    found = plain_lines.read(piece.data, piece.n_lines, how.plan)
    lines = pl.Series("line", np.arange(piece.n_lines) + piece.first_line, dtype=pl.UInt32)
    frame, what = found.frame(lines), found.values.what
    piece = replace(piece, known_starts=found.values.starts)
    odd = found.not_plain()
    if not len(odd):
        return _done(frame, what, _Lines(piece, None, {}), skipped, None, how)
    clean = cleaned(picked(piece, odd), how.dialect)
    kept = odd[clean.kept]
    careful = table(clean.data, how.dialect, how.numeric)
    again = by_meaning(careful, how.layout, lines.gather(kept)).drop(STATIC, strict=False)
    what[kept] = plain_lines.fingerprints_of(careful, how.plan)
    is_left = np.ones(piece.n_lines, dtype=np.bool_)
    is_left[odd] = False
    frame = pl.concat([frame.filter(pl.Series(is_left)), again], how="diagonal").sort("line")
    is_left[kept] = True
    index = np.flatnonzero(is_left)
    mended = {int(odd[row]): line for row, line in clean.mended.items()}
    set_aside = replace(clean, bad=odd[clean.bad])
    return _done(frame, what[index], _Lines(piece, index, mended), skipped, set_aside, how)


def _read_carefully(piece: Piece, skipped: int, how: _How) -> _Read:
    """Read a piece of a file that has no plan: all of it carefully."""
    clean = cleaned(piece, how.dialect)
    cells = table(clean.data, how.dialect, how.numeric)
    lines = pl.Series("line", clean.kept + piece.first_line, dtype=pl.UInt32)
    frame = by_meaning(cells, how.layout, lines)
    return _done(frame, None, _Lines(piece, clean.kept, clean.mended), skipped, clean, how)


def _done(
    frame: pl.DataFrame,
    what: NDArray[np.uint64] | None,
    lines: "_Lines",
    skipped: int,
    clean: CleanLines | None,
    how: _How,
) -> _Read:
    static = replace(how.layout, columns=_only(how.layout, STATIC))
    wanted = [n for n in how.dialect.names if n in static.columns.values()]

    def static_cells(rows: Rows) -> pl.DataFrame:
        cells = table(lines.data(rows), how.dialect, how.numeric, wanted)
        return by_meaning(cells, static, pl.Series("line", rows)).drop("line")

    raw = Raw(
        frame=frame,
        static_cells=static_cells_of(frame)
        if what is None
        else StaticCells(
            what, static_cells, lambda rows: _texts(lines.data(rows), how, wanted), _meaning(how)
        ),
        cells=lambda rows: _four(lines.data(rows), how),
        texts=lines.texts,
        draught_unit_m=how.layout.draught_unit_m,
        receiver=how.layout.receiver,
    )
    if clean is None:
        return _Read(raw, skipped, REJECTS.empty())
    rejects = REJECTS.empty()
    if len(clean.bad):
        texts, first = lines.piece.texts(clean.bad), lines.piece.first_line
        rejects = reject_rows(clean.bad + first, "fields", clean.details, texts, how.file_id)
    return _Read(raw, clean.n_other + skipped, rejects)


def _texts(data: bytes, how: _How, wanted: Sequence[str]) -> list[tuple[object, ...]] | None:
    """Return the cells of some columns as they stand; None where one may be in quotes."""
    if b'"' in data:
        return None
    places = [how.dialect.names.index(name) for name in wanted]
    sign = how.dialect.separator.encode()
    lines = [line.rstrip(b"\r").split(sign) for line in data.split(b"\n") if line]
    n = len(how.dialect.names)
    if any(len(line) != n for line in lines):
        return None
    return [tuple(line[i] for i in places) for line in lines]


def _meaning(how: _How) -> tuple[object, ...]:
    """Return all that, beside a row's static cells, settles what they say."""
    layout = how.layout
    columns = tuple((m, c) for m, c in layout.columns.items() if m in STATIC)
    factors = tuple((m, f) for m, f in layout.factors.items() if m in STATIC)
    return columns, factors, layout.numbers, layout.with_units, how.dialect.decimal_comma


@dataclass(slots=True)
class _Lines:
    """The lines behind the rows of a frame."""

    piece: Piece
    index: Rows | None  # the line of each row; None when all lines are rows
    mended: dict[int, bytes]

    def data(self, rows: Rows) -> bytes:
        """Return some rows' lines one behind the other, mended ones in their new form."""
        at = self._at(rows)
        starts, data, mended = self.piece.starts(), self.piece.data, self.mended
        spans = zip(at.tolist(), starts[at].tolist(), starts[at + 1].tolist(), strict=True)
        if not mended:
            return b"".join([data[a:b] for _, a, b in spans])
        return b"".join([mended.get(row) or data[a:b] for row, a, b in spans])

    def texts(self, rows: Rows) -> list[str]:
        """Return some rows' lines as they stand in the file."""
        return self.piece.texts(self._at(rows))

    def _at(self, rows: Rows) -> Rows:
        return rows if self.index is None else self.index[rows]


def _only(layout: Layout, meanings: Sequence[str]) -> dict[str, str]:
    return {m: c for m, c in layout.columns.items() if m in meanings}


def _four(data: bytes, how: _How) -> pl.DataFrame:
    """Return the cells of time, mmsi, lat and lon of some lines, as they stand in the file."""
    text = table(data, how.dialect)
    columns = {"mmsi": how.layout.columns.get("mmsi", how.layout.columns.get("seg_id", ""))}
    columns |= {m: how.layout.columns[m] for m in ("time", "lat", "lon") if m in how.layout.columns}
    cells = {m: text[c] for m, c in columns.items()}
    none = pl.repeat(None, text.height, dtype=pl.String, eager=True)
    return pl.DataFrame({m: cells.get(m, none) for m in ("mmsi", "time", "lat", "lon")})
