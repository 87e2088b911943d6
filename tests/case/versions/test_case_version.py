"""Late data supersedes a case with a new version that says why; nothing is deleted."""

import polars as pl

from seawarden import case
from seawarden.schema import CASES

from ..world import DPRK, PANAMA, TOGO, build, event, events, hulls, match, matches, sts


def test_the_same_input_gives_the_same_ids_and_no_new_version() -> None:
    found = events(sts(), event("gap", DPRK, start=60, end=70))
    first, again = build(found), build(found.reverse())
    assert first.equals(again)
    assert case.supersede(again, first).equals(first)


def test_late_data_raises_the_version_and_says_why() -> None:
    before = build(events(sts(confidence=0.6)))
    after = case.supersede(build(events(sts(confidence=0.9, version=2))), before)
    assert after["case_id"].to_list() == before["case_id"].to_list()
    assert after["version"].to_list() == [2]
    reason = after["version_reason"][0]
    assert reason.startswith("late data: ")
    assert "probability 0.60 to 0.90" in reason


def test_an_event_that_begins_earlier_after_late_data_keeps_its_case() -> None:
    """Late reports move the start, and with it the event's id."""
    before = build(events(sts(start=1, end=4)))
    after = case.supersede(build(events(sts(start=0, end=4))), before)
    assert after["case_id"].to_list() == before["case_id"].to_list()
    assert after["version"].to_list() == [2]
    assert "start 2024-05-03 02:00 to 2024-05-03 01:00" in after["version_reason"][0]


def test_a_case_that_no_longer_holds_is_kept_as_withdrawn() -> None:
    before = build(events(sts(), sts(PANAMA, TOGO, start=100, end=104)))
    after = case.supersede(build(events(sts())), before)
    assert after.height == 2
    gone = after.row(1, named=True)
    assert gone["grade"] == "withdrawn"
    assert gone["version"] == 2
    assert "no longer hold" in gone["version_reason"]
    assert case.supersede(build(events(sts())), after).equals(after)


def test_a_withdrawn_case_that_holds_again_goes_on_with_its_versions() -> None:
    first = build(events(sts()))
    gone = case.supersede(CASES.empty(), first)
    back = case.supersede(build(events(sts())), gone)
    assert back["version"].to_list() == [3]
    assert "supported again" in back["version_reason"][0]


def test_a_new_case_elsewhere_changes_no_version() -> None:
    before = build(events(sts(TOGO, PANAMA)))
    both = build(events(sts(TOGO, PANAMA), sts(DPRK, PANAMA, start=200, end=204)))
    after = case.supersede(both, before)
    assert after.sort("start_utc")["version"].to_list() == [1, 1]
    assert after.sort("start_utc")["case_id"][0] == before["case_id"][0]


def test_links_follow_the_case_that_kept_its_old_id() -> None:
    before = build(events(sts(start=1, end=4)))
    new = build(events(sts(start=0, end=4), sts(DPRK, TOGO, start=0, end=4)))
    after = case.supersede(new, before)
    ids = set(after["case_id"])
    assert {x for row in after["linked_case_ids"] for x in row} == ids


def test_a_listed_ship_keeps_its_case_from_run_to_run() -> None:
    named = matches(match(TOGO))
    first = build(events(), named=named)
    moved = hulls(**{f"of_{TOGO}": {"end_lat_deg": 33.0, "end_lon_deg": 125.0}})
    later = case.supersede(build(events(), named=named, known=moved), first)
    assert later["case_id"].to_list() == first["case_id"].to_list()


def test_the_frames_given_are_not_changed() -> None:
    before = build(events(sts()))
    new = build(events(sts(confidence=0.6)))
    held = [pl.DataFrame(f).clone() for f in (before, new)]
    case.supersede(new, before)
    assert before.equals(held[0])
    assert new.equals(held[1])
