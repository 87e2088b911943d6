"""A closed area is never flown through, however it is written.

The oracle flies the legs again with its own geodesics and its own turns, every 100 m, and asks
whether a point lies inside by the drawing's own edges: it uses nothing of `geo.areas` or of
`flown_path`.
"""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seawarden.errors import UsageError
from seawarden.patrol.aircraft import fleet
from seawarden.patrol.aircraft.airfields import Airfield
from seawarden.patrol.airspace.flown_path import first_breach, flown_path
from seawarden.patrol.airspace.keepout_files import read_keepouts
from seawarden.patrol.likelihood.grid import make_grid
from seawarden.patrol.likelihood.surface import Surface
from seawarden.patrol.plan import Desk, Params, plan_day
from seawarden.patrol.search.optimise import Params as Search
from tests.geo.writings import Drawn, drawn_areas, writings
from tests.patrol.conftest import task

QUICK = Params(search=Search(dual_steps=-1, tries=1, polish_rounds=1, kicks=0, pieces=(20,)))
NANDI = Airfield("NFFN", "Nadi International", "FJ", -17.755, 177.443)
DUNEDIN = Airfield("NZDN", "Dunedin", "NZ", -45.928, 170.198)
NADI = (177.0, -21.0, -175.0, -14.0)  # about Fiji, across 180 deg
ROSS = (160.0, -77.0, -160.0, -64.0)  # the Ross Sea, near the pole


@pytest.fixture(scope="module")
def grids():
    return {"Fiji": make_grid(*NADI, cell_nm=25.0), "Ross": make_grid(*ROSS, cell_nm=40.0)}


def planned(grid, drawn, way, base, aircraft):
    """Return the sortie planned round a drawn area written in one way."""
    text = json.dumps(writings(drawn)[way])
    desk = Desk(grid, read_keepouts(text.encode(), way, grid.projection), QUICK)
    mass = grid.water / grid.water.sum()
    surface = Surface(grid, {"background": mass}, {"background": 1.0})
    one = replace(task(aircraft=aircraft), base=base)
    return plan_day(desk, [one], surface, mass).sorties[0]


def unit(point):
    y, x = np.radians(point)
    return np.array([np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)])


def degrees(v):
    v = np.atleast_2d(v)
    return np.degrees(np.arctan2(v[:, 2], np.hypot(v[:, 0], v[:, 1]))), np.degrees(
        np.arctan2(v[:, 1], v[:, 0])
    )


def every_100_m(start, end):
    """Return points on the great circle between two positions."""
    a, b = unit(start), unit(end)
    angle = np.arctan2(np.linalg.norm(np.cross(a, b)), a @ b)
    side = b - (a @ b) * a
    side /= np.linalg.norm(side) or 1.0
    at = np.linspace(0, angle, 2 + int(angle * 6_371_000 / 100))[:, None]
    return np.cos(at) * a + np.sin(at) * side


def rounded(before, corner, after, radius_m):
    """Return the arc inside a corner that touches both legs, empty where they are too short."""
    p, back, on = unit(corner), unit(before), unit(after)
    u, v = (d - (d @ p) * p for d in (back, on))
    u, v = (d / np.linalg.norm(d) for d in (u, v))
    half = np.arccos(np.clip(u @ v, -1, 1)) / 2
    if half < np.radians(23) or half > np.radians(89.9):  # sharper than 134 deg, or straight on
        return np.empty((0, 3))
    lead = radius_m / np.tan(half) / 6_371_000
    if lead > min(np.arccos(np.clip(p @ back, -1, 1)), np.arccos(np.clip(p @ on, -1, 1))):
        return np.empty((0, 3))
    out = radius_m / 6_371_000 / np.sin(half)
    middle = p + out * (u + v) / np.linalg.norm(u + v)
    ends = [p + lead * d - middle for d in (u, v)]
    share = np.linspace(0, 1, 200)[:, None]
    arc = (1 - share) * ends[0] + share * ends[1]
    return middle + arc / np.linalg.norm(arc, axis=1)[:, None] * (radius_m / 6_371_000)


def oracle_points(sortie):
    """Return (lat, lon) of everything flown: legs, and turns inside corners."""
    kind, parts = sortie.task.aircraft, [every_100_m(leg.start, leg.end) for leg in sortie.legs]
    for a, b in zip(sortie.legs, sortie.legs[1:], strict=False):
        if a.end not in (b.end, a.start):
            knots = kind.transit_kn if a.kind == b.kind == "transit" else kind.search_kn
            radius = (knots * 1852 / 3600) ** 2 / 9.81 / np.tan(np.radians(kind.bank_deg))
            parts.append(rounded(a.start, a.end, b.end, radius))
    return degrees(np.vstack(parts))


@given(
    drawn_areas(lat=(-20.0, -14.0), lon=(176.0, 184.0), size=(0.3, 3.0), caps=False),
    st.sampled_from(["P-8A", "DASH-8"]),
    st.data(),
)
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_point_flown_across_180_lies_in_a_keepout(grids, drawn, aircraft, data):
    """Fiji lies on both sides of 180 deg; an area written from 179 to -179 was flown through."""
    way = data.draw(st.sampled_from(sorted(writings(drawn))))
    try:
        sortie = planned(grids["Fiji"], drawn, way, NANDI, aircraft)
    except UsageError as error:  # closed in, or covered: said, not flown
        assert "keep-out" in str(error) or "longer than" in str(error)
        return
    lat, lon = oracle_points(sortie)
    assert not drawn.contains(lat, lon).any(), way


@given(st.floats(3.0, 24.0), st.floats(-5.0, 5.0), st.data())
@settings(
    max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_point_flown_near_a_pole_lies_in_a_keepout(grids, away, tilt, data):
    """A cap about the South Pole closes the Ross Sea's south, whatever way it is written."""
    lon = np.arange(-180.0, 180.0, 30.0)
    edge = np.clip(-90.0 + away + tilt * np.cos(np.radians(lon)), -88, -66)
    drawn = Drawn(-90.0, 0.0, np.column_stack([lon, edge]), True, False)
    way = data.draw(st.sampled_from(sorted(writings(drawn))))
    try:
        sortie = planned(grids["Ross"], drawn, way, DUNEDIN, "P-8A")
    except UsageError as error:
        assert "keep-out" in str(error) or "longer than" in str(error)
        return
    lat, lon = oracle_points(sortie)
    assert not drawn.contains(lat, lon).any(), way


def test_the_check_sees_a_turn_into_a_keepout(grids):
    """The last guard must itself be able to fail: legs clear, their corner's turn not."""
    grid = grids["Fiji"]

    class Leg:
        kind = "search"

        def __init__(self, start, end):
            self.start, self.end = start, end

    legs = [Leg((-18.0, 178.0), (-18.0, 179.0)), Leg((-18.0, 179.0), (-19.0, 179.0))]
    kind = fleet.find("P-8A")
    for box in ([178.98, -18.02, 178.995, -18.006], [179.02, -18.05, 179.06, -18.0]):
        west, south, east, north = box
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        text = json.dumps({"type": "Polygon", "coordinates": [ring]})
        keepouts = read_keepouts(text.encode(), "x", grid.projection)
        found = first_breach(legs, kind, keepouts, grid.projection)
        assert found is not None and found.name == "area 1"
        for leg in legs:
            assert first_breach([leg], kind, keepouts, grid.projection) is None


def test_points_flown_are_at_most_100_m_apart(grids):
    class Leg:
        kind, start, end = "transit", (-18.0, 179.0), (-17.0, -179.0)

    lat, lon = flown_path([Leg()], fleet.find("P-8A"))
    at = np.array([unit(p) for p in zip(lat, lon, strict=True)])
    assert np.linalg.norm(np.diff(at, axis=0), axis=1).max() * 6_371_008.8 <= 100.001


def test_a_keepout_over_the_whole_area_is_said(grids):
    drawn = Drawn(-17.0, 180.0, np.array([[9.0, 9], [-9, 9], [-9, -9], [9, -9]]), False, False)
    with pytest.raises(UsageError, match=r"lies in keep-out|every cell lies on land or in a keep"):
        planned(grids["Fiji"], drawn, "split at 180", NANDI, "P-8A")
