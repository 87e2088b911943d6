"""The record of a screening: what was asked, what was reached, what was found; made again alike."""

import hashlib
import json
from pathlib import Path

import pytest

import seawarden as sw
from seawarden.screen import Params

LIST = "Name,IMO,Flag,Reason\nSABLE TERN,9101376,Gambia,claim of 2025\n"


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    folder = tmp_path / "lists"
    folder.mkdir()
    (folder / "watch_2026-11-20.csv").write_text(LIST)
    return folder


def receipt(path: Path) -> dict[str, object]:
    made: dict[str, object] = json.loads(path.read_text())
    return made


def test_a_rerun_gives_the_same_bytes(tmp_path: Path, lists: Path) -> None:
    for name in ("a.json", "b.json"):
        sw.screen("BLUE THING", lists=lists, receipt=tmp_path / name)
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


def test_the_folder_may_lie_elsewhere(tmp_path: Path, lists: Path) -> None:
    sw.screen("BLUE THING", lists=lists, receipt=tmp_path / "a.json")
    lists.rename(tmp_path / "moved")
    sw.screen("BLUE THING", lists=tmp_path / "moved", receipt=tmp_path / "b.json")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


def test_it_says_what_was_asked_reached_and_found(tmp_path: Path, lists: Path) -> None:
    fleet = tmp_path / "fleet.csv"
    fleet.write_text("Name,IMO\nSABLE TERN,9101376\nBLUE THING,\n")
    (lists / "broken.xlsx").write_bytes(b"PKfake")
    found = sw.screen(file=fleet, lists=lists, receipt=tmp_path / "a.json")
    made = receipt(tmp_path / "a.json")
    record = made["record"]
    assert isinstance(record, dict)
    assert record["asked"]["file"] == {
        "name": "fleet.csv", "sha256": hashlib.sha256(fleet.read_bytes()).hexdigest()
    }  # fmt: skip
    assert [s["name"] for s in record["asked"]["ships"]] == ["SABLE TERN", "BLUE THING"]
    (watch, register) = record["lists"]
    assert (watch["as_of"], watch["file"]) == ("2026-11-20", "watch_2026-11-20.csv")
    assert watch["sha256"] == hashlib.sha256(LIST.encode()).hexdigest()
    assert register["listings"] == sw.lists.register().height
    assert record["parameters"]["imo_weight"] == Params().imo_weight
    assert (record["complete"], record["exit_code"]) == (False, found.exit_code) == (False, 3)
    assert record["unread"][0].startswith("broken.xlsx: cannot be read")
    assert [m["listed_name"] for m in record["matches"]] == ["SABLE TERN"]
    assert record["without_hit"] == ["3"]
    canonical = json.dumps(record, sort_keys=True, separators=(",", ":"))
    assert made["sha256"] == hashlib.sha256(canonical.encode()).hexdigest()


def test_no_match_names_the_lists_and_never_says_clear(tmp_path: Path, lists: Path) -> None:
    sw.screen("BLUE THING", lists=lists, receipt=tmp_path / "a.json")
    text = (tmp_path / "a.json").read_text()
    assert "no match in the lists reached, of these dates" in text
    assert "clear" not in text.lower()


def test_another_list_gives_another_receipt(tmp_path: Path, lists: Path) -> None:
    sw.screen("BLUE THING", lists=lists, receipt=tmp_path / "a.json")
    (lists / "watch_2026-11-20.csv").write_text(LIST + "OLD TERN,9102746,,\n")
    sw.screen("BLUE THING", lists=lists, receipt=tmp_path / "b.json")
    assert receipt(tmp_path / "a.json")["sha256"] != receipt(tmp_path / "b.json")["sha256"]
