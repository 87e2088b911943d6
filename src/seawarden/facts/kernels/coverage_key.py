"""The key of COVERAGE: hour, cell, transponder class and receiver in one whole number.

From the highest bits to the lowest: hours since 1970, cell, class, receiver. Packed by the scan,
report by report (`pack`), unpacked from whole columns (`unpack`), and recoded where two spans
number their receivers differently (`with_receivers`). Nothing else knows the bits.
"""

from typing import NamedTuple

import numba as nb
import numpy as np
from numpy.typing import NDArray

from ...compiled import kernel
from ...units import AIS_UNITS_PER_DEG, MS_PER_H

CELL_DEG = 0.25
"""Cells of COVERAGE [a quarter of the 1 deg cells of Welch 2022, for coastal waters]."""
RECEIVER_BITS = 16
MAX_RECEIVER = (1 << RECEIVER_BITS) - 1
_CLASS_BITS = 2
_CELL_BITS = 21
_CELL_AISU = round(CELL_DEG * AIS_UNITS_PER_DEG)
_COLUMNS = round(360 / CELL_DEG)
_ROWS = round(180 / CELL_DEG)
assert _ROWS * _COLUMNS <= 1 << _CELL_BITS


class Parts(NamedTuple):
    """What keys hold; each of the shape of the keys."""

    hour_ms: NDArray[np.int64]  # ms since 1970, UTC, of the hour's start
    cell: NDArray[np.int64]  # row times columns plus column, from 90 S 180 W
    ais_class: NDArray[np.int64]  # 1 A, 2 B, 0 not known
    receiver: NDArray[np.int64]  # code, 0 not known


@kernel(inline="always")
def pack(t: int, lat: int, lon: int, ais_class: int, receiver: int) -> int:
    """Return the key of one report: ms, AIS units, class and receiver code."""
    row = min(_ROWS - 1, (nb.int64(lat) + 90 * AIS_UNITS_PER_DEG) // _CELL_AISU)
    column = ((nb.int64(lon) + 180 * AIS_UNITS_PER_DEG) // _CELL_AISU) % _COLUMNS
    place = (t // MS_PER_H << _CELL_BITS) + row * _COLUMNS + column
    key: int = (((place << _CLASS_BITS) + ais_class) << RECEIVER_BITS) + receiver
    return key


def unpack(keys: NDArray[np.int64]) -> Parts:
    """Return what each key holds."""
    place = keys >> (_CLASS_BITS + RECEIVER_BITS)
    return Parts(
        hour_ms=(place >> _CELL_BITS) * MS_PER_H,
        cell=place & ((1 << _CELL_BITS) - 1),
        ais_class=(keys >> RECEIVER_BITS) & ((1 << _CLASS_BITS) - 1),
        receiver=keys & MAX_RECEIVER,
    )


def with_receivers(keys: NDArray[np.int64], code: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the keys with receiver i turned into `code[i]`."""
    return np.asarray((keys & ~np.int64(MAX_RECEIVER)) | code[keys & MAX_RECEIVER], np.int64)
