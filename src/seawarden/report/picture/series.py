"""Series that the plots show: separation and speed over time, seen and inferred apart.

Method: at each report of one ship the other's position is interpolated along the straight leg
between its two reports. A value is *observed* when both ships reported within `MAX_GAP_S` around
it and *inferred* otherwise: beyond an hour without a report a position is a region, not a point.
No value is made before the first or after the last report of either ship.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...geo.sphere import Floats, distance_m, wrap_lon

MAX_GAP_S = 3600.0
"""Longest time between reports across which a position counts as observed: the limit of
Global Fishing Watch's interpolation (pipe-encounters, MAX_GAP_HOURS)."""

_MEASURED = ("lat_deg", "lon_deg", "sog_kn")


@dataclass(frozen=True, slots=True)
class Track:
    """One ship's reports in time order; `t_s` are seconds since the epoch."""

    hull: int
    t_s: Floats
    lat_deg: Floats
    lon_deg: Floats
    sog_kn: Floats

    @property
    def silent_after(self) -> NDArray[np.bool_]:
        """For each report but the last, whether more than `MAX_GAP_S` passed to the next."""
        return np.asarray(np.diff(self.t_s) > MAX_GAP_S)

    def between(self, start_s: float, end_s: float) -> "Track":
        """Return the reports in a span of time, both ends included."""
        keep = slice(*np.searchsorted(self.t_s, (start_s, np.nextafter(end_s, np.inf))))
        return Track(
            self.hull, self.t_s[keep], self.lat_deg[keep], self.lon_deg[keep], self.sog_kn[keep]
        )


@dataclass(frozen=True, slots=True)
class Separation:
    """Distance between two ships, antenna to antenna, at each report of either."""

    t_s: Floats
    metres: Floats
    observed: NDArray[np.bool_]


def tracks_of(tracks: pl.DataFrame) -> dict[int, Track]:
    """Return each hull's reports in time order, one a second at most, by hull.

    `tracks` is the frame TRACKS; reports without a position are left out.
    """
    frame = (
        tracks.filter(pl.col("lat_deg").is_not_null() & pl.col("lon_deg").is_not_null())
        .select("hull", pl.col("time_utc").dt.epoch("ms") / 1000.0, *_MEASURED)
        .sort("hull", "time_utc", maintain_order=True)
        .unique(["hull", "time_utc"], keep="first", maintain_order=True)
    )
    arrays = [frame[c].cast(pl.Float64).to_numpy() for c in ("time_utc", *_MEASURED)]
    hull = frame["hull"].to_numpy()
    cuts = [0, *(np.flatnonzero(np.diff(hull)) + 1).tolist(), hull.size]
    return {
        int(hull[a]): Track(int(hull[a]), *(column[a:b] for column in arrays))
        for a, b in pairwise(cuts)
        if b > a
    }


def silent(hull: int) -> Track:
    """Return the track of a hull of which nothing was heard."""
    return Track(hull, *(np.empty(0) for _ in range(4)))


def separation(a: Track, b: Track) -> Separation:
    """Return the distance over time; empty when the two tracks share no time."""
    if not a.t_s.size or not b.t_s.size:
        return Separation(np.empty(0), np.empty(0), np.empty(0, bool))
    t = np.union1d(a.t_s, b.t_s)
    t = t[(t >= max(a.t_s[0], b.t_s[0])) & (t <= min(a.t_s[-1], b.t_s[-1]))]
    lat, lon, gap = at(a, t)
    lat2, lon2, gap2 = at(b, t)
    metres = np.asarray(distance_m(lat, lon, lat2, lon2), np.float64)
    return Separation(t, metres, np.maximum(gap, gap2) <= MAX_GAP_S)


def at(ship: Track, t: Floats) -> tuple[Floats, Floats, Floats]:
    """Return (lat, lon, seconds between the reports around) at times within the track."""
    right = np.clip(np.searchsorted(ship.t_s, t, side="left"), 0, ship.t_s.size - 1)
    exact = ship.t_s[right] == t
    left = np.where(exact, right, np.maximum(right - 1, 0))
    gap = ship.t_s[right] - ship.t_s[left]
    part = np.where(gap > 0, (t - ship.t_s[left]) / np.where(gap > 0, gap, 1.0), 0.0)
    lat = ship.lat_deg[left] + part * (ship.lat_deg[right] - ship.lat_deg[left])
    turn = wrap_lon(ship.lon_deg[right] - ship.lon_deg[left])  # the shorter side over 180 deg
    return lat, np.asarray(wrap_lon(ship.lon_deg[left] + part * turn)), gap
