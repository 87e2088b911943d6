"""Delimited text (CSV, TSV, semicolons, bars) in pieces, every line accounted for.

A row is one line. Method: a piece whose separators add up to the right number for its lines,
without quotes, blank lines or repeated headers, goes to Polars whole. Any other piece is first
cleaned line by line: blank lines and repeated headers are set aside (other), lines with a
wrong number of fields or a quote left open are read again by the `csv` module, and kept if
that gives the right number of fields, rejected (`fields`) if not. So one broken line never
costs its neighbours.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ..schema import REJECTS
from .ahead import one_ahead
from .batch import Batch
from .census import broken_lines, census
from .changes import Changes
from .layout import Layout
from .lines import Piece, pieces
from .rows import Raw, reject_rows, to_batch
from .typed import by_meaning

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
    """A piece ready for Polars, and what was set aside from it."""

    piece: Piece
    kept: Rows | None  # lines of the first piece that are left; None when all are
    n_other: int
    bad: Rows
    details: list[str]


def read(
    stream: BinaryIO, layout: Layout, dialect: Dialect, *, file_id: int, place: str, size: int
) -> Iterator[Batch]:
    """Yield the batches of a delimited file; raises FormatError where compressed data is cut."""
    changes = Changes()
    for piece in one_ahead(pieces(stream, size, place)):
        body, skipped = _body(piece, dialect)
        if body.n_lines or skipped:
            yield _batch(body, skipped, layout, dialect, file_id, changes)


def table(data: bytes, dialect: Dialect, numeric: frozenset[str] = frozenset()) -> pl.DataFrame:
    """Read clean lines; `numeric` names the columns to read as Float64, the rest is text."""
    as_text = dialect.has_blanks  # Polars reads no number with a blank behind it
    typed = frozenset() if as_text else numeric
    schema = {n: pl.Float64() if n in typed else pl.String() for n in dialect.names}
    if not data:
        return pl.DataFrame(schema=schema)
    cells = pl.read_csv(
        data,
        has_header=False,
        schema=schema,
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
    start = int(piece.starts()[n])
    skipped = n - 1 if n == dialect.header_line - piece.first_line + 1 else n
    return Piece(piece.data[start:], piece.first_line + n, piece.n_lines - n), skipped


def _batch(
    piece: Piece, skipped: int, layout: Layout, dialect: Dialect, file_id: int, changes: Changes
) -> Batch:
    numeric = frozenset(c for m, c in layout.columns.items() if layout.is_number(m))
    clean = _Clean(piece, None, 0, np.zeros(0, dtype=np.int64), [])
    cells: pl.DataFrame | None = None
    if _is_plain(piece, dialect):
        try:
            cells = table(piece.data, dialect, numeric)
        except pl.exceptions.ComputeError:  # two wrong lines that made up for one another
            cells = None
    if cells is None or cells.height != piece.n_lines:
        clean = _cleaned(piece, dialect)
        cells = table(clean.piece.data, dialect, numeric)
    kept = clean.kept
    index = np.arange(cells.height, dtype=np.int64) if kept is None else kept
    lines = pl.Series("line", index + piece.first_line, dtype=pl.UInt32)
    raw = Raw(
        frame=by_meaning(cells, layout, lines),
        cells=lambda rows: _cells(clean.piece, rows, layout, dialect),
        texts=lambda rows: piece.texts(index[rows]),
        draught_unit_m=layout.draught_unit_m,
        receiver=layout.receiver,
    )
    rejects = REJECTS.empty()
    if len(clean.bad):
        texts = piece.texts(clean.bad)
        rejects = reject_rows(clean.bad + piece.first_line, "fields", clean.details, texts, file_id)
    return to_batch(
        raw, file_id=file_id, changes=changes, n_other=clean.n_other + skipped, rejects=rejects
    )


def _cells(piece: Piece, rows: Rows, layout: Layout, dialect: Dialect) -> pl.DataFrame:
    """Return the cells of time, mmsi, lat and lon of some rows, as they stand in the file."""
    starts = piece.starts()
    data = piece.data
    spans = zip(starts[rows].tolist(), starts[rows + 1].tolist(), strict=True)
    text = table(b"".join(data[a:b] for a, b in spans), dialect)
    columns = {m: layout.columns.get(m, layout.columns.get("seg_id", "")) for m in ("mmsi",)}
    columns |= {m: layout.columns[m] for m in ("time", "lat", "lon")}
    return pl.DataFrame({m: text[c] for m, c in columns.items()})


def _is_plain(piece: Piece, dialect: Dialect) -> bool:
    """Tell whether a piece can go to Polars as it is."""
    if dialect.header in piece.data:
        return False
    found = census(piece.data, dialect.separator)
    fields = piece.n_lines * (len(dialect.names) - 1)
    return not found.quotes and not found.blanks and found.separators == fields


def _cleaned(piece: Piece, dialect: Dialect) -> _Clean:
    """Set blank lines and headers aside, mend what `csv` can read, reject the rest."""
    suspects = np.flatnonzero(_suspect(piece, dialect))
    if not len(suspects):
        return _Clean(piece, None, 0, suspects, [])
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
    kept = np.flatnonzero(keep)
    data = _joined(piece, keep, mended)
    return _Clean(
        Piece(data, piece.first_line, len(kept)),
        kept,
        n_other,
        np.array(bad, dtype=np.int64),
        details,
    )


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
