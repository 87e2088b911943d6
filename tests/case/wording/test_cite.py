"""A measure is cited with its condition, certainty and date, or not at all."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from seawarden import lists
from seawarden.case.wording import cite
from seawarden.schema import LISTINGS

from ..world import (
    CHINA,
    DPRK,
    NOBODY,
    PANAMA,
    T0,
    TOGO,
    build,
    event,
    events,
    hulls,
    match,
    matches,
    only,
    sts,
)


def cited(case: dict[str, Any]) -> list[tuple[int, str]]:
    return [(m["resolution"], m["paragraph"]) for m in case["measures"]]


def at(day: datetime, row: dict[str, Any]) -> pl.DataFrame:
    return events({**row, "start_utc": day, "end_utc": day + timedelta(hours=4)})


def test_a_transfer_with_a_dprk_flagged_ship_cites_2375_paragraph_11_as_to_be_confirmed() -> None:
    case = only(build(events(sts())))
    assert cited(case)[0] == (2375, "11")
    first = case["measures"][0]
    assert first["certainty"] == "M"
    assert first["citation"].endswith("paragraph 11 (paragraph to be confirmed)")
    assert first["citation"] in case["what_happened"]
    assert first["basis"].startswith("if goods moved")


def test_a_tanker_adds_the_oil_cap_and_a_cargo_ship_the_coal_ban() -> None:
    assert (2397, "5") in cited(only(build(events(sts(DPRK, PANAMA)))))
    cargo = {f"of_{DPRK}": {"ship_type": 70}}
    case = only(build(events(sts(DPRK, CHINA)), known=hulls(DPRK, CHINA, **cargo)))
    assert (2371, "8") in cited(case)
    assert (2397, "5") not in cited(case)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (datetime(2017, 9, 10, tzinfo=UTC), []),
        (datetime(2017, 9, 11, tzinfo=UTC), [(2375, "11"), (2375, "14")]),
        (datetime(2017, 12, 21, tzinfo=UTC), [(2375, "11"), (2375, "14")]),
        (datetime(2017, 12, 22, tzinfo=UTC), [(2375, "11"), (2397, "5")]),
    ],
)
def test_what_came_later_cannot_have_been_breached(
    day: datetime, expected: list[tuple[int, str]]
) -> None:
    """A State that is accused under a text not yet adopted is right to throw the report away."""
    case = only(build(at(day, sts())))
    assert cited(case) == expected
    for measure in case["measures"]:
        assert measure["adopted"] <= day.date().isoformat()


def test_two_ships_that_nothing_ties_to_the_dprk_breach_nothing() -> None:
    case = only(build(events(sts(PANAMA, TOGO))))
    assert case["measures"] == []
    assert "no measure is indicated by what was seen" in case["what_happened"]


def test_silence_alone_breaches_no_paragraph_even_of_a_dprk_ship() -> None:
    assert only(build(events(event("gap", DPRK, end=20))))["measures"] == []


def test_an_unidentified_side_is_cited_only_under_its_condition() -> None:
    case = only(build(events(sts(NOBODY, PANAMA))))
    assert cited(case)[0] == (2375, "11")
    assert case["measures"][0]["basis"].startswith("if the unidentified ship is DPRK-flagged")


def ordered(*measures: str) -> pl.DataFrame:
    """Return LISTINGS of the ship that `match` names, with what was ordered of her."""
    row = dict.fromkeys(LISTINGS.schema, None) | {
        "listing_id": "un1718:7", "list_code": "un1718", "as_of": date(2024, 1, 2),
        "source": "un1718.csv", "listed_on": date(2018, 3, 30), "measures": list(measures),
        "list_name": "UN 1718 Committee, designated vessels", "sha256": "0" * 64, "line": 8,
        "kind": "ship", "name": "CHON MYONG 9", "is_dprk": True,
    }  # fmt: skip
    return pl.DataFrame([row], schema=LISTINGS.schema)


BAN = "port_ban: resolution 2371 para 6 and 2375 para 6"
FREEZE = "asset_freeze: resolution 1718 para 8(d), 2270 para 12"


def test_a_port_banned_ship_in_port_cites_the_port_ban_and_no_asset_freeze() -> None:
    """What was ordered of one ship was not ordered of another: PETREL 8 is not frozen."""
    call = event("port_visit", TOGO, at=(38.93, 121.65), detail={"is_dprk_port": False})
    case = only(build(events(call), named=matches(match(TOGO)), listed=ordered(BAN)))
    assert (2371, "6") in cited(case)
    assert (2270, "12") not in cited(case)


def test_a_frozen_ship_cites_the_freeze_and_no_port_ban() -> None:
    call = event("port_visit", TOGO, at=(38.93, 121.65), detail={"is_dprk_port": False})
    case = only(build(events(call), named=matches(match(TOGO)), listed=ordered(FREEZE)))
    assert (2270, "12") in cited(case)
    assert (2371, "6") not in cited(case)


def test_a_port_ban_forbids_no_meeting_at_sea() -> None:
    met = only(build(events(sts(TOGO, PANAMA)), named=matches(match(TOGO)), listed=ordered(BAN)))
    assert not {(2371, "6"), (2270, "12")} & set(cited(met))


def test_a_ship_that_only_a_state_listed_is_under_no_paragraph_of_the_council_for_it() -> None:
    """The OFAC list is no resolution: 57 ships of its DPRK programme the UN never designated."""
    alone = match(TOGO, list_code="ofac", list_name="OFAC SDN", listing_id="ofac:1")
    case = only(build(events(sts(TOGO, PANAMA)), named=matches(alone)))
    assert case["tier"] == 1
    assert not {r for r, _ in cited(case)} & {2270, 2321}
    assert (2371, "6") not in cited(case)


def test_a_ship_that_the_un_lists_without_a_measure_cites_what_the_committee_may_order() -> None:
    case = only(build(events(sts(TOGO, PANAMA)), named=matches(match(TOGO))))
    assert (2321, "12") in cited(case)


def test_the_lists_that_name_one_hull_are_read_together() -> None:
    """One list gives the surer match, another the paragraph."""
    eu = match(TOGO, list_code="eu", list_name="EU annexes", listing_id="eu:1", source="eu.csv")
    un = match(TOGO, verdict="possible", score=0.7)
    case = only(build(events(sts(TOGO, PANAMA)), named=matches(eu, un), listed=ordered(FREEZE)))
    assert (2270, "12") in cited(case)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (BAN, {(2371, "6"), (2375, "6")}),
        (FREEZE, {(1718, "8(d)"), (2270, "12")}),
        ("deflag: resolution 2321 para 12(a)", {(2321, "12(a)")}),
        ("2321 (2016) OP 12 (d) asset freeze", {(2321, "12(d)")}),
        ("Resolution 2371 (2017), paragraph 6", {(2371, "6")}),
        ("Asset freeze (Annex XIII.B)", set()),
        ("named in the OFAC advisory of March 2019 (no designation)", set()),
    ],
)
def test_paragraphs_are_read_as_lists_print_them(text: str, expected: set[tuple[int, str]]) -> None:
    assert cite.paragraphs([text]) == expected


def test_a_ship_designated_after_the_event_was_not_designated_then() -> None:
    later = matches(match(TOGO, listed_on=(T0 + timedelta(days=9)).date()))
    case = only(build(events(sts(TOGO, PANAMA)), named=later))
    assert case["measures"] == []
    assert case["tier"] == 2
    assert case["ships"][0]["listed"][0]["in_force"] is False


def test_nothing_without_a_source_is_ever_cited() -> None:
    """Certainty U means that nobody has seen the paragraph."""
    unseen = {
        (r, p) for r, p, c in lists.measures().select("resolution", "paragraph", "certainty").rows()
        if c == "U"
    }  # fmt: skip
    rules = [value for name, value in vars(cite).items() if name.startswith("_") and
             isinstance(value, tuple) and len(value) == 4]  # fmt: skip
    assert len(rules) >= 8
    for topic, resolution, paragraph, _ in rules:
        held = {(m.resolution, m.paragraph) for m in lists.cite(topic)}
        ever = set(lists.measures().select("resolution", "paragraph").rows())
        assert (resolution, paragraph) in ever, "a rule cites what the register does not hold"
        assert (resolution, paragraph) not in unseen
        if (resolution, paragraph) != (2375, "14"):  # replaced by 2397 paragraph 5
            assert (resolution, paragraph) in held


def test_what_two_lists_ordered_of_one_ship_is_cited_from_both() -> None:
    second = ordered(BAN).with_columns(listing_id=pl.lit("un1718:8"), line=pl.lit(9, pl.UInt32))
    named = matches(match(TOGO), match(TOGO, listing_id="un1718:8", score=0.9))
    call = event("port_visit", TOGO, at=(38.93, 121.65), detail={"is_dprk_port": False})
    both = pl.concat([ordered(FREEZE), second], how="vertical_relaxed").cast(dict(LISTINGS.schema))
    case = only(build(events(call), named=named, listed=both))
    assert {(2371, "6"), (2270, "12")} <= set(cited(case))
