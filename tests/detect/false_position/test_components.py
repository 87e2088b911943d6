"""Blocks that are linked directly or by others make one group."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from seawarden.detect.false_position.interference import _components


@given(st.integers(1, 40), st.integers(0, 60), st.integers(0, 10_000))
def test_the_groups_are_those_of_scipy(n: int, links: int, seed: int) -> None:
    pairs = np.random.default_rng(seed).integers(0, n, (links, 2))
    ours = _components(n, pairs)
    shape = (n, n)
    theirs = connected_components(coo_matrix((np.ones(links), tuple(pairs.T)), shape=shape))[1]
    np.testing.assert_array_equal(ours[:, None] == ours, theirs[:, None] == theirs)
    assert set(ours.tolist()) == set(range(ours.max() + 1))


def test_a_long_chain_is_one_group() -> None:
    """The order of the links does not matter, nor how many lie between two."""
    chain = np.column_stack([np.arange(5_000), np.arange(1, 5_001)])
    shuffled = np.random.default_rng(3).permutation(chain)
    assert (_components(5_001, shuffled) == 0).all()
