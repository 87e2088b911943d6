"""A hull's number holds its MMSI: whoever takes it out must get the one that went in."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from seawarden.ids.hulls import PER_MMSI, hull_of, mmsi_of

MMSI = st.integers(0, 999_999_999)
ORDINAL = st.integers(0, PER_MMSI - 1)


@given(MMSI, ORDINAL)
def test_the_mmsi_comes_back_whatever_the_ordinal(mmsi: int, ordinal: int) -> None:
    assert mmsi_of(hull_of(mmsi, ordinal)) == mmsi


def test_the_number_reads_as_the_mmsi_with_five_more_digits() -> None:
    assert hull_of(445_123_000, 2) == 44_512_300_000_002


def test_arrays_are_taken_whole() -> None:
    mmsi = np.array([1, 445_123_000, 999_999_999], np.int64)
    ordinal = np.array([0, 7, 99_999], np.int64)
    assert mmsi_of(hull_of(mmsi, ordinal)).tolist() == mmsi.tolist()
