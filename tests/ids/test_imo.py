"""IMO numbers: the check digit, and the ways in which they are printed."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawarden.ids import imo


@pytest.mark.parametrize(
    "number",
    [
        9074729,  # the worked example of IMO Resolution A.1117(30)
        8628597,  # HAO FAN 6
        7389704,  # RYE SONG GANG 1
    ],
)
def test_a_real_number_passes(number):
    assert imo.check_digit_ok(number)


@pytest.mark.parametrize("number", [9074728, 8628579, 0, 907472, 90747290, -9074729, None])
def test_a_typing_error_or_another_length_fails(number):
    assert not imo.check_digit_ok(number)


@given(st.integers(1_000_000, 9_999_999), st.integers(0, 6), st.integers(1, 9))
def test_one_wrong_digit_in_a_weighted_place_coprime_to_ten_is_found(number, place, shift):
    digits = [int(d) for d in str(number)]
    if not imo.check_digit_ok(number):
        return
    digits[place] = (digits[place] + shift) % 10
    changed = int("".join(map(str, digits)))
    weight = (7, 6, 5, 4, 3, 2, 1)[place]
    if weight in (7, 3, 1):  # 6, 5, 4 and 2 share a factor with ten and miss some errors
        assert not imo.check_digit_ok(changed)


def test_exactly_one_number_in_ten_passes():
    numbers = np.arange(1_000_000, 2_000_000)
    assert imo.check_digits_ok(numbers).sum() == 100_000


@given(st.lists(st.integers(-5, 10**9), max_size=50))
def test_the_array_form_agrees_with_the_scalar_form(numbers):
    assert imo.check_digits_ok(np.array(numbers, dtype=np.int64)).tolist() == [
        imo.check_digit_ok(n) for n in numbers
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("IMO1234567", 1234567),
        ("IMO 9423671", 9423671),
        ("imo no. 9423671", 9423671),
        ("IMO number: 9423671", 9423671),
        ("IMO:9423671", 9423671),
        ("9423671.0", 9423671),
        (" 9423671 ", 9423671),
        (9423671, 9423671),
        (9423671.0, 9423671),
        ("0", None),
        ("", None),
        (None, None),
        (float("nan"), None),
        ("IMO", None),
        ("IMO0000000", None),
        ("0123456", None),
        ("94236710", None),
        ("942367", None),
        ("9423671.5", None),
        ("MMSI 445123000", None),
    ],
)
def test_numbers_are_read_as_they_are_printed(text, number):
    assert imo.parse(text) == number


@given(st.integers(1_000_000, 9_999_999), st.sampled_from(["", "IMO", "IMO ", "imo no "]))
def test_what_is_printed_is_read_back(number, prefix):
    assert imo.parse(f"{prefix}{number}") == number


@given(st.text())
def test_no_text_raises(text):
    assert imo.parse(text) is None or len(str(imo.parse(text))) == 7


def test_every_number_in_the_merged_dprk_list_passes(shared_data):
    frame = pl.read_csv(shared_data / "lists" / "dprk_vessels_merged.csv")
    assert imo.check_digits_ok(frame["imo"].to_numpy()).all()
    assert frame.height == 121


def test_seven_digits_exactly():
    """The smallest: 1 x 7 = 7; the largest: 9 x (7 + 6 + 5 + 4 + 3 + 2) = 243."""
    edges = (*range(999_990, 1_000_012), *range(9_999_985, 10_000_010))
    assert [n for n in edges if imo.check_digit_ok(n)] == [1_000_007, 9_999_993]
    assert imo.check_digits_ok([[1_000_007, 1_000_008], [9_999_993, 0]]).tolist() == [
        [True, False], [True, False],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("IMO ship number 9423671", 9423671),
        ("Ship No. 9423671", 9423671),
        ("IMO#9423671", 9423671),
        ("IMO-9423671", 9423671),
        ("9423671.", 9423671),
        ("1000000", 1_000_000),
        ("IMOX9423671", None),
        ("IMO 9423671 and 8628597", None),
    ],
)
def test_prefixes_of_lists_are_read_and_other_words_are_not(text, number):
    assert imo.parse(text) == number
