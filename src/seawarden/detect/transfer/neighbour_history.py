"""How a pair lay around a stretch alongside: near each other, but apart?

Ships at anchor 300 m apart for a day now and then look alongside when reports are few; ships that
transfer come, lie together and part. So the pair's other contacts within a day of the stretch are
summed: how many there were and what gap they show, each weighed by the inverse of its variance in
a strong tide. Sums are of whole numbers, so that no pair depends on those before it.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from ...normal import probability_below
from ...units import MS_PER_H
from ..contacts.runs import Floats, Runs, time_ms
from . import alongside

_UNIT = 2.0**34
"""Steps of an inverse variance (1/m2): exact when they are summed."""


@dataclass(frozen=True, slots=True)
class Around:
    """Per stretch: contacts outside it, their mean gap (NaN if none) and its 1-sigma error."""

    n: Floats
    gap_m: Floats
    error_m: Floats

    def apart(self, params: alongside.Params) -> Floats:
        """Return the chance that the pair lay more than `alongside_m` apart then."""
        error = np.hypot(self.error_m, params.hull_error_m)
        return np.asarray(
            np.nan_to_num(probability_below((self.gap_m - params.alongside_m) / error))
        )


def around(contacts: pl.DataFrame, looks: alongside.Looks, best: Runs, within_h: float) -> Around:
    """Return the pair's contacts within `within_h` of each stretch, itself left out.

    `contacts` holds whole pairs, sorted by pair and time; `looks` are theirs, `best` rows of it.
    """
    hull, other = contacts["hull"].to_numpy(), contacts["other_hull"].to_numpy()
    new = np.ones(hull.size, dtype=bool)
    new[1:] = (np.diff(hull) != 0) | (np.diff(other) != 0)
    time = time_ms(contacts["time_utc"])
    reach = int(within_h * MS_PER_H)
    key = np.cumsum(new) * (int(np.ptp(time)) + 4 * reach) + (time - time.min())
    low = np.searchsorted(key, key[best.first] - reach, side="left")
    high = np.searchsorted(key, key[best.last] + reach, side="right")
    share = looks.weight / looks.sigma_m**2

    def outside(values: Floats) -> Floats:
        steps = np.rint(values * _UNIT).astype(np.int64)
        sums = np.concatenate([[0], np.cumsum(steps)])
        inside = sums[best.last + 1] - sums[best.first]
        return np.asarray(np.maximum(sums[high] - sums[low] - inside, 0) / _UNIT)

    n = (high - low - (best.last - best.first + 1)).astype(np.float64)
    weight = np.where(n > 0, outside(share), np.nan)
    return Around(n, outside(share * looks.gap_m) / weight, 1.0 / np.sqrt(weight))
