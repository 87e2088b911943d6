"""Lines that are not in plain form: set aside, mended by the `csv` module, or rejected.

Blank lines, repeated headers and the lines that a database client draws are other. Lines with a
wrong number of cells or a quote left open go to the `csv` module, and are kept if that gives the
right number, rejected if not.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..input.line_census import broken_lines
from ..input.lines import Piece
from .dialect import Dialect, fields_of, is_no_row, line_of

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class CleanLines:
    """Lines ready for Polars, and what was set aside from them."""

    data: bytes
    kept: Rows  # which lines are left
    mended: dict[int, bytes]  # lines that were written anew
    n_other: int
    bad: Rows
    details: list[str]


def picked(piece: Piece, rows: Rows) -> Piece:
    """Return a piece of some lines of another."""
    starts = piece.starts()
    spans = zip(starts[rows].tolist(), starts[rows + 1].tolist(), strict=True)
    return Piece(b"".join([piece.data[a:b] for a, b in spans]), 1, len(rows))


def cleaned(piece: Piece, dialect: Dialect) -> CleanLines:
    """Set blank lines and headers aside, mend what `csv` can read, reject the rest."""
    suspects = np.flatnonzero(_suspect(piece, dialect))
    keep = np.ones(piece.n_lines, dtype=np.bool_)
    mended: dict[int, bytes] = {}
    bad: list[int] = []
    details: list[str] = []
    n_other = 0
    for row, text in zip(suspects.tolist(), piece.texts(suspects), strict=True):
        if is_no_row(text) or text.encode("utf-8", "replace").strip() == dialect.header.strip():
            keep[row] = False
            n_other += 1
            continue
        fields = fields_of(text, dialect.separator)
        if len(fields) == len(dialect.names):
            mended[row] = line_of(fields, dialect.separator)
        else:
            keep[row] = False
            bad.append(row)
            details.append(f"came {len(fields)} field(s), expected {len(dialect.names)}")
    data = _joined(piece, keep, mended) if len(suspects) else piece.data
    kept = np.flatnonzero(keep)
    return CleanLines(data, kept, mended, n_other, np.array(bad, dtype=np.int64), details)


def _suspect(piece: Piece, dialect: Dialect) -> NDArray[np.bool_]:
    """Mark lines that are blank, headers, have an open quote or a wrong number of fields."""
    out = broken_lines(piece.data, piece.n_lines, dialect.separator, len(dialect.names))
    at = piece.data.find(dialect.header) if dialect.header else -1
    if at >= 0:
        ends = piece.starts()[1:]
        while at >= 0:
            out[np.searchsorted(ends, at, side="right")] = True
            at = piece.data.find(dialect.header, at + 1)
    return out


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
