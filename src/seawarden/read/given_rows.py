"""Rows that a reader of another package decoded, as a batch: the rules of all readers hold."""

import polars as pl

from .batch import Batch
from .json_objects.reader import cells_of
from .table.changed_statics import Changes
from .table.layout import MEANINGS, Layout
from .table.statics import static_cells_of
from .table.times import Clock
from .table.to_batch import Raw, to_batch
from .table.typed_columns import by_meaning


def batch_of(table: pl.DataFrame, *, file_id: int, changes: Changes | None = None) -> Batch:
    """Return the batch of rows whose columns are named by meaning (`layout.MEANINGS`) and `line`.

    `time` holds UTC times, `lat` and `lon` degrees, `sog` knots, `cog` and `heading` degrees;
    what is missing or beyond its range becomes null or a reject, as in every reader. Give one
    `Changes` to all batches of a file, so that what a ship says twice is kept once.
    """
    columns = {m: m for m in MEANINGS if m in table.columns}
    layout = Layout(format="", columns=columns, clock=Clock("date and time"))
    frame = by_meaning(table, layout, table["line"].cast(pl.UInt32))
    raw = Raw(
        frame=frame,
        static_cells=static_cells_of(frame),
        cells=lambda rows: cells_of(table, rows, layout),
        texts=lambda rows: [str(row) for row in table[rows].iter_rows()],
    )
    return to_batch(raw, file_id=file_id, changes=changes or Changes())
