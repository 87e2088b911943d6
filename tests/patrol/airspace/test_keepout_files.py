"""Keep-outs as planners have them: KML, collections, encodings, and areas far off."""

import json

import numpy as np
import pytest

from seawarden.errors import FormatError
from seawarden.patrol.aircraft import airfields
from seawarden.patrol.airspace.keepout_files import read_keepouts
from seawarden.pipeline.patrol.plan_tasks import far_keepouts

RING = [[124, 30], [126, 30], [126, 31], [124, 31], [124, 30]]
HOLE = [[124.5, 30.2], [124.5, 30.8], [125.5, 30.8], [125.5, 30.2], [124.5, 30.2]]


def kml(*placemarks: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">'
        f"<Document><Folder>{''.join(placemarks)}</Folder></Document></kml>"
    )


def polygon(*rings: list) -> str:
    sides = ["outerBoundaryIs", *["innerBoundaryIs"] * (len(rings) - 1)]
    return (
        "<Polygon>"
        + "".join(
            f"<{side}><LinearRing><coordinates>\n"
            + "\n".join(f"{x},{y},0" for x, y in ring)
            + f"\n</coordinates></LinearRing></{side}>"
            for side, ring in zip(sides, rings, strict=True)
        )
        + "</Polygon>"
    )


def geojson(name="Größe"):
    return {
        "type": "Feature",
        "properties": {"name": name},
        "geometry": {"type": "Polygon", "coordinates": [RING]},
    }


COLLECTION = {"type": "GeometryCollection", "geometries": [geojson()["geometry"]]}


@pytest.mark.parametrize(
    "content",
    [
        kml(f"<Placemark><name>Größe</name>{polygon(RING)}</Placemark>").encode(),
        kml(
            f"<Placemark><name>Größe</name><MultiGeometry>{polygon(RING)}</MultiGeometry>"
            "</Placemark><Placemark><Point><coordinates>1,2</coordinates></Point></Placemark>"
        ).encode("utf-16"),
        b"\xef\xbb\xbf" + json.dumps(geojson()).encode(),
        json.dumps(geojson(), ensure_ascii=False).encode("latin-1"),
        json.dumps(geojson()).encode("utf-16"),
        json.dumps(geojson() | {"geometry": COLLECTION}).encode(),
    ],
)
def test_one_area_however_it_is_kept(content, grid):
    (one,) = read_keepouts(content, "k", grid.projection)
    lat, lon = np.array([30.5, 30.5, 29.9, 31.1]), np.array([124.1, 125.0, 125.0, 125.0])
    assert one.name == "Größe"
    assert one.holds(lat, lon, grid.projection).tolist() == [True, True, False, False]


def test_a_hole_in_kml_may_be_flown(grid):
    (one,) = read_keepouts(
        kml(f"<Placemark>{polygon(RING, HOLE)}</Placemark>").encode(), "k", grid.projection
    )
    inside = one.holds(np.array([30.5, 30.1]), np.array([125.0, 125.0]), grid.projection)
    assert one.name == "area 1" and inside.tolist() == [False, True]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            kml(
                "<Placemark><name>L</name><LineString><coordinates>1,2 3,4</coordinates>"
                "</LineString></Placemark>"
            ),
            r"placemark 1 \('L'\): holds a LineString, expected a Polygon",
        ),
        (kml(), "holds no Polygon"),
        (kml(f"<Placemark>{polygon([['x', 1]] * 4)}</Placemark>"), "'x,1,0', expected longitude"),
        ("<gpx/>", "XML of 'gpx', expected KML or GeoJSON"),
        ("<kml", "broken XML"),
    ],
)
def test_what_is_no_area_is_refused_in_one_line(content, said, grid):
    with pytest.raises(FormatError, match=said):
        read_keepouts(content.encode(), "k", grid.projection)


def test_swapped_axes_are_noted(grid):
    """30 E, 55 N is as good a place as 55 E, 30 N: only the distance tells."""
    near = json.dumps(geojson("near")).encode()
    ring = [[30, 55], [31, 55], [31, 56], [30, 56], [30, 55]]
    far = json.dumps({"type": "Polygon", "coordinates": [ring]}).encode()
    other_side = json.dumps(
        {"type": "Polygon", "coordinates": [[[-56, -31], [-54, -31], [-54, -30], [-56, -31]]]}
    ).encode()
    given = [
        k for text in (near, far, other_side) for k in read_keepouts(text, "k", grid.projection)
    ]
    notes = far_keepouts(given, grid, [airfields.find("RODN")])
    assert [("half the Earth" in note) for note in notes] == [False, True]
    assert all("the right way round?" in note and "'area 1'" in note for note in notes)
