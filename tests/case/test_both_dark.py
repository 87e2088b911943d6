"""Two silences that overlap and could have met are one case of both ships, whoever they are."""

from typing import Any

import pytest

from .world import PANAMA, TOGO, build, claim, claims, event, events, only


def dark(rivals: float, **given: Any) -> dict[str, Any]:
    """A meeting in the dark that nobody saw, of two strangers who were silent on purpose."""
    detail = {"dark": "both sides", "deliberate": 0.9, "other_deliberate": 0.8, "rivals": rivals}
    return event("dark_sts", PANAMA, TOGO, detail=detail, confidence=0.2, observed_h=0.0,
                 inferred_h=4.0, **given)  # fmt: skip


def test_one_case_names_both_and_says_no_more_than_that_they_could_have_met() -> None:
    found = only(build(events(dark(1.0))))
    assert set(found["mmsis"]) == {PANAMA, TOGO}
    assert "could have met" in found["what_happened"]
    assert "transfer" not in found["title"].lower()
    assert found["grade"] == "cannot be excluded"


def test_the_fewer_others_could_have_been_there_the_earlier_it_is_read() -> None:
    ranked = [only(build(events(dark(n))))["priority"] for n in (0.0, 1.0, 2.0)]
    assert ranked == sorted(ranked, reverse=True) and len(set(ranked)) == 3
    assert build(events(dark(40.0))).is_empty(), "where anybody could have met nothing is said"


def test_a_silence_that_reception_explains_opens_nothing() -> None:
    row = dark(0.0)
    row["detail"] = row["detail"].replace("0.8", "0.3")
    assert build(events(row)).is_empty()


@pytest.mark.parametrize("what", ["sighting", "draughts"])
def test_it_rises_with_what_speaks_for_a_meeting(what: str) -> None:
    rows, said = [dark(1.0)], claims(claim(TOGO, -30, -29))
    if what == "sighting":
        rows.append(event("dark_ship", None, start=1.0, end=1.0, observed_h=0.0))
    else:
        said = claims(*(
            claim(mmsi, start, end, draught_m=draught)
            for mmsi, before, after in ((PANAMA, 9.0, 6.5), (TOGO, 4.0, 6.0))
            for start, end, draught in ((-30, -1, before), (5, 30, after))
        ))  # fmt: skip
    assert (
        only(build(events(*rows), said=said))["confidence"]
        > only(build(events(dark(1.0))))["confidence"]
    )
