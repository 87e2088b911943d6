"""Port visits: which port, how sure, and the DPRK's flagged."""

import json
import math

import polars as pl
import pytest

from seawarden.detect import port_visit
from seawarden.detect.calibration import calibrate
from seawarden.geo import anchorages, ports
from seawarden.geo.places import Places

from .make import NAMPO, OPEN_SEA, at, stay, stays

BERTH = {"where": NAMPO, "stopped_h": 9.0, "spread_m": 15.0, "mean_sog_kn": 0.0}


def test_a_berth_in_nampo_is_a_visit_to_a_dprk_port() -> None:
    found = port_visit.detect(stays(stay(**BERTH)))
    detail = json.loads(found["detail"][0])
    assert (detail["port_name"], detail["port_number"]) == ("Nampo", 60280)
    assert detail["is_dprk_port"] is True
    assert detail["stop"] == "moored"
    assert found["confidence"][0] > 0.9


def test_the_open_sea_is_no_port() -> None:
    assert port_visit.detect(stays(stay(stopped_h=9.0))).is_empty()


def test_passing_through_without_a_stop_is_no_visit() -> None:
    assert port_visit.detect(stays(stay(where=NAMPO, stopped_h=0.1))).is_empty()


def test_a_shift_of_berth_is_one_visit() -> None:
    rows = stay(1, 0, 10, **BERTH), stay(1, 14, 10, **BERTH)
    found = port_visit.detect(stays(*rows))
    assert found.height == 1
    assert found["start_utc"][0] == at(0)
    assert found["end_utc"][0] == at(24)
    assert json.loads(found["detail"][0])["stays"] == 2


def test_a_day_at_sea_between_makes_two() -> None:
    rows = stay(1, 0, 10, **BERTH), stay(1, 40, 10, **BERTH)
    assert port_visit.detect(stays(*rows)).height == 2


def test_another_ship_is_another_visit() -> None:
    assert port_visit.detect(stays(stay(1, 0, **BERTH), stay(2, 12, **BERTH))).height == 2


def test_a_learnt_anchorage_is_visited_by_no_port_name() -> None:
    row = {"lat_deg": [OPEN_SEA[0]], "lon_deg": [OPEN_SEA[1]], "radius_m": [1500.0], "n_hulls": [9]}
    there = Places(pl.DataFrame(row, schema=anchorages.SCHEMA))
    found = port_visit.detect(stays(stay(stopped_h=9.0)), port_visit.Params(), there)
    detail = json.loads(found["detail"][0])
    assert detail["is_anchorage"] is True
    assert detail["port_name"] is None
    assert detail["is_dprk_port"] is False


def test_silence_at_the_berth_makes_it_less_sure() -> None:
    heard, silent = (
        port_visit.detect(stays(stay(**BERTH, **more)))["confidence"][0]
        for more in ({}, {"observed_h": 0.5, "inferred_h": 9.5})
    )
    assert silent < heard


@pytest.mark.parametrize("hours", [12.0, 24.0, 72.0])
def test_reports_at_both_ends_of_a_day_are_no_visit(hours: float) -> None:
    """Moored at two reports a day apart: where she was meanwhile is a guess, and it says so."""
    ends = {"hours": hours, "stopped_h": hours, "spread_m": 15.0, "mean_sog_kn": 0.0}
    silent = {"observed_h": 0.02, "inferred_h": hours - 0.02, "longest_silence_h": hours - 0.02}
    (found,) = port_visit.detect(stays(stay(where=NAMPO, **ends, **silent))).to_dicts()
    (seen,) = calibrate.calibrated(pl.DataFrame([found])).to_dicts()
    assert found["confidence"] < 0.5
    assert seen["confidence"] < 0.5
    assert "both ends" in json.loads(found["detail"])["inferred"]
    heard = {**silent, "longest_silence_h": hours / 4}
    (found,) = port_visit.detect(stays(stay(where=NAMPO, **ends, **heard))).to_dicts()
    assert found["confidence"] > 0.5
    assert json.loads(found["detail"])["inferred"] is None


def log_odds(**given: object) -> float:
    """Of a visit to Nampo, stopped at the port's own point unless said otherwise."""
    (p,) = port_visit.detect(stays(stay(**{**BERTH, **given})))["confidence"]
    return math.log(p / (1 - p))


SURE = 1.8 + 1.2 + 0.6
"""Stopped for eight hours or more, at the port's point, moored."""


@pytest.mark.parametrize(
    ("given", "weight"),
    [
        ({}, SURE),
        ({"stopped_h": 0.5}, SURE - 1.8),
        ({"stopped_h": 1.0}, SURE - 1.3),
        ({"stopped_h": 2.0}, SURE - 1.8 + 0.85),
        ({"stopped_h": 3.0}, SURE - 0.6),
        ({"stopped_h": 30.0}, SURE),
        ({"spread_m": 60.0}, SURE),
        ({"spread_m": 61.0}, SURE - 0.6),
        ({"observed_h": 5.0, "inferred_h": 5.0}, SURE),  # half heard is enough
        ({"observed_h": 2.5, "inferred_h": 7.5}, SURE - 0.6),
        ({"observed_h": 0.0, "inferred_h": 10.0}, SURE - 1.2),
    ],
)
def test_what_a_stop_in_port_weighs(given: dict[str, object], weight: float) -> None:
    assert log_odds(**given) == pytest.approx(weight, abs=1e-3)


@pytest.mark.parametrize(
    ("share", "weight"), [(0.3, 1.2), (0.5, 0.8), (0.7, 0.4), (0.85, 0.0), (0.99, -0.373)]
)
def test_the_deeper_inside_the_port_the_surer(share: float, weight: float) -> None:
    frame = ports.ports().filter(number=60280)
    reach = frame["radius_m"][0] * share
    lat, lon = frame["lat_deg"][0], frame["lon_deg"][0] - reach / (111_195.0 * 0.7804)
    got = log_odds(where=(lat, lon)) - 1.8 - 0.6
    assert got == pytest.approx(weight, abs=0.02)


@pytest.mark.parametrize(("stopped_h", "n"), [(0.49, 0), (0.5, 1)])
def test_half_an_hour_is_the_least_stop(stopped_h: float, n: int) -> None:
    assert port_visit.detect(stays(stay(**{**BERTH, "stopped_h": stopped_h}))).height == n


@pytest.mark.parametrize(("start_h", "n"), [(22.0, 1), (22.01, 2)])
def test_twelve_hours_between_two_stops_are_still_one_visit(start_h: float, n: int) -> None:
    rows = stay(1, 0, 10, **BERTH), stay(1, start_h, 10, **BERTH)
    assert port_visit.detect(stays(*rows)).height == n


def test_a_visit_sums_its_stops_and_lies_where_the_longest_was() -> None:
    other = {**BERTH, "where": (NAMPO[0] + 0.01, NAMPO[1])}
    rows = (
        stay(1, 0, 4, **{**BERTH, "stopped_h": 2.0}, longest_silence_h=1.5, first_row=5,
             last_row=7, n_reports=20),
        stay(1, 6, 10, **{**other, "stopped_h": 8.0}, longest_silence_h=0.5, first_row=8,
             last_row=30, n_reports=40, is_open=True),
    )  # fmt: skip
    found = port_visit.detect(stays(*rows)).row(0, named=True)
    detail = json.loads(found["detail"])
    assert found["lat_deg"] == pytest.approx(NAMPO[0] + 0.01)
    assert (found["first_row"], found["last_row"], found["is_open"]) == (5, 30, True)
    assert (found["observed_h"], found["inferred_h"]) == (14.0, 0.0)
    assert (detail["stopped_h"], detail["longest_silence_h"], detail["n_reports"]) == (
        10.0,
        1.5,
        60,
    )
    assert detail["stop"] == "moored"
    assert (detail["port_country"], detail["is_anchorage"]) == ("KP", False)
    assert detail["port_km"] == pytest.approx(1.1, abs=0.3)
    assert detail["spread_m"] == 15.0
