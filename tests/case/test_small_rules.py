"""Small rules of a case, each of which a fault once passed unnoticed."""

import polars as pl
import pytest

from seawarden import case
from seawarden.case.finding import findings

from .world import (
    DPRK,
    PANAMA,
    TOGO,
    build,
    event,
    events,
    h,
    hulls,
    match,
    matches,
    only,
    sts,
)


def test_a_meeting_with_an_unknown_ship_is_a_pair_of_the_one_that_is_known() -> None:
    """Whichever side the detector put it on: else the silent meetings of all ships were one."""
    rows = [
        event("dark_sts", DPRK), event("dark_sts", None, other_mmsi=TOGO, other_hull=h(TOGO)),
        event("dark_sts", PANAMA, TOGO), event("dark_sts", TOGO, PANAMA, start=9, end=12),
    ]  # fmt: skip
    found = {f.event_id: f.pair for f in findings(events(*rows))}
    assert found["dark_sts-445123000-0-0"] == (h(DPRK), None)
    assert found[rows[1]["event_id"]] == (h(TOGO), None)
    both = tuple(sorted((h(PANAMA), h(TOGO))))
    assert [found[rows[2]["event_id"]], found[rows[3]["event_id"]]] == [both, both]


def test_a_silence_joins_two_meetings_though_each_was_seen_by_two_detectors() -> None:
    """The hole lies between the last end and the first start, whatever the number of events."""
    meetings = [
        sts(start=0, end=2), event("encounter", DPRK, PANAMA, start=-0.5, end=2.2),
        sts(start=8, end=10), event("encounter", DPRK, PANAMA, start=7.8, end=10.5),
    ]  # fmt: skip
    silence = event("gap", DPRK, start=2.3, end=7.7, confidence=0.9)
    assert build(events(*meetings)).height == 2
    assert only(build(events(*meetings, silence)))["event_ids"]
    joined = only(build(events(*meetings, silence)))
    assert {r["event_id"] for r in meetings} <= set(joined["event_ids"])


def test_of_two_earlier_cases_the_one_with_the_same_leading_event_goes_on() -> None:
    """More events in common do not outweigh it: a case is what it is led by."""
    now = build(events(sts(start=0, end=4), event("gap", DPRK, start=-24, end=-20)))
    row = now.row(0, named=True)
    assert len(row["event_ids"]) == 2
    other_lead = {**row, "case_id": "case-zz", "event_ids": row["event_ids"][::-1]}
    same_lead = {**row, "case_id": "case-aa", "event_ids": row["event_ids"][:1]}
    for order in ([other_lead, same_lead], [same_lead, other_lead]):
        after = case.supersede(now, pl.DataFrame(order, schema=now.schema))
        kept = after.filter(pl.col("grade") != "withdrawn")
        assert kept["case_id"].to_list() == ["case-aa"]


def test_of_two_withdrawn_cases_of_the_same_ships_one_goes_on_in_any_order() -> None:
    now = build(events(sts(start=1, end=4)))
    row = build(events(sts(start=0, end=3))).row(0, named=True)
    old = [{**row, "case_id": f"case-{x}", "event_ids": [f"gone-{x}"]} for x in ("a", "b")]
    for order in (old, old[::-1]):
        after = case.supersede(now, pl.DataFrame(order, schema=now.schema))
        kept = after.filter(pl.col("grade") != "withdrawn")
        assert kept["case_id"].to_list() == ["case-b"]


def test_what_an_event_without_parts_saw_is_in_its_explanation() -> None:
    row = event("spoofing", TOGO, confidence=0.95,
                detail={"explanation": "positions 40 nm apart within a minute"})  # fmt: skip
    parts = only(build(events(row)))["evidence_for"]
    detector = next(p for p in parts if p["what"] == "detector")
    assert detector["detail"] == (
        "what the 'spoofing' detector saw: positions 40 nm apart within a minute"
    )
    bare = only(build(events(event("spoofing", TOGO, confidence=0.95))))["evidence_for"]
    assert next(p for p in bare if p["what"] == "detector")["detail"] == (
        "what the 'spoofing' detector saw"
    )


def test_a_listed_ship_alone_rests_on_the_match() -> None:
    found = only(build(events(), named=matches(match(TOGO))))
    part = next(p for p in found["evidence_for"] if p["what"] == "screening score")
    assert part["detail"] == "vessel-v1, see the match"
    assert part["value"] == pytest.approx(0.97)


def test_a_list_without_a_date_is_given_none() -> None:
    undated = only(build(events(), named=matches(match(TOGO, as_of=None, listed_on=None))))
    assert "on UN 1718 Committee, designated vessels" in undated["what_happened"]
    assert "list of" not in undated["what_happened"]
    assert "None" not in undated["what_happened"]


def test_no_two_antennas_far_apart_are_one_hull_and_the_case_says_why() -> None:
    apart = sts(TOGO, PANAMA, detail={"median_distance_m": 90.0})
    known = {f"of_{m}": {"imo": None} for m in (TOGO, PANAMA)}
    found = only(build(events(apart), known=hulls(TOGO, PANAMA, **known)))
    rival = next(
        p for p in found["evidence_against"] if p["what"] == "one hull with two transponders"
    )
    assert (rival["result"], rival["detail"]) == (
        "unlikely", "the antennas lie further apart or two names were given",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("weight", "asked_for"), [(0.4, False), (1.5, False), (0.0, True), (-0.5, True)]
)
def test_a_part_that_speaks_for_it_is_not_asked_for_again(weight: float, asked_for: bool) -> None:
    """Any support counts, however small; what tells nothing or speaks against is still missing."""
    parts = [
        {"what": "alongside", "value": 12.0, "weight": 2.0, "detail": "12 m"},
        {"what": "draught", "value": 1.0, "weight": weight, "detail": "1 m"},
    ]
    found = only(build(events(sts(detail={"parts": parts, "median_gap_m": 12.0}))))
    assert ("draughts that change in opposite ways" in found["what_would_change_it"]) is asked_for


@pytest.mark.parametrize(
    ("row", "title"),
    [
        (sts(DPRK, PANAMA, confidence=0.7, observed_h=0.0, inferred_h=5.0), "Possible transfer: "),
        (sts(DPRK, PANAMA, confidence=0.55, observed_h=0.0, inferred_h=5.0),
         "Transfer cannot be excluded: "),
        (event("dark_sts", DPRK, PANAMA, confidence=0.75, observed_h=0.0, inferred_h=6.0),
         "Possible transfer: "),
        (event("dark_sts", DPRK, PANAMA, confidence=0.3, observed_h=0.0, inferred_h=6.0),
         "Meeting in the dark cannot be excluded: "),
        (sts(DPRK, PANAMA, confidence=0.3, observed_h=0.0, inferred_h=5.0),
         "Meeting cannot be excluded: "),
    ],
)  # fmt: skip
def test_a_title_says_no_more_than_the_grade(row: dict[str, object], title: str) -> None:
    found = only(build(events(row)))
    assert found["title"].startswith(title), (found["title"], found["grade"])


def test_a_listed_dprk_ship_may_have_to_be_seized_in_port() -> None:
    """Resolution 2397 (2017), paragraph 9, is about ships that the lists tie to what is banned."""
    for named, is_cited in ((match(), True), (match(is_dprk=False), False)):
        found = only(build(events(sts()), named=matches(named)))
        cited = {(m["resolution"], m["paragraph"]): m for m in found["measures"]}
        assert ((2397, "9") in cited) is is_cited
        if is_cited:
            assert cited[2397, "9"]["basis"].startswith("if it calls at a port")


def test_a_ship_that_was_silent_is_not_one_of_two_that_were_seen() -> None:
    """Both sides of a transfer in the dark are named; hours seen are then those of one of them."""
    dark = event("dark_sts", TOGO, PANAMA, confidence=0.97, observed_h=4.0)
    assert only(build(events(dark)))["grade"] == "possible"
