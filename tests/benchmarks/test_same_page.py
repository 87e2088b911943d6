"""CI compares the accuracy page that it measures with the one that is shown."""

import pytest

from benchmarks.truth.pages.same_page import differences

ROW = "| recall ≥ 0.95 | 0.970 (31 of 32) | met |"


def test_the_same_page_has_no_differences() -> None:
    assert differences(f"# Head\n\n{ROW}\n", f"# Another head\n\n{ROW}\n") == []


@pytest.mark.parametrize(
    ("row", "same"),
    [
        ("| recall ≥ 0.95 | 0.968 (31 of 32) | met |", True),
        ("| recall ≥ 0.95 | 0.970 (30 of 32) | met |", True),
        ("| recall ≥ 0.95 | 0.870 (31 of 32) | met |", False),
        ("| recall ≥ 0.95 | 0.970 (31 of 32) | **short** |", False),
        ("| recall ≥ 0.95 | – | met |", False),
    ],
)
def test_last_digits_may_differ_and_verdicts_may_not(row: str, same: bool) -> None:
    assert (differences(ROW, row) == []) == same


def test_a_row_that_is_gone_is_told() -> None:
    assert differences(f"{ROW}\n{ROW}", ROW) == [f"- {ROW}"]
