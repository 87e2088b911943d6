"""Anybody can send three hundred ships: a transfer among them is called all the same."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from seawarden.facts.crowd_note import note
from seawarden.facts.params import Params as FactParams

from ..sea import Ship, facts, place, transfer
from ..test_sts import OPEN_SEA, calls, find


@pytest.mark.parametrize("along", [True, False])
def test_a_transfer_among_three_hundred_decoys_is_called(along: bool) -> None:
    """They drift along with the pair, or stay where she lay; one tanker each, by their own word.

    Ships that lie otherwise far from all others would be a road; no road holds so many so near.
    """
    rng = np.random.default_rng(1)
    pair = transfer(rng, 400_000_000, OPEN_SEA, 12, 3.0, 9.0)
    start = 6 * 60  # in the middle of it, a place a minute
    at = [c if along else np.full(c.size, c[start]) for c in (pair[0].lat, pair[0].lon)]
    decoys = []
    for n, (east, north) in enumerate(rng.uniform(-300, 300, (300, 2))):
        lat, lon = place(np.zeros(0), (at[0], at[1]), east, north)  # type: ignore[arg-type]
        heading = np.full(lat.size, 40.0)
        decoys.append(Ship(500_000_000 + n, lat, lon, heading, from_h=1, to_h=11))
    made = facts([*pair, *decoys], 12, 3)
    two = [ship.mmsi * 100_000 for ship in pair]
    # The decoys' pairs among each other decide nothing for this one, and cost a minute.
    of_pair = pl.col("hull").is_in(two) | pl.col("other_hull").is_in(two)
    called = calls(find(replace(made, contacts=made.contacts.filter(of_pair))))
    assert called.select("mmsi", "other_mmsi").rows() == [(pair[0].mmsi, pair[1].mmsi)]
    (line,) = note(made.contacts, FactParams())
    assert "of each the nearest 64 are followed as pairs" in line
