"""A crowd keeps each ship's nearest others, against brute force, and combines all the same."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawarden.facts.combine import combine
from seawarden.facts.kernels.crowd import thinned
from seawarden.facts.kernels.layout import CONTACT, SLOT
from seawarden.facts.pairing import orient, pair
from seawarden.facts.params import Params
from seawarden.facts.span import Scanner
from seawarden.facts.tables import tables
from seawarden.facts.tables.contacts import longest_beside

from ..traffic import reports

Pair = tuple[int, int]


def _slots(rng: np.random.Generator, n: int, spread_m: float) -> np.ndarray:
    """Return `n` slots of one grid time within about `spread_m`, in AIS's own steps."""
    slots = np.zeros(n, SLOT)
    for name, centre in (("lat", 34.2), ("lon", 124.6)):
        off = rng.uniform(-spread_m, spread_m, n) / 111_195.0
        slots[name] = np.rint((centre + off) * 600_000) / 600_000
    slots["sog"] = rng.choice([0.1, 1.0], n)
    slots["track"] = rng.permutation(n)
    slots["row"] = rng.permutation(n * 3)[:n]
    return slots


def _paired(slots: np.ndarray, params: Params, fresh: np.ndarray | None = None) -> np.ndarray:
    if not len(slots):
        return np.zeros(0, CONTACT)
    fresh = np.ones(len(slots), np.bool_) if fresh is None else fresh
    with ThreadPoolExecutor(1) as pool:
        return np.concatenate([*pair(slots, fresh, params, pool), np.zeros(0, CONTACT)])


def _ids(contacts: np.ndarray) -> list[Pair]:
    return sorted((int(c["track"]), int(c["other"])) for c in contacts)


def _brute_force(slots: np.ndarray, params: Params) -> list[Pair]:
    """Every pair in reach, then for each ship the nearest by the order of the module."""
    la, lo = np.radians(slots["lat"]), np.radians(slots["lon"])
    xyz = np.stack([np.cos(la) * np.cos(lo), np.cos(la) * np.sin(lo), np.sin(la)])
    chord2 = ((xyz[:, :, None] - xyz[:, None, :]) ** 2).sum(axis=0)
    metres = 2 * 6_371_008.8 * np.arcsin(np.sqrt(chord2) / 2)
    still = slots["sog"] <= params.moored_sog_kn
    reach = np.where(
        still[:, None] & still[None, :], params.moored_radius_m, params.contact_radius_m
    )
    kept: set[Pair] = set()
    for i in range(len(slots)):
        rows = slots["row"]
        near = [j for j in range(len(slots)) if j != i and metres[i, j] <= reach[i, j]]
        near.sort(key=lambda j: (chord2[i, j], abs(int(rows[i]) - int(rows[j])), int(rows[j])))
        for j in near[: params.contact_most]:
            a, b = sorted((int(slots["track"][i]), int(slots["track"][j])))
            kept.add((a, b))
    return sorted(kept)


@settings(max_examples=80)
@given(
    seed=st.integers(0, 2**32 - 1),
    n=st.integers(2, 80),
    spread_m=st.sampled_from([0.0, 0.3, 30.0, 400.0, 3000.0]),
    most=st.sampled_from([1, 3, 10, 64]),
)
def test_the_nearest_are_those_of_brute_force(seed, n, spread_m, most):
    slots = _slots(np.random.default_rng(seed), n, spread_m)
    params = replace(Params(), contact_most=most)
    assert _ids(_paired(slots, params)) == _brute_force(slots, params)


@settings(max_examples=60)
@given(
    seed=st.integers(0, 2**32 - 1),
    n=st.integers(4, 60),
    spread_m=st.sampled_from([0.0, 30.0, 400.0]),
    most=st.sampled_from([1, 3, 10]),
)
def test_paired_in_two_steps_they_are_the_same(seed, n, spread_m, most):
    """`combine` knows the old slots' contacts only as they were kept."""
    rng = np.random.default_rng(seed)
    slots, params = _slots(rng, n, spread_m), replace(Params(), contact_most=most)
    old = rng.random(n) < 0.6
    first = _paired(slots[old], params)
    second = _paired(slots, params, fresh=~old)
    both = thinned(orient(np.concatenate([first, second])), np.array([0]), most)
    assert _ids(both) == _ids(_paired(slots, params))


@pytest.mark.parametrize("at", [0.2, 0.5, 0.9])
def test_a_crowd_combines_to_the_facts_of_the_whole(at):
    """The one law holds where the limit bites: forty ships within 200 m, of which three count."""
    rng = np.random.default_rng(3)
    n = 1500
    t = np.sort(rng.integers(0, 20 * 3_600_000, n)) + 1_700_000_000_000
    frame = reports(
        {
            "t": t,
            "mmsi": 440_000_001 + rng.integers(0, 40, n),
            "lat": 30 + rng.normal(0, 0.001, n),
            "lon": 125 + rng.normal(0, 0.001, n),
            "sog": np.full(n, 1.0),
        }
    )
    params = replace(Params(), contact_most=3)

    def span(start: int, end: int):
        scanner = Scanner(params, threads=1)
        scanner.add(frame[start:end], start)
        return scanner.finish()

    cut = int(at * n)
    while t[cut] == t[cut - 1]:
        cut += 1
    whole = tables(span(0, n), params).contacts
    parts = tables(combine(span(0, cut), span(cut, n), params), params).contacts
    assert whole.equals(parts)
    alongside = whole.group_by("hull", "other_hull", "time_utc").len()
    assert 0 < alongside.height < 40 * 39 // 2 * 120


def test_a_transfer_among_three_hundred_is_found() -> None:
    """Two tankers alongside among 300 others within 600 m: the limit drops decoys, not the pair."""
    rng = np.random.default_rng(11)
    slots, n = 12, 300
    ship = np.tile(np.arange(n + 2), slots)
    t = np.repeat(np.arange(slots), n + 2) * 600_000 + 1_700_000_000_000 + ship * 100
    lat0, lon0 = 34.0 + rng.uniform(-0.005, 0.005, n + 2), 124.0 + rng.uniform(-0.006, 0.006, n + 2)
    lat0[1], lon0[1] = lat0[0] + 0.0003, lon0[0]  # 33 m
    frame = reports(
        {
            "t": t,
            "mmsi": 412_000_001 + ship,
            "lat": lat0[ship] + rng.normal(0, 3e-5, len(ship)),
            "lon": lon0[ship] + rng.normal(0, 3e-5, len(ship)),
            "sog": np.full(len(ship), 0.6),
        }
    )
    scanner = Scanner(Params(), threads=1)
    scanner.add(frame, 0)
    found = tables(scanner.finish()).contacts
    pair_of = (412_000_001 * 100_000, 412_000_002 * 100_000)
    mine = found.filter((found["hull"] == pair_of[0]) & (found["other_hull"] == pair_of[1]))
    assert mine.height >= slots - 2
    per_time = found.group_by("time_utc").len()["len"].max()
    assert per_time <= (n + 2) * Params().contact_most
    assert per_time < (n + 2) * (n + 1) // 2 * 0.6  # the limit bit


def test_a_ship_keeps_of_a_day_those_she_lay_beside_for_longest() -> None:
    """Against counting by hand; at one point the nearest are others at each grid time."""
    rng = np.random.default_rng(7)
    n = 4000
    t = np.sort(rng.integers(0, 40 * 3_600_000, n)) + 1_700_000_000_000
    frame = reports(
        {
            "t": t,
            "mmsi": 440_000_001 + rng.integers(0, 40, n),
            "lat": np.full(n, 30.0),
            "lon": np.full(n, 125.0),
            "sog": np.full(n, 1.0),
        }
    )
    most = 3
    scanner = Scanner(replace(Params(), contact_most=most), threads=1)
    scanner.add(frame, 0)
    wide = tables(scanner.finish(), replace(Params(), contact_most=10**6)).contacts
    found = longest_beside(wide, most)
    days = wide.with_columns(day=pl.col("time_utc").dt.date())
    per_pair: dict[tuple[object, int, int], list[float]] = {}
    for row in days.iter_rows(named=True):
        key = (row["day"], row["hull"], row["other_hull"])
        per_pair.setdefault(key, []).append(row["distance_m"])
    kept: set[tuple[object, int, int]] = set()
    for day, ship in {(k[0], side) for k in per_pair for side in k[1:]}:
        mine = [k for k in per_pair if k[0] == day and ship in k[1:]]
        mine.sort(key=lambda k: (-len(per_pair[k]), float(np.mean(per_pair[k])),
                                 k[1] if k[2] == ship else k[2]))  # fmt: skip
        kept |= set(mine[:most])
    ours = found.with_columns(day=pl.col("time_utc").dt.date())
    assert set(ours.select("day", "hull", "other_hull").unique().rows()) == kept
    assert found.equals(days.filter(
        pl.struct("day", "hull", "other_hull").map_elements(
            lambda r: (r["day"], r["hull"], r["other_hull"]) in kept, return_dtype=pl.Boolean)
    ).drop("day"))  # fmt: skip
    assert len(kept) < len(per_pair)
