"""On land or not, against shapely, Natural Earth and places everybody knows."""

import json
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from seawarden.geo import coast, gshhg
from seawarden.geo.sphere import distance_m


@pytest.mark.parametrize(
    ("lat", "lon", "expected", "why"),
    [
        (39.03, 125.75, True, "Pyongyang"),
        (37.0, 124.0, False, "Yellow Sea"),
        (35.68, 139.75, True, "Tokyo"),
        (42.0, 50.5, False, "the Caspian is a lake, and ships sail it"),
        (47.5, -87.5, False, "Lake Superior"),
        (48.0, -89.0, True, "Isle Royale, an island in that lake"),
        (-85.0, 0.0, True, "Antarctica"),
        (-90.0, 77.0, True, "the South Pole"),
        (90.0, 0.0, False, "the North Pole"),
        (67.0, 180.0, True, "Chukotka, on the meridian where the rings are cut"),
        (67.0, -180.0, True, "the same place by its other name"),
        (67.0, -179.99999, True, "just east of the cut"),
        (40.0, 180.0, False, "open ocean on 180"),
        (float("nan"), 10.0, False, "no position"),
    ],
)
def test_known_places(lat: float, lon: float, expected: bool, why: str) -> None:
    assert bool(coast.is_land(lat, lon)) is expected, why


@pytest.mark.parametrize(
    "box",
    [
        (124, 33, 130, 39),
        (5, 57, 12, 63),
        (176, 65, 186, 70),
        (16.7, 63.7, 17.1, 64.1),  # a vertex of the shore lies on 63.75 N 16.75 E, a grid's corner
    ],
)
def test_points_agree_with_shapely_on_the_polygons(box: tuple[float, float, float, float]) -> None:
    rng = np.random.default_rng(7)
    x, y = rng.uniform(box[0], box[2], 40_000), rng.uniform(box[1], box[3], 40_000)
    land = shapely.union_all(coast.polygons(*box))
    shapely.prepare(land)
    assert np.array_equal(coast.is_land(y, x), shapely.contains_xy(land, x, y))


def test_the_same_box_written_two_ways_across_180_holds_the_same_land() -> None:
    a, b = coast.polygons(176, 65, -174, 70), coast.polygons(176, 65, 186, 70)
    assert a
    assert shapely.union_all(a).area == pytest.approx(shapely.union_all(b).area)


def test_less_detail_keeps_the_area_and_loses_vertices() -> None:
    fine, rough = (
        coast.polygons(119, 28, 131, 40),
        coast.polygons(119, 28, 131, 40, detail_deg=0.05),
    )
    assert len(rough) < len(fine) / 4
    assert sum(p.area for p in rough) == pytest.approx(sum(p.area for p in fine), rel=0.01)


def _natural_earth(path: Path) -> shapely.STRtree:
    topology = json.loads(path.read_text())
    scale, move = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [np.cumsum(np.array(a), axis=0) * scale + move for a in topology["arcs"]]

    def ring(parts: list[int]) -> np.ndarray:
        xy = np.concatenate([arcs[i] if i >= 0 else arcs[~i][::-1] for i in parts])
        return np.column_stack([np.unwrap(xy[:, 0], period=360), xy[:, 1]])  # Chukotka crosses 180

    rings = [
        polygon
        for g in topology["objects"]["land"]["geometries"]
        for polygon in (g["arcs"] if g["type"] == "MultiPolygon" else [g["arcs"]])
    ]
    shapes = [shapely.Polygon(ring(r[0]), [ring(h) for h in r[1:]]) for r in rings]
    return shapely.STRtree(shapely.make_valid(np.array(shapes)))


def _in_a_lake(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    shore, inside = gshhg.shorelines(), np.zeros(x.size, dtype=bool)
    for i in np.flatnonzero(shore.level == gshhg.LAKE):
        at = slice(shore.start[i], shore.start[i + 1])
        near = (x >= shore.west_deg[i]) & (x <= shore.east_deg[i])
        near &= (y >= shore.south_deg[i]) & (y <= shore.north_deg[i])
        if near.any():
            ring = shapely.Polygon(np.column_stack([shore.lon_deg[at], shore.lat_deg[at]]))
            inside[near] |= shapely.contains_xy(ring, x[near], y[near])
    return inside


def test_natural_earth_agrees_away_from_the_coast(shared_data: Path) -> None:
    """Two independent coastlines must tell the same story 5 km off either shore."""
    land = _natural_earth(shared_data / "places" / "land-10m.topo.json")
    rng = np.random.default_rng(3)
    x, y = rng.uniform(-180, 180, 8_000), rng.uniform(-60, 75, 8_000)
    clear = coast.distance_to_coast_m(y, x) > 5_000
    theirs = np.zeros(x.size, dtype=bool)
    for turn in (-360, 0, 360):
        theirs[land.query(shapely.points(x + turn, y), predicate="within")[0]] = True
    ours = coast.is_land(y, x)
    differ = (ours != theirs) & clear & ~_in_a_lake(x, y)  # Natural Earth's land has no lakes
    assert clear.sum() > 6_500
    assert differ.sum() <= 3, list(zip(y[differ], x[differ], strict=True))


def test_the_distance_agrees_with_brute_force() -> None:
    shore, rng = gshhg.shorelines(), np.random.default_rng(11)
    e = shore.edges()
    for lat, lon in zip(rng.uniform(30, 42, 12), rng.uniform(118, 132, 12), strict=True):
        near = e[(np.abs(shore.lat_deg[e] - lat) < 4) & (np.abs(shore.lon_deg[e] - lon) < 5)]
        t = np.linspace(0, 1, 21)[:, None]
        y = shore.lat_deg[near] * (1 - t) + shore.lat_deg[near + 1] * t
        x = shore.lon_deg[near] * (1 - t) + shore.lon_deg[near + 1] * t
        expected = distance_m(lat, lon, y, x).min()
        assert coast.distance_to_coast_m(lat, lon) == pytest.approx(expected, rel=0.01, abs=60)


@pytest.mark.parametrize("limit_m", [3_000.0, 60_000.0])
@pytest.mark.parametrize(
    ("lat", "lon"),
    [(39.9995, 120.003), (59.99, 10.0), (70.0005, 19.9995), (66.0, -179.9999), (-77.9, 170.0005)],
)
def test_the_next_sheets_shore_is_seen(lat: float, lon: float, limit_m: float) -> None:
    """Shores are searched sheet by sheet; a position at a sheet's edge sees those beyond it."""
    rng = np.random.default_rng(7)
    y, x = lat + rng.normal(0, 0.3, 400), lon + rng.normal(0, 0.6, 400)
    everywhere = coast.distance_to_coast_m(y, x, 2_000_000.0)
    expected = np.where(everywhere <= limit_m, everywhere, np.inf)
    assert np.isfinite(expected).any()
    np.testing.assert_allclose(coast.distance_to_coast_m(y, x, limit_m), expected)


def test_beyond_the_limit_the_distance_is_infinite() -> None:
    assert np.isinf(coast.distance_to_coast_m(37.0, 124.0, 10_000.0))
    assert np.isfinite(coast.distance_to_coast_m(37.0, 124.0))


def test_the_cut_at_180_is_no_coast() -> None:
    assert coast.distance_to_coast_m(68.0, 180.0) > 50_000


def test_empty_and_shaped_input() -> None:
    assert coast.is_land([], []).shape == (0,)
    assert coast.distance_to_coast_m([], []).shape == (0,)
    assert coast.is_land(np.zeros((2, 3)), 0.0).shape == (2, 3)


@settings(deadline=None)
@given(st.floats(-90, 90), st.floats(-180, 180), st.integers(-2, 2))
def test_a_turn_around_the_earth_changes_nothing(lat: float, lon: float, turns: int) -> None:
    lon = round(lon, 4)
    assert coast.is_land(lat, lon) == coast.is_land(lat, round(lon + 360.0 * turns, 4))


def test_damaged_coast_files_are_named() -> None:
    with pytest.raises(gshhg.FormatError, match=r"gshhsmeta_i.dat line 2: 8 fields were expected"):
        gshhg._parse("1 2.0 4 0 1 0 32 1\n1 2.0\n", b"\0" * 32)
    with pytest.raises(gshhg.FormatError, match=r"gshhs_i.dat: 24 bytes came, 32 in ring order"):
        gshhg._parse("1 2.0 4 0 1 0 32 1\n", b"\0" * 24)
