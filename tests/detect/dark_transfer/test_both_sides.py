"""Two silences that cannot have met by water leave nothing to weigh."""

import numpy as np
import polars as pl

from seawarden.detect.dark_transfer.both_sides import _rivals

NONE = np.empty(0, dtype=np.int64)


def test_no_meeting_has_no_rivals() -> None:
    """Land between every pair ended a watch of real traffic."""
    weighed = pl.DataFrame(schema={"w_prior": pl.Float64, "w_fills": pl.Float64})
    assert _rivals(weighed, NONE, NONE, 3).len() == 0


def test_pairs_that_share_a_silence_take_from_each_other() -> None:
    """Worked by hand: odds 1, 2 and 4; the pairs (0, 1) and (1, 2) share silence 1."""
    weighed = pl.DataFrame({"w_prior": np.log([1.0, 2.0, 4.0])})
    i, j = np.array([0, 1, 3]), np.array([1, 2, 4])
    expected = [-np.log(3.0), -np.log(2.0), 0.0]
    assert np.allclose(_rivals(weighed, i, j, 5).to_numpy(), expected)
