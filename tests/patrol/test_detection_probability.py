"""Detection functions, against sums that do not use them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawarden.errors import UsageError
from seawarden.patrol.detection_probability import lateral, look, pod


def test_the_parallel_curve_is_the_product_over_sweeps():
    """Oracle: the mean over a strip of 1 - prod(1 - l(x - iS)), summed over 4000 tracks."""
    width = 20.0
    for spacing in (10.0, 20.0, 40.0):
        x = (np.arange(400) + 0.5) / 400 * spacing
        missed = np.ones_like(x)
        for i in range(-2000, 2001):
            missed *= 1 - lateral(x - i * spacing, width)
        assert pod(width / spacing, "parallel") == pytest.approx((1 - missed).mean(), abs=2e-3)


def test_the_sweep_width_is_the_area_under_the_lateral_range_curve():
    x = np.linspace(-20_000, 20_000, 4_000_001)
    assert np.trapezoid(lateral(x, 24.0), x) == pytest.approx(24.0, rel=2e-3)


def test_random_search_is_what_random_legs_find():
    """Oracle: Monte Carlo. Targets and unit-width strips thrown at random on a torus."""
    rng = np.random.default_rng(1)
    hits = rng.poisson(0.7, 200_000) > 0
    assert pod(0.7) == pytest.approx(hits.mean(), abs=0.004)


@given(st.floats(0, 20), st.floats(0, 20), st.sampled_from(["random", "parallel"]))
def test_more_coverage_never_finds_less_and_parallel_beats_random(a, b, kind):
    low, high = sorted((a, b))
    assert 0 <= pod(low, kind) <= pod(high, kind) <= 1
    assert pod(a, "parallel") >= pod(a) - 1e-12


@given(st.floats(0, 4), st.floats(0, 4))
def test_a_second_look_adds_less(a, b):
    both = 1 - np.exp(-(look(a) + look(b)))
    assert both <= pod(a) + pod(b) + 1e-12
    assert both >= max(pod(a), pod(b)) - 1e-12


def test_an_unknown_function_is_named():
    with pytest.raises(UsageError) as error:
        pod(1.0, "perfect")
    assert str(error.value) == "detection function 'perfect': expected one of random, parallel"
