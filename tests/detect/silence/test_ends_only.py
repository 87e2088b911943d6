"""A stay known from both its ends: the more of it one silence is, the less it weighs."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawarden.detect.silence.ends_only import Params, weight, words


def taken(silence_h: float | None, hours: float) -> float:
    frame = pl.DataFrame(
        {"s": [silence_h], "h": [hours]}, schema={"s": pl.Float32, "h": pl.Float64}
    )
    return float(weight(frame["s"], frame["h"], Params())[0])


@pytest.mark.parametrize(
    ("silence_h", "hours", "log_odds"),
    [
        (23.9, 24.0, -4.0),  # both ends of a day
        (12.0, 24.0, 0.0),  # heard in the middle
        (None, 24.0, 0.0),
        (4.9, 5.0, 0.0),  # what reports every few hours leave
        (8.0, 80.0, 0.0),  # three satellite passes a day
    ],
)
def test_only_a_long_silence_that_makes_up_the_stay_takes_from_it(
    silence_h: float | None, hours: float, log_odds: float
) -> None:
    assert taken(silence_h, hours) == pytest.approx(log_odds)


@given(st.floats(0.1, 200.0), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_more_silence_never_gives(hours: float, one: float, two: float) -> None:
    low, high = sorted((one * hours, two * hours))
    assert -4.0 <= taken(high, hours) <= taken(low, hours) <= 0.0


def test_it_says_so_only_where_it_was_inferred() -> None:
    silences = pl.Series([23.9, 3.0])
    said = words(weight(silences, pl.Series([24.0, 24.0]), Params()), silences)
    assert said.to_list() == ["inferred from reports at both ends of 23.9 h without one", None]
