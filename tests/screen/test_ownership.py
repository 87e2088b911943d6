"""Owners of a ship by the rules of two States; every party is SIMULATED."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import seawarden as sw
from seawarden.errors import SchemaError
from seawarden.lists.particulars import Particular, read_particulars
from seawarden.screen import one, ownership

UK = (
    "Report Date: 20-Nov-2026\n"
    "Unique ID,Name 6,Name 1,Name type,Regime Name,Designation Type,Sanctions Imposed,IMO number\n"
    "RUS1,Gamma Tankers SA,,Primary Name,The Russia Regulations,Entity,Asset freeze,\n"
)
OFAC = (
    '90002,"GAMMA TANKERS SA",-0- ,"RUSSIA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"Identification '
    'Number IMO 5990001."\n'
    '90003,"DELTA HOLDING LTD",-0- ,"RUSSIA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n'
)


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    folder = tmp_path / "lists"
    folder.mkdir()
    (folder / "uk.csv").write_text(UK)
    (folder / "sdn_2026-11-20.csv").write_text(OFAC)
    return folder


def rules(lists: Path, tmp_path: Path, table: str, as_of: str | None = None) -> tuple[str, str]:
    (tmp_path / "particulars.csv").write_text(table)
    found = sw.screen(
        "CLEAN CRANE", imo=9134256, lists=lists, particulars=tmp_path / "particulars.csv",
        as_of=as_of,
    )  # fmt: skip
    (ship,) = found.data["ownership"]["ships"]
    return ship["us"]["finding"], ship["uk"]["finding"]


HEAD = "IMO number,Role,Name of company,Share,Date of effect\n"


@pytest.mark.parametrize(
    ("rows", "us", "uk"),
    [
        # Exactly half: blocked by the US rule, not owned by the UK's.
        ("9134256,Registered owner,Gamma Tankers SA,50,01/02/2024\n",
         "applies: blocked persons own 50 %", "does not apply: no designated person owns more"),
        ("9134256,Registered owner,Gamma Tankers SA,51,01/02/2024\n",
         "applies", "applies: Gamma Tankers SA is designated and owns 51 %"),
        # Two blocked persons are added up by the US rule; Delta is not on the UK list.
        ("9134256,Owner,Gamma Tankers SA,30,\n9134256,Owner,Delta Holding,25,\n",
         "applies: blocked persons own 55 % in sum", "does not apply"),
        ("9134256,Registered owner,Gamma Tankers SA,30,\n9134256,Registered owner,Honest Ltd,70,\n",
         "does not apply: blocked persons own 30 %", "does not apply"),
        ("9134256,Registered owner,Gamma Tankers SA,,\n", "not decided", "not decided"),
        ("9134256,Registered owner,Honest Ltd,100,\n9134256,Controller,Gamma Tankers SA,,\n",
         "no owner given is blocked", "applies: Gamma Tankers SA is designated and controls"),
        ("9134256,ISM Manager,Gamma Tankers SA,,\n", "no owner given", "no owner given"),
    ],
)  # fmt: skip
def test_each_rule_is_applied_apart(
    lists: Path, tmp_path: Path, rows: str, us: str, uk: str
) -> None:
    found = rules(lists, tmp_path, HEAD + rows)
    assert found[0].startswith(us) and found[1].startswith(uk)


def test_a_finding_holds_every_party_and_the_share_in_sum(lists: Path, tmp_path: Path) -> None:
    (tmp_path / "particulars.csv").write_text(
        "IMO number,Role,Name of company,Company IMO,Share,Date of effect\n"
        "9134256,Registered owner,Gamma Tankers SA,5990001,30,01/02/2024\n"
        "9134256,ISM Manager,Honest Ltd,,,\n"
    )
    found = sw.screen(imo=9134256, lists=lists, particulars=tmp_path / "particulars.csv")
    (ship,) = found.data["ownership"]["ships"]
    assert (ship["us"]["applies"], ship["us"]["share_pct"]) == (False, 30.0)
    owner, manager = ship["parties"]
    assert (owner.pop("us_listed"), owner.pop("uk_listed")) == ("ofac:90002", "uk:RUS1")
    assert owner == {
        "role": "owner", "name": "Gamma Tankers SA", "share_pct": 30.0,
        "company_imo": 5990001, "since": "2024-02-01",
    }  # fmt: skip
    assert manager == {
        "role": "ISM manager", "name": "Honest Ltd", "share_pct": None, "company_imo": None,
        "since": None, "us_listed": None, "uk_listed": None,
    }  # fmt: skip


def test_a_party_is_known_by_any_name_that_the_list_gives_it() -> None:
    """Another name and a former one name the designated party as well as the first."""
    held = pl.DataFrame(
        {
            "list_code": ["ofac"], "dataset": ["ofac"], "kind": ["company"],
            "name": ["GAMMA TANKERS SA"], "other_names": [["ORION BULK LTD"]],
            "former_names": [["MERIDIAN LINES"]], "imo_text": [None],
            "consequence": ["designated"], "listing_id": ["ofac:1"],
        },
        schema_overrides={"imo_text": pl.String},
    )  # fmt: skip
    for name in ("Gamma Tankers", "Orion Bulk Ltd", "Meridian Lines"):
        owner = [Particular(line=1, role="owner", name=name, imo=9134256, share_pct=60.0)]
        (ship,) = ownership.judge(one(imo=9134256).queries, owner, held)
        assert ship["us"]["applies"], name
        assert ship["parties"][0]["us_listed"] == "ofac:1"


def test_a_company_between_is_looked_through(lists: Path, tmp_path: Path) -> None:
    table = (
        "IMO number,Owned company,Role,Name of company,Share\n"
        "9134256,,Registered owner,Shell One Ltd,100\n"
        ",Shell One Ltd,Owner,Gamma Tankers SA,60\n"
    )
    us, uk = rules(lists, tmp_path, table)
    assert us.startswith("applies: blocked persons own 100 %")
    assert uk.startswith("applies: Gamma Tankers SA is designated and owns 100 %")


def test_a_circle_of_holdings_proves_nothing(lists: Path, tmp_path: Path) -> None:
    table = (
        "IMO number,Owned company,Role,Name of company,Share\n"
        "9134256,,Registered owner,Shell One Ltd,100\n"
        ",Shell One Ltd,Owner,Shell Two Ltd,100\n,Shell Two Ltd,Owner,Shell One Ltd,100\n"
    )
    us, uk = rules(lists, tmp_path, table)
    assert us.startswith("no owner given") and uk.startswith("no owner given")


def test_an_owner_of_another_time_does_not_count(lists: Path, tmp_path: Path) -> None:
    table = HEAD + "9134256,Registered owner,Gamma Tankers SA,100,since 01/02/2026\n"
    assert rules(lists, tmp_path, table)[0].startswith("applies")
    (tmp_path / "particulars.csv").write_text(table)
    found = sw.screen(
        imo=9134256, lists=lists, particulars=tmp_path / "particulars.csv", as_of="2026-01-01"
    )
    assert found.data["ownership"]["ships"] == []
    assert any("ownership not checked" in note for note in found.notes)


def test_an_owner_is_known_by_its_company_number(lists: Path, tmp_path: Path) -> None:
    table = (
        "IMO number,Role,Name of company,Company IMO,Share\n"
        "9134256,Owner,Another Name Inc,5990001,80\n"
    )
    assert rules(lists, tmp_path, table)[0].startswith("applies: blocked persons own 80 %")


def test_without_particulars_ownership_is_not_checked(lists: Path) -> None:
    found = sw.screen("CLEAN CRANE", imo=9134256, lists=lists)
    assert found.data["ownership"]["status"] == "ownership not checked"
    assert "ownership not checked" in found.text
    assert found.exit_code == 0


def test_a_wide_table_is_read_with_its_roles(tmp_path: Path) -> None:
    (tmp_path / "e.csv").write_text(
        "IMO;Ship name;Registered owner;Share;ISM Manager;Class;P&I Club\n"
        "9134256;CLEAN CRANE;Honest Ships Ltd;60 %;Beta Ships FZE;DNV;Good Club\n"
    )
    parties, notes = read_particulars(tmp_path / "e.csv")
    assert [(p.role, p.name, p.share_pct) for p in parties] == [
        ("owner", "Honest Ships Ltd", 60.0), ("ISM manager", "Beta Ships FZE", None),
        ("class", "DNV", None), ("insurer", "Good Club", None),
    ]  # fmt: skip
    assert notes == []


def test_a_table_without_a_party_is_refused(tmp_path: Path) -> None:
    (tmp_path / "e.csv").write_text("IMO,Flag\n9134256,PA\n")
    with pytest.raises(SchemaError, match="no column for an owner, manager"):
        read_particulars(tmp_path / "e.csv")


_HELD = pl.DataFrame(
    {
        "list_code": ["ofac", "uk"], "dataset": ["ofac", "uk"], "kind": ["company"] * 2,
        "name": ["GAMMA TANKERS SA"] * 2, "other_names": [[], []], "former_names": [[], []],
        "imo_text": [None, None], "consequence": ["designated"] * 2,
        "listing_id": ["ofac:1", "uk:1"],
    },
    schema_overrides={"imo_text": pl.String, "other_names": pl.List(pl.String),
                      "former_names": pl.List(pl.String)},
)  # fmt: skip


@given(st.lists(st.floats(0, 60), min_size=1, max_size=4))
def test_what_the_uk_calls_owned_the_us_rule_blocks(shares: list[float]) -> None:
    """More than half by one is at least half in sum, so the one implies the other."""
    parties = [
        Particular(line=i, role="owner", name="Gamma Tankers SA", imo=9134256, share_pct=share)
        for i, share in enumerate(shares)
    ]
    (ship,) = ownership.judge(one(imo=9134256).queries, parties, _HELD)
    assert ship["us"]["applies"] == (sum(shares) >= 50)
    assert ship["us"]["applies"] or not ship["uk"]["applies"]


def behind_a_shell(*holdings: tuple[str, str, float | None]) -> tuple[float, float]:
    """Return the shares by the US and the UK rule; (role, name, share) hold what owns the ship."""
    parties = [Particular(line=1, role="owner", name="Shell", imo=9134256, share_pct=100.0)] + [
        Particular(line=2, role=role, name=name, owned="Shell", share_pct=share)
        for role, name, share in holdings
    ]
    (ship,) = ownership.judge(one(imo=9134256).queries, parties, _HELD)
    return ship["us"]["share_pct"], ship["uk"]["share_pct"]


def test_who_manages_a_company_does_not_own_it_whatever_share_a_table_gives() -> None:
    assert behind_a_shell(("ISM manager", "Gamma Tankers", 100.0)) == (0.0, 0.0)


def test_an_owner_without_a_share_adds_nothing_to_those_that_have_one() -> None:
    some = ("owner", "Gamma Tankers", 49.5)
    assert behind_a_shell(some, ("owner", "Gamma Tankers SA", None)) == (0.0, 0.0)


def test_owners_named_behind_a_circle_are_looked_at() -> None:
    """A company that holds itself hides nobody who is printed after it."""
    assert behind_a_shell(
        ("owner", "Shell", 60.0), ("ISM manager", "Some Manager", None),
        ("owner", "Gamma Tankers", 60.0),
    ) == (100.0, 100.0)  # fmt: skip


@pytest.mark.parametrize(
    ("since", "until", "day", "counts"),
    [
        (date(2024, 1, 1), None, date(2024, 1, 1), True),
        (date(2024, 1, 1), None, date(2023, 12, 31), False),
        (None, date(2024, 6, 1), date(2024, 5, 31), True),
        (None, date(2024, 6, 1), date(2024, 6, 1), False),
        (date(2024, 1, 1), date(2024, 6, 1), None, False),
    ],
)  # fmt: skip
def test_an_owner_counts_from_its_first_day_until_its_last(
    since: date | None, until: date | None, day: date | None, counts: bool
) -> None:
    owner = Particular(line=1, role="owner", name="Gamma Tankers", imo=9134256, share_pct=80.0,
                       since=since, until=until)  # fmt: skip
    found = ownership.judge(one(imo=9134256).queries, [owner], _HELD, as_of=day)
    assert bool(found) is counts
    assert all(ship["us"]["applies"] for ship in found)


@pytest.mark.parametrize(("consequence", "counts"), [(None, True), ("designated", True),
                                                     ("detained", False)])  # fmt: skip
def test_who_is_listed_for_something_less_is_not_designated(
    consequence: str | None, counts: bool
) -> None:
    held = _HELD.with_columns(consequence=pl.lit(consequence, pl.String))
    owner = Particular(line=1, role="owner", name="Gamma Tankers", imo=9134256, share_pct=80.0)
    (ship,) = ownership.judge(one(imo=9134256).queries, [owner], held)
    assert ship["us"]["applies"] is ship["uk"]["applies"] is counts
