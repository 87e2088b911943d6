"""What an answer says: hits, what being listed means, what was removed, what could not be read."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawarden.lists.headings import recognise
from seawarden.pipeline.front.screen import HIT, INCOMPLETE, NOTHING, screen

OPEN = "id,schema,name,aliases,countries,identifiers,sanctions,program_ids,dataset,last_seen\n"


def ftm(imo: str, *ends: str | None) -> str:
    sanctions = [
        {"id": f"s{i}", "schema": "Sanction",
         "properties": {"authority": ["X"], "startDate": ["2024-02-23"],
                        **({"endDate": [end]} if end else {})}}
        for i, end in enumerate(ends)
    ]  # fmt: skip
    entity = {
        "id": imo, "caption": f"ROOK {imo}", "schema": "Vessel", "last_seen": "2026-11-21T04:00:00",
        "properties": {"name": [f"ROOK {imo}"], "imoNumber": [f"IMO{imo}"], "topics": ["sanction"],
                       "sanctions": sanctions},
    }  # fmt: skip
    return json.dumps(entity) + "\n"


def test_two_datasets_of_one_publisher_stand_beside_each_other(tmp_path: Path) -> None:
    """A newer file of another dataset erased a listed ship."""
    for day, name, imo, dataset in (
        ("2026-11-20", "AMBER ROOK", "9400136", "Ukraine War and Sanctions"),
        ("2026-11-21", "IVORY ROOK", "9500132", "US OFAC SDN"),
    ):
        row = f"os-{imo},Vessel,{name},,ru,IMO{imo},,,{dataset},{day}T04:00:00\n"
        (tmp_path / f"{imo}.targets.simple.csv").write_text(OPEN + row)
    for imo in ("9400136", "9500132"):
        assert screen(imo=imo, lists=tmp_path, as_of=None).exit_code == HIT


@pytest.mark.parametrize(
    ("ends", "code", "said"),
    [
        (("2025-10-01", None), HIT, "match"),
        (("2027-07-31",), HIT, "until 2027-07-31"),
        (("2025-10-01", "2025-01-01"), NOTHING, "removed on 2025-10-01"),
    ],
)
def test_one_ended_measure_does_not_free_a_ship(
    tmp_path: Path, ends: tuple[str | None, ...], code: int, said: str
) -> None:
    (tmp_path / "targets.nested.json").write_text(ftm("9104110", *ends) + ftm("9105487", None))
    found = screen(imo="9104110", lists=tmp_path, as_of=None)
    assert (found.exit_code, said in found.text) == (code, True)


def test_a_ship_that_the_newest_list_no_longer_holds_is_said(tmp_path: Path) -> None:
    for day, ships in (("2025-01-01", ("9104110", "9105487")), ("2026-01-01", ("9105487",))):
        rows = "".join(f"ROOK {i},{i}\n" for i in ships)
        (tmp_path / f"house_{day}.csv").write_text(f"Name,IMO\n{rows}")
    found = screen(imo="9104110", lists=tmp_path, as_of=None)
    assert found.exit_code == NOTHING
    assert "formerly listed: ROOK, removed between 2025-01-01 and 2026-01-01" in found.text
    assert found.data["formerly_listed"][0]["removal"].startswith("removed between")


def test_an_unknown_day_of_listing_is_shown_not_hidden(tmp_path: Path) -> None:
    (tmp_path / "house_2026-11-20.csv").write_text("Name,IMO\nROOK,9104110\n")
    found = screen(imo="9104110", lists=tmp_path, as_of=date(2026, 11, 19))
    assert found.exit_code == HIT
    assert "date of listing unknown" in found.text
    assert found.data["matches"][0]["listed"] == "date of listing unknown"


@pytest.mark.parametrize(("imo", "code"), [("9104110", HIT), ("9105487", INCOMPLETE)])
def test_an_answer_without_a_list_says_incomplete(tmp_path: Path, imo: str, code: int) -> None:
    (tmp_path / "house.csv").write_text("Name,IMO\nROOK,9104110\n")
    (tmp_path / "broken.xlsx").write_bytes(b"PKfake")
    found = screen(imo=imo, lists=tmp_path, as_of=None)
    assert found.exit_code == code
    assert found.data["complete"] is False
    assert found.text.startswith("INCOMPLETE: not every list could be read")
    assert found.text.endswith("INCOMPLETE")
    assert "broken.xlsx" in found.text


def test_no_match_never_means_clear(tmp_path: Path) -> None:
    (tmp_path / "house.csv").write_text("Name,IMO\nROOK,9104110\n")
    found = screen(imo="9105487", lists=tmp_path, as_of=None)
    assert found.exit_code == NOTHING
    assert found.data["outcome"] == "no match in the lists reached, of these dates"
    assert "clear" not in found.text


@pytest.mark.parametrize(
    ("risk", "meaning"),
    [
        ("mare.detained", "detained by a port State, no designation"),
        ("sanction;mare.shadow", "designated"),
        ("mare.shadow", "mentioned, no designation"),
        ("", "in the dataset without a risk"),
    ],
)
def test_a_detention_is_no_designation(tmp_path: Path, risk: str, meaning: str) -> None:
    header = "type,caption,imo,risk,countries,flag,mmsi,id,url,datasets,aliases\n"
    row = f"VESSEL,GULL,9108221,{risk},pa,pa,,NK-1,,tokyo_mou,\n"
    (tmp_path / "maritime_2026-11-21.csv").write_text(header + row)
    found = screen(imo="9108221", lists=tmp_path, as_of=None)
    assert f"    {meaning}: OpenSanctions maritime collection" in found.text


@pytest.mark.parametrize(
    "asked",
    [
        {"name": "9104110"},
        {"name": "IMO 9104110"},
        {"name": "SABLE ROOK (IMO 9104110)"},
        {"name": "SABLE ROOK, I.M.O. No. 9104110"},
        {"name": "SABLE ROOK", "imo": "9104114", "flag": "GM"},  # one digit off, no valid number
    ],
)
def test_an_imo_number_is_found_where_it_was_typed(tmp_path: Path, asked: dict[str, str]) -> None:
    (tmp_path / "house.csv").write_text("Name,IMO,Flag\nSABLE ROOK,9104110,GM\n")
    assert screen(**asked, lists=tmp_path).exit_code == HIT


def test_one_digit_off_is_possible_not_nothing(tmp_path: Path) -> None:
    """9106376 and 9101376 both have a valid check digit."""
    (tmp_path / "house.csv").write_text("Name,IMO,Flag\nSABLE TERN,9101376,GM\n")
    found = screen("SABLE TERN", imo="9106376", flag="GM", lists=tmp_path)
    (row,) = found.data["matches"]
    assert row["verdict"] == "possible"
    assert (
        "IMO one digit off (9106376 asked, 9101376 listed), name and flag agree"
        in (row["explanation"])
    )


@pytest.mark.parametrize(
    ("asked", "listed"),
    [("무봉 1", "MU BONG 1"), ("АНГАРА ТРИ", "ANGARA TRI"), ("天佑 8", "TIAN YOU 8"),
     ("ØRESUND STRAßE", "ORESUND STRASSE")],
)  # fmt: skip
def test_names_in_other_scripts_are_compared(tmp_path: Path, asked: str, listed: str) -> None:
    (tmp_path / "house.csv").write_text(f"Name,IMO\n{listed},9104110\n")
    assert screen(name=asked, lists=tmp_path, as_of=None).exit_code == HIT


def test_several_owners_and_headings_of_the_trade(tmp_path: Path) -> None:
    (tmp_path / "fleet.csv").write_text(
        "Fleet of an example club,,,,,\nShip Name,LR/IMO Ship No,Country,Flag,Registered Owner,"
        "Manager,Deadweight\nCRANE,9134256,Greece,Gambia,Honest Ltd,Gamma Tankers SA,9000\n"
    )
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "maritime.csv").write_text(
        "type,caption,imo,risk,countries,flag,mmsi,id,url,datasets,aliases\n"
        "ORGANIZATION,GAMMA TANKERS SA,5990001,sanction,,,,NK-4,,us_ofac_sdn,\n"
    )
    found = screen(file=tmp_path / "fleet.csv", lists=tmp_path / "lists", as_of=None)
    assert found.exit_code == HIT
    assert "columns not used: Country, Deadweight" in found.text
    assert "Match of the owner, not of the ship" in found.text


@given(st.permutations(["Vessel Name", "Vessel IMO", "Vessel Flag", "MMSI No", "Call-Sign"]))
def test_the_order_of_columns_means_nothing(header: list[str]) -> None:
    fields = {header[i]: field for i, field in recognise(header).items()}
    assert fields == {
        "Vessel Name": "name", "Vessel IMO": "imo", "Vessel Flag": "flag", "MMSI No": "mmsi",
        "Call-Sign": "call_sign",
    }  # fmt: skip
