"""A row of the archive at rest is (segment, row), packed into one 64-bit number.

    bit 63 .. 32   segment: which file of the archive, numbered as they are written, from 0
    bit 31 .. 0    row: the report's place in that file, from 0

A report that comes late goes into a further segment, so it changes no number that was given out.
Within one run the pass and the detectors count in *places* instead: the place of a report in the
time order of all segments, which is what a span from a first to a last report means. `Archive`
turns one into the other; only packed rows are kept.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

ROW_BITS = 32
"""Rows of one file: AIS of the world has some 3e8 reports a day."""

_ROW_MASK = (1 << ROW_BITS) - 1


def pack(segment: ArrayLike, row: ArrayLike) -> NDArray[np.int64]:
    """Return segments (0 to 2^31 - 1) and rows (0 to 2^32 - 1) as one number each."""
    upper = np.asarray(segment, dtype=np.int64) << ROW_BITS
    return np.asarray(upper | np.asarray(row, dtype=np.int64))


def unpack(packed: ArrayLike) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the segments and the rows of packed numbers."""
    numbers: Any = np.asarray(packed, dtype=np.int64)
    return numbers >> ROW_BITS, numbers & _ROW_MASK
