"""Transfers are found, also by few reports; the innocent explanations are not called transfers."""

import json
from dataclasses import replace
from datetime import timedelta

import numpy as np
import polars as pl
import pytest

from seawarden.detect import encounter, sts
from seawarden.facts.tables import Facts
from seawarden.geo import anchorages
from seawarden.geo.places import Places
from seawarden.schema import CLAIMS, conform

from . import rivals
from .sea import T0, Ship, facts, transfer

OPEN_SEA = (33.1, 124.2)
WAN_CHAI = (22.28, 114.17)  # Hong Kong harbour


def find(
    made: Facts, claims: pl.DataFrame | None = None, places: Places = Places()
) -> pl.DataFrame:
    said = CLAIMS.empty() if claims is None else claims
    return sts.detect(
        made.contacts, made.hulls, said, made.jumps, made.trails, sts.Params(), places
    )


def calls(events: pl.DataFrame) -> pl.DataFrame:
    return events.filter(pl.col("confidence") >= 0.5)


def spots(n: int) -> list[tuple[float, float]]:
    return [(28.0 + (i % 8) * 0.9, 123.2 + (i // 8) * 0.35) if i % 8 < 4
            else (28.0 + (i % 8) * 0.9, 123.3 + (i // 8) * 0.2) for i in range(n)]  # fmt: skip


def fleet(n: int, seed: int) -> tuple[list[Ship], list[tuple[int, float, float]]]:
    rng = np.random.default_rng(seed)
    ships, truth = [], []
    for i, at in enumerate(spots(n)):
        start, hours = rng.uniform(4, 8), rng.uniform(2, 10)
        ships += transfer(rng, 400_000_000 + i * 10, at, 24, start, start + hours)
        truth.append((400_000_000 + i * 10, start, start + hours))
    return ships, truth


def recall(made: Facts, truth: list[tuple[int, float, float]]) -> float:
    """Share of true transfers with a call of IoU >= 0.5."""
    found = calls(find(made))
    hit = 0
    for mmsi, start, end in truth:
        for row in found.filter(pl.col("mmsi") == mmsi).iter_rows(named=True):
            a = (row["start_utc"] - T0).total_seconds() / 3600
            b = (row["end_utc"] - T0).total_seconds() / 3600
            if max(0.0, min(b, end) - max(a, start)) / (max(b, end) - min(a, start)) >= 0.5:
                hit += 1
                break
    return hit / len(truth)


@pytest.mark.parametrize(
    ("minutes", "regular", "least"),
    [(3, True, 1.0), (10, False, 1.0), (20, True, 0.95), (20, False, 0.95), (60, True, 0.75)],
)
def test_transfers_are_found_at_sparse_reports(minutes: float, regular: bool, least: float) -> None:
    ships, truth = fleet(32, seed=4)
    made = facts(ships, minutes, 4, regular)
    assert recall(made, truth) >= least
    pairs = calls(find(made)).filter(pl.col("other_mmsi") - pl.col("mmsi") != 1)
    assert pairs.is_empty(), "no pair but the true ones"


def test_a_transfer_is_an_encounter_too() -> None:
    made = facts(transfer(np.random.default_rng(1), 412000001, OPEN_SEA, 20, 5, 11), 5, 1)
    met = encounter.detect(made.contacts, made.hulls)
    found = calls(find(made))
    assert met.height == found.height == 1
    assert met["mmsi"].to_list() == found["mmsi"].to_list() == [412000001]
    assert abs((met["start_utc"][0] - found["start_utc"][0]).total_seconds()) < 3600


def rival(kind: str, minutes: float) -> list[pl.DataFrame]:
    """Events of twelve cases of a rival."""
    rng, ships = np.random.default_rng(11), []
    for i, at in enumerate(spots(12)):
        mmsi = 400_000_000 + i * 10
        ships += {
            "anchored": lambda m=mmsi, a=at: rivals.anchored_neighbours(rng, m, a, 36),
            "anchored, nothing known": lambda m=mmsi, a=at: rivals.anchored_neighbours(
                rng, m, a, 36, known=False
            ),
            "drifters": lambda m=mmsi, a=at: rivals.drifters(rng, m, a, 36),
            "pair trawl": lambda m=mmsi, a=at: rivals.abreast(rng, m, a, 12, 3.2, (30, 30)),
            "pair trawl, type hidden": lambda m=mmsi, a=at: rivals.abreast(
                rng, m, a, 12, 3.2, (None, None)
            ),
            "convoy": lambda m=mmsi, a=at: rivals.abreast(rng, m, a, 10, 8.0, (70, 70)),
            "tug": lambda m=mmsi, a=at: rivals.visitor(rng, m, a, 60, 3.0, (80, 52)),
            "launch, type hidden": lambda m=mmsi, a=at: rivals.visitor(
                rng, m, a, 40, 2.5, (80, None)
            ),
        }[kind]()
    return find(facts(ships, minutes, 11))


@pytest.mark.parametrize("minutes", [3, 20, 60])
@pytest.mark.parametrize(
    "kind",
    ["anchored", "anchored, nothing known", "drifters", "pair trawl", "pair trawl, type hidden",
     "convoy", "tug", "launch, type hidden"],
)  # fmt: skip
def test_the_innocent_are_not_called(kind: str, minutes: float) -> None:
    assert calls(rival(kind, minutes)).is_empty()


def test_a_bunker_barge_in_harbour_is_not_a_transfer() -> None:
    """Six hours side by side, two tankers: in a port that is daily work."""
    made = facts(transfer(np.random.default_rng(3), 477000001, WAN_CHAI, 20, 5, 11), 3, 3)
    assert made.contacts.height > 30
    assert find(made).is_empty()


def draughts(change: tuple[float, float]) -> pl.DataFrame:
    """Both ships claim a draught before, and another the day after."""
    rows = []
    for i, d in enumerate(change):
        for hour, draught in ((0, 7.0), (15, 7.0 + d)):
            rows.append(
                {
                    "hull": (477000001 + i) * 100_000,
                    "mmsi": 477000001 + i,
                    "start_utc": T0 + timedelta(hours=hour),
                    "end_utc": T0 + timedelta(hours=hour + 5),
                    "n_statics": 9,
                    "draught_m": draught,
                    "file_id": 0,
                    "first_line": 1,
                    "last_line": 2,
                }
            )
    return conform(pl.DataFrame(rows), CLAIMS)


def test_in_harbour_opposite_draughts_are_the_stronger_evidence() -> None:
    made = facts(transfer(np.random.default_rng(3), 477000001, WAN_CHAI, 20, 5, 11), 3, 3)
    found = find(made, draughts((2.0, -1.8)))
    assert found.height == 1
    detail = json.loads(found["detail"][0])
    assert detail["place"] == "port"
    assert (detail["draught_change_m"], detail["other_draught_change_m"]) == (2.0, -1.8)
    assert find(made, draughts((2.0, 1.8))).is_empty(), "both deeper: both loaded at a berth"
    assert find(made, draughts((0.3, -1.8))).is_empty(), "a bunkered ship sinks by decimetres"


def test_draughts_add_to_an_open_sea_transfer_and_their_absence_takes_nothing() -> None:
    made = facts(transfer(np.random.default_rng(3), 477000001, OPEN_SEA, 20, 5, 11), 3, 3)
    without, opposite = find(made), find(made, draughts((2.0, -1.8)))
    assert without["confidence"][0] > 0.9
    assert opposite["confidence"][0] > without["confidence"][0]
    weights = {p["what"]: p["weight"] for p in json.loads(without["detail"][0])["parts"]}
    assert weights["draught"] == 0.0


def test_draughts_that_moved_cargo_speak_for_the_contact_too() -> None:
    """At a report an hour two hours alongside are one look: what moved between them is another."""
    seeds = range(12)
    made = [facts(transfer(np.random.default_rng(s), 477000001, OPEN_SEA, 20, 5, 8), 60, s)
            for s in seeds]  # fmt: skip
    without = sum(calls(find(m)).height for m in made)
    assert sum(calls(find(m, draughts((2.0, -1.8)))).height for m in made) > without
    assert sum(calls(find(m, draughts((2.0, 1.8)))).height for m in made) <= without


def held(at: tuple[float, float], swing_m: float, mmsi: int = 477000001) -> list[Ship]:
    """Two ships together for six hours on one spot, or on a chain that lets them swing."""
    made = transfer(np.random.default_rng(3), mmsi, at, 20, 5, 11)
    together = slice(5 * 60, 11 * 60)
    swing = swing_m * np.sin(np.arange(6 * 60) / 40.0) / 111_195.0
    for ship in made:
        for axis in (ship.lat, ship.lon, ship.heading):
            axis[together] = axis[together][0]
        ship.lat[together] += swing
    return made


def test_two_ships_at_a_quay_that_no_list_holds_are_no_transfer() -> None:
    """75 calls in 19,000 real vessel-days were Norwegian quays, held as only a quay can hold."""
    fjord = (67.766532, 15.246897)  # 34 km from the nearest listed port
    for swing_m, weight, n_calls in ((0.0, -4.0, 0), (150.0, 0.0, 1)):
        found = find(facts(held(fjord, swing_m), 8, 3, noise_m=5.0))
        detail = json.loads(found["detail"][0])
        parts = {p["what"]: p["weight"] for p in detail["parts"]}
        assert detail["place"] == "inshore"
        assert parts["moored"] == weight
        assert calls(found).height == n_calls


def village(at: tuple[float, float], pairs: int) -> Facts:
    """So many pairs 60 m from each other, swinging as one."""
    boats = [
        ship
        for i in range(pairs)
        for ship in held((at[0], at[1] + i * 60.0 / 42_000.0), 150.0, 477000001 + 10 * i)
    ]
    return facts(boats, 8, 3, noise_m=5.0)


def test_where_many_lie_beside_each_other_is_a_harbour_that_no_list_holds() -> None:
    fjord = (67.766532, 15.246897)
    assert calls(find(village(fjord, 1))).height == 1
    found = find(village(fjord, 5))
    assert not found.is_empty()
    assert calls(found).is_empty()
    assert json.loads(found["detail"][0])["crowd"] >= 3


def test_a_raft_of_three_at_sea_is_still_a_transfer() -> None:
    first, other, *_ = held(OPEN_SEA, 150.0)
    third = held((OPEN_SEA[0], OPEN_SEA[1] + 0.0008), 150.0, 477000011)[0]
    found = calls(find(facts([first, other, third], 8, 3, noise_m=5.0)))
    assert found.filter((pl.col("mmsi") == 477000001) & (pl.col("other_mmsi") == 477000002)).height


@pytest.mark.parametrize(("platform_type", "vessel_type"), [(None, 80), (99, 90), (0, 90)])
def test_a_supply_vessel_beside_a_platform_is_no_transfer(
    platform_type: int | None, vessel_type: int
) -> None:
    """At sea a platform stays within the noise of its positions while the tide turns."""
    cargo = []
    for swing_m in (0.0, 150.0):
        platform, vessel = held(OPEN_SEA, swing_m)
        platform.ship_type, vessel.ship_type = platform_type, vessel_type
        found = find(facts([platform, vessel], 8, 3, noise_m=5.0))
        detail = json.loads(found["detail"][0])
        parts = {p["what"]: p["weight"] for p in detail["parts"]}
        assert detail["place"] == "open sea"
        assert (parts["moored"] < -3.0) == (swing_m == 0.0)
        # An 83 m vessel at an anchored ship of 199 m: fuel, stores or cargo, AIS cannot tell.
        assert calls(found).is_empty()
        assert detail["separated_by"] is None
        assert found["contact"][0] >= 0.5
        cargo.append({p["kind"]: p["probability"] for p in found["purpose"][0]}["cargo transfer"])
    assert cargo[0] < cargo[1]


@pytest.mark.parametrize("types", [(80, 80), (70, 70), (None, None)])
def test_two_traders_that_do_not_move_at_all_still_lie_alongside(types) -> None:
    """On a buoy, by thrusters, or where a source rounds positions to a hundredth of a mile."""
    ships = held(OPEN_SEA, 0.0)
    for ship, ship_type in zip(ships, types, strict=True):
        ship.ship_type = ship_type
    found = find(facts(ships, 8, 3, noise_m=5.0))
    assert found["contact"][0] >= 0.9
    # Two bulk carriers give each other cargo or nothing; of a small tanker at anchor beside a
    # large one AIS cannot tell fuel from cargo.
    assert calls(found).height == (1 if types == (70, 70) else 0)
    if types != (70, 70):
        assert json.loads(found["detail"][0])["separated_by"] is None


def test_ships_that_meet_for_two_hours_in_a_calm_are_not_taken_for_a_platform() -> None:
    made = transfer(np.random.default_rng(3), 477000001, OPEN_SEA, 20, 5, 7.5)
    for ship in made:
        ship.lat[300:450], ship.lon[300:450] = ship.lat[300], ship.lon[300]
    parts = json.loads(find(facts(made, 5, 3, noise_m=5.0))["detail"][0])["parts"]
    assert {p["what"]: p["weight"] for p in parts}["moored"] == 0.0


@pytest.mark.parametrize("minutes", [3, 10, 20])
def test_trawlers_that_turn_in_formation_are_not_alongside(minutes: float) -> None:
    """Their mean place is in their own middle; the distance that they keep tells them apart."""
    rng, ships = np.random.default_rng(5), []
    for i, at in enumerate(spots(8)):
        ships += rivals.formation(rng, 412_000_000 + i * 10, at, 24, 240 + 10 * i, (None, None))
    assert calls(find(facts(ships, minutes, 2))).is_empty()


@pytest.mark.parametrize(("metres", "weight"), [(40, 0.0), (29, -1.65), (25, -2.25), (15, -3.0)])
def test_the_smaller_the_craft_the_less_it_can_carry(metres: int, weight: float) -> None:
    """A launch of 18 m lay three hours at an anchored tanker: crew or stores, not a cargo."""
    big, craft = transfer(np.random.default_rng(3), 477000001, OPEN_SEA, 20, 5, 9)
    craft.size, craft.ship_type = (metres - 5, 5, 2, 3), None
    parts = json.loads(find(facts([big, craft], 5, 3))["detail"][0])["parts"]
    assert {p["what"]: p["weight"] for p in parts}["trade"] == pytest.approx(weight)


def test_a_learnt_anchorage_needs_stronger_evidence() -> None:
    made = facts(transfer(np.random.default_rng(3), 477000001, OPEN_SEA, 20, 5, 11), 3, 3)
    row = {"lat_deg": [33.1], "lon_deg": [124.2], "radius_m": [30_000.0], "n_hulls": [9.0]}
    there = Places(pl.DataFrame(row, schema=anchorages.SCHEMA))
    found = find(made, places=there)
    assert json.loads(found["detail"][0])["place"] == "anchorage"
    assert calls(found).is_empty()
    assert calls(find(made, draughts((2.0, -1.8)), there)).height == 1


def test_both_silent_throughout_is_not_a_call() -> None:
    """Seen before and after, six hours of silence between: possible, but nobody saw it."""
    pair = transfer(np.random.default_rng(5), 412000001, OPEN_SEA, 24, 8, 13)
    ships = [part for ship in pair for part in rivals.silenced(ship, 7.6, 13.4)]
    assert calls(find(facts(ships, 3, 5))).is_empty()


def test_one_side_dark_throughout_is_no_visible_transfer() -> None:
    pair = transfer(np.random.default_rng(5), 412000001, OPEN_SEA, 24, 8, 13)
    assert find(facts([pair[0], *rivals.silenced(pair[1], 5.0, 16.0)], 3, 5)).is_empty()


def test_a_cloned_mmsi_that_passes_is_not_a_transfer() -> None:
    pair = transfer(np.random.default_rng(5), 412000001, OPEN_SEA, 24, 30, 31)
    far = transfer(np.random.default_rng(6), 412000055, (28.5, 123.6), 24, 30, 31)[0]
    far.mmsi = 412000002
    passing = rivals.clone(far, (float(pair[0].lat[600]), float(pair[0].lon[600])), 9, 10, 100)
    assert find(facts([pair[0], far, passing], 3, 5)).is_empty()


@pytest.mark.parametrize("minutes", [3, 20])
def test_180_and_midnight_change_nothing(minutes: float) -> None:
    """T0 is midnight; the transfer runs from 20 h to 30 h, over 180 deg and back."""
    here, there = (
        facts(transfer(np.random.default_rng(8), 412000001, at, 40, 20, 30), minutes, 8)
        for at in ((33.1, 124.2), (33.1, 179.999))
    )
    a, b = calls(find(here)), calls(find(there))
    assert a.height == b.height == 1
    assert b["lon_deg"].abs()[0] > 179.5
    assert abs((a["start_utc"][0] - b["start_utc"][0]).total_seconds()) <= 1200
    assert abs((a["end_utc"][0] - b["end_utc"][0]).total_seconds()) <= 1200
    assert a["confidence"][0] == pytest.approx(b["confidence"][0], abs=0.02)


def test_a_size_without_the_antenna_place_is_no_antenna_at_the_bow() -> None:
    """ITU-R M.1371: A = C = 0 gives the size only. Read as an antenna at the bow, it hid two of
    twelve simulated transfers."""
    pair = transfer(np.random.default_rng(1), 412000001, OPEN_SEA, 20, 5, 11)
    for ship in pair:
        bow, stern, port, starboard = ship.size
        ship.size = (0, bow + stern, 0, port + starboard)
    found = calls(find(facts(pair, 5, 1)))
    assert found.height == 1
    parts = {p["what"]: p for p in json.loads(found["detail"][0])["parts"]}
    assert parts["beside"]["weight"] == 0.0
    assert parts["heading"]["value"] > 0.9


def test_a_teleport_onto_a_ship_is_doubted() -> None:
    """A hull that appears beside a tanker by an impossible move was perhaps never there."""
    pair = transfer(np.random.default_rng(5), 412000001, OPEN_SEA, 24, 0, 30)
    far = transfer(np.random.default_rng(6), 412000055, (28.5, 123.6), 24, 30, 31)[0]
    far.mmsi, far.to_h, pair[1].from_h = 412000002, 9.0, 9.02
    found = find(facts([*pair, far], 3, 5))
    parts = json.loads(found["detail"][0])["parts"]
    assert [p["weight"] for p in parts if p["what"] == "identity"] == [-5.0]
    assert calls(found).is_empty()


def test_confidence_is_the_sum_of_its_parts() -> None:
    ships, _ = fleet(8, seed=9)
    for row in find(facts(ships, 30, 9)).iter_rows(named=True):
        detail = json.loads(row["detail"])
        total = sum(p["weight"] for p in detail["parts"])
        assert detail["log_odds"] == pytest.approx(total, abs=0.01)
        assert row["confidence"] == pytest.approx(1 / (1 + np.exp(-total)), abs=0.01)


def test_observed_and_inferred_hours_are_told_apart() -> None:
    pair = transfer(np.random.default_rng(1), 412000001, OPEN_SEA, 24, 5, 13)
    ships = [part for ship in pair for part in rivals.silenced(ship, 8.0, 10.5)]
    found = calls(find(facts(ships, 3, 5)))
    assert found.height == 1
    assert found["inferred_h"][0] == pytest.approx(2.5, abs=0.4)
    assert found["observed_h"][0] == pytest.approx(5.5, abs=0.5)


def test_two_transponders_on_one_hull_are_no_transfer() -> None:
    """Two MMSIs 4 m apart for hours: one ship with two sets, or two beacons on one net."""
    rng = np.random.default_rng(5)
    one, _ = transfer(rng, 150_202_935, OPEN_SEA, 24, 6, 14)
    north = one.lat + 4.0 / 111_195
    twin = Ship(150_202_936, north, one.lon, one.heading, ship_type=None, size=None)
    alone = Ship(one.mmsi, one.lat, one.lon, one.heading, ship_type=None, size=None)
    made = facts([alone, twin], 5, 1, regular=False, noise_m=1.0)
    events = find(made)
    assert calls(events).is_empty()
    told = [p for row in events["detail"].to_list() for p in json.loads(row)["parts"]]
    assert any(p["what"] == "two hulls" and p["weight"] < -1.5 for p in told)


def test_two_net_beacons_are_no_transfer() -> None:
    """Off Weihai, beacons called 8030-7-73% and 8030-5-74% drifted side by side on one net."""
    rng = np.random.default_rng(6)
    one, other = transfer(rng, 150_000_708, OPEN_SEA, 24, 6, 14)
    one.ship_type = other.ship_type = None
    one.size = other.size = None
    made = facts([one, other], 5, 1)
    assert calls(find(made)).height == 1  # nameless, they would be called
    names = pl.Series(["8030-7-73%", "8030-5-74%"])
    named = replace(made, hulls=made.hulls.sort("hull").with_columns(name=names))
    assert find(named).is_empty()


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("minutes", [3, 20])
def test_a_decoy_far_off_acquits_nobody(seed: int, minutes: float) -> None:
    """Another transmitter sends one party's MMSI meanwhile: the contact stands on her own track."""
    rng = np.random.default_rng(seed)
    pair = transfer(rng, 412000001, OPEN_SEA, 40, 16, 25)
    away = (OPEN_SEA[0] + rng.uniform(-4, 4), OPEN_SEA[1] + rng.uniform(2, 6))
    decoy = transfer(np.random.default_rng(seed + 50), 412000050, away, 40, 0, 39)[0]
    party = pair[seed % 2]
    # Heard for a while, or from before the data begin until after they end.
    decoy.mmsi, (decoy.from_h, decoy.to_h) = party.mmsi, ((14.0, 27.0), (0.0, 1e9))[seed % 2]
    alone, beside = (find(facts(ships, minutes, seed)) for ships in (pair, [*pair, decoy]))
    assert calls(alone).height == 1
    found = calls(beside).filter(pl.col("other_mmsi") == pair[1].mmsi)
    assert found.height == 1
    part = {p["what"]: p for p in json.loads(found["detail"][0])["parts"]}["identity"]
    assert part["weight"] > 0 and "elsewhere" in part["detail"]
    assert found["confidence"][0] >= calls(alone)["confidence"][0] - 0.01
