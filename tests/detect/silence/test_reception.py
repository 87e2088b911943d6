"""What is learnt of reception: rates where ships are, hours that are deaf, seas that are empty."""

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from seawarden.detect.learning.coverage_sums import Present, counted, summed
from seawarden.detect.silence.reception import cells, modelled
from seawarden.schema import COVERAGE, conform
from seawarden.units import MS_PER_H

from ..make import OPEN_SEA, at, coverage

HOUR0 = int(at(0).timestamp() // 3600)
NOBODY = Present(np.empty(0), np.empty(0), np.empty(0, np.int64), np.empty(0, np.bool_),
                 np.empty(0))  # fmt: skip


def silent(n: int, hours: range, where: tuple[float, float] = OPEN_SEA) -> Present:
    hour = np.tile(np.array(hours, np.int64) + HOUR0, n)
    return Present(np.full(hour.size, where[0]), np.full(hour.size, where[1]), hour,
                   np.zeros(hour.size, np.bool_), np.full(hour.size, float(MS_PER_H)))  # fmt: skip


def ask(cover: pl.DataFrame, hours: range, unheard: Present = NOBODY,
        where: tuple[float, float] = OPEN_SEA, own_h: float = 0.0) -> np.ndarray:  # fmt: skip
    heard = modelled(summed(counted(cover), unheard, np.zeros(2)))
    n = len(hours)
    return heard.at(np.full(n, where[0]), np.full(n, where[1]), np.array(hours) + HOUR0,
                    np.zeros(n, np.bool_), np.full(n, own_h), np.zeros(n, np.bool_))[0]  # fmt: skip


def test_where_three_ships_are_heard_sixty_times_an_hour_one_is_twenty_times() -> None:
    np.testing.assert_allclose(ask(coverage(), range(24, 30)), 20.0, rtol=0.05)


def test_ships_that_pass_unheard_make_a_hole() -> None:
    """Six hours in which five ships are known to have passed, of whom nothing was heard."""
    deaf = range(24, 30)
    cover = coverage(deaf=deaf)
    known = ask(cover, deaf, silent(5, deaf))
    assert (known < 2.0).all()
    assert (ask(cover, range(40, 46), silent(5, deaf)) > 15.0).all()


def test_an_hour_in_which_nobody_is_heard_where_many_sail_is_deaf() -> None:
    """Even if no silence says so: all of them cannot have left at once."""
    deaf = range(24, 30)
    assert (ask(coverage(deaf=deaf), deaf, silent(1, deaf), own_h=1.0) < 3.0).all()


def test_a_receiver_that_is_off_the_air_is_missed_elsewhere_too() -> None:
    """Receiver b hears two seas; it is silent in one at an hour when it fails in the other."""
    there = (OPEN_SEA[0] + 5.0, OPEN_SEA[1])
    near = coverage(per_hour=6).with_columns(receiver=pl.lit("b"))
    far = coverage(per_hour=60, where=there).with_columns(receiver=pl.lit("b"))
    alone = pl.col("hour_utc").is_between(at(24), at(29))
    lost = range(24, 30)
    fails = conform(pl.concat([near.filter(~alone), far.filter(~alone)]), COVERAGE)
    holds = conform(pl.concat([near.filter(~alone), far]), COVERAGE)
    unheard = silent(3, lost, there)
    assert ask(fails, lost, unheard).mean() < ask(holds, lost).mean()


def test_where_nobody_was_ever_heard_nothing_is_expected() -> None:
    assert (ask(coverage(), range(24, 30), where=(10.0, 150.0)) < 0.01).all()


def test_a_ship_does_not_witness_against_her_own_hearing() -> None:
    """Alone and silent: taking her own hours out leaves what the place usually gives."""
    hours = range(24, 30)
    one = silent(1, hours)
    cover = coverage(per_hour=2, deaf=hours)
    assert (ask(cover, hours, one, own_h=1.0) >= ask(cover, hours, one)).all()


@settings(deadline=None, max_examples=8)
@given(n=st.integers(0, 6), more=st.integers(1, 4))
def test_more_silent_ships_never_raise_what_is_expected(n: int, more: int) -> None:
    hours = range(24, 30)
    few, many = (ask(coverage(deaf=hours), hours, silent(k, hours)) for k in (n, n + more))
    assert (many <= few + 1e-9).all()


@settings(deadline=None, max_examples=50)
@given(lat=st.floats(-90, 90), lon=st.floats(-180, 180, exclude_max=True))
def test_cells_are_those_of_coverage(lat: float, lon: float) -> None:
    row, column = cells(np.array([lat]), np.array([lon]))
    assert 0 <= row[0] < 720
    assert 0 <= column[0] < 1440
    assert abs(row[0] * 0.25 - 90.0 + 0.125 - lat) <= 0.125 + 1e-9
    east = (column[0] * 0.25 - 180.0 + 0.125 - lon + 180.0) % 360.0 - 180.0
    assert abs(east) <= 0.125 + 1e-9


def test_across_180_a_neighbour_is_a_neighbour() -> None:
    east, west = (OPEN_SEA[0], 179.9), (OPEN_SEA[0], -179.9)
    cover = coverage(where=east, wide=0)
    there = ask(cover, range(24, 30), where=west)
    assert (there > 1.0).all()
