"""Sightings are matched to ships all at once, and no ship is accused for a rival's sake."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawarden.detect.sighting import position_density
from seawarden.detect.sighting.match import MATCHED, PAIRS, match_sightings
from seawarden.geo.sphere import destination, distance_m
from seawarden.schema import FIXES, SIGHTINGS

from ..make import OPEN_SEA
from ..scenes import Scene, crowded, fix, hulls, sighting, sightings

few = settings(deadline=None, max_examples=20)


def chosen(scene: Scene) -> dict[str, int | None]:
    out = match_sightings(scene.sightings, scene.fixes, scene.hulls).matched
    return dict(out.select("sighting_id", "mmsi").iter_rows())


def right(found: dict[str, int | None], truth: dict[str, int | None]) -> float:
    return float(np.mean([found[k] == v for k, v in truth.items()]))


def rule(scene: Scene, limit_m: float, *, greedy: bool) -> dict[str, int | None]:
    """The rules in use: the nearest ship within a limit, each for itself or pair by pair."""
    seen, fixes = scene.sightings.sort("sighting_id"), scene.fixes
    time = seen["time_utc"].to_physical().to_numpy().astype(float)
    at = position_density.guess(fixes, time)
    away = position_density.distance(at, seen["lat_deg"].to_numpy(), seen["lon_deg"].to_numpy())
    mmsi, ids = fixes["mmsi"].to_list(), seen["sighting_id"].to_list()
    out: dict[str, int | None] = dict.fromkeys(ids)
    if not greedy:
        for i, name in enumerate(ids):
            j = int(np.argmin(away[i]))
            out[name] = mmsi[j] if away[i, j] <= limit_m else None
        return out
    free = away.copy()
    while free.min() <= limit_m:
        i, j = np.unravel_index(np.argmin(free), free.shape)
        out[ids[i]] = mmsi[j]
        free[i, :], free[:, j] = np.inf, np.inf
    return out


def test_crowded_scenes_are_matched_better_than_by_the_rules_in_use() -> None:
    """Each rule is given the limit that serves it best, on the very scenes it is judged by."""
    scenes = [crowded(seed) for seed in range(12)]
    ours = np.mean([right(chosen(s), s.truth) for s in scenes])
    limits = (300.0, 500.0, 800.0, 1200.0, 2000.0)
    best = {
        greedy: max(
            np.mean([right(rule(s, limit, greedy=greedy), s.truth) for s in scenes])
            for limit in limits
        )
        for greedy in (False, True)
    }
    assert ours > best[False] + 0.03
    assert ours > best[True] + 0.03
    assert ours > 0.85


@few
@given(east=st.floats(-170, 179.9), lat=st.floats(-60, 60), length=st.integers(30, 300))
def test_a_sighting_exactly_on_a_ship_is_that_ship(east: float, lat: float, length: int) -> None:
    seen = sightings([sighting(0, lat, east, sigma_m=50.0, length_m=float(length))])
    near = fix(seen, 4, {"before": (-0.1, lat, east, 0.0, 0.0, 0.0),
                         "after": (0.1, lat, east, 0.0, 0.0, 0.0)})  # fmt: skip
    out = match_sightings(seen, near, hulls({4: length})).matched
    assert out["mmsi"].to_list() == [4]
    assert out["p_match"][0] > 0.95


@few
@given(seed=st.integers(0, 1000))
def test_a_ship_far_away_changes_nothing(seed: int) -> None:
    scene = crowded(seed, ships=6, dark=2, false=1)
    far = fix(scene.sightings, 9, {"before": (-0.1, OPEN_SEA[0] + 3.0, OPEN_SEA[1], 9.0, 0.0, 0.0)})
    more = Scene(scene.sightings, pl.concat([scene.fixes, far]),
                 pl.concat([scene.hulls, hulls({9: 120})]), scene.truth)  # fmt: skip
    one = match_sightings(scene.sightings, scene.fixes, scene.hulls).matched
    two = match_sightings(more.sightings, more.fixes, more.hulls).matched
    assert one["mmsi"].equals(two["mmsi"])
    assert one["p_none"].to_numpy() == pytest.approx(two["p_none"].to_numpy(), abs=1e-9)


@few
@given(seed=st.integers(0, 1000))
def test_the_order_of_sightings_and_ships_is_irrelevant(seed: int) -> None:
    scene = crowded(seed, ships=8, dark=2, false=2)
    mixed = Scene(
        *(f.sample(fraction=1.0, shuffle=True, seed=seed)
          for f in (scene.sightings, scene.fixes, scene.hulls)), scene.truth,
    )  # fmt: skip
    assert chosen(scene) == chosen(mixed)


def test_no_ship_is_matched_twice() -> None:
    scene = crowded(5, ships=25)
    used = match_sightings(scene.sightings, scene.fixes, scene.hulls).matched["mmsi"].drop_nulls()
    assert used.is_unique().all()


def test_a_moving_ship_beside_her_place_on_radar_is_still_she() -> None:
    """At 12 kn eastward a satellite shows her some 430 m to the north or south."""
    lat, lon = destination(*OPEN_SEA, 0.0, 430.0)
    way = 12.0 * 1852.0 / 6.0  # ten minutes
    before, after = (destination(*OPEN_SEA, b, way) for b in (270.0, 90.0))
    sides = {"before": (-1 / 6, *map(float, before), 12.0, 90.0, 90.0),
             "after": (1 / 6, *map(float, after), 12.0, 90.0, 90.0)}  # fmt: skip
    for sensor, least in (("sar", 0.9), ("optical", 0.0)):
        rows = [sighting(0, float(lat), float(lon), sigma_m=40.0, length_m=150.0, sensor=sensor)]
        seen = sightings(rows)
        p = match_sightings(seen, fix(seen, 4, sides), hulls({4: 150})).matched
        assert (p["p_match"].fill_null(0.0)[0] > 0.9) == (least > 0)


def test_of_two_sightings_beside_one_ship_one_is_extra_whichever_it_is() -> None:
    rows = [sighting(i, *map(float, destination(*OPEN_SEA, 90.0, 30.0 * i)), sigma_m=60.0,
                     length_m=110.0) for i in range(2)]  # fmt: skip
    seen = sightings(rows)
    near = fix(seen, 4, {"before": (-0.1, *OPEN_SEA, 0.1, 0.0, 0.0),
                         "after": (0.1, *OPEN_SEA, 0.1, 0.0, 0.0)})  # fmt: skip
    out = match_sightings(seen, near, hulls({4: 110})).matched
    left = out.filter(pl.col("mmsi").is_null())
    assert left.height == 1
    assert left["p_none"][0] < 0.7
    assert left["p_extra"][0] > 0.95


def test_a_name_that_the_crew_read_outweighs_a_nearer_ship() -> None:
    near, far = destination(*OPEN_SEA, 90.0, 200.0), destination(*OPEN_SEA, 90.0, 900.0)
    seen = sightings([sighting(0, *OPEN_SEA, sensor="crew", sigma_m=300.0, mmsi=5)])
    ships = [fix(seen, m, {"before": (-0.1, *map(float, p), 0.1, 0.0, 0.0),
                           "after": (0.1, *map(float, p), 0.1, 0.0, 0.0)})
             for m, p in ((4, near), (5, far))]  # fmt: skip
    out = match_sightings(seen, pl.concat(ships), hulls({4: 100, 5: 100})).matched
    assert out["mmsi"].to_list() == [5]


def test_a_ship_heard_hours_ago_is_a_region_not_a_point() -> None:
    seen = sightings([sighting(0, *OPEN_SEA)])
    for hours in (0.05, 1.0, 6.0):
        one = fix(seen, 4, {"before": (-hours, *OPEN_SEA, 12.0, 90.0, 90.0)})
        at = position_density.guess(one, seen["time_utc"].to_physical().to_numpy().astype(float))
        assert 25.0 <= at.sigma_m[0, 0] <= 25.0 + hours * 12.0 * 1852.0
        assert at.wide_m[0, 0] >= at.sigma_m[0, 0]


def test_between_two_reports_she_is_on_the_curve_that_both_velocities_ask_for() -> None:
    """A quarter circle at 10 kn in half an hour: the chord's middle is 1.9 km off."""
    radius = 10.0 * 1852.0 / 2 / (np.pi / 2)
    start = destination(*OPEN_SEA, 270.0, radius)
    end = destination(*OPEN_SEA, 0.0, radius)
    middle = destination(*OPEN_SEA, 315.0, radius)
    seen = sightings([sighting(0, *map(float, middle))])
    one = fix(seen, 4, {"before": (-0.25, *map(float, start), 10.0, 0.0, 0.0),
                        "after": (0.25, *map(float, end), 10.0, 90.0, 90.0)})  # fmt: skip
    at = position_density.guess(one, seen["time_utc"].to_physical().to_numpy().astype(float))
    assert distance_m(at.lat[0, 0], at.lon[0, 0], *middle) < 150.0


def test_nothing_seen_gives_nothing_and_nobody_heard_leaves_all_unmatched() -> None:
    empty = match_sightings(SIGHTINGS.empty(), FIXES.empty(), hulls({4: 100}))
    assert empty.matched.schema == MATCHED
    assert empty.pairs.schema == PAIRS
    seen = sightings([sighting(0, *OPEN_SEA)])
    alone = match_sightings(seen, FIXES.empty(), hulls({4: 100})).matched
    assert alone["hull"].to_list() == [None]
    assert alone["p_none"].to_list() == [1.0]
