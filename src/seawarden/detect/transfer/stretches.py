"""Of each run of contacts the stretch that best fits "alongside", and the water it fits best in.

The stretch is the one with the largest sum of log likelihood ratios (Kadane's maximum segment).
A run that goes on for more than `spacing_h` on either side of it may hold another, and is asked
again for what lies beyond. How far off a slot may be is set for a strong tide (`facts`, "Slots and
contacts"), and most water is calmer: two ships that lie 100 m apart slot after slot, while each
slot claims to be 700 m unsure, say so themselves. So each run in the open sea is tried in
`alongside.Params.calms`, pairs of a scale of the drift error and its prior probability, the first
being the tide's, and the likeliest is kept. Calmer water speaks for a pair that is near and against
one that is not; the prior is paid for the choice. Where a run lies is where its stretch in the
tide's water does. Sums are of whole numbers, so that no run depends on those before it.

Blind spot: the water is taken to be one and the same over a run.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...units import MS_PER_H
from ..contacts.runs import Bools, Floats, Ints, Runs, time_ms
from .alongside import Pair, Params, looks

_UNIT = 2.0**30
"""Steps of a log likelihood ratio: far finer than any is known, and exact when they are summed."""

AtSea = Callable[[pl.DataFrame], Bools]
"""Says of contacts whether they lie in the open sea."""


@dataclass(frozen=True, slots=True)
class Stretches:
    """Per stretch: first and last contact of the time alongside (both included), sum of scores.

    `run` is the run it was found in, `calm` the scale of the drift error that fits it best.
    """

    first: Ints
    last: Ints
    score: Floats
    run: Ints
    calm: Floats

    def keep(self, mask: Bools) -> "Stretches":
        """Return the stretches where `mask` is True."""
        return Stretches(*(getattr(self, name)[mask] for name in self.__slots__))


def best_fits(
    contacts: pl.DataFrame, pairs: Callable[[Ints, Ints], Pair], found: Runs, at_sea: AtSea,
    spacing_h: float, params: Params,
) -> Stretches:  # fmt: skip
    """Return the stretches of all runs, at most one within `spacing_h` of a better one.

    `pairs` gives the two hulls for (rows of `contacts`, run of each); at sea a calm is news,
    elsewhere quays and anchors keep ships near each other.
    """
    time = time_ms(contacts["time_utc"])
    out, run = [], np.arange(found.first.size)
    while found.first.size:
        best = _best_fit(contacts, pairs, found, run, at_sea, params)
        out.append(best)
        found, run = _beyond(best, found, run, time, round(spacing_h * MS_PER_H))
    none = np.empty(0, np.int64)
    if not out:
        return Stretches(none, none, np.empty(0), none, np.empty(0))
    every = Stretches(
        *(np.concatenate([getattr(b, name) for b in out]) for name in Stretches.__slots__)
    )
    order = np.lexsort((every.first, every.run))
    return Stretches(*(getattr(every, name)[order] for name in Stretches.__slots__))


def _beyond(
    best: Stretches, found: Runs, run: Ints, time: Ints, spacing_ms: int
) -> tuple[Runs, Ints]:
    """Return what is left of the runs further than the spacing from their stretches."""
    first, last, of = [], [], []
    for k in np.flatnonzero(
        (time[best.first] - time[found.first] > spacing_ms)
        | (time[found.last] - time[best.last] > spacing_ms)
    ).tolist():
        rows = np.arange(found.first[k], found.last[k] + 1)
        early = rows[time[rows] < time[best.first[k]] - spacing_ms]
        late = rows[time[rows] > time[best.last[k]] + spacing_ms]
        for part in (early, late):
            if part.size:
                first.append(part[0])
                last.append(part[-1])
                of.append(run[k])
    return Runs(np.array(first, np.int64), np.array(last, np.int64)), np.array(of, np.int64)


def _best_fit(
    contacts: pl.DataFrame, pairs: Callable[[Ints, Ints], Pair], found: Runs, of: Ints,
    at_sea: AtSea, params: Params,
) -> Stretches:  # fmt: skip
    """Return one stretch a run, in rows of `contacts`, and the water it fits best in."""
    row, run = found.rows()
    laid, pair = contacts[row], pairs(row, of[run])
    first = np.flatnonzero(np.diff(run, prepend=-1))
    tried = [looks(laid, pair, params, calm) for calm, _ in params.calms]
    fits = [stretches(seen.score * seen.weight, first, run) for seen in tried]
    middle = row[(fits[0][0] + fits[0][1]) // 2]
    prior = np.log([p for _, p in params.calms])[:, None]
    tide_only = np.where(np.arange(len(tried)) == 0, 0.0, -np.inf)[:, None]
    paid = np.where(at_sea(contacts[middle]), prior, tide_only)
    score = np.array([fit[2] for fit in fits]) + paid
    best = np.argmax(score, axis=0)
    each = (best, np.arange(first.size))
    begin, end = (row[np.array([f[i] for f in fits])[each]] for i in (0, 1))
    calm = np.array([calm for calm, _ in params.calms])[best]
    return Stretches(begin, end, score[each], of, calm)


def stretches(value: Floats, first: Ints, run: Ints) -> tuple[Ints, Ints, Floats]:
    """Return for each run (first, last, sum) of the stretch with the largest sum of `value`.

    `first` is where each run begins in the arrays (runs lie end to end), `run` the run of each.
    """
    steps = np.rint(value * _UNIT).astype(np.int64)
    total = np.cumsum(steps)
    before = np.where(first > 0, total[np.maximum(first, 1) - 1], 0)
    local = total - before[run]
    start_sum = local - steps  # the sum before each contact
    # A running minimum that starts anew with each run: every run lies lower than the one before.
    step = int(np.ptp(start_sum)) + 1 if value.size else 1
    lowered = start_sum - run * step
    lowest = np.minimum.accumulate(lowered)
    at = np.maximum.accumulate(np.where(lowered <= lowest, np.arange(value.size), 0))
    best = local - start_sum[at]
    peak = np.maximum.reduceat(best, first)
    last = _first_true(best >= peak[run], first)
    return at[last], last, peak / _UNIT


def _first_true(mask: NDArray[np.bool_], first: Ints) -> Ints:
    """Return the first True in each run (each run has one)."""
    place = np.where(mask, np.arange(mask.size), mask.size)
    return np.asarray(np.minimum.reduceat(place, first))
