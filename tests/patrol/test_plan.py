"""Flights must be flyable: an independent model flies the legs again."""

from datetime import timedelta

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seawarden.errors import UsageError
from seawarden.geo.coast import distance_to_coast_m, is_land
from seawarden.geo.ports import nearest, ports
from seawarden.patrol.aircraft import airfields
from seawarden.patrol.airspace.keepout_files import read_keepouts
from seawarden.patrol.flights import Day, Sortie, honest
from seawarden.patrol.likelihood import lessons
from seawarden.patrol.likelihood.surface import Surface
from seawarden.patrol.plan import Desk, Params, plan_day, plan_days
from seawarden.patrol.search import mixed_strategy
from seawarden.patrol.search.optimise import Params as Search
from seawarden.patrol.search.plain_searches import ladder_effort

from .conftest import NOW, task

QUICK = Params(search=Search(dual_steps=-1, tries=1, polish_rounds=1, kicks=0, pieces=(20,)))
BOX = (
    '{"type":"Polygon","coordinates":'
    "[[[125.2,29],[126.5,29],[126.5,31.5],[125.2,31.5],[125.2,29]]]}"
)


def fly_again(legs, aircraft):
    """Return (hours, [(lat, lon) every mile], [searching]) by an independent flight model.

    Vincenty's inverse formula on WGS 84, turns of constant bank, no tables and no lattice.
    """
    hours, at, on = 0.0, [], []
    before = None
    for leg in legs:
        metres, first, last = vincenty(*leg.start, *leg.end)
        speed = aircraft.search_kn if leg.kind == "search" else aircraft.transit_kn
        hours += metres / 1852 / speed
        if before is not None:
            angle = abs((first - before + 180) % 360 - 180)
            rate = (
                9.80665 * np.tan(np.radians(aircraft.bank_deg)) / (aircraft.search_kn * 1852 / 3600)
            )
            hours += np.radians(angle) / rate / 3600
        before = last
        n = max(2, int(metres / 1852))
        for w in np.linspace(0, 1, n):
            at.append(slerp(leg.start, leg.end, w))
            on.append(leg.kind == "search")
    return hours, np.array(at), np.array(on)


@pytest.fixture(scope="module")
def planned(desk, hill, grid):
    surface = Surface(grid, {"background": hill}, {"background": 1.0})
    return plan_day(desk, [task()], surface, hill)


@given(
    st.floats(0, 1),
    st.floats(0, 1),
    st.floats(6.0, 9.45),
    st.sampled_from(["P-8A", "P-3K2", "DASH-8"]),
)
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_legs_never_leave_fuel_reserve_keepouts_or_water(desk, grid, u, v, usable, name):
    """Whatever the surface: the time flown leaves the reserve, search legs lie over water, no
    point lies within 12 nm of a named State's coast."""
    x, y = grid.centres_m()
    px, py = np.quantile(x[grid.water], u), np.quantile(y[grid.water], v)
    mass = np.where(grid.water, np.exp(-0.5 * ((x - px) ** 2 + (y - py) ** 2) / 8e4**2) + 1e-4, 0)
    mass /= mass.sum()
    one = task(aircraft=name, usable_h=usable)
    sortie = plan_day(
        desk, [one], Surface(grid, {"background": mass}, {"background": 1.0}), mass
    ).sorties[0]
    hours, at, on = fly_again(sortie.legs, one.aircraft)
    assert hours <= sortie.flight_h + 1e-6 <= min(usable, one.aircraft.usable_h) + 1e-6
    assert one.aircraft.endurance_h - sortie.flight_h >= one.aircraft.reserve_h - 1e-9
    assert not is_land(at[on, 0], at[on, 1]).any()
    near = distance_to_coast_m(at[:, 0], at[:, 1], 30_000.0) < 12 * 1852
    row, _ = nearest(at[near, 0], at[near, 1])
    assert "CN" not in set(ports()["country"].to_numpy()[row])
    assert sortie.legs[0].start == sortie.legs[-1].end == (one.base.lat_deg, one.base.lon_deg)
    for a, b in zip(sortie.legs, sortie.legs[1:], strict=False):
        assert a.end == b.start and a.end_utc <= b.start_utc


def test_a_danger_area_is_flown_round(grid, hill):
    """The hill lies behind the area: no mile of the flight, transit or search, is inside."""
    keepouts = read_keepouts(BOX.encode(), "box.geojson", grid.projection)
    desk = Desk(grid, keepouts, QUICK)
    surface = Surface(grid, {"background": hill}, {"background": 1.0})
    sortie = plan_day(desk, [task()], surface, hill).sorties[0]
    _, at, _ = fly_again(sortie.legs, sortie.task.aircraft)
    shut = shapely.box(125.2, 29, 126.5, 31.5)
    assert sortie.pos > 0.1
    assert not shapely.contains_xy(shut, at[:, 1], at[:, 0]).any()


def test_daylight_keeps_search_between_the_hours(desk, grid, hill):
    surface = Surface(grid, {"background": hill}, {"background": 1.0})
    sortie = plan_day(desk, [task(light_h=(2.0, 5.0))], surface, hill).sorties[0]
    search = [leg for leg in sortie.legs if leg.kind == "search"]
    assert search[0].start_utc >= NOW + timedelta(hours=2)
    assert search[-1].end_utc <= NOW + timedelta(hours=5)
    assert sortie.task.takeoff_utc > NOW  # it waits on the ground, not in the air


def test_the_plan_beats_both_plain_plans(planned):
    sortie = planned.sorties[0]
    assert sortie.pos > sortie.ladder_pos > sortie.uniform_pos > 0
    assert sortie.pos <= planned.bound


def test_days_do_not_cover_the_same_water_twice(desk, grid, hill):
    """A second day right after the first is worth less on the same water, so it moves on."""
    surface = Surface(grid, {"background": hill}, {"background": 1.0})
    days = plan_days(
        desk, [[task("a")], [task("b", NOW + timedelta(hours=10))]], lambda _t: surface
    )
    first, second = (d.sorties[0].effort for d in days)
    alone = plan_day(desk, [task()], surface, hill).sorties[0].effort
    assert (hill * np.minimum(first, second)).sum() < (hill * np.minimum(first, alone)).sum()


def test_negative_information_changes_the_next_plan(desk, grid, hill, planned):
    surface = Surface(grid, {"background": hill}, {"background": 1.0})
    flown = lessons.Flight("x", NOW + timedelta(hours=5), planned.sorties[0].effort)
    later = plan_days(desk, [[task("b", NOW + timedelta(hours=12))]], lambda _t: surface, [flown])
    assert not np.array_equal(later[0].sorties[0].effort, planned.sorties[0].effort)


def test_a_mixture_is_harder_to_evade_than_any_of_its_plans(desk, grid, hill, planned):
    """The value lies between what is proven and what the best single plan gives."""
    lattice = desk.lattice(task())
    from seawarden.patrol.search.optimise import optimise

    walk = optimise([lattice], hill, desk.params.search).walks[0]
    m = mixed_strategy.mix(grid, lattice, hill, walk, mixed_strategy.Params(rounds=5))
    assert m.odds.sum() == pytest.approx(1.0) and (m.odds >= 0).all()
    assert m.floor <= m.value + 1e-9 <= m.value_of_best + 2e-9
    assert m.price >= -1e-3
    assert m.value < m.value_of_best


def test_endurance_shorter_than_the_transit_is_one_line(desk, grid, hill):
    surface = Surface(grid, {"background": hill}, {"background": 1.0})
    with pytest.raises(UsageError) as error:
        plan_day(desk, [task(base="NZOH")], surface, hill)
    assert str(error.value) == (
        "P-8A from -40.21,175.39: the transit to the search area and back takes longer than the "
        "9.4 h that the flight has"
    )


def test_a_base_in_a_keepout_is_named(grid, hill):
    box = (
        BOX.replace("125.2", "127.2")
        .replace("126.5", "128.5")
        .replace("29]", "25.5]")
        .replace("31.5", "27.5")
    )
    desk = Desk(grid, read_keepouts(box.encode(), "box.geojson", grid.projection))
    with pytest.raises(UsageError) as error:
        desk.transit(airfields.find("RODN"))
    assert str(error.value) == (
        "airfield RODN lies in keep-out 'area 1'; take another, or name the States to keep off "
        "(--territorial)"
    )


def vincenty(lat1, lon1, lat2, lon2):
    """Return (metres, first azimuth, last azimuth) on WGS 84 [vincenty1975]."""
    a, f = 6_378_137.0, 1 / 298.257223563
    b = a * (1 - f)
    u1, u2 = (np.arctan((1 - f) * np.tan(np.radians(v))) for v in (lat1, lat2))
    lon = lam = np.radians((lon2 - lon1 + 180) % 360 - 180)
    for _ in range(100):
        sin_s = np.hypot(
            np.cos(u2) * np.sin(lam),
            np.cos(u1) * np.sin(u2) - np.sin(u1) * np.cos(u2) * np.cos(lam),
        )
        if sin_s < 1e-15:
            return 0.0, 0.0, 0.0
        cos_s = np.sin(u1) * np.sin(u2) + np.cos(u1) * np.cos(u2) * np.cos(lam)
        s = np.arctan2(sin_s, cos_s)
        sin_a = np.cos(u1) * np.cos(u2) * np.sin(lam) / sin_s
        cos2 = 1 - sin_a**2
        cos_m = cos_s - 2 * np.sin(u1) * np.sin(u2) / cos2 if cos2 else 0.0
        c = f / 16 * cos2 * (4 + f * (4 - 3 * cos2))
        new = lon + (1 - c) * f * sin_a * (s + c * sin_s * (cos_m + c * cos_s * (2 * cos_m**2 - 1)))
        if abs(new - lam) < 1e-13:
            break
        lam = new
    q = cos2 * (a**2 - b**2) / b**2
    aa = 1 + q / 16384 * (4096 + q * (-768 + q * (320 - 175 * q)))
    bb = q / 1024 * (256 + q * (-128 + q * (74 - 47 * q)))
    d = (
        bb
        * sin_s
        * (
            cos_m
            + bb
            / 4
            * (
                cos_s * (2 * cos_m**2 - 1)
                - bb / 6 * cos_m * (4 * sin_s**2 - 3) * (4 * cos_m**2 - 3)
            )
        )
    )
    first = np.arctan2(
        np.cos(u2) * np.sin(lam), np.cos(u1) * np.sin(u2) - np.sin(u1) * np.cos(u2) * np.cos(lam)
    )
    last = np.arctan2(
        np.cos(u1) * np.sin(lam), -np.sin(u1) * np.cos(u2) + np.cos(u1) * np.sin(u2) * np.cos(lam)
    )
    return b * aa * (s - d), np.degrees(first), np.degrees(last)


def slerp(a, b, w):
    """Return the point a share `w` along the great circle."""
    p, q = (
        np.array(
            [
                np.cos(np.radians(y)) * np.cos(np.radians(x)),
                np.cos(np.radians(y)) * np.sin(np.radians(x)),
                np.sin(np.radians(y)),
            ]
        )
        for y, x in (a, b)
    )
    angle = np.arccos(np.clip(p @ q, -1, 1))
    v = (
        p
        if angle < 1e-12
        else (np.sin((1 - w) * angle) * p + np.sin(w * angle) * q) / np.sin(angle)
    )
    return np.degrees(np.arcsin(np.clip(v[2], -1, 1))), np.degrees(np.arctan2(v[1], v[0]))


def test_vincenty_gives_the_published_length():
    """Flinders Peak to Buninyong (Geoscience Australia): 54,972.271 m on GRS 80."""
    metres, _, _ = vincenty(-37.95103341667, 144.42486788889, -37.65282113889, 143.92649552778)
    assert metres == pytest.approx(54_972.271, abs=0.05)


def test_no_bound_stands_under_a_plain_search(desk, grid):
    """On even water a uniform search without turns finds more than flights on the lattice."""
    flat = np.where(grid.water, 1.0, 0.0)
    flat /= flat.sum()
    surface = Surface(grid, {"background": flat}, {"background": 1.0})
    day = plan_day(desk, [task()], surface, flat)
    sortie = day.sorties[0]
    assert day.bound >= max(sortie.pos, sortie.ladder_pos, sortie.uniform_pos)
    assert (
        "20240420-1-P-8A: no lead of the docket lies within reach of RODN; the flight searches "
        "water where nothing points to a ship."
    ) in day.notes


@pytest.mark.parametrize(
    ("ladder", "is_clear", "noted"),
    [(0.2, True, ""), (0.4, True, "fly the ladder"), (0.4, False, "DO NOT fly it")],
)
def test_a_plan_below_a_ladder_says_so(grid, ladder, is_clear, noted):
    """A ladder through a closed area is never advised, whatever it would find."""
    mass = np.zeros(grid.n)
    mass[np.flatnonzero(grid.water)[0]] = 1.0
    effort = -np.log1p(-0.3) * mass
    flight = Sortie(task(), [], NOW, effort, 0.3, ladder, 0.1, is_ladder_clear=is_clear)
    day = honest(Day([flight], Surface(grid, {}, {}), mass, 0.3, 0.35))
    assert [noted in note for note in day.notes if "ladder" in note] == ([True] if noted else [])
    assert day.bound == max(0.35, ladder)


def test_a_ladder_finds_nothing_in_a_closed_area(grid, hill):
    free = Desk(grid, [], QUICK)
    closed = Desk(grid, read_keepouts(BOX.encode(), "box.geojson", grid.projection), QUICK)
    base = (26.36, 127.77)
    effort, is_clear = ladder_effort(grid, closed.lattice(task()), hill, base)
    inside = closed.keepouts[0].holds(grid.lat_deg, grid.lon_deg, grid.projection)
    assert not effort[inside].any() and effort.any()
    assert is_clear == (not ladder_effort(grid, free.lattice(task()), hill, base)[0][inside].any())
