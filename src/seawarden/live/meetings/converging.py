"""The ships as they were last heard, and which of them will meet.

Method: a ship that lies still and one that comes: at her present course and speed the latter passes
within `meet_m` of the former within `ahead_min`. Candidates within `near_nm` come from a k-d tree
on the sphere. Blind spot: a ship that turns towards the other only at the end.
"""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from ...facts.span import Span
from ...geo.sphere import offset_m, unit_vectors
from ...units import AIS_UNITS_PER_DEG, EARTH_RADIUS_M, M_PER_NM, MPS_PER_KN

_MIN_MS = 60_000
Pair = tuple[int, int]


class Thresholds(Protocol):
    """What of `stages.Params` says when two ships converge."""

    @property
    def radius_m(self) -> float: ...
    @property
    def ahead_min(self) -> float: ...
    @property
    def meet_m(self) -> float: ...
    @property
    def near_nm(self) -> float: ...
    @property
    def still_kn(self) -> float: ...
    @property
    def approach_kn(self) -> tuple[float, float]: ...
    @property
    def fresh_min(self) -> float: ...


@dataclass(slots=True)
class Last:
    """A ship's last report: ms since 1970, degrees."""

    t_ms: int
    lat: float
    lon: float


class Ships:
    """The last report of each ship."""

    def __init__(self, span: Span) -> None:
        ship = span.tracks["is_ship"] == 1
        tracks = span.tracks[ship]
        order = np.argsort(tracks["last"]["t"], kind="stable")
        tracks = tracks[order]
        # The newest of each MMSI's tracks: the first from behind.
        _, newest = np.unique(tracks["mmsi"][::-1], return_index=True)
        self._tracks = tracks[len(tracks) - 1 - newest]
        self._mmsi: NDArray[np.int64] = self._tracks["mmsi"].astype(np.int64)

    def last(self, mmsi: int) -> Last | None:
        """Return the last report of a ship; None for one that was not heard."""
        i = int(np.searchsorted(self._mmsi, mmsi))
        if i == len(self._mmsi) or self._mmsi[i] != mmsi:
            return None
        row = self._tracks["last"][i]
        return Last(int(row["t"]), row["lat"] / AIS_UNITS_PER_DEG, row["lon"] / AIS_UNITS_PER_DEG)

    def converging(self, at: int, params: Thresholds) -> dict[Pair, tuple[float, float, float]]:
        """Return pairs that will meet: where the one that waits lies, and how near they pass."""
        row = self._tracks["last"]
        fresh = at - row["t"] <= params.fresh_min * _MIN_MS
        slow = fresh & (row["sog"] <= params.still_kn)
        low, high = params.approach_kn
        comes = fresh & (row["sog"] > low) & (row["sog"] <= high) & np.isfinite(row["cog"])
        still, moving = np.flatnonzero(slow), np.flatnonzero(comes)
        if not len(still) or not len(moving):
            return {}
        lat, lon = row["lat"] / AIS_UNITS_PER_DEG, row["lon"] / AIS_UNITS_PER_DEG
        near = params.near_nm * M_PER_NM / EARTH_RADIUS_M
        tree = cKDTree(unit_vectors(lat[still], lon[still]))
        lists = tree.query_ball_point(unit_vectors(lat[moving], lon[moving]), near)
        n = np.array([len(x) for x in lists])
        if not n.sum():
            return {}
        i = np.repeat(moving, n)
        j = still[np.concatenate([np.asarray(x, np.int64) for x in lists if len(x)])]
        i, j = i[i != j], j[i != j]
        vx, vy, ux, uy = (*_velocity(row, i), *_velocity(row, j))
        east, north = offset_m(lat[i], lon[i], lat[j], lon[j])  # from the one that comes
        age_i, age_j = (at - row["t"][i]) / 1000.0, (at - row["t"][j]) / 1000.0
        dx, dy = east + ux * age_j - vx * age_i, north + uy * age_j - vy * age_i
        rx, ry = vx - ux, vy - uy
        speed2 = np.maximum(rx * rx + ry * ry, 1e-9)
        seconds = (dx * rx + dy * ry) / speed2
        miss = np.hypot(dx - rx * seconds, dy - ry * seconds)
        meets = (seconds > 0) & (seconds <= params.ahead_min * 60) & (miss <= params.meet_m)
        meets &= np.hypot(dx, dy) > 2 * params.radius_m
        found = {}
        for a, b, metres in zip(i[meets].tolist(), j[meets].tolist(), miss[meets].tolist(),
                                strict=True):  # fmt: skip
            one, other = int(self._mmsi[a]), int(self._mmsi[b])
            pair = (min(one, other), max(one, other))
            found[pair] = (float(lat[b]), float(lon[b]), float(metres))
        return found


def _velocity(row: Any, at: NDArray[np.int64]) -> tuple[Any, Any]:
    """Return east and north, m/s; a ship without course lies still."""
    speed = np.nan_to_num(row["sog"][at].astype(float)) * MPS_PER_KN
    course = np.radians(np.nan_to_num(row["cog"][at].astype(float)))
    speed = np.where(np.isfinite(row["cog"][at]), speed, 0.0)
    return speed * np.sin(course), speed * np.cos(course)
