"""The normal distribution function, against SciPy's."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr

from seawarden.normal import probability_below


@given(st.lists(st.floats(-38.0, 38.0), max_size=50))
def test_as_scipy_has_it(x: list[float]) -> None:
    """Relatively, so that the far tail counts as well: there a rounding of x counts x^2 times."""
    wanted = ndtr(np.array(x, float))
    allowed = 8e-16 * (2.0 + np.square(np.array(x, float))) * wanted
    assert (np.abs(probability_below(x) - wanted) <= allowed + 1e-300).all()


def test_any_shape_infinities_and_no_number() -> None:
    x = np.array([[0.0, np.inf], [-np.inf, np.nan]])
    np.testing.assert_array_equal(probability_below(x), [[0.5, 1.0], [0.0, np.nan]])
    assert probability_below(np.empty((0, 3))).shape == (0, 3)
