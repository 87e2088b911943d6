"""MMSI: the forms of ITU-R M.585 and the MID inside."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawarden.ids import mmsi


@pytest.mark.parametrize(
    ("number", "form", "station", "mid"),
    [
        (445123000, "ship", "ship", 445),
        (235100000, "ship", "ship", 235),
        (2320717, "coast", "base", 232),
        (4451234, "coast", "base", 445),
        (44512345, "group", "other", 445),
        (111232501, "sar_aircraft", "sar", 232),
        (823212345, "handheld", "other", 232),
        (982321234, "craft", "other", 232),
        (992321234, "aton", "aton", 232),
        (970012345, "sart", "sar", None),
        (972012345, "mob", "sar", None),
        (974012345, "epirb", "sar", None),
        (979012345, "amrd", "other", None),
        (150123456, "unassigned", "other", None),
        (111999999, "unassigned", "other", None),
        (999999999, "unassigned", "other", None),
        (123456789, "unassigned", "other", None),
        (0, "unassigned", "other", None),
        (4451230001, "unassigned", "other", None),
    ],
)
def test_the_forms_of_m585_are_told_apart(number, form, station, mid):
    assert (mmsi.form(number), mmsi.station(number), mmsi.mid(number)) == (form, station, mid)


def test_a_typed_in_number_may_be_a_ship_but_a_beacon_is_not():
    # Ships that hide send numbers that nobody issued: they must stay candidates.
    numbers = [445123000, 150123456, 1, 970012345, 992321234, 2320717, 823212345]
    assert mmsi.may_be_ship(numbers).tolist() == [True, True, True, False, False, False, False]


@given(st.lists(st.integers(0, 1_100_000_000), max_size=40))
def test_the_array_forms_agree_with_the_scalar_forms(numbers):
    array = np.array(numbers, dtype=np.int64)
    assert mmsi.stations(array).tolist() == [mmsi.station(n) for n in numbers]
    assert mmsi.forms(array).tolist() == [mmsi.form(n) for n in numbers]
    assert mmsi.mids(array).tolist() == [mmsi.mid(n) or 0 for n in numbers]


@given(st.integers(0, 999_999_999))
def test_the_form_agrees_with_the_nine_digits_read_as_text(number):
    digits = f"{number:09d}"
    rules = [
        ("00", "coast", 2), ("0", "group", 1), ("111", "sar_aircraft", 3), ("8", "handheld", 1),
        ("98", "craft", 2), ("99", "aton", 2), ("", "ship", 0),
    ]  # fmt: skip
    expected = "unassigned"
    devices = {"970": "sart", "972": "mob", "974": "epirb", "979": "amrd"}
    for lead, name, at in rules:
        if digits.startswith(lead) and digits[at] in "234567":
            expected = name
            break
    expected = devices.get(digits[:3], expected)
    assert mmsi.form(number) == expected


def test_a_mid_begins_with_two_to_seven():
    assert [mmsi.mid(n) for n in (199_999_999, 200_000_000, 799_999_999, 800_000_000)] == [
        None, 200, 799, None,
    ]  # fmt: skip


def test_arrays_keep_their_shape_and_others_are_called_other():
    numbers = np.array([[44_512_345, 823_212_345], [982_321_234, 979_012_345]])
    assert mmsi.stations(numbers).tolist() == [["other", "other"], ["other", "other"]]
    assert mmsi.forms(numbers).tolist() == [["group", "handheld"], ["craft", "amrd"]]
    assert mmsi.mids(numbers).tolist() == [[445, 232], [232, 0]]


@given(
    st.sampled_from(["", "0", "00", "111", "8", "98", "99"]),
    st.integers(200, 799),
    st.sampled_from(["0", "9", "5"]),
)
def test_the_mid_is_read_at_the_edges_of_every_block(lead, country, fill):
    number = int((lead + str(country)).ljust(9, fill))
    assert mmsi.mid(number) == country
    assert mmsi.form(number) == {
        "": "ship", "0": "group", "00": "coast", "111": "sar_aircraft", "8": "handheld",
        "98": "craft", "99": "aton",
    }[lead]  # fmt: skip
