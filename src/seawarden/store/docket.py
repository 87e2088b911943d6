"""The docket: one DuckDB file that holds every table of a run, and the Parquet findings.

The file carries the data dictionary with it: every table exists (empty where the run had
nothing), every column its comment. The reports themselves stay in the Parquet archive beside
it, `reports/` and `statics/`; `open_docket` lays views over them, found from the docket's own
place, so a folder that is moved stays readable.

    with open_docket(out / "docket.duckdb") as docket:
        docket.sql("SELECT rank, title, grade FROM cases ORDER BY rank").show()
"""

import re
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import polars as pl

from ..errors import InputError, OutputError
from ..files.atomic import atomic
from ..schema import CASES, CONTEXT, EVENTS, MATCHES, REJECTS, TABLES, WITHDRAWN, Table, conform
from . import formats, generations
from .ddl import statements
from .layout import FOLDERS, files_of, root_of

NAME, ABOUT = "docket.duckdb", "about"

ARCHIVED = tuple(FOLDERS)
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
    """Open a docket read-only, with views over the archive's files that it rests on.

    `path` is the folder or its `docket.duckdb`: both lead through `CURRENT` to the newest complete
    generation. The file of one generation opens that one; a docket of the release before
    generations opens as it lies.

    A docket may come from a stranger: queries reach its tables and archive and no other file or
    host, no extension is loaded, and the settings are locked.

    Raises InputError when the file is missing, no docket, of a later format, or holds views or
    macros, which would run when it is read.
    """
    file = _through_current(path)
    if not file.is_file():
        raise InputError(f"{path}: no such docket; `seawarden watch ... --out DIR` writes one")
    with _OPENING:
        return Docket(_opened(file), file)


_OPENING = threading.Lock()
"""Held while a file is opened, for its settings are those of all who have it open."""


def _opened(file: Path) -> Any:
    try:
        connection = duckdb.connect(str(file), read_only=True, config=dict(_NOTHING_ELSE))
    except duckdb.Error as error:
        raise InputError(f"{file}: not a docket: {_line(error)}") from error
    try:
        held = _tables_only(connection, file)
        if "cases" not in held:
            raise InputError(f"{file}: a DuckDB file, but without the table 'cases': not a docket")
        if ABOUT in held:
            row = connection.execute(f"SELECT format FROM {ABOUT}").fetchone()
            formats.check(file, "docket", row[0] if row else None, formats.DOCKET)
        archived = {name: files_of(file, folder) for name, folder in FOLDERS.items()}
        _shut(connection, [f for files in archived.values() for f in files])
        for name, files in archived.items():
            _lay_view(connection, name, files)
    except duckdb.Error as error:
        connection.close()
        raise InputError(f"{file}: not a docket: {_line(error)}") from error
    except BaseException:
        connection.close()
        raise
    return connection


_NOTHING_ELSE = {
    "autoinstall_known_extensions": "false", "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
}  # fmt: skip


def _tables_only(connection: Any, file: Path) -> set[str]:
    """Return the names of the tables of a docket that may come from a stranger.

    A view or a macro in it would run when a table is read, and reach whatever the reader may.
    Raises InputError that names the first: no docket of ours has one.
    """
    for what, query in (
        ("view", "SELECT view_name FROM duckdb_views() WHERE NOT internal"),
        ("macro", "SELECT function_name FROM duckdb_functions() WHERE NOT internal"
                  " AND function_type IN ('macro', 'table_macro')"),
    ):  # fmt: skip
        row = connection.execute(f"{query} ORDER BY 1 LIMIT 1").fetchone()
        if row is not None:
            raise InputError(
                f"{file}: holds the {what} '{row[0]}', which no docket of Seawarden has; not opened"
            )
    rows = connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
    return {row[0] for row in rows}


def _shut(connection: Any, files: Sequence[Path]) -> None:
    """Let queries reach the archive's files and nothing else, for good; times are in UTC.

    Connections of one process to one file share their settings: where the file is open already,
    they stand, and are locked.
    """
    asked = "SELECT current_setting('lock_configuration'), current_setting('TimeZone')"
    if connection.execute(asked).fetchone() == (True, "UTC"):
        return
    folders = sorted({str(f.resolve().parent) + "/" for f in files})
    listed = ", ".join(_quoted(f) for f in folders)
    for statement in (
        "SET GLOBAL TimeZone = 'UTC'",
        f"SET allowed_directories = [{listed}]",
        "SET enable_external_access = false",
        "SET lock_configuration = true",
    ):
        connection.execute(statement)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _through_current(path: Path) -> Path:
    folder = path if path.is_dir() else root_of(path)
    if not path.is_dir() and path.parent != folder:
        return path  # the file of one generation
    name = NAME if path.is_dir() else path.name
    return generations.current(folder) / name if name == NAME else path


def _lay_view(connection: Any, name: str, files: list[Path]) -> None:
    if files:
        listed = ", ".join(_quoted(str(f.resolve())) for f in files)
        connection.execute(
            f"CREATE TEMP VIEW {name.lower()} AS SELECT * FROM "
            f"read_parquet([{listed}], union_by_name = true)"
        )


def write_docket(path: Path, frames: Mapping[str, pl.DataFrame], *, generation: int = 0) -> None:
    """Write the docket: every table of the dictionary but the archived ones, whole or not at all.

    `frames` maps table names ('EVENTS') to frames; a table that is not given stays empty.
    Rows are written in the dictionary's sort order. Raises OutputError when the file cannot be
    written, SchemaError when a frame is not its table, KeyError for a name that is no table.
    """
    known = {t.name: t for t in TABLES}
    given = {known[name].name: conform(frame, known[name]) for name, frame in frames.items()}
    with atomic(path) as part:
        try:
            _fill(part, given, generation)
        except duckdb.Error as error:
            raise OutputError(f"{path}: cannot be written: {_line(error)}") from error
        finally:
            part.with_name(part.name + ".wal").unlink(missing_ok=True)


def _fill(part: Path, given: Mapping[str, pl.DataFrame], generation: int) -> None:
    connection = duckdb.connect(str(part))
    try:
        connection.execute("BEGIN")  # one transaction: each of its own would cost a sync
        connection.execute(f"CREATE TABLE {ABOUT} (format INTEGER, generation INTEGER)")
        for what, meaning in (
            (f"TABLE {ABOUT}", "one row is this file"),
            (f"COLUMN {ABOUT}.format", "layout of the docket"),
            (f"COLUMN {ABOUT}.generation", "which generation of the docket it is; 0: of none"),
        ):
            connection.execute(f"COMMENT ON {what} IS '{meaning}'")
        # Values handed over apart would have DuckDB import pandas where it is installed.
        connection.execute(f"INSERT INTO {ABOUT} VALUES ({formats.DOCKET}, {generation})")
        for table in TABLES:
            if table.name in ARCHIVED:
                continue
            connection.execute(";\n".join(statements(table)))
            frame = given.get(table.name)
            if frame is not None and frame.height:
                _insert(connection, table, frame, part.with_name(part.name + ".incoming"))
        connection.execute("COMMIT")
        connection.execute("CHECKPOINT")
    finally:
        connection.close()


_GLOB = re.compile(r"([*?\[])")
"""What DuckDB takes for a pattern in the name of a file."""


def _insert(connection: Any, table: Table, frame: pl.DataFrame, by: Path) -> None:
    """Insert a frame by a file: handed over in memory, DuckDB imports pandas for it (0.5 s)."""
    plain = [
        pl.col(c.name).dt.replace_time_zone(None)
        for c in table.columns
        if isinstance(c.dtype, pl.Datetime)
    ]
    ordered = frame.sort(list(table.sort), nulls_last=True) if table.sort else frame
    try:
        ordered.with_columns(plain).write_parquet(by, compression="uncompressed", statistics=False)
        place = _quoted(_GLOB.sub(r"[\1]", str(by)))
        connection.execute(
            f"INSERT INTO {table.name.lower()} BY NAME SELECT * FROM read_parquet({place})"
        )
    except pl.exceptions.PolarsError as error:
        raise OutputError(f"{by}: cannot be written: {_line(error)}") from error
    finally:
        by.unlink(missing_ok=True)


def write_findings(
    out: Path, frames: Mapping[str, pl.DataFrame], *, generation: int = 0
) -> list[Path]:
    """Write a Parquet file for each of `FINDINGS`, such as `events.parquet`; return them.

    A table that is not given is written empty, so that a reader always finds its columns.
    Raises OutputError when a file cannot be written, SchemaError when a frame is not its table.
    """
    given = [(t, conform(frames.get(t.name, t.empty()), t, where=str(out))) for t in FINDINGS]
    return [
        write_parquet(out / f"{t.name.lower()}.parquet", frame, t, generation=generation)
        for t, frame in given
    ]


def write_parquet(path: Path, frame: pl.DataFrame, table: Table, *, generation: int = 0) -> Path:
    """Write one table as Parquet (zstd), in the dictionary's columns and order; return the path.

    The file's metadata says its format and generation (`seawarden_format`, `_generation`).

    Raises OutputError when the file cannot be written, SchemaError when it is not the table.
    """
    ordered = conform(frame, table, where=str(path))
    if table.sort:
        ordered = ordered.sort(list(table.sort), nulls_last=True)
    with atomic(path) as part:
        try:
            about = {"format": formats.DOCKET, "generation": generation}
            metadata = {f"seawarden_{key}": str(value) for key, value in about.items()}
            ordered.write_parquet(part, compression="zstd", metadata=metadata)
        except pl.exceptions.PolarsError as error:
            raise OutputError(f"{path}: cannot be written: {_line(error)}") from error
    return path


def _line(error: Exception) -> str:
    text = str(error).strip()
    return text.splitlines()[0] if text else type(error).__name__
