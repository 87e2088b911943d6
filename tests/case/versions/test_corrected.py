"""Opening an older docket: what was graded too high is weighed anew and listed."""

import polars as pl

from seawarden.case import corrected, is_outdated, supersede

from ..world import build, event, events, sts


def test_events_without_or_with_an_older_version_of_detail_are_outdated() -> None:
    old = {**sts(), "detail_version": None}
    assert is_outdated(events(old))
    assert is_outdated(events({**sts(), "detail_version": 0}))
    assert not is_outdated(events(sts()))
    assert not is_outdated(events())


def test_a_case_whose_grade_falls_is_listed_with_the_old_grade_and_the_new() -> None:
    """0.69 'possible' became 0.86 'probable transfer' by counting one sighting twice."""
    was = build(events(sts(confidence=0.6))).with_columns(
        grade=pl.lit("probable transfer"), confidence=pl.lit(0.86)
    )
    now = supersede(build(events(sts(confidence=0.6))), was, "weighed anew")
    (line,) = corrected(now, was)
    assert f"case {now['case_id'][0]} 'probable transfer' (0.86) -> 'possible' (0.60)" in line
    assert now["version_reason"][0].startswith("weighed anew: probability 0.86 to 0.60")


def test_a_grade_that_rises_or_stays_is_no_correction_and_a_withdrawal_is_one() -> None:
    low, high = build(events(sts(confidence=0.6))), build(events(sts(confidence=0.9)))
    assert corrected(supersede(high, low), low) == []
    assert corrected(supersede(low, low), low) == []
    gone = supersede(build(events(event("gap", confidence=0.1))), high, "weighed anew")
    (line,) = corrected(gone, high)
    assert "'seen alongside' (0.90) -> 'withdrawn'" in line


def test_a_dark_transfer_seen_by_a_sensor_is_weighed_once() -> None:
    """The detector weighed the sighting; the unmatched sighting itself adds nothing."""
    part = {"what": "sightings", "value": 1.6, "weight": 3.8, "detail": "one beside her"}
    prior = {"what": "prior", "value": None, "weight": -3.0, "detail": "most only wait"}
    detail = {"dark": "one side", "place": "open sea", "parts": [prior, part]}
    dark = event("dark_sts", 671222000, confidence=0.69, detail=detail)
    seen = event("dark_ship", 671222000, start=1, end=1, confidence=0.9,
                 detail={"sighting_id": "S-1", "sensor": "sar"})  # fmt: skip
    once, twice = build(events(dark)), build(events(dark, seen))
    main = twice.filter(pl.col("kind") == "dark_sts")
    assert main["confidence"].to_list() == once["confidence"].to_list()
    assert main["grade"][0] == "possible"
