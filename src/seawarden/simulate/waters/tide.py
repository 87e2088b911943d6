"""Tidal current: one M2 ellipse whose strength and phase vary from place to place.

Method: a rotary current u(t) = U (cos(wt + phi) along, r sin(wt + phi) across) with the M2
period of 12.4206 h. U is strongest off the west coast of Korea (2.5 kn) and weak in the open
East China Sea, as sailing directions describe it; the figures are round, not a tidal atlas.
The integral is exact, so a drift can be asked for at any time without stepping.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...units import MPS_PER_KN

Floats = NDArray[np.float64]

M2_RAD_S = 2 * np.pi / (12.4206 * 3600)
"""Angular speed of the principal lunar tide."""

_CROSS = 0.35  # minor over major axis of the ellipse; own choice, a flat ellipse


@dataclass(frozen=True, slots=True)
class Tide:
    """The current at one place; times are seconds since the start of the scenario."""

    strength_kn: float
    axis_deg: float
    phase_rad: float

    def velocity_mps(self, t: Floats) -> tuple[Floats, Floats]:
        """Return (east, north) in metres a second."""
        along = self.strength_kn * MPS_PER_KN * np.cos(M2_RAD_S * t + self.phase_rad)
        across = _CROSS * self.strength_kn * MPS_PER_KN * np.sin(M2_RAD_S * t + self.phase_rad)
        return self._turned(along, across)

    def travel_m(self, t: Floats) -> tuple[Floats, Floats]:
        """Return (east, north) travelled since an arbitrary fixed time; take differences."""
        scale = self.strength_kn * MPS_PER_KN / M2_RAD_S
        along = scale * np.sin(M2_RAD_S * t + self.phase_rad)
        across = -_CROSS * scale * np.cos(M2_RAD_S * t + self.phase_rad)
        return self._turned(along, across)

    def set_deg(self, t: Floats) -> Floats:
        """Return the direction towards which the water runs."""
        east, north = self.velocity_mps(t)
        return np.asarray(np.degrees(np.arctan2(east, north)) % 360.0)

    def _turned(self, along: Floats, across: Floats) -> tuple[Floats, Floats]:
        sin, cos = np.sin(np.radians(self.axis_deg)), np.cos(np.radians(self.axis_deg))
        return along * sin + across * cos, along * cos - across * sin


def tide_at(lat: float, lon: float) -> Tide:
    """Return the tide at a place."""
    off_korea = np.exp(-(((lon - 126.0) / 1.6) ** 2) - ((lat - 36.8) / 2.5) ** 2)
    strength = 0.6 + 1.9 * float(off_korea)
    return Tide(strength, (330.0 + 8.0 * (lat - 33.0)) % 360.0, 0.9 * lat + 0.5 * lon)
