"""What the days around a silence say of a transponder, on sums small enough to do by hand."""

import math

import numpy as np
import polars as pl
import pytest

from seawarden.detect.silence.expected_reports import Params
from seawarden.detect.silence.history import History, missing, of_silences

from ..make import silence, silences
from ..sea import T0

DAY0 = int(T0.timestamp() // 86_400)
P = Params()
NEVER = 1_000_000.0
"""Expected reports beside which the prior of `history_reports` is nothing."""


def known(*rows: tuple[int, int, float, float]) -> History:
    """HISTORY of (mmsi, days after T0, heard, expected)."""
    mmsi, day, heard, expected = (np.array(c) for c in zip(*rows, strict=True))
    return History(mmsi * 100_000, day + DAY0, heard.astype(float), expected.astype(float))


def share(history: History, *asked: dict[str, object], reports: float = 0.0) -> list[float]:
    frame = silences(*asked)
    return history.share(frame, np.full(frame.height, reports), P).tolist()


def test_half_the_reports_of_her_own_day_halve_her() -> None:
    history = known((1, 1, NEVER / 2, NEVER))
    assert share(history, silence(1, 24.0)) == pytest.approx([0.5], abs=1e-4)


def test_few_reports_say_little() -> None:
    """Four expected reports stand against what is known: (2 + 4) / (8 + 4) is a half, not 2/8."""
    assert share(known((1, 1, 2.0, 8.0)), silence(1, 24.0)) == pytest.approx([0.5])
    assert share(known((1, 1, 0.0, 0.0)), silence(1, 24.0)) == [1.0]


@pytest.mark.parametrize(("away", "less"), [(0, 1.0), (1, -0.5), (2, -1.0), (4, -2.0), (-4, -2.0)])
def test_a_day_counts_by_e_to_the_minus_one_in_two_days(away: int, less: float) -> None:
    """A hundred expected and none heard, so many days away: 4 / (4 + 100 e^(-days / 2))."""
    weight = 1.0 if away == 0 else math.exp(less)
    found = share(known((1, 10 + away, 0.0, 100.0)), silence(1, 240.0))
    assert found == pytest.approx([4.0 / (4.0 + 100.0 * weight)], rel=1e-6)


@pytest.mark.parametrize("away", [5, -5, 9])
def test_beyond_four_days_nothing_counts(away: int) -> None:
    assert share(known((1, 10 + away, 0.0, 200.0)), silence(1, 240.0)) == [1.0]


def test_what_the_silence_herself_misses_is_taken_out_before_she_is_judged() -> None:
    history = known((1, 1, 6.0, 16.0))
    assert share(history, silence(1, 24.0), reports=10.0) == [1.0]
    assert share(history, silence(1, 24.0), reports=4.0) == pytest.approx([10.0 / 16.0])
    # Of one still open nothing was added, so nothing is taken out.
    still = silence(1, 24.0, is_open=True)
    assert share(history, still, reports=10.0) == pytest.approx([0.5])
    # No more can be taken out than is there.
    assert share(known((1, 1, 0.0, 2.0)), silence(1, 24.0), reports=50.0) == [1.0]


def test_another_ship_s_days_are_not_hers() -> None:
    history = known((1, 1, 0.0, 100.0), (3, 1, 100.0, 100.0))
    found = share(history, *(silence(n, 24.0) for n in (1, 2, 3, 4)))
    assert found == pytest.approx([4.0 / 104.0, 1.0, 1.0, 1.0])


def test_nobody_is_stronger_than_others_or_weaker_than_can_be_told() -> None:
    history = known((1, 1, 900.0, 10.0), (2, 1, 0.0, NEVER))
    assert share(history, silence(1, 24.0), silence(2, 24.0)) == [1.0, 0.02]


def test_without_any_history_every_ship_is_as_strong_as_others() -> None:
    empty = np.empty(0, np.int64)
    assert share(History(empty, empty, np.empty(0), np.empty(0)), silence(1), silence(2)) == [1, 1]


def sums(frame: pl.DataFrame, reports: list[float]) -> list[tuple[int, int, float, float]]:
    found = of_silences(frame, np.array(reports), P)
    return [
        (h // 100_000, d - DAY0, x, y)
        for h, d, x, y in zip(*(c.tolist() for c in (found.hull, found.day, found.heard,
                                                      found.expected)), strict=True)
    ]  # fmt: skip


def test_a_day_sums_what_was_heard_and_what_was_to_be() -> None:
    """Usual interval 300 s, 4 reports before each silence, 24 expected in its 12 hours.

    Two a hour promise 4 x 2 / 12 of the 4 heard; a fifth at least, hence 0.8. The last silence of
    a ship counts twice: no later one counts what was heard after it.
    """
    one = silence(1, 24.0, 12.0, mean_interval_s=300.0, n_before_12h=4)
    two = silence(1, 72.0, 12.0, mean_interval_s=300.0, n_before_12h=4)
    assert sums(silences(one, two), [24.0, 24.0]) == [(1, 1, 4.0, 24.8), (1, 3, 8.0, 25.6)]


def test_near_a_coast_all_are_heard_so_six_in_a_row_are_enough() -> None:
    """Of a ship heard every 300 s; of one heard every 900 s three times as many count."""
    often = silence(1, 24.0, 12.0, mean_interval_s=300.0, n_before_12h=100, is_open=True)
    rare = silence(2, 24.0, 12.0, mean_interval_s=900.0, n_before_12h=100, is_open=True)
    quick = silence(3, 24.0, 12.0, mean_interval_s=60.0, n_before_12h=100, is_open=True)
    found = sums(silences(often, rare, quick), [0.0, 0.0, 0.0])
    assert [row[2] for row in found] == [6.0, 18.0, 6.0]
    assert [row[3] for row in found] == pytest.approx([1.2, 3.6, 1.2])  # a fifth at least


def test_a_stretch_promises_at_most_what_it_holds() -> None:
    """An interval of an hour where twelve an hour are expected: 12 a report, but one at most."""
    row = silence(1, 24.0, 10.0, mean_interval_s=3600.0, n_before_12h=3, is_open=True)
    assert sums(silences(row), [120.0]) == [(1, 1, 3.0, 3.0)]
    half = silence(1, 24.0, 10.0, mean_interval_s=1800.0, n_before_12h=3, is_open=True)
    assert sums(silences(half), [10.0]) == [(1, 1, 3.0, 1.5)]


def test_a_ship_that_left_misses_nothing() -> None:
    frame = silences(silence(1, 24.0), silence(1, 48.0, is_open=True))
    assert missing(frame, np.array([7.0, 9.0])).tolist() == [7.0, 0.0]


def test_two_silences_of_one_day_are_one_sum() -> None:
    made = [silence(1, h, 2.0, mean_interval_s=300.0, n_before_12h=0) for h in (24.0, 30.0, 60.0)]
    assert [row[:2] + row[3:] for row in sums(silences(*made), [3.0, 4.0, 5.0])] == [
        (1, 1, 7.0), (1, 2, 5.0),
    ]  # fmt: skip
