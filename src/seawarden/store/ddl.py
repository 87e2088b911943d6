"""The docket's DDL, generated from the data dictionary, meanings as comments.

Times become TIMESTAMP_MS without a zone and are UTC, as every column name ending in `_utc`
says: TIMESTAMPTZ would be shown in the reader's own zone and mislead.
"""

import polars as pl

from ..schema import Column, Table

_SQL: dict[object, str] = {
    pl.Int64: "BIGINT",
    pl.Int32: "INTEGER",
    pl.UInt32: "UINTEGER",
    pl.UInt16: "USMALLINT",
    pl.UInt8: "UTINYINT",
    pl.Float64: "DOUBLE",
    pl.Float32: "FLOAT",
    pl.String: "VARCHAR",
    pl.Boolean: "BOOLEAN",
    pl.Date: "DATE",
}


def sql_type(dtype: object) -> str:
    """Return DuckDB's type for a dictionary type: 'UINTEGER', 'TIMESTAMP_MS', 'UINTEGER[]', ...

    Raises KeyError for a type that no table of the dictionary holds.
    """
    if isinstance(dtype, pl.Datetime):
        return "TIMESTAMP_MS"
    if isinstance(dtype, pl.List):
        return f"{sql_type(dtype.inner)}[]"
    if isinstance(dtype, pl.Struct):
        inner = ", ".join(f"{_name(f.name)} {sql_type(f.dtype)}" for f in dtype.fields)
        return f"STRUCT({inner})"
    return _SQL[dtype if isinstance(dtype, type) else type(dtype)]


def statements(table: Table) -> list[str]:
    """Return the CREATE TABLE and COMMENT statements of one table of the dictionary."""
    name = _name(table.name.lower())
    columns = ",\n  ".join(_column(c) for c in table.columns)
    key = f"; key: {', '.join(table.key)}" if table.key else ""
    return [
        f"CREATE TABLE {name} (\n  {columns}\n)",
        f"COMMENT ON TABLE {name} IS {_text(f'one row is {table.row}{key}')}",
        *(
            f"COMMENT ON COLUMN {name}.{_name(c.name)} IS {_text(_comment(c))}"
            for c in table.columns
        ),
    ]


def _column(column: Column) -> str:
    must = "" if column.nullable else " NOT NULL"
    return f"{_name(column.name)} {sql_type(column.dtype)}{must}"


def _comment(column: Column) -> str:
    return f"{column.meaning} [{column.unit}]" if column.unit else column.meaning


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
