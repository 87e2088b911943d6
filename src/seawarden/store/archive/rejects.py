"""`rejects.parquet`: every line that could not be read, written as it comes."""

from contextlib import suppress
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from ...schema import REJECTS
from .dayfile import writing

_HOLD_ROWS, _HOLD_FRAMES = 20_000, 1_000
"""So much waits to be written: a group of rows for each of 66,000 files would be slow to read."""


class RejectsFile:
    """Takes REJECTS rows in the order of the inputs; the file appears when it is finished."""

    def __init__(self, path: Path) -> None:
        """Begin; an earlier file is removed. Raises OutputError when it cannot be."""
        self._path, self._part = path, path.with_name(path.name + ".part")
        with writing(path):
            path.unlink(missing_ok=True)
            self._schema = REJECTS.empty().to_arrow().schema
            self._waiting: list[pl.DataFrame] = []
            self._n_waiting = 0
            self._writer = pq.ParquetWriter(self._part, self._schema, compression="zstd")

    def add(self, rows: pl.DataFrame) -> None:
        """Append rows."""
        if not rows.height:
            return
        self._waiting.append(rows)
        self._n_waiting += rows.height
        if self._n_waiting >= _HOLD_ROWS or len(self._waiting) >= _HOLD_FRAMES:
            self._write()

    def _write(self) -> None:
        if self._waiting:
            table = pl.concat(self._waiting).to_arrow().cast(self._schema)
            self._waiting, self._n_waiting = [], 0
            with writing(self._path):
                self._writer.write_table(table)

    def finish(self) -> None:
        """Close the file and give it its name."""
        self._write()
        with writing(self._path):
            self._writer.close()
            self._part.replace(self._path)

    def abandon(self) -> None:
        """Close and remove what is not whole."""
        with suppress(OSError):  # a full disk is already being reported
            self._writer.close()
        self._part.unlink(missing_ok=True)
