"""One day of an archive table as a Parquet file, written in exact row groups.

Positions, times and lines are delta-coded, the rest dictionary-coded, all in Zstandard.
Byte-stream-split positions would be 3 % smaller, but DuckDB cannot read them as integers, and
Polars reads them no faster. Row groups always hold `GROUP_ROWS` rows,
so the same rows give the same file, however they arrived.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import TracebackType

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from ...errors import OutputError
from ...schema import Table

GROUP_ROWS = 1 << 17
DAY_MS = 86_400_000

_ENCODINGS = {
    "time_utc": "DELTA_BINARY_PACKED",
    "line": "DELTA_BINARY_PACKED",
    "lat_aisu": "DELTA_BINARY_PACKED",
    "lon_aisu": "DELTA_BINARY_PACKED",
}


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn every failure to write into one OutputError that names the path and the cause."""
    try:
        yield
    except OSError as error:
        cause = error.strerror or str(error).strip().split("\n", maxsplit=1)[0]
        raise OutputError(f"{path}: cannot be written: {cause}") from error


@cache
def arrow_schema(table: Table) -> pa.Schema:
    """Return the Arrow schema of a table of the dictionary."""
    return table.empty().to_arrow().schema


def arrow(frame: pl.DataFrame, table: Table) -> pa.Table:
    """Return a frame as Arrow, in the table's own types."""
    rows = frame.select(table.names).to_arrow()
    wanted = arrow_schema(table)
    # Arrow's first cast imports all its compute functions, a fifth of a second.
    return rows if rows.schema.equals(wanted) else rows.cast(wanted)


class DayFile:
    """A Parquet file that takes rows in order; use as a context manager."""

    def __init__(self, path: Path, table: Table) -> None:
        """Open `path` for writing. Raises OutputError when it cannot be written."""
        self.path = path
        self.rows = 0
        self.first_ms = self.last_ms = 0
        self._waiting: list[pa.Table] = []
        self._n_waiting = 0
        plain = {n: e for n, e in _ENCODINGS.items() if n in table.names}
        with writing(path):
            self._writer = pq.ParquetWriter(
                path,
                arrow_schema(table),
                compression="zstd",
                use_dictionary=[n for n in table.names if n not in plain],
                column_encoding=plain,
            )

    def __enter__(self) -> "DayFile":
        """Return self."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Write what is left and close; on an error, close only."""
        with writing(self.path):
            try:
                if kind is None and self._n_waiting:
                    self._writer.write_table(pa.concat_tables(self._waiting), GROUP_ROWS)
            finally:
                self._writer.close()

    def add(self, rows: pa.Table) -> None:
        """Append rows, which must follow the ones before in the table's order."""
        if not rows.num_rows:
            return
        time = rows.column("time_utc")
        if not self.rows:
            self.first_ms = int(time[0].value)
        self.last_ms = int(time[-1].value)
        self.rows += rows.num_rows
        self._waiting.append(rows)
        self._n_waiting += rows.num_rows
        if self._n_waiting >= GROUP_ROWS:
            whole = pa.concat_tables(self._waiting)
            full = self._n_waiting // GROUP_ROWS * GROUP_ROWS
            with writing(self.path):
                self._writer.write_table(whole.slice(0, full), GROUP_ROWS)
            self._waiting = [whole.slice(full)]
            self._n_waiting -= full


def day_name(day: int) -> str:
    """Return the file name of a day (days since 1970)."""
    return f"{pl.Series([day], dtype=pl.Int32).cast(pl.Date)[0].isoformat()}.parquet"
