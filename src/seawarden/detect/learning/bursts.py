"""Bursts: how much more silences come in a row, or of some ships, than chance alone would have.

Method: the number of reports heard is negative binomial (gamma-Poisson); its shape is the largest
under which as many silences amid usual reception as there are would be no wonder, and not so small
that the intervals that were sent would hold more silences than there are.

Blind spot: one shape for all waters; what differs between ships is `silence.history`'s.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ...units import MS_PER_H
from ..contract.columns import Floats, floats
from ..silence.expected_reports import Asked, hours_of, least_h
from .coverage_sums import Counted

Bools = NDArray[np.bool_]


def shapes(asked: Asked, seen: Counted, reports: Floats, least: Floats) -> tuple[float, float]:
    """Return the shape for silences that ended, and for those still open.

    `reports` and `least`, (n,): expected of each silence, and of the shortest one kept of its hull.

    Ships leave the waters of the data, many at once where those are cut out of a larger sea: that
    is no wonder for the next that does not come back, and says nothing of those that did.
    """
    if asked.silences.is_empty():
        return asked.params.shape[1], asked.params.shape[1]
    is_open = asked.silences["is_open"].to_numpy()
    ended = _shape(asked, seen, reports, least, ~is_open)
    return ended, min(ended, _shape(asked, seen, reports, least, is_open))


def _shape(asked: Asked, seen: Counted, reports: Floats, least: Floats, of: Bools) -> float:
    """Return the largest shape of the negative binomial under which the silences are no wonder.

    Of silences that are kept from `least` expected reports on, a share q should have a chance of
    q or less of being so long, for each q of `tails`. More may, as many as are deliberate by
    `dark_every_h`; more than that say that ships differ and silences come in bursts. But however
    many of few silences are deliberate: a shape by which the intervals that were sent would hold
    more silences than there are is too small. `of` are the silences that are counted.
    """
    silences, params = asked.silences, asked.params
    counts = (least > params.least_reports) & of
    after, before = reports[counts], least[counts]
    whole_h = float(seen.ms.sum()) / MS_PER_H + float(np.sort(hours_of(silences)).sum())
    dark = whole_h / params.dark_every_h + 2.0
    usual_h = np.maximum(floats(silences["mean_interval_s"]) / 3600, 1e-3)
    promised = np.sort(least_h(silences, params) / usual_h)
    sent = float(seen.n.sum())

    def no_wonder(k: float) -> bool:
        log_chance = -k * (np.log1p(after / k) - np.log1p(before / k))
        return all((log_chance < np.log(q)).sum() <= q * after.size + dark for q in params.tails)

    def too_small(k: float) -> bool:
        return bool(sent * np.mean((1.0 + promised / k) ** -k) > silences.height + 1.0)

    return max(_largest(no_wonder, params.shape), _largest(too_small, params.shape))


def _largest(holds: Callable[[float], bool], within: tuple[float, float]) -> float:
    """Return the largest value at which something still holds that holds for small values."""
    low, high = (float(np.log(k)) for k in within)
    for _ in range(24):
        middle = (low + high) / 2
        low, high = (middle, high) if holds(float(np.exp(middle))) else (low, middle)
    return float(np.exp(low))
