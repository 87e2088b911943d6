"""A column of a table as numbers for NumPy."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def floats(series: pl.Series) -> Floats:
    """Return a column as float64, null as NaN."""
    return series.cast(pl.Float64).fill_null(np.nan).to_numpy()
