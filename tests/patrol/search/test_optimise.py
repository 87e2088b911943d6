"""The plan and its bound, against brute force on a small sea."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawarden.patrol.aircraft import fleet
from seawarden.patrol.search.best_walk import Work, best_walk
from seawarden.patrol.search.lattice import Lattice
from seawarden.patrol.search.optimise import Params, optimise
from seawarden.patrol.search.problem import make_problem

SIDE = 4
QUICK = Params(dual_steps=80, tries=2, polish_rounds=3, kicks=2, pieces=(3, 6))


def little(last_tick=30, look=1.0, step=4, turn=1, shut=()):
    """Return a 4 x 4 lattice; a walk may start and end anywhere, 2 ticks from base."""
    n = SIDE * SIDE
    column, row = np.arange(n) % SIDE, np.arange(n) // SIDE
    nxt = np.full((n, 4), -1)
    for i in range(n):
        for h, (dx, dy) in enumerate(((0, 1), (1, 0), (0, -1), (-1, 0))):
            c, r = column[i] + dx, row[i] + dy
            if 0 <= c < SIDE and 0 <= r < SIDE and i not in shut and r * SIDE + c not in shut:
                nxt[i, h] = r * SIDE + c
    return Lattice(
        fleet.find("P-8A"),
        20.0,
        37040.0,
        look,
        np.column_stack([column, row]) * 37040.0,
        nxt,
        np.arange(n),
        np.arange(n),
        np.full((n, 4), 4),
        np.full((n, 4), 4),
        column,
        row,
        0.02,
        step,
        turn,
        last_tick,
        (0, 1000),
    )


def every_walk(lattice):
    """Return the visits of every walk, by plain recursion: the oracle of the dynamic program."""
    out = []

    def go(cell, heading, tick, visits):
        if tick + lattice.home[cell, heading] > lattice.last_tick:
            return
        out.append(visits)
        for turned in (0, 1, 3):
            g = (heading + turned) % 4
            j = lattice.next[cell, g]
            if j >= 0:
                go(
                    int(j),
                    g,
                    tick + lattice.step + (lattice.turn if turned else 0),
                    [*visits, int(j)],
                )

    for cell, heading in itertools.product(range(lattice.n), range(4)):
        go(cell, heading, int(lattice.start[cell, heading]), [cell])
    return out


@given(st.lists(st.floats(0, 1), min_size=16, max_size=16), st.integers(10, 28))
@settings(max_examples=25, deadline=None)
def test_the_dynamic_program_is_exact(prices, last_tick):
    lattice = little(last_tick)
    price = np.array(prices)
    value, walk = best_walk(lattice, price, Work(lattice))
    best = max((sum(price[v] for v in visits) for visits in every_walk(lattice)), default=0.0)
    assert value == pytest.approx(best, abs=1e-9)
    assert price[walk[:, 0]].sum() == pytest.approx(value, abs=1e-9)


@given(
    st.lists(st.floats(0, 1), min_size=16, max_size=16),
    st.integers(10, 30),
    st.sampled_from([0.3, 1.0, 2.0]),
)
@settings(max_examples=25, deadline=None)
def test_the_bound_holds_and_the_plan_is_near_it(weights, last_tick, look):
    """No walk of all that exist finds more than the bound, nor the plan more than the best walk."""
    mass = np.array(weights)
    lattice = little(last_tick, look)
    best = 0.0
    for visits in every_walk(lattice):
        count = np.bincount(visits, minlength=lattice.n)
        best = max(best, float((mass * -np.expm1(-look * count)).sum()))
    solution = optimise([lattice], mass, QUICK)
    assert solution.found <= best + 1e-9
    assert best <= solution.bound + 1e-9
    assert solution.found >= 0.85 * best


@given(st.lists(st.floats(0, 1), min_size=16, max_size=16))
@settings(max_examples=10, deadline=None)
def test_two_sorties_find_no_less_than_one_and_stay_under_their_bound(weights):
    mass = np.array(weights)
    lattice = little(26)
    one, two = optimise([lattice], mass, QUICK), optimise([lattice, lattice], mass, QUICK)
    assert one.found - 1e-9 <= two.found <= two.bound + 1e-9
    visits = sum(np.bincount(w[:, 0], minlength=16) for w in two.walks)
    assert two.found == pytest.approx(float((mass * -np.expm1(-visits)).sum()))


def test_a_second_aircraft_is_not_sent_where_one_look_is_enough():
    """Two hills far apart, a sure look: each sortie takes its own."""
    mass = np.zeros(16)
    mass[[0, 1, 14, 15]] = 1.0
    lattice = little(16, look=8.0)
    walks = optimise([lattice, lattice], mass, QUICK).walks
    first, second = ({int(c) for c in w[:, 0]} & {0, 1, 14, 15} for w in walks)
    assert not first & second
    assert first | second == {0, 1, 14, 15}


def test_prices_of_any_kind_bound_the_optimum():
    """The law behind the bound: at any prices at all, no plan finds more."""
    mass = np.random.default_rng(3).random(16)
    lattice = little(30)
    problem = make_problem([lattice], mass)
    found = optimise([lattice], mass, QUICK).found
    for seed in range(30):
        price = np.random.default_rng(seed).random(problem.mass.size)
        assert problem.dual(price)[0] >= found - 1e-9


def test_no_flight_fits_and_nothing_is_found():
    solution = optimise([little(6)], np.ones(16), QUICK)
    assert len(solution.walks[0]) == 0
    assert solution.found == 0.0


def test_the_same_input_gives_the_same_plan():
    mass = np.random.default_rng(5).random(16)
    a, b = (optimise([little()], mass, QUICK) for _ in range(2))
    assert (a.walks[0] == b.walks[0]).all() and a.bound == b.bound
