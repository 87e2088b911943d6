"""False identities: one number on two ships, one ship under two numbers, claims that change."""

import json
from dataclasses import replace

import pytest

from seawarden.detect import identity
from seawarden.detect.identity_change.claim_changes import Params, findings

from .lies import Said, Told, facts, standing, voyage

SEA = (33.0, 123.6)
MMSI = 510_000_001
SIZE = (90, 23, 9, 8)


def found(ships: list[Told], said: list[Said] | None = None) -> list[dict]:
    made = facts(ships, said)
    out = identity.detect(*(made[t.name] for t in identity.READS))
    return [{**row, **json.loads(row["detail"])} for row in out.iter_rows(named=True)]


def test_a_ship_that_always_says_the_same_is_left_alone() -> None:
    said = [Said(MMSI, h, "OCEAN PEARL", 9074729, "V7AB1") for h in range(24)]
    assert found([voyage(MMSI, SEA)], said) == []


def test_one_mmsi_on_two_hulls_at_once_is_told_with_the_distance() -> None:
    (event,) = found([voyage(MMSI, SEA), voyage(MMSI, (29.0, 124.0), seed=5)])
    assert event["pattern"] == "shared_mmsi"
    assert event["confidence"] > 0.9
    assert event["hull"] != event["other_hull"]
    assert event["n_hulls"] == 2
    assert event["distance_km"] == pytest.approx(446, rel=0.05)


def test_positions_that_jump_and_return_are_one_ship() -> None:
    """That is a false position; the identity holds."""
    ship = voyage(MMSI, SEA)
    assert found([ship.shown(12.0, 18.0, *standing(ship, (36.5, 123.0)))]) == []


def test_interference_makes_no_second_ship() -> None:
    ships = []
    for i in range(4):
        ship = voyage(MMSI + i, (SEA[0] + 0.2 * i, SEA[1]), seed=i)
        ships.append(ship.shown(12.0, 13.5, *standing(ship, (37.2, 127.3))))
    assert found(ships) == []


def test_a_new_mmsi_and_name_in_mid_voyage_is_one_hull() -> None:
    ship = voyage(MMSI, SEA)
    parts = [ship.during(0, 12), replace(ship.during(13.2, 99), mmsi=457_000_001)]
    said = [Said(MMSI, 2.0, "MU BONG 1", size=SIZE), Said(457_000_001, 14.0, "STAR", size=SIZE)]
    (event,) = found(parts, said)
    assert (event["pattern"], event["mmsi"], event["other_mmsi"]) == (
        "handover", MMSI, 457_000_001)  # fmt: skip
    assert event["confidence"] > 0.8
    assert event["wait_h"] == pytest.approx(1.2, abs=0.2)
    assert [row["name"] for row in event["claims"]] == ["MU BONG 1", "STAR"]


@pytest.mark.parametrize(
    ("late_h", "moved_deg", "size"),
    [
        (1.2, 1.5, SIZE),  # too far off to be she
        (16.0, 0.0, SIZE),  # too late
        (1.2, 0.0, (60, 20, 8, 8)),  # another hull
    ],
)
def test_a_ship_that_leaves_and_another_that_comes_are_two(late_h, moved_deg, size) -> None:
    ship = voyage(MMSI, SEA, hours=40.0)
    other = replace(ship.during(12.0 + late_h, 99), mmsi=457_000_001)
    other = replace(other, lat=other.lat - moved_deg)
    said = [Said(MMSI, 2.0, "A", size=SIZE), Said(457_000_001, 12.5 + late_h, "B", size=size)]
    assert found([ship.during(0, 12), other], said) == []


def test_one_imo_number_on_two_ships_at_once() -> None:
    ships = [voyage(MMSI, SEA), voyage(MMSI + 1, (29.0, 124.0), seed=5)]
    said = [Said(MMSI, 2.0, "PEARL", 9074729), Said(MMSI + 1, 3.0, "STAR", 9074729)]
    (event,) = found(ships, said)
    assert event["pattern"] == "one_imo"
    assert event["confidence"] == pytest.approx(0.9)
    assert "9074729" in event["explanation"]


def test_an_imo_number_with_a_wrong_check_digit_is_told_but_not_called() -> None:
    (event,) = found([voyage(MMSI, SEA)], [Said(MMSI, 2.0, "PEARL", 9074728)])
    assert event["pattern"] == "invalid_imo"
    assert event["confidence"] < 0.5
    assert "9074728" in event["explanation"]


def test_two_identities_take_turns_in_one_track() -> None:
    """Two ships too near each other for movement to part them."""
    said = [
        Said(MMSI, float(h), *(("HAE SONG", 8610461) if h % 4 else ("PEARL", 9074729)))
        for h in range(0, 24, 2)
    ]
    (event,) = found([voyage(MMSI, SEA)], said)
    assert event["pattern"] == "two_identities"
    assert event["confidence"] >= 0.8
    assert event["claims_total"] == 12


def test_a_number_nobody_issued_on_a_ship_under_way() -> None:
    (event,) = found([voyage(150_000_111, SEA)], [Said(150_000_111, 1.0, "JIN HUI YUAN 2")])
    assert event["pattern"] == "unassigned_mmsi"
    assert event["confidence"] >= 0.5
    assert "150000111" in event["explanation"]


def test_the_same_on_a_net_beacon_is_explained_and_not_called() -> None:
    beacon = voyage(150_000_708, SEA, kn=0.8)
    (event,) = found([beacon], [Said(150_000_708, 1.0, "8030-7-73%", size=None)])
    assert event["pattern"] == "gear"
    assert event["confidence"] < 0.2
    assert "fishing gear" in event["explanation"]


def test_a_nameless_thing_adrift_under_such_a_number_is_doubtful() -> None:
    (event,) = found([voyage(150_000_708, SEA, kn=0.8)])
    assert event["pattern"] == "unassigned_mmsi"
    assert event["confidence"] < 0.5


def claim(**fields: object) -> dict:
    return {"imo": None, "name": None, "call_sign": None, "size": None, **fields}


def probability(rows: list[dict], pattern: str, at_sea: bool = False) -> float:
    return {p: q for p, q, _ in findings(rows, at_sea, Params())}.get(pattern, 0.0)


def test_a_renaming_is_no_crime() -> None:
    rows = [claim(name="SONG HAE"), claim(name="RYE SONG GANG 1")]
    assert 0 < probability(rows, "renamed") < 0.2


def test_a_renaming_at_sea_is_odder_and_one_with_a_call_sign_odder_still() -> None:
    one = [claim(name="SONG HAE"), claim(name="RYE SONG GANG 1")]
    two = [claim(name="SONG HAE", call_sign="HMYA"), claim(name="PEARL", call_sign="V7AB1")]
    assert probability(one, "renamed") < probability(one, "renamed", at_sea=True)
    assert probability(one, "renamed", at_sea=True) < probability(two, "renamed", at_sea=True)


def test_a_name_that_comes_back_is_odder_than_one_that_stays() -> None:
    rows = [claim(name="SONG HAE"), claim(name="PEARL"), claim(name="SONG HAE")]
    assert probability(rows, "back_and_forth") >= 0.5


@pytest.mark.parametrize(
    ("old", "new"),
    [("SONG HAE", "SONGHAE"), ("RYE SONG GANG 1", "RYE SONG"), ("OCEAN PEARL", "OCEAN PAERL")],
)
def test_spellings_of_one_name_are_one_name(old: str, new: str) -> None:
    assert findings([claim(name=old), claim(name=new)], False, Params()) == []


def test_a_numeral_tells_ships_apart() -> None:
    assert probability([claim(name="NAM SAN 8"), claim(name="NAM SAN 9")], "renamed") > 0


def test_two_valid_imo_numbers_on_one_hull_are_called() -> None:
    assert probability([claim(imo=9074729), claim(imo=8610461)], "imo_changed") >= 0.5


def test_a_hull_keeps_its_size_but_a_metre_is_a_rounding() -> None:
    assert probability([claim(size="110 x 18"), claim(size="85 x 13")], "resized") > 0.3
    assert findings([claim(size="110 x 18"), claim(size="112 x 18")], False, Params()) == []


def test_a_battery_that_runs_down_is_no_renaming() -> None:
    rows = [claim(name=f"8030-7-{n}%") for n in (73, 72, 71)]
    assert findings(rows, False, Params()) == []


def test_nothing_said_is_no_change() -> None:
    assert findings([claim(name="A"), claim(), claim(name="A", imo=0)], False, Params()) == []


def test_the_150_numbers_of_the_yellow_sea_are_each_explained(shared_data) -> None:
    import polars as pl

    path = shared_data / "ais" / "tracks" / "east_asia_150_mmsi_2020_2023.parquet"
    if not path.exists():
        pytest.skip(f"{path} is missing")
    rows = (
        pl.read_parquet(path)
        .select(pl.col("ssvid").cast(pl.Int64).alias("mmsi"), "timestamp", "lat", "lon")
        .filter(pl.col("lat").is_between(-90, 90) & pl.col("lon").is_between(-180, 180))
        .with_columns(t=(pl.col("timestamp") - pl.datetime(2026, 3, 1, time_zone="UTC"))
                      .dt.total_seconds().cast(pl.Float64))
        .sort("mmsi", "t")
    )  # fmt: skip
    ships = [
        Told(int(m), s["t"].to_numpy(), s["lat"].to_numpy(), s["lon"].to_numpy())
        for (m,), s in rows.group_by("mmsi", maintain_order=True)
        if s.height > 1
    ]
    unissued = {s.mmsi for s in ships if 150_000_000 <= s.mmsi < 151_000_000}
    events = [e for e in found(ships) if e["mmsi"] in unissued]
    assert {e["mmsi"] for e in events} == unissued
    assert all(len(e["explanation"]) > 40 for e in events)
