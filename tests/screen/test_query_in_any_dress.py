"""Queries as people type them: numbers in any dress, names that hold more than a name."""

from pathlib import Path

import pytest

from seawarden.screen import file, one


@pytest.mark.parametrize(
    "typed",
    ["9101376", "IMO 9101376", "IMO9101376", "IMO-9101376", "IMO No. 9101376", "IMO: 9101376",
     "I.M.O. 9101376", "imo number 9101376"],
)  # fmt: skip
def test_a_number_typed_as_the_name_is_a_number(typed: str) -> None:
    row = one(typed).queries.row(0, named=True)
    assert (row["imo"], row["name"]) == (9101376, None)


@pytest.mark.parametrize(
    "typed",
    ["SABLE TERN (IMO 9101376)", "SABLE TERN, IMO 9101376", "IMO 9101376 SABLE TERN",
     "SABLE TERN 9101376", "9101376 / SABLE TERN", "SABLE TERN [9101376]"],
)  # fmt: skip
def test_a_number_behind_a_name_is_taken_apart(typed: str) -> None:
    row = one(typed).queries.row(0, named=True)
    assert (row["imo"], row["name"]) == (9101376, "SABLE TERN")


@pytest.mark.parametrize(
    "typed", ["910-1376", "9 101 376", "9,101,376", "9101376.0", "9.101376E+06", "IMO 910 1376"]
)
def test_a_number_is_read_in_any_dress(typed: str) -> None:
    assert one("TERN", imo=typed).queries["imo"].item() == 9101376


@pytest.mark.parametrize("typed", ["910137", "91013760", "A101376", "910137B"])
def test_what_is_no_number_is_said(tmp_path: Path, typed: str) -> None:
    (tmp_path / "q.csv").write_text(f"name,imo\nTERN,{typed}\n")
    asked = file(tmp_path / "q.csv")
    assert asked.queries["imo"].to_list() == [None]
    assert asked.notes == (f"line 2: IMO number is '{typed}', expected seven digits",)


def test_a_name_of_seven_digits_that_prove_nothing_stays_a_name() -> None:
    assert one("TERN 9101370").queries.row(0, named=True)["name"] == "TERN 9101370"


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("ex MARSH HARRIER, ex-OLD TERN / FOO", ["MARSH HARRIER", "OLD TERN", "FOO"]),
        ("A TERN; B TERN | C TERN", ["A TERN", "B TERN", "C TERN"]),
        ("f.k.a. OLD TERN", ["OLD TERN"]),
        ("EXPRESS ROSE", ["EXPRESS ROSE"]),
    ],
)
def test_former_names_are_split(tmp_path: Path, cell: str, names: list[str]) -> None:
    (tmp_path / "q.csv").write_text(f'Vessel,Ex Names\nWHITE CRANE,"{cell}"\n')
    assert file(tmp_path / "q.csv").queries["former_names"].item().to_list() == names


@pytest.mark.parametrize("typed", ["SABLE TERN (ex MARSH HARRIER)", "SABLE TERN ex MARSH HARRIER"])
def test_a_former_name_behind_the_name_is_taken_apart(typed: str) -> None:
    row = one(typed).queries.row(0, named=True)
    assert (row["name"], row["former_names"]) == ("SABLE TERN", ["MARSH HARRIER"])


def test_columns_of_the_trade_several_of_each(tmp_path: Path) -> None:
    (tmp_path / "q.csv").write_text(
        "Fleet list,,,,,,\n\n"
        "Vessel,IMO No.,Registered Owner,Technical Manager,Company IMO,Former name,Rating\n"
        "CRANE,9101376,Alpha,Beta; Gamma,5990001,OLD CRANE,A\n"
    )
    asked = file(tmp_path / "q.csv")
    row = asked.queries.row(0, named=True)
    assert (row["owner"], row["owner_imo"]) == ("Alpha; Beta; Gamma", [5990001])
    assert (row["former_names"], row["imo"]) == (["OLD CRANE"], 9101376)
    assert asked.notes == ("columns not used: Rating",)


def test_former_names_behind_the_name_and_in_their_column_are_all_asked(tmp_path: Path) -> None:
    (tmp_path / "q.csv").write_text("Vessel,Ex Names\nSABLE TERN (ex OLD TERN),MARSH HARRIER\n")
    row = file(tmp_path / "q.csv").queries.row(0, named=True)
    assert row["name"] == "SABLE TERN"
    assert sorted(row["former_names"]) == ["MARSH HARRIER", "OLD TERN"]


def test_owners_are_kept_apart() -> None:
    row = one(owner="Alpha Ltd;Beta Ltd ; Gamma Ltd").queries.row(0, named=True)
    assert row["owner"] == "Alpha Ltd; Beta Ltd; Gamma Ltd"


def test_an_owner_may_be_given_by_number() -> None:
    row = one(owner="Alpha Ltd (IMO 5990001); 5990002").queries.row(0, named=True)
    assert (row["owner"], row["owner_imo"]) == ("Alpha Ltd", [5990001, 5990002])


def test_other_and_former_names_of_a_table_are_all_screened(tmp_path: Path) -> None:
    (tmp_path / "q.csv").write_text("Vessel,Other names,Ex names\nWHITE CRANE,TERN,HERON\n")
    assert set(file(tmp_path / "q.csv").queries["former_names"].item()) == {"TERN", "HERON"}
