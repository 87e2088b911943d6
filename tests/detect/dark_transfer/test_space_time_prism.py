"""What a silent ship could have done, on a meridian where a minute of arc is a nautical mile."""

import numpy as np
import polars as pl
import pytest

from seawarden.detect.dark_transfer.space_time_prism import Prisms, prisms
from seawarden.units import M_PER_DEG_LAT, M_PER_NM

from ..make import at, silence, silences

NM = M_PER_NM / M_PER_DEG_LAT
"""Degrees of latitude in a nautical mile, on the sphere that distances are taken on."""
EPOCH_H = at(0).timestamp() / 3600
LON = 150.0


def prism(end: float | None = 0.0, hours: float = 10.0, kn: float = 10.0) -> Prisms:
    """From the equator at hour 0 to `end` nm north of it."""

    def of(x: float) -> np.ndarray:
        return np.array([x])

    last = np.nan if end is None else end * NM
    lon = np.nan if end is None else LON
    return Prisms(of(0.0), of(hours), of(0.0), of(LON), of(last), of(lon), of(kn))


@pytest.mark.parametrize(
    ("end", "place", "window"),
    [
        (0.0, 30.0, (3.0, 7.0)),  # there and back at 10 kn
        (0.0, 50.0, (5.0, 5.0)),
        (0.0, 60.0, (6.0, 4.0)),  # out of reach: arrival after departure
        (40.0, 30.0, (3.0, 9.0)),
        (40.0, -20.0, (2.0, 4.0)),
        (None, 30.0, (3.0, 10.0)),  # still silent: no way back is asked for
    ],
)
def test_the_window_at_a_place(
    end: float | None, place: float, window: tuple[float, float]
) -> None:
    early, late = prism(end).window(np.array([[place * NM]]), np.array([[LON]]))
    assert (early[0, 0], late[0, 0]) == pytest.approx(window, abs=1e-6)
    by_water = prism(end).by_water(0, place * NM, LON)
    assert by_water == pytest.approx(window, abs=0.2)  # open ocean: as straight as the grid is


@pytest.mark.parametrize(
    ("end", "hours", "slack"), [(0.0, 10.0, 10.0), (40.0, 10.0, 6.0), (200.0, 10.0, 0.0),
                                (None, 10.0, 10.0)],
)  # fmt: skip
def test_slack_is_what_the_straight_way_does_not_explain(
    end: float | None, hours: float, slack: float
) -> None:
    assert prism(end, hours).slack_h().tolist() == pytest.approx([slack], abs=1e-6)


def trails(*kn: float, mmsi: int = 1) -> pl.DataFrame:
    return pl.DataFrame(
        {"hull": [mmsi * 100_000] * len(kn), "mean_sog_kn": list(kn)},
        schema={"hull": pl.Int64, "mean_sog_kn": pl.Float64},
    )


def speed(frame: pl.DataFrame, before: float, after: float | None, made: float | None) -> float:
    row = silence(1, start_sog_kn=before, end_sog_kn=after, implied_speed_kn=made)
    return float(prisms(silences(row), frame, 6.0, 1.25).speed_kn[0])


def test_her_speed_is_the_best_that_she_showed_and_a_margin() -> None:
    assert speed(trails(), 8.0, 4.0, 2.0) == 10.0
    assert speed(trails(), 4.0, 8.0, 2.0) == 10.0
    assert speed(trails(), 4.0, 2.0, 8.0) == 10.0
    assert speed(trails(12.0), 4.0, 2.0, 1.0) == 15.0
    assert speed(trails(12.0, mmsi=2), 8.0, None, None) == 10.0  # another ship's
    assert speed(trails(), 1.0, None, None) == 6.0  # the least
    assert speed(trails(2.9), 1.0, None, None) == 6.0  # adrift, not under way


def test_one_fast_half_hour_of_many_is_not_her_speed() -> None:
    """The 95th percentile of a hundred half hours."""
    assert speed(trails(*[8.0] * 98, 20.0, 20.0), 1.0, None, None) == 10.0


def test_a_silence_gives_its_ends() -> None:
    row = silence(1, 24.0, 10.0, end_lat_deg=None, end_lon_deg=None)
    made = prisms(silences(silence(1, 24.0, 10.0), row), trails(), 6.0, 1.0)
    assert (made.start_h - EPOCH_H).tolist() == pytest.approx([24.0, 24.0])
    assert (made.end_h - EPOCH_H).tolist() == pytest.approx([34.0, 34.0])
    assert made.start_lat.tolist() == [33.1, 33.1]
    assert made.start_lon.tolist() == [124.2, 124.2]
    assert made.end_lat[0] == pytest.approx(33.15)
    assert made.end_lon[0] == pytest.approx(124.25)
    assert np.isnan(made.end_lat[1])
    second = made.at(np.array([1]))
    assert second.start_h.size == 1
    assert np.isnan(second.end_lon[0])
