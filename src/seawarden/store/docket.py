"""The docket: one DuckDB file that holds every table of a run, and the Parquet findings.

The file carries the data dictionary with it: every table exists (empty where the run had
nothing), every column its comment. The reports themselves stay in the Parquet archive beside
it, `reports/` and `statics/`; `open_docket` lays views over them, found from the docket's own
place, so a folder that is moved stays readable.

    with open_docket(out / "docket.duckdb") as docket:
        docket.sql("SELECT rank, title, grade FROM cases ORDER BY rank").show()
"""

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import polars as pl

from ..errors import InputError, OutputError
from ..files.atomic import whole
from ..schema import CASES, CONTEXT, EVENTS, MATCHES, REJECTS, TABLES, WITHDRAWN, Table, conform
from .ddl import statements

ARCHIVED = ("REPORTS", "STATICS")
"""Tables that stay in Parquet folders beside the docket."""

FINDINGS: tuple[Table, ...] = (WITHDRAWN, EVENTS, MATCHES, CASES, CONTEXT, REJECTS)
"""Tables that are also written as one Parquet file each. What is withdrawn is written before EVENTS
lose it: a run stopped between the two keeps it twice, never not at all."""


class Docket:
    """An open docket, read-only; a context manager."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path) -> None:
        self.path = path
        self._connection = connection

    def sql(self, query: str) -> duckdb.DuckDBPyRelation:
        """Return DuckDB's answer to a query."""
        return self._connection.sql(query)

    def table(self, table: Table) -> pl.DataFrame:
        """Return one table of the dictionary, sorted as the dictionary says."""
        order = f" ORDER BY {', '.join(table.sort)}" if table.sort else ""
        frame = self._connection.execute(f"SELECT * FROM {table.name.lower()}{order}").pl()
        zoned = [
            pl.col(c.name).dt.replace_time_zone("UTC")
            for c in table.columns
            if isinstance(c.dtype, pl.Datetime)
        ]
        return conform(frame.with_columns(zoned), table, where=str(self.path))

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> "Docket":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_docket(path: Path) -> Docket:
    """Open a docket read-only, with views over the archive folders that lie beside it.

    Raises InputError when the file is missing or no docket.
    """
    if not path.is_file():
        raise InputError(f"{path}: no such docket; `seawarden watch ... --out DIR` writes one")
    try:
        connection = duckdb.connect(str(path), read_only=True)
        held = {
            row[0]
            for row in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        }
    except duckdb.Error as error:
        raise InputError(f"{path}: not a docket: {_line(error)}") from error
    if "cases" not in held:
        connection.close()
        raise InputError(f"{path}: a DuckDB file, but without the table 'cases': not a docket")
    for name in ARCHIVED:
        folder = path.resolve().parent / name.lower()
        if any(folder.rglob("*.parquet")):
            pattern = str(folder / "**" / "*.parquet").replace("'", "''")
            connection.execute(
                f"CREATE TEMP VIEW {name.lower()} AS SELECT * FROM "
                f"read_parquet('{pattern}', union_by_name = true)"
            )
    return Docket(connection, path)


def write_docket(path: Path, frames: Mapping[str, pl.DataFrame]) -> None:
    """Write the docket: every table of the dictionary but the archived ones, whole or not at all.

    `frames` maps table names ('EVENTS') to frames; a table that is not given stays empty.
    Rows are written in the dictionary's sort order. Raises OutputError when the file cannot be
    written, SchemaError when a frame is not its table, KeyError for a name that is no table.
    """
    known = {t.name: t for t in TABLES}
    given = {known[name].name: conform(frame, known[name]) for name, frame in frames.items()}
    with whole(path) as part:
        try:
            _fill(part, given)
        except duckdb.Error as error:
            raise OutputError(f"{path}: cannot be written: {_line(error)}") from error
        finally:
            part.with_name(part.name + ".wal").unlink(missing_ok=True)


def _fill(part: Path, given: Mapping[str, pl.DataFrame]) -> None:
    connection = duckdb.connect(str(part))
    try:
        for table in TABLES:
            if table.name in ARCHIVED:
                continue
            for statement in statements(table):
                connection.execute(statement)
            frame = given.get(table.name)
            if frame is not None and frame.height:
                _insert(connection, table, frame)
        connection.execute("CHECKPOINT")
    finally:
        connection.close()


def _insert(connection: Any, table: Table, frame: pl.DataFrame) -> None:
    plain = [
        pl.col(c.name).dt.replace_time_zone(None)
        for c in table.columns
        if isinstance(c.dtype, pl.Datetime)
    ]
    ordered = frame.sort(list(table.sort), nulls_last=True) if table.sort else frame
    connection.register("incoming", ordered.with_columns(plain).to_arrow())
    connection.execute(f"INSERT INTO {table.name.lower()} BY NAME SELECT * FROM incoming")
    connection.unregister("incoming")


def write_findings(out: Path, frames: Mapping[str, pl.DataFrame]) -> list[Path]:
    """Write a Parquet file for each of `FINDINGS`, such as `events.parquet`; return them.

    A table that is not given is written empty, so that a reader always finds its columns.
    Raises OutputError when a file cannot be written, SchemaError when a frame is not its table.
    """
    given = [(t, conform(frames.get(t.name, t.empty()), t, where=str(out))) for t in FINDINGS]
    return [write_parquet(out / f"{t.name.lower()}.parquet", frame, t) for t, frame in given]


def write_parquet(path: Path, frame: pl.DataFrame, table: Table) -> Path:
    """Write one table as Parquet (zstd), in the dictionary's columns and order; return the path.

    Raises OutputError when the file cannot be written, SchemaError when it is not the table.
    """
    ordered = conform(frame, table, where=str(path))
    if table.sort:
        ordered = ordered.sort(list(table.sort), nulls_last=True)
    with whole(path) as part:
        try:
            ordered.write_parquet(part, compression="zstd")
        except pl.exceptions.PolarsError as error:
            raise OutputError(f"{path}: cannot be written: {_line(error)}") from error
    return path


def _line(error: Exception) -> str:
    text = str(error).strip()
    return text.splitlines()[0] if text else type(error).__name__
