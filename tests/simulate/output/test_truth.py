"""Truth is held against an independent reading of the true tracks."""

import json
from datetime import timedelta

import numpy as np
import polars as pl
import pytest
from scipy.spatial import cKDTree

from seawarden.schema import EVENTS, KINDS
from seawarden.simulate.behaviours import HARD_CASES
from seawarden.simulate.scenarios import SCENARIOS

from ..alongside_oracle import together
from ..conftest import Ran


def some(rows: pl.DataFrame, at_least: int = 1) -> pl.DataFrame:
    """Return the rows; a law about none of them would prove nothing."""
    assert rows.height >= at_least, f"{rows.height} rows of truth, expected {at_least} or more"
    return rows


def test_truth_has_the_columns_of_events_and_two_more(everything: Ran) -> None:
    expected = [*EVENTS.schema.items(), ("behaviour", pl.String), ("is_breach", pl.Boolean)]
    assert list(everything.truth.schema.items()) == expected


def test_every_kind_is_one_the_dictionary_knows(everything: Ran) -> None:
    kinds = set(some(everything.truth)["kind"].drop_nulls())
    assert {"sts", "dark_sts", "encounter", "gap", "spoofing", "identity"} <= kinds <= set(KINDS)
    assert everything.truth["event_id"].is_unique().all()


def test_every_behaviour_took_place(everything: Ran) -> None:
    assert set(everything.summary.staged) == set(SCENARIOS["east_china_sea"].per_1000_vessel_days)
    assert everything.summary.missed == {}


def test_every_transfer_is_one_by_the_definition(everything: Ran) -> None:
    """The first and last quarter of an hour are the manoeuvre; between them the rule holds."""
    rows = everything.truth.filter(pl.col("kind").is_in(["sts", "dark_sts"]))
    assert rows.height >= 10
    for row in rows.iter_rows(named=True):
        pair = together(everything.tracks, *everything.ships(row))
        inside = np.array([
            row["start_utc"] + timedelta(minutes=15) <= t <= row["end_utc"] - timedelta(minutes=15)
            for t in pair.time
        ])  # fmt: skip
        assert pair.alongside()[inside].all(), row["event_id"]
        assert pair.longest_h() >= 2.0, row["event_id"]


def test_nobody_else_lies_alongside_at_sea(everything: Ran) -> None:
    """What truth does not name did not happen: brute force over all pairs, every five minutes."""
    known = {
        tuple(sorted(everything.ships(row)))
        for row in everything.truth.filter(
            # Two that lie together without other conduct (the outer ships of a raft) have no kind.
            pl.col("kind").is_in(["sts", "dark_sts", "encounter"])
            | (pl.col("kind").is_null() & pl.col("other_mmsi").is_not_null())
        ).iter_rows(named=True)
    }
    assert len(known) >= 10
    moored = _near_a_berth(everything.tracks)
    slow = everything.tracks.filter((pl.col("sog_kn") <= 3.0) & ~moored)
    seen: set[tuple[int, int]] = set()
    for _, now in slow.group_by("time_utc"):
        lat, lon = now["lat_deg"].to_numpy(), now["lon_deg"].to_numpy()
        xy = np.column_stack([lat, lon * np.cos(np.radians(lat))]) * 111.2
        ships = now["ship"].to_numpy()
        for i, j in cKDTree(xy).query_pairs(0.6):
            a, b = sorted((int(ships[i]), int(ships[j])))
            seen.add((a, b))
    assert seen & known  # the search finds those that truth does name
    strangers = {
        pair for pair in seen - known if together(everything.tracks, *pair).longest_h() >= 1.0
    }
    berthed = {p for p in strangers if _share_a_port(everything, *p)}
    assert strangers - berthed == set()


def test_hard_cases_are_no_breach_and_no_transfer(everything: Ran) -> None:
    assert sorted(HARD_CASES) == list(range(1, 11))
    names = [*HARD_CASES.values(), "teleport_onto_tanker"]
    rows = everything.truth.filter(pl.col("behaviour").is_in(names))
    assert set(rows["behaviour"]) == set(names)
    assert not rows["is_breach"].any()
    assert not rows["kind"].is_in(["sts", "dark_sts"]).any()


ALONE = {"lone_drift"}
"""Hard cases in which no other ship takes part."""


@pytest.mark.parametrize("name", sorted(set(HARD_CASES.values()) - {"bunkering"}))
def test_a_hard_case_breaks_the_definition(everything: Ran, name: str) -> None:
    staged = some(everything.truth.filter(pl.col("behaviour") == name))
    rows = staged.filter(pl.col("other_mmsi").is_not_null())
    assert rows.is_empty() == (name in ALONE)
    for row in rows.iter_rows(named=True):
        assert together(everything.tracks, *everything.ships(row)).longest_h() < 1.0


def test_bunkering_is_alongside_but_inside_a_harbour(everything: Ran) -> None:
    """The definition puts it in a class of its own: the place, not the motion, tells it apart."""
    rows = some(everything.truth.filter(pl.col("behaviour") == "bunkering"))
    assert rows["kind"].to_list() == ["encounter"] * rows.height
    for row in rows.iter_rows(named=True):
        assert together(everything.tracks, *everything.ships(row)).longest_h() >= 1.5


def test_a_silence_is_counted_as_inferred(everything: Ran) -> None:
    rows = some(everything.truth.filter(pl.col("kind") == "dark_sts"))
    assert (rows["observed_h"] == 0.0).all()
    assert (rows["inferred_h"] > 1.0).all()
    visible = some(everything.truth.filter(pl.col("kind") == "sts"))
    assert (visible["inferred_h"] == 0.0).all()


def test_one_transfer_crosses_midnight(everything: Ran) -> None:
    rows = some(everything.truth.filter(pl.col("behaviour") == "sts_midnight"))
    assert (rows["start_utc"].dt.date() != rows["end_utc"].dt.date()).all()


def test_designated_ships_take_part_and_say_when_they_were_listed(everything: Ran) -> None:
    cards = {
        ship["imo"]: ship
        for detail in everything.truth["detail"]
        for ship in json.loads(detail)["ships"]
        if "designated_on" in ship
    }
    assert {"RYE SONG GANG 1", "TONG SAN 2"} <= {card["name"] for card in cards.values()}
    assert cards[8937675]["designated_on"] == "2017-10-03"


def test_dark_hours_of_the_truth_are_dark_in_the_tracks(everything: Ran) -> None:
    rows = some(everything.truth.filter(pl.col("kind") == "gap"))
    for row in rows.iter_rows(named=True):
        ship = everything.ships(row)[0]
        mine = everything.tracks.filter(
            (pl.col("ship") == ship)
            & pl.col("time_utc").is_between(row["start_utc"], row["end_utc"])
        )
        assert some(mine)["is_dark"].all()


def test_a_transfer_across_180_degrees_lies_on_both_sides(date_line: Ran) -> None:
    rows = date_line.truth.filter(pl.col("kind") == "sts")
    assert rows.height >= 2
    for row in rows.iter_rows(named=True):
        pair = together(date_line.tracks, *date_line.ships(row))
        assert pair.longest_h() >= 2.0
        lon = date_line.tracks.filter(
            pl.col("ship").is_in(date_line.ships(row))
            & pl.col("time_utc").is_between(row["start_utc"], row["end_utc"])
        )["lon_deg"]
        assert lon.min() < -179.0 < 179.0 < lon.max()


def _near_a_berth(tracks: pl.DataFrame) -> pl.Series:
    from seawarden.geo.sphere import distance_m
    from seawarden.simulate.waters.harbours import HARBOURS

    lat, lon = tracks["lat_deg"].to_numpy(), tracks["lon_deg"].to_numpy()
    near = np.zeros(tracks.height, bool)
    for harbour in HARBOURS:
        near |= distance_m(lat, lon, *harbour.berths) < 5000.0
    return pl.Series(near)


def _share_a_port(ran: Ran, one: int, two: int) -> bool:
    """Return True if the two lie alongside only within 5 km of a berth."""
    pair = together(ran.tracks, one, two)
    mine = ran.tracks.filter(pl.col("ship") == one).sort("time_utc")
    return bool(_near_a_berth(mine).to_numpy()[pair.alongside()].all())
