"""Lanes and sites lie on water, by two coastlines that the simulator does not read."""

import itertools
import json
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse.csgraph import shortest_path

from seawarden.geo.coast import is_land
from seawarden.geo.sphere import distance_m
from seawarden.simulate.movement.voyages import hexagon
from seawarden.simulate.waters.harbours import HARBOURS, Harbour
from seawarden.simulate.waters.lanes import LEGS, WAYPOINTS, chain, route
from seawarden.simulate.waters.sites import (
    FISHING_GROUNDS,
    INLAND,
    OFF_PORT,
    OPEN_ROADS,
    OPEN_SEA,
    ROADS,
    Site,
)

SITES = [*OPEN_SEA, *FISHING_GROUNDS, *OFF_PORT, *OPEN_ROADS]


@pytest.fixture(scope="module")
def land(shared_data: Path) -> shapely.Geometry:
    """Natural Earth's land around the Yellow and East China Seas, from its TopoJSON."""
    topo = json.loads((shared_data / "places" / "land-10m.topo.json").read_text())
    scale, move = topo["transform"]["scale"], topo["transform"]["translate"]
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + move for arc in topo["arcs"]]
    box = shapely.box(115, 22, 136, 45)
    out = []
    for shape in topo["objects"]["land"]["geometries"]:
        for rings in shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]:
            outer = np.concatenate([arcs[i] if i >= 0 else arcs[~i][::-1] for i in rings[0]])
            polygon = shapely.Polygon(outer).buffer(0)
            if polygon.intersects(box):
                out.append(polygon.intersection(box))
    union = shapely.union_all(out)
    shapely.prepare(union)
    return union


def _between(a: tuple[float, float], b: tuple[float, float], step_m: float = 500.0) -> np.ndarray:
    n = max(2, int(float(distance_m(*a, *b)) / step_m))
    t = np.linspace(0.0, 1.0, n)[:, None]
    return np.array(a) * (1 - t) + np.array(b) * t


def _dry(points: np.ndarray, land: shapely.Geometry) -> np.ndarray:
    """Return the points that either coastline calls land, ports aside."""
    dry = is_land(points[:, 0], points[:, 1])
    dry |= shapely.contains_xy(land, points[:, 1], points[:, 0])
    for harbour in HARBOURS:
        dry &= np.asarray(distance_m(points[:, 0], points[:, 1], *harbour.berths)) > 10_000.0
    return points[dry]


@pytest.mark.parametrize("side", [-1.0, 0.0, 1.0])
def test_every_way_is_clear_of_land_at_its_full_width(side: float, land: shapely.Geometry) -> None:
    for a, b in LEGS:
        assert chain(a, b)[0] == a
        corners = route(a, b, side)
        for start, end in itertools.pairwise(corners):
            dry = _dry(_between(tuple(start), tuple(end)), land)
            assert len(dry) == 0, (a, b, dry[:3])


@pytest.mark.parametrize("harbour", HARBOURS, ids=lambda h: h.name)
def test_every_channel_and_anchorage_is_on_water(harbour: Harbour, land: shapely.Geometry) -> None:
    corners = [*harbour.channel, WAYPOINTS[harbour.waypoint]]
    for start, end in itertools.pairwise(corners):
        assert len(_dry(_between(start, end, 250.0), land)) == 0
    east, north = np.array(hexagon(3, 800.0)).T
    lat = harbour.anchorage[0] + north / 111_195.0
    lon = harbour.anchorage[1] + east / 111_195.0 / np.cos(np.radians(lat))
    assert len(_dry(np.column_stack([lat, lon]), land)) == 0


@pytest.mark.parametrize("site", SITES, ids=lambda s: s.name)
def test_every_site_and_the_way_into_it_is_on_water(site: Site, land: shapely.Geometry) -> None:
    lat, lon = np.meshgrid(np.linspace(site.south, site.north, 9),
                           np.linspace(site.west, site.east, 9))  # fmt: skip
    places = np.column_stack([lat.ravel(), lon.ravel()])
    assert len(_dry(places, land)) == 0
    for place in places:
        line = _between(tuple(place), WAYPOINTS[site.waypoint], 1000.0)
        assert len(_dry(line, land)) == 0


def test_inland_places_are_land() -> None:
    lat, lon = np.array(INLAND).T
    assert is_land(lat, lon).all()


def test_roadsteads_lie_inside_their_harbours() -> None:
    """Bunkering there must count as inside a port: within 10 km, the
    limit of Global Fishing Watch's encounters (pipe-encounters, distance from port).
    """
    places = {h.code: h.position for h in HARBOURS}
    for code, road in ROADS.items():
        assert float(distance_m(*road, *places[code])) < 10_000.0 - 1_000.0


@given(st.sampled_from(sorted(WAYPOINTS)), st.sampled_from(sorted(WAYPOINTS)))
def test_a_chain_is_the_shortest(start: str, end: str) -> None:
    """Against SciPy's Dijkstra on the same ways."""
    index = {name: i for i, name in enumerate(WAYPOINTS)}
    cost = np.zeros((len(index), len(index)))
    for a, b in LEGS:
        cost[index[a], index[b]] = float(distance_m(*WAYPOINTS[a], *WAYPOINTS[b]))
    best = shortest_path(cost, directed=False, method="D", indices=index[start])[index[end]]
    names = chain(start, end)
    length = sum(
        float(distance_m(*WAYPOINTS[a], *WAYPOINTS[b])) for a, b in itertools.pairwise(names)
    )
    assert np.isfinite(best) and np.isclose(length, best)


def test_harbours_are_where_the_world_port_index_has_them(shared_data: Path) -> None:
    import csv

    file = shared_data / "places" / "world_port_index_2023-08.csv"
    with file.open(encoding="utf-8-sig", newline="") as text:
        index = [(float(r["Latitude"]), float(r["Longitude"])) for r in csv.DictReader(text)]
    for harbour in HARBOURS:
        nearest = min(abs(a - harbour.position[0]) + abs(b - harbour.position[1]) for a, b in index)
        assert nearest < 0.001, harbour.name
