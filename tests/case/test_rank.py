"""What is looked at first: DPRK-flagged, listed or unidentified above the rest."""

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
    assert only(build(events(sts(NOBODY, PANAMA, confidence=0.6))))["tier"] == 1
    assert only(build(events(sts(NOBODY, PANAMA, confidence=0.3))))["tier"] == 2


def test_a_listed_party_is_tier_one_and_a_delisted_one_is_not() -> None:
    row = events(sts(TOGO, PANAMA))
    assert only(build(row, named=matches(match(TOGO, is_dprk=False))))["tier"] == 1


def test_inside_a_tier_the_surer_case_comes_first() -> None:
    cases = build(events(sts(DPRK, PANAMA, confidence=0.6), sts(DPRK, TOGO, start=40, end=44)))
    assert cases["priority"].to_list() == sorted(cases["priority"].to_list(), reverse=True)
    assert TOGO in cases["mmsis"][0]


def test_what_a_single_ship_did_comes_last() -> None:
    cases = build(events(event("gap", TOGO, end=9, confidence=0.95), sts(PANAMA, CHINA)))
    assert cases["kind"].to_list() == ["sts", "gap"]
    assert cases["tier"].to_list() == [2, 3]
