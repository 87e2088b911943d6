"""A new sanctions list takes one module and its name in `lists.formats.FORMATS`."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from seawarden import lists
from seawarden.errors import FormatError
from seawarden.lists import formats
from seawarden.lists.listing import Draft, Reading, day, ship_number
from seawarden.lists.source import ListFile

TEXT = (
    "atoll_ref,craft,hull_number,published\n"
    "AT-1,TOY STAR,9074729,2024-03-05\n"
    "AT-2,TOY MOON,9074720,2024-03-05\n"
)


class AtollList:
    """Stands for a new module in `lists/`."""

    CODE, NAME = "atoll", "Atoll list"
    EXPECTED = "Atoll list (CSV with atoll_ref, craft, hull_number, published)"

    def sniff(self, file: ListFile) -> bool:
        return "atoll_ref" in file.header

    def read(self, file: ListFile) -> Reading:
        notes: list[str] = []
        drafts, published = [], None
        for line, row in file.records(notes):
            imo, imo_text = ship_number(row["hull_number"])
            published = day(row["published"], "%Y-%m-%d")
            drafts.append(
                Draft(id=row["atoll_ref"], kind="ship", name=row["craft"], line=line, imo=imo,
                      imo_text=imo_text)
            )  # fmt: skip
        return Reading(drafts, published, tuple(notes))


@pytest.fixture
def atoll() -> Iterator[None]:
    formats.FORMATS.append(AtollList())
    yield
    formats.FORMATS.pop()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "any-name.csv").write_text(TEXT)
    return tmp_path


def test_a_list_that_is_registered_is_read_with_the_folder(folder: Path, atoll: None) -> None:
    listings, (info,) = lists.read_folder(folder)
    assert (info.name, info.as_of, info.listings) == ("Atoll list", date(2024, 3, 5), 2)
    assert listings["list_code"].to_list() == ["atoll", "atoll"]
    assert listings["name"].to_list() == ["TOY STAR", "TOY MOON"]
    assert listings["line"].to_list() == [2, 3]
    assert listings["imo"].to_list() == [9074729, None]  # the second has a wrong check digit


def test_what_is_expected_names_a_list_that_is_registered(tmp_path: Path, atoll: None) -> None:
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n")
    with pytest.raises(FormatError, match=r"Atoll list \(CSV with atoll_ref"):
        lists.read_file(other)


def test_the_same_folder_is_refused_without_the_format(folder: Path) -> None:
    with pytest.raises(FormatError, match="no sanctions list known by its content"):
        lists.read_folder(folder)
