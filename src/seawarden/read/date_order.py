"""Day or month first: the first row anywhere in a file with a number above 12 shows it.

03/04/2026 is the third of April to most of the world and the fourth of March to the United
States. The first rows of a file seldom show which; the file is read through for one that does,
its column of times alone. Where none does, the file is refused: twelve days would become twelve
months in silence.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

import polars as pl

from ..errors import FormatError
from . import parquet
from .delimited.careful_lines import cleaned
from .delimited.dialect import Dialect, table
from .input.lines import pieces
from .input.source import Source
from .table.choices import DATE_ORDERS
from .table.layout import Layout
from .table.times import order_shown

if TYPE_CHECKING:
    from .sniff import Format

_BYTES = 1 << 24


def settled(source: Source, format: "Format") -> Layout:
    """Return the layout of a source whose dates fit both orders, with the order settled.

    Raises FormatError, with a sample cell and the option, when no row of the file shows it.
    """
    layout = format.layout
    assert layout is not None
    column = layout.columns.get("date", layout.columns["time"])
    first = ""
    for cells in _cells(source, format, column):
        order = order_shown(cells)
        if order is not None:
            return replace(layout, clock=layout.clock.ordered(order))
        filled = cells.drop_nulls()
        first = first or (str(filled[0]) if len(filled) else "")
    raise FormatError(
        f"{source.place}: dates in '{column}' could be day first or month first: the first is "
        f"'{first}', and no row has a number above 12 there; say which with --date-order "
        f"{' or --date-order '.join(DATE_ORDERS)}"
    )


def _cells(source: Source, format: "Format", column: str) -> Iterator[pl.Series]:
    if format.name == "parquet":
        with source.seekable() as stream:
            yield from parquet.cells_of_column(stream, column, place=source.place)
        return
    try:
        with source.open() as stream:
            if format.dialect is not None:
                yield from _of_text(stream, format.dialect, column, source.place)
            else:
                yield from _of_json(stream, column, source.place)
    except FormatError:
        return  # cut data: the reader will say so


def _of_text(stream: BinaryIO, dialect: Dialect, column: str, place: str) -> Iterator[pl.Series]:
    for piece in pieces(stream, _BYTES, place, dialect.encoding):
        clean = cleaned(piece, dialect)
        yield table(clean.data, dialect, columns=[column])[column]


def _of_json(stream: BinaryIO, column: str, place: str) -> Iterator[pl.Series]:
    """Find the cells by their key: only what looks like a date with its year last counts."""
    key = column.rsplit(".", 1)[-1]
    pattern = re.compile(rf'"{re.escape(key)}"\s*:\s*"(\d{{1,2}}[/-]\d{{1,2}}[/-]\d{{4}})'.encode())
    for piece in pieces(stream, _BYTES, place):
        yield pl.Series([m.decode() for m in pattern.findall(piece.data)], dtype=pl.String)
