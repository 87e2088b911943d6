"""Flags: MID to country, and country names as lists print them."""

import csv

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawarden.ids import flags, mmsi


def test_the_dprk_mid_is_445():
    assert flags.of_mid(445) == flags.DPRK == "KP"
    assert flags.DPRK_MID == 445
    assert flags.all_of_mid(445) == ("KP",)


def test_every_mid_of_the_itu_table_is_known_and_no_other(shared_data):
    with (shared_data / "places" / "itu_mid.csv").open(encoding="utf-8") as file:
        itu = [(int(r["MID"]), r["Allocated_to"]) for r in csv.DictReader(file)]
    assert {mid for mid, _ in itu} == set(flags._mids())
    own_name = {204, 255, 303, 501, 607, 608, 618, 635}  # parts without an ISO code of their own
    for mid, allocated_to in itu:
        if mid in own_name or mid in (443,):
            continue
        assert flags.alpha2(allocated_to) in flags.all_of_mid(mid), (mid, allocated_to)


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("Democratic People's Republic of Korea", "KP"),
        ("Democratic People’s Republic of Korea", "KP"),
        ("North Korea", "KP"),
        ("DPRK", "KP"),
        ("D.P.R.K.", "KP"),
        ("Korea, North", "KP"),
        ("kp", "KP"),
        ("PRK", "KP"),
        ("Korea, Democratic People's Republic of", "KP"),
        ("Republic of Korea", "KR"),
        ("Korea (Republic of)", "KR"),
        ("South Korea", "KR"),
        ("Panama (Republic of)", "PA"),
        ("the Bahamas", "BS"),
        ("St. Kitts & Nevis", "KN"),
        ("Cote d'Ivoire", "CI"),
        ("Côte d’Ivoire", "CI"),
        ("Viet Nam", "VN"),
        ("Tanzania, United Republic of", "TZ"),
        ("Congo, Democratic Republic of the", "CD"),
        ("China (People's Republic of) - Hong Kong (Special Administrative Region of China)", "HK"),
        ("Unknown", None),
        ("Stateless", None),
        ("Panama; Togo", None),
        ("", None),
        (None, None),
    ],
)
def test_countries_are_read_as_lists_print_them(printed, code):
    assert flags.alpha2(printed) == code


def test_north_and_south_korea_are_never_one():
    assert not flags.related("KP", "KR")


def test_a_territory_and_its_parent_are_related():
    assert flags.related("IM", "GB") and flags.related("GB", "BM") and flags.related("HK", "CN")
    assert not flags.related("CN", "TW")
    assert not flags.related(None, "GB")


def test_a_shared_mid_gives_every_flag():
    assert flags.all_of_mid(306) == ("CW", "BQ", "SX")
    assert flags.all_of_mid(999) == ()
    assert flags.of_mid(None) is None


@given(st.lists(st.integers(0, 1_000_000_000), max_size=30))
def test_the_array_form_agrees_with_the_scalar_form(numbers):
    assert flags.of_mmsis(np.array(numbers, dtype=np.int64)).tolist() == [
        flags.of_mmsi(n) for n in numbers
    ]


def test_every_form_of_number_shows_its_flag():
    for number in (445123000, 4451234, 44512345, 111445001, 844512345, 984451234, 994451234):
        assert flags.of_mmsi(number) == "KP", mmsi.form(number)
    assert flags.of_mmsi(970012345) is None


def test_codes_agree_with_an_independent_table():
    territories = pytest.importorskip("rigour.territories", reason="needs the ftm extra")
    for code, row in flags._countries().items():
        territory = territories.get_territory(code.lower())
        assert territory is not None, code
        assert territory.alpha3.upper() == row["alpha3"]


def test_names_of_countries_are_given_back():
    assert flags.name("KP") == "North Korea"
    assert flags.alpha3("KP") == "PRK"
    assert flags.name("ZZ") is None and flags.alpha3("ZZ") is None


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("Cote dIvoire", "CI"),  # the apostrophe left out
        ("Trinidad & Tobago", "TT"),
        ("Trinidad and Tobago", "TT"),
        ("Trinidad&Tobago", "TT"),
        ("SAINT VINCENT AND THE GRENADINES", "VC"),
        ("Netherlands (Kingdom of the) - Aruba", "AW"),
        ("U.S.A.", "US"),
        ("Nobody - Nowhere - Togo", "TG"),  # the last part of several
        ("Togo - Nowhere", None),
        ("Korea", None),  # which of the two is not for us to say
    ],
)
def test_signs_left_out_or_put_in_do_not_hide_a_country(printed, code):
    assert flags.alpha2(printed) == code


@given(st.sampled_from(sorted(flags._countries())), st.data())
def test_every_code_and_every_name_of_a_country_is_read_in_any_case(code, data):
    row = flags._countries()[code]
    names = [code, row["alpha3"], row["name"], *filter(None, row["other_names"].split(";"))]
    text = data.draw(st.sampled_from(names))
    shown = data.draw(st.sampled_from([text, text.upper(), text.lower(), f" the {text} "]))
    assert flags.alpha2(shown) == code


def test_flags_that_no_table_knows_are_related_to_themselves_only():
    assert flags.related("ZZ", "ZZ") and not flags.related("ZZ", "GB")
    assert flags.related("GB", "GB") and not flags.related("GB", None)
    assert flags.related("IM", "BM")  # two children of one parent
    assert flags.name(None) is None


def test_no_mmsi_and_an_unallocated_mid_show_no_flag():
    assert flags.of_mmsi(299_000_000) is None  # 299 is not allocated
    assert flags.of_mmsis([306_000_000, 299_000_000, 0]).tolist() == ["CW", None, None]


def test_the_signs_of_a_name_may_be_left_out_or_written_otherwise():
    for code, row in flags._countries().items():
        for printed in filter(None, (row["name"], *row["other_names"].split(";"))):
            for written in (
                printed.replace(" and ", " & "), printed.replace(" and ", "&"),
                printed.replace("'", ""), printed.replace("'", "’"), printed.replace(".", ""),
                f"The {printed}", printed.replace("St ", "St. "),
            ):  # fmt: skip
                assert flags.alpha2(written) == code, written
