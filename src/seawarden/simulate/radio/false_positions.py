"""False positions: what a transponder says instead of where the ship is.

A falsification replaces the reported antenna position and velocity while it lasts; the ship's true
track is untouched. Shapes as reported from sea: circles of a few hundred metres to 2 km at a steady
speed (Bergman 2019-2021), constant offsets, jumps, replayed tracks, positions on land.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...units import MPS_PER_KN
from ..movement.motion import shifted

Floats = NDArray[np.float64]
Fixes = tuple[Floats, Floats, Floats, Floats]
"""(lat_deg, lon_deg, east_mps, north_mps)"""

Change = Callable[[Floats, Fixes], Fixes]


@dataclass(frozen=True, slots=True)
class Falsification:
    """From `start_s` to `end_s` the reported fixes pass through `change`."""

    start_s: float
    end_s: float
    change: Change

    def applied_to(self, t: Floats, fixes: Fixes) -> Fixes:
        """Return the fixes as reported."""
        inside = (t >= self.start_s) & (t < self.end_s)
        if not inside.any():
            return fixes
        new = self.change(t[inside], tuple(f[inside] for f in fixes))  # type: ignore[arg-type]
        out = tuple(f.copy() for f in fixes)
        for target, value in zip(out, new, strict=True):
            target[inside] = value
        return out  # type: ignore[return-value]


def circle(lat: float, lon: float, radius_m: float, speed_kn: float) -> Change:
    """Return a falsification that sails round a point."""

    def change(t: Floats, fixes: Fixes) -> Fixes:
        v = speed_kn * MPS_PER_KN
        angle = v / radius_m * t
        new = shifted(lat, lon, radius_m * np.sin(angle), radius_m * np.cos(angle))
        return (*new, v * np.cos(angle), -v * np.sin(angle))

    return change


def offset(east_m: float, north_m: float) -> Change:
    """Return a falsification that moves every position by the same vector."""

    def change(t: Floats, fixes: Fixes) -> Fixes:
        lat, lon, east, north = fixes
        new = shifted(lat, lon, east_m, north_m)
        return (*new, east, north)

    return change


def standing(lat: float, lon: float) -> Change:
    """Return a falsification that stays at a point (a teleport, if the point is far off)."""

    def change(t: Floats, fixes: Fixes) -> Fixes:
        zero = np.zeros(t.size)
        return zero + lat, zero + lon, zero, zero

    return change


def replay(true: Callable[[Floats], Fixes], back_s: float) -> Change:
    """Return a falsification that repeats the ship's true fixes of `back_s` earlier."""

    def change(t: Floats, fixes: Fixes) -> Fixes:
        return true(t - back_s)

    return change
