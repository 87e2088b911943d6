"""How the lines of a delimited file are written, and the table of clean lines."""

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How the lines of a delimited file are written."""

    separator: str
    names: tuple[str, ...]  # column names, made unique
    header: bytes  # the header line without its line end
    header_line: int = 1
    decimal_comma: bool = False
    has_blanks: bool = False  # blanks around the cells


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
