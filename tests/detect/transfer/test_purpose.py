"""What for: pairs that move as one, rafts and boats are no transfers; purposes add up to one."""

import json

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawarden.detect import sts
from seawarden.detect.transfer import purpose, raft
from seawarden.detect.transfer.purpose import Weights
from seawarden.schema import CLAIMS
from seawarden.schema.kinds.purpose import Purpose

from ..sea import Ship, facts, transfer

OPEN_SEA = (29.0, 124.5)
M_PER_DEG = 111_195.0
NOTHING = {
    **{f"part_{name}": [0.0] for name in ("place", "crowd", "trade", "duration", "beside",
                                          "moored", "two_hulls", "under_way")},
    "before_km": [0.0], "after_km": [0.0], "between": [False], "outermost": [False],
    "is_other": [False],
    "other_is_other": [False], "kind_a": ["tanker"], "kind_b": ["tanker"],
    "mmsi": [477000001], "other_mmsi": [477000002], "ais_class": [1], "other_ais_class": [1],
    "length_m": [180], "other_length_m": [170], "beam_m": [30], "other_beam_m": [28],
    "imo": [None], "other_imo": [None], "median_sog_kn": [0.8], "spread_m": [900.0],
    "sailed_km": [0.0], "name": ["A"], "other_name": ["B"], "call_sign": [None],
    "other_call_sign": [None],
}  # fmt: skip
"""A pair of tankers adrift of which no evidence speaks for or against anything."""


def find(ships: list[Ship], minutes: float, seed: int) -> pl.DataFrame:
    made = facts(ships, minutes, seed)
    return sts.detect(made.contacts, made.hulls, CLAIMS.empty(), made.jumps, made.trails)


def shares(events: pl.DataFrame, row: int = 0) -> dict[str, float]:
    return {p["kind"]: p["probability"] for p in events["purpose"][row]}


def beside(leader: Ship, mmsi: int, right_m: float, forward_m: float = 0.0) -> Ship:
    """A hull at a fixed place in the leader's frame: lashed to her, or her second transponder."""
    at = np.radians(leader.heading)
    north = forward_m * np.cos(at) - right_m * np.sin(at)
    east = forward_m * np.sin(at) + right_m * np.cos(at)
    cos = np.cos(np.radians(leader.lat))
    return Ship(mmsi, leader.lat + north / M_PER_DEG, leader.lon + east / M_PER_DEG / cos,
                leader.heading, leader.ship_type, leader.size)  # fmt: skip


def passing(seed: int, hours: float = 8.0) -> Ship:
    """A ship that comes, stops for some hours and goes on."""
    return transfer(np.random.default_rng(seed), 477000001, OPEN_SEA, 24, 6, 6 + hours)[1]


@pytest.mark.parametrize("minutes", [3, 20, 45])
@pytest.mark.parametrize("seed", range(4))
def test_a_tug_and_her_barge_are_no_transfer(seed: int, minutes: float) -> None:
    """They arrive together, wait together and leave together: a ship of any type may tow."""
    lead = passing(seed)
    towed = beside(lead, 613000048, 12.0 + 4 * seed)
    towed.ship_type, towed.size = None, None
    found = find([lead, towed], minutes, seed)
    assert (found["confidence"] < 0.5).all()
    for row, detail in enumerate(found["detail"]):
        said = json.loads(detail)
        if said["before_km"] is not None and said["after_km"] is not None:
            assert max(shares(found, row), key=shares(found, row).__getitem__) in (
                Purpose.TOW, Purpose.ONE_HULL,
            )  # fmt: skip


@pytest.mark.parametrize("minutes", [3, 20, 45])
@pytest.mark.parametrize("seed", range(4))
def test_one_hull_with_two_transponders_is_no_transfer(seed: int, minutes: float) -> None:
    lead = passing(seed)
    found = find([lead, beside(lead, 518000089, 2.0, 20.0 + 10 * seed)], minutes, seed)
    assert (found["confidence"] < 0.5).all()


@pytest.mark.parametrize("seed", range(4))
def test_the_outer_ships_of_a_raft_do_not_touch(seed: int) -> None:
    lead, other = transfer(np.random.default_rng(seed), 477000001, OPEN_SEA, 24, 6, 13)
    # The third comes, lies and goes as the other does, on the far side of the one between.
    third = Ship(352000130, 2 * lead.lat - other.lat, 2 * lead.lon - other.lon, other.heading,
                 other.ship_type, other.size)  # fmt: skip
    found = find([lead, other, third], 4, seed).filter(pl.col("confidence") >= 0.5)
    sides = {lead.mmsi, other.mmsi, third.mmsi}
    outer = {other.mmsi, third.mmsi}
    pairs = [set(p) for p in found.select("mmsi", "other_mmsi").iter_rows()]
    assert outer not in pairs
    # Antennas are not mirrored, so that on the far side hulls may stand bow to stern.
    assert sum(p < sides for p in pairs) >= 1


@pytest.mark.parametrize(
    ("gaps_m", "crowd", "hours", "outer"),
    [
        ((20.0, 5.0, 8.0), 1, 6, [True, False, False]),
        ((5.0, 20.0, 8.0), 1, 6, [False, True, False]),
        ((20.0, 20.0, 8.0), 1, 6, [False, False, False]),  # two as far: not told
        ((20.0, 5.0, 8.0), 9, 6, [False, False, False]),  # decoys
        ((20.0, 5.0, 8.0), 1, 1, [False, False, False]),  # daughters in turn, an hour together
    ],
)
def test_of_three_pairs_the_one_furthest_apart_has_a_hull_between(
    gaps_m: tuple[float, ...], crowd: int, hours: int, outer: list[bool]
) -> None:
    """Heard once an hour, all three pairs of a raft seem to touch."""
    start = pl.datetime(2026, 3, 1, 0, time_zone="UTC")
    meetings = pl.DataFrame(
        {"n": [0, 1, 2], "hull": [1, 1, 2], "other_hull": [3, 2, 3], "crowd": [crowd] * 3,
         "mean_place_gap_m": gaps_m, "h": [6, hours, 6]}
    ).with_columns(start_utc=start, end_utc=start + pl.duration(hours=pl.col("h")))  # fmt: skip
    assert raft.outermost(meetings, 0.5, 6).to_list() == outer


@pytest.mark.parametrize(("crowd", "has_room"), [(1, True), (5, True), (24, False)])
def test_hulls_that_seem_to_touch_leave_room_for_a_third_but_in_a_crowd(
    crowd: int, has_room: bool
) -> None:
    """Heard every 20 min, the outer ships of a raft seem to touch: 30 m are within the error."""
    pair = pl.DataFrame(
        {"beam_m": [28], "other_beam_m": [30], "median_gap_m": [0.0], "crowd": [crowd]}
    )
    assert sts._have_room(pair, sts.Params()).to_list() == [has_room]


def test_a_boat_of_class_b_brings_no_cargo() -> None:
    ships = transfer(np.random.default_rng(2), 477000001, OPEN_SEA, 24, 6, 12)
    made = facts(ships, 5, 3)
    small = ships[1].mmsi
    hulls = made.hulls.with_columns(
        ais_class=pl.when(pl.col("mmsi") == small).then(2).otherwise("ais_class").cast(pl.UInt8),
        length_m=pl.when(pl.col("mmsi") == small).then(None).otherwise("length_m"),
        ship_type=pl.when(pl.col("mmsi") == small).then(None).otherwise("ship_type"),
    )
    found = sts.detect(made.contacts, hulls, CLAIMS.empty(), made.jumps, made.trails)
    assert found["contact"][0] >= 0.9
    assert found["confidence"][0] < 0.5
    assert max(shares(found), key=shares(found).__getitem__) == Purpose.BOAT


def test_the_purposes_add_up_and_the_parts_give_the_confidence() -> None:
    for seed in range(6):
        ships = transfer(np.random.default_rng(seed), 477000001, OPEN_SEA, 24, 6, 7 + seed)
        found = find(ships, 10 + 10 * seed, seed)
        for row in found.iter_rows(named=True):
            purposes = {p["kind"]: p["probability"] for p in row["purpose"]}
            assert set(purposes) == set(Purpose)
            assert sum(purposes.values()) == pytest.approx(1.0, abs=1e-9)
            assert row["confidence"] == pytest.approx(
                row["contact"] * purposes[Purpose.TRANSFER], abs=2e-6
            )
            detail = json.loads(row["detail"])
            total = sum(p["weight"] for p in detail["parts"])
            odds = np.log(row["confidence"] / (1 - row["confidence"]))
            assert total == pytest.approx(odds, abs=0.02)
            assert detail["at_tenth"] <= row["confidence"] <= detail["at_tenfold"] + 1e-3


def test_bunkering_a_dprk_flagged_ship_is_no_innocent_rival() -> None:
    """Resolutions 1874, paragraph 17, and 2397, paragraph 5."""
    for mmsi, innocent in ((477000001, True), (445000001, False)):
        big, small = transfer(np.random.default_rng(3), mmsi, OPEN_SEA, 24, 6, 12)
        big.ship_type, small.ship_type = 70, 80
        found = find([big, small], 5, 3)
        assert (shares(found)[Purpose.BUNKERING] > 0.5) == innocent
        assert (found["confidence"][0] < 0.5) == innocent


@pytest.mark.parametrize(("types", "least"), [((80, 99), 0.5), ((80, 90), 0.5), ((80, 80), 0.0)])
def test_a_tanker_beside_a_ship_of_other_type_bunkers_her(
    types: tuple[int, int], least: float
) -> None:
    """Survey ships and work vessels call themselves "other": they take fuel and give nothing."""
    big, small = transfer(np.random.default_rng(3), 477000001, OPEN_SEA, 24, 6, 12)
    big.ship_type, small.ship_type = types
    found = find([big, small], 5, 3)
    assert (shares(found)[Purpose.BUNKERING] >= 0.5) == (least > 0)
    assert (found["confidence"][0] < 0.5) == (least > 0)
    assert found["contact"][0] > 0.9, "that they lay together is not in doubt"


@pytest.mark.parametrize("opposite", [0.0, 1.5, 4.5])
@pytest.mark.parametrize("cargo", [-2.0, 0.0, 2.3])
def test_draughts_speak_for_the_contact_as_bayes_has_it(opposite: float, cargo: float) -> None:
    """The three cases by enumeration: apart, together for cargo, together for another reason."""
    frame = pl.DataFrame({"part_draught": [opposite], **NOTHING})
    weight = frame.select(purpose.cargo_moved(pl.lit(cargo + opposite), Weights())[2]).item()
    before = frame.with_columns(part_draught=0.0).select(
        purpose.shares(pl.lit(cargo), Weights())[0][1]
    ).item()  # fmt: skip
    together = 0.3  # any prior of a contact
    apart = (1 - together) * 1.0
    touched = together * (before * np.exp(opposite) + (1 - before) * 1.0)
    odds = touched / apart / (together / (1 - together))
    assert weight == pytest.approx(np.log(odds), abs=1e-9)
    assert weight >= 0.0


def framed(given: dict[str, object]) -> pl.DataFrame:
    frame = pl.DataFrame({"part_draught": [0.0], **NOTHING} | {k: [v] for k, v in given.items()})
    return frame.with_columns(pl.col("before_km", "after_km").cast(pl.Float64),
                              pl.col("length_m", "other_length_m").cast(pl.Int64))  # fmt: skip


def odds_of(**given: object) -> dict[str, float]:
    """Return the purposes of the pair of `NOTHING`, with some of it replaced."""
    frame = framed(given)
    return {
        kind: frame.select(share).item() for kind, share in purpose.shares(pl.lit(3.0), Weights())
    }


@pytest.mark.parametrize(
    ("spread_m", "at_anchor"), [(300.0, True), (575.0, True), (700.0, False), (2_000.0, False)]
)
def test_a_tide_lays_a_ship_on_both_sides_of_her_anchor(spread_m: float, at_anchor: bool) -> None:
    """A hull of 180 m on seven shackles is found up to 580 m from where she lay an hour ago."""
    lay = odds_of(spread_m=spread_m, median_sog_kn=0.1, other_length_m=70)
    assert (lay[Purpose.BUNKERING] > lay[Purpose.TRANSFER]) == at_anchor


@pytest.mark.parametrize(("part", "bunkers"), [(0.0, True), (1.5, True), (4.5, False)])
def test_one_draught_that_changed_is_fuel_as_much_as_cargo(part: float, bunkers: bool) -> None:
    lay = odds_of(part_draught=part, spread_m=300.0, median_sog_kn=0.1, other_length_m=70)
    assert (lay[Purpose.BUNKERING] > lay[Purpose.TRANSFER]) == bunkers


def test_a_journey_side_by_side_is_a_tow() -> None:
    """Fifty hours at three knots, heard on no side: they lay together all the way."""
    for sailed_km, leads in ((0.0, Purpose.TRANSFER), (60.0, Purpose.TOW)):
        lay = odds_of(sailed_km=sailed_km, before_km=0.0, after_km=None)
        assert max(lay, key=lay.__getitem__) == leads


def test_one_name_at_one_place_is_one_ship() -> None:
    same = {"other_length_m": 180, "other_beam_m": 30, "before_km": 10.0, "after_km": None}
    lay = odds_of(**same, other_name="A")
    assert max(lay, key=lay.__getitem__) == Purpose.ONE_HULL
    assert lay[Purpose.ONE_HULL] > odds_of(**same)[Purpose.ONE_HULL]


TYPES = ("tanker", "cargo", "unknown")
KM = (None, 0.0, 1.0, 50.0)
MMSIS = (412000001, 445000001)
LONG_M = (None, 50, 180)


@given(
    kinds=st.tuples(st.sampled_from(TYPES), st.sampled_from(TYPES)),
    km=st.tuples(st.sampled_from(KM), st.sampled_from(KM)),
    lengths_m=st.tuples(st.sampled_from(LONG_M), st.sampled_from(LONG_M)),
    draught=st.sampled_from((0.0, 1.5, 4.5)),
    place=st.sampled_from(("open sea", "anchorage")),
    is_anchored=st.booleans(),
    is_between=st.booleans(),
    mmsi=st.sampled_from(MMSIS),
)
def test_no_transfer_leads_where_nothing_separates_the_purposes(
    kinds, km, lengths_m, draught, place, is_anchored, is_between, mmsi
) -> None:
    """A called transfer in a case that says "cannot be told" would contradict itself."""
    row = {
        "kind_a": kinds[0], "kind_b": kinds[1], "before_km": km[0], "after_km": km[1],
        "length_m": lengths_m[0], "other_length_m": lengths_m[1], "part_draught": draught,
        "place": place, "between": is_between, "mmsi": mmsi,
        "spread_m": 100.0 if is_anchored else 2_000.0, "median_sog_kn": 0.1,
    }  # fmt: skip
    frame = framed(row)
    if frame.select(purpose.separated_by(Weights())).item() is None:
        assert frame.select(purpose.shares(pl.lit(5.0), Weights())[0][1]).item() < 0.5


def test_where_nothing_was_sent_and_no_course_heard_nothing_can_be_told() -> None:
    blind = {"kind_b": "unknown", "before_km": None, "after_km": None}
    assert odds_of(**blind)[Purpose.TRANSFER] < 0.5
    assert odds_of(**blind | {"after_km": 0.0})[Purpose.TRANSFER] > 0.5, "one course tells"
    assert odds_of(**blind, mmsi=445000001)[Purpose.TRANSFER] > 0.5
