"""CONTACTS against brute force: everywhere on the globe, and 100,000 ships."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import cKDTree

from seawarden.facts.kernels.layout import SLOT
from seawarden.facts.pairing import pair
from seawarden.facts.params import Params
from seawarden.geo.sphere import distance_m
from seawarden.units import EARTH_RADIUS_M

PARAMS = Params()


def _slots(lat, lon, g=0, sog=1.0):
    slots = np.zeros(len(lat), SLOT)
    slots["lat"], slots["lon"], slots["g"], slots["sog"] = lat, lon, g, sog
    slots["track"] = np.arange(len(lat))
    return slots


def _pairs(slots, fresh=None):
    fresh = np.ones(len(slots), np.bool_) if fresh is None else fresh
    with ThreadPoolExecutor(2) as pool:
        found = pair(slots, fresh, PARAMS, pool)
    return sorted((int(c["g"]), int(c["track"]), int(c["other"])) for part in found for c in part)


def _brute_force(slots):
    out = []
    for i in range(len(slots)):
        for j in range(i + 1, len(slots)):
            a, b = slots[i], slots[j]
            if a["g"] != b["g"] or a["track"] == b["track"]:
                continue
            metres = distance_m(a["lat"], a["lon"], b["lat"], b["lon"])
            still = a["sog"] <= PARAMS.moored_sog_kn and b["sog"] <= PARAMS.moored_sog_kn
            if metres <= (PARAMS.moored_radius_m if still else PARAMS.contact_radius_m):
                first, second = sorted((int(a["track"]), int(b["track"])))
                out.append((int(a["g"]), first, second))
    return sorted(out)


CENTRES = [
    (0.0, 0.0), (0.0, 180.0), (35.0, -180.0), (89.999, 10.0), (90.0, 0.0), (-90.0, 0.0),
    (-89.995, 170.0), (34.3, 124.7), (66.5, 179.999),
]  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(
    centre=st.sampled_from(CENTRES),
    seed=st.integers(0, 2**32 - 1),
    n=st.integers(2, 60),
    spread_km=st.sampled_from([0.5, 2.0, 10.0]),
)
def test_contacts_agree_with_brute_force(centre, seed, n, spread_km):
    """Poles, 180 deg and cell borders: a lost pair is a missed transfer."""
    rng = np.random.default_rng(seed)
    north, east = rng.uniform(-spread_km, spread_km, (2, n)) * 1000
    lat0, lon0 = np.radians(centre)
    axis = np.array([np.cos(lat0) * np.cos(lon0), np.cos(lat0) * np.sin(lon0), np.sin(lat0)])
    helper = np.array([0.0, 0.0, 1.0]) if abs(axis[2]) < 0.9 else np.array([1.0, 0.0, 0.0])
    u = np.cross(axis, helper)
    u /= np.linalg.norm(u)
    v = np.cross(axis, u)
    points = axis + (np.outer(north, u) + np.outer(east, v)) / EARTH_RADIUS_M
    points /= np.linalg.norm(points, axis=1)[:, None]
    lat = np.degrees(np.arcsin(np.clip(points[:, 2], -1, 1)))
    lon = (np.degrees(np.arctan2(points[:, 1], points[:, 0])) + 180) % 360 - 180
    slots = _slots(lat, lon, g=rng.integers(0, 3, n), sog=rng.choice([0.1, 2.0], n))
    assert _pairs(slots) == _brute_force(slots)


def test_a_pair_already_paired_is_not_paired_again():
    """`combine` pairs only what is new at the border."""
    slots = _slots([30.0, 30.001, 30.002], [125.0, 125.0, 125.0])
    fresh = np.array([False, False, True])
    assert _pairs(slots, fresh) == [(0, 0, 2), (0, 1, 2)]


@pytest.mark.parametrize("seed", [1, 2])
def test_a_hundred_thousand_ships(seed):
    """Against SciPy's k-d tree in three dimensions, an independent method."""
    rng = np.random.default_rng(seed)
    n = 100_000
    hot = rng.random(n) < 0.3  # a third lie in forty crowded roads, one of them on 180 deg
    roads = np.column_stack([rng.uniform(-60, 60, 40), rng.uniform(-180, 180, 40)])
    roads[0] = (52.0, 180.0)
    which = rng.integers(0, 40, n)
    lat = np.where(hot, roads[which, 0] + rng.normal(0, 0.1, n), rng.uniform(-90, 90, n))
    lon = np.where(hot, roads[which, 1] + rng.normal(0, 0.1, n), rng.uniform(-180, 180, n))
    slots = _slots(lat, (lon + 180) % 360 - 180)
    la, lo = np.radians(slots["lat"]), np.radians(slots["lon"])
    xyz = np.column_stack([np.cos(la) * np.cos(lo), np.cos(la) * np.sin(lo), np.sin(la)])
    chord = 2 * np.sin(PARAMS.contact_radius_m / EARTH_RADIUS_M / 2)
    oracle = cKDTree(xyz).query_pairs(chord)
    assert {(a, b) for _, a, b in _pairs(slots)} == {tuple(sorted(p)) for p in oracle}
