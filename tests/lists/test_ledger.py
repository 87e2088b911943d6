"""What each list gave: entries in = ships + companies + persons + others + rows left out."""

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import seawarden as sw
from seawarden import lists


def records(path: Path) -> int:
    """Count the rows of a CSV below its header by another road than the reader's."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        return sum(1 for row in csv.DictReader(file) if any(row.values()))


def bare_rows(path: Path) -> int:
    """Count the rows of a file without header, the end-of-file mark left out."""
    with path.open(encoding="cp1252", newline="") as file:
        return sum(1 for row in csv.reader(file) if len(row) > 1)


def tags(*names: str) -> Callable[[Path], int]:
    pattern = re.compile(r"<(?:\w+:)?(?:" + "|".join(names) + r")[\s>]")
    return lambda path: len(pattern.findall(path.read_text(encoding="utf-8")))


def vessels(path: Path) -> int:
    return len(json.loads(path.read_text())["vessels"])


REAL: dict[str, Callable[[Path], int]] = {
    "un_consolidated_2026-02-27.xml": tags("INDIVIDUAL", "ENTITY"),
    "un_consolidated_sample.xml": tags("INDIVIDUAL", "ENTITY"),
    "ofac_sdn_2021-07.csv": bare_rows,
    "ofac_sdn_2019-01.csv": bare_rows,
    "ofac_sdn_sample.xml": tags("sdnEntry"),
    "ofac_sdn_vessels_2026-03-20.json": vessels,
    "eu_2017-1509_opensanctions.csv": records,
    "eu_fsf_sample.xml": tags("sanctionEntity"),
    "uk_ships_2026-05-13.csv": records,
    "dprk_vessels_merged.csv": records,
}


@pytest.mark.parametrize("name", REAL)
def test_every_entry_of_a_real_list_is_accounted_for(shared_data: Path, name: str) -> None:
    frame, info = lists.read_file(shared_data / "lists" / name)
    (account,) = lists.ledger(frame, [info])
    together = account.ships + account.companies + account.persons + account.others
    assert account.entries == together == frame.height
    assert REAL[name](shared_data / "lists" / name) == together + account.left_out


CASES = {
    "01_ofac4": 2, "02_adv": 0, "02_xml": 1, "03_uk": 3, "03_ukxml": 1, "04_eu3": 26, "05_seco": 1,
    "06_ca": 1, "07_au": 1, "08_csl": 1, "09_os2": 22, "10_ftm": 3, "11_maritime": 4, "12_own": 1,
    "20_mixed": 2, "21_mixed_x": 1,
}  # fmt: skip


@pytest.mark.parametrize("folder", CASES)
def test_every_entry_of_a_sample_folder_is_accounted_for(shared_data: Path, folder: str) -> None:
    place = shared_data.parent / "cases" / "lists" / folder
    if not place.is_dir():
        pytest.skip("the sample lists are not on this machine")
    frame, infos = lists.read_folder(place)
    accounts = lists.ledger(frame, infos)
    assert sum(a.entries for a in accounts) == frame.height == CASES[folder]
    assert not any(a.lost or a.left_out for a in accounts)
    assert [a.problem is None for a in accounts] == [i.problem is None for i in infos]


def house(folder: Path, day: str, *ships: str) -> None:
    rows = "".join(f"{ship}\n" for ship in ships)
    (folder / f"watch_{day}.csv").write_text(f"Name,IMO\n{rows}")


def test_what_a_newer_list_replaces_and_loses_is_said(tmp_path: Path) -> None:
    """The older file holds a ship that the newer does not: one entry is lost, and said so."""
    house(tmp_path, "2026-10-01", "TERN,9101376", "PETREL,9100009", "HERON,9102746")
    house(tmp_path, "2026-11-01", "TERN,9101376", "PETREL,9100009")
    frame, infos = lists.read_folder(tmp_path)
    old, new = lists.ledger(frame, infos)
    assert (old.entries, old.replaced, old.lost) == (3, 3, 1)
    assert old.replaced_by == (f"{tmp_path}/watch_2026-11-01.csv, as of 2026-11-01",)
    assert (new.entries, new.replaced, new.lost) == (2, 0, 0)
    text = sw.doctor(lists=tmp_path).text
    assert "3 replaced by" in text and "1 lost by that" in text


def test_doctor_finds_a_problem_in_a_list_that_cannot_be_read(tmp_path: Path) -> None:
    house(tmp_path, "2026-11-01", "TERN,9101376")
    (tmp_path / "list.xlsx").write_bytes(b"PKfake")
    findings = sw.doctor(lists=tmp_path)
    assert not findings.is_well
    assert any("list.xlsx: cannot be read as a spreadsheet" in p for p in findings.data["problems"])
