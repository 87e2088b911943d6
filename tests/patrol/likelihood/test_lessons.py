"""Learning: Bayes' rule where it can be worked out by hand, and what crews bring home."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawarden.errors import FormatError
from seawarden.geo.sphere import distance_m
from seawarden.patrol.debrief import memory
from seawarden.patrol.debrief.area_searched import closest_nm, effort_of
from seawarden.patrol.detection_probability import lateral
from seawarden.patrol.likelihood import lessons
from seawarden.patrol.likelihood.surface import Hints, make_surface

from ..conftest import NOW, cases, event, events


def test_a_search_without_a_find_is_bayes_rule(grid, hill):
    """Oracle: P(cell | not found) = P(cell) exp(-e) / sum, just after the flight."""
    effort = np.linspace(0, 2, grid.n)
    flight = lessons.Flight("a", NOW, effort)
    left = lessons.posterior(hill, lessons.searched(grid, [flight], NOW))
    assert left == pytest.approx(hill * np.exp(-effort) / (hill * np.exp(-effort)).sum())


def test_what_was_searched_is_forgotten(grid):
    flight = lessons.Flight("a", NOW, np.ones(grid.n))
    later = [lessons.searched(grid, [flight], NOW + timedelta(hours=h))[0] for h in (0, 48, 1000)]
    assert later[0] == pytest.approx(np.exp(-1))
    assert later[1] == pytest.approx(1 - np.exp(-1) * (1 - np.exp(-1)))
    assert later[2] == pytest.approx(1.0, abs=1e-6)


def test_a_place_that_proved_active_is_not_discounted(grid):
    flight = lessons.Flight("a", NOW, np.ones(grid.n), ((30.5, 125.0),))
    factor = lessons.searched(grid, [flight], NOW)
    assert factor[grid.cell_of(30.5, 125.0)] == 1.0
    assert factor[grid.cell_of(33.0, 123.0)] < 0.5


@given(st.lists(st.integers(0, 2), max_size=12))
def test_weights_keep_their_sum_and_follow_the_finds(found):
    first = {"past": 0.5, "silent": 0.3, "dark": 0.2}
    names = list(first)
    finds = [{p: float(p == names[k]) for p in names} for k in found]
    new = lessons.learn_weights(first, finds, [dict.fromkeys(names, 0.4)] * 5)
    assert sum(new.values()) == pytest.approx(1.0)
    assert all(w > 0 for w in new.values())
    if found and set(found) == {1}:
        assert new["silent"] > first["silent"]


def test_weights_by_hand():
    """a0 = 3; two parts of half each; one find that only A could make; both promised 1.0.

    Rate (1 + 1) / (1 + 1) = 1; A: (3 + 1) / (3 + 0.5), B: 3 / 3.5; so A gets 4/7.
    """
    new = lessons.learn_weights(
        {"A": 0.5, "B": 0.5}, [{"A": 0.1, "B": 0.0}], [{"A": 1.0, "B": 1.0}]
    )
    assert new == pytest.approx({"A": 4 / 7, "B": 3 / 7})


def test_precision_is_the_beta_mean():
    assert lessons.precision(3, 1) == pytest.approx((4 / 6, np.sqrt(4 * 2 / (36 * 7))))


def test_the_sweep_width_comes_out_as_it_was_put_in():
    """Ships passed at random offsets and seen by a curve of 14 nm, planned as 24: the estimate
    leaves 24 for 14, and without any pass it is the planned width."""
    rng = np.random.default_rng(1)
    offset = rng.uniform(0, 36, 4000)
    seen = rng.random(4000) < lateral(offset, 14.0)
    width, deviation = lessons.sweep_width(offset, seen, 24.0)
    assert lessons.sweep_width([], [], 24.0)[0] == pytest.approx(24.0, rel=0.01)
    assert width == pytest.approx(14.0, abs=1.5)
    assert deviation < 1.0


def test_swept_area_adds_up_over_water(grid):
    """Two legs of 60 nm with a sweep of 10 nm sweep 1200 nm2, however cells are cut."""
    effort = effort_of(grid, [29.0, 30.0, 31.0], [125.0, 125.0, 125.0], [True, True], 10.0)
    assert effort.sum() * grid.cell_nm**2 == pytest.approx(1200, rel=0.01)
    none = effort_of(grid, [29.0, 30.0], [125.0, 125.0], [False], 10.0)
    assert none.sum() == 0


def test_the_closest_distance_is_to_the_leg_not_to_its_ends():
    d, piece = closest_nm([30.0, 31.0, 31.0], [125.0, 125.0, 127.0], [30.5], [125.2])
    assert piece[0] == 0
    assert d[0] == pytest.approx(0.2 * 60 * np.cos(np.radians(30.5)), rel=0.01)


def entry(name="a", **more):
    base = {
        "sortie_id": name,
        "aircraft": "P-8A",
        "middle_utc": "2024-04-20T04:00:00+00:00",
        "sweep_nm": 24.0,
        "planned_sweep_nm": 24.0,
    }
    return memory.Entry(**(base | more))


def test_memory_comes_back_the_same_and_a_flight_counts_once():
    entries = [
        entry("a", found=[[30.0, 125.0, "2024-04-20T04:00:00+00:00"]]),
        entry("b", checks=[["sts", 0.8, 1]]),
    ]
    assert memory.load(memory.dump(entries), "memory.json") == entries
    assert len(memory.add(entries, entry("a"))) == 2


def test_a_broken_memory_is_one_line():
    with pytest.raises(FormatError, match=r"^memory.json: no patrol memory \('flights'\)"):
        memory.load("{}", "memory.json")


def test_checks_change_what_the_next_plan_believes():
    before = events(event("sts"), event("loitering", lat=31.0))
    after = memory.recall(before, [entry(checks=[["loitering", 0.8, 0]] * 4)])
    kinds = dict(after.select("kind", "confidence").iter_rows())
    assert kinds["sts"] == pytest.approx(0.8)
    assert kinds["loitering"] == pytest.approx(0.8 * 3 / (3 + 3.2))


def test_a_find_draws_the_next_plan_and_fades(grid):
    """Most of the part lies where the crew found the transfer; with age it counts less."""
    one = (32.0, 124.0, NOW - timedelta(days=1), 1.0)
    part = make_surface(grid, events(event()), cases(), NOW, hints=Hints(found=[one])).parts[
        "found"
    ]
    near = distance_m(32.0, 124.0, grid.lat_deg, grid.lon_deg) < 50 * 1852
    assert 0.6 < part[near].sum() < 0.95
    old, new = (32.0, 124.0, NOW - timedelta(days=40), 1.0), (29.0, 126.0, NOW, 1.0)
    both = make_surface(grid, events(event()), cases(), NOW, hints=Hints(found=[old, new]))
    assert both.parts["found"][near].sum() < 0.15


def test_a_place_searched_again_in_vain_is_given_up(grid):
    """By hand, with a sure look: 0.7 stay, and 1 - 0.6 of those are missed; a new find there
    takes the old one's place."""
    first = lessons.Flight("a", NOW, np.zeros(grid.n), ((32.0, 124.0),))
    look = np.full(grid.n, 50.0)
    vain = lessons.Flight("b", NOW + timedelta(days=1), look)
    again = lessons.Flight("b", NOW + timedelta(days=1), look, ((32.0, 124.1),))
    assert lessons.keep_finds(grid, [first])[0][3] == 1.0
    assert lessons.keep_finds(grid, [first, vain])[0][3] == pytest.approx(0.7 * 0.4)
    kept = lessons.keep_finds(grid, [first, again])
    assert [k[1:] for k in kept] == [(124.1, NOW + timedelta(days=1), 1.0)]


def test_a_flight_says_nothing_about_a_younger_lead(grid):
    """The same water searched: an old lead is discounted, one that came later is not."""
    old, young = (
        event("dark_ship", lat=32.0, lon=124.0, hours_ago=40),
        event("dark_ship", lat=29.0, lon=126.0, hours_ago=6),
    )
    surface = make_surface(grid, events(old, young), cases(), NOW)
    flown = lessons.Flight("a", NOW - timedelta(hours=20), np.full(grid.n, 3.0))
    left = surface.after([flown], NOW)
    at = {k: int(grid.cell_of(*k)) for k in ((32.0, 124.0), (29.0, 126.0))}
    before = surface.poc[at[29.0, 126.0]] / surface.poc[at[32.0, 124.0]]
    after = left[at[29.0, 126.0]] / left[at[32.0, 124.0]]
    assert after > 1.5 * before
    assert left.sum() == pytest.approx(1.0)
    assert surface.after([], NOW) == pytest.approx(surface.poc)
