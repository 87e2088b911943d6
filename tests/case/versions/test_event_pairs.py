"""Which earlier event a new one follows: by id, by joint time, by the time between."""

import json
from typing import Any

import pytest

from seawarden.case.versions.event_version import Cause, Params, supersede_events
from seawarden.schema import EVENTS

from ..world import DPRK, PANAMA, TOGO, event, events, sts

NONE = EVENTS.empty()
LATE = Cause("late reports")


def follow(new: list[dict[str, Any]], old: list[dict[str, Any]], **given: float) -> dict[str, str]:
    """New start (in the event's own id) to the id and version that it has now."""
    done = supersede_events(events(*new), events(*old), NONE, LATE, Params(**given))
    out = {}
    for row in done.events.iter_rows(named=True):
        found_as = json.loads(row["detail"]).get("found_as", row["event_id"])
        out[found_as.rpartition("-")[2]] = f"{row['event_id'].rpartition('-')[2]} v{row['version']}"
    return out


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        (5.0, 9.0, "1 v2"),  # one hour after the end
        (5.1, 9.0, "5.1 v1"),
        (-4.0, 0.0, "1 v2"),  # one hour before the start
        (-4.0, -0.1, "-4 v1"),
        (4.0, 9.0, "1 v2"),  # where the other ends
        (3.9, 9.0, "1 v2"),
    ],
)
def test_an_hour_between_two_events_is_still_one_event(
    start: float, end: float, found: str
) -> None:
    got = follow([sts(start=start, end=end)], [sts(start=1, end=4)])
    assert list(got.values()) == [found.replace("-4", "4")]


def test_the_one_that_shares_most_of_the_joint_time_is_followed() -> None:
    """Four of five hours shared beat three of six, whatever the order."""
    old = [sts(start=0, end=4), sts(start=2, end=8)]
    assert follow([sts(start=0.5, end=5)], old) == {"0.5": "0 v2"}
    assert follow([sts(start=2.5, end=8)], old) == {"2.5": "2 v2"}
    assert follow([sts(start=0.5, end=5)], old[::-1]) == {"0.5": "0 v2"}


def test_any_overlap_beats_any_time_between() -> None:
    old = [sts(start=-3, end=-0.1), sts(start=3.9, end=30)]
    assert follow([sts(start=0, end=4)], old) == {"0": "3.9 v2"}


def test_of_two_that_do_not_overlap_the_nearer_is_followed() -> None:
    old = [sts(start=-5, end=-0.5), sts(start=4.4, end=9)]
    assert follow([sts(start=0, end=4)], old) == {"0": "4.4 v2"}
    assert follow([sts(start=0, end=4)], old, near_h=0.3) == {"0": "0 v1"}


def test_a_new_event_under_an_id_that_another_took_over_gets_one_of_its_own() -> None:
    """A meeting that now begins earlier keeps its id, also where a new one bears it already."""
    old = [sts(start=1, end=4)]
    moved, new = sts(start=0.9, end=4), {**sts(start=1, end=4), "kind": "encounter"}
    done = supersede_events(events(moved, new), events(*old), NONE, LATE)
    ids = dict(zip(done.events["kind"], done.events["event_id"], strict=True))
    assert ids == {"sts": old[0]["event_id"], "encounter": f"{old[0]['event_id']}-2"}
    (other,) = done.events.filter(kind="encounter")["detail"]
    assert json.loads(other)["found_as"] == old[0]["event_id"]


@pytest.mark.parametrize(
    ("given", "was"),
    [
        ({"confidence": 0.5}, {"confidence": 0.9}),
        ({"is_open": True}, {"is_open": False}),
        ({"observed_h": 1.0, "inferred_h": 2.0}, {"observed_h": 3.0, "inferred_h": 0.0}),
        ({"detail": json.dumps({"port_km": 3.0})}, {"detail": {"port_km": 2.0}}),
    ],
)
def test_each_version_keeps_what_it_said_otherwise(
    given: dict[str, Any], was: dict[str, Any]
) -> None:
    old = event("gap", DPRK, start=1, end=4, detail={"port_km": 2.0})
    done = supersede_events(events({**old, **given}), events(old), NONE, LATE)
    (text,) = done.events["detail"]
    (first,) = json.loads(text)["superseded"]
    assert (first["version"], first["was"]) == (1, was)
    assert first["why"] == json.loads(text)["why"]
    assert done.n_changed == 1


def test_another_context_is_the_reason_only_where_nothing_moved() -> None:
    learnt = Cause("late reports", is_relearnt=True)
    old = event("gap", DPRK, start=1, end=4)
    for given, cause in (
        ({"confidence": 0.5}, "context: "), ({"is_open": True}, "late reports: "),
        ({"evidence": [], "confidence": 0.5}, "late reports: "),
        ({"end_utc": event("gap", DPRK, start=1, end=5)["end_utc"]}, "late reports: "),
    ):  # fmt: skip
        done = supersede_events(events({**old, **given}), events(old), NONE, learnt)
        assert json.loads(done.events["detail"][0])["why"].startswith(cause)


@pytest.mark.parametrize("other", [event("gap", TOGO), event("gap", DPRK, PANAMA), sts(DPRK, TOGO)])
def test_other_ships_are_another_event(other: dict[str, Any]) -> None:
    old = event("gap", DPRK)
    done = supersede_events(events(other), events(old), NONE, LATE)
    assert done.events["version"].to_list() == [1]
    assert done.withdrawn["event_id"].to_list() == [old["event_id"]]
