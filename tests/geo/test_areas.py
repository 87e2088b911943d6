"""An area is the same area however it is written.

The oracle knows the area it drew by offsets from its centre and by latitudes round a pole, and
tests points by counting edges on those offsets; it never unwraps a longitude.
"""

import json

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from seawarden.errors import FormatError
from seawarden.geo.areas import Area, area_of, read_areas
from seawarden.patrol.likelihood.grid import Projection

from .writings import Drawn, drawn_areas, writings


def near(drawn: Drawn, n: int = 400):
    """Return points about a drawn area, and all over the Earth, the same each time."""
    random = np.random.default_rng(7)
    lat = np.r_[drawn.lat0 + random.uniform(-30, 30, n), random.uniform(-90, 90, n)]
    lon = np.r_[drawn.lon0 + random.uniform(-50, 50, n), random.uniform(-180, 180, n)]
    return np.clip(lat, -90, 90), (lon + 180) % 360 - 180


@given(drawn_areas(), st.data())
@settings(deadline=None)
def test_every_way_of_writing_holds_the_same_points(drawn, data):
    """179 to -179, above 180, split at 180 deg, either order, round a pole, with a hole."""
    way = data.draw(st.sampled_from(sorted(writings(drawn))))
    area = area_of(writings(drawn)[way], way)
    lat, lon = near(drawn)
    sure = drawn.off_edge(lat, lon)
    assert (area.contains(lat, lon) == drawn.contains(lat, lon))[sure].all(), way


@given(drawn_areas(), st.data())
@settings(deadline=None, max_examples=40)
def test_a_plane_shows_what_the_sphere_holds(drawn, data):
    """The plane that flights are planned in must not lose or turn round an area."""
    way = data.draw(st.sampled_from(sorted(writings(drawn))))
    lat0 = data.draw(st.floats(max(drawn.lat0 - 15, -85), min(drawn.lat0 + 15, 85)))
    lon0 = data.draw(st.floats(-179, 179)) if drawn.is_cap else drawn.lon0
    projection = Projection(lat0, (lon0 + 180) % 360 - 180)
    shape = area_of(writings(drawn)[way], way).on_plane(projection)
    lat, lon = near(drawn)
    x, y = projection.to_plane(lat, lon)
    sure = drawn.off_edge(lat, lon, margin_deg=0.1) & (np.hypot(x, y) < 9e6)
    seen = shapely.intersects_xy(shape, x, y)
    assert (seen == drawn.contains(lat, lon))[sure].all(), way


def box(west, south, east, north):
    """Return the corners of a box, closed."""
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def polygon(*rings):
    """Return a GeoJSON Polygon."""
    return {"type": "Polygon", "coordinates": list(rings)}


@pytest.mark.parametrize(
    ("geometry", "inside", "outside"),
    [
        (polygon(box(179, -20, -179, -10)), (-15, 180), (-15, 0)),
        (polygon(box(179, -20, 181, -10)), (-15, -179.5), (-15, 178)),
        (polygon(box(-181, -20, -179, -10)), (-15, 179.5), (-15, 178)),
        (polygon(box(-180, 60, 180, 70)), (65, 12), (75, 12)),
        (polygon(box(0, 60, 360, 90)), (90, 0), (59, 100)),
        (polygon([[-180, 60], [0, 60], [180, 60], [180, 70], [-180, 70]]), (65, 90), (75, 90)),
        (polygon([[-180, -60], [-90, -65], [0, -60], [90, -70], [180, -60]]), (-90, 0), (-62, -90)),
        (polygon([[0, -70], [120, -70], [-120, -70]]), (-80, -120), (-60, 0)),
        (polygon([[10, 80], [20, 80], [0, 90]]), (89, 15), (89, 5)),
        (polygon([[170, 80], [-170, 80], [0, 90]]), (85, 180), (85, 0)),
        (polygon([[0, 80], [90, 80], [180, 80], [-90, 80], [0, 90]]), (85, -135), (85, -45)),
        (polygon(box(-180, 50, 180, 60), box(-170, 52, -160, 58)), (55, 0), (55, -165)),
        (polygon([[0, -10], [120, -10], [240, -10]], [[0, 10], [120, 10], [240, 10]]),
         (0, 77), (20, 77)),
        (polygon([[0, 0], [10, 10], [10, 0], [0, 10]]), (5, 9), (1, 5)),
    ],
)  # fmt: skip
def test_odd_writings(geometry, inside, outside):
    """Each was once read the wrong way round, lost or refused by some program."""
    area = area_of(geometry, "x")
    assert area.contains(*inside) and not area.contains(*outside)


def test_a_pole_is_in_or_out_whatever_its_longitude():
    area = area_of(polygon([[0, 80], [120, 80], [240, 80]]), "x")
    assert area.contains(90.0, [0.0, 77.0, -180.0]).all()
    assert not area.contains(-90.0, [0.0, 77.0]).any()


def test_no_position_lies_in_no_area():
    assert not area_of(polygon(box(0, 0, 9, 9)), "x").contains(np.nan, 5.0)


@pytest.mark.parametrize(
    ("geometry", "line"),
    [
        ({"type": "Point", "coordinates": [0, 0]}, "holds 'Point', expected a Polygon"),
        (polygon([[0, 0], [1, 1]]), "a ring of 2 corner(s), expected at least 3"),
        (polygon([[0, 95], [1, 1], [2, 2]]),
         "corner 0,95: expected longitude, latitude in degrees"),
        (polygon([[0, "x"], [1, 1], [2, 2]]), "broken coordinates, expected [lon, lat] pairs"),
        ({"type": "MultiPolygon", "coordinates": []}, "holds no ring, expected corners"),
        (polygon([[0, 0], [1, 1], [2, 2]]), "encloses nothing, expected an area"),
        (polygon(box(-180, -20, 10, -10)),
         "the edge from longitude -180 to 10 could go either way round, expected a corner between"),
        (polygon([[0, 0], [120, 0], [240, 0]]),
         "a ring halves the Earth, expected one with a smaller side"),
        (polygon(box(0, 0, 9, 9), [[0, 10], [120, 10], [240, 10]]),
         "a hole goes round a pole and its outer ring does not"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_one_line(geometry, line):
    with pytest.raises(FormatError) as error:
        area_of(geometry, "a.geojson, feature 1")
    assert str(error.value) == f"a.geojson, feature 1: {line}"


def test_features_keep_their_names():
    feature = {
        "type": "Feature",
        "properties": {"name": "D 1"},
        "geometry": polygon(box(0, 0, 1, 1)),
    }
    text = json.dumps(
        {"type": "FeatureCollection", "features": [feature, {**feature, "properties": None}]}
    )
    assert [name for name, _ in read_areas(text, "x")] == ["D 1", "area 2"]
    assert isinstance(read_areas(text, "x")[0][1], Area)
