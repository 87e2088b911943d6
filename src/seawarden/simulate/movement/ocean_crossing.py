"""The North Pacific across 180 degrees: straight crossings without a coast.

Blind spot: there are no harbours; a ship that reaches the edge of the box turns and crosses back.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..ship import Ship
from ..waters.harbours import Harbour
from ..waters.sites import Site
from .motion import Piece, Sail, sail

Rng = np.random.Generator
Floats = NDArray[np.float64]

DATE_LINE: tuple[Site, ...] = (
    Site("across 180 degrees", 43.5, 47.5, 179.99, 180.01, "", meridian_deg=180.0),
)
"""Every drift here crosses the meridian."""

_SOUTH, _NORTH = 42.0, 49.0
_EDGES = (165.0, 195.0)  # longitudes run on past 180; the track is wrapped when it is written


@dataclass(slots=True)
class Ocean:
    """A Region without land."""

    sites: tuple[Site, ...] = DATE_LINE
    until_s: float = np.inf

    def arrive(
        self,
        ship: Ship,
        rng: Rng,
        site: Site,
        tail: list[tuple[float, float, float]],
        end_s: float,
        home: Harbour | None = None,
    ) -> list[Piece]:
        """See world.Region; the ship comes from the box's west or east edge."""
        points = np.array([(p[0], p[1] % 360.0) for p in tail])
        side = int(rng.integers(2))
        speeds = np.array([ship.hull.cruise_kn, *(p[2] for p in tail[1:])])
        run = sail(np.vstack([_edge(rng, side), points]), speeds, end_s=end_s)
        pieces: list[Piece] = [run]
        while run.start_s > 0.0:
            side = 1 - side
            run = _crossing(ship, _edge(rng, side), (run.lat[0], run.lon[0]), end_s=run.start_s)
            pieces.insert(0, run)
        return pieces

    def depart(
        self,
        ship: Ship,
        rng: Rng,
        site: Site,
        head: list[tuple[float, float, float]],
        start_s: float,
        to: Harbour | None = None,
    ) -> list[Piece]:
        """See world.Region."""
        points = np.array([(p[0], p[1] % 360.0) for p in head])
        side = int(rng.integers(2))
        speeds = np.array([*(p[2] for p in head[1:]), ship.hull.cruise_kn])
        run = sail(np.vstack([points, _edge(rng, side)]), speeds, start_s=start_s)
        return [run, *self._back_and_forth(ship, rng, run, side)]

    def roam(self, ship: Ship, rng: Rng) -> list[Piece]:
        """See world.Region: crossings, at a random point of the first when the scenario starts."""
        side = int(rng.integers(2))
        start, end = _edge(rng, 1 - side), _edge(rng, side)
        took = _crossing(ship, start, end, start_s=0.0).end_s
        run = _crossing(ship, start, end, start_s=-float(rng.uniform(0.0, 0.9)) * took)
        return [run, *self._back_and_forth(ship, rng, run, side)]

    def _back_and_forth(self, ship: Ship, rng: Rng, run: Sail, side: int) -> list[Piece]:
        """Return the crossings that follow one which ends at the edge `side`."""
        pieces: list[Piece] = []
        while run.end_s < self.until_s:
            side = 1 - side
            run = _crossing(ship, (run.lat[-1], run.lon[-1]), _edge(rng, side), start_s=run.end_s)
            pieces.append(run)
        return pieces


def _edge(rng: Rng, side: int) -> tuple[float, float]:
    """Return a place on the west (0) or east (1) edge."""
    return float(rng.uniform(_SOUTH, _NORTH)), _EDGES[side]


def _crossing(
    ship: Ship,
    start: tuple[float, float],
    end: tuple[float, float],
    *,
    start_s: float | None = None,
    end_s: float | None = None,
) -> Sail:
    return sail(np.array([start, end]), ship.hull.cruise_kn, start_s=start_s, end_s=end_s)
