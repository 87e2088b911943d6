"""The best assignment is the best of all there are, and the marginals are those of all of them."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawarden.detect.sighting.assignment import best, marginals


def every(gain: np.ndarray) -> list[tuple[tuple[int, ...], float]]:
    """All assignments (column or -1 a row, no column twice) and the sum of their gains."""
    n, m = gain.shape
    out = []
    for choice in product(range(-1, m), repeat=n):
        used = [c for c in choice if c >= 0]
        if len(used) == len(set(used)):
            total = sum(gain[i, c] for i, c in enumerate(choice) if c >= 0)
            if np.isfinite(total):
                out.append((choice, float(total)))
    return out


@st.composite
def gains(draw: st.DrawFn) -> np.ndarray:
    n, m = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    value = st.one_of(st.just(-np.inf), st.floats(-6, 8))
    return np.array(draw(st.lists(value, min_size=n * m, max_size=n * m))).reshape(n, m)


@settings(deadline=None, max_examples=80)
@given(gain=gains())
def test_the_assignment_is_the_best_of_all(gain: np.ndarray) -> None:
    chosen = best(gain)
    total = sum(gain[i, c] for i, c in enumerate(chosen) if c >= 0)
    assert total == pytest.approx(max(t for _, t in every(gain)), abs=1e-9)
    assert len(set(chosen[chosen >= 0])) == (chosen >= 0).sum()


@settings(deadline=None, max_examples=80)
@given(gain=gains())
def test_marginals_are_near_those_of_all_assignments(gain: np.ndarray) -> None:
    """Belief propagation is not exact on loops; it must not mislead."""
    n, m = gain.shape
    exact = np.zeros((n, m + 1))
    for choice, total in every(gain):
        for i, c in enumerate(choice):
            exact[i, c if c >= 0 else m] += np.exp(total)
    exact /= exact.sum(axis=1, keepdims=True)
    found = marginals(gain)
    assert found.sum(axis=1) == pytest.approx(np.ones(n))
    assert np.abs(found - exact).max() < 0.16


def test_marginals_are_exact_without_a_loop() -> None:
    gain = np.array([[2.0, 1.0, -np.inf], [-np.inf, 3.0, 0.5]])
    exact = np.zeros((2, 4))
    for choice, total in every(gain):
        for i, c in enumerate(choice):
            exact[i, c] += np.exp(total)
    exact /= exact.sum(axis=1, keepdims=True)
    assert marginals(gain) == pytest.approx(exact, abs=1e-6)


def test_one_pair_taken_too_early_spoils_the_rest_for_greedy_but_not_here() -> None:
    """Sighting 0 is a little nearer to ship 1, which is sighting 1's only ship."""
    gain = np.array([[5.0, 5.5], [-np.inf, 5.0]])
    assert best(gain).tolist() == [0, 1]


def test_no_ship_and_no_sighting_are_fine() -> None:
    assert best(np.empty((3, 0))).tolist() == [-1, -1, -1]
    assert best(np.empty((0, 2))).size == 0
    assert marginals(np.empty((2, 0))).tolist() == [[1.0], [1.0]]
