"""Separation over time: right against brute force, and honest about what was not heard."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawarden.geo.sphere import distance_m
from seawarden.report.picture.series import Track, at, separation, silent, tracks_of
from tests.case.world import DPRK, PANAMA, T0, approach, h


def straight(t: list[float], lat: float, lon0: float, speed: float) -> Track:
    """A ship on a parallel, `speed` in degrees an hour."""
    s = np.array(t)
    lon = (lon0 + speed * s / 3600 + 180) % 360 - 180
    return Track(1, s, np.full(s.size, lat), lon, np.full(s.size, 5.0))


def test_two_ships_on_one_parallel_keep_their_distance_across_180() -> None:
    a = straight([0, 600, 1200, 3000], 10.0, 179.9, 0.2)
    b = straight([0, 500, 1700, 3000], 10.0, 179.91, 0.2)
    apart = separation(a, b)
    expected = float(distance_m(10.0, 0.0, 10.0, 0.01))
    assert apart.metres == pytest.approx(np.full(apart.t_s.size, expected), rel=1e-6)
    assert apart.observed.all()


def test_beyond_an_hour_without_a_report_a_value_is_inferred() -> None:
    a = straight([0, 1800, 3600, 9000, 9600], 10.0, 0.0, 0.1)
    b = straight([0, 1800, 3600, 5400, 7200, 9000, 9600], 10.0, 0.01, 0.1)
    apart = separation(a, b)
    inferred = apart.t_s[~apart.observed].tolist()
    assert inferred == [5400.0, 7200.0]


def test_no_value_stands_where_only_one_ship_was_heard() -> None:
    a, b = straight([0, 600], 10, 0, 0.1), straight([1000, 2000], 10, 0, 0.1)
    assert separation(a, b).t_s.size == 0
    assert separation(a, silent(1)).t_s.size == 0


@given(st.lists(st.integers(0, 20000), min_size=2, max_size=12, unique=True), st.data())
def test_interpolation_agrees_with_numpy(times: list[int], data: st.DataObject) -> None:
    """Away from 180 degrees, a second method: np.interp."""
    t = np.array(sorted(times), dtype=float)
    lat = np.array(data.draw(st.lists(st.floats(-60, 60), min_size=t.size, max_size=t.size)))
    lon = np.array(data.draw(st.lists(st.floats(-80, 80), min_size=t.size, max_size=t.size)))
    ship = Track(1, t, lat, lon, np.zeros(t.size))
    ask = np.array(data.draw(st.lists(st.floats(t[0], t[-1]), min_size=1, max_size=5)))
    got = at(ship, ask)
    assert got[0] == pytest.approx(np.interp(ask, t, lat), abs=1e-9)
    assert got[1] == pytest.approx(np.interp(ask, t, lon), abs=1e-9)


def test_a_track_is_one_ship_in_order_without_doubled_seconds() -> None:
    frame = approach(DPRK, 10).vstack(approach(PANAMA, 20)).vstack(approach(DPRK, 10)).reverse()
    start = T0.timestamp()
    ship = tracks_of(frame)[h(DPRK)].between(start, start + 3600)
    assert (np.diff(ship.t_s) > 0).all()
    assert ship.t_s[0] >= start
    assert ship.t_s.size == 11
