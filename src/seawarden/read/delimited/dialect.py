"""How the lines of a delimited file are written, and the table of clean lines."""

import csv
import io
import re
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How the lines of a delimited file are written."""

    separator: str
    names: tuple[str, ...]  # column names, made unique
    header: bytes  # the header line without its line end; empty where there is none
    header_line: int = 1  # the header's, or the last line above the rows where there is none
    decimal_comma: bool = False
    has_blanks: bool = False  # blanks around the cells
    encoding: str | None = None  # None is UTF-8, else Windows-1252, piece by piece


_NO_ROW = re.compile(r"^\s*(?:[-+|]*-[-+|]*|\\\.|\(\d+ rows?\))?\s*$")


def is_no_row(line: str) -> bool:
    """Tell a blank line, or what a database client draws around its rows."""
    return _NO_ROW.match(line) is not None


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
    try:
        cells = _cells(data, dialect, schema, columns)
    except pl.exceptions.PolarsError:  # a quote in the middle of a cell is more than Polars reads
        cells = _cells(_written_anew(data, dialect), dialect, schema, columns)
    return cells.with_columns(pl.all().str.strip_chars()) if as_text else cells


def fields_of(text: str, separator: str) -> list[str]:
    """Return the cells of a line, as the `csv` module reads it; none where it cannot."""
    try:
        return next(csv.reader([text], delimiter=separator), [])
    except csv.Error:
        return []


def line_of(fields: list[str], separator: str) -> bytes:
    """Return a line that holds these cells."""
    out = io.StringIO()
    clean = [f.replace("\n", " ").replace("\r", " ") for f in fields]
    csv.writer(out, delimiter=separator, lineterminator="\n").writerow(clean)
    return out.getvalue().encode("utf-8", "replace")


def _written_anew(data: bytes, dialect: Dialect) -> bytes:
    n = len(dialect.names)
    lines = data.decode("utf-8", "replace").split("\n")[:-1]
    rows = [fields_of(line.rstrip("\r"), dialect.separator) for line in lines]
    return b"".join(line_of(row + [""] * (n - len(row)), dialect.separator) for row in rows)


def _cells(
    data: bytes,
    dialect: Dialect,
    schema: dict[str, pl.Float64 | pl.String],
    columns: list[str] | None,
) -> pl.DataFrame:
    return pl.read_csv(
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
