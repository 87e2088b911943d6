"""A file that the user names: what Seawarden did not make is never written over."""

import json
import os
from pathlib import Path

import pytest

from seawarden.errors import OutputError
from seawarden.files.output_file import GENERATOR, write

PAGE = f'<!doctype html>\n<meta name="generator" content="{GENERATOR}"><p>{{}}</p>\n'
OURS = {
    "may.html": (PAGE.format("old"), PAGE.format("new")),
    "may.csv": ("day,what\n2024-05-01,a\n", "day,what\n2024-05-02,b\n"),
    "may.json": ('{"asked": 1, "found": []}', '{"asked": 2, "found": [3]}'),
    "may.ics": (
        "BEGIN:VCALENDAR\nPRODID:-//Seawarden//chronicle//EN\nA\n",
        "BEGIN:VCALENDAR\nPRODID:-//Seawarden//chronicle//EN\nB\n",
    ),
    "may.toml": (
        'format = 1\n\n[[file]]\npattern = "a"\n',
        'format = 1\n\n[[file]]\npattern = "b"\n',
    ),
}
FOREIGN = (
    "the only copy of a story\n",
    "<!doctype html>\n<p>somebody's page</p>\n",
    "mmsi,time,lat,lon\n440000001,2024-05-01T00:00:00Z,1,2\n",
    '{"type": "FeatureCollection", "features": []}',
    "format = 1\ntitle = 'notes'\n",
)


@pytest.mark.parametrize("name", OURS)
def test_an_earlier_output_of_the_same_kind_is_written_anew(tmp_path: Path, name: str) -> None:
    old, new = OURS[name]
    path = tmp_path / name
    for text in (old, new, new):
        write(path, text)
        assert path.read_text("utf-8") == text


@pytest.mark.parametrize("name", OURS)
@pytest.mark.parametrize("foreign", FOREIGN)
def test_what_is_not_ours_is_refused_and_untouched(tmp_path: Path, name: str, foreign: str) -> None:
    path = tmp_path / name
    path.write_text(foreign, "utf-8")
    with pytest.raises(OutputError, match="was not written by Seawarden") as refused:
        write(path, OURS[name][1])
    assert "\n" not in str(refused.value)
    assert path.read_text("utf-8") == foreign
    assert [p.name for p in tmp_path.iterdir()] == [name]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no FIFO")
def test_a_pipe_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    """As root, /dev/null would have become one."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OutputError, match="a pipe or device"):
        write(tmp_path / "pipe", '{"a": 1}')
    assert (tmp_path / "pipe").is_fifo()


def test_a_neighbour_by_the_name_of_a_part_stays(tmp_path: Path) -> None:
    """A browser's half download bears it."""
    (tmp_path / "may.json.part").write_text("mine")
    write(tmp_path / "may.json", '{"a": 1}')
    assert (tmp_path / "may.json.part").read_text() == "mine"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["may.json", "may.json.part"]


def test_a_link_is_not_followed_and_a_folder_is_no_file(tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    kept.write_text(json.dumps({"a": 1}), "utf-8")
    (tmp_path / "link.json").symlink_to(kept)
    for place in (tmp_path / "link.json", tmp_path):
        with pytest.raises(OutputError):
            write(place, '{"a": 2}')
    assert json.loads(kept.read_text("utf-8")) == {"a": 1}
