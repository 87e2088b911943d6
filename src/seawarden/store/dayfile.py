"""One day of an archive table as a Parquet file, written in exact row groups.

Positions, times and lines are delta-coded, the rest dictionary-coded, all in Zstandard.
Byte-stream-split positions would be 3 % smaller, but DuckDB cannot read them as integers, and
Polars reads them no faster. Row groups always hold `GROUP_ROWS` rows,
so the same rows give the same file, however they arrived.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from ..errors import OutputError
from ..schema import Table

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


class DayFile:
    """A Parquet file that takes rows in order; use as a context manager."""

    def __init__(self, path: Path, table: Table) -> None:
        """Open `path` for writing. Raises OutputError when it cannot be written."""
        self.path, self._table = path, table
        self.rows = 0
        self.first_ms = self.last_ms = 0
        self._waiting: list[pl.DataFrame] = []
        self._n_waiting = 0
        schema = table.empty().to_arrow().schema
        plain = {n: e for n, e in _ENCODINGS.items() if n in table.names}
        with writing(path):
            self._writer = pq.ParquetWriter(
                path,
                schema,
                compression="zstd",
                use_dictionary=[n for n in table.names if n not in plain],
                column_encoding=plain,
            )
        self._schema = schema

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
                    self._write(pl.concat(self._waiting))
            finally:
                self._writer.close()

    def add(self, frame: pl.DataFrame) -> None:
        """Append rows, which must follow the ones before in the table's order."""
        if not frame.height:
            return
        ends = frame["time_utc"].cast(pl.Int64)
        if not self.rows:
            self.first_ms = int(ends[0])
        self.last_ms = int(ends[-1])
        self.rows += frame.height
        self._waiting.append(frame)
        self._n_waiting += frame.height
        if self._n_waiting >= GROUP_ROWS:
            whole = pl.concat(self._waiting)
            full = self._n_waiting // GROUP_ROWS * GROUP_ROWS
            with writing(self.path):
                self._write(whole[:full])
            self._waiting = [whole[full:]]
            self._n_waiting -= full

    def _write(self, frame: pl.DataFrame) -> None:
        self._writer.write_table(
            frame.to_arrow().cast(self._schema) if frame.height else pa.table({}), GROUP_ROWS
        )


def day_name(day: int) -> str:
    """Return the file name of a day (days since 1970)."""
    return f"{pl.Series([day], dtype=pl.Int32).cast(pl.Date)[0].isoformat()}.parquet"
