"""Delimited text (CSV, TSV, semicolons, bars) in pieces, every line accounted for.

A row is one line. Method: one compiled pass (`plain_lines`) reads the lines in plain form. What it
sets aside, a line with a cell in another form, a wrong number of cells, an open quote or none at
all, is read again carefully: blank lines and repeated headers are other; lines with a wrong
number of cells or a quote left open go to the `csv` module, and are kept if that gives the
right number, rejected (`fields`) if not; Polars reads what is left. So one broken line never
costs its neighbours, and the fast way never has to decide what a strange cell means.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...schema import REJECTS
from ..batch import Batch
from ..input.line_census import broken_lines
from ..input.lines import Piece, pieces
from ..input.read_ahead import mapped_ahead, one_ahead
from ..table.changed_statics import Changes
from ..table.layout import STATIC, Layout
from ..table.statics import Said, said_in
from ..table.to_batch import Raw, reject_rows, to_batch
from ..table.typed_columns import by_meaning
from . import plain_lines

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How the lines of a delimited file are written."""

    separator: str
    names: tuple[str, ...]  # column names, made unique
    header: bytes  # the header line without its line end
    header_line: int = 1
    decimal_comma: bool = False
    has_blanks: bool = False  # blanks around the cells


@dataclass(frozen=True, slots=True)
class _Clean:
    """Lines ready for Polars, and what was set aside from them."""

    data: bytes
    kept: Rows  # which lines are left
    mended: dict[int, bytes]  # lines that were written anew
    n_other: int
    bad: Rows
    details: list[str]


@dataclass(frozen=True, slots=True)
class _Read:
    """A piece after all that can be done with it by itself, in any thread."""

    raw: Raw
    n_other: int
    rejects: pl.DataFrame


@dataclass(frozen=True, slots=True)
class _How:
    """How to read one file."""

    layout: Layout
    dialect: Dialect
    plan: plain_lines.Plan | None
    file_id: int

    @property
    def numeric(self) -> frozenset[str]:
        """The columns that hold numbers."""
        return frozenset(c for m, c in self.layout.columns.items() if self.layout.is_number(m))


def read(
    stream: BinaryIO, layout: Layout, dialect: Dialect, *, file_id: int, place: str, size: int
) -> Iterator[Batch]:
    """Yield the batches of a delimited file; raises FormatError where compressed data is cut."""
    changes = Changes()
    plan = plain_lines.plan(
        layout,
        dialect.names,
        dialect.separator,
        decimal_comma=dialect.decimal_comma,
        has_blanks=dialect.has_blanks,
    )
    how = _How(layout, dialect, plan, file_id)
    for done in mapped_ahead(
        lambda piece: _read(piece, how), one_ahead(pieces(stream, size, place))
    ):
        if done.raw.frame.height or done.n_other or done.rejects.height:
            yield to_batch(
                done.raw, file_id=file_id, changes=changes, n_other=done.n_other,
                rejects=done.rejects,
            )  # fmt: skip


def table(
    data: bytes,
    dialect: Dialect,
    numeric: frozenset[str] = frozenset(),
    columns: list[str] | None = None,
) -> pl.DataFrame:
    """Read clean lines; `numeric` names the columns to read as Float64, the rest is text.

    `columns` are the ones wanted (all by default), in the order of the file.
    """
    as_text = dialect.has_blanks  # Polars reads no number with a blank behind it
    typed = frozenset() if as_text else numeric
    schema = {n: pl.Float64() if n in typed else pl.String() for n in dialect.names}
    if not data:
        return pl.DataFrame(schema={n: t for n, t in schema.items() if n in (columns or schema)})
    cells = pl.read_csv(
        data,
        has_header=False,
        schema=schema,
        columns=None if columns is None else [dialect.names.index(n) for n in columns],
        separator=dialect.separator,
        quote_char='"' if b'"' in data else None,
        decimal_comma=dialect.decimal_comma,
        ignore_errors=True,
        extra_columns="raise",
    )
    return cells.with_columns(pl.all().str.strip_chars()) if as_text else cells


def _body(piece: Piece, dialect: Dialect) -> tuple[Piece, int]:
    """Cut the header, and what stands above it, off the first piece."""
    if piece.first_line > dialect.header_line:
        return piece, 0
    n = min(dialect.header_line - piece.first_line + 1, piece.n_lines)
    start = 0
    for _ in range(n):
        start = piece.data.index(b"\n", start) + 1
    skipped = n - 1 if n == dialect.header_line - piece.first_line + 1 else n
    return Piece(piece.data[start:], piece.first_line + n, piece.n_lines - n), skipped


def _read(piece: Piece, how: _How) -> _Read:
    """Read a piece: the plain lines at once, the others carefully, in the order of the file."""
    piece, skipped = _body(piece, how.dialect)
    if how.plan is None:
        return _whole(piece, skipped, how)
    found = plain_lines.read(piece.data, piece.n_lines, how.plan)
    lines = pl.Series("line", np.arange(piece.n_lines) + piece.first_line, dtype=pl.UInt32)
    frame, what = found.frame(lines), found.values.what
    piece = replace(piece, known_starts=found.values.starts)
    odd = found.not_plain()
    if not len(odd):
        return _done(frame, what, _Lines(piece, None, {}), skipped, None, how)
    clean = _cleaned(_picked(piece, odd), how.dialect)
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


def _whole(piece: Piece, skipped: int, how: _How) -> _Read:
    """Read a piece of a file that has no plan: all of it carefully."""
    clean = _cleaned(piece, how.dialect)
    lines = pl.Series("line", clean.kept + piece.first_line, dtype=pl.UInt32)
    frame = by_meaning(table(clean.data, how.dialect, how.numeric), how.layout, lines)
    return _done(frame, None, _Lines(piece, clean.kept, clean.mended), skipped, clean, how)


def _done(
    frame: pl.DataFrame,
    what: NDArray[np.uint64] | None,
    lines: "_Lines",
    skipped: int,
    clean: _Clean | None,
    how: _How,
) -> _Read:
    static = replace(how.layout, columns=_only(how.layout, STATIC))
    wanted = [n for n in how.dialect.names if n in static.columns.values()]

    def said(rows: Rows) -> pl.DataFrame:
        cells = table(lines.data(rows), how.dialect, how.numeric, wanted)
        return by_meaning(cells, static, pl.Series("line", rows)).drop("line")

    raw = Raw(
        frame=frame,
        said=said_in(frame) if what is None else Said(what, said),
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
    columns |= {m: how.layout.columns[m] for m in ("time", "lat", "lon")}
    return pl.DataFrame({m: text[c] for m, c in columns.items()})


def _picked(piece: Piece, rows: Rows) -> Piece:
    """Return a piece of some lines of another."""
    starts = piece.starts()
    spans = zip(starts[rows].tolist(), starts[rows + 1].tolist(), strict=True)
    return Piece(b"".join([piece.data[a:b] for a, b in spans]), 1, len(rows))


def _cleaned(piece: Piece, dialect: Dialect) -> _Clean:
    """Set blank lines and headers aside, mend what `csv` can read, reject the rest."""
    suspects = np.flatnonzero(_suspect(piece, dialect))
    keep = np.ones(piece.n_lines, dtype=np.bool_)
    mended: dict[int, bytes] = {}
    bad: list[int] = []
    details: list[str] = []
    n_other = 0
    for row, text in zip(suspects.tolist(), piece.texts(suspects), strict=True):
        if not text.strip() or text.encode().strip() == dialect.header.strip():
            keep[row] = False
            n_other += 1
            continue
        fields = _fields(text, dialect.separator)
        if len(fields) == len(dialect.names):
            mended[row] = _line(fields, dialect.separator)
        else:
            keep[row] = False
            bad.append(row)
            details.append(f"came {len(fields)} field(s), expected {len(dialect.names)}")
    data = _joined(piece, keep, mended) if len(suspects) else piece.data
    kept = np.flatnonzero(keep)
    return _Clean(data, kept, mended, n_other, np.array(bad, dtype=np.int64), details)


def _suspect(piece: Piece, dialect: Dialect) -> NDArray[np.bool_]:
    """Mark lines that are blank, headers, have an open quote or a wrong number of fields."""
    out = broken_lines(piece.data, piece.n_lines, dialect.separator, len(dialect.names))
    at = piece.data.find(dialect.header)
    if at >= 0:
        ends = piece.starts()[1:]
        while at >= 0:
            out[np.searchsorted(ends, at, side="right")] = True
            at = piece.data.find(dialect.header, at + 1)
    return out


def _fields(text: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([text], delimiter=separator))
    except csv.Error:
        return []


def _line(fields: list[str], separator: str) -> bytes:
    out = io.StringIO()
    clean = [f.replace("\n", " ").replace("\r", " ") for f in fields]
    csv.writer(out, delimiter=separator, lineterminator="\n").writerow(clean)
    return out.getvalue().encode()


def _joined(piece: Piece, keep: NDArray[np.bool_], mended: dict[int, bytes]) -> bytes:
    """Return the kept lines, the mended ones in their new form."""
    starts = piece.starts().tolist()
    changed = sorted({*np.flatnonzero(~keep).tolist(), *mended})
    parts: list[bytes] = []
    done = 0
    for row in changed:
        parts.append(piece.data[starts[done] : starts[row]])
        if row in mended:
            parts.append(mended[row])
        done = row + 1
    parts.append(piece.data[starts[done] :])
    return b"".join(parts)
