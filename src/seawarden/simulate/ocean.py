"""The North Pacific across 180 degrees: great-circle traffic without a coast.

Blind spot: ships come from and go to the edges of the box; there are no harbours.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .harbours import Harbour
from .motion import Piece, sail
from .ship import Ship
from .sites import Site

Rng = np.random.Generator
Floats = NDArray[np.float64]

DATE_LINE: tuple[Site, ...] = (
    Site("across 180 degrees", 43.5, 47.5, 179.99, 180.01, "", meridian_deg=180.0),
)
"""Every drift here lies across the meridian."""

_SOUTH, _NORTH = 42.0, 49.0
_WEST, _EAST = 165.0, 195.0  # longitudes run on past 180; the track is wrapped when it is written


@dataclass(slots=True)
class Ocean:
    """A Region without land."""

    sites: tuple[Site, ...] = DATE_LINE
    until_s: float = np.inf

    def arrive(self, ship: Ship, rng: Rng, site: Site, tail: list[tuple[float, float, float]],
               end_s: float, home: Harbour | None = None) -> list[Piece]:  # fmt: skip
        """See world.Region; the ship comes from beyond the box's west or east edge."""
        points = np.array([(p[0], p[1] % 360.0) for p in tail])
        far = self._far(ship, rng, points[0], end_s)
        speeds = np.array([ship.hull.cruise_kn, *(p[2] for p in tail[1:])])
        return [sail(np.vstack([far, points]), speeds, end_s=end_s)]

    def depart(self, ship: Ship, rng: Rng, site: Site, head: list[tuple[float, float, float]],
               start_s: float, to: Harbour | None = None) -> list[Piece]:  # fmt: skip
        """See world.Region."""
        points = np.array([(p[0], p[1] % 360.0) for p in head])
        far = self._far(ship, rng, points[-1], self.until_s - start_s)
        speeds = np.array([*(p[2] for p in head[1:]), ship.hull.cruise_kn])
        return [sail(np.vstack([points, far]), speeds, start_s=start_s)]

    def roam(self, ship: Ship, rng: Rng) -> list[Piece]:
        """See world.Region: one crossing, at a random point of it when the scenario starts."""
        west = np.array([rng.uniform(_SOUTH, _NORTH), _WEST])
        east = np.array([rng.uniform(_SOUTH, _NORTH), _EAST])
        ends = [west, east] if rng.random() < 0.5 else [east, west]
        run = sail(np.vstack(ends), ship.hull.cruise_kn, start_s=0.0)
        back = float(rng.uniform(0.0, 0.6)) * run.end_s
        return [sail(np.vstack(ends), ship.hull.cruise_kn, start_s=-back)]

    def _far(self, ship: Ship, rng: Rng, point: Floats, seconds: float) -> Floats:
        """Return a place so far to the west or east that the voyage outlasts the scenario."""
        reach = max(2.0, ship.hull.cruise_kn * (seconds / 3600.0 + 3.0) / 60.0 / 0.7)
        sign = 1.0 if rng.random() < 0.5 else -1.0
        lat = float(np.clip(point[0] + rng.uniform(-2.0, 2.0), _SOUTH, _NORTH))
        return np.array([lat, point[1] + sign * min(reach, 60.0)])
