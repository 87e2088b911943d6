"""Thresholds of `sts` that a meeting shows: how long, how small, how deep."""

import json

import numpy as np
import polars as pl
import pytest

from seawarden.detect import sts
from seawarden.geo.places import Places

from ..make import contacts, hull, hulls
from ..sea import facts, transfer
from ..test_sts import OPEN_SEA, draughts


def events(slots: int, around: int = 0) -> pl.DataFrame:
    """What is found of two tankers beside each other for so many slots of ten minutes.

    An hour later they lie 900 m apart for `around` slots.
    """
    two = hulls(hull(1, ship_type=80), hull(2, ship_type=80))
    none = sts.CLAIMS.empty(), sts.JUMPS.empty(), sts.TRAILS.empty()
    every = sts.Params(min_confidence=0.0)
    made = pl.concat([
        contacts(12.0, slots, metres=40.0), contacts(13.0 + slots / 6, around, metres=900.0),
    ])  # fmt: skip
    return sts.detect(made, two, *none, every, Places())


@pytest.mark.parametrize(("slots", "n"), [(2, 0), (3, 0), (4, 1), (12, 1)])
def test_less_than_36_minutes_together_is_not_even_weighed(slots: int, n: int) -> None:
    assert events(slots).height == n


@pytest.mark.parametrize(("around", "outside_h"), [(0, 0.0), (6, 1.0), (24, 4.0)])
def test_hours_near_each_other_but_not_alongside_are_counted(around: int, outside_h: float) -> None:
    (detail,) = events(12, around)["detail"]
    assert json.loads(detail)["outside_h"] == outside_h
    assert json.loads(detail)["together_h"] == 2.0


@pytest.mark.parametrize(
    ("length_m", "change_m", "weight"),
    [
        (100, 0.6, 4.5),  # a coaster rises half a metre with a few hundred tonnes
        (124, 0.6, 4.5),
        (125, 0.6, 0.0),  # a ship of 10,000 DWT moves so much by her bunkers
        (180, 0.9, 0.0),
        (180, 1.0, 4.5),
        (100, 0.4, 0.0),
    ],
)
def test_how_far_a_draught_must_change_depends_on_the_ship(
    length_m: int, change_m: float, weight: float
) -> None:
    ships = transfer(np.random.default_rng(3), 477000001, OPEN_SEA, 20, 5, 11)
    for ship in ships:
        ship.size = (length_m - 20, 20, 8, 8)
    made = facts(ships, 3, 3)
    claims = draughts((change_m, -change_m))
    found = sts.detect(made.contacts, made.hulls, claims, made.jumps, made.trails)
    parts = {p["what"]: p["weight"] for p in json.loads(found["detail"][0])["parts"]}
    assert parts["draught"] == weight
