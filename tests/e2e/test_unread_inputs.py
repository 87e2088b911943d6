"""One bad file in a folder: the rest is read, the file named, the docket marked INCOMPLETE."""

import json
import subprocess
import sys
from pathlib import Path

ROWS = "mmsi,time,lat,lon,sog\n" + "".join(
    f"412000007,2024-05-01T00:{i:02d}:00Z,31.{i:02d},124.0,6.0\n" for i in range(40)
)


def watch(folder: Path, out: Path, *more: str) -> tuple[int, str, dict[str, object]]:
    command = "from seawarden.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", command, "watch", str(folder), "--out", str(out), *more],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, json.loads((out / "run.json").read_text())


def test_a_file_of_ais_that_is_not_read_leaves_the_docket_incomplete(tmp_path: Path) -> None:
    """A silence could be this file's: whoever reads the docket must know."""
    folder = tmp_path / "ais"
    folder.mkdir()
    (folder / "good.csv").write_text(ROWS)
    (folder / "cut.zip").write_bytes(b"PK\x03\x04" + bytes(100))
    code, said, run = watch(folder, tmp_path / "out")
    assert code == 1 and "INCOMPLETE" in said
    assert run["complete"] is True and run["incomplete"] == [str(folder / "cut.zip")]
    assert [i["reports"] for i in run["inputs"]] == [0, 40]  # type: ignore[attr-defined, index]


def test_a_readme_is_only_noted(tmp_path: Path) -> None:
    folder = tmp_path / "ais"
    folder.mkdir()
    (folder / "good.csv").write_text(ROWS)
    (folder / "readme.txt").write_text("Thank you for the data.\nKind regards\n")
    code, said, run = watch(folder, tmp_path / "out")
    assert code == 0 and "INCOMPLETE" not in said
    assert run["incomplete"] == []
    assert any("readme.txt" in note for note in run["notes"])  # type: ignore[attr-defined]


def test_a_list_that_is_not_read_leaves_the_docket_incomplete(tmp_path: Path) -> None:
    """The ship that matters could stand on it; what was read is named beside the register."""
    folder, lists = tmp_path / "ais", tmp_path / "lists"
    folder.mkdir()
    lists.mkdir()
    (folder / "good.csv").write_text(ROWS)
    (lists / "house.csv").write_text("Name,IMO\nROOK,9104110\n")
    (lists / "broken.xlsx").write_bytes(b"PKfake")
    code, said, run = watch(folder, tmp_path / "out", "--lists", str(lists))
    assert code == 1 and "INCOMPLETE" in said
    assert run["incomplete"] == [str(lists / "broken.xlsx")]
    read = [Path(one["path"]).name for one in run["lists"]]  # type: ignore[attr-defined]
    assert read == ["house.csv", "seawarden.lists.register"]
    assert any("broken.xlsx" in note and "INCOMPLETE" in note for note in run["notes"])  # type: ignore[attr-defined]
