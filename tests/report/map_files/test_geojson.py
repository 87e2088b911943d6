"""GeoJSON as RFC 7946 has it, read back by shapely."""

import json
from itertools import pairwise
from typing import Any

import polars as pl
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from seawarden.geo.line_at_180 import cut
from seawarden.report.map_files.geojson import geojson
from tests.case.world import TOGO, approach

from ..conftest import Docket


def load(docket: Docket, **more: Any) -> dict[str, Any]:
    pieces = geojson(
        events=docket.events, cases=docket.cases, tracks=more.get("tracks", docket.tracks),
        is_simulated=more.get("simulated", False),
    )  # fmt: skip
    text = "".join(pieces)
    loaded: dict[str, Any] = json.loads(text, parse_constant=pytest.fail)
    return loaded


def test_every_feature_is_a_valid_geometry_on_the_earth(docket: Docket) -> None:
    loaded = load(docket)
    assert loaded["type"] == "FeatureCollection"
    assert "crs" not in loaded  # RFC 7946 took it out
    kinds = {f["properties"]["feature"] for f in loaded["features"]}
    assert kinds == {"case", "event", "track"}
    for feature in loaded["features"]:
        assert set(feature) == {"type", "id", "geometry", "properties"}
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        assert shape.is_valid
        west, south, east, north = shape.bounds
        assert -180 <= west <= east <= 180
        assert -90 <= south <= north <= 90


def test_ids_are_unique(docket: Docket) -> None:
    ids = [f["id"] for f in load(docket)["features"]]
    assert len(ids) == len(set(ids))


def test_a_track_across_180_degrees_is_cut_there(docket: Docket) -> None:
    tracks = approach(TOGO, 90, (20.0, 179.999))
    lines = [f for f in load(docket, tracks=tracks)["features"]
             if f["properties"]["feature"] == "track"]  # fmt: skip
    shape = shapely.from_geojson(json.dumps(lines[0]["geometry"]))
    assert shape.geom_type == "MultiLineString"
    for line in shape.geoms:
        west, _, east, _ = line.bounds
        assert east - west < 5


def test_a_silent_leg_is_a_feature_of_its_own(docket: Docket) -> None:
    silent = [f for f in load(docket)["features"] if f["properties"].get("observed") is False]
    assert [f["properties"]["mmsi"] for f in silent] == [351456000]


def test_names_are_text_and_simulated_is_marked(hostile: Docket) -> None:
    loaded = load(hostile, simulated=True)
    assert all(f["properties"]["note"] == "SIMULATED" for f in loaded["features"])
    assert any("<script>" in f["properties"].get("title", "") for f in loaded["features"])


def test_numbers_that_json_does_not_know_become_null(docket: Docket) -> None:
    odd = docket.events.with_columns(detail=pl.lit('{"a": NaN, "b": Infinity}'))
    text = "".join(
        geojson(events=odd, cases=docket.cases, tracks=docket.tracks, is_simulated=False)
    )
    details = [f["properties"].get("detail") for f in json.loads(text)["features"]]
    assert {"a": None, "b": None} in details


def test_an_empty_docket_is_an_empty_collection(empty: Docket) -> None:
    assert load(empty)["features"] == []


POINT = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


@given(st.lists(POINT, max_size=8))
def test_no_piece_of_a_cut_line_crosses_180_and_no_point_is_lost(
    points: list[tuple[float, float]],
) -> None:
    lines = cut(points)
    for line in lines:
        assert len(line) >= 2
        for (a, _), (b, _) in pairwise(line):
            assert abs(a - b) <= 180
    kept = {p for line in lines for p in line}
    if len(points) > 1:
        moved = [p for p, q in pairwise(points) if p != q]
        assert {p for p in moved if abs(p[0]) < 180} <= kept
