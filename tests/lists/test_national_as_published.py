"""National lists by the keys and headings of their publishers, and a workbook of OpenDocument.

Sources of the shapes stand in the readers' docstrings; every entry is SIMULATED.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import seawarden as sw
from seawarden import lists

SHIP: dict[str, Any] = {
    "id": 501, "name": "SABLE TERN", "imo": "9101376", "type": "Crude Oil Tanker", "info": "Oil",
    "callsign": "C5ZZ1", "flag": "Gambia", "mmsi": "629990001", "year": "2004", "weight": 60000,
    "dwt": 110000, "photo": "https://example.org/a.jpg", "links": [], "is_shadow": True,
    "old_data": [{"name": "MARSH HARRIER", "flag": "Panama"},
                 {"name": "OLD TERN", "flag": "Gabon"}],
    "owner": {"id": "511", "date": "18.09.2023", "co_id": None}, "commerce_manager": None,
    "security_manager": {"id": "512", "date": "22.11.2024", "co_id": None},
    "pi_club": [{"id": 9, "name": "Some Club"}], "sanctions": [{"country": "UK"}],
}  # fmt: skip


@pytest.mark.parametrize("wrap", [list, lambda ships: {"status": "ok", "data": ships}])
def test_ships_of_ukraines_interface(tmp_path: Path, wrap: Any) -> None:
    empty = SHIP | {"id": 502, "name": None, "imo": ""}
    (tmp_path / "ships_2026-11-20.json").write_text(json.dumps(wrap([SHIP, empty])))
    frame, (info,) = lists.read_folder(tmp_path)
    (ship,) = frame.to_dicts()
    expected = {
        "listing_id": "ua:501", "name": "SABLE TERN", "imo": 9101376, "mmsi": [629990001],
        "call_sign": "C5ZZ1", "flag": "GM", "former_names": ["MARSH HARRIER", "OLD TERN"],
        "former_flags": ["PA", "GA"], "consequence": "mentioned", "as_of": date(2026, 11, 20),
        "owner": "company 511 of the portal; company 512 of the portal; Some Club",
        "owner_role": "owner; ISM manager; insurer", "reason": "shadow fleet; Oil",
    }  # fmt: skip
    assert {key: ship[key] for key in expected} == expected
    (account,) = lists.ledger(frame, [info])
    assert (account.entries, account.ships, account.left_out) == (1, 1, 1)
    assert any("numbers of the portal" in note for note in info.notes)


def test_the_end_user_list_with_headings_in_two_languages(tmp_path: Path) -> None:
    (tmp_path / "eul_2026-09-01.csv").write_text(
        'No.,"国名、地域名\nCountry or Region","企業名、組織名\nCompany or Organization",'
        '"別名\nAlso Known As","懸念区分\nType of WMD"\n'
        '1,北朝鮮 North Korea,"Alpha Trading Co., Ltd.","Alpha Co., Ltd.・Beta House",核 N\n'
    )
    frame, _ = lists.read_folder(tmp_path)
    (party,) = frame.to_dicts()
    assert party["name"] == "Alpha Trading Co., Ltd."
    assert party["other_names"] == ["Alpha Co., Ltd.", "Beta House"]
    assert (party["kind"], party["consequence"]) == ("company", "mentioned")


def test_the_ministry_of_finances_former_names(tmp_path: Path) -> None:
    (tmp_path / "mof_2026-09-01.csv").write_text(
        "告示 番号,告示日付,日 本 語 表 記,英 語 表 記,別 称,旧 称,生 年 月 日\n"
        "北1,2016年2月19日,アルファ,ALPHA SHIPPING,ALFA,OLD ALPHA,\n"
        "北2,2016年2月19日,ベータ,BETA PERSON,,,1960年1月1日\n"
    )
    frame, _ = lists.read_folder(tmp_path)
    company, person = frame.sort("listing_id").to_dicts()
    assert (company["name"], company["former_names"]) == ("ALPHA SHIPPING", ["OLD ALPHA"])
    assert (company["other_names"], person["kind"]) == (["アルファ", "ALFA"], "person")


def test_a_list_as_an_opendocument_workbook(tmp_path: Path) -> None:
    """The UK publishes its list as ODS too; the workbook is written by another library."""
    odfdo = pytest.importorskip("odfdo", reason="an environment older than the lock")
    head = ["Unique ID", "Date Designated", "Name 6", "Name type", "IMO number", "Regime Name",
            "Designation source", "Designation Type"]  # fmt: skip
    rest, day = [9101376, "Russia", "UK", "Ship"], date(2025, 2, 24)
    rows = [
        ["Report Date: 20-Nov-2026"], head,
        ["RUS9001", day, "SABLE TERN", "Primary Name", *rest],
        ["RUS9001", day, "MARSH HARRIER", "Alias", *rest],
    ]  # fmt: skip
    book = odfdo.Document("spreadsheet")
    book.body.clear()
    table = odfdo.Table("UK Sanctions List")
    for y, values in enumerate(rows):
        table.set_values([values], (0, y))
    book.body.append(table)
    book.save(tmp_path / "UK-Sanctions-List.ods")
    frame, (info,) = lists.read_folder(tmp_path)
    assert info.problem is None
    (ship,) = frame.filter(kind="ship").to_dicts()
    assert (ship["name"], ship["imo"]) == ("SABLE TERN", 9101376)
    assert ship["listed_on"] == date(2025, 2, 24)
    assert sw.screen("MARSH HARRIER", imo=9101376, lists=tmp_path).exit_code == 3
