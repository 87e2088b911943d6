"""Late data supersedes a case with a new version that says why; nothing is deleted."""

import polars as pl
import pytest

from seawarden import case
from seawarden.schema import CASES

from ..world import (
    DPRK,
    PANAMA,
    T0,
    TOGO,
    build,
    event,
    events,
    hours,
    hulls,
    match,
    matches,
    sts,
)


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


def row(**given: object) -> pl.DataFrame:
    """The case of one transfer, with columns set by hand."""
    made = build(events(sts(confidence=0.6)))
    return made.with_columns(
        **{k: pl.lit(v, CASES.schema[k]) for k, v in given.items()}  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"grade": "probable"}, "wording possible to probable"),
        ({"tier": 3}, "tier 1 to 3"),
        ({"kind": "dark_sts"}, "kind sts to dark_sts"),
        ({"start_utc": T0 + hours(1.5)}, "start 2024-05-03 01:00 to 2024-05-03 02:30"),
        ({"end_utc": T0 + hours(30)}, "end 2024-05-03 05:00 to 2024-05-04 07:00"),
        ({"observed_h": 2.25}, "observed hours 4.0 to 2.2"),
        ({"inferred_h": None}, "inferred hours 0.0 to none"),
        ({"confidence": 0.75}, "probability 0.60 to 0.75"),
        ({"listing_ids": ["un1718:7"]}, "the listings it cites changed"),
        ({"event_ids": ["sts-445123000-351456000-0", "more"]}, "1 event(s) came in"),
        ({"event_ids": []}, "1 event(s) no longer belong to it"),
        ({"title": "another"}, "details or evidence changed"),
        ({"measures": "[]"}, "details or evidence changed"),
    ],
)
def test_a_new_version_says_what_changed(given: dict[str, object], words: str) -> None:
    before = row(grade="possible")
    (reason,) = case.supersede(row(**{"grade": "possible", **given}), before)["version_reason"]
    assert reason == f"late data: {words}"


@pytest.mark.parametrize(
    "given", [{"rank": 9}, {"linked_case_ids": ["C-1"]}, {"version_reason": "an earlier one"}]
)
def test_a_place_among_the_others_is_no_content(given: dict[str, object]) -> None:
    after = case.supersede(row(**given), row())
    assert after["version"].to_list() == [1]
    assert after["version_reason"].to_list() == [None]


def test_a_withdrawn_case_says_what_it_was() -> None:
    before = row(grade="possible")
    gone = case.supersede(CASES.empty(), before, "another list")
    assert gone["version_reason"].to_list() == [
        "another list: the findings behind it no longer hold (it was graded 'possible', "
        "probability 0.60)"
    ]
    assert gone["version"].to_list() == [2]
    assert gone["rank"].to_list() == [1]
    back = case.supersede(before, gone)
    assert back["version_reason"][0].startswith("late data: it is supported again; ")
