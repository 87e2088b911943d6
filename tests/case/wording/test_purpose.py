"""Each sentence pattern of docs/wording.md about contact and purpose, and its rule."""

from typing import Any

import polars as pl

from seawarden.schema.kinds.purpose import NOT_SEPARATED, Purpose

from ..world import DPRK, PANAMA, SEA, build, event, events, only, sts

NAMPO = (38.58, 124.83)


def alongside(likely: Purpose, p: float = 0.97, **given: Any) -> dict[str, Any]:
    """A contact of 0.97 whose likeliest purpose has probability `p`."""
    rest = Purpose.NONE if likely is not Purpose.NONE else Purpose.TRANSFER
    purpose = [{"kind": likely.value, "probability": p}, {"kind": rest.value, "probability": 1 - p}]
    cargo = p if likely is Purpose.TRANSFER else 0.0
    row = sts(confidence=max(0.97 * cargo, 0.01), **given)
    return {**row, "contact": 0.97, "purpose": purpose}


def case_of(row: dict[str, Any]) -> dict[str, Any]:
    return only(build(events(row)))


def test_another_purpose_that_leads_is_named_and_no_headline_says_transfer() -> None:
    for kind in (Purpose.BUNKERING, Purpose.TOW, Purpose.ONE_HULL, Purpose.BOAT):
        found = case_of(alongside(kind))
        assert found["grade"] == "seen alongside"
        assert "transfer" not in (found["title"] + found["what_happened"]).lower()
        assert f"the likeliest purpose is {kind}, with probability 0.97" in found["what_happened"]


def test_what_nothing_separates_cannot_be_told_from_ais() -> None:
    found = case_of(alongside(Purpose.TRANSFER, 0.4))
    assert f"what for {NOT_SEPARATED}" in found["what_happened"]
    assert "transfer" not in found["title"].lower()


def test_a_transfer_that_leads_below_one_half_is_not_said_to_be_untold() -> None:
    """Types tell what for; that the hulls touched is what is in doubt."""
    found = case_of(alongside(Purpose.TRANSFER, 0.4, detail={"separated_by": "type"}))
    assert "that cargo was moved has probability 0.39" in found["what_happened"]
    assert NOT_SEPARATED not in found["what_happened"]
    assert "transfer" not in found["title"].lower()


def test_a_meeting_is_told_as_a_meeting() -> None:
    """Two ships 225 m apart at anchor were once called a probable transfer."""
    found = case_of(event("encounter", DPRK, PANAMA, detail={"median_distance_m": 225.0}))
    assert found["grade"] == "seen near each other"
    assert found["title"].startswith("Seen near each other")
    assert "That they lay near each other has probability" in found["what_happened"]
    assert "transfer" not in (found["title"] + found["what_happened"]).lower()


def test_two_dprk_flagged_ships_are_at_home_in_dprk_waters_and_a_case_at_sea() -> None:
    other = 445300089
    at_home = event("encounter", DPRK, other, at=NAMPO)
    assert build(events(at_home)).is_empty()
    at_sea = only(build(events(event("encounter", DPRK, other, at=SEA))))
    foreign = only(build(events(event("encounter", DPRK, PANAMA, at=SEA))))
    assert at_sea["priority"] < foreign["priority"]


def test_a_silence_beside_a_meeting_of_strangers_is_context_and_no_proof() -> None:
    met = event("encounter", 412333000, PANAMA)
    gap = event("gap", PANAMA, start=5, end=9, confidence=0.8)
    found = build(events(met, gap)).filter(pl.col("kind") == "encounter")
    for row in found.iter_rows(named=True):
        assert "transfer" not in (row["title"] + row["what_happened"]).lower()
