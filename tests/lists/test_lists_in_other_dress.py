"""Lists in forms that were read wrong or not at all: a listed ship got 'no match' from each.

An IMO number as '9,101,376' was lost; OpenSanctions' statements and nested JSON were read as a
house list of other things; lists of other languages lost their names.
"""

import json
from pathlib import Path
from typing import Any

import pytest

import seawarden as sw
from seawarden import lists
from seawarden.lists.headings import recognise

SHIP: dict[str, Any] = {
    "id": "NK-1", "caption": "SABLE TERN", "schema": "Vessel", "datasets": ["ua_war_sanctions"],
    "last_seen": "2026-11-20T00:00:00",
    "properties": {"name": ["SABLE TERN"], "imoNumber": ["9101376"], "flag": ["gm"],
                   "topics": ["sanction"],
                   "sanctions": [{"id": "s", "schema": "Sanction", "properties": {
                       "authority": ["Council of the EU"], "startDate": ["2025-02-24"]}}]},
}  # fmt: skip
CSL = {
    "source": "Specially Designated Nationals (SDN) - Treasury Department",
    "type": "Vessel",
    "entity_number": "1",
    "programs": ["RUSSIA-EO14024"],
    "name": "SABLE TERN",
    "vessel_flag": "Gambia",
    "start_date": "2025-01-10",
    "alt_names": ["MARSH HARRIER"],
    "source_list_url": "https://example.org",
    "call_sign": "C5ZZ1",
    "ids": [{"type": "Vessel Registration Identification", "number": "IMO 9101376"}],
}
STATEMENTS = (
    "canonical_id,entity_id,schema,prop,prop_type,value,dataset,target,first_seen,last_seen\n"
    "NK-1,NK-1,Vessel,name,name,SABLE TERN,us_ofac_sdn,t,2024-01-01,2026-11-20\n"
    "NK-1,NK-1,Vessel,imoNumber,identifier,9101376,us_ofac_sdn,t,2024-01-01,2026-11-20\n"
    "NK-1,NK-1,Vessel,topics,topic,sanction,us_ofac_sdn,t,2024-01-01,2026-11-20\n"
)
DUMP = json.dumps
FILES: dict[str, tuple[str, str, str]] = {
    "thousands": ("l.csv", 'Vessel,IMO\nSABLE TERN,"9,101,376"\n', "house list"),
    "exponent": ("l.csv", "Vessel,IMO\nSABLE TERN,9.101376E+06\n", "house list"),
    "a leading zero": ("l.csv", "Vessel,IMO\nSABLE TERN,09101376\n", "house list"),
    "no header": ("l.csv", "SABLE TERN,9101376,Gambia\nDAWN,9100009,Panama\n", "house list"),
    "numbers alone": ("l.txt", "9101376\n9100009\n", "house list"),
    "an object a line": ("l.jsonl", DUMP({"vessel_name": "SABLE TERN", "imo": 9101376}) + "\n"
                         + DUMP({"vessel_name": "DAWN", "imo": 9100009}), "house list"),
    "under its number": ("l.json", DUMP({"vessels": {"9101376": {"name": "SABLE TERN"}}}),
                         "house list"),
    "rows as lists": ("l.json", DUMP([["name", "imo"], ["SABLE TERN", 9101376]]), "house list"),
    "nested": ("l.json", "".join(DUMP({"NAMES": [{"NAME_ORG": n}], "IDENTIFIERS": [
        {"IMO_NUMBER": i}]}) + "\n" for n, i in (("SABLE TERN", "9101376"), ("DAWN", "9100009"))),
               "house list"),
    "house vessels": ("l.json", DUMP({"vessels": [{"name": "SABLE TERN", "imo": 9101376}]}),
                      "house list"),
    "screening list with sources": ("c.json", DUMP({"sources": [{"source": "x"}],
                                                    "results": [CSL]}), "designated"),
    "array of entities": ("t.json", DUMP([SHIP]), "designated"),
    "answer of the interface": ("r.json", DUMP({"responses": {"q": {"results": [SHIP]}}}),
                                "designated"),
    "statements": ("statements.csv", STATEMENTS, "designated"),
    "annex in German": ("anhang_xlii_833_2014.csv", "Name des Schiffes;IMO-Nummer;Grund für die "
                        "Aufnahme;Geltungsbeginn\nSABLE TERN;9101376;Art 3s;25.2.2025\n",
                        "designated"),
    "Japanese era": ("jp.csv", "番号,船舶の名称,IMO番号,船籍国,指定年月日\n"
                     "1,SABLE TERN,9101376,Gambia,令和7年2月25日\n", "designated"),
    "Italian": ("l.csv", "Nome della nave;Numero IMO;Bandiera\nSABLE TERN;9101376;Gambia\n",
                "house list"),
    "Taiwan": ("l.csv", "編號,船名,IMO編號,船籍,列入日期\n1,SABLE TERN,9101376,Gambia,2025/2/25\n",
               "house list"),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_listed_ship_is_found(tmp_path: Path, name: str) -> None:
    file, text, consequence = FILES[name]
    (tmp_path / file).write_text(text, encoding="utf-8")
    frame, (info,) = lists.read_folder(tmp_path)
    assert info.problem is None
    (ship,) = frame.filter(frame["imo"] == 9101376).to_dicts()
    assert ship["name"] == ("9101376" if name == "numbers alone" else "SABLE TERN")
    assert ship["consequence"] == consequence
    if name in ("annex in German", "Japanese era"):
        assert str(ship["listed_on"]) == "2025-02-25"
    found = sw.screen("SABLE TERN", imo=9101376, lists=tmp_path).matches
    assert found["verdict"].to_list() == ["match"]


@pytest.mark.parametrize("typed", ["9,101,376", "9 101 376", "LR 9101376", "#9101376", "9101376.0"])
def test_a_number_typed_as_a_name_leaves_no_name(tmp_path: Path, typed: str) -> None:
    (tmp_path / "l.csv").write_text("Vessel,IMO\nSABLE TERN,9101376\n")
    (found,) = sw.screen(typed, lists=tmp_path).matches.to_dicts()
    assert (found["verdict"], "another name" in found["explanation"]) == ("match", False)


def test_a_name_behind_ex_is_the_name(tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text("Vessel,IMO\nSABLE TERN,9101376\n")
    (found,) = sw.screen("ex SABLE TERN", lists=tmp_path).matches.to_dicts()
    assert found["listed_name"] == "SABLE TERN"


def test_capitals_in_a_heading_are_words() -> None:
    found = recognise(["ShipName", "LRIMOShipNo", "DOCCompany", "GroupBeneficialOwner"])
    assert found == {0: "name", 1: "imo", 2: "owner", 3: "owner"}
    for heading in ("IMOnumber", "IMOno", "LRno", "IMONumber", "LRNo", "LR/IMO Ship No"):
        assert recognise([heading]) == {0: "imo"}
