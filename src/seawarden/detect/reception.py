"""Would a ship have been heard? Reception by block, hour and transponder class.

Method: COVERAGE is summed to blocks of 0.5 deg and to class A and B. Reception in a block and
hour, 0 to 1, is the number of reports heard there in that hour over the block's usual number an
hour (its mean over the hours of the data), at most 1. Where nobody is usually heard, and in an
hour in which nobody is heard, it is 0: nothing is known of a ship that is not heard there.
Blind spot: a ship alone in her block counts as her own reception; she is silent, so it falls to
0, and her silence stays unexplained rather than suspicious. A weak transponder is not modelled.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ..units import MS_PER_H

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

BLOCK_DEG = 0.5
_CELLS_PER_BLOCK, _COLUMNS = 2, 720
_CELL_COLUMNS = 1440  # `schema.COVERAGE`: 0.25 deg cells
_CLASS_B = 2


@dataclass(frozen=True, slots=True)
class Reception:
    """Reports heard by (block, class, hour) and the block's usual number an hour."""

    key: Ints
    heard: Floats
    block: Ints
    usual: Floats

    def at(self, lat: Floats, lon: Floats, hour: Ints, ais_class: Ints) -> tuple[Floats, Floats]:
        """Return (reception 0 to 1, reports heard) at positions and hours since 1970."""
        block = _block(lat, lon) * 2 + (ais_class == _CLASS_B)
        heard = _look_up(self.key, self.heard, block * _HOURS + hour)
        usual = _look_up(self.block, self.usual, block)
        with np.errstate(invalid="ignore", divide="ignore"):
            share = np.where(usual > 0, np.minimum(heard / usual, 1.0), 0.0)
        return share, heard


_HOURS = 4_000_000  # more hours than any time we meet; packs block and hour in one number


def reception(coverage: pl.DataFrame) -> Reception:
    """Return the reception that a table of COVERAGE shows."""
    if coverage.is_empty():
        none, zero = np.empty(0, np.int64), np.empty(0)
        return Reception(none, zero, none, zero)
    cell = coverage["cell"].to_numpy().astype(np.int64)
    row = cell // _CELL_COLUMNS // _CELLS_PER_BLOCK
    column = cell % _CELL_COLUMNS // _CELLS_PER_BLOCK
    is_b = coverage["ais_class"].to_numpy() == _CLASS_B
    block = (row * _COLUMNS + column) * 2 + is_b
    hour = coverage["hour_utc"].to_physical().to_numpy() // MS_PER_H
    n = coverage["n_reports"].to_numpy().astype(np.float64)
    key, inverse = np.unique(block * _HOURS + hour, return_inverse=True)
    heard = np.bincount(inverse, n).astype(np.float64)
    blocks, owner = np.unique(key // _HOURS, return_inverse=True)
    hours = float(hour.max() - hour.min() + 1)
    return Reception(key, heard, blocks, np.bincount(owner, heard).astype(np.float64) / hours)


def _block(lat: Floats, lon: Floats) -> Ints:
    row = np.clip(np.floor((lat + 90.0) / BLOCK_DEG), 0, 359).astype(np.int64)
    column = np.floor((lon + 180.0) / BLOCK_DEG).astype(np.int64) % _COLUMNS
    return np.asarray(row * _COLUMNS + column)


def _look_up(keys: Ints, values: Floats, asked: Ints) -> Floats:
    """Return the value of each key asked, 0 where it is not there."""
    if keys.size == 0:
        return np.zeros(asked.shape)
    at = np.minimum(np.searchsorted(keys, asked), keys.size - 1)
    return np.where(keys[at] == asked, values[at], 0.0)
