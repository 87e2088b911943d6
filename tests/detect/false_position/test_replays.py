"""A replay is found by its lag, on tracks whose truth is known."""

import numpy as np
import polars as pl
import pytest

from seawarden.detect.false_position.replays import Params, Track, goes, lag_h, points, until
from seawarden.units import M_PER_DEG_LAT, MS_PER_H

from ..make import at

P = Params()


def track(start_h: float, hours: float, lat: float = 30.0, lon: float = 125.0,
          kn: float = 10.0, turn: float = 0.0, every_h: float = 0.5) -> Track:  # fmt: skip
    """A ship that runs north-east and turns, a position each half hour; longitude may cross 180."""
    t = np.arange(0.0, hours + 1e-9, every_h)
    way = kn * t / 60.0
    course = np.radians(45.0 + turn * t)
    east = np.cumsum(np.diff(way, prepend=0.0) * np.sin(course)) / np.cos(np.radians(lat))
    north = np.cumsum(np.diff(way, prepend=0.0) * np.cos(course))
    lons = (lon + east + 180.0) % 360.0 - 180.0
    return (start_h + t) * MS_PER_H, lat + north, lons


def shifted(of: Track, hours: float, first: int = 0, last: int | None = None,
            north_m: float = 0.0) -> Track:  # fmt: skip
    t, lat, lon = (x[first:last] for x in of)
    return t + hours * MS_PER_H, lat + north_m / M_PER_DEG_LAT, lon


@pytest.mark.parametrize("lon", [125.0, 179.9, -180.0])
@pytest.mark.parametrize("lag", [5.0, 12.25, 30.0])
def test_a_part_sent_again_is_found_by_its_lag(lag: float, lon: float) -> None:
    earlier = track(0.0, 8.0, lon=lon, turn=20.0)
    got = lag_h(shifted(earlier, lag, 4, 12), earlier, P)
    assert got == pytest.approx(lag, abs=0.1)


def test_half_a_mile_off_is_still_her_track_and_a_mile_is_another() -> None:
    earlier = track(0.0, 8.0)
    assert lag_h(shifted(earlier, 5.0, 4, 12, north_m=800.0), earlier, P) is not None
    assert lag_h(shifted(earlier, 5.0, 4, 12, north_m=1900.0), earlier, P) is None


def test_a_track_elsewhere_or_at_another_speed_is_no_replay() -> None:
    earlier = track(0.0, 8.0)
    assert lag_h(track(20.0, 4.0, lat=31.5), earlier, P) is None
    assert lag_h(track(20.0, 4.0, kn=4.0), earlier, P) is None
    t, lat, lon = shifted(earlier, 5.0, 4, 12)
    assert lag_h((t, lat[::-1], lon[::-1]), earlier, P) is None  # the way back


def test_three_positions_are_the_least() -> None:
    earlier = track(0.0, 8.0)
    assert lag_h(shifted(earlier, 5.0, 4, 7), earlier, P) == pytest.approx(5.0, abs=0.1)
    assert lag_h(shifted(earlier, 5.0, 4, 6), earlier, P) is None
    two = tuple(x[:2] for x in earlier)
    assert lag_h(shifted(earlier, 5.0, 4, 12), two, P) is None  # type: ignore[arg-type]


def test_what_goes_on_beyond_the_earlier_track_does_not_follow_it() -> None:
    """More than half an hour past its end there is nothing to follow."""
    long = track(0.0, 12.0)
    earlier = tuple(x[:13] for x in long)  # six hours of it
    assert lag_h(shifted(long, 20.0, 4, 13), earlier, P) is not None  # type: ignore[arg-type]
    assert lag_h(shifted(long, 20.0, 8, 20), earlier, P) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(("nm", "moves"), [(1.99, False), (2.01, True)])
def test_two_miles_are_somewhere_else(nm: float, moves: bool) -> None:
    lat = np.array([30.0, 30.5, 30.0 + nm * 1852.0 / M_PER_DEG_LAT])
    assert goes(lat, np.full(3, 125.0), P) == moves


def test_a_replay_lasts_until_she_leaves_the_earlier_track() -> None:
    earlier = track(0.0, 8.0)
    t, lat, lon = shifted(earlier, 5.0)
    lag_ms = 5.0 * MS_PER_H
    assert until((t, lat, lon), earlier, lag_ms, P) == t[-1]
    away = lat.copy()
    away[10:] += 2800.0 / M_PER_DEG_LAT  # three times half a mile and a little
    assert until((t, away, lon), earlier, lag_ms, P) == t[9]
    near = lat.copy()
    near[10:] += 2600.0 / M_PER_DEG_LAT
    assert until((t, near, lon), earlier, lag_ms, P) == t[-1]
    short = tuple(x[:9] for x in earlier)
    assert until((t, lat, lon), short, lag_ms, P) == t[8]  # type: ignore[arg-type]


def test_half_hours_give_their_first_and_last_positions_in_order() -> None:
    rows = [
        {"mmsi": m, "start_utc": at(h), "end_utc": at(h + 0.4), "start_lat_deg": 30.0 + h,
         "start_lon_deg": 125.0, "end_lat_deg": 30.3 + h, "end_lon_deg": 126.0}
        for m, h in ((2, 1.0), (1, 1.0), (1, 0.5))
    ]  # fmt: skip
    frame = pl.DataFrame(rows).with_columns(
        pl.col("start_utc", "end_utc").cast(pl.Datetime("ms", "UTC"))
    )
    found = dict(points(frame, "mmsi"))
    assert list(found) == [1, 2]
    t, lat, lon = found[1]
    zero = at(0).timestamp() * 1000
    assert ((t - zero) / MS_PER_H).tolist() == pytest.approx([0.5, 0.9, 1.0, 1.4])
    assert lat.tolist() == pytest.approx([30.5, 30.8, 31.0, 31.3])
    assert lon.tolist() == [125.0, 126.0, 125.0, 126.0]
