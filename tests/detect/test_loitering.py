"""Loitering: drifting or waiting at sea, not lying in port, not fishing."""

import json

import polars as pl
import pytest

from seawarden.detect import loitering
from seawarden.geo import anchorages
from seawarden.geo.places import Places

from .make import NAMPO, OPEN_SEA, hull, hulls, stay, stays

ONE = hulls(hull(1, ship_type=80))


def test_a_drift_outside_port_is_loitering() -> None:
    found = loitering.detect(stays(stay()), ONE)
    assert found.height == 1
    assert found["confidence"][0] > 0.6
    assert json.loads(found["detail"][0])["motion"] == "drifting"


@pytest.mark.parametrize(
    "row",
    [stay(where=NAMPO), stay(hours=3.0), stay(mean_sog_kn=2.2)],
    ids=["a berth", "three hours", "faster than 2 kn"],
)
def test_what_is_not(row: dict[str, object]) -> None:
    assert loitering.detect(stays(row), ONE).is_empty()


def test_a_learnt_anchorage_is_not_loitering() -> None:
    row = {"lat_deg": [OPEN_SEA[0]], "lon_deg": [OPEN_SEA[1]], "radius_m": [1500.0], "n_hulls": [9]}
    there = Places(pl.DataFrame(row, schema=anchorages.SCHEMA))
    assert loitering.detect(stays(stay()), ONE, loitering.Params(), there).is_empty()


def test_a_swing_on_the_whole_chain_is_still_at_anchor() -> None:
    """The antenna of a ship on 10 shackles swings at up to 275 m plus its place on the hull."""
    row = stay(spread_m=290.0, stopped_h=9.5, mean_sog_kn=0.1)
    found = loitering.detect(stays(row), ONE)
    assert json.loads(found["detail"][0])["motion"] == "anchored"


def test_swinging_at_anchor_is_told_from_drifting_and_weighs_less() -> None:
    drift, anchor = (
        loitering.detect(stays(row), ONE)
        for row in (stay(), stay(spread_m=120.0, stopped_h=9.5, mean_sog_kn=0.2))
    )
    assert json.loads(anchor["detail"][0])["motion"] == "anchored"
    assert anchor["confidence"][0] < 0.5 < drift["confidence"][0]


def test_a_fishing_vessel_stays_for_her_living() -> None:
    found = loitering.detect(stays(stay()), hulls(hull(1, ship_type=30)))
    assert found["confidence"][0] < 0.5


def test_a_silence_in_the_drift_is_told_apart() -> None:
    """Ten hours of which nine were silent: kept, said, and believed less."""
    silent = stay(observed_h=1.0, inferred_h=9.0, longest_silence_h=9.0)
    found = loitering.detect(stays(silent), ONE)
    assert (found["observed_h"][0], found["inferred_h"][0]) == (1.0, 9.0)
    assert found["confidence"][0] < loitering.detect(stays(stay()), ONE)["confidence"][0]


def test_longer_is_surer() -> None:
    short, long = (
        loitering.detect(stays(stay(hours=h)), ONE)["confidence"][0] for h in (4.5, 30.0)
    )
    assert short < long
