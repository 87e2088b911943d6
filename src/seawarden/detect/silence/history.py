"""How well a ship was heard in the days around, beside how well ships like her are heard.

Method: of each day of a hull two sums are kept: reports heard beside her silences, and reports
expected, those heard among them and those missing in her silences. A weak transponder among strong
ones is silent again and again, and its sums say so. Days count less with time between, and what a
silence herself misses is taken out before she is judged by the rest.

Blind spot: a second deliberate silence of the same days makes the first look like weakness.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...units import MS_PER_H
from ..contract.columns import Floats, floats

if TYPE_CHECKING:
    from .expected_reports import Params

Ints = NDArray[np.int64]

_DAY_MS = 24 * MS_PER_H
_DAYS = 100_000
"""More days than any time we meet; packs hull and day into one number."""


@dataclass(frozen=True, slots=True)
class History:
    """Sums by hull and UTC day (days since 1970), sorted by both."""

    hull: Ints
    day: Ints
    heard: Floats
    expected: Floats

    def share(self, silences: pl.DataFrame, reports: Floats, params: "Params") -> Floats:
        """Return reports heard over expected in the days around each silence, at most 1.

        `reports`, (n,): what is expected of each silence, of which its day holds the missing.
        """
        known, code = np.unique(self.hull), silences["hull"].to_numpy()
        heard, expected = np.zeros((2, code.size))
        if known.size:
            key = np.searchsorted(known, self.hull) * _DAYS + self.day
            place = np.minimum(np.searchsorted(known, code), known.size - 1)
            asked = place * _DAYS + _day(silences)
            is_known = known[place] == code
            for away in range(-params.history_days, params.history_days + 1):
                at = np.minimum(np.searchsorted(key, asked + away), key.size - 1)
                less = np.exp(-abs(away) * 24.0 / params.history_h)
                counts = np.where(is_known & (key[at] == asked + away), less, 0.0)
                heard += counts * self.heard[at]
                expected += counts * self.expected[at]
                if away == 0:
                    expected -= counts * np.minimum(missing(silences, reports), self.expected[at])
        k = params.history_reports
        return np.clip((heard + k) / (expected + k), params.least_own, 1.0)


def missing(silences: pl.DataFrame, reports: Floats) -> Floats:
    """Return what each silence lacks; none of one still open: a ship that left is not weak."""
    return np.where(silences["is_open"].to_numpy(), 0.0, reports)


def of_silences(silences: pl.DataFrame, reports: Floats, params: "Params") -> History:
    """Return the sums of SILENCES (sorted by hull and start), `reports` expected of each."""
    hull = silences["hull"].to_numpy()
    usual_s = floats(silences["mean_interval_s"])
    most = params.history_most * np.maximum(usual_s / params.history_usual_s, 1.0)
    n = np.minimum(floats(silences["n_before_12h"]), most)
    # A stretch without a silence holds more reports than its hours promise: it has no long waits.
    rate = reports / np.maximum(floats(silences["duration_h"]), 1e-9)
    due = n * np.clip(usual_s / 3600 * rate, params.least_share, 1)
    # Her last silence is followed by reports that no later silence counts.
    last = np.append(hull[1:] != hull[:-1], True)[: hull.size] & ~silences["is_open"].to_numpy()
    times = np.where(last, 2.0, 1.0)
    sums = (
        pl.DataFrame({"hull": hull, "day": _day(silences), "heard": n * times,
                      "expected": due * times + missing(silences, reports)})
        .sort("hull", "day", "heard", "expected")
        .group_by("hull", "day", maintain_order=True)
        .agg(pl.col("heard", "expected").sum().round(6))
    )  # fmt: skip
    return History(*(sums[c].to_numpy() for c in ("hull", "day", "heard", "expected")))


def _day(silences: pl.DataFrame) -> Ints:
    """Return the UTC day in which each silence began, in days since 1970."""
    return np.asarray(silences["start_utc"].to_physical().to_numpy() // _DAY_MS)
