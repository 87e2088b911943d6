"""The folder in which a package is made: none of another's, and none that stays after a failure."""

from pathlib import Path

import pytest

from seawarden.store.package.write import folder_for


def test_a_neighbour_by_the_name_of_a_part_stays(tmp_path: Path) -> None:
    """An export removed `package.part` and what lay in it, whosever it was."""
    (tmp_path / "package.part").mkdir()
    (tmp_path / "package.part" / "thesis.txt").write_text("mine")
    with folder_for(tmp_path / "package") as folder:
        (folder / "data" / "a.txt").write_text("a")
    assert (tmp_path / "package" / "data" / "a.txt").read_text() == "a"
    assert (tmp_path / "package.part" / "thesis.txt").read_text() == "mine"
    assert {p.name for p in tmp_path.iterdir()} == {"package", "package.part"}


def test_a_failure_leaves_no_part(tmp_path: Path) -> None:
    with pytest.raises(KeyError), folder_for(tmp_path / "package") as folder:
        (folder / "data" / "a.txt").write_text("a")
        raise KeyError
    assert [p.name for p in tmp_path.iterdir()] == ["package"]
    assert not any((tmp_path / "package").iterdir())


def test_the_folder_in_which_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    with folder_for(Path()) as folder:
        (folder / "data" / "a.txt").write_text("a")
    assert (tmp_path / "here" / "data" / "a.txt").is_file()
