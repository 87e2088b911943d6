"""A silence is suspicious only where and when the ship would have been heard."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawarden.detect import gap
from seawarden.schema import COVERAGE, HULLS

from .make import NAMPO, OPEN_SEA, coverage, hull, hulls, silence, silences

ONE = hulls(hull(1))
HEARD = coverage()


def confidence(row: dict[str, object], cover: object = HEARD) -> float:
    found = gap.detect(silences(row), cover, ONE, gap.Params(min_confidence=0.0))
    return float(found["confidence"][0])


def test_ten_silent_hours_amid_dense_reception_are_called() -> None:
    found = gap.detect(silences(silence()), HEARD, ONE)
    assert found["confidence"][0] > 0.8
    detail = json.loads(found["detail"][0])
    assert detail["expected_reports"] > 30
    assert (found["observed_h"][0], found["inferred_h"][0]) == (0.0, 10.0)


def test_a_hole_in_coverage_is_never_called() -> None:
    """The same silence while nobody at all is heard there: a receiver was off."""
    deaf = coverage(deaf=range(24, 35))
    assert confidence(silence(), deaf) < 0.1
    assert gap.detect(silences(silence()), deaf, ONE).is_empty()


def test_where_nobody_was_ever_heard_nothing_is_expected() -> None:
    assert confidence(silence(), COVERAGE.empty()) == 0.0
    assert confidence(silence(), coverage(where=(20.0, 150.0))) == 0.0


def test_a_class_b_ship_is_judged_by_class_b_reception() -> None:
    """That class A is heard well says little of a transmitter of an eighth of the power."""
    assert confidence(silence(ais_class=2)) == 0.0
    assert confidence(silence(ais_class=2), coverage(ais_class=2)) > 0.8


def test_a_ship_heard_twice_a_day_is_not_dark_for_ten_hours() -> None:
    assert confidence(silence(mean_interval_s=8 * 3600.0, n_before_12h=2)) < 0.2


def test_a_burst_does_not_promise_a_stream() -> None:
    """Three reports three minutes apart in twelve hours: heard by a passing satellite."""
    assert confidence(silence(mean_interval_s=180.0, n_before_12h=3)) < 0.3


def test_at_a_berth_power_is_cut_for_innocent_reasons() -> None:
    there = coverage(where=NAMPO)
    port = confidence(silence(where=NAMPO), there)
    assert port < confidence(silence()) - 0.2
    assert port < 0.5


def test_a_ship_fast_enough_to_leave_coverage_and_come_back_is_doubted() -> None:
    narrow = coverage(wide=1)
    slow = silence(hours=12.0, start_sog_kn=2.0, end_sog_kn=2.0)
    fast = silence(hours=12.0, start_sog_kn=15.0, end_sog_kn=15.0)
    assert confidence(fast, narrow) < confidence(slow, narrow)


def test_an_open_gap_on_a_course_out_of_coverage_is_doubted() -> None:
    more = {"is_open": True, "end_lat_deg": None, "end_lon_deg": None, "distance_m": None,
            "end_sog_kn": None, "implied_speed_kn": None}  # fmt: skip
    edge = (OPEN_SEA[0] + 0.3, OPEN_SEA[1] + 0.2)
    leaving = silence(start_sog_kn=14.0, where=edge, **more)
    drifting = silence(start_sog_kn=0.6, where=edge, **more)
    narrow = coverage(wide=1)
    assert confidence(leaving, narrow) < 0.5 < confidence(drifting, narrow)


def test_short_silences_are_not_looked_at() -> None:
    assert gap.detect(silences(silence(hours=1.5)), HEARD, ONE).is_empty()


def test_a_base_station_is_no_ship() -> None:
    base = hulls(hull(1, station="base"))
    assert gap.detect(silences(silence()), HEARD, base).is_empty()
    assert gap.detect(silences(silence()), HEARD, HULLS.empty()).height == 1


@settings(deadline=None, max_examples=25)
@given(hours=st.floats(2.0, 40.0), more=st.floats(1.0, 20.0))
def test_a_longer_silence_is_never_less_suspicious(hours: float, more: float) -> None:
    one, two = confidence(silence(hours=hours)), confidence(silence(hours=hours + more))
    assert two >= one - 0.02


@settings(deadline=None, max_examples=25)
@given(deaf=st.integers(0, 10), more=st.integers(0, 5))
def test_less_reception_is_never_more_suspicious(deaf: int, more: int) -> None:
    one = confidence(silence(), coverage(deaf=range(24, 24 + deaf)))
    two = confidence(silence(), coverage(deaf=range(24, 24 + deaf + more)))
    assert two <= one + 1e-9


def test_across_180_the_same_silence_weighs_the_same() -> None:
    there = (OPEN_SEA[0], 179.99)
    row = silence(where=there, end_lon_deg=-179.96)
    assert confidence(row, coverage(where=there)) == pytest.approx(confidence(silence()), abs=0.03)
