"""The stretch that fits best, against every other stretch; and the water it fits best in."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawarden.detect.contacts.runs import Runs
from seawarden.detect.transfer import alongside, stretches
from seawarden.detect.transfer.hull_geometry import Rectangles

from ..make import contacts

PARAMS = alongside.Params()


def size(n: int) -> Rectangles:
    """A ship of 110 m in each of n contacts, heading north."""
    return Rectangles(*(np.full(n, x) for x in (90.0, 20.0, 8.0, 8.0, 0.0)))


def fit(
    frame: pl.DataFrame, params: alongside.Params = PARAMS, at_sea: bool = True
) -> tuple[alongside.Looks, stretches.Stretches]:
    best = stretches.best_fits(
        frame, lambda row, _run: alongside.Pair(size(row.size), size(row.size)),
        Runs(np.array([0]), np.array([frame.height - 1])),
        lambda there: np.full(there.height, at_sea), 24.0, params,
    )  # fmt: skip
    pair = alongside.Pair(size(frame.height), size(frame.height))
    return alongside.looks(frame, pair, params, float(best.calm[0])), best


def sparse(metres: float, sigma_m: float = 700.0) -> pl.DataFrame:
    """Five hours at one distance, between reports two hours and more apart."""
    return contacts(0, 30, metres=metres, gap_s=7_500.0).with_columns(
        sigma_m=pl.lit(sigma_m, pl.Float32)
    )


@settings(deadline=None)
@given(
    st.lists(
        st.lists(st.floats(-3, 3, allow_nan=False), min_size=1, max_size=9), min_size=1, max_size=5
    )
)
def test_no_stretch_of_a_run_sums_to_more(runs: list[list[float]]) -> None:
    value = np.array([v for run in runs for v in run])
    run = np.repeat(np.arange(len(runs)), [len(r) for r in runs])
    first = np.flatnonzero(np.diff(run, prepend=-1))
    begin, end, score = stretches.stretches(value, first, run)
    steps = 1e-8  # a sum of nine whole steps of 2^-30
    for i, given_run in enumerate(runs):
        every = [
            sum(given_run[a : b + 1])
            for a in range(len(given_run))
            for b in range(a, len(given_run))
        ]
        assert score[i] == pytest.approx(max(every), abs=steps)
        own = value[begin[i] : end[i] + 1]
        assert own.sum() == pytest.approx(score[i], abs=steps)


def test_hulls_that_stay_near_say_themselves_that_the_water_is_calm() -> None:
    """Each slot claims 700 m of error, and thirty of them lie within 60 m."""
    seen, best = fit(sparse(60.0))
    only = alongside.Params(calms=((1.0, 1.0),))
    assert float(seen.sigma_m.max()) < 120.0
    assert best.score[0] > fit(sparse(60.0), only)[1].score[0] + 2.0


def test_calm_water_is_not_chosen_for_ships_that_lie_apart() -> None:
    """What would speak for calm water speaks against ships that are not near in it."""
    seen, _ = fit(sparse(600.0))
    assert float(seen.sigma_m.min()) > 300.0


def test_the_choice_of_the_water_is_paid_for() -> None:
    """Where the water makes no difference the pair is no likelier for the choice."""
    sharp = contacts(0, 30)
    only = alongside.Params(calms=((1.0, 1.0),))
    assert fit(sharp)[1].score[0] <= fit(sharp, only)[1].score[0]


def test_in_harbour_a_calm_is_no_news() -> None:
    """Two coasters at Norwegian quays, heard every four hours, lie still and near each other."""
    only = alongside.Params(calms=((1.0, 1.0),))
    seen, best = fit(sparse(60.0), at_sea=False)
    assert best.score[0] == pytest.approx(fit(sparse(60.0), only)[1].score[0])
    assert float(seen.sigma_m.min()) > 300.0


def test_calm_water_makes_no_more_looks_of_one() -> None:
    """Slots between the same two reports are one look however sure each of them is."""
    only = alongside.Params(calms=((1.0, 1.0),))
    frame = sparse(60.0, sigma_m=150.0)
    assert fit(frame)[0].weight.sum() == pytest.approx(fit(frame, only)[0].weight.sum())
