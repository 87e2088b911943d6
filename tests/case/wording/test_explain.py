"""Two sentences that name ships, place, time, hours, certainty and measure, and no more."""

import re
from datetime import date

import polars as pl
import pytest

from ..world import (
    CHINA,
    DPRK,
    NOBODY,
    PANAMA,
    TOGO,
    build,
    event,
    events,
    h,
    hulls,
    match,
    matches,
    only,
    sts,
)


def sentences(text: str) -> list[str]:
    """Split at full stops that end a sentence, not at those inside numbers."""
    return [s for s in re.split(r"(?<=[^\d])\.\s+(?=[A-Z])|(?<=\))\.\s+(?=[A-Z])", text) if s]


def test_the_wording_of_a_transfer_that_was_seen() -> None:
    """Golden: what a watch officer reads first, word for word."""
    case = only(build(events(sts(confidence=0.9))))
    assert case["title"] == "Seen alongside: CHON MYONG 9 (DPRK) and OCEAN GRACE (PA), 3 May 2024"
    assert case["what_happened"] == (
        "On 3 May 2024 from 01:00 to 05:00 UTC, CHON MYONG 9 (IMO 8712348, DPRK flag, MMSI "
        "445123000) and OCEAN GRACE (IMO 9165308, Panama flag, MMSI 351456000) lay alongside, "
        "about 22 m hull to hull, 118 nm south-west of Cheju Hang (South Korea), 95 nm off the "
        "coast (32°24.0′N 124°36.0′E); 4.0 h were observed and none inferred. The ships were "
        "seen alongside; that it was a ship-to-ship transfer has probability 0.90 (very "
        "likely); if goods moved to or from the DPRK-flagged ship, it may breach UNSC "
        "resolution 2375 (2017), paragraph 11 (paragraph to be confirmed), and 1 more below."
    )


@pytest.mark.parametrize(
    "row",
    [
        sts(), sts(confidence=0.55, observed_h=0.0, inferred_h=5.0), event("dark_sts", TOGO),
        event("dark_sts", TOGO, PANAMA, observed_h=0.0, inferred_h=6.0),
        event("encounter", DPRK, CHINA, detail={"median_distance_m": 320.0}),
        event("gap", DPRK, end=9), event("gap", DPRK, end=9, is_open=True),
        event("loitering", DPRK), event("port_visit", DPRK, detail={"port_name": "Nampo"}),
        event("spoofing", DPRK), event("identity", DPRK), event("dark_ship", None, confidence=0.95),
        sts(NOBODY, PANAMA),
    ],
    ids=lambda r: f"{r['kind']}-{r['mmsi']}-{r['observed_h']}",
)  # fmt: skip
def test_every_kind_is_told_in_two_sentences_with_place_and_time(row: dict[str, object]) -> None:
    case = only(build(events(row)))
    said = case["what_happened"]
    assert len(sentences(said)) == 2, said
    assert said.endswith(".")
    assert "UTC" in said
    assert re.search(r"\d nm (north|south|east|west)|at [A-Z]", said)
    assert re.search(r"\d\d°\d\d\.\d′[NS]", said)
    assert f"{case['confidence']:.2f}" in said
    assert "None" not in said
    assert "None" not in case["what_would_change_it"]


def test_a_ship_without_a_register_is_called_so() -> None:
    said = only(build(events(event("dark_sts", TOGO, confidence=0.6))))["what_happened"]
    assert "a ship of unknown registry" in said
    assert (
        "a ship of unknown registry (flag not known, MMSI 150123456)"
        in (only(build(events(sts(NOBODY, PANAMA))))["what_happened"])
    )


def test_what_was_not_seen_is_not_said_to_have_been() -> None:
    row = sts(confidence=0.7, observed_h=0.0, inferred_h=5.0)
    case = only(build(events(row)))
    assert case["grade"] == "possible"
    assert "none of it was observed" in case["what_happened"]
    assert "alongside" not in case["what_happened"]
    assert "seen alongside" not in case["title"].lower()


def test_a_distance_between_antennas_is_not_called_hull_to_hull() -> None:
    """Without dimensions only the antennas are known."""
    bare = {f"of_{DPRK}": {"length_m": None}}
    case = only(build(events(sts()), known=hulls(DPRK, PANAMA, **bare)))
    assert "41 m apart, antenna to antenna" in case["what_happened"]
    assert "hull to hull" not in case["what_happened"]


def test_doubt_about_an_identity_is_told() -> None:
    case = only(build(events(sts(DPRK, CHINA))))
    assert "doubt about the identity of HAI YANG 6" in case["what_happened"]
    doubts = next(s["doubts"] for s in case["ships"] if s["mmsi"] == CHINA)
    assert any("MMSI can be typed in" in d for d in doubts)


def test_simulated_ships_are_marked_wherever_they_are_named() -> None:
    case = only(build(events(sts()), simulated=True))
    for name in ("title", "what_happened"):
        assert case[name].startswith("SIMULATED: ")
    assert case["is_simulated"]


def test_what_would_change_it_names_what_is_missing() -> None:
    case = only(build(events(sts(DPRK, CHINA, observed_h=1.0, inferred_h=3.0))))
    said = case["what_would_change_it"]
    assert "photograph" in said
    assert "IMO number" in said
    assert "archived reports from another receiver" in said


def test_a_listed_ship_is_named_with_list_and_dates() -> None:
    said = only(build(events(), named=matches(match(TOGO))))["what_happened"]
    for word in ("UN 1718 Committee", "list of 2024-01-02", "designated on 30 March 2018"):
        assert word in said


def test_a_listed_side_of_a_meeting_is_named_with_list_and_date() -> None:
    said = only(build(events(sts()), named=matches(match())))["what_happened"]
    assert "MMSI 445123000, on UN 1718 Committee, designated vessels since 30 March 2018)" in said
    later = matches(match(listed_on=date(2025, 1, 9)))
    said = only(build(events(sts()), named=later))["what_happened"]
    assert "listed only later, on 9 January 2025" in said


def test_a_ship_matched_by_name_alone_is_not_said_to_be_on_the_list() -> None:
    """Another ship bears that name: on the list is the ship of the IMO number named."""
    same_name = match(imo=None, parts='[{"feature": "name", "value": 0.95}]', listed_imo=7389704)
    said = only(build(events(sts()), named=matches(same_name)))["what_happened"]
    assert "matched by name alone to CHON MYONG 9, IMO 7389704, on UN 1718 Committee" in said
    assert "MMSI 445123000, on UN 1718" not in said
    heard = only(build(events(), named=matches(same_name)))["what_happened"]
    assert "matches by name alone CHON MYONG 9" in heard


def test_a_ship_matched_by_name_and_mmsi_is_said_to_be_on_the_list() -> None:
    both = '[{"feature": "name", "value": 1.0}, {"feature": "mmsi", "value": 1.0}]'
    named = matches(match(imo=None, parts=both, listed_imo=7389704))
    assert "MMSI 445123000, on UN 1718" in only(build(events(sts()), named=named))["what_happened"]


def test_the_uns_own_list_is_named_before_those_that_follow_it() -> None:
    eu = match(list_code="eu", list_name="EU annexes", listing_id="eu:1", score=0.99)
    said = only(build(events(sts()), named=matches(eu, match())))["what_happened"]
    assert "on UN 1718 Committee, designated vessels since" in said
    assert "EU annexes" not in said


def test_a_ship_that_was_seen_is_not_said_to_have_been_silent() -> None:
    """One side dark, the silent ship named: the other sent reports all the while."""
    found = event("dark_sts", CHINA, TOGO, detail={"dark": "one side"}, observed_h=9.0)
    said = only(build(events(found), named=matches(match(TOGO))))["what_happened"]
    assert "could have met, one of them silent meanwhile," in said
    assert "were silent" not in said


def test_no_distance_is_told_below_the_error_of_the_positions() -> None:
    """Zero metres would be a measurement that nobody made."""
    touching = sts(detail={"median_gap_m": 0.0, "median_distance_m": 31.0, "share_aligned": 1.0})
    said = only(build(events(touching)))["what_happened"]
    assert "alongside, hull to hull within the error of their positions," in said
    assert "0 m hull" not in said


def test_two_hulls_under_one_mmsi_are_named_once() -> None:
    detail = {"pattern": "shared_mmsi", "explanation": "two ships sent at once under one MMSI"}
    row = event("identity", DPRK, DPRK, detail=detail, other_hull=h(DPRK, 1))
    known = pl.concat([hulls(DPRK), hulls(DPRK).with_columns(hull=pl.lit(h(DPRK, 1)))])
    case = only(build(events(row), known=known))
    assert case["title"] == (
        "Identity in doubt, one MMSI on several hulls (probable): CHON MYONG 9 (DPRK) on two "
        "hulls, 3 May 2024"
    )
    assert case["what_happened"].startswith(
        "CHON MYONG 9 (IMO 8712348, DPRK flag, MMSI 445123000) on two hulls gave an identity that "
        "does not hold (two ships sent at once under one MMSI) on 3 May 2024"
    )


def test_a_false_track_says_what_kind_and_where_it_is_kept() -> None:
    detail = {"pattern": "on_land", "false_hull": h(DPRK, 1), "n_reports": 40}
    case = only(build(events(event("spoofing", DPRK, detail=detail))))
    assert case["title"].startswith("False position, on land (")
    assert "positions that cannot be true (on land)" in case["what_happened"]
    part = next(p for p in case["evidence_for"] if p["what"] == "false positions")
    assert part["weight"] == 0
    assert part["detail"] == (
        f"the 40 reports of the false positions stand apart as hull {h(DPRK, 1)}; not weighed"
    )


def test_a_ship_without_ais_leads_back_to_its_sighting() -> None:
    detail = {"sighting_id": "S-7", "sensor": "sar", "scene_id": "S1A", "length_m": 118.0}
    case = only(build(events(event("dark_ship", None, confidence=0.95, detail=detail))))
    assert "was seen by radar satellite, about 118 m long, and sent no AIS" in case["what_happened"]
    part = next(p for p in case["evidence_for"] if p["what"] == "sighting")
    assert (part["value"], part["detail"]) == (
        "S-7",
        "seen by radar satellite, scene S1A, about 118 m long; not weighed",
    )
