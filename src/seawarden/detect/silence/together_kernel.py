"""Counting silences that begin (or end) near each in time and place, however many there are.

Method: silences lie sorted by cubes of the reach's size over the unit sphere, and by time within a
cube. Of the 27 cubes around one the hours in question are found by bisection; where they hold more
than `most`, every n-th is counted and the outcome taken n times, so that the work grows with the
silences. Blind spot: of a sample, chance takes the more of what stands out.
"""

import numpy as np
from numpy.typing import NDArray

from ...compiled import kernel

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SIDE = 1 << 20
"""Cubes along one axis at most, so that three numbers make one key."""


@kernel
def _first_from(values: Ints, low: int, high: int, value: int) -> int:
    """Return the first place in `values[low:high]`, sorted, that is not below `value`."""
    while low < high:
        middle = (low + high) >> 1
        if values[middle] < value:
            low = middle + 1
        else:
            high = middle
    return low


@kernel
def beyond_usual(
    asked: Ints, ms: Ints, hull: Ints, hours: Floats, usual_h: Floats, xyz: Floats, cubes: Ints,
    limits: Floats, share: float, sigmas: float, most: int,
) -> Floats:  # fmt: skip
    """Return how many other hulls' silences lie with each of `asked`, beyond the usual number.

    All rows are sorted by cube and time (`cubes` are their keys, `xyz` on the unit sphere, `hull`
    numbered from 0). `limits`: chord squared, half width of the hours around, the least and most
    that two may lie apart (ms).
    """
    chord2, around, apart_least, apart_most = limits[0], limits[1], limits[2], limits[3]
    n_rows = len(ms)
    out = np.zeros(len(asked))
    seen = np.full(n_rows, -1, np.int64)
    low, high = np.empty(27, np.int64), np.empty(27, np.int64)
    for n in range(len(asked)):
        i = asked[n]
        total, windows = 0, 0
        for dx in range(-1, 2):
            for dy in range(-1, 2):
                for dz in range(-1, 2):
                    key = cubes[i] + (dx * SIDE + dy) * SIDE + dz
                    start = _first_from(cubes, 0, n_rows, key)
                    if start == n_rows or cubes[start] != key:
                        continue
                    end = _first_from(cubes, start, n_rows, key + 1)
                    low[windows] = _first_from(ms, start, end, ms[i] - np.int64(around))
                    high[windows] = _first_from(ms, start, end, ms[i] + np.int64(around) + 1)
                    total += high[windows] - low[windows]
                    windows += 1
        step = max(1, (total + most - 1) // most)
        skip, near, met, apart_total, met_hulls = 0, 0, 0, 0.0, 0
        for w in range(windows):
            j = low[w] + skip
            while j < high[w]:
                dx2 = (xyz[i, 0] - xyz[j, 0]) ** 2
                c2 = dx2 + (xyz[i, 1] - xyz[j, 1]) ** 2 + (xyz[i, 2] - xyz[j, 2]) ** 2
                if hull[j] != hull[i] and hours[j] >= share * hours[i] and c2 <= chord2:
                    usual = usual_h[j] if usual_h[j] > usual_h[i] else usual_h[i]
                    apart = min(apart_most, apart_least + usual * 3_600_000.0)
                    near += 1
                    apart_total += apart
                    if abs(ms[j] - ms[i]) <= apart:
                        met += 1
                        if seen[hull[j]] != n:
                            seen[hull[j]] = n
                            met_hulls += 1
                j += step
            skip = j - high[w]
        width = apart_total / near if near else apart_least
        # The usual number: of the hours around, those together left out.
        rate = (near - met) * width / max(around - width, 1.0)
        out[n] = step * (met_hulls - rate - sigmas * np.sqrt(rate))
    return out


def warm() -> None:
    """Compile for two silences at one place."""
    one = np.zeros(2, np.int64)
    beyond_usual(
        one, one, one, np.ones(2), np.ones(2), np.zeros((2, 3)), one, np.ones(4), 0.3, 3.0, 9
    )
