"""Evidence adds up as printed, the innocent explanations count, and nothing counts twice."""

import math
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawarden.case.weighing.innocent_explanations import LOG_ODDS
from seawarden.schema import HULLS

from ..world import (
    BARGE,
    CHINA,
    DPRK,
    PANAMA,
    SEA,
    TOGO,
    build,
    claim,
    claims,
    event,
    events,
    h,
    hulls,
    only,
    sts,
)


def rival(case: dict[str, Any], name: str) -> dict[str, Any]:
    return next(p for p in case["evidence_against"] if p["what"] == name and p.get("result"))


def total(case: dict[str, Any]) -> float:
    weights = [p["weight"] for p in case["evidence_for"] + case["evidence_against"]]
    return 1 / (1 + math.exp(-math.fsum(weights)))


PARTS = [
    {"what": "prior", "value": None, "weight": -3.5, "detail": "few transfer"},
    {"what": "alongside", "value": 12.0, "weight": 4.4, "detail": "12 m"},
    {"what": "place", "value": 90.0, "weight": 0.0, "detail": "open sea"},
]


def test_the_printed_weights_add_up_to_the_probability() -> None:
    p = 1 / (1 + math.exp(-0.9))
    case = only(build(events(sts(confidence=p, detail={"parts": PARTS, "median_gap_m": 12}))))
    assert case["confidence"] == pytest.approx(total(case), abs=1e-3)
    assert {"prior", "alongside"} <= {
        p["what"] for p in case["evidence_for"] + case["evidence_against"]
    }


@settings(max_examples=40, deadline=None)
@given(st.floats(0.2, 1.0), st.sampled_from([30, 52, 70, 80, None]), st.booleans())
def test_the_weights_add_up_for_any_probability_and_type(
    p: float, kind: int | None, silent: bool
) -> None:
    more = [event("gap", PANAMA, start=-9, end=-3, confidence=0.8)] if silent else []
    known = hulls(DPRK, PANAMA, **{f"of_{PANAMA}": {"ship_type": kind}})
    case = only(build(events(sts(confidence=p), *more), known=known))
    # Beyond the limit of 0.98 the sum is held there.
    assert case["confidence"] == pytest.approx(min(max(total(case), 0.02), 0.98), abs=1e-3)


@pytest.mark.parametrize(
    ("p", "raw", "last"),
    [(0.995, None, "limit"), (0.6, 0.9, "calibration"), (0.6, None, "not seen")],
)
def test_what_no_part_explains_is_a_part_of_its_own(p: float, raw: float | None, last: str) -> None:
    """A reader adds the printed weights up and arrives at the printed probability."""
    detail = {"parts": PARTS, "median_gap_m": 12} | ({} if raw is None else {"raw_confidence": raw})
    case = only(build(events(sts(confidence=p, detail=detail))))
    assert last in {p["what"] for p in case["evidence_for"] + case["evidence_against"]}
    assert case["confidence"] == pytest.approx(total(case), abs=1e-3)


def test_no_case_is_surer_than_the_limit() -> None:
    assert only(build(events(sts(confidence=1.0))))["confidence"] <= 0.98


def test_who_the_ships_are_does_not_raise_what_they_did() -> None:
    """A flag is no evidence of conduct: it decides the rank, never the probability."""
    dprk = only(build(events(sts(DPRK, PANAMA)), known=hulls(DPRK, PANAMA)))
    same = {f"of_{TOGO}": {"ship_type": 80}}
    other = only(build(events(sts(TOGO, PANAMA)), known=hulls(TOGO, PANAMA, **same)))
    assert dprk["confidence"] == other["confidence"]
    assert dprk["tier"] < other["tier"]


def test_opposite_draughts_confirm_and_unchanged_ones_prove_nothing() -> None:
    base = only(build(events(sts(confidence=0.7))))["confidence"]
    opposite = claims(
        claim(DPRK, -40, -1, draught_m=7.9), claim(DPRK, 6, 40, draught_m=4.6),
        claim(PANAMA, -40, -1, draught_m=6.0), claim(PANAMA, 6, 40, draught_m=9.0),
    )  # fmt: skip
    same = claims(claim(DPRK, -40, 40, draught_m=7.9), claim(PANAMA, -40, 40, draught_m=6.0))
    assert only(build(events(sts(confidence=0.7)), said=opposite))["confidence"] > base
    assert only(build(events(sts(confidence=0.7)), said=same))["confidence"] == base


def test_draughts_that_the_detector_weighed_are_not_weighed_again() -> None:
    parts = [{"what": "draught", "value": -3.3, "weight": 2.0, "detail": "opposite"}]
    row = sts(confidence=1 / (1 + math.exp(-2.0)), detail={"parts": parts})
    said = claims(
        claim(DPRK, -40, -1, draught_m=7.9), claim(DPRK, 6, 40, draught_m=4.6),
        claim(PANAMA, -40, -1, draught_m=6.0), claim(PANAMA, 6, 40, draught_m=9.0),
    )  # fmt: skip
    with_claims = only(build(events(row), said=said))
    assert with_claims["confidence"] == only(build(events(row)))["confidence"]


def test_every_innocent_explanation_is_tested_and_printed() -> None:
    case = only(build(events(sts())))
    assert [p["what"] for p in case["evidence_against"] if p.get("result")] == [
        "berth", "anchorage", "bunkering", "pilot or tug", "fishing", "towing or convoy",
        "poor reception", "weather drifting", "position error or clone",
        "one hull with two transponders", "small craft or gear",
    ]  # fmt: skip
    for part in case["evidence_against"]:
        assert part["detail"]
        assert part["result"] in LOG_ODDS


def test_a_berth_is_the_likely_explanation_inside_a_port() -> None:
    dalian = (38.93, 121.65)
    visit = event("port_visit", PANAMA, start=-2, end=6, at=dalian)
    case = only(build(events(sts(at=dalian), visit)))
    assert rival(case, "berth")["result"] == "likely"
    assert case["confidence"] < only(build(events(sts())))["confidence"]
    assert rival(only(build(events(sts()))), "berth")["result"] == "ruled out"


def test_a_small_tanker_beside_a_ship_in_port_is_bunkering() -> None:
    case = only(build(events(sts(CHINA, BARGE, at=(38.93, 121.65), confidence=0.95))))
    assert rival(case, "bunkering")["result"] == "likely"


def test_fishing_pairs_tugs_and_convoys_are_told() -> None:
    both = {f"of_{m}": {"ship_type": 30} for m in (DPRK, PANAMA)}
    case = only(build(events(sts(confidence=0.95)), known=hulls(DPRK, PANAMA, **both)))
    assert rival(case, "fishing")["result"] == "likely"
    tug = {f"of_{PANAMA}": {"ship_type": 52}}
    case = only(build(events(sts(confidence=0.95)), known=hulls(DPRK, PANAMA, **tug)))
    assert rival(case, "pilot or tug")["result"] == "likely"
    fast = event("encounter", DPRK, PANAMA, confidence=0.95, detail={"median_sog_kn": 8.0})
    assert rival(only(build(events(fast))), "towing or convoy")["result"] == "likely"


def test_types_that_were_not_heard_are_said_to_be_untested() -> None:
    known = hulls(DPRK, PANAMA, **{f"of_{PANAMA}": {"ship_type": None}})
    assert rival(only(build(events(sts()), known=known)), "fishing")["result"] == "not tested"


def test_hours_inferred_across_silence_speak_for_poor_reception() -> None:
    row = sts(observed_h=1.0, inferred_h=3.0)
    assert rival(only(build(events(row))), "poor reception")["result"] == "possible"


def test_many_ships_adrift_at_once_speak_for_the_weather() -> None:
    others = [
        event("loitering", 412000100 + i, at=(SEA[0] + 0.05 * i, SEA[1]), confidence=0.3)
        for i in range(6)
    ]
    case = only(build(events(sts(), *others)))
    assert rival(case, "weather drifting")["result"] == "possible"
    far = [{**row, "lat_deg": SEA[0] + 3} for row in others]
    assert rival(only(build(events(sts(), *far))), "weather drifting")["result"] == "unlikely"


def test_a_clone_of_one_side_is_told() -> None:
    twin = hulls(DPRK, PANAMA).to_dicts()
    twin.append({**twin[1], "hull": h(PANAMA, 1)})
    known = pl.DataFrame(twin, schema=HULLS.schema)
    case = only(build(events(sts()), known=known))
    assert rival(case, "position error or clone")["result"] == "possible"
    assert any("same MMSI" in d for s in case["ships"] for d in s["doubts"])


def test_two_transponders_on_one_hull_are_told() -> None:
    """Real traffic off Weihai: 150202935 and 150202936, 4 to 11 m apart for weeks."""
    pair = sts(150202935, 150202936, detail={"median_distance_m": 7.0}, confidence=0.97)
    case = only(build(events(pair)))
    assert rival(case, "one hull with two transponders")["result"] == "likely"
    assert rival(case, "small craft or gear")["result"] == "likely"
    assert case["confidence"] < 0.5
    assert case["tier"] == 2
    named = rival(only(build(events(sts()))), "one hull with two transponders")
    assert named["result"] == "ruled out"
