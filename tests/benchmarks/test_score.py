"""Scores against worked examples and second methods: a wrong score makes every figure wrong."""

from datetime import UTC, datetime, timedelta
from itertools import combinations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.truth.score import (
    Counts,
    adjusted_rand,
    average_precision,
    calibration_error,
    calibration_noise,
    matched,
    overlaps,
    pr_curve,
    reliability,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def spans(*rows: tuple[int, int, float, float]) -> pl.DataFrame:
    """Events of (mmsi, other, start hour, end hour)."""
    time = pl.Datetime("ms", "UTC")
    return pl.DataFrame(
        [(a, b, NOON + timedelta(hours=s), NOON + timedelta(hours=e)) for a, b, s, e in rows],
        schema={"mmsi": pl.Int64, "other_mmsi": pl.Int64, "start_utc": time, "end_utc": time},
        orient="row",
    )


def test_the_order_of_the_two_ships_does_not_matter() -> None:
    found = matched(spans((1, 2, 0, 4)), spans((2, 1, 0, 4)))
    assert found["iou"].to_list() == [1.0]


def test_half_the_time_of_the_union_is_a_match_and_less_is_not() -> None:
    truth = spans((1, 2, 0, 4))
    assert matched(truth, spans((1, 2, 0, 2))).height == 1  # 2 of 4
    assert matched(truth, spans((1, 2, 2.1, 4))).height == 0  # 1.9 of 4
    assert matched(truth, spans((1, 2, -2, 6))).height == 1  # 4 of 8


def test_two_events_for_one_truth_count_once() -> None:
    found = matched(spans((1, 2, 0, 4)), spans((1, 2, 0, 3), (1, 2, 0, 4)))
    assert found["found"].to_list() == [1]  # the better one


def test_other_ships_and_other_times_never_overlap() -> None:
    truth = spans((1, 2, 0, 4))
    assert overlaps(truth, spans((1, 3, 0, 4), (1, 2, 4, 8), (1, 2, -9, 0))).is_empty()


def test_errors_of_start_and_end_have_their_sign() -> None:
    row = matched(spans((1, 2, 0, 4)), spans((1, 2, 0.5, 3.75))).row(0, named=True)
    assert row["start_error_min"] == pytest.approx(30.0)
    assert row["end_error_min"] == pytest.approx(-15.0)


def test_counts_that_are_empty_have_no_precision() -> None:
    assert np.isnan(Counts().precision)
    assert np.isnan(Counts().recall)
    assert Counts(3, 1, 2).precision == 0.75
    assert Counts(3, 1, 2).recall == 0.6
    assert Counts(3, 1, 2).f1 == pytest.approx(2 * 0.75 * 0.6 / 1.35)
    assert Counts(1, 1, 1) + Counts(2, 0, 1) == Counts(3, 1, 2)


def test_average_precision_of_a_worked_example() -> None:
    """Ranks 1 and 3 of 4 are true: (1/1 + 2/3) / 2 (Manning, IR, chapter 8)."""
    assert average_precision([1, 0, 1, 0], [0.9, 0.8, 0.7, 0.1]) == pytest.approx(5 / 6)
    # One that never got a score lowers recall, and with it the area.
    assert average_precision([1, 0, 1, 0], [4, 3, 2, 1], n_true=4) == pytest.approx(5 / 12)


def test_ties_are_taken_together() -> None:
    assert average_precision([1, 0], [0.5, 0.5]) == pytest.approx(0.5)
    assert average_precision([0, 1], [0.5, 0.5]) == pytest.approx(0.5)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5)), min_size=1, max_size=30))
def test_every_point_of_the_curve_is_what_counting_gives(rows: list[tuple[bool, int]]) -> None:
    y = np.array([r[0] for r in rows])
    s = np.array([r[1] for r in rows], float)
    for threshold, recall, precision in pr_curve(y, s):
        taken = s >= threshold
        assert recall == pytest.approx(y[taken].sum() / y.sum())
        assert precision == pytest.approx(y[taken].mean())


def test_calibration_error_of_a_worked_example() -> None:
    """Ten at 0.85 of which 6 true, ten at 0.15 of which 3 true: (0.25 + 0.15) / 2."""
    y = [1] * 6 + [0] * 4 + [1] * 3 + [0] * 7
    p = [0.85] * 10 + [0.15] * 10
    assert calibration_error(y, p) == pytest.approx(0.2)
    assert reliability(y, p)["n"].to_list() == [10, 10]


def test_what_is_right_on_average_has_no_error() -> None:
    assert calibration_error([1, 0, 1, 0], [0.5, 0.5, 0.5, 0.5]) == pytest.approx(0.0)
    assert np.isnan(calibration_error([], []))


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=12))
def test_adjusted_rand_is_what_counting_pairs_gives(rows: list[tuple[int, int]]) -> None:
    """Hubert and Arabie's index from the four kinds of pairs, counted one by one."""
    a, b = [r[0] for r in rows], [r[1] for r in rows]
    both = first = second = 0
    pairs = list(combinations(range(len(rows)), 2))
    for i, j in pairs:
        both += a[i] == a[j] and b[i] == b[j]
        first += a[i] == a[j]
        second += b[i] == b[j]
    expected = first * second / len(pairs)
    most = (first + second) / 2
    wanted = 1.0 if most == expected else (both - expected) / (most - expected)
    assert adjusted_rand(a, b) == pytest.approx(wanted)


def test_names_of_the_groups_do_not_matter() -> None:
    assert adjusted_rand(["x", "x", "y"], [7, 7, 3]) == 1.0


def test_chance_alone_charges_few_events_more_than_many() -> None:
    """One event said at 0.5 is off by half whatever happens; ten thousand are hardly off."""
    assert calibration_noise([0.5]) == pytest.approx((0.5, 0.5))
    assert calibration_noise([0.5] * 10_000)[1] < 0.02
    assert all(np.isnan(calibration_noise([])))
