"""Parquet tables of ship reports, by row group; a row's "line" is its place, counted from 1."""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from ..errors import FormatError
from .batch import Batch
from .json_objects.reader import cells_of
from .table.changed_statics import Changes
from .table.layout import Layout
from .table.recognise_columns import recognise
from .table.statics import static_cells_of
from .table.to_batch import Raw, to_batch
from .table.typed_columns import by_meaning

_SAMPLE_ROWS = 500  # rows from which columns are recognised; own choice


def opened(stream: BinaryIO, place: str) -> Any:
    """Open a Parquet file; raises FormatError when it is cut or damaged."""
    try:
        # Buffering ahead would keep the file in memory.
        return pq.ParquetFile(stream, pre_buffer=False)
    except (pa.ArrowInvalid, pa.ArrowException, OSError) as error:
        raise FormatError(
            f"{place}: not a complete Parquet file (truncated or damaged): {_first_line(error)}"
        ) from error


def layout_of(stream: BinaryIO, *, place: str, chosen: dict[str, str]) -> Layout:
    """Return the layout of a Parquet table, by the names and first rows of its columns."""
    file = opened(stream, place)
    first = next(file.iter_batches(batch_size=_SAMPLE_ROWS), None)
    if first is None or not first.num_rows:
        raise FormatError(f"{place}: the Parquet table holds no row")
    return recognise(_frame(first), place=place, chosen=chosen, format="parquet")


def read(
    stream: BinaryIO, layout: Layout, *, file_id: int, place: str, rows: int
) -> Iterator[Batch]:
    """Yield the batches of a Parquet table."""
    file = opened(stream, place)
    changes = Changes()
    line = 1
    columns = list(layout.columns.values())
    batches = file.iter_batches(batch_size=rows, columns=columns, use_threads=True)
    while True:
        try:
            piece = next(batches, None)
        except (pa.ArrowException, OSError) as error:
            raise FormatError(
                f"{place}: row {line}: the Parquet data is damaged: {_first_line(error)}"
            ) from error
        if piece is None:
            return
        yield _batch(_frame(piece), line, layout, file_id, changes)
        line += piece.num_rows


def _frame(batch: pa.RecordBatch) -> pl.DataFrame:
    frame = pl.from_arrow(batch)
    assert isinstance(frame, pl.DataFrame)
    decimals = [n for n, t in frame.schema.items() if t.base_type() == pl.Decimal]
    binary = [n for n, t in frame.schema.items() if t == pl.Binary]
    categories = [n for n, t in frame.schema.items() if t.base_type() in (pl.Categorical, pl.Enum)]
    return frame.with_columns(
        pl.col(decimals).cast(pl.Float64),
        pl.col(binary).cast(pl.String, strict=False),
        pl.col(categories).cast(pl.String),
    )


def _batch(
    table: pl.DataFrame, first: int, layout: Layout, file_id: int, changes: Changes
) -> Batch:
    index = np.arange(first, first + table.height, dtype=np.int64)
    frame = by_meaning(table, layout, pl.Series("line", index, dtype=pl.UInt32))
    raw = Raw(
        frame=frame,
        static_cells=static_cells_of(frame),
        cells=lambda rows: cells_of(table, rows, layout),
        texts=lambda rows: _texts(table, rows),
        draught_unit_m=layout.draught_unit_m,
        receiver=layout.receiver,
    )
    return to_batch(raw, file_id=file_id, changes=changes)


def _texts(table: pl.DataFrame, rows: NDArray[np.int64]) -> list[str]:
    """A row of Parquet has no text: its cells as JSON stand for it."""
    return [
        json.dumps(r, default=str, ensure_ascii=False) for r in table[rows].iter_rows(named=True)
    ]


def _first_line(error: BaseException) -> str:
    return str(error).strip().split("\n", maxsplit=1)[0]
