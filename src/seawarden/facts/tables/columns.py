"""Columns of the fact tables from whole numbers of the pass."""

import numpy as np
import polars as pl

from ...schema import TIME
from ...units import AIS_UNITS_PER_DEG
from ..pairing import Array


def time(ms: Array) -> pl.Series:
    """Return times from milliseconds since 1970, UTC."""
    return pl.Series(ms.astype(np.int64)).cast(TIME)


def deg(aisu: Array) -> Array:
    """Return degrees from AIS units, 1/600000 deg."""
    return np.asarray(aisu / AIS_UNITS_PER_DEG)


def nan_null(values: Array) -> pl.Series:
    """Return numbers with null for NaN."""
    return pl.Series(values.astype(np.float64)).fill_nan(None)
