"""What a new version of an event says otherwise, word for word, one thing changed at a time."""

import json
from datetime import timedelta
from typing import Any

import pytest

from seawarden.case.versions.event_changes import changes, listed, parsed

from ..world import DPRK, LINES, PANAMA, events, h, sts


def said(detail: dict[str, Any] | None = None, was: dict[str, Any] | None = None,
         before: dict[str, Any] | None = None, **given: Any) -> list[str]:  # fmt: skip
    then = {**events(sts(start=1, end=4)).row(0, named=True), **(before or {})}
    return changes({**then, **given}, then, detail or {}, was or {})


START = sts(start=1, end=4)["start_utc"]
END = sts(start=1, end=4)["end_utc"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, []),
        ({"start_utc": START - timedelta(minutes=30)}, ["start 2024-05-03 02:00 -> 01:30"]),
        ({"start_utc": START - timedelta(hours=3)},
         ["start 2024-05-03 02:00 -> 2024-05-02 23:00"]),
        ({"end_utc": END + timedelta(hours=1)}, ["end 2024-05-03 05:00 -> 06:00"]),
        ({"is_open": True}, ["it goes on at the end of the data"]),
        ({"confidence": 0.5}, ["probability 0.900 -> 0.500"]),
        ({"confidence": 0.9004}, ["figures differ in their last digits"]),
        ({"confidence": 0.9006}, ["probability 0.900 -> 0.901"]),
        ({"observed_h": 2.25}, ["observed hours 3.00 -> 2.25"]),
        ({"inferred_h": 0.75}, ["inferred hours 0.00 -> 0.75"]),
        ({"mmsi": 1}, ["MMSI 445123000 -> 1"]),
        ({"other_mmsi": None}, ["other MMSI 351456000 -> none"]),
        ({"lat_deg": 32.4 + 0.5 / 60}, ["place moved by 0.50 nm"]),
        ({"lat_deg": 32.4 + 0.004 / 60}, ["figures differ in their last digits"]),
        ({"hull": h(DPRK, 1)}, ["its reports are divided otherwise among ships"]),
        ({"other_hull": h(PANAMA, 1)}, ["its reports are divided otherwise among ships"]),
        ({"start_utc": START - timedelta(minutes=30), "confidence": 0.5},
         ["start 2024-05-03 02:00 -> 01:30", "probability 0.900 -> 0.500"]),
    ],
)  # fmt: skip
def test_what_changed_is_said(given: dict[str, Any], words: list[str]) -> None:
    assert said(**given) == words


def test_an_event_that_has_ended_says_so() -> None:
    assert said(before={"is_open": True}, is_open=False) == ["it has ended"]


def test_a_kind_that_is_weighed_by_new_rules_says_by_which() -> None:
    words = "weighed anew: version of its detail"
    assert said(before={"detail_version": 1}, detail_version=2) == [f"{words} 1 -> 2"]
    assert said(before={"detail_version": None}, detail_version=2) == [f"{words} none -> 2"]


def test_fields_of_the_detail_are_named_and_those_of_its_history_are_not() -> None:
    now = {"b": 2, "a": 1, "same": 0, "why": "x", "superseded": [1], "found_as": "y"}
    was = {"b": 1, "gone": 1, "same": 0, "why": "z"}
    assert said(now, was) == ["detail: a, b, gone"]


def other(file: str) -> dict[str, Any]:
    return {**LINES[0], "file": file}


@pytest.mark.parametrize(
    ("evidence", "words"),
    [
        ([*LINES, other("b.csv")], "it rests also on b.csv"),
        ([other("b.csv")], "it rests also on b.csv and no longer on feed.nmea"),
        ([], "it rests no longer on feed.nmea"),
        (None, "it rests no longer on feed.nmea"),
        ([{**LINES[0], "last_line": 100}], "it rests on other lines"),
        ([*LINES, *(other(f"{n}.csv") for n in "edcba")],
         "it rests also on a.csv, b.csv, c.csv, d.csv and 1 more"),
    ],
)  # fmt: skip
def test_what_it_rests_on_is_named_by_file(evidence: Any, words: str) -> None:
    assert said(evidence=evidence) == [words]


@pytest.mark.parametrize(
    ("n", "words"), [(0, ""), (1, "a"), (4, "a, b, c, d"), (5, "a, b, c, d and 1 more"),
                     (7, "a, b, c, d and 3 more")],
)  # fmt: skip
def test_four_names_are_enough(n: int, words: str) -> None:
    assert listed("abcdefg"[:n]) == words


@pytest.mark.parametrize(
    ("detail", "expected"),
    [('{"a": 1}', {"a": 1}), (None, {}), ("", {}), ("[1]", {"text": "[1]"}),
     ("not JSON", {"text": "not JSON"}), (json.dumps("x"), {"text": '"x"'})],
)  # fmt: skip
def test_a_detail_that_is_no_record_is_kept_as_text(
    detail: str | None, expected: dict[str, Any]
) -> None:
    assert parsed({"detail": detail}) == expected
