"""The best walk on a lattice for given prices: exact dynamic programming.

State: cell, heading, tick. Value: the most that can still be collected when every arrival in a
cell pays that cell's price, as often as it is visited. Turning on the spot is not allowed, so a
walk cannot step back and forth. One pass over all states, compiled by Numba.
"""

from typing import Any

import numpy as np

from ...compiled import kernel
from ...geo.sphere import Floats
from .lattice import Ints, Lattice

_NONE = -1e30


@kernel
def _backward(
    price: Any,
    nxt: Any,
    home: Any,
    step: int,
    turn: int,
    last: int,
    light_end: int,
    first: int,
    value: Any,
) -> None:
    """Fill `value` (last + 1, n, 4) from the last tick down to `first`."""
    half = (step + 1) // 2
    for t in range(last, first - 1, -1):
        for i in range(nxt.shape[0]):
            for h in range(4):
                best = _NONE
                if t + home[i, h] <= last and t + half <= light_end:
                    best = 0.0
                for turned in range(3):
                    g = h if turned == 0 else ((h + 1) % 4 if turned == 1 else (h + 3) % 4)
                    j = nxt[i, g]
                    s = t + step + (turn if turned else 0)
                    if j >= 0 and s <= last:
                        v = value[s, j, g] + price[j]
                        best = max(best, v)
                value[t, i, h] = best


@kernel
def _forward(
    price: Any,
    nxt: Any,
    home: Any,
    step: int,
    turn: int,
    last: int,
    light_end: int,
    value: Any,
    i: int,
    h: int,
    t: int,
) -> Any:
    """Follow the best choices from a state; return rows of (cell, heading, tick)."""
    out = np.empty((last + 2, 3), dtype=np.int64)
    out[0] = (i, h, t)
    k = 1
    while True:
        want = value[t, i, h]
        moved = False
        for turned in range(3):
            g = h if turned == 0 else ((h + 1) % 4 if turned == 1 else (h + 3) % 4)
            j = nxt[i, g]
            s = t + step + (turn if turned else 0)
            if j >= 0 and s <= last and value[s, j, g] + price[j] >= want:
                i, h, t, moved = j, g, s, True
                out[k] = (i, h, t)
                k += 1
                break
        if not moved:
            return out[:k]


class Work:
    """Arrays that one lattice's calls share, and the states in which search may start."""

    def __init__(self, lattice: Lattice) -> None:
        n, last = lattice.n, lattice.last_tick
        self.value = np.full((last + 1, n, 4), _NONE)
        self.cell, self.heading = (a.ravel() for a in np.indices((n, 4)))
        earliest = np.maximum(lattice.start, lattice.light[0] + (lattice.step + 1) // 2).ravel()
        self.is_open = (earliest <= last) & (lattice.start.ravel() <= last)
        self.start_tick = np.minimum(earliest, last)
        self.first = int(self.start_tick[self.is_open].min()) if self.is_open.any() else last
        self.next = {-1: lattice.next}
        for h in range(4):
            self.next[h] = lattice.next.copy()
            self.next[h][:, h] = -1


def best_walk(
    lattice: Lattice,
    price: Floats,
    work: Work,
    *,
    begin: Ints | None = None,
    end: Ints | None = None,
    without: int = -1,
) -> tuple[float, Ints]:
    """Return (value, walk) of the best walk when each arrival in cell i pays `price[i]` >= 0.

    The walk has shape (visits, 3): cell, heading on arrival, tick at the centre. With `begin` (a
    row of a walk) it starts there, and that row is part of it but not paid; with `end` it must
    come to that cell and heading by that tick, in place of flying home. `without` forbids one
    heading: such a walk cannot come back to a cell, so its value is what it truly earns. An empty
    walk is returned when none pays.
    """
    home, last, light_end = lattice.home, lattice.last_tick, lattice.light[1]
    if end is not None:
        last, light_end = int(end[2]), int(end[2]) + lattice.step
        home = np.full_like(home, last + 1)
        home[end[0], end[1]] = 0
    first = work.first if begin is None else int(begin[2])
    args = (price, work.next[without], home, lattice.step, lattice.turn, last, light_end)
    _backward(*args, first, work.value)
    if begin is not None:
        state = (int(begin[0]), int(begin[1]), int(begin[2]))
        value = float(work.value[state[2], state[0], state[1]])
        if value < 0.0:
            return 0.0, np.empty((0, 3), dtype=np.int64)
        return value, _forward(*args, work.value, *state)
    fits = work.is_open & (work.start_tick <= last)
    gain = work.value[np.minimum(work.start_tick, last), work.cell, work.heading]
    gain = np.where(fits, gain + price[work.cell], _NONE)
    at = int(np.argmax(gain)) if gain.size else -1
    if at < 0 or gain[at] <= 0.0:
        return 0.0, np.empty((0, 3), dtype=np.int64)
    start = (int(work.cell[at]), int(work.heading[at]), int(work.start_tick[at]))
    return float(gain[at]), _forward(*args, work.value, *start)


def warm() -> None:
    """Compile both kernels on a lattice of one cell that leads nowhere."""
    one = np.zeros((1, 4), dtype=np.int64)
    value = np.zeros((2, 1, 4))
    args = (np.zeros(1), one - 1, one, 1, 1, 1, 1)
    _backward(*args, 0, value)
    _forward(*args, value, 0, 0, 0)
