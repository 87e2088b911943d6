"""Late data supersedes an event with a new version that says why; nothing vanishes."""

import json
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawarden.case import Cause, Superseded, supersede_events
from seawarden.errors import SchemaError
from seawarden.schema import EVENTS

from ..world import DPRK, LINES, PANAMA, TOGO, event, events, sts

NONE = EVENTS.empty()
LATE = Cause("late reports in b.csv")


def after(new: pl.DataFrame, before: Superseded | pl.DataFrame, cause: Cause = LATE) -> Superseded:
    if isinstance(before, pl.DataFrame):
        before = Superseded(before, NONE)
    return supersede_events(new, before.events, before.withdrawn, cause)


def only(frame: pl.DataFrame) -> tuple[dict[str, Any], dict[str, Any]]:
    assert frame.height == 1
    row = frame.row(0, named=True)
    return row, json.loads(row["detail"])


def test_a_first_run_changes_nothing() -> None:
    found = events(sts(), event("gap", TOGO))
    assert after(found, NONE).events.equals(found.sort(EVENTS.sort))


def test_the_same_events_again_are_the_same_rows() -> None:
    found = events(sts(), event("gap", TOGO)).sort(EVENTS.sort)
    again = after(found.reverse(), found)
    assert again.events.equals(found)
    assert again.withdrawn.is_empty()
    assert again.n_changed == 0


def test_a_later_end_raises_the_version_and_says_from_what_to_what() -> None:
    before = events(event("gap", DPRK, start=1, end=11))
    longer = events(event("gap", DPRK, start=1, end=13.5, confidence=0.95))
    done = after(longer, before)
    row, detail = only(done.events)
    assert (row["event_id"], row["version"]) == (before["event_id"][0], 2)
    assert done.n_changed == 1
    assert detail["why"] == (
        "late reports in b.csv: end 2024-05-03 12:00 -> 14:30; probability 0.900 -> 0.950; "
        "observed hours 10.00 -> 12.50"
    )
    assert detail["superseded"] == [
        {
            "version": 1,
            "was": {"end_utc": "2024-05-03T12:00:00Z", "confidence": 0.9, "observed_h": 10.0},
            "why": detail["why"],
        }
    ]


def test_the_same_again_after_a_change_keeps_version_and_reason() -> None:
    longer = events(event("gap", DPRK, start=1, end=13))
    changed = after(longer, events(event("gap", DPRK, start=1, end=11)))
    again = after(longer, changed, Cause("another reason"))
    assert again.events.equals(changed.events)
    assert again.n_changed == 0


def test_a_second_change_keeps_the_first_one_s_reason() -> None:
    state = after(events(event("gap", DPRK, end=5)), NONE)
    for end in (6, 7):
        state = after(events(event("gap", DPRK, end=end)), state)
    row, detail = only(state.events)
    assert row["version"] == 3
    assert [w["version"] for w in detail["superseded"]] == [1, 2]
    assert [w["was"]["end_utc"] for w in detail["superseded"]] == [
        "2024-05-03T06:00:00Z",
        "2024-05-03T07:00:00Z",
    ]


def test_an_event_whose_start_moves_keeps_its_id_on_every_later_run() -> None:
    """Detectors make the id of the start, so late reports give the same meeting another one."""
    before = events(sts(start=1, end=4))
    earlier = events(sts(start=0.8, end=4))
    changed = after(earlier, before)
    row, detail = only(changed.events)
    assert (row["event_id"], row["version"]) == (before["event_id"][0], 2)
    assert detail["found_as"] == earlier["event_id"][0]
    assert "start 2024-05-03 02:00 -> 01:48" in detail["why"]
    assert after(earlier, changed).events.equals(changed.events)
    back = after(before, changed)
    row, detail = only(back.events)
    assert (row["event_id"], row["version"]) == (before["event_id"][0], 3)
    assert "found_as" not in detail


def test_the_order_of_the_two_ships_does_not_matter() -> None:
    before = events(sts(DPRK, PANAMA, start=1))
    row, _ = only(after(events(sts(PANAMA, DPRK, start=1.5)), before).events)
    assert row["event_id"] == before["event_id"][0]


@pytest.mark.parametrize(
    "other",
    [
        sts(DPRK, TOGO, start=1, end=4),  # another ship
        event("encounter", DPRK, PANAMA, start=1, end=4),  # another kind
        sts(start=5.5, end=9),  # another time, 1.5 h after
    ],
)
def test_another_event_is_no_new_version_of_this_one(other: dict[str, Any]) -> None:
    done = after(events(other), events(sts(start=1, end=4)))
    row, _ = only(done.events)
    assert (row["event_id"], row["version"]) == (other["event_id"], 1)
    assert done.withdrawn.height == 1


def test_of_two_meetings_each_follows_its_own() -> None:
    before = events(sts(start=0, end=4), sts(start=6, end=9))
    new = events(sts(start=5.8, end=9), sts(start=0.2, end=4))
    done = after(new, before).events
    assert done.sort("start_utc")["event_id"].to_list() == before["event_id"].to_list()
    assert done["version"].to_list() == [2, 2]


def test_an_event_that_is_no_longer_found_is_kept_apart_with_the_reason() -> None:
    before = events(sts(), event("gap", TOGO, detail={"km": 3}))
    done = after(events(sts()), before)
    assert done.events["event_id"].to_list() == ["sts-445123000-351456000-0"]
    row, detail = only(done.withdrawn)
    assert (row["kind"], row["version"], row["confidence"]) == ("gap", 2, 0.0)
    assert detail["km"] == 3
    assert detail["why"] == (
        "late reports in b.csv: it is no longer found (its probability was 0.90)"
    )
    assert detail["superseded"][0]["was"] == {"confidence": 0.9}
    assert after(events(sts()), done).withdrawn.equals(done.withdrawn)


def test_an_event_whose_files_are_no_longer_given_says_so() -> None:
    cause = Cause("no longer given: feed.nmea", frozenset({LINES[0]["file"]}))
    _, detail = only(after(NONE, events(sts()), cause).withdrawn)
    assert "what it rests on is no longer given: feed.nmea" in detail["why"]


def test_an_event_that_is_found_again_goes_on_with_its_versions() -> None:
    first = events(sts())
    gone = after(NONE, first)
    assert gone.events.is_empty()
    back = after(first, gone)
    row, detail = only(back.events)
    assert (row["version"], row["confidence"]) == (3, 0.9)
    assert "it is found again" in detail["why"]
    assert back.withdrawn.is_empty()


def test_two_ships_never_seen_by_name_are_told_apart_by_their_sighting() -> None:
    """A dark ship has no MMSI: two of one hour are two, whatever their times."""
    before = events(event("dark_ship", None, start=1, end=1))
    done = after(events(event("dark_ship", None, start=1.1, end=1.1)), before)
    assert done.events["version"].to_list() == [1]
    assert done.withdrawn.height == 1


def test_what_it_rests_on_is_content_too() -> None:
    more = [*LINES, {**LINES[0], "file": "b.csv", "sha256": "cd" * 32}]
    _, detail = only(after(events(sts(evidence=more)), events(sts())).events)
    assert detail["why"] == "late reports in b.csv: it rests also on b.csv"


def test_changes_of_the_detail_are_named() -> None:
    before = events(event("gap", DPRK, detail={"a": 1, "b": 2}))
    _, detail = only(after(events(event("gap", DPRK, detail={"a": 1, "b": 3})), before).events)
    assert detail["why"] == "late reports in b.csv: detail: b"
    assert detail["superseded"][0]["was"] == {"detail": {"b": 2}}
    assert (detail["a"], detail["b"]) == (1, 3)


def test_a_change_too_small_to_print_is_said_to_be_small() -> None:
    before, new = events(sts(confidence=0.9)), events(sts(confidence=0.9000001))
    row, detail = only(after(new, before).events)
    assert row["version"] == 2
    assert detail["why"] == "late reports in b.csv: figures differ in their last digits"


def test_a_frame_that_is_not_events_is_named() -> None:
    with pytest.raises(SchemaError, match="new events: table EVENTS: column 'event_id'"):
        supersede_events(pl.DataFrame({"kind": ["gap"]}), NONE, NONE)


SPANS = st.tuples(
    st.sampled_from(["gap", "sts"]), st.sampled_from([DPRK, TOGO]), st.integers(0, 20),
    st.integers(1, 6), st.sampled_from([0.4, 0.9]),
)  # fmt: skip
RUNS = st.lists(st.lists(SPANS, max_size=5, unique_by=lambda s: s[:3]), min_size=1, max_size=5)


@settings(deadline=None, max_examples=60)
@given(RUNS)
def test_whatever_comes_nothing_is_lost_and_no_version_falls(
    runs: list[list[tuple[str, int, int, int, float]]],
) -> None:
    state = Superseded(NONE, NONE)
    versions: dict[str, int] = {}
    for spans in runs:
        new = events(
            *(
                event(kind, ship, PANAMA, start=start, end=start + length, confidence=p)
                for kind, ship, start, length, p in spans
            )
        )
        state = after(new, state)
        assert state.events.height == new.height
        assert after(new.sample(fraction=1, shuffle=True, seed=1), state).events.equals(
            state.events
        )
        both = pl.concat([state.events, state.withdrawn])
        now = dict(zip(both["event_id"], both["version"], strict=True))
        assert len(now) == both.height
        assert versions.keys() <= now.keys()
        assert all(now[i] >= v for i, v in versions.items())
        assert (state.withdrawn["confidence"] == 0).all()
        versions = now


def test_of_several_versions_of_an_event_the_newest_goes_on() -> None:
    """A table that holds old versions too, as an export or a merged docket may."""
    first = events(event("gap", DPRK, start=1, end=11))
    newest = after(events(event("gap", DPRK, start=1, end=13.5)), first).events
    both = pl.concat([first, newest])
    again = after(newest, both)
    assert again.n_changed == 0
    assert again.events["version"].to_list() == [2]
