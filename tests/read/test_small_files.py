"""Thousands of small files under one header: read fast, and each as if it were alone.

What was settled for one file must never decide another: a neighbour in km/h, in another scale or
with local times would be read wrong in silence, and only in a folder.
"""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from seawarden.pipeline.watch.ingest import ingest
from seawarden.read import Options, format_of, options_of, sources
from seawarden.read.delimited import known_headers
from seawarden.read.json_objects import known_keys
from seawarden.read.sniff import Format

from .scene import FIXES, Fix, put, read, shown, table, truth

HEAD = "mmsi,timestamp,lat,lon,sog,cog,heading"
PART = FIXES[:45]


def _line(**changed: Callable[[Fix], str]) -> Callable[[Fix], str]:
    cells: dict[str, Callable[[Fix], str]] = {
        "mmsi": lambda f: f"{f.mmsi}", "time": lambda f: f"{f.when:%Y-%m-%dT%H:%M:%S}",
        "lat": lambda f: f"{f.lat}", "lon": lambda f: f"{f.lon}", "sog": lambda f: f"{f.sog}",
        "cog": lambda f: f"{f.cog}", "heading": lambda f: f"{f.heading}",
    }  # fmt: skip
    return lambda f: ",".join(cell(f) for cell in (cells | changed).values())


NEIGHBOURS = {
    "the same": _line(),
    "km/h": _line(sog=lambda f: f"{f.sog * 1.852:.3f}"),
    "tenths": _line(sog=lambda f: f"{f.sog * 10:.0f}"),
    "AIS units": _line(lat=lambda f: f"{f.lat * 6e5:.0f}", lon=lambda f: f"{f.lon * 6e5:.0f}"),
    "course in tenths": _line(cog=lambda f: f"{f.cog * 10:.0f}"),
    "course in hundredths": _line(cog=lambda f: f"{f.cog * 100:.0f}"),
    "its own zone": _line(time=lambda f: f"{f.when + timedelta(hours=9):%Y-%m-%dT%H:%M:%S}+09:00"),
    "day first": _line(time=lambda f: f"{f.when + timedelta(days=19):%d/%m/%Y %H:%M:%S}"),
    "epoch": _line(time=lambda f: f"{f.epoch}"),
    "blanks": _line(sog=lambda f: f" {f.sog} "),
    "0 to 360": _line(lon=lambda f: f"{f.lon + 100}"),
    "letters": _line(lat=lambda f: f"{f.lat} N", lon=lambda f: f"{f.lon} E"),
    "swapped": _line(lat=lambda f: f"{f.lon}", lon=lambda f: f"{f.lat}"),
}


def _settled(path: Path) -> Format | str:
    (source,) = sources([str(path)])
    try:
        return format_of(source)
    except Exception as refusal:
        return str(refusal)


@pytest.mark.parametrize("name", NEIGHBOURS)
def test_a_file_means_the_same_beside_others(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known_headers, "_KNOWN", {})
    first = put(tmp_path, table(HEAD, _line(), PART), "a.csv")
    second = put(tmp_path, table(HEAD, NEIGHBOURS[name], PART), "b.csv")
    alone = _settled(second)
    known_headers._KNOWN.clear()
    _settled(first)
    assert known_headers._KNOWN  # the plain file's header is kept in mind
    assert _settled(second) == alone


def test_a_known_header_saves_the_settling(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_headers, "_KNOWN", {})
    paths = [put(tmp_path, table(HEAD, _line(), PART[i : i + 9]), f"{i}.csv") for i in range(20)]
    _settled(paths[0])
    monkeypatch.setattr("seawarden.read.delimited.header._layout", None)  # would fail
    for i, path in enumerate(paths):
        assert shown(read(path)) == truth(PART[i : i + 9])


def test_options_are_part_of_what_is_known(tmp_path: Path) -> None:
    path = put(tmp_path, table(HEAD, _line(), PART), "a.csv")
    read(path)
    (source,) = sources([str(path)])
    moved = format_of(source, options_of(time_zone="+09:00"))
    assert moved.layout is not None
    assert moved.layout.clock.zone == "+09:00"


def _objects(**changed: Callable[[Fix], Any]) -> str:
    cells: dict[str, Callable[[Fix], Any]] = {
        "mmsi": lambda f: f.mmsi, "timestamp": lambda f: f"{f.when:%Y-%m-%dT%H:%M:%SZ}",
        "lat": lambda f: f.lat, "lon": lambda f: f.lon, "sog": lambda f: f.sog,
        "cog": lambda f: f.cog, "heading": lambda f: f.heading, "name": lambda f: f.name,
    }  # fmt: skip
    rows = ({n: cell(f) for n, cell in (cells | changed).items()} for f in PART)
    return "".join(json.dumps(row) + "\n" for row in rows)


OBJECTS = {
    "the same": _objects(),
    "km/h": _objects(sog=lambda f: f.sog * 1.852),
    "tenths": _objects(sog=lambda f: round(f.sog * 10)),
    "AIS units": _objects(lat=lambda f: round(f.lat * 6e5), lon=lambda f: round(f.lon * 6e5)),
    "course in tenths": _objects(cog=lambda f: round(f.cog * 10)),
    "text": _objects(lat=lambda f: f"{f.lat} N", lon=lambda f: f"{f.lon} E"),
    "units in cells": _objects(sog=lambda f: f"{f.sog} kn"),
    "day first": _objects(timestamp=lambda f: f"{f.when + timedelta(days=19):%d/%m/%Y %H:%M:%S}"),
    "epoch": _objects(timestamp=lambda f: f.epoch),
    "Korean time": _objects(timestamp=lambda f: f"{f.when:%Y-%m-%dT%H:%M:%S}+09:00"),
    "swapped": _objects(lat=lambda f: f.lon, lon=lambda f: f.lat),
    "rounded": _objects(mmsi=lambda f: round(f.mmsi, -6)),
    "0 to 360": _objects(lon=lambda f: f.lon + 100),
}


@pytest.mark.parametrize("name", OBJECTS)
def test_json_means_the_same_beside_others(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known_keys, "_KNOWN", {})
    first = put(tmp_path, OBJECTS["the same"], "a")
    second = put(tmp_path, OBJECTS[name], "b")
    alone = _settled(second)
    known_keys._KNOWN.clear()
    _settled(first)
    assert known_keys._KNOWN  # the plain file's keys are kept in mind
    assert _settled(second) == alone


def test_names_kept_in_mind_are_those_of_each_file(tmp_path: Path) -> None:
    """What a ship says is remembered by its cells: another file's ship never takes its name."""
    head = f"{HEAD},shipname,imo"
    for i, name in enumerate(("ALPHA", "BETA", "ALPHA")):

        def line(f: Fix, name: str = name, i: int = i) -> str:
            return f"{_line()(f)},{name},{9100009 + i}"

        (batch,) = read(put(tmp_path, table(head, line, PART[:9]), f"{i}.csv"))
        assert set(batch.statics["name"]) == {name}
        assert set(batch.statics["imo"]) == {9100009 + i}


def test_what_holds_for_many_files_is_noted_once(tmp_path: Path) -> None:
    head, more = f"{HEAD},colour", lambda f: f"{_line()(f)},red"
    for i in range(5):
        put(tmp_path, table(head, more, PART[i : i + 9]), f"{i}.csv")
    found = ingest((str(tmp_path),), tmp_path / "out", Options(), progress=lambda *_: None)
    assert found.notes == [f"5 files, the first {tmp_path / '0.csv'}: columns not used: colour"]
    assert sum(record["reports"] for record in found.inputs) == 45
