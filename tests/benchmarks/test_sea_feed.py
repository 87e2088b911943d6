"""The sea-like feed of the speed benchmark: what it says of itself."""

import numpy as np
import polars as pl
import pytest

from benchmarks.sea_feed import Sea, frames
from seawarden.geo.sphere import distance_m


@pytest.fixture(scope="module")
def sea() -> Sea:
    return Sea(seed=3, ships=400, hours=6)


def test_half_of_the_reports_are_of_ships_at_rest_that_jitter(sea: Sea) -> None:
    rest = np.flatnonzero(np.isin(sea.kind, ["berth", "anchor"]))
    moving = rest.size / sea.ships
    assert 0.2 < moving < 0.6
    hour = sea.hour(1)
    for ship in rest[sea.kind[rest] == "berth"][:10]:
        mine = hour.filter(pl.col("MMSI") == int(sea.mmsi[ship]))
        off_m = distance_m(mine["LAT"], mine["LON"], sea.lat[ship], sea.lon[ship])
        assert 2 < np.median(off_m) < 40
        assert mine["SOG"].max() < 1.0


def test_pairs_lie_alongside_between_their_hours_and_apart_before(sea: Sea) -> None:
    first = np.arange(sea.n_meetings)
    for at_h, near in (((sea.arrive_h + sea.leave_h) / 2, True), (sea.arrive_h - 0.9, False)):
        t_h = at_h[: sea.n_meetings]
        a, b = sea.at(first, t_h), sea.at(first + sea.n_meetings, t_h)
        apart_m = distance_m(a[0], a[1], b[0], b[1])
        assert ((apart_m < 60) == near).all()


def test_some_fall_silent_and_some_share_an_mmsi(sea: Sea) -> None:
    assert 10 < np.isfinite(sea.silent_from).sum() < 100
    assert len(set(sea.mmsi.tolist())) == sea.ships - 20


def test_an_hour_is_in_time_order_and_any_hour_can_be_made_alone(sea: Sea) -> None:
    hour = sea.hour(2)
    assert hour["BaseDateTime"].is_sorted()
    assert hour.equals(Sea(seed=3, ships=400, hours=6).hour(2))
    assert sum(f.height for f in frames(80_000, seed=3, ships=400)) == pytest.approx(
        80_000, rel=0.2
    )
