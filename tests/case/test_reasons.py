"""Why a case was opened, at the edge of each rule, and how it is ordered: worked by hand."""

from typing import Any

import pytest

from .world import (
    CHINA,
    DPRK,
    NOBODY,
    PANAMA,
    TOGO,
    build,
    claim,
    claims,
    event,
    events,
    match,
    matches,
    only,
    sts,
)

CALL = {"is_dprk_port": True}


def why(case: dict[str, Any]) -> str:
    last = case["evidence_for"][-1]
    assert (last["what"], last["weight"]) == ("why it is a case", 0.0)
    return str(last["detail"])


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([sts(DPRK, PANAMA, confidence=0.2)], "a DPRK-flagged ship (MID 445) takes part"),
        ([sts(NOBODY, CHINA, confidence=0.2)], "one side is unidentified"),
        ([event("dark_sts", TOGO, confidence=0.5)], "one side is unidentified"),
        ([sts(TOGO, CHINA, confidence=0.5)], "the detector calls it"),
        ([event("gap", DPRK, end=1, confidence=0.5)], "a DPRK-flagged ship (MID 445) takes part"),
        ([event("port_visit", TOGO, confidence=0.5, detail=CALL)],
         "a DPRK port was visited or within reach"),
        ([event("gap", TOGO, confidence=0.5), event("identity", TOGO, confidence=0.5)],
         "combination: gap, identity"),
        ([event("gap", TOGO, end=6, confidence=0.9)], "high probability: gap"),
        ([event("spoofing", TOGO, confidence=0.9)], "high probability: spoofing"),
    ],
)  # fmt: skip
def test_a_case_says_by_which_rule_it_was_opened(rows: list[dict[str, Any]], reason: str) -> None:
    assert why(only(build(events(*rows)))) == reason


@pytest.mark.parametrize(
    "rows",
    [
        [sts(DPRK, PANAMA, confidence=0.19)],
        [sts(NOBODY, CHINA, confidence=0.19)],
        [sts(NOBODY, 150202935, confidence=0.3)],  # two that nobody knows
        [event("dark_sts", TOGO, confidence=0.49)],
        [sts(TOGO, CHINA, confidence=0.49)],
        [event("gap", DPRK, end=1, confidence=0.49)],
        [event("port_visit", TOGO, confidence=0.49, detail=CALL)],
        [event("gap", TOGO, confidence=0.5), event("identity", TOGO, confidence=0.49)],
        [event("gap", TOGO, confidence=0.5), event("gap", TOGO, start=5, confidence=0.5, end=6)],
        [
            event("gap", TOGO, confidence=0.6),
            event("port_visit", TOGO, confidence=0.9, detail={"is_dprk_port": False}),
        ],
        [event("gap", TOGO, end=6, confidence=0.89)],
        [event("gap", TOGO, end=5.9, confidence=0.99)],
        [event("gap", TOGO, confidence=0.6), event("identity", TOGO, start=28, end=29)],
    ],
)
def test_just_below_the_rule_nothing_is_opened(rows: list[dict[str, Any]]) -> None:
    assert build(events(*rows)).is_empty()


def test_a_listed_ship_opens_by_her_listing() -> None:
    named = matches(match(TOGO))
    assert why(only(build(events(), named=named))) == "screening matches a listing"
    assert why(only(build(events(sts(TOGO, CHINA)), named=named))) == "a listed ship takes part"
    possible = matches(match(TOGO, verdict="possible", score=0.6))
    assert why(only(build(events(), named=possible))) == "screening possibly matches a listing"


@pytest.mark.parametrize(
    ("row", "named", "priority"),
    [
        (sts(DPRK, PANAMA), None, 0.9 * 1.0 * 0.95),
        (event("dark_sts", DPRK, PANAMA), None, 0.9 * 1.0 * 0.95),
        (sts(TOGO, CHINA), None, 0.9 * 1.0 * 0.85),
        (sts(TOGO, CHINA), match(TOGO), 0.9 * 1.0 * 1.0),
        (sts(TOGO, CHINA), match(TOGO, is_dprk=False), 0.9 * 1.0 * 0.85),
        (event("gap", TOGO, end=9, confidence=0.95), None, 0.95 * 0.6 * 0.85),
        (event("port_visit", TOGO, detail=CALL), None, 0.9 * 0.75 * 0.85),
        (event("port_visit", DPRK, detail=CALL), None, 0.9 * 0.2 * 0.95),  # at home
        (event("dark_ship", None, confidence=0.95), None, 0.95 * 0.45 * 0.85),
        (event("spoofing", TOGO, confidence=0.95), None, 0.95 * 0.55 * 0.85),
        (event("loitering", DPRK), None, 0.9 * 0.4 * 0.95),
        (None, match(TOGO), 0.97 * 0.8 * 1.0),
    ],
)
def test_priority_is_confidence_times_gravity_times_party(
    row: dict[str, Any] | None, named: dict[str, Any] | None, priority: float
) -> None:
    """The formula of `rank`, without rivals that move the confidence."""
    cases = build(events(*([row] if row else [])), named=matches(named) if named else None)
    assert only(cases)["priority"] == pytest.approx(priority, abs=1e-6)


@pytest.mark.parametrize(
    ("more", "what", "weight"),
    [
        (event("spoofing", PANAMA, start=-3, end=-1, confidence=0.5), "deception", 0.5),
        (event("identity", PANAMA, start=5, end=6, confidence=0.5), "deception", 0.5),
        (event("identity", PANAMA, start=5, end=6, confidence=0.49), "deception", None),
        (event("spoofing", PANAMA, start=1, end=2, confidence=0.5), "deception", None),  # a rival
        (event("encounter", DPRK, PANAMA, confidence=0.5), "second detector", 0.3),
        (event("encounter", DPRK, PANAMA, confidence=0.49), "second detector", None),
        (event("gap", PANAMA, start=-9, end=-3, confidence=0.5), "silence", 0.5),
        (event("gap", PANAMA, start=-9, end=-3, confidence=0.49), "silence", None),
        (event("port_visit", PANAMA, start=-9, end=-3, detail=CALL), "DPRK port call", 0.0),
    ],
)
def test_what_happened_around_a_meeting_is_weighed_as_printed(
    more: dict[str, Any], what: str, weight: float | None
) -> None:
    cases = build(events(sts(confidence=0.7), more)).filter(kind="sts")
    parts = [p for p in only(cases)["evidence_for"] if p["what"].startswith(what)]
    assert [p["weight"] for p in parts] == ([] if weight is None else [weight])
    for part in parts:
        assert part["rows"] == [more["event_id"]]


def test_silence_around_a_meeting_counts_its_hours() -> None:
    rows = [event("gap", m, start=-9, end=-3.5, confidence=0.8) for m in (DPRK, PANAMA)]
    case = only(build(events(sts(confidence=0.7), *rows)))
    (part,) = [p for p in case["evidence_for"] if p["what"].startswith("silence")]
    assert part["value"] == 11.0
    assert part["detail"].startswith("11.0 h of silence")


@pytest.mark.parametrize(
    ("changes", "weight"),
    [
        ((-1.5, 1.5), 1.5), ((1.5, -1.5), 1.5), ((1.5, 1.5), 0.5), ((1.5, 0.0), 0.5),
        ((0.0, 1.5), 0.5), ((0.0, 0.0), None), ((0.9, None), 0.5), ((None, None), None),
    ],
)  # fmt: skip
def test_what_the_draughts_of_two_ships_weigh(
    changes: tuple[float | None, float | None], weight: float | None
) -> None:
    said = [
        claim(ship, start, end, draught_m=draught)
        for ship, change in zip((DPRK, PANAMA), changes, strict=True)
        if change is not None
        for start, end, draught in ((-40, -1, 7.0), (6, 40, 7.0 + change))
    ]
    case = only(build(events(sts(confidence=0.7)), said=claims(*said) if said else None))
    parts = [p for p in case["evidence_for"] if p["what"] == "draught change"]
    assert [p["weight"] for p in parts] == ([] if weight is None else [weight])


@pytest.mark.parametrize(
    ("row", "up", "down"),
    [
        (sts(),
         "a photograph or radar image of the two hulls in that time or draughts that change in "
         "opposite ways within 48 h",
         "a port log that shows them at anchor, a gale or waiting order in force there or proof "
         "that the position or the MMSI was not the ship's own"),
        (sts(CHINA, NOBODY, confidence=0.6),
         "a photograph or radar image of the two hulls in that time, draughts that change in "
         "opposite ways within 48 h, reports of both ships from another receiver or satellite or "
         "a photograph or record that gives the IMO number",
         "a photograph that shows a small craft or a buoy, a bunker delivery note or a fishing "
         "licence or landing record"),
        (event("gap", TOGO, end=9, confidence=0.95),
         "a sighting during the silence, or a draught or name that differs after it",
         "archived reports from another receiver that fill the silence, proof that the position "
         "or the MMSI was not the ship's own or a port log that shows them berthed"),
        (event("identity", DPRK), "a sighting or a second receiver that agrees",
         "a register entry that agrees with the claim"),
        (event("spoofing", TOGO, confidence=0.95), "a sighting or a second receiver that agrees",
         "other ships nearby with the same error or proof that the position or the MMSI was not "
         "the ship's own"),
    ],
)  # fmt: skip
def test_what_would_change_a_finding_is_what_is_still_missing(
    row: dict[str, Any], up: str, down: str
) -> None:
    case = only(build(events(row)))
    assert case["what_would_change_it"] == (
        f"It would be raised by {up}. It would be lowered by {down}."
    )


def test_a_change_of_draught_is_told_ship_by_ship() -> None:
    opposite = claims(
        claim(DPRK, -40, -1, draught_m=7.0), claim(DPRK, 6, 40, draught_m=5.5),
        claim(PANAMA, -40, -1, draught_m=6.0), claim(PANAMA, 6, 40, draught_m=7.25),
    )  # fmt: skip
    case = only(build(events(sts(confidence=0.7)), said=opposite))
    (part,) = [p for p in case["evidence_for"] if p["what"] == "draught change"]
    assert part["value"] == "CHON MYONG 9 -1.5 m; OCEAN GRACE +1.2 m"
    assert part["detail"] == (
        "opposite changes of draught as entered by the crews: CHON MYONG 9 -1.5 m; "
        "OCEAN GRACE +1.2 m"
    )
