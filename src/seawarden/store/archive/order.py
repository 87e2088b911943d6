"""Put rows of REPORTS or STATICS into the archive's order.

The order is the table's own (`Table.sort`): time, MMSI, then the rest. Method: time and MMSI
are packed into one 64-bit number (an MMSI has 30 bits), which NumPy sorts several times as
fast as Polars sorts columns; only rows that agree in both are then ordered by the rest.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...schema import Table

_MMSI_BITS = 30


def in_order(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Return `frame` sorted by `table.sort` (time and MMSI first); as it is if it already is."""
    order = order_of(frame, table)
    return frame if order is None else frame[order]


def times_ms(frame: pl.DataFrame) -> NDArray[np.int64]:
    """Return `time_utc` as milliseconds since 1970."""
    return frame["time_utc"].cast(pl.Int64).to_numpy()


def order_of(frame: pl.DataFrame, table: Table) -> NDArray[np.int64] | None:
    """Return which row of `frame` stands at each place in order; None if it is in order.

    Needs the columns of `table.sort` only.
    """
    if frame.height < 2:
        return None
    key = _packed(frame)
    rest = table.sort[2:]
    if bool((key[1:] >= key[:-1]).all()):
        order = np.arange(key.size)
        is_moved = False
    else:
        order = np.argsort(key)
        key = key[order]
        is_moved = True
    same = key[1:] == key[:-1]
    if not same.any():
        return order if is_moved else None
    tied = np.zeros(key.size, dtype=np.bool_)
    tied[1:] = same
    tied[:-1] |= same
    rows = order[tied]
    part = frame[rows]
    columns = [part[name].to_numpy() for name in reversed(rest)]
    order[tied] = rows[np.lexsort((*columns, key[tied]))]
    return order


def _packed(frame: pl.DataFrame) -> NDArray[np.int64]:
    time = times_ms(frame)
    mmsi = frame["mmsi"].to_numpy().astype(np.int64)
    first, last = int(time.min()), int(time.max())
    if last - first < 1 << (62 - _MMSI_BITS) and int(mmsi.max()) < 1 << _MMSI_BITS:
        return ((time - first) << _MMSI_BITS) | mmsi
    # Years apart: the distinct times, numbered, fit where the times do not.
    numbered = np.unique(time, return_inverse=True)[1].astype(np.int64)
    return (numbered << 32) | mmsi
