"""What is looked at first: DPRK-flagged, listed or unidentified above the rest."""

from datetime import date

import polars as pl

from .world import (
    CHINA,
    DPRK,
    NOBODY,
    PANAMA,
    TOGO,
    build,
    event,
    events,
    match,
    matches,
    only,
    sts,
)  # fmt: skip


def test_a_weak_dprk_case_ranks_above_a_strong_other_one() -> None:
    cases = build(events(sts(PANAMA, TOGO, confidence=0.97), sts(DPRK, CHINA, confidence=0.3)))
    assert cases["tier"].to_list() == [1, 2]
    assert cases["rank"].to_list() == [1, 2]
    assert DPRK in cases["mmsis"][0]


def test_an_unidentified_side_ranks_like_a_dprk_one_when_the_meeting_is_called() -> None:
    assert only(build(events(sts(NOBODY, PANAMA, confidence=0.8))))["tier"] == 1
    assert only(build(events(sts(NOBODY, PANAMA, confidence=0.3))))["tier"] == 2


def test_a_listed_party_is_tier_one_if_it_is_known_to_have_been_listed_then() -> None:
    """A list of 2026 without dates of designation says nothing of 2012."""
    row = events(sts(TOGO, PANAMA))
    assert only(build(row, named=matches(match(TOGO, is_dprk=False))))["tier"] == 1
    undated = matches(match(TOGO, listed_on=None, as_of=date(2026, 3, 20)))
    case = only(build(row, named=undated))
    assert case["tier"] == 2
    assert case["measures"] == []
    assert "listed on a date not known, by 20 March 2026" in case["what_happened"]
    heard = matches(match(TOGO, listed_on=None, as_of=date(2026, 3, 20), is_dprk=False))
    assert only(build(events(), named=heard))["tier"] == 3


def test_a_delisted_party_is_not_listed() -> None:
    gone = {"listing_id": "un1718:7", "as_of": date(2024, 1, 2), "source": "un1718.csv",
            "list_code": "un1718", "list_name": "UN", "kind": "ship", "name": "X",
            "is_dprk": True, "sha256": "ab", "line": 8,
            "delisted_on": date(2020, 1, 1)}  # fmt: skip
    listed = pl.DataFrame([gone], schema_overrides={"line": pl.UInt32})
    case = only(build(events(sts(TOGO, PANAMA)), named=matches(match(TOGO)), listed=listed))
    assert case["tier"] == 2
    assert case["measures"] == []


def test_inside_a_tier_the_surer_case_comes_first() -> None:
    cases = build(events(sts(DPRK, PANAMA, confidence=0.6), sts(DPRK, TOGO, start=40, end=44)))
    assert cases["priority"].to_list() == sorted(cases["priority"].to_list(), reverse=True)
    assert TOGO in cases["mmsis"][0]


def test_what_a_single_ship_did_comes_last() -> None:
    cases = build(events(event("gap", TOGO, end=9, confidence=0.95), sts(PANAMA, CHINA)))
    assert cases["kind"].to_list() == ["sts", "gap"]
    assert cases["tier"].to_list() == [2, 3]


def test_a_designated_ship_is_read_before_a_dprk_flagged_one_that_is_not() -> None:
    named = matches(match(TOGO, listed_name="BLUE WAVE"))
    cases = build(events(sts(DPRK, PANAMA), sts(TOGO, CHINA, start=100, end=104)), named=named)
    assert cases["tier"].to_list() == [1, 1]
    assert TOGO in cases["mmsis"][0]


def test_a_dprk_ship_in_her_home_port_is_read_last_and_breaches_nothing() -> None:
    """Routine: on the docket because the ship is, below what may be conduct."""
    home = event("port_visit", DPRK, confidence=0.98, detail={"is_dprk_port": True})
    idle = event("loitering", DPRK, start=300, end=306, confidence=0.6)
    only_home = only(build(events(home)))
    assert only_home["measures"] == []
    cases = build(events(home, sts(DPRK, TOGO, start=300, end=304, confidence=0.5), idle))
    assert cases["kind"].to_list() == ["sts", "port_visit"]
    foreign = event("port_visit", TOGO, confidence=0.98, detail={"is_dprk_port": True})
    assert only(build(events(foreign)))["measures"]
