"""Patterns are walks like any other, named as crews name them, preferred when they cost little."""

from itertools import pairwise

import numpy as np
import pytest

from seawarden.patrol.flights import pos_of
from seawarden.patrol.likelihood.surface import Surface
from seawarden.patrol.plan import Desk, Params, plan_day, walk_effort
from seawarden.patrol.search.optimise import Params as Search
from seawarden.patrol.search.patterns import NAMES, best_pattern, name_of
from tests.patrol.conftest import task

NORTH, EAST, SOUTH, WEST = range(4)


def walk_of(headings):
    """Return a walk that arrives northward in cell 0 and then takes these headings."""
    return np.array([(0, headings[0] if headings else 0, 0), *((0, h, 0) for h in headings)])


@pytest.mark.parametrize(
    ("headings", "code"),
    [
        ([EAST] * 5, "TS"),
        ([EAST] * 5 + [NORTH] + [WEST] * 5, "PS"),
        ([EAST] * 5 + [NORTH] + [WEST] * 5 + [NORTH], "PS"),
        ([EAST, NORTH, WEST, NORTH, EAST, NORTH, WEST], "CS"),
        ([EAST, SOUTH, WEST, WEST, NORTH, NORTH, EAST, EAST, EAST], "SS"),
        ([EAST] * 5 + [NORTH] * 2 + [WEST] * 5, ""),
        ([EAST] * 3 + [SOUTH] + [EAST] * 2, ""),
        ([EAST] * 2 + [NORTH] + [WEST] * 5, ""),
    ],
)
def test_a_walk_is_named_by_its_turns(headings, code):
    assert name_of(walk_of(headings)) == code
    assert code in NAMES


def test_a_pattern_is_flown_in_time_through_neighbours(desk, hill):
    """The same rules as for any walk: each move to a neighbour, turns paid, home in time."""
    lattice = desk.lattice(task())
    found = best_pattern(lattice, hill)
    assert found is not None and name_of(found.walk) in ("PS", "CS", "SS", "TS")
    walk = found.walk
    assert len(set(walk[:, 0].tolist())) == len(walk)  # each cell once
    assert walk[0, 2] >= lattice.start[walk[0, 0], walk[0, 1]]
    for (cell, heading, tick), (to, on, then) in pairwise(walk):
        assert lattice.next[cell, on] == to and (on - heading) % 4 != 2
        assert then - tick == lattice.step + (lattice.turn if on != heading else 0)
    cell, heading, tick = walk[-1]
    assert tick + lattice.home[cell, heading] <= lattice.last_tick


def test_no_rectangle_of_the_same_hours_finds_more(desk, hill):
    """Oracle: every rectangle, flown cell by cell in plain Python from its four corners."""
    lattice = desk.lattice(task(usable_h=5.5))
    gain = np.bincount(lattice.owner, hill[lattice.member], minlength=lattice.n)
    best = 0.0
    for cell in range(lattice.n):
        for first, across in ((h, (h + t) % 4) for h in range(4) for t in (1, 3)):
            for length in range(1, 7):
                at, heading, tick = cell, first, int(lattice.start[cell, first])
                total, along, k = gain[cell], first, 0
                while tick <= lattice.last_tick:
                    k += 1
                    if k % (length + 1) == 0:
                        to, along = across, (along + 2) % 4
                    else:
                        to = along
                    at = int(lattice.next[at, to])
                    tick += lattice.step + (lattice.turn if to != heading else 0)
                    heading = to
                    if at < 0:
                        break
                    total += gain[at]
                    is_end = k % (length + 1) in (0, length)
                    if is_end and tick + lattice.home[at, heading] <= lattice.last_tick:
                        best = max(best, total)
    found = best_pattern(lattice, hill)
    assert found is not None
    value = gain[found.walk[:, 0]].sum()
    assert value >= best - 1e-12 and best > 0


def test_a_pattern_is_taken_where_it_costs_at_most_three_per_cent(grid, desk, hill):
    quick = Search(dual_steps=-1, tries=2, polish_rounds=1, kicks=0, pieces=(10, 20))
    surface = Surface(grid, {"background": hill}, {"background": 1.0})
    free = Desk(grid, desk.keepouts, Params(search=quick, pattern_loss=0.0))
    keen = Desk(grid, desk.keepouts, Params(search=quick, pattern_loss=0.9))
    usual = Desk(grid, desk.keepouts, Params(search=quick))
    for own in (free, keen, usual):
        own._transits, own._lattices = desk._transits, desk._lattices
    best, any_, day = (plan_day(d, [task()], surface, hill) for d in (free, keen, usual))
    assert any_.sorties[0].pattern and any_.pos < best.pos
    assert day.pos >= 0.97 * best.pos
    if any_.pos >= 0.97 * best.pos:
        assert day.sorties[0].pattern
    walk = best_pattern(desk.lattice(task()), hill).walk
    assert any_.pos == pytest.approx(pos_of(hill, walk_effort(grid, desk.lattice(task()), walk)))
