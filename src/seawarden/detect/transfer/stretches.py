"""Of each run of contacts the stretch that best fits "alongside", and the water it fits best in.

The stretch is the one with the largest sum of log likelihood ratios (Kadane's maximum segment).
How far off a slot may be is set for a strong tide (`facts`, "Slots and contacts"), and most water
is calmer: two ships that lie 100 m apart slot after slot, while each slot claims to be 700 m
unsure, say so themselves. So each run in the open sea is tried in `alongside.Params.calms`, pairs
of a scale of the drift error and its prior probability, the first being the tide's, and the
likeliest is kept. Calmer water speaks for a pair that is near and against one that is not; the
prior is paid for the choice.

Blind spot: the water is taken to be one and the same over a run.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ..contacts.runs import Bools, Floats, Ints
from .alongside import Looks, Pair, Params, looks


@dataclass(frozen=True, slots=True)
class Stretches:
    """Per run: first and last contact of the time alongside (both included), sum of scores."""

    first: Ints
    last: Ints
    score: Floats


def best_fit(
    contacts: pl.DataFrame, pair: Pair, first: Ints, at_sea: Bools, params: Params
) -> tuple[Looks, Stretches]:
    """Return the looks in the water that fits each run best, and the stretch in it.

    `first` is where each run begins (runs lie end to end), `at_sea` whether it lies in the open
    sea: elsewhere a calm is no news, for quays and anchors keep ships near each other.
    """
    run = np.repeat(np.arange(first.size), np.diff(first, append=contacts.height))
    tried = [looks(contacts, pair, params, calm) for calm, _ in params.calms]
    found = [stretches(seen.score * seen.weight, first, run) for seen in tried]
    prior = np.log([p for _, p in params.calms])[:, None]
    tide_only = np.where(np.arange(len(tried)) == 0, 0.0, -np.inf)[:, None]
    score = np.array([fit.score for fit in found]) + np.where(at_sea, prior, tide_only)
    best = np.argmax(score, axis=0)
    at, each = (best[run], np.arange(run.size)), (best, np.arange(first.size))
    seen = Looks(
        tried[0].gap_m, tried[0].overlap,
        np.array([t.score for t in tried])[at], np.array([t.weight for t in tried])[at],
        np.array([t.sigma_m for t in tried])[at],
    )  # fmt: skip
    return seen, Stretches(
        np.array([f.first for f in found])[each], np.array([f.last for f in found])[each],
        score[each],
    )  # fmt: skip


def stretches(value: Floats, first: Ints, run: Ints) -> Stretches:
    """Return for each run the stretch with the largest sum of `value`.

    `first` is where each run begins in the arrays (runs lie end to end), `run` the run of each.
    """
    total = np.cumsum(value)
    before = np.where(first > 0, total[np.maximum(first, 1) - 1], 0.0)
    local = total - before[run]
    start_sum = local - value  # the sum before each contact
    # A running minimum that starts anew with each run: every run lies lower than the one before.
    step = float(np.ptp(start_sum)) + 1.0 if value.size else 1.0
    lowered = start_sum - run * step
    lowest = np.minimum.accumulate(lowered)
    at = np.maximum.accumulate(np.where(lowered <= lowest, np.arange(value.size), 0))
    best = local - start_sum[at]
    peak = np.maximum.reduceat(best, first)
    last = _first_true(best >= peak[run], first)
    return Stretches(at[last], last, peak)


def _first_true(mask: NDArray[np.bool_], first: Ints) -> Ints:
    """Return the first True in each run (each run has one)."""
    place = np.where(mask, np.arange(mask.size), mask.size)
    return np.asarray(np.minimum.reduceat(place, first))
