"""Which sighting is which ship, all at once: the best assignment, and how sure each pair is.

Method: every sighting is one of the ships or none (something not on AIS, or nothing at all), and
no ship is seen twice. The best assignment of all is found by the Hungarian method
(`scipy.optimize.linear_sum_assignment`), never pair by pair. How probable each pair is, over all
assignments that could be, is the marginal of the same model, by belief propagation
[williams2014], which converges for this graph and is exact where the pairs form no loop.

[williams2014] J. Williams, R. Lau, IEEE Trans. AES 50 (2014) 2942-2959.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_FAR = 1e6  # cost of what cannot be


def best(gain: Floats) -> Ints:
    """Return for each row the column assigned to it, -1 for none.

    `gain[i, j]` (n, m) is the log of how much likelier sighting i is ship j than that i is no
    ship and j is not seen; -inf where it cannot be. The sum of gains is the greatest there is.
    """
    n, m = gain.shape
    if n == 0 or m == 0:
        return np.full(n, -1, dtype=np.int64)
    from scipy.optimize import linear_sum_assignment

    none = np.full((n, n), _FAR)
    np.fill_diagonal(none, 0.0)
    cost = np.concatenate([np.where(np.isfinite(gain), -gain, _FAR), none], axis=1)
    row, column = linear_sum_assignment(cost)
    out = np.full(n, -1, dtype=np.int64)
    out[row] = np.where(column < m, column, -1)
    return out


def marginals(gain: Floats, *, rounds: int = 400, tolerance: float = 1e-9) -> Floats:
    """Return (n, m + 1): the probability that sighting i is ship j; the last column is none."""
    n, m = gain.shape
    weight = np.exp(np.clip(gain, -60.0, 60.0)) * np.isfinite(gain)
    out = np.ones((n, m + 1))
    if n and m:
        back = np.ones((n, m))
        for _ in range(rounds):
            product = weight * back
            forth = weight / (1.0 + product.sum(axis=1, keepdims=True) - product)
            fresh = 1.0 / (1.0 + forth.sum(axis=0, keepdims=True) - forth)
            change = np.max(np.abs(fresh - back))
            back = fresh
            if change < tolerance:
                break
        out[:, :m] = weight * back
    return np.asarray(out / out.sum(axis=1, keepdims=True))
