"""A side of a case as it is named and kept: every word and every field, on worked examples."""

import json
from datetime import date
from typing import Any

import pytest

from seawarden.case.sides.side import (
    Listed,
    Ship,
    as_json,
    clean,
    dark,
    day_words,
    flag_text,
    type_text,
)
from seawarden.ids.hulls import hull_of

DAY = date(2024, 5, 3)


def listed(**given: Any) -> Listed:
    known: dict[str, Any] = {
        "listing_id": "un1718:7", "list_code": "un1718", "list_name": "UN 1718 Committee",
        "as_of": date(2024, 1, 2), "name": "CHON MYONG 9", "imo": 8712348,
        "listed_on": date(2018, 3, 30), "delisted_on": None, "is_dprk": True,
        "measures": ("asset_freeze: 2270 para 12",), "verdict": "match", "score": 0.97345,
        "explanation": "the IMO number is the same", "source": "un.csv", "line": 8,
    }  # fmt: skip
    return Listed(**{**known, **given})


def ship(**given: Any) -> Ship:
    known: dict[str, Any] = {
        "hull": hull_of(445123000, 0), "mmsi": 445123000, "name": "CHON MYONG 9", "imo": 8712348,
        "call_sign": "HMZF", "flag": "KP", "ship_type": 80, "length_m": 105, "beam_m": 16,
    }  # fmt: skip
    return Ship(**{**known, **given})


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (None, None), (0, None), (19, None), (20, "wing-in-ground craft"), (30, "fishing vessel"),
        (31, "towing vessel"), (32, "towing vessel"), (33, "dredger"), (34, "diving vessel"),
        (35, "military vessel"), (36, "sailing vessel"), (37, "pleasure craft"), (38, None),
        (40, "high-speed craft"), (49, "high-speed craft"), (50, "pilot vessel"),
        (51, "search and rescue vessel"), (52, "tug"), (53, "port tender"),
        (54, "anti-pollution vessel"), (55, "law enforcement vessel"), (56, None),
        (58, "medical transport"), (59, None), (60, "passenger ship"), (69, "passenger ship"),
        (70, "cargo ship"), (79, "cargo ship"), (80, "tanker"), (89, "tanker"), (90, "other ship"),
        (99, "other ship"),
    ],
)  # fmt: skip
def test_the_types_of_itu_r_m_1371_in_words(code: int | None, words: str | None) -> None:
    """Table 53 of the recommendation."""
    assert type_text(code) == words
    assert ship(ship_type=code).type_text == words


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "on UN 1718 Committee since 30 March 2018"),
        ({"listed_on": None}, "on UN 1718 Committee"),
        ({"by_number": False},
         "matched by name alone to CHON MYONG 9, IMO 8712348, on UN 1718 Committee since "
         "30 March 2018"),
        ({"by_number": False, "imo": None, "listed_on": None},
         "matched by name alone to CHON MYONG 9, on UN 1718 Committee"),
    ],
)  # fmt: skip
def test_a_listing_in_words(given: dict[str, Any], words: str) -> None:
    assert listed(**given).in_words() == words


@pytest.mark.parametrize(
    ("given", "holds"),
    [
        ({}, True),
        ({"listed_on": DAY}, True),
        ({"listed_on": date(2024, 5, 4)}, False),
        ({"delisted_on": DAY}, False),  # off the list from that day
        ({"delisted_on": date(2024, 5, 4)}, True),
        ({"listed_on": None}, True),  # by the list's own date
        ({"listed_on": None, "as_of": date(2024, 5, 4)}, False),
        ({"listed_on": None, "as_of": DAY}, True),
        ({"listed_on": None, "as_of": None}, True),
    ],
)
def test_a_listing_holds_from_the_first_day_to_the_last(given: dict[str, Any], holds: bool) -> None:
    assert listed(**given).holds_on(DAY) == holds


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "CHON MYONG 9 (IMO 8712348, DPRK flag, MMSI 445123000)"),
        ({"imo": None}, "CHON MYONG 9 (DPRK flag, MMSI 445123000)"),
        ({"flag": None}, "CHON MYONG 9 (IMO 8712348, flag not known, MMSI 445123000)"),
        ({"flag": "PA", "mmsi": 2345}, "CHON MYONG 9 (IMO 8712348, Panama flag, MMSI 000002345)"),
        ({"mmsi": None}, "CHON MYONG 9 (IMO 8712348, DPRK flag, no MMSI)"),
        ({"name": None}, "a ship that gave no name (IMO 8712348, DPRK flag, MMSI 445123000)"),
        ({"name": None, "flag": None, "imo": None},
         "a ship of unknown registry (flag not known, MMSI 445123000)"),
        ({"hull": None}, "a ship of unknown registry"),
        ({"listed": (listed(),)},
         "CHON MYONG 9 (IMO 8712348, DPRK flag, MMSI 445123000, on UN 1718 Committee since "
         "30 March 2018)"),
        ({"listed": (listed(listed_on=date(2024, 6, 1)), listed(listed_on=date(2024, 5, 9)))},
         "CHON MYONG 9 (IMO 8712348, DPRK flag, MMSI 445123000, listed only later, on "
         "9 May 2024)"),
        ({"listed": (listed(listed_on=None, as_of=date(2026, 3, 20)),)},
         "CHON MYONG 9 (IMO 8712348, DPRK flag, MMSI 445123000, listed on a date not known, by "
         "20 March 2026)"),
        ({"listed": (listed(verdict="possible"),)},
         "CHON MYONG 9 (IMO 8712348, DPRK flag, MMSI 445123000)"),
    ],
)  # fmt: skip
def test_a_ship_in_a_sentence(given: dict[str, Any], words: str) -> None:
    assert ship(**given).label(DAY) == words
    bare = ship(**{k: v for k, v in given.items() if k != "listed"})
    assert ship(**given).label() == bare.label(DAY)  # without a day, no list is named


def test_a_ship_in_a_title() -> None:
    assert ship().short() == "CHON MYONG 9"
    assert ship(name=None, mmsi=2345).short() == "MMSI 000002345"
    assert dark().short() == "unidentified ship"


def test_the_side_that_sent_nothing_has_the_length_that_was_seen_and_a_doubt() -> None:
    assert dark(98.7).length_m == 98
    assert dark().length_m is None
    assert dark().hull is None
    assert dark().doubts == ("it sent no AIS: name, flag and IMO number are not known",)


@pytest.mark.parametrize(
    ("given", "unidentified"),
    [({}, False), ({"flag": None}, False), ({"imo": None}, False),
     ({"flag": None, "imo": None}, True), ({"hull": None}, True)],
)  # fmt: skip
def test_one_of_flag_and_number_ties_a_ship_to_a_register(
    given: dict[str, Any], unidentified: bool
) -> None:
    assert ship(**given).is_unidentified == unidentified


@pytest.mark.parametrize(
    ("mmsi", "name", "imo", "gear"),
    [
        (150123456, "8030-7-73%", None, True),
        (150123456, "NET 12.4V", None, True),
        (150123456, "buoy 12v", None, True),
        (150123456, "8030-7-73 %", None, True),
        (150123456, "V 12", None, False),
        (150123456, "12VOLTA", None, False),
        (150123456, None, None, False),
        (150123456, "NET 12.4V", 8712348, False),
        (412345678, "NET 12.4V", None, False),
        (None, "NET 12.4V", None, False),
    ],
)
def test_a_battery_for_a_name_and_a_number_nobody_allotted_are_gear(
    mmsi: int | None, name: str | None, imo: int | None, gear: bool
) -> None:
    assert ship(mmsi=mmsi, name=name, imo=imo).is_gear == gear


def test_what_is_kept_of_a_side_in_full() -> None:
    """CASES.ships, field by field: a report and the page of a case read these names."""
    given = ship(
        listed=(listed(), listed(listed_on=date(2024, 6, 1), delisted_on=date(2025, 1, 1))),
        doubts=("a doubt",), claims=({"name": "X"},),
    )  # fmt: skip
    first = {
        "listing_id": "un1718:7", "list": "UN 1718 Committee", "as_of": "2024-01-02",
        "name": "CHON MYONG 9", "imo": 8712348, "listed_on": "2018-03-30", "delisted_on": None,
        "is_dprk": True, "verdict": "match", "score": 0.973,
        "explanation": "the IMO number is the same", "measures": ["asset_freeze: 2270 para 12"],
        "source": "un.csv", "line": 8, "in_force": True,
    }  # fmt: skip
    later = {**first, "listed_on": "2024-06-01", "delisted_on": "2025-01-01", "in_force": False}
    assert json.loads(as_json([given], DAY)) == [
        {
            "hull": hull_of(445123000, 0), "mmsi": 445123000, "name": "CHON MYONG 9",
            "imo": 8712348, "call_sign": "HMZF", "flag": "KP", "flag_name": "DPRK",
            "type": "tanker", "length_m": 105, "beam_m": 16, "is_dprk": True,
            "is_unidentified": False, "doubts": ["a doubt"], "claims": [{"name": "X"}],
            "listed": [first, later],
        }
    ]  # fmt: skip
    assert as_json([ship(name="Ä")], DAY).count("Ä") == 1  # as it was sent, not escaped


def test_words_for_days_and_flags() -> None:
    assert day_words(date(2024, 5, 3)) == "3 May 2024"
    assert [flag_text(c) for c in ("KP", "PA", "XX", None)] == ["DPRK", "Panama", "XX", "unknown"]
    assert clean("A\nB") not in (None, "A\nB")
    assert clean("") is None
    assert clean(None) is None
