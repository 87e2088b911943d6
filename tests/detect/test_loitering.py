"""Loitering: drifting or waiting at sea, not lying in port, not fishing."""

import json
import math

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


@pytest.mark.parametrize("hours", [12.0, 24.0, 96.0])
@pytest.mark.parametrize("ship_type", [None, 70, 80])
def test_reports_at_both_ends_of_a_day_are_no_loitering(hours: float, ship_type: int) -> None:
    """Two reports a day apart at one place: she may have been anywhere, and it says so."""
    ends = stay(hours=hours, observed_h=0.02, inferred_h=hours - 0.02, n_reports=4,
                longest_silence_h=hours - 0.02)  # fmt: skip
    (found,) = loitering.detect(stays(ends), hulls(hull(1, ship_type=ship_type))).to_dicts()
    assert found["confidence"] < 0.5
    assert "both ends" in json.loads(found["detail"])["inferred"]
    heard = stay(hours=hours, observed_h=0.0, inferred_h=hours, longest_silence_h=hours / 8)
    (found,) = loitering.detect(stays(heard), ONE).to_dicts()
    assert json.loads(found["detail"])["inferred"] is None


def test_longer_is_surer() -> None:
    short, long = (
        loitering.detect(stays(stay(hours=h)), ONE)["confidence"][0] for h in (4.5, 30.0)
    )
    assert short < long


def log_odds(ship_type: int | None = 80, **given: object) -> float:
    """Of ten hours adrift in the open sea, unless said otherwise."""
    made = stays(stay(**{"hours": 8.0, **given}))
    (p,) = loitering.detect(made, hulls(hull(1, ship_type=ship_type)))["confidence"]
    return math.log(p / (1 - p))


DRIFT = 1.2 + 2.8
"""Eight hours, all heard, and what speaks for any stay at sea."""
HELD = {"spread_m": 120.0, "stopped_h": 8.0, "mean_sog_kn": 0.2}


@pytest.mark.parametrize(
    ("given", "weight"),
    [
        ({}, DRIFT),
        ({"hours": 4.0}, 3.1),
        ({"hours": 24.0}, 4.8),
        ({"hours": 200.0}, 4.8),
        ({"hours": 32.0**0.5}, DRIFT - 0.45),  # half way between 4 h and 8 h by logarithm
        ({"observed_h": 4.8, "inferred_h": 3.2}, DRIFT),
        ({"observed_h": 2.0, "inferred_h": 6.0}, DRIFT - 0.7),
        ({"observed_h": 0.0, "inferred_h": 8.0}, DRIFT - 2.0),
        ({"ship_type": 30}, DRIFT - 5.0),
        ({"ship_type": 52}, DRIFT - 4.0),
        ({"ship_type": 60}, DRIFT - 3.0),
        ({"ship_type": None}, DRIFT),
        (HELD, DRIFT - 7.5),
        ({**HELD, "spread_m": 250.0}, DRIFT - 6.3),
        ({**HELD, "spread_m": 275.0}, DRIFT - 5.9),
        ({**HELD, "spread_m": 350.0}, DRIFT - 4.5),
        ({**HELD, "spread_m": 351.0}, DRIFT),  # beyond any chain
        ({**HELD, "spread_m": 900.0, "mean_sog_kn": 0.15}, DRIFT - 4.5),  # she shifted
        ({**HELD, "spread_m": 900.0, "mean_sog_kn": 0.16}, DRIFT),
        ({**HELD, "stopped_h": 4.7}, DRIFT),  # less than three fifths of it stopped
    ],
)
def test_what_a_stay_at_sea_weighs(given: dict[str, object], weight: float) -> None:
    assert log_odds(**given) == pytest.approx(weight, abs=2e-3)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kn", "motion"),
    [(1.49, "drifting"), (1.5, "slow steaming"), (2.0, "slow steaming"), (None, "drifting")],
)
def test_what_she_did_is_named_by_her_speed(kn: float | None, motion: str) -> None:
    (text,) = loitering.detect(stays(stay(mean_sog_kn=kn)), ONE)["detail"]
    assert json.loads(text)["motion"] == motion


@pytest.mark.parametrize(
    ("given", "n"),
    [({"hours": 4.0}, 1), ({"hours": 3.99}, 0), ({"mean_sog_kn": 2.0}, 1),
     ({"mean_sog_kn": 2.01}, 0)],
)  # fmt: skip
def test_four_hours_at_two_knots_are_the_rule(given: dict[str, object], n: int) -> None:
    assert loitering.detect(stays(stay(**given)), ONE).height == n


@pytest.mark.parametrize(("station", "n"), [("ship", 1), ("base", 0), ("aton", 0), ("sar", 0)])
def test_only_ships_loiter(station: str, n: int) -> None:
    assert loitering.detect(stays(stay()), hulls(hull(1, station=station))).height == n


def test_a_hull_that_no_table_knows_loiters_too() -> None:
    (text,) = loitering.detect(stays(stay()), hulls(hull(9)))["detail"]
    assert json.loads(text)["kind"] == "unknown"
