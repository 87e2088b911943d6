"""What the detector has weighed is printed in a case and weighs nothing a second time."""

from typing import Any

import pytest

from ..world import (
    BARGE,
    CHINA,
    DPRK,
    PANAMA,
    build,
    claim,
    claims,
    event,
    events,
    hulls,
    only,
    sts,
)

DALIAN = (38.93, 121.65)


def part(what: str, weight: float = 0.0) -> dict[str, Any]:
    return {"what": what, "value": 1.0, "weight": weight, "detail": "as the detector saw it"}


ALONGSIDE = {
    "median_gap_m": 22.0, "share_alongside": 0.9, "share_aligned": 0.9, "median_distance_m": 41.0,
}  # fmt: skip


def detail(*parts: str, of: dict[str, Any] = ALONGSIDE) -> dict[str, Any]:
    return {**of, "parts": [part(p) for p in ("prior", *parts)]}


DARK: dict[str, Any] = {"dark": "both sides"}


def rival(case: dict[str, Any], name: str) -> dict[str, Any]:
    return next(p for p in case["evidence_against"] if p["what"] == name and p.get("result"))


TYPES = {"ship_type": 30}
RIVALS: list[tuple[str, str, str, dict[str, Any], dict[str, Any]]] = [
    ("berth", "place", "sts", {"at": DALIAN}, {}),
    ("anchorage", "place", "sts", {"at": DALIAN}, {}),
    ("bunkering", "trade", "sts", {}, {f"of_{PANAMA}": {"ship_type": 70}}),
    ("bunkering", "kind", "dark_sts", {}, {f"of_{PANAMA}": {"ship_type": 70}}),
    ("fishing", "trade", "sts", {}, {f"of_{m}": TYPES for m in (DPRK, PANAMA)}),
    ("fishing", "kind", "dark_sts", {}, {f"of_{m}": TYPES for m in (DPRK, PANAMA)}),
    ("pilot or tug", "trade", "sts", {}, {f"of_{PANAMA}": {"ship_type": 52}}),
    ("pilot or tug", "kind", "dark_sts", {}, {f"of_{PANAMA}": {"ship_type": 52}}),
    ("towing or convoy", "motion", "sts", {}, {f"of_{PANAMA}": {"ship_type": 52}}),
    ("poor reception", "seen", "sts", {"observed_h": 1.0, "inferred_h": 3.0}, {}),
    ("poor reception", "deliberate", "dark_sts", {"observed_h": 0.0, "inferred_h": 4.0}, {}),
]  # fmt: skip
"""Rival, the part that holds it, the kind of event, how it differs, how the hulls differ."""


@pytest.mark.parametrize(("name", "held", "kind", "given", "of"), RIVALS)
def test_a_rival_that_the_detector_weighed_weighs_nothing_here(
    name: str, held: str, kind: str, given: dict[str, Any], of: dict[str, Any]
) -> None:
    def case(*parts: str) -> dict[str, Any]:
        shown = detail(*parts, of=ALONGSIDE if kind == "sts" else DARK)
        row = event(kind, DPRK, PANAMA, confidence=0.97, detail=shown, **given)
        return only(build(events(row), known=hulls(DPRK, PANAMA, **of)))

    open_, counted = case(), case(held)
    assert rival(open_, name)["weight"] < 0
    assert "already" not in rival(open_, name)["detail"]
    assert rival(counted, name)["weight"] == 0
    assert rival(counted, name)["detail"].endswith("(already in the detector's probability)")
    assert rival(counted, name)["result"] == rival(open_, name)["result"]
    assert counted["confidence"] > open_["confidence"]


def test_two_transponders_on_one_hull_are_weighed_once() -> None:
    def case(*parts: str) -> dict[str, Any]:
        near = {**detail(*parts), "median_distance_m": 7.0}
        return only(build(events(sts(150202935, 150202936, detail=near, confidence=0.97))))

    name = "one hull with two transponders"
    assert rival(case(), name)["weight"] == -2.0
    assert rival(case("two hulls"), name)["weight"] == 0.0


@pytest.mark.parametrize("held", ["identity", "jump", "one transmitter"])
def test_an_identity_that_the_detector_weighed_weighs_nothing_here(held: str) -> None:
    """Only `sts` writes `identity`; the other two are parts of a single ship's events."""

    def case(*parts: str) -> dict[str, Any]:
        clone = event("spoofing", PANAMA, confidence=0.8)
        cases = build(events(sts(confidence=0.97, detail=detail(*parts)), clone))
        return only(cases.filter(kind="sts"))

    name = "position error or clone"
    assert rival(case(), name)["weight"] == -0.7
    assert rival(case(held), name)["weight"] == 0.0


@pytest.mark.parametrize("held", ["deliberate", "silent ship"])
def test_the_silence_that_a_dark_transfer_is_made_of_is_not_added_again(held: str) -> None:
    """Counted twice, 0.69 'possible' became 0.86 'probable transfer'."""

    def silence(*parts: str) -> list[float]:
        row = event("dark_sts", DPRK, PANAMA, confidence=0.7, detail=detail(*parts, of=DARK))
        gap = event("gap", PANAMA, start=-9, end=3, confidence=0.8)
        case = only(build(events(row, gap)))
        return [p["weight"] for p in case["evidence_for"] if p["what"] == "silence around it"]

    assert silence() == [0.5]
    assert silence(held) == []


def test_a_sighting_that_the_detector_weighed_is_not_added_again() -> None:
    def seen(*parts: str) -> list[float]:
        row = event("dark_sts", DPRK, PANAMA, confidence=0.7, detail=detail(*parts, of=DARK))
        ship = {**event("dark_ship", None, start=1, end=1, confidence=0.9), "hull": row["hull"]}
        case = only(build(events(row, ship)))
        return [p["weight"] for p in case["evidence_for"] if p["what"] == "unmatched sighting"]

    assert seen() == [1.0]
    assert seen("sightings") == []


def test_draughts_that_the_detector_weighed_are_not_added_again() -> None:
    said = claims(
        claim(CHINA, -40, -1, draught_m=7.9), claim(CHINA, 6, 40, draught_m=4.6),
        claim(BARGE, -40, -1, draught_m=3.0), claim(BARGE, 6, 40, draught_m=5.2),
    )  # fmt: skip

    def draught(*parts: str) -> list[float]:
        row = sts(CHINA, BARGE, confidence=0.7, detail=detail(*parts))
        case = only(build(events(row), said=said))
        return [p["weight"] for p in case["evidence_for"] if p["what"] == "draught change"]

    assert draught() == [1.5]
    assert draught("draught") == []


@pytest.mark.parametrize("held", ["seen", "reception", "deliberate"])
def test_reception_that_the_detector_weighed_weighs_nothing_here(held: str) -> None:
    """Of a gap the detector has held the silence against what was to be heard."""

    def case(*parts: str) -> dict[str, Any]:
        shown = detail(*parts, of={"chance_by_reception": 0.5})
        return only(build(events(event("gap", DPRK, end=9, confidence=0.95, detail=shown))))

    assert rival(case(), "poor reception")["weight"] == -0.7
    assert rival(case(held), "poor reception")["weight"] == 0.0
