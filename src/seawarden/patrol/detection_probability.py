"""Probability of detection from coverage: random search and parallel sweeps.

Coverage C = sweep width x track length / area. Random search: POD = 1 - exp(-C) [washburn, ch. 2,
after Koopman; sarbayes.org, A brief intro to search theory, 2 of 4]. Parallel sweeps under the
inverse-cube law of detection: POD = erf(sqrt(pi)/2 C). The second is derived here, not quoted:
a sensor with lateral range curve l(x) = 1 - exp(-K/x^2) has sweep width W = 2 sqrt(pi K), and the
mean over a strip of spacing S of 1 - prod_i (1 - l(x - iS)) tends to that error function;
`tests/patrol/test_pod.py` sums the product. Looks on different passes are taken as independent,
so the chance to miss multiplies: what a look adds falls with every look before it.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import erf

from ..errors import UsageError
from ..geo.sphere import Floats

FUNCTIONS = ("random", "parallel")


def pod(coverage: ArrayLike, function: str = "random") -> Floats:
    """Return the probability of detection of one look at `coverage`, shape kept."""
    c = np.maximum(np.asarray(coverage, dtype=np.float64), 0.0)
    if function == "random":
        return np.asarray(1.0 - np.exp(-c))
    if function == "parallel":
        return np.asarray(erf(np.sqrt(np.pi) / 2.0 * c))
    raise UsageError(f"detection function '{function}': expected one of {', '.join(FUNCTIONS)}")


def look(coverage: ArrayLike, function: str = "random") -> Floats:
    """Return -ln(1 - POD) of one look: the number that adds up over looks."""
    return np.asarray(-np.log(np.maximum(1.0 - pod(coverage, function), 1e-12)))


def lateral(offset_nm: ArrayLike, sweep_width_nm: float) -> Floats:
    """Return the inverse-cube lateral range curve l(x) = 1 - exp(-K/x^2), K = W^2 / (4 pi).

    The chance to see a target that a long straight track passes at `offset_nm`.
    """
    x = np.maximum(np.abs(np.asarray(offset_nm, dtype=np.float64)), 1e-9)
    return np.asarray(1.0 - np.exp(-(sweep_width_nm**2) / (4.0 * np.pi) / x**2))
