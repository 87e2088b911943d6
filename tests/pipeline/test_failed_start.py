"""A run that fails leaves a finished docket, and every foreign file, byte for byte as it was."""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import seawarden as sw
from seawarden.errors import SeawardenError


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


@pytest.fixture
def finished(small_docket: Path, tmp_path: Path) -> Path:
    shutil.copytree(small_docket, tmp_path / "copy")
    return tmp_path / "copy"


def typo(at: Path) -> dict[str, Any]:
    return {"inputs": at / "aiss"}


def bad_config(at: Path) -> dict[str, Any]:
    (at / "c.toml").write_text("[gap]\nmin_hours = 3\n")
    return {"config": at / "c.toml"}


def bad_lists(at: Path) -> dict[str, Any]:
    (at / "lists").mkdir()
    (at / "lists" / "un.xml").write_text("<CONSOLIDATED_LIST>\n<INDIVIDUALS>\n</CONSOLID")
    return {"lists": at / "lists"}


def no_lists(at: Path) -> dict[str, Any]:
    return {"lists": at / "nowhere"}


def bad_sightings(at: Path) -> dict[str, Any]:
    (at / "s.csv").write_text("a,b\n1,2\n")
    return {"sightings": at / "s.csv"}


def bad_zone(at: Path) -> dict[str, Any]:
    return {"time_zone": "Mars/Olympus"}


def no_ais(at: Path) -> dict[str, Any]:
    (at / "n.csv").write_text("no,ais\n1,2\n")
    return {"inputs": at / "n.csv"}


def another_s_file(at: Path) -> dict[str, Any]:
    (at / "mine.toml").write_text("format = 1\nmine = true\n")
    return {"save_reading": at / "mine.toml"}


@pytest.mark.parametrize(
    "wrong",
    [typo, bad_config, bad_lists, no_lists, bad_sightings, bad_zone, no_ais, another_s_file],
)
def test_a_failed_start_changes_nothing(finished: Path, wrong: Callable[[Path], Any]) -> None:
    before = fingerprint(finished / "docket")
    asked = {"inputs": finished / "ais", **wrong(finished)}
    with pytest.raises(SeawardenError) as error:
        sw.watch(asked.pop("inputs"), out=finished / "docket", **asked)
    assert "\n" not in str(error.value)
    assert fingerprint(finished / "docket") == before
    assert sw.open(finished / "docket").run["complete"] is True


@pytest.mark.parametrize("wrong", [typo, bad_config, no_lists, another_s_file])
def test_a_failed_start_makes_no_folder(tmp_path: Path, wrong: Callable[[Path], Any]) -> None:
    (tmp_path / "ais").mkdir()
    (tmp_path / "ais" / "a.csv").write_text("mmsi,time,lat,lon\n")
    asked = {"inputs": tmp_path / "ais", **wrong(tmp_path)}
    with pytest.raises(SeawardenError):
        sw.watch(asked.pop("inputs"), out=tmp_path / "out", **asked)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("given", ["reports", "reports/*.parquet", "."])
def test_a_user_s_only_copy_is_no_docket(tmp_path: Path, given: str) -> None:
    """`watch data/reports --out data`: a folder with the names of a docket, and no marker."""
    data = tmp_path / "data"
    (data / "reports").mkdir(parents=True)
    (data / "reports" / "2024-05-01.parquet").write_bytes(b"the only copy")
    before = fingerprint(data)
    with pytest.raises(SeawardenError) as error:
        sw.watch(str(data / given), out=data)
    assert "\n" not in str(error.value)
    assert fingerprint(data) == before
    assert {p.name for p in data.iterdir()} == {"reports"}


def test_the_folder_of_a_chronicle_is_new_or_one(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ann Lee said the launch was wrong.")
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "notes.txt").write_text("mine")
    (mine / "journal.jsonl").write_text("mine")
    before = fingerprint(mine)
    with pytest.raises(SeawardenError, match="is no chronicle of Seawarden's"):
        sw.chronicle.add(tmp_path / "a.txt", out=mine)
    with pytest.raises(SeawardenError, match="lies inside the input"):
        sw.chronicle.add(mine, out=mine / "c")
    assert fingerprint(mine) == before
    sw.chronicle.add(tmp_path / "a.txt", out=tmp_path / "c")
    sw.chronicle.add(tmp_path / "a.txt", out=tmp_path / "c")
    with pytest.raises(SeawardenError, match="holds a chronicle, expected a docket"):
        sw.watch(tmp_path / "a.txt", out=tmp_path / "c")


def test_the_folder_of_a_plan_is_new_or_one(small_docket: Path, tmp_path: Path) -> None:
    docket, mine = tmp_path / "docket", tmp_path / "mine"
    shutil.copytree(small_docket / "docket", docket)
    mine.mkdir()
    (mine / "legs.csv").write_text("mine")
    before = fingerprint(mine)
    asked = {"area": "121,27,129,34", "cell_nm": 30, "quick": True, "start": "2026-03-03T00:00Z"}
    with pytest.raises(SeawardenError, match="is no patrol plan of Seawarden's"):
        sw.patrol.plan(docket, out=mine, **asked)
    assert fingerprint(mine) == before
    with pytest.raises(SeawardenError, match="holds a docket, expected a patrol plan"):
        sw.patrol.plan(docket, out=docket, **asked)
    sw.patrol.plan(docket, out=tmp_path / "plan", **asked)
    sw.patrol.plan(docket, out=tmp_path / "plan", **asked)


def test_every_file_that_is_copied_out_says_its_generation(small_docket: Path) -> None:
    docket = small_docket / "docket"
    number = int((docket / "CURRENT").read_text())
    assert f'"generation": {number},' in (docket / "events.geojson").read_text()
    assert f"<value>{number}</value>" in (docket / "events.kml").read_text()
    assert f'name="seawarden-generation" content="{number}"' in (docket / "report.html").read_text()
    for name in ("cases.csv", "events.csv"):
        head, *rows = (docket / name).read_text().splitlines()
        assert head.endswith(",generation")
        assert all(row.endswith(f",{number}") for row in rows if row.startswith("e-"))


@pytest.mark.parametrize("name", ["../a.jpg", "/etc/hostname", "sub/../../a.jpg", "link.jpg"])
def test_a_photograph_outside_the_folder_is_not_hashed(tmp_path: Path, name: str) -> None:
    import polars as pl

    from seawarden.pipeline.patrol.log import _hash_photos

    folder = tmp_path / "crew"
    (folder / "sub").mkdir(parents=True)
    (tmp_path / "a.jpg").write_bytes(b"theirs")
    (folder / "link.jpg").symlink_to(tmp_path / "a.jpg")
    (folder / "sub" / "b.jpg").write_bytes(b"crew's")
    photos = pl.DataFrame({"photo": [name, "sub/b.jpg", "sub\\b.jpg", None]})
    found, missing = _hash_photos(photos, folder)
    expected = hashlib.sha256(b"crew's").hexdigest()
    assert found["photo_sha256"].to_list() == [None, expected, expected, None]
    assert missing == [name]
