"""The cut keeps its promise: no more false alarms are expected above it than were asked for."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawarden.detect.calibration.calibrate import cut_for, real_rates
from seawarden.schema import KINDS

sure = st.lists(st.integers(0, 100).map(lambda n: n / 100), max_size=40)


@given(sure, st.floats(0.1, 30.0), st.floats(0.0, 5.0))
def test_no_more_false_ones_are_expected_than_asked_for(
    confidences: list[float], days: float, most: float
) -> None:
    least = cut_for(pl.Series(confidences, dtype=pl.Float64), days, most)
    kept = [p for p in confidences if p >= least]
    false = sum(1.0 - p for p in kept)
    assert false <= most * days + 1e-9 or least == 1.0
    left = sorted((p for p in confidences if p < least), reverse=True)
    if left:
        beside = [p for p in left if p == left[0]]
        assert false + sum(1.0 - p for p in beside) > most * days - 1e-9, "no more could be kept"


@pytest.mark.parametrize(
    ("confidences", "least"), [([], 0.0), ([0.9, 0.8], 0.0), ([0.9, 0.2, 0.1], 0.9), ([0.4], 1.0)]
)
def test_by_hand(confidences: list[float], least: float) -> None:
    """Half a false alarm in one day."""
    assert cut_for(pl.Series(confidences, dtype=pl.Float64), 1.0, 0.5) == least


def test_the_real_seas_have_a_rate_for_every_kind() -> None:
    rates = real_rates()
    assert set(rates) == set(KINDS)
    assert all(0.0 <= rate < 1000.0 for rate in rates.values())
