"""The normal distribution function.

Compiled here rather than taken from SciPy, whose import takes longer than most runs need it for.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .compiled import kernel

_ROOT_2 = math.sqrt(2.0)


def probability_below(x: ArrayLike) -> NDArray[np.float64]:
    """Return the chance that a standard normal variable is at most `x`; any shape, NaN for NaN.

    Method: erfc of the C library. Relative error a few units in the last place; in the far lower
    tail, where a rounding of `x` counts, about `x`^2 of them.
    """
    given = np.ascontiguousarray(x, np.float64)
    asked = given.ravel()
    asked.flags.writeable = False  # one kind of array, one compiled function
    out = np.empty(asked.size)
    _fill(asked, out)
    return out.reshape(given.shape)


@kernel(error_model="numpy")
def _fill(x: Any, out: Any) -> None:
    for i in range(x.size):
        out[i] = 0.5 * math.erfc(-x[i] / _ROOT_2)
