"""Files that others read: written, read with their libraries, and the same again."""

import csv
import io
import itertools
import json
import re
from datetime import datetime
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from seawarden.patrol.briefing import exchange_formats
from seawarden.patrol.flights import Sortie
from seawarden.patrol.likelihood.surface import Surface
from seawarden.patrol.plan import plan_day
from seawarden.patrol.search.legs import Leg

from ..conftest import NOW, task


@pytest.fixture(scope="module")
def sortie(desk, grid, hill):
    surface = Surface(grid, {"background": hill}, {"background": 1.0})
    return plan_day(desk, [task()], surface, hill).sorties[0]


def test_waypoints_run_from_take_off_to_landing(sortie):
    points = exchange_formats.waypoints(sortie)
    assert points[0].name == points[-1].name == "RODN"
    assert points[0].time_utc == NOW and points[-1].time_utc == sortie.landing_utc
    assert [p.time_utc for p in points] == sorted(p.time_utc for p in points)
    assert len({p.name for p in points}) == len(points) - 1


def test_csv_comes_back_the_same(sortie):
    rows = list(csv.DictReader(io.StringIO(exchange_formats.to_csv([sortie]))))
    points = exchange_formats.waypoints(sortie)
    assert len(rows) == len(points)
    for row, p in zip(rows, points, strict=True):
        assert (float(row["lat_deg"]), float(row["lon_deg"])) == (p.lat_deg, p.lon_deg)
        assert abs(datetime.fromisoformat(row["time_utc"]) - p.time_utc).total_seconds() < 1e-3
        assert row["leg"] == p.leg


def test_gpx_comes_back_the_same_from_gpxpy(sortie):
    gpxpy = pytest.importorskip("gpxpy")
    route = gpxpy.parse(exchange_formats.to_gpx([sortie], is_simulated=True)).routes[0]
    assert route.name == "20240420-1-P-8A" and route.description.startswith("SIMULATED")
    for mark, p in zip(route.points, exchange_formats.waypoints(sortie), strict=True):
        assert (mark.latitude, mark.longitude, mark.name) == (p.lat_deg, p.lon_deg, p.name)
        assert abs(mark.time - p.time_utc).total_seconds() < 1e-3
        assert mark.type == (p.leg or "landing")


def test_kml_comes_back_the_same_from_fastkml(sortie):
    fastkml = pytest.importorskip("fastkml")
    document = fastkml.KML.from_string(
        exchange_formats.to_kml([sortie], is_simulated=True).partition("?>\n")[2]
    ).features[0]
    assert document.name == "SIMULATED patrol plan"
    marks = document.features[0].features
    points = exchange_formats.waypoints(sortie)
    n = len(points)
    for mark, a, b in zip(marks[: n - 1], points, points[1:], strict=False):
        assert [c[:2] for c in mark.geometry.coords] == [
            (a.lon_deg, a.lat_deg),
            (b.lon_deg, b.lat_deg),
        ]
    for mark, p in zip(marks[n - 1 : 2 * n - 1], points, strict=True):
        assert mark.geometry.coords[0][:2] == (p.lon_deg, p.lat_deg)
        assert mark.name == p.name
        assert abs(mark.times.timestamp.dt - p.time_utc).total_seconds() < 1e-3


def test_kml_has_a_track_in_time(sortie):
    space = "{http://www.google.com/kml/ext/2.2}"
    track = ET.fromstring(exchange_formats.to_kml([sortie])).find(f".//{space}Track")
    points = exchange_formats.waypoints(sortie)
    places = [e.text.split()[:2] for e in track.findall(f"{space}coord")]
    assert [(float(a), float(b)) for a, b in places] == [(p.lon_deg, p.lat_deg) for p in points]
    assert len([e for e in track if e.tag.endswith("when")]) == len(points)


def test_geojson_comes_back_the_same_from_geopandas(sortie, tmp_path):
    geopandas = pytest.importorskip("geopandas")
    path = tmp_path / "legs.geojson"
    path.write_text(exchange_formats.to_geojson([sortie], is_simulated=True))
    frame = geopandas.read_file(path)
    points = exchange_formats.waypoints(sortie)
    marks = frame[frame["what"] == "waypoint"].sort_values("number")
    assert [(g.x, g.y) for g in marks.geometry] == [(p.lon_deg, p.lat_deg) for p in points]
    legs = frame[frame["what"] == "leg"].sort_values("number")
    assert list(legs["leg"]) == [p.leg for p in points[:-1]]
    assert set(frame["note"]) == {"SIMULATED"}
    assert frame.crs.to_epsg() == 4326


def test_geojson_is_plain_json_with_longitude_first(sortie):
    data = json.loads(exchange_formats.to_geojson([sortie]))
    lon, lat = data["features"][0]["geometry"]["coordinates"][0]
    assert (round(lon, 3), round(lat, 3)) == (127.768, 26.356)


def check_fpl(text):
    """Return the route's (identifier, lat, lon) after testing every rule of FlightPlan v1."""
    space = f"{{{exchange_formats.FPL_NAMESPACE}}}"
    root = ET.fromstring(text)
    assert root.tag == f"{space}flight-plan"
    assert [e.tag.removeprefix(space) for e in root] == ["created", "waypoint-table", "route"]
    table = {}
    for w in root.find(f"{space}waypoint-table"):
        order = [e.tag.removeprefix(space) for e in w]
        assert order == ["identifier", "type", "country-code", "lat", "lon", "comment"]
        name, kind, country, lat, lon, comment = (e.text or "" for e in w)
        assert re.fullmatch(r"[A-Z0-9]{1,12}", name)
        assert kind in {"USER WAYPOINT", "AIRPORT", "NDB", "VOR", "INT", "INT-VRP"}
        assert re.fullmatch(r"([A-Z0-9]{2})?", country)
        assert re.fullmatch(r"[A-Z0-9 ]{0,25}", comment)
        assert (name, kind, country) not in table, "identifier, type and country must be unique"
        table[name, kind, country] = float(lat), float(lon)
    route = root.find(f"{space}route")
    assert re.fullmatch(r"[A-Z0-9 ]{1,25}", route[0].text)
    assert 1 <= int(route[1].text) <= 98
    points = route.findall(f"{space}route-point")
    assert len(points) <= 99
    return [(p[0].text, *table[tuple(e.text or "" for e in p)]) for p in points]


def test_fpl_keeps_garmins_rules_and_comes_back_the_same(sortie):
    texts = exchange_formats.to_fpl(sortie, NOW)
    assert len(texts) == 1
    points = [(p.name, p.lat_deg, p.lon_deg) for p in exchange_formats.waypoints(sortie)]
    assert check_fpl(texts[0]) == points


def test_a_long_sortie_makes_several_fpl_that_join(sortie):
    from dataclasses import replace

    long = replace(sortie, legs=sortie.legs * 9)
    pieces = [check_fpl(t) for t in exchange_formats.to_fpl(long, NOW)]
    assert len(pieces) > 1
    assert all(a[-1][1:] == b[0][1:] for a, b in itertools.pairwise(pieces))
    joined = pieces[0] + [p for piece in pieces[1:] for p in piece[1:]]
    assert [p[1:] for p in joined] == [
        (w.lat_deg, w.lon_deg) for w in exchange_formats.waypoints(long)
    ]


def flight(*legs, name="20240420-1-P-8A"):
    """A sortie of these legs, for what is written of it alone."""
    return Sortie(task(name), list(legs), NOW, np.zeros(1), 0.0, 0.0, 0.0)


def leg(start, end):
    return Leg("search", start, end, NOW, NOW, 60.0, 90.0)


def test_a_leg_across_180_degrees_is_two_lines_that_meet_there():
    text = exchange_formats.to_geojson([flight(leg((-17.0, 179.5), (-17.5, -179.5)))])
    features = json.loads(text)["features"]
    (line,) = [f["geometry"] for f in features if f["properties"]["what"] == "leg"]
    assert line["type"] == "MultiLineString"
    assert line["coordinates"] == [
        [[179.5, -17.0], [180.0, -17.25]], [[-180.0, -17.25], [-179.5, -17.5]],
    ]  # fmt: skip


def test_flights_of_a_day_share_no_point_name():
    legs = [leg((30.0, 125.0), (31.0, 125.0))] * 3
    names = [
        {w.name for w in exchange_formats.waypoints(flight(*legs, name=f"20240420-{n}-P-8A"))}
        for n in (1, 2, 27)
    ]
    assert [n - {"RODN"} for n in names] == [
        {"A001", "A002"}, {"B001", "B002"}, {"AA001", "AA002"},
    ]  # fmt: skip
