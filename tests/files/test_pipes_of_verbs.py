"""A pipe in place of a file that a verb is given: read once, wholly, and named as it was given."""

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

import seawarden as sw
from seawarden.errors import SeawardenError
from seawarden.files import streams
from seawarden.store.package import keys, stamps
from seawarden.web.floor_settings import read_settings

from .test_streams import fed

LONG = "x" * 1_000
ASKED = "name,imo,remarks\n" + f"NO SUCH SHIP,,{LONG}\n" * 200 + "LAST,9074729,\n"
HOUSE = "name,imo,flag,remarks\n" + f"OTHER SHIP,,KP,{LONG}\n" * 200 + "LAST,9074729,KP,\n"
OWNERS = (
    "IMO,Ship name,Registered owner,Remarks\n"
    + f",OTHER SHIP,ALPHA LTD,{LONG}\n" * 200
    + "9074729,LAST,OMEGA LTD,\n"
)
"""Longer than a pipe holds at once; what matters stands in the last row."""


@pytest.fixture
def given(tmp_path: Path) -> dict[str, Path]:
    paths = {"file": tmp_path / "asked.csv", "lists": tmp_path / "house.csv",
             "particulars": tmp_path / "owners.csv"}  # fmt: skip
    for path, text in zip(paths.values(), (ASKED, HOUSE, OWNERS), strict=True):
        path.write_text(text)
    return paths


@pytest.mark.parametrize("piped", ["file", "lists", "particulars"])
def test_screen_reads_a_pipe_to_its_last_row(
    given: dict[str, Path], piped: str, tmp_path: Path
) -> None:
    expected = sw.screen(**given)
    text = given[piped].read_bytes()
    pipe = tmp_path / "pipe" / given[piped].name
    pipe.parent.mkdir()
    thread = fed(pipe, text)
    found = sw.screen(**{**given, piped: pipe}, receipt=tmp_path / "receipt.json")
    thread.join()
    assert found.exit_code == 3
    assert found.matches.drop("source").equals(expected.matches.drop("source"))
    assert found.data["ownership"] == expected.data["ownership"]
    said = json.dumps(found.data) + (tmp_path / "receipt.json").read_text()
    assert "seawarden-" not in said  # the copy's folder
    if piped != "particulars":
        assert hashlib.sha256(text).hexdigest() in said
    if piped == "lists":
        assert str(pipe) in [row["path"] for row in found.data["lists"]]


def test_doctor_reads_a_list_from_a_pipe(tmp_path: Path) -> None:
    thread = fed(tmp_path / "pipe", HOUSE.encode())
    found = sw.doctor(lists=tmp_path / "pipe")
    thread.join()
    assert [row["listings"] for row in found.data["lists"]] == [201]


TAKERS: dict[str, Callable[[Path], object]] = {
    "screen --file": lambda p: sw.screen(file=p),
    "screen --lists": lambda p: sw.screen("X", lists=p),
    "screen --particulars": lambda p: sw.screen("X", particulars=p),
    "inspect": sw.inspect,
    "inspect --reading": lambda p: sw.inspect(Path(__file__), reading=p),
    "watch": lambda p: sw.watch(p, out=p.parent / "out"),
    "watch --lists": lambda p: sw.watch(p.parent / "a.csv", out=p.parent / "out", lists=p),
    "watch --config": lambda p: sw.watch(p.parent / "a.csv", out=p.parent / "out", config=p),
    "watch --context": lambda p: sw.watch(p.parent / "a.csv", out=p.parent / "out", context=p),
    "watch --sightings": lambda p: sw.watch(p.parent / "a.csv", out=p.parent / "out", sightings=p),
    "chronicle add": lambda p: sw.chronicle.add(p, out=p.parent / "out"),
    "chronicle add --record": lambda p: sw.chronicle.add(record=p, out=p.parent / "out"),
    "case verify --trust": keys.read,
    "case export --authorities": stamps.authorities,
    "serve --settings": read_settings,
    "chronicle compare": lambda p: sw.chronicle.compare(p, p.parent / "a.csv"),
}


@pytest.mark.parametrize("taker", TAKERS)
@pytest.mark.parametrize("data", [None, b"nothing that any reader knows\n" * 3])
def test_an_error_names_the_pipe_and_no_copy(
    taker: str, data: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pipe without a writer too: it says so, and does not hang."""
    monkeypatch.setattr(streams, "WAIT_S", 0.1)
    (tmp_path / "a.csv").write_text("mmsi,time,lat,lon\n412000007,2024-05-01T00:00:00Z,31,124\n")
    pipe = tmp_path / "pipe"
    if data is None:
        os.mkfifo(pipe)
    thread = fed(pipe, data) if data is not None else None
    try:
        said = str(TAKERS[taker](pipe))
    except SeawardenError as error:
        said = str(error)
    assert str(pipe) in said or "documents=1" in said  # any text is a document
    assert "seawarden-" not in said
    if thread:
        thread.join()
