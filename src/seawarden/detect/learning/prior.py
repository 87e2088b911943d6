"""The prior: how common deliberate silences are among all, and who of the silent was there unheard.

Method: the two depend on each other, so two rounds: the first takes each silent ship for half
there, the second without those whom the first thinks deliberate. In each the prior is empirical
Bayes: the share that is sure under the prior itself, a few times over, held back by `prior_weight`
silences at the default; for silences that ended and those still open apart: of ships that left
the area for good there may be many, and they say nothing of the others.

Blind spot: waters in which nearly all hide teach that hiding is usual, up to `prior_between`.
"""

import numpy as np
import polars as pl

from ...geo.places import Places
from .. import gap
from ..contract.columns import Floats
from ..silence.expected_reports import Known, ask, expect
from ..silence.reception import Sums
from . import reception
from .coverage_sums import counted

Prior = tuple[float, float]
"""Log odds of a deliberate silence: ended, still open."""


def learn(
    silences: pl.DataFrame, coverage: pl.DataFrame, hulls: pl.DataFrame, jumps: pl.DataFrame,
    params: gap.Params, places: Places,
) -> tuple[Sums, Known, Prior | None]:  # fmt: skip
    """Return what the silences of ships say of reception, and how common hiding is.

    Without silences reception rests on COVERAGE alone, and the prior is None.
    """
    silences = gap.of_ships(silences, hulls)
    asked, seen = ask(silences, hulls, params.expect), counted(coverage)
    if silences.is_empty():
        return *reception.learn(asked, seen), None
    weights = gap.weigh_place(silences, jumps, params, places)

    def weighed(known: Known, hidden: Floats | None) -> pl.DataFrame:
        return gap.weigh_reception(weights, expect(asked, known, hidden), params)

    first = weighed(reception.learn(asked, seen)[1], None)
    hidden = gap.deliberate(gap.with_prior(first, empirical(first, params)))
    sums, known = reception.learn(asked, seen, hidden)
    return sums, known, empirical(weighed(known, hidden), params)


def empirical(weighed: pl.DataFrame, params: gap.Params) -> Prior:
    """Return the prior under which the silences that are sure are as many as it says."""
    prior = [params.prior, params.prior]
    is_open = weighed["w_open"].to_numpy() < 0
    default = 1.0 / (1.0 + np.exp(-params.prior))
    for _ in range(params.prior_rounds):
        sure = gap.deliberate(gap.with_prior(weighed, (prior[0], prior[1])))
        for i, of in enumerate((~is_open, is_open)):
            found = float(np.sort(sure[of & (sure >= params.prior_sure)]).sum())
            share = (found + default * params.prior_weight) / (of.sum() + params.prior_weight)
            prior[i] = float(np.clip(np.log(share / (1.0 - share)), *params.prior_between))
    return prior[0], prior[1]
