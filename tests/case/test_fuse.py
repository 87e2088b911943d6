"""What becomes a case, what becomes part of one, and what stays out of the docket."""

from typing import Any

import pytest

from seawarden.schema import EVENTS

from .world import (
    BARGE,
    CHINA,
    DPRK,
    NOBODY,
    PANAMA,
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

NAMPO_AND_BACK = {
    "start_lat_deg": 38.5, "start_lon_deg": 124.6, "end_lat_deg": 38.4, "end_lon_deg": 124.5,
}  # fmt: skip


def test_a_silence_too_short_to_call_at_a_dprk_port_is_not_tied_to_one() -> None:
    """From 38.5 N 124.6 E to Nampo and back takes nine to ten hours with the stop."""
    long = event("gap", TOGO, end=11, confidence=0.6, detail=NAMPO_AND_BACK)
    short = event("gap", TOGO, end=5, confidence=0.6, detail=NAMPO_AND_BACK)
    still_open = event("gap", TOGO, end=40, confidence=0.6,
                       detail={**NAMPO_AND_BACK, "end_lat_deg": None})  # fmt: skip
    assert only(build(events(long)))["tier"] == 2
    assert build(events(short)).height == 0
    assert build(events(still_open)).height == 0


def test_nothing_found_is_an_empty_docket() -> None:
    assert build(EVENTS.empty()).height == 0


def test_one_meeting_seen_by_two_detectors_is_one_case() -> None:
    """The analyst opens a meeting once, whatever it was called."""
    both = events(sts(), event("encounter", PANAMA, DPRK, start=-0.5, end=4.5))
    case = only(build(both))
    assert case["kind"] == "sts"
    assert len(case["event_ids"]) == 2


def test_contacts_less_than_four_hours_apart_are_one_case_and_others_two() -> None:
    near = events(sts(start=0, end=2), sts(start=5.9, end=8))
    far = events(sts(start=0, end=2), sts(start=6, end=8))
    assert build(near).height == 1
    assert build(far).height == 2


def test_a_raft_of_three_is_three_linked_cases() -> None:
    raft = build(events(sts(DPRK, PANAMA), sts(DPRK, TOGO), sts(PANAMA, TOGO)))
    assert raft.height == 3
    assert all(len(x) == 2 for x in raft["linked_case_ids"])


def test_a_mother_ship_and_her_daughters_in_turn_are_linked() -> None:
    one = sts(PANAMA, TOGO, start=0, end=5)
    two = sts(PANAMA, CHINA, start=30, end=36)
    later = sts(PANAMA, BARGE, start=300, end=306)
    cases = {tuple(r["mmsis"]): r for r in build(events(one, two, later)).to_dicts()}
    assert len(cases[(TOGO, PANAMA)]["linked_case_ids"] if (TOGO, PANAMA) in cases
               else cases[(PANAMA, TOGO)]["linked_case_ids"]) == 1  # fmt: skip
    last = next(r for k, r in cases.items() if BARGE in k)
    assert last["linked_case_ids"] == []


@pytest.mark.parametrize(
    "row",
    [
        event("gap", TOGO, end=5, confidence=0.8),
        event("gap", TOGO, end=5, confidence=0.95),  # sure, but shorter than six hours
        event("loitering", TOGO, confidence=0.99),
        event("port_visit", TOGO, confidence=1.0, detail={"is_dprk_port": False}),
        event("encounter", TOGO, CHINA, confidence=0.97),
        event("identity", TOGO, confidence=0.97),
        event("sts", TOGO, CHINA, confidence=0.49),
        event("spoofing", None, None, confidence=0.99),
        event("spoofing", TOGO, confidence=0.99, detail={"pattern": "interference"}),
        event("dark_ship", None, confidence=0.6),
    ],
    ids=lambda r: f"{r['kind']}-{r['confidence']}",
)
def test_a_single_event_with_nothing_behind_it_stays_out(row: dict[str, Any]) -> None:
    """A docket that drowns the analyst fails: the event stays in EVENTS and is counted."""
    assert build(events(row)).height == 0


@pytest.mark.parametrize(
    "row",
    [
        event("sts", TOGO, CHINA, confidence=0.5),
        event("gap", TOGO, end=7, confidence=0.92),
        event("gap", DPRK, end=3, confidence=0.5),
        event("loitering", DPRK, confidence=0.6),
        event("port_visit", TOGO, confidence=0.9, detail={"is_dprk_port": True}),
        event("gap", TOGO, end=11, confidence=0.5, detail=NAMPO_AND_BACK),
        event("encounter", DPRK, CHINA, confidence=0.3),
        event("dark_sts", TOGO, confidence=0.5),
        event("encounter", NOBODY, CHINA, confidence=0.3),
        event("spoofing", TOGO, confidence=0.95),
        event("dark_ship", None, confidence=0.95),
    ],
    ids=lambda r: f"{r['kind']}-{r['mmsi']}-{r['confidence']}",
)
def test_an_event_with_something_behind_it_is_a_case(row: dict[str, Any]) -> None:
    case = only(build(events(row)))
    assert case["kind"] == row["kind"]
    assert any(p["what"] == "why it is a case" and p["detail"] for p in case["evidence_for"])


def test_two_kinds_together_are_a_case_where_neither_alone_is() -> None:
    gap = event("gap", TOGO, end=4, confidence=0.7)
    idle = event("loitering", TOGO, start=6, end=12, confidence=0.7)
    assert build(events(gap)).height == build(events(idle)).height == 0
    assert only(build(events(gap, idle)))["event_ids"] == [gap["event_id"], idle["event_id"]]


@pytest.mark.parametrize(
    ("hides", "opens"),
    [
        (event("gap", CHINA, start=-9, end=-2, confidence=0.5), "gap"),
        (event("gap", CHINA, start=-9, end=-2, confidence=0.49), None),  # no call
        (event("gap", CHINA, start=-35, end=-25, confidence=0.8), None),  # a day before
        (event("identity", TOGO, start=5, end=6, confidence=0.8), "identity"),
        (event("spoofing", TOGO, confidence=0.8, detail={"pattern": "interference"}), None),
        (event("loitering", TOGO, start=-9, end=-2, confidence=0.9), None),  # hides nothing
    ],
)
def test_an_encounter_is_a_case_when_one_of_the_ships_hides_around_it(
    hides: dict[str, Any], opens: str | None
) -> None:
    cases = build(events(event("encounter", TOGO, CHINA, confidence=0.8), hides))
    met = cases.filter(kind="encounter")
    assert met.height == (1 if opens else 0)
    if opens:
        why = only(met)["evidence_for"][-1]
        assert why["detail"] == f"combination: encounter with {opens}"
    weak = event("encounter", TOGO, CHINA, confidence=0.49)
    assert "encounter" not in build(events(weak, hides))["kind"]


def test_what_happened_around_a_meeting_belongs_to_it() -> None:
    gap = event("gap", PANAMA, start=-10, end=-2, confidence=0.8)
    long_ago = event("gap", PANAMA, start=-90, end=-80, confidence=0.8)
    case = only(build(events(sts(TOGO, PANAMA), gap, long_ago)))
    assert gap["event_id"] in case["event_ids"]
    assert long_ago["event_id"] not in case["event_ids"]


def test_a_call_at_a_dprk_port_is_a_case_of_its_own_beside_the_meeting() -> None:
    """The visit must not vanish inside the meeting that followed it."""
    nampo = {"is_dprk_port": True, "port_country": "KP", "port_name": "Nampo"}
    call = event("port_visit", TOGO, start=-20, end=-6, at=(38.72, 125.39), detail=nampo)
    cases = build(events(sts(TOGO, CHINA), call))
    assert sorted(cases["kind"]) == ["port_visit", "sts"]
    assert all(len(x) == 1 for x in cases["linked_case_ids"])


def test_all_that_a_dprk_flagged_ship_did_alone_is_one_case() -> None:
    rows = [event("loitering", start=t, end=t + 5, confidence=0.8) for t in (0, 60, 120, 400)]
    assert len(only(build(events(*rows)))["event_ids"]) == 4


def test_a_listed_ship_that_did_nothing_is_a_case_of_kind_listed() -> None:
    case = only(build(EVENTS.empty(), named=matches(match(TOGO, listed_name="BLUE WAVE"))))
    assert case["kind"] == "listed"
    assert case["tier"] == 1
    assert "UN 1718 Committee" in case["what_happened"]
    assert "30 March 2018" in case["what_happened"]


def test_a_possible_match_is_a_case_only_under_a_dprk_programme() -> None:
    dprk = matches(match(TOGO, verdict="possible", score=0.6))
    other = matches(match(TOGO, verdict="possible", score=0.6, is_dprk=False))
    assert only(build(EVENTS.empty(), named=dprk))["grade"] in ("possible", "cannot be excluded")
    assert build(EVENTS.empty(), named=other).height == 0


def test_a_pair_judged_no_match_is_nobody_listed() -> None:
    named = matches(match(TOGO, verdict="no match", score=0.1))
    assert build(EVENTS.empty(), named=named).height == 0


def test_a_newer_version_of_an_event_replaces_the_older() -> None:
    old = sts(confidence=0.9)
    new = {**old, "version": 2, "confidence": 0.1}
    assert build(events(old, new)).height == 0
    assert build(events({**new, "confidence": 0.9}, {**old, "confidence": 0.1})).height == 1


def test_beacons_on_fishing_gear_are_no_ships() -> None:
    """Net buoys send their battery level as a name and lie side by side by the hundred."""
    buoys = {f"of_{m}": {"name": n} for m, n in ((NOBODY, "8030-7-73%"), (PANAMA, "NET 12.4V"))}
    near = sts(NOBODY, TOGO, confidence=0.97)
    alone = event("gap", NOBODY, end=20, confidence=0.97)
    assert build(events(near, alone), known=hulls(NOBODY, TOGO, **buoys)).height == 0
    real = hulls(PANAMA, TOGO, **buoys)  # an allotted MMSI and an IMO number: a ship
    assert build(events(sts(PANAMA, TOGO)), known=real).height == 1


def test_ships_side_by_side_in_a_fjord_are_no_case_unless_draughts_moved() -> None:
    """Real traffic: sixty pairs of Norwegian coasters in two weeks, at quays no list holds."""
    moved = [{"what": "draught", "value": 1.2, "weight": 4.5, "detail": "opposite"}]
    quay = sts(TOGO, CHINA, detail={"place": "inshore"})
    cargo = sts(TOGO, CHINA, detail={"place": "inshore", "parts": moved})
    dprk = sts(DPRK, CHINA, detail={"place": "inshore"})
    assert build(events(quay)).height == 0
    assert build(events(cargo)).height == 1
    assert build(events(dprk)).height == 1


def test_a_listed_ship_that_only_waited_is_told_as_listed_not_as_loitering() -> None:
    """That she was heard is the news; waiting off a port is not."""
    idle = event("loitering", TOGO, confidence=0.7)
    case = only(build(events(idle), named=matches(match(TOGO))))
    assert case["kind"] == "listed"
    assert case["event_ids"] == [idle["event_id"]]
