"""A silence is suspicious only where and when the ship would have been heard."""

import json
import math

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawarden.detect import gap
from seawarden.detect.learning.learn import learn
from seawarden.schema import CLAIMS, COVERAGE, HULLS, JUMPS, STAYS, TRAILS, conform

from .make import NAMPO, OPEN_SEA, at, coverage, hull, hulls, silence, silences

ONE = hulls(hull(1))
HEARD = coverage()


EVERY = gap.Params(min_confidence=0.0, min_duration_h=0.0)


def detect(*rows: dict[str, object], cover: object = HEARD, known: object = ONE,
           jumps: object = None, params: gap.Params = gap.Params()) -> pl.DataFrame:  # fmt: skip
    """Learn from the silences and who was heard, then detect: as a run on finished data does."""
    made, moved = silences(*rows), JUMPS.empty() if jumps is None else jumps
    facts = {"SILENCES": made, "COVERAGE": cover, "HULLS": known, "JUMPS": moved,
             "STAYS": STAYS.empty(), "CLAIMS": CLAIMS.empty()}  # fmt: skip
    return gap.detect(made, known, moved, cover, TRAILS.empty(), params, context=learn(facts))


def confidence(row: dict[str, object], cover: object = HEARD) -> float:
    return float(detect(row, cover=cover, params=EVERY)["confidence"][0])


def test_ten_silent_hours_amid_dense_reception_are_called() -> None:
    found = detect(silence())
    assert found["confidence"][0] > 0.8
    detail = json.loads(found["detail"][0])
    assert detail["expected_reports"] > 30
    assert (found["observed_h"][0], found["inferred_h"][0]) == (0.0, 10.0)


def test_a_hole_in_coverage_is_never_called() -> None:
    """The same silence while nobody at all is heard there: a receiver was off."""
    deaf = coverage(deaf=range(24, 35))
    assert confidence(silence(), deaf) < 0.02
    assert detect(silence(), cover=deaf).filter(pl.col("confidence") >= 0.02).is_empty()


def test_where_nobody_was_ever_heard_nothing_is_expected() -> None:
    assert confidence(silence(), COVERAGE.empty()) == 0.0
    assert confidence(silence(), coverage(where=(20.0, 150.0))) < 0.1


def test_a_class_b_ship_is_judged_by_class_b_reception() -> None:
    """That class A is heard well says little of a transmitter of an eighth of the power."""
    assert confidence(silence(ais_class=2)) < 0.1
    assert confidence(silence(ais_class=2), coverage(ais_class=2)) > 0.8


def test_a_ship_heard_twice_a_day_is_not_dark_for_ten_hours() -> None:
    assert confidence(silence(mean_interval_s=8 * 3600.0, n_before_12h=2)) < 0.2


def test_a_burst_does_not_promise_a_stream() -> None:
    """Three reports three minutes apart are all that was ever heard of her."""
    row = silence(mean_interval_s=180.0, n_before_12h=3)
    found = detect(row, known=hulls(hull(1, n_reports=3)), params=EVERY)
    assert found["confidence"][0] < 0.5


def test_at_a_berth_power_is_cut_for_innocent_reasons() -> None:
    there = coverage(where=NAMPO)
    port = confidence(silence(where=NAMPO), there)
    assert port < confidence(silence()) - 0.2
    assert port < 0.5


def test_a_ship_that_ran_into_a_port_and_is_next_heard_at_rest_there_cut_her_power() -> None:
    """Two miles off she was under way; one that lies there when heard again was at her berth."""
    there = coverage(where=NAMPO)
    off = {"where": (NAMPO[0] - 0.03, NAMPO[1]), "start_sog_kn": 7.0, "distance_m": 3300.0,
           "end_lat_deg": NAMPO[0], "end_lon_deg": NAMPO[1]}  # fmt: skip
    berthed = confidence(silence(end_sog_kn=0.0, **off), there)
    passing = confidence(silence(end_sog_kn=7.0, **off), there)
    assert berthed < passing - 0.2
    far = silence(end_sog_kn=0.0, **(off | {"distance_m": 9000.0}))
    assert confidence(far, there) == passing


def test_a_ship_fast_enough_to_leave_coverage_and_come_back_is_doubted() -> None:
    narrow = coverage(wide=1)
    slow = silence(hours=12.0, start_sog_kn=2.0, end_sog_kn=2.0)
    fast = silence(hours=12.0, start_sog_kn=15.0, end_sog_kn=15.0)
    assert confidence(fast, narrow) < confidence(slow, narrow)


def test_an_open_gap_on_a_course_out_of_coverage_is_doubted() -> None:
    more = {"is_open": True, "end_lat_deg": None, "end_lon_deg": None, "distance_m": None,
            "end_sog_kn": None, "implied_speed_kn": None}  # fmt: skip
    edge = (OPEN_SEA[0] + 0.39, OPEN_SEA[1] + 0.29)
    leaving = silence(start_sog_kn=18.0, where=edge, **more)
    drifting = silence(start_sog_kn=0.6, where=edge, **more)
    narrow = coverage(per_hour=12, wide=1)
    assert confidence(leaving, narrow) < 0.5 < confidence(drifting, narrow)


def test_short_silences_are_not_looked_at() -> None:
    assert detect(silence(hours=1.5)).is_empty()


def test_a_base_station_is_no_ship() -> None:
    base = hulls(hull(1, station="base"))
    assert detect(silence(), known=base).is_empty()
    assert detect(silence(), known=HULLS.empty()).height == 1


@settings(deadline=None, max_examples=10)
@given(hours=st.floats(2.0, 40.0), more=st.floats(1.0, 20.0))
def test_a_longer_silence_is_never_less_suspicious(hours: float, more: float) -> None:
    one, two = confidence(silence(hours=hours)), confidence(silence(hours=hours + more))
    assert two >= one - 0.02


@settings(deadline=None, max_examples=10)
@given(deaf=st.integers(0, 10), more=st.integers(0, 5))
def test_less_reception_is_never_more_suspicious(deaf: int, more: int) -> None:
    one = confidence(silence(), coverage(deaf=range(24, 24 + deaf)))
    two = confidence(silence(), coverage(deaf=range(24, 24 + deaf + more)))
    assert two <= one + 1e-3


def test_across_180_the_same_silence_weighs_the_same() -> None:
    there = (OPEN_SEA[0], 179.99)
    row = silence(where=there, end_lon_deg=-179.96)
    assert confidence(row, coverage(where=there)) == pytest.approx(confidence(silence()), abs=0.03)


def jump(start_h: float, end_h: float, hull: int, other: int) -> pl.DataFrame:
    frame = pl.DataFrame({
        "mmsi": [1], "hull": [hull], "other_hull": [other], "start_utc": [at(start_h)],
        "end_utc": [at(end_h)], "start_lat_deg": [33.0], "start_lon_deg": [124.0],
        "end_lat_deg": [37.0], "end_lon_deg": [127.0], "distance_m": [5e5],
        "implied_speed_kn": [900.0], "first_row": [1], "last_row": [2], "why": ["reach"],
    })  # fmt: skip
    return conform(frame, JUMPS)


def test_a_transmitter_that_went_on_elsewhere_was_not_switched_off() -> None:
    """The track of a ship that sends false positions goes quiet while they last."""
    away = jump(24.0, 24.1, 100_000, 100_001)
    back = jump(33.9, 34.0, 100_001, 100_000)
    for moved in (away, back):
        assert detect(silence(), jumps=moved, params=EVERY)["confidence"][0] < 0.5
    of_another = jump(24.0, 24.1, 200_000, 200_001)
    assert detect(silence(), jumps=of_another)["confidence"][0] > 0.8


def test_a_ship_silent_again_and_again_has_a_weak_transponder() -> None:
    """Five silences of five hours with one report between them, amid ships heard all the time."""
    rows = [silence(start_h=10.0 + 5 * i, hours=5.0, n_before_12h=1) for i in range(5)]
    often = detect(*rows, params=EVERY)["confidence"]
    once = confidence(silence(start_h=20.0, hours=5.0))
    assert often.max() < once - 0.2


def test_many_ships_silent_at_once_are_an_event_of_the_area() -> None:
    """An outage: nothing is heard of eight ships for the same ten hours."""
    rows = [silence(mmsi=i) for i in range(1, 9)]
    fleet = hulls(*(hull(i) for i in range(1, 9)))
    deaf = coverage(deaf=range(24, 34))
    assert detect(*rows, cover=deaf, known=fleet, params=EVERY)["confidence"].max() < 0.1


def test_the_ports_she_could_have_reached_are_named() -> None:
    """West of Nampo, thirty hours at 10 kn: a DPRK port is within reach, and told first."""
    where = (38.4, 124.4)
    row = silence(where=where, hours=30.0, start_sog_kn=10.0, end_sog_kn=10.0)
    found = detect(row, cover=coverage(where=where))
    ports = json.loads(found["detail"][0])["ports_in_reach"]
    assert ports[0]["is_dprk"]
    assert {p["country"] for p in ports} >= {"KP"}
    assert all(p["distance_nm"] <= 300 for p in ports)
    near = silence(where=where, hours=6.0, start_sog_kn=3.0, end_sog_kn=3.0)
    told = json.loads(detect(near, cover=coverage(where=where))["detail"][0])
    assert told["ports_in_reach"] == []


def test_two_silent_ships_near_each_other_name_each_other() -> None:
    two = hulls(hull(1), hull(2))
    rows = (silence(1, hours=12.0), silence(2, start_h=26.0, hours=12.0))
    found = detect(*rows, known=two)
    for row, other in zip(found.sort("hull")["detail"], (200_000, 100_000), strict=True):
        met = json.loads(row)["silent_in_reach"]
        assert [m["hull"] for m in met] == [other]
        assert met[0]["overlap_h"] == 10.0


def test_the_parts_add_up_to_the_confidence() -> None:
    found = detect(silence())
    odds = sum(p["weight"] for p in json.loads(found["detail"][0])["parts"])
    assert 1 / (1 + math.exp(-odds)) == pytest.approx(found["confidence"][0], abs=2e-3)
