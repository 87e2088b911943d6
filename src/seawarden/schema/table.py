"""What a table of the data dictionary is, and the one check that a frame is such a table."""

import difflib
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from ..errors import SchemaError
from .places import places_of

TIME = pl.Datetime("ms", "UTC")
"""Every time in every table: UTC, whole milliseconds."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name carries the unit; `unit` says it in words; null means "not known"."""

    name: str
    dtype: pl.DataType | type[pl.DataType]
    unit: str
    meaning: str
    nullable: bool = True

    @property
    def places(self) -> int | None:
        """The decimal places that count in a digest; None where there are no fractions."""
        return places_of(self.unit, self.dtype)


@dataclass(frozen=True)
class Table:
    """One table of the dictionary: what a row is, its columns, its key and its sort order."""

    name: str
    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    sort: tuple[str, ...] = ()

    @cached_property
    def schema(self) -> pl.Schema:
        """The Polars schema, in column order; one for all who ask, not to be changed."""
        return pl.Schema({c.name: c.dtype for c in self.columns})

    @property
    def names(self) -> tuple[str, ...]:
        """The column names, in order."""
        return tuple(c.name for c in self.columns)

    def empty(self) -> pl.DataFrame:
        """Return the table without rows."""
        return self._no_rows.clone()

    @cached_property
    def _no_rows(self) -> pl.DataFrame:
        return pl.DataFrame(schema=self.schema)


def conform(frame: pl.DataFrame, table: Table, *, where: str = "") -> pl.DataFrame:
    """Return `frame` with exactly the columns of `table`, in order and type.

    Nullable columns that are missing are added as null; columns the dictionary does not know
    are left out; integer and float widths are cast without loss of range. An empty frame gives
    the empty table. Rows are neither sorted nor dropped.

    Raises SchemaError, naming the column, when a required column is missing (with the nearest
    column name that is there), has a type that cannot be cast, or holds a null.
    """
    place = f"{where}: " if where else ""
    held = frame.schema
    out: list[pl.Expr] = []
    for column in table.columns:
        if column.name not in held:
            if not column.nullable and frame.height:
                raise SchemaError(f"{place}{_missing(column.name, frame, table)}")
            out.append(pl.lit(None, dtype=column.dtype).alias(column.name))
        elif held[column.name] == column.dtype:
            out.append(pl.col(column.name))
        else:
            out.append(pl.col(column.name).cast(column.dtype))
    try:
        result = frame if held == table.schema else frame.select(out)
    except pl.exceptions.PolarsError as error:
        raise SchemaError(f"{place}{_wrong_type(frame, table)}") from error
    for column in table.columns:
        if not column.nullable and (nulls := result[column.name].null_count()):
            raise SchemaError(
                f"{place}table {table.name}: column '{column.name}' holds "
                f"{nulls} null(s), expected none"
            )
    return result


def require(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Return `frame` as `table`, but insist on every column (what a detector does with input).

    Raises SchemaError that names the first missing column and the nearest one that is there.
    """
    for name in table.names:
        if name not in frame.columns:
            raise SchemaError(_missing(name, frame, table))
    return conform(frame, table)


def _missing(name: str, frame: pl.DataFrame, table: Table) -> str:
    near = difflib.get_close_matches(name, frame.columns, n=1)
    hint = f"; did you mean '{near[0]}'?" if near else ""
    return f"table {table.name}: column '{name}' is missing{hint}"


def _wrong_type(frame: pl.DataFrame, table: Table) -> str:
    for column in table.columns:
        if column.name in frame.columns:
            try:
                frame.select(pl.col(column.name).cast(column.dtype))
            except pl.exceptions.PolarsError:
                return (
                    f"table {table.name}: column '{column.name}' holds "
                    f"{frame.schema[column.name]}, expected {column.dtype}"
                )
    return f"table {table.name}: the columns cannot be cast to the dictionary's types"
