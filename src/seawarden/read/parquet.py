"""Parquet tables of ship reports, by row group; a row's "line" is its place, counted from 1."""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from ..errors import FormatError
from .batch import Batch
from .json_objects.reader import cells_of
from .published import settled
from .table.changed_statics import Changes
from .table.choices import Choices
from .table.layout import Layout
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


def layout_of(stream: BinaryIO, *, place: str, choices: Choices) -> Layout:
    """Return the layout of a Parquet table, by the names and first rows of its columns.

    Raises FormatError when it is damaged, holds no row, or holds MMSIs or positions in a form
    that has lost them.
    """
    file = opened(stream, place)
    flat = [name for f in file.schema_arrow for name in _leaves(f.name, f.type)]
    first = next(_pieces(file, _SAMPLE_ROWS, flat, place), None)
    if first is None or not first.num_rows:
        raise FormatError(f"{place}: the Parquet table holds no row")
    sample = _frame(first, place)
    layout = settled(sample, place=place, choices=choices, format="parquet")
    _refuse_lost(sample, layout, file, place)
    return layout


def _refuse_lost(sample: pl.DataFrame, layout: Layout, file: Any, place: str) -> None:
    """Refuse MMSIs as 32-bit floats, which hold seven digits, and points of another system."""
    mmsi = layout.columns.get("mmsi")
    if mmsi is not None and sample[mmsi].dtype == pl.Float32:
        raise FormatError(
            f"{place}: column '{mmsi}' is a 32-bit float, as '{sample[mmsi][0]:.0f}': it holds "
            "seven digits, an MMSI has nine; expected an integer, a text or a 64-bit float"
        )
    geo = (file.schema_arrow.metadata or {}).get(b"geo")
    if not layout.has_points or geo is None:
        return
    try:
        system = json.loads(geo)["columns"][layout.columns["lat"]].get("crs")
        code = (system or {}).get("id", {}).get("code", "CRS84")
    except (ValueError, KeyError, AttributeError, TypeError):
        return
    if str(code).upper() not in ("CRS84", "OGC:CRS84", "4326", "4269", "CRS83"):
        raise FormatError(
            f"{place}: column '{layout.columns['lat']}' holds positions in EPSG:{code}, expected "
            "longitude and latitude in WGS 84 (EPSG:4326)"
        )


def cells_of_column(stream: BinaryIO, column: str, *, place: str) -> Iterator[pl.Series]:
    """Yield the cells of one column, in pieces."""
    for piece in _pieces(opened(stream, place), 1 << 20, [column], place):
        yield _frame(piece, place)[column]


def _pieces(file: Any, rows: int, columns: list[str], place: str) -> Iterator[pa.RecordBatch]:
    """Yield the rows of some columns; raises FormatError, with the row, where they are damaged."""
    line = 1
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
        yield piece
        line += piece.num_rows


def read(
    stream: BinaryIO, layout: Layout, *, file_id: int, place: str, rows: int
) -> Iterator[Batch]:
    """Yield the batches of a Parquet table."""
    file = opened(stream, place)
    changes = Changes()
    line = 1
    columns = list(dict.fromkeys(layout.columns.values()))
    for piece in _pieces(file, rows, columns, place):
        yield _batch(_frame(piece, place), line, layout, file_id, changes)
        line += piece.num_rows


def _leaves(name: str, kind: Any) -> list[str]:
    """Return the columns under a name: a structure's parts as `position.lat`, points, no lists."""
    if _is_point(kind):
        return [name]
    if pa.types.is_struct(kind):
        return [leaf for part in kind for leaf in _leaves(f"{name}.{part.name}", part.type)]
    return [] if pa.types.is_nested(kind) else [name]


def _is_point(kind: Any) -> bool:
    """Tell GeoArrow's points: a structure of x and y, or a list of a fixed number of values."""
    if pa.types.is_struct(kind):
        return {part.name for part in kind} in ({"x", "y"}, {"x", "y", "z"})
    return bool(pa.types.is_fixed_size_list(kind) and pa.types.is_floating(kind.value_type))


def _flattened(batch: pa.RecordBatch) -> pa.Table:
    """Return a table of whose structures the parts are columns, and points are WKB's peer, WKT."""
    columns: dict[str, Any] = {}

    def add(name: str, cells: Any) -> None:
        if _is_point(cells.type):
            x, y = (
                (cells.field("x"), cells.field("y")) if pa.types.is_struct(cells.type)
                else (pc.list_element(cells, 0), pc.list_element(cells, 1))
            )  # fmt: skip
            text = zip(x.to_pylist(), y.to_pylist(), strict=True)
            columns[name] = pa.array(
                [None if a is None else f"POINT ({a!r} {b!r})" for a, b in text]
            )
        elif pa.types.is_struct(cells.type):
            for part, inner in zip(cells.type, cells.flatten(), strict=True):
                add(f"{name}.{part.name}", inner)
        else:
            columns[name] = cells

    for name, cells in zip(batch.schema.names, batch.columns, strict=True):
        add(name, cells)
    return pa.table(columns)


def _frame(batch: pa.RecordBatch, place: str) -> pl.DataFrame:
    try:
        has_parts = any(pa.types.is_nested(f.type) for f in batch.schema)
        frame = pl.from_arrow(_flattened(batch) if has_parts else batch)
    except (pl.exceptions.PolarsError, pa.ArrowException) as error:
        raise FormatError(f"{place}: a column's type is not read: {_first_line(error)}") from error
    assert isinstance(frame, pl.DataFrame)
    decimals = [n for n, t in frame.schema.items() if t.base_type() == pl.Decimal]
    texts = [n for n, t in frame.schema.items() if t == pl.Binary and _is_text(frame[n])]
    categories = [n for n, t in frame.schema.items() if t.base_type() in (pl.Categorical, pl.Enum)]
    durations = [n for n, t in frame.schema.items() if t.base_type() == pl.Duration]
    return frame.with_columns(
        *(_in_the_calendar(n, t) for n, t in frame.schema.items() if isinstance(t, pl.Datetime)),
        pl.col(durations).dt.to_string("iso"),
        pl.col(decimals).cast(pl.Float64),
        *(_decoded(frame[name]) for name in texts),
        pl.col(categories).cast(pl.String),
    )


def _in_the_calendar(name: str, dtype: pl.Datetime) -> pl.Expr:
    """Return times, null outside of the years 1 to 9999: Polars panics where it writes one."""
    per_s = {"ms": 10**3, "us": 10**6, "ns": 10**9}[dtype.time_unit]
    count = pl.col(name).to_physical()
    first, last = -62_135_596_800, 253_402_300_800  # 0001-01-01 and 10000-01-01, Unix seconds
    is_inside = (count // per_s >= first) & (count // per_s < last)
    return pl.when(is_inside).then(pl.col(name)).alias(name)


def _decoded(column: pl.Series) -> pl.Series:
    """Return bytes as text; what is no UTF-8 becomes a replacement sign."""
    cells = (None if b is None else b.decode("utf-8", "replace") for b in column)
    return pl.Series(column.name, list(cells), dtype=pl.String)


def _is_text(column: pl.Series) -> bool:
    """Tell bytes that are text from WKB, which begins with a byte 0 or 1."""
    filled = column.drop_nulls()
    return not len(filled) or filled[0][:1] not in (b"\x00", b"\x01")


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
