"""Movement: of several sharings of the reports under one MMSI, which ships can best have sailed.

Names share out what movement leaves open (`hypotheses`), but they must not make ships. A ship that
alternates two names, or whose source mixes up statics, would pay for every change of name, and
where reports are rare a report costs as much as a new ship does: two names made hundreds of hulls.
So the reports are shared out with names and without, and each sharing is charged for its movement
alone: the misfit of every report to the one before of the same ship, and a price for each ship
after the first. Two ships at neighbouring berths, or in turn all over a harbour, fit two tracks far
better than one; a ship with two names fits one track.

Blind spot: two ships that lie within the noise of their positions all the while are one hull.
"""

import math
from collections.abc import Sequence

import numpy as np

from ...compiled import kernel
from .hypotheses import Ints, Odds, Reports, misfit

_NEVER = 1e4  # nats for a leg that no ship can sail: a sharing with one never wins by others


def likeliest(
    reports: Reports, sharings: Sequence[Ints], known: int, birth: float, odds: Odds
) -> int:
    """Return which of the sharings costs least; the first of equals.

    `sharings` hold the ship of each report, of which the first `known` are those that each ship
    ended the block before with; `birth` is the price of a further ship, nats.
    """
    prices = [
        # Room for the last report of each ship is made here: Numba's own `max` and `full` bring
        # parts of SciPy into every run.
        _price(reports, ship, np.full(int(ship.max()) + 1, -1, np.int64), known, birth, odds)
        for ship in sharings
    ]
    return int(np.argmin(prices))


@kernel
def _price(reports: Reports, ship: Ints, last: Ints, known: int, birth: float, odds: Odds) -> float:
    """Return the nats that the movement of one sharing costs."""
    total, ships = 0.0, 0
    for i in range(len(ship)):
        j = last[ship[i]]
        if j < 0:
            ships += 1
            if i >= known and ships > 1:
                total += birth
        else:
            cost = misfit(j, i, reports, odds)
            total += _NEVER if cost == math.inf else cost
        last[ship[i]] = i
    return total
