"""Port visits: which port, how sure, and the DPRK's flagged."""

import json

import polars as pl

from seawarden.detect import port_visit
from seawarden.geo import anchorages
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
