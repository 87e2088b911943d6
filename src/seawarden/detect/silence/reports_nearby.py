"""How many reports were heard around a place and time: was anyone in reach of a receiver?

Method: COVERAGE of class A summed to blocks of 0.5 deg and hours; asked over the nine blocks
around a place and some hours before and after. It is a count, not a model of reception (that is
`reception`): where it is 0, silence proves nothing.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...units import MS_PER_H

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_CELLS, _COLUMNS, _HOURS = 2, 720, 4_000_000
_CELL_COLUMNS = 1440  # `schema.COVERAGE`: 0.25 deg cells
_CLASS_B = 2


def heard_around(
    coverage: pl.DataFrame, lat: Floats, lon: Floats, time_ms: Ints, hours: int
) -> Floats:
    """Return the reports of class A heard in the nine blocks around each place, within `hours`."""
    total = np.zeros(lat.size)
    kept = coverage.filter(pl.col("ais_class") != _CLASS_B)
    if kept.is_empty() or not lat.size:
        return total
    cell = kept["cell"].to_numpy().astype(np.int64)
    row, column = cell // _CELL_COLUMNS // _CELLS, cell % _CELL_COLUMNS // _CELLS
    hour = kept["hour_utc"].to_physical().to_numpy() // MS_PER_H
    key, inverse = np.unique((row * _COLUMNS + column) * _HOURS + hour, return_inverse=True)
    sums = np.concatenate([[0.0], np.cumsum(np.bincount(inverse, kept["n_reports"].to_numpy()))])
    mine = np.floor((lat + 90.0) * 2).astype(np.int64), np.floor((lon + 180.0) * 2).astype(np.int64)
    now = np.asarray(time_ms) // MS_PER_H
    for dy in (-1, 0, 1):
        for dx in (-1, 0, 1):
            block = (mine[0] + dy) * _COLUMNS + (mine[1] + dx) % _COLUMNS
            low = np.searchsorted(key, block * _HOURS + now - hours, side="left")
            high = np.searchsorted(key, block * _HOURS + now + hours, side="right")
            total += sums[high] - sums[low]
    return total
