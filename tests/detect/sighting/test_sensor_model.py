"""The error models of sensors: densities that add up to one, and values worked by hand."""

import math

import numpy as np
import pytest

from seawarden.detect.sighting import sensor_model as s

P = s.Params()
NAN = np.array([np.nan])


def one(x: float) -> np.ndarray:
    return np.array([x])


@pytest.mark.parametrize("true", [30.0, 110.0, 250.0])
def test_the_density_of_a_seen_length_adds_up_to_one(true: float) -> None:
    """To the share that lies in the range: gross errors are spread over 400 m."""
    x = np.arange(0.5, 400.0, 1.0)
    whole = np.exp(s.log_length(x, np.full(x.size, true), P)).sum()
    sigma = math.hypot(20.0, 0.12 * true)
    inside = 0.5 * (math.erf((400 - true) / sigma / 2**0.5) + math.erf(true / sigma / 2**0.5))
    assert whole == pytest.approx(0.95 * inside + 0.05, abs=1e-3)


@pytest.mark.parametrize("law", [s.log_dark_length, s.log_false_length])
def test_the_densities_of_lengths_not_on_ais_add_up_to_one(law) -> None:
    x = np.arange(5.05, 2000.0, 0.1)
    below = 0.5 * (1 + math.erf(math.log(5 / 60) / 0.8 / 2**0.5))
    if law is s.log_false_length:
        below = 0.5 * (1 + math.erf(math.log(5 / 30) / 0.6 / 2**0.5))
    assert np.exp(law(x, P)).sum() * 0.1 == pytest.approx(1.0 - below, abs=2e-3)


def test_ships_off_ais_are_mostly_60_m_and_clutter_30_m() -> None:
    """The density of a log-normal at its median is 1 / (median x spread x sqrt(2 pi))."""
    root = math.sqrt(2 * math.pi)
    assert s.log_dark_length(one(60.0), P)[0] == pytest.approx(-math.log(60 * 0.8 * root))
    assert s.log_false_length(one(30.0), P)[0] == pytest.approx(-math.log(30 * 0.6 * root))
    assert s.log_false_length(one(1.0), P)[0] == s.log_false_length(one(5.0), P)[0]


def test_a_length_right_on_says_much_and_one_far_off_no_less_than_a_gross_error() -> None:
    sigma = math.hypot(20.0, 12.0)
    right = 0.95 / (sigma * math.sqrt(2 * math.pi)) + 0.05 / 400.0
    assert s.log_length(one(100.0), one(100.0), P)[0] == pytest.approx(math.log(right))
    assert s.log_length(one(390.0), one(100.0), P)[0] == pytest.approx(math.log(0.05 / 400.0))
    off = 0.95 / (sigma * math.sqrt(2 * math.pi)) * math.exp(-0.5) + 0.05 / 400.0
    assert s.log_length(one(100.0 + sigma), one(100.0), P)[0] == pytest.approx(math.log(off))


def test_what_was_not_measured_says_nothing() -> None:
    assert s.log_length(NAN, one(100.0), P)[0] == 0.0
    assert s.log_length(NAN, NAN, P)[0] == 0.0
    assert s.log_dark_length(NAN, P)[0] == 0.0
    assert s.log_axis(NAN, one(10.0), P)[0] == 0.0
    assert s.log_axis(one(10.0), NAN, P)[0] == 0.0
    assert s.log_normal(NAN, one(1.0), one(1.0))[0] == 0.0


def test_a_hull_of_unknown_length_is_a_ship_at_large() -> None:
    assert s.log_length(one(80.0), NAN, P)[0] == s.log_dark_length(one(80.0), P)[0]


def test_an_error_of_length_grows_with_the_ship() -> None:
    """20 m of any ship; 12 % of a long one: 3-4-5 at 125 m gives 25 m."""
    assert s.sigma_of(np.array([0.0, 125.0]), P).tolist() == pytest.approx([20.0, 25.0])


@pytest.mark.parametrize(
    ("seen", "off"), [(40.0, 0.0), (220.0, 0.0), (52.0, 12.0), (28.0, 12.0), (232.0, 12.0),
                      (130.0, 90.0), (220.0 + 180.0 - 24.0, 24.0)],
)  # fmt: skip
def test_an_axis_is_known_up_to_half_a_turn(seen: float, off: float) -> None:
    right = math.exp(-0.5 * (off / 12.0) ** 2) / (12.0 * math.sqrt(2 * math.pi)) * 180.0
    got = s.log_axis(one(seen), one(40.0), P)[0]
    assert got == pytest.approx(math.log(0.75 * right + 0.25))


def test_axes_add_up_to_one_over_half_a_turn() -> None:
    x = np.arange(0.25, 180.0, 0.5)
    ratio = np.exp(s.log_axis(x, np.full(x.size, 70.0), P))
    assert ratio.mean() == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize(
    ("length_m", "share"),
    [(20.0, 0.475), (35.0, 0.95 * 0.8413447), (5.0, 0.95 * 0.1586553), (300.0, 0.95),
     (-100.0, 0.01), (math.nan, 0.76)],
)  # fmt: skip
def test_how_often_a_ship_is_detected(length_m: float, share: float) -> None:
    """Half of the most at 20 m, one sigma of the normal law each 15 m."""
    assert s.seen_share(one(length_m), P)[0] == pytest.approx(share, abs=1e-6)


@pytest.mark.parametrize(
    ("length_m", "share"),
    [(45.0, 0.5), (math.nan, 0.6), (200.0, 1.0), (5.0, 0.0228)],
)
def test_how_surely_a_ship_owes_a_signal(length_m: float, share: float) -> None:
    """45 m are about 300 GT; at 5 m two sigma of 20 m lie between."""
    assert s.must_share(one(length_m), P)[0] == pytest.approx(share, abs=1e-3)
