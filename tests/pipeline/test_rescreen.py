"""A changed list costs screening and weighing, no detecting, and finds what a run anew finds."""

import shutil
from pathlib import Path
from typing import Any

import pytest

import seawarden as sw
from seawarden.pipeline.watch import run


@pytest.fixture
def docket(small_docket: Path, tmp_path: Path) -> Path:
    shutil.copytree(small_docket / "docket", tmp_path / "docket")
    return tmp_path / "docket"


def a_list(folder: Path, docket: Path) -> Path:
    """Return a folder with a house list that names a ship which was heard."""
    ship = sw.open(docket).ships.drop_nulls("name").row(0, named=True)
    folder.mkdir()
    (folder / "house.csv").write_text(
        f"name,imo,mmsi,flag,reason\n{ship['name']},{ship['imo'] or ''},{ship['mmsi']},,test\n"
    )
    return folder


def test_another_list_is_screened_and_nothing_is_detected_anew(
    small_docket: Path, docket: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists = a_list(tmp_path / "lists", docket)
    ais = small_docket / "ais"

    def refused(*_: Any, **__: Any) -> None:
        raise AssertionError("detected anew")

    with monkeypatch.context() as patched:
        patched.setattr(run, "find", refused)
        patched.setattr(run, "facts_of", refused)
        again = sw.watch(ais, out=docket, lists=lists)
    assert any("nothing but the lists changed" in note for note in again.run["notes"])
    anew = sw.watch(ais, out=tmp_path / "anew", lists=lists)
    assert (
        again.matches.height
        == anew.matches.height
        > sw.open(small_docket / "docket").matches.height
    )
    assert sw.digest(docket, tmp_path / "anew").is_equal
    told = [r for r in again.cases["version_reason"] if r is not None]
    assert told, "the cases were weighed again"
    assert all(r.startswith("other lists: ") for r in told)
    assert any("stands on" in r for r in told)
    # And the day after it, without the list: each of them says that the entry is gone.
    third = sw.watch(ais, out=docket)
    gone = [r for r in third.cases["version_reason"] if r is not None]
    assert any("no longer stands on" in r for r in gone)


def test_other_thresholds_are_detected_anew(
    small_docket: Path, docket: Path, tmp_path: Path
) -> None:
    config = tmp_path / "c.toml"
    config.write_text("[loitering]\nmax_mean_sog_kn = 1.0\n")
    again = sw.watch(small_docket / "ais", out=docket, config=config)
    assert not any("nothing but the lists changed" in note for note in again.run["notes"])
