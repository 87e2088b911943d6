"""An output folder is new, empty or ours; everything else is refused in one line and untouched."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawarden.errors import OutputError
from seawarden.files.output_folder import MARKER, claim

NAMES = ("reports", "run.json", "report.html")


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in folder.rglob("*")
        if p.is_file()
    }


def test_a_new_folder_is_made_and_marked(tmp_path: Path) -> None:
    claim(tmp_path / "a" / "b", "docket", names=NAMES)
    assert (tmp_path / "a" / "b" / MARKER).is_file()
    (tmp_path / "a" / "b" / "run.json").write_text("{}")
    claim(tmp_path / "a" / "b", "docket", names=NAMES)  # ours: again and again


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    claim(tmp_path, "docket", names=NAMES)


def only(folder: Path) -> None:
    (folder / "reports").mkdir()
    (folder / "reports" / "2024-05-01.parquet").write_bytes(b"the user's only copy")


def note(folder: Path) -> None:
    (folder / "notes.txt").write_text("mine")


def other(folder: Path) -> None:
    claim(folder, "simulation", names=("truth.parquet",))


def broken(folder: Path) -> None:
    (folder / MARKER).write_text("[]")


def later(folder: Path) -> None:
    claim(folder, "docket", names=("run.json",))
    (folder / "report.html").write_text("the user's page")


def link(folder: Path) -> None:
    claim(folder, "docket", names=NAMES)
    (folder / "reports").symlink_to(folder.parent, target_is_directory=True)


def deep_link(folder: Path) -> None:
    claim(folder, "docket", names=NAMES)
    (folder / "reports").mkdir()
    (folder / "reports" / "x.parquet").symlink_to("/etc/hostname")


@pytest.mark.parametrize(
    ("prepare", "message"),
    [
        (only, "holds 'reports' and is no docket of Seawarden's; choose a new or an empty folder"),
        (note, "holds 'notes.txt' and is no docket"),
        (other, "holds a simulation, expected a docket or an empty folder"),
        (broken, "cannot be read as Seawarden's marker"),
        (later, "report.html: was not written by Seawarden and would be overwritten"),
        (link, "reports: a symbolic link, which is not followed"),
        (deep_link, "x.parquet: a symbolic link, which is not followed"),
    ],
)
def test_what_is_not_ours_is_refused_and_untouched(
    tmp_path: Path, prepare: Callable[[Path], None], message: str
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    prepare(folder)
    before = fingerprint(folder)
    with pytest.raises(OutputError) as error:
        claim(folder, "docket", names=NAMES)
    assert message in str(error.value)
    assert "\n" not in str(error.value)
    assert fingerprint(folder) == before


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")
    with pytest.raises(OutputError, match="a file, expected a folder"):
        claim(tmp_path / "out", "docket", names=NAMES)


def test_a_folder_of_the_release_before_the_marker(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text("{}")
    claim(tmp_path, "docket", names=NAMES, was_made_by=lambda f: (f / "run.json").is_file())
    claim(tmp_path, "docket", names=NAMES)


@pytest.mark.parametrize(
    ("given_input", "out", "message"),
    [
        ("data/reports", "data", "lies inside the output"),
        ("data", "data/out", "lies inside the input"),
        ("data", "data", "lies inside the input"),
        ("data/a.csv", "data/../data", "lies inside the output"),
    ],
)
def test_input_and_output_stay_apart(
    tmp_path: Path, given_input: str, out: str, message: str
) -> None:
    (tmp_path / "data").mkdir()
    with pytest.raises(OutputError, match=message):
        claim(tmp_path / out, "docket", names=NAMES, inputs=[tmp_path / given_input])
    assert not (tmp_path / "data" / MARKER).exists()


def test_neighbours_are_apart(tmp_path: Path) -> None:
    claim(tmp_path / "data-out", "docket", names=NAMES, inputs=[tmp_path / "data"])


@settings(max_examples=40, deadline=None)
@given(names=st.lists(st.sampled_from(["a", "b", "reports", "run.json", "x.txt"]), unique=True))
def test_no_folder_without_our_marker_is_ever_changed(
    tmp_path_factory: pytest.TempPathFactory, names: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("f")
    for name in names:
        (folder / name).write_text(name)
    if names:
        with pytest.raises(OutputError):
            claim(folder, "docket", names=NAMES)
    else:
        claim(folder, "docket", names=NAMES)
    assert {p.name for p in folder.iterdir()} - {MARKER} == set(names)
    assert not (folder / MARKER).exists() or not names
