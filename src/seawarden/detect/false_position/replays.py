"""Replays: does a track follow an earlier one of the same MMSI, later by one fixed time?

Method: where the earlier track passed the first position gives the lags worth trying; each is
judged by the median distance of all positions to where the earlier track was then. Tracks are
the first and last positions of half hours (TRAILS), straight between them.

Blind spots: a replay of another ship's track; one at another speed.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...geo.sphere import distance_m
from ...units import M_PER_NM, MS_PER_H

Floats = NDArray[np.float64]
Track = tuple[Floats, Floats, Floats]
"""Time in ms, latitude and longitude of the first and last positions of half hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """What makes a replay; own choice.

    Fields without a source: own choice, measured together in docs/accuracy.md.
    """

    off_m: float = 900.0  # median distance to the earlier track; half a mile
    min_nm: float = 2.0  # a ship lying still repeats every place
    points: int = 3
    head: int = 8  # positions after a jump by which a replay without return is known
    max_h: float = 24.0


def points(trails: pl.DataFrame, by: str) -> list[tuple[int, Track]]:
    """Return (key, (ms, lat, lon)) of the first and last position of each half hour."""
    both = pl.concat(
        [
            trails.select(by, t=pl.col(f"{end}_utc").to_physical().cast(pl.Float64),
                          lat=f"{end}_lat_deg", lon=f"{end}_lon_deg")
            for end in ("start", "end")
        ]
    ).unique().sort(by, "t", "lat", "lon")  # fmt: skip
    return [
        (int(part[by][0]), (part["t"].to_numpy(), part["lat"].to_numpy(), part["lon"].to_numpy()))
        for part in both.partition_by(by, maintain_order=True)
    ]


def lag_h(track: Track, earlier: Track, params: Params) -> float | None:
    """Return the hours by which `track` follows `earlier`, if it does."""
    t, lat, lon = track
    t0, lat0, lon0 = earlier
    if t.size < params.points or t0.size < params.points:
        return None
    lon0 = np.unwrap(lon0, period=360.0)
    when = np.linspace(t0[0], t0[-1], min(4 * t0.size, 4000))
    path_lat, path_lon = np.interp(when, t0, lat0), np.interp(when, t0, lon0)
    near = distance_m(lat[0], lon[0], path_lat, path_lon)
    best: tuple[float, float] = (np.inf, 0.0)
    for k in np.argsort(near, kind="stable")[:24]:
        if near[k] > 4 * params.off_m:
            break
        for shift in np.linspace(-1.0, 1.0, 9) * (when[1] - when[0] if when.size > 1 else 0.0):
            lag = t[0] - when[k] + shift
            back = t - lag
            if back[0] < t0[0] - 1 or back[-1] > t0[-1] + MS_PER_H / 2:
                continue
            off = distance_m(lat, lon, np.interp(back, t0, lat0), np.interp(back, t0, lon0))
            best = min(best, (float(np.median(off)), float(lag)))
    return best[1] / MS_PER_H if best[0] <= params.off_m else None


def goes(lat: Floats, lon: Floats, params: Params) -> bool:
    """Return whether a track gets somewhere; a ship lying still repeats every place."""
    return bool(distance_m(lat[0], lon[0], lat[-1], lon[-1]) >= params.min_nm * M_PER_NM)


def until(track: Track, earlier: Track, lag_ms: float, params: Params) -> float:
    """Return the time (ms) to which `track` follows `earlier`."""
    t, lat, lon = track
    t0, lat0, lon0 = earlier
    lon0 = np.unwrap(lon0, period=360.0)
    off = distance_m(lat, lon, np.interp(t - lag_ms, t0, lat0), np.interp(t - lag_ms, t0, lon0))
    leaves = np.flatnonzero((off > 3 * params.off_m) | (t - lag_ms > t0[-1]))
    return float(t[leaves[0] - 1] if leaves.size and leaves[0] else t[-1])
