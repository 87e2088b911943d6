"""Nearness weighed by position error: worked values, and laws of the densities."""

import math

import numpy as np
import polars as pl
import pytest
from scipy.integrate import dblquad

from seawarden.detect.transfer.alongside import (
    Pair,
    Params,
    _density,
    _steady_distance_m,
    looks,
    pair_sigma_m,
    probability_alongside,
)
from seawarden.detect.transfer.hull_geometry import Rectangles

from ..make import contacts

P = Params()
DISC = math.pi * 1000.0**2


def hull(bow: float, stern: float, half: float, heading: float, n: int = 1) -> Rectangles:
    return Rectangles(*(np.full(n, x) for x in (bow, stern, half, half, heading)))


UNKNOWN = hull(np.nan, np.nan, np.nan, np.nan)


def seen(metres: float, pair: Pair, sigma_m: float = 28.3, gap_s: float = 180.0):
    """One contact, the other ship due east."""
    frame = contacts(0, 1, metres=metres, gap_s=gap_s).with_columns(
        sigma_m=pl.lit(sigma_m, pl.Float64)
    )
    return looks(frame, pair, P)


def test_two_hulls_side_by_side_have_no_gap_between_antennas_a_beam_apart() -> None:
    """Beams of 20 m and 30 m, bows north: 25 m between antennas amidships is hull to hull."""
    pair = Pair(hull(50, 50, 10, 0.0), hull(60, 60, 15, 0.0))
    assert seen(25.0, pair).gap_m.tolist() == pytest.approx([0.0], abs=0.1)
    assert seen(85.0, pair).gap_m.tolist() == pytest.approx([60.0], abs=0.1)
    assert seen(85.0, pair).overlap.tolist() == pytest.approx([1.0])


def test_where_nothing_is_known_the_reach_of_two_coasters_is_taken_off() -> None:
    """120 m and 18 m each: 18 + 0.4 x 240 is 114 m."""
    pair = Pair(UNKNOWN, UNKNOWN)
    assert seen(100.0, pair).gap_m.tolist() == [0.0]
    assert seen(300.0, pair).gap_m.tolist() == pytest.approx([300.0 - 114.0], abs=0.1)


def test_where_headings_are_not_known_the_reach_of_these_two_is_taken_off() -> None:
    """Beams 20 m and 30 m, lengths 100 m and 120 m: 25 + 0.4 x 220 is 113 m."""
    pair = Pair(hull(50, 50, 10, np.nan), hull(60, 60, 15, 0.0))
    assert seen(300.0, pair).gap_m.tolist() == pytest.approx([187.0], abs=0.1)


@pytest.mark.parametrize(
    ("gap_m", "sigma_m", "p"),
    [(100.0, 50.0, 0.5), (100.0 - 25.0, 20.0, 0.8413447), (150.0, 20.0, 0.0227501),
     (0.0, 0.0, 1.0)],
)  # fmt: skip
def test_the_chance_to_lie_within_100_m(gap_m: float, sigma_m: float, p: float) -> None:
    """An error of 20 m and one of 15 m of the hulls come to 25 m: 3-4-5."""
    got = probability_alongside(np.array([gap_m]), np.array([sigma_m]), P)
    assert got.tolist() == pytest.approx([p], abs=1e-6)


@pytest.mark.parametrize(
    ("sigma_m", "calm", "got"),
    [
        (20.0, 1.0, 20.0),  # positions alone: nothing is shared
        (28.3, 1.0, 28.3),
        (math.hypot(28.3, 80.0), 1.0, math.hypot(28.3, 40.0)),  # half of the drift is shared
        (math.hypot(28.3, 80.0), 0.5, math.hypot(28.3, 20.0)),
        (math.hypot(28.3, 80.0), 0.25, math.hypot(28.3, 10.0)),
    ],
)
def test_two_ships_in_one_water_share_half_of_the_drift(
    sigma_m: float, calm: float, got: float
) -> None:
    frame = contacts(0, 1).with_columns(sigma_m=pl.lit(sigma_m, pl.Float64))
    assert pair_sigma_m(frame, P, calm).tolist() == pytest.approx([got], rel=1e-5)


@pytest.mark.parametrize(("long", "wide", "error"), [(100.0, 40.0, 25.0), (200.0, 30.0, 60.0)])
def test_the_density_of_a_blurred_patch_adds_up_to_one(
    long: float, wide: float, error: float
) -> None:
    """Over the plane, by numerical integration of a rectangle with a Gaussian rim."""

    def at(y: float, x: float) -> float:
        gap = math.hypot(max(abs(x) - long / 2, 0.0), max(abs(y) - wide / 2, 0.0))
        return float(_density(np.array([gap]), *(
            np.array([v]) for v in (error, long * wide, 2 * (long + wide))
        ))[0])  # fmt: skip

    x, y = long / 2 + 6 * error, wide / 2 + 6 * error
    quarter, _ = dblquad(at, 0.0, x, 0.0, y, epsabs=1e-4, epsrel=1e-3)
    assert 4 * quarter == pytest.approx(1.0, abs=5e-3)


def test_a_look_is_held_against_any_place_within_a_kilometre() -> None:
    """Touching, error hypot(28.3, 15): the density of the patch times the disc, 5 % stray."""
    pair = Pair(hull(50, 50, 10, 0.0), hull(60, 60, 15, 0.0))
    error = math.hypot(28.3, 15.0)
    area, edge = 220.0 * 50.0, 2 * (220.0 + 50.0)
    whole = area + edge * error * math.sqrt(math.pi / 2) + 2 * math.pi * error**2
    got = seen(25.0, pair)
    assert got.score.tolist() == pytest.approx([math.log(0.95 * DISC / whole + 0.05)], abs=0.01)
    assert got.sigma_m.tolist() == pytest.approx([28.3])
    assert got.weight.tolist() == [1.0]


def test_far_off_a_look_says_no_worse_than_that_it_strayed() -> None:
    pair = Pair(hull(50, 50, 10, 0.0), hull(60, 60, 15, 0.0))
    assert seen(900.0, pair).score.tolist() == pytest.approx([math.log(0.05)], abs=1e-6)


def test_looks_between_the_same_reports_weigh_less_and_calm_water_makes_none_more() -> None:
    pair = Pair(hull(50, 50, 10, 0.0), hull(60, 60, 15, 0.0))
    frame = contacts(0, 1, metres=60.0, gap_s=6000.0).with_columns(
        sigma_m=pl.lit(400.0, pl.Float64)
    )
    tide, calm = looks(frame, pair, P), looks(frame, pair, P, 0.25)
    assert tide.weight.tolist() == calm.weight.tolist() == pytest.approx([0.1], abs=0.03)
    assert calm.sigma_m[0] < tide.sigma_m[0]
    assert calm.score[0] > tide.score[0]  # near, and surely so


@pytest.mark.parametrize("error_m", [0.0, 100.0, 300.0])
@pytest.mark.parametrize("away_m", [0.0, 300.0, 600.0])
def test_the_distance_kept_is_found_whatever_the_bearing_and_the_error(
    away_m: float, error_m: float
) -> None:
    """A hundred thousand positions about a place that goes round [rice1944]."""
    rng = np.random.default_rng(2)
    turn = rng.uniform(0, 2 * np.pi, 100_000)
    east = away_m * np.cos(turn) + rng.normal(0, error_m, turn.size)
    north = away_m * np.sin(turn) + rng.normal(0, error_m, turn.size)
    first = np.array([0])
    got = _steady_distance_m(np.hypot(east, north), np.ones(turn.size), first)
    assert got[0] == pytest.approx(away_m, abs=1.0 if error_m == 0 else 0.35 * error_m)
