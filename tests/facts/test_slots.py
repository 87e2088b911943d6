"""Where a slow ship was between two reports: the velocities that she sent bend the way."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.interpolate import CubicHermiteSpline

from seawarden.facts.kernels.layout import REPORT, SLOT
from seawarden.facts.kernels.legs import leg_m
from seawarden.facts.kernels.rules import rules
from seawarden.facts.kernels.slots import fill_slots
from seawarden.facts.params import Params
from seawarden.units import AIS_UNITS_PER_DEG, M_PER_DEG_LAT, MPS_PER_KN

LAT, LON = 33.0, 124.0
M_PER_DEG_LON = M_PER_DEG_LAT * math.cos(math.radians(LAT))


def report(
    t_s: float, east_m: float, north_m: float, velocity: tuple[float, float] | None
) -> np.ndarray:
    out = np.zeros(1, REPORT)
    out["t"] = round(t_s * 1000)
    out["lat"] = round((LAT + north_m / M_PER_DEG_LAT) * AIS_UNITS_PER_DEG)
    out["lon"] = round((LON + east_m / M_PER_DEG_LON) * AIS_UNITS_PER_DEG)
    out["sog"], out["cog"], out["hdg"] = np.nan, np.nan, np.nan
    if velocity is not None:
        out["sog"] = math.hypot(*velocity) / MPS_PER_KN
        out["cog"] = math.degrees(math.atan2(*velocity)) % 360
    return out


def between(
    p: np.ndarray, c: np.ndarray, params: Params = Params()
) -> tuple[np.ndarray, np.ndarray]:
    """Return (seconds, [east, north] in metres, sigma) of the slots between two reports."""
    slots = np.zeros(60, SLOT)
    r = rules(params)
    metres = leg_m(p[0]["lat"], p[0]["lon"], c[0]["lat"], c[0]["lon"])
    n = fill_slots(p[0], c[0], metres, 0, slots, 0, r)
    found = slots[:n]
    place = np.column_stack(
        [(found["lon"] - LON) * M_PER_DEG_LON, (found["lat"] - LAT) * M_PER_DEG_LAT]
    )
    return found["g"] * r.slot_ms / 1000.0, np.column_stack([place, found["sigma"]])


def tide(t_s: np.ndarray | float, turn_h: float) -> tuple[np.ndarray, np.ndarray]:
    """Return (place, velocity) in a tidal ellipse of 1.5 kn; metres, metres a second."""
    speed, pace = 1.5 * MPS_PER_KN, 2 * math.pi / 12.42 / 3600
    phase = pace * np.asarray(t_s) + turn_h / 12.42 * 2 * math.pi
    place = np.stack([0.4 * np.sin(phase), -np.cos(phase)], axis=-1) * speed / pace
    return place, np.stack([0.4 * np.cos(phase), np.sin(phase)], axis=-1) * speed


@pytest.mark.parametrize(("hours", "left"), [(1.0, 0.8), (2.0, 0.5), (3.5, 0.5)])
@pytest.mark.parametrize("turn_h", [0.0, 1.5, 3.0, 5.0, 8.0])
def test_a_drifting_ship_is_found_where_the_tide_carried_her(
    hours: float, left: float, turn_h: float
) -> None:
    """Against the ellipse itself: half the error of the straight way, and within the sigma.

    Over an hour the tide turns little more than a moored ship's velocity errs: less is believed.
    """
    ends = [0.0, hours * 3600.0]
    (a, b), (u, v) = tide(np.array(ends), turn_h)
    origin = a
    p = report(ends[0], *(a - origin), tuple(u))
    c = report(ends[1], *(b - origin), tuple(v))
    t, found = between(p, c)
    true = tide(t, turn_h)[0] - origin
    off = np.hypot(*(found[:, :2] - true).T)
    straight = np.hypot(*((b - a) * (t / ends[1])[:, None] - true).T)
    assert off.max() <= max(left * straight.max(), 15.0)
    assert (off <= 2 * found[:, 2]).all()


@given(
    st.floats(-1, 1), st.floats(-1, 1), st.floats(-1, 1), st.floats(-1, 1),
    st.floats(-2000, 2000), st.floats(-2000, 2000), st.floats(0.2, 5.0),
)  # fmt: skip
def test_the_way_lies_between_the_straight_one_and_the_cubic(
    ve: float, vn: float, we: float, wn: float, east: float, north: float, hours: float
) -> None:
    """The cubic is SciPy's; how far the velocities are believed is one share for the whole way."""
    end = hours * 3600.0
    p, c = report(0.0, 0.0, 0.0, (ve, vn)), report(end, east, north, (we, wn))
    t, found = between(p, c)
    if not t.size:
        return  # too fast to have a slot
    x = np.array([0.0, end])
    cubic = CubicHermiteSpline(x, [[0, 0], [east, north]], [[ve, vn], [we, wn]])(t)
    straight = np.outer(t / end, [east, north])
    away, whole = found[:, :2] - straight, cubic - straight
    size = float((whole**2).sum())
    assert (np.abs(away) <= np.abs(whole).max() + 1.0).all()
    if size > 10_000:  # metres: below it, the rounding of the reports is a part of the bend
        share = float((away * whole).sum()) / size
        assert -0.02 <= share <= 1.0
        np.testing.assert_allclose(away, share * whole, atol=1.0 + 0.01 * np.sqrt(size))


@pytest.mark.parametrize(("p_mps", "c_mps"), [((0.03, 0.04), (-0.04, 0.03)), ((0, 0), (0.05, 0))])
def test_the_noise_of_a_moored_ship_does_not_move_her(
    p_mps: tuple[float, float], c_mps: tuple[float, float]
) -> None:
    t, found = between(report(0, 0, 0, p_mps), report(7200, 0, 0, c_mps))
    assert t.size == 12
    assert np.hypot(found[:, 0], found[:, 1]).max() < 10.0


def test_what_did_not_move_is_left_where_it_was_whatever_velocities_it_sends() -> None:
    """A platform whose receiver says 0.6 kn here and 0.6 kn there."""
    _, found = between(report(0, 0, 0, (0.3, 0.0)), report(3600, 3.0, 0, (-0.3, 0.1)))
    assert np.hypot(found[:, 0], found[:, 1]).max() < 6.0


def test_without_velocities_the_way_is_straight_and_as_unsure_as_a_tide() -> None:
    params = Params()
    t, found = between(report(0, 0, 0, None), report(7200, 900, 600, None), params)
    np.testing.assert_allclose(found[:, :2], np.outer(t / 7200, [900, 600]), atol=1.0)
    bow = 0.5 * params.drift_acceleration_mps2 * t * (7200 - t)
    np.testing.assert_allclose(found[:, 2], np.hypot(20.0, bow), rtol=1e-3)


def test_velocities_that_the_way_does_not_bear_out_make_it_less_sure() -> None:
    steady = between(report(0, 0, 0, (0.5, 0)), report(600, 300, 0, (0.5, 0)))[1][:, 2]
    odd = between(report(0, 0, 0, (0, 1.5)), report(600, 300, 0, (0, 1.5)))[1][:, 2]
    assert (odd >= steady).all()
    longer = between(report(0, 0, 0, (0, 1.5)), report(1800, 300, 0, (0, 1.5)))[1][:, 2]
    assert longer.max() > 200.0


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(0, 3.5), st.floats(0, 359.9))
def test_a_slot_is_a_place_on_the_globe_anywhere(
    lat: float, lon: float, sog: float, cog: float
) -> None:
    p, c = report(0, 0, 0, None), report(7200, 0, 0, None)
    for one in (p, c):
        one["lat"], one["lon"] = round(lat * AIS_UNITS_PER_DEG), round(lon * AIS_UNITS_PER_DEG)
        one["sog"], one["cog"] = sog, cog
    slots = np.zeros(60, SLOT)
    found = slots[: fill_slots(p[0], c[0], 0.0, 0, slots, 0, rules(Params()))]
    assert (np.abs(found["lat"]) <= 90.0).all()
    assert ((found["lon"] >= -180.0) & (found["lon"] <= 180.0)).all()
    assert np.isfinite(found["sigma"]).all()
