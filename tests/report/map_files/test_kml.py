"""KML read back by two parsers that are not ours (lxml, defusedxml)."""

import re

import defusedxml.ElementTree
import pytest

from seawarden.report.map_files.kml import GX, KML, kml

from ..conftest import EVIL, Docket, make
from ..test_markup import read

NS = {"k": KML, "gx": GX}


def load(docket: Docket, simulated: bool = False) -> "defusedxml.ElementTree.Element":
    text = "".join(
        kml(events=docket.events, cases=docket.cases, tracks=docket.tracks, is_simulated=simulated)
    )
    return defusedxml.ElementTree.fromstring(text.encode())


def test_cases_events_and_tracks_are_placemarks(docket: Docket) -> None:
    root = load(docket)
    assert root.tag == f"{{{KML}}}kml"
    folders = {f.findtext("k:name", None, NS): f for f in root.iter(f"{{{KML}}}Folder")}
    assert len(folders["Cases"].findall("k:Placemark", NS)) == docket.cases.height
    assert len(folders["Events"].findall("k:Placemark", NS)) == docket.events.height
    assert len(folders["Tracks"].findall("k:Placemark", NS)) == 3


def test_each_track_has_as_many_times_as_coordinates_and_breaks_at_silences(
    docket: Docket,
) -> None:
    """gx:Track pairs them by order; a player must not glide a ship across a silence."""
    root = load(docket)
    counts = []
    for mark in root.iter(f"{{{GX}}}MultiTrack"):
        tracks = mark.findall("gx:Track", NS)
        counts.append(len(tracks))
        assert mark.findtext("gx:interpolate", None, NS) == "0"
        for track in tracks:
            times = [w.text for w in track.findall("k:when", NS)]
            coords = [c.text for c in track.findall("gx:coord", NS)]
            assert len(times) == len(coords) > 0
            assert times == sorted(str(t) for t in times)
            assert all(re.fullmatch(r"-?[\d.]+ -?[\d.]+ 0", str(c)) for c in coords)
    assert sorted(counts) == [1, 1, 2]


def test_points_are_on_the_earth(docket: Docket) -> None:
    for point in load(docket).iter(f"{{{KML}}}coordinates"):
        lon, lat = (float(x) for x in str(point.text).split(","))
        assert -180 <= lon <= 180
        assert -90 <= lat <= 90


def test_a_name_stays_a_name(hostile: Docket) -> None:
    etree = pytest.importorskip("lxml.etree")
    text = "".join(
        kml(events=hostile.events, cases=hostile.cases, tracks=hostile.tracks, is_simulated=False)
    )
    root = etree.fromstring(text.encode())
    assert not {"script", "img"} & {etree.QName(e).localname for e in root.iter()}
    titles = [e.text for e in root.iter(f"{{{KML}}}name")]
    assert any('‹script›alert("x")‹/script›' in t for t in titles)
    # A viewer reads descriptions as HTML after undoing the XML: a second escape must be there.
    for told in root.iter(f"{{{KML}}}description"):
        assert read(told.text).tags == []
    assert "\u202e" not in text


@pytest.mark.parametrize("name", ["A\x00B", "A\x08B", "A\ufffeB", "\ud800", EVIL])
def test_signs_that_xml_forbids_do_not_break_the_file(name: str) -> None:
    safe = name.encode("utf-8", "replace").decode()
    load(make(safe))


def test_simulated_is_said_in_every_name(docket: Docket) -> None:
    root = load(make(simulated=True), simulated=True)
    for mark in root.iter(f"{{{KML}}}Placemark"):
        assert "SIMULATED" in str(mark.findtext("k:name", None, NS))


def test_an_empty_docket_is_a_whole_document(empty: Docket) -> None:
    assert list(load(empty).iter(f"{{{KML}}}Placemark")) == []


def test_one_piece_holds_one_place_or_run_and_never_the_document(docket: Docket) -> None:
    """A run of millions of positions must not stand in memory as one text or tree."""
    pieces = list(
        kml(events=docket.events, cases=docket.cases, tracks=docket.tracks, is_simulated=False)
    )
    assert all(p.count("<Placemark") <= 1 for p in pieces)
    assert all(p.count("<gx:Track>") <= 1 for p in pieces)
    assert max(map(len, pieces)) < len("".join(pieces)) / 4


def test_a_position_and_its_time_are_those_of_the_report(docket: Docket) -> None:
    """Row by row from the frame, by Python's formatting."""
    root = load(docket)
    asked = sorted(
        (f"{r['time_utc']:%Y-%m-%dT%H:%M:%SZ}", f"{r['lon_deg']:.6f} {r['lat_deg']:.6f} 0")
        for r in docket.tracks.to_dicts()
    )
    got = sorted(
        (str(when.text), str(coord.text))
        for track in root.iter(f"{{{GX}}}Track")
        for when, coord in zip(
            track.findall("k:when", NS), track.findall("gx:coord", NS), strict=True
        )
    )
    assert got == asked
