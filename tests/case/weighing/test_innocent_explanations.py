"""Each innocent explanation at the edge of its results: what is enough, and what is just not."""

from typing import Any

import pytest

from ..world import (
    BARGE,
    CHINA,
    DPRK,
    NOBODY,
    PANAMA,
    SEA,
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

DALIAN = (38.93, 121.65)
WEIGHT = {"likely": -2.0, "possible": -0.7, "unlikely": 0.0, "ruled out": 0.0, "not tested": 0.0}
"""'possible' halves the odds, 'likely' divides them by seven: log 0.5 and log 1/7."""


def rival(case: dict[str, Any], name: str) -> dict[str, Any]:
    found = next(p for p in case["evidence_against"] if p["what"] == name and p.get("result"))
    assert found["weight"] == WEIGHT[found["result"]]
    return dict(found)


def met(name: str, *more: dict[str, Any], known: Any = None, **given: Any) -> dict[str, Any]:
    """The rival `name` of a called transfer between two tankers at sea."""
    row = sts(**{"confidence": 0.97, **given})
    cases = build(events(row, *more), known=known)
    return rival(only(cases.filter(kind="sts")), name)


def apart(metres: float, **more: Any) -> dict[str, Any]:
    return {"median_gap_m": metres, "share_alongside": 0.9, "share_aligned": 0.9,
            "median_distance_m": metres + 20.0, **more}  # fmt: skip


@pytest.mark.parametrize(
    ("metres", "result"), [(150.0, "unlikely"), (200.0, "unlikely"), (201.0, "possible")]
)
def test_anchored_neighbours_swing_further_apart_than_ships_alongside_lie(
    metres: float, result: str
) -> None:
    found = met("anchorage", detail=apart(metres))
    assert found["result"] == result
    assert found["weight"] == WEIGHT[result]
    assert (f"{metres:.0f} m apart" in found["detail"]) == (result == "possible")


def test_an_anchorage_or_a_coast_is_where_ships_wait() -> None:
    learnt = met("anchorage", detail=apart(10.0, place="anchorage"))
    assert (learnt["result"], learnt["weight"]) == ("possible", -0.7)
    assert "anchorage learnt" in learnt["detail"]
    coast = met("anchorage", at=DALIAN)
    assert coast["result"] == "possible"
    assert "to the coast" in coast["detail"]


def test_a_port_is_a_possible_berth_and_a_visit_that_covers_the_time_a_likely_one() -> None:
    def visit(start: float) -> dict[str, Any]:
        return event("port_visit", PANAMA, start=start, end=start + 3, at=DALIAN)

    assert met("berth")["result"] == "ruled out"
    assert met("berth", at=DALIAN)["result"] == "possible"
    assert met("berth", visit(2.0))["result"] == "likely"
    assert met("berth", visit(6.0))["result"] == "ruled out"  # two hours after she left
    assert met("berth", at=DALIAN)["detail"].startswith("inside 5 nm of a port: ")  # 10 km


@pytest.mark.parametrize(
    ("length_m", "where", "result"),
    [
        (110, DALIAN, "likely"),
        (111, DALIAN, "ruled out"),  # two tankers, none of a barge's size
        (110, SEA, "ruled out"),
    ],
)
def test_a_barge_bunkers_near_the_coast(
    length_m: int, where: tuple[float, float], result: str
) -> None:
    known = hulls(DPRK, PANAMA, **{f"of_{DPRK}": {"length_m": length_m}})
    assert met("bunkering", known=known, at=where)["result"] == result


@pytest.mark.parametrize(
    ("types", "result"),
    [
        ((80, 89), "ruled out"),
        ((70, 70), "ruled out"),
        ((80, 70), "possible"),
        ((89, 90), "possible"),
        ((80, None), "not tested"),
        ((None, None), "not tested"),
    ],
)
def test_a_tanker_beside_another_type_may_be_giving_fuel(
    types: tuple[int | None, int | None], result: str
) -> None:
    of = {f"of_{m}": {"ship_type": t} for m, t in zip((DPRK, PANAMA), types, strict=True)}
    assert met("bunkering", known=hulls(DPRK, PANAMA, **of))["result"] == result


@pytest.mark.parametrize("code", [31, 32, 50, 51, 52, 53, 54])
def test_a_craft_that_says_it_serves_is_likely_to_serve(code: int) -> None:
    known = hulls(DPRK, PANAMA, **{f"of_{PANAMA}": {"ship_type": code}})
    assert met("pilot or tug", known=known)["result"] == "likely"
    tows = "likely" if code in (31, 32, 52) else "ruled out"
    assert met("towing or convoy", known=known)["result"] == tows


@pytest.mark.parametrize("code", [30, 33, 49, 55, 60, 70])
def test_any_other_type_is_no_service_craft(code: int) -> None:
    known = hulls(DPRK, PANAMA, **{f"of_{PANAMA}": {"ship_type": code}})
    assert met("pilot or tug", known=known)["result"] == "ruled out"


@pytest.mark.parametrize(
    ("observed_h", "inferred_h", "result"),
    [(1.5, 0.5, "unlikely"), (1.5, 0.4, "not tested"), (2.0, 0.0, "unlikely")],
)
def test_a_pilot_whose_type_was_not_heard_would_not_stay_for_two_hours(
    observed_h: float, inferred_h: float, result: str
) -> None:
    known = hulls(DPRK, PANAMA, **{f"of_{PANAMA}": {"ship_type": None}})
    found = met("pilot or tug", known=known, observed_h=observed_h, inferred_h=inferred_h)
    assert found["result"] == result


@pytest.mark.parametrize(
    ("types", "result"),
    [((30, 30), "likely"), ((30, 80), "possible"), ((80, 80), "ruled out"),
     ((30, None), "possible"), ((80, None), "not tested")],
)  # fmt: skip
def test_a_fishing_vessel_fishes(types: tuple[int | None, int | None], result: str) -> None:
    of = {f"of_{m}": {"ship_type": t} for m, t in zip((DPRK, PANAMA), types, strict=True)}
    assert met("fishing", known=hulls(DPRK, PANAMA, **of))["result"] == result


@pytest.mark.parametrize(
    ("speed_kn", "result"), [(3.0, "ruled out"), (3.1, "likely"), (None, "not tested")]
)
def test_above_three_knots_an_encounter_is_a_tow_or_a_convoy(
    speed_kn: float | None, result: str
) -> None:
    row = event("encounter", DPRK, PANAMA, confidence=0.95, detail={"median_sog_kn": speed_kn})
    assert rival(only(build(events(row))), "towing or convoy")["result"] == result
    dark = event("dark_sts", DPRK, PANAMA, confidence=0.95, detail={"mean_sog_kn": speed_kn})
    assert rival(only(build(events(dark))), "towing or convoy")["result"] == result


@pytest.mark.parametrize(
    ("observed_h", "inferred_h", "result"),
    [
        (2.0, 2.0, "unlikely"),
        (1.9, 2.1, "possible"),
        (4.0, 1.0, "ruled out"),
        (3.9, 1.1, "unlikely"),
        (0.0, 0.0, "possible"),  # nothing heard at all
    ],
)
def test_hours_across_silence_make_reception_a_rival(
    observed_h: float, inferred_h: float, result: str
) -> None:
    found = met("poor reception", observed_h=observed_h, inferred_h=inferred_h)
    assert (found["result"], found["weight"]) == (result, WEIGHT[result])


@pytest.mark.parametrize(
    ("detail", "result"),
    [
        ({"chance_by_reception": 0.04}, "ruled out"),
        ({"chance_by_reception": 0.05}, "unlikely"),
        ({"chance_by_reception": 0.29}, "unlikely"),
        ({"chance_by_reception": 0.3}, "possible"),
        ({"expected_reports": 3.0}, "unlikely"),
        ({"expected_reports": 2.9}, "possible"),
        ({}, "not tested"),
    ],
)
def test_a_silence_is_held_against_the_reception_there(
    detail: dict[str, float], result: str
) -> None:
    case = only(build(events(event("gap", TOGO, end=9, confidence=0.95, detail=detail))))
    found = rival(case, "poor reception")
    assert found["result"] == result
    for value in detail.values():
        assert (f"{value:.2f}" if value < 1 else f"{value:.0f} reports") in found["detail"]


@pytest.mark.parametrize(("n", "result"), [(4, "unlikely"), (5, "possible")])
def test_five_ships_adrift_at_once_speak_for_the_weather(n: int, result: str) -> None:
    adrift = [
        event("loitering", 412000100 + i, at=(SEA[0] + 0.05 * i, SEA[1]), confidence=0.3)
        for i in range(n)
    ]
    twice = [{**adrift[0], "event_id": "again", "start_utc": adrift[0]["end_utc"]}]
    found = met("weather drifting", *adrift, *twice)
    assert found["result"] == result
    assert found["detail"].startswith(f"{n} other ships")


def test_only_drifters_within_fifty_miles_and_at_the_time_count() -> None:
    def row(i: int, **given: Any) -> dict[str, Any]:
        return event("loitering", 412000100 + i, confidence=0.3, **given)

    here = [row(i) for i in range(4)]
    for fifth, result in (
        (row(9, at=(SEA[0] + 0.83, SEA[1])), "possible"),  # 49.8 nm
        (row(9, at=(SEA[0] + 0.84, SEA[1])), "unlikely"),  # 50.4 nm
        (row(9, start=4, end=9), "possible"),  # as the meeting ends
        (row(9, start=4.1, end=9), "unlikely"),
    ):
        assert met("weather drifting", *here, fifth)["result"] == result


def test_a_false_position_that_overlaps_speaks_for_an_error_and_one_before_for_deceit() -> None:
    over = event("spoofing", PANAMA, start=1, end=2, confidence=0.3)
    before = event("spoofing", PANAMA, start=-3, end=-2, confidence=0.3)
    assert met("position error or clone", over)["result"] == "possible"
    assert met("position error or clone", before)["result"] == "unlikely"


@pytest.mark.parametrize(
    ("a", "b", "metres", "result"),
    [
        (150202935, 150202936, 20.0, "likely"),
        (150202936, 150202935, 20.0, "likely"),
        (150202935, 150202936, 20.1, "unlikely"),
        (150202935, 150202937, 7.0, "possible"),
        (DPRK, PANAMA, 7.0, "ruled out"),  # two IMO numbers
        (DPRK, NOBODY, 7.0, "possible"),  # one name only
        (CHINA, BARGE, 7.0, "unlikely"),  # two names
    ],
)
def test_antennas_side_by_side_under_numbers_in_turn_are_one_hull(
    a: int, b: int, metres: float, result: str
) -> None:
    pair = sts(a, b, detail={"median_distance_m": metres}, confidence=0.97)
    assert rival(only(build(events(pair))), "one hull with two transponders")["result"] == result


@pytest.mark.parametrize(
    ("a", "b", "result"),
    [(DPRK, PANAMA, "ruled out"), (DPRK, NOBODY, "possible"), (150202935, NOBODY, "likely")],
)
def test_what_gives_neither_number_nor_size_is_a_small_craft(a: int, b: int, result: str) -> None:
    known = hulls(DPRK, PANAMA, NOBODY, 150202935)
    case = only(build(events(sts(a, b, confidence=0.97)), known=known))
    assert rival(case, "small craft or gear")["result"] == result


def test_a_listing_is_the_surer_the_more_than_a_name_agrees() -> None:
    def result(**given: Any) -> str:
        found = only(build(events(), named=matches(match(TOGO, **given))))
        return str(rival(found, "another ship of that name")["result"])

    assert result() == "unlikely"
    assert result(listed_imo=None) == "possible"
    assert result(verdict="possible", score=0.6) == "likely"


@pytest.mark.parametrize(("confidence", "result"), [(0.9, "unlikely"), (0.89, "possible")])
def test_a_slip_of_the_keys_explains_a_weak_change_of_identity(
    confidence: float, result: str
) -> None:
    row = event("identity", DPRK, confidence=confidence)
    assert rival(only(build(events(row))), "entry error")["result"] == result
