"""Hull numbers: the MMSI under which a ship sent, and which of its ships she was.

A hull's number is its MMSI times `PER_MMSI` plus an ordinal, so that it reads as the MMSI with five
more digits. All functions take and give whole numbers or arrays of them.
"""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Number = TypeVar("Number", int, NDArray[np.int64])

PER_MMSI = 100_000
"""Room for the hulls of one MMSI; own choice."""


def hull_of(mmsi: Number, ordinal: Number) -> Number:
    """Return the hull with this ordinal, 0 to `PER_MMSI` - 1, under an MMSI."""
    return mmsi * PER_MMSI + ordinal


def mmsi_of(hull: Number) -> Number:
    """Return the MMSI under which a hull sent."""
    return hull // PER_MMSI
