"""Two plain plans to hold the plan against: a ladder and a uniform search, same flight hours.

Ladder: parallel sweeps one sweep width apart over a square centred on the surface's centre of
mass, as large as the hours allow, each cell searched once. Uniform: the same swept area spread
evenly over all water in reach. Both are given every benefit: the ladder's way heeds no islands and
no keep-outs, though nothing is found inside one, and the uniform search makes no turns.
"""

import numpy as np

from ...geo.sphere import Floats, distance_m
from ...units import M_PER_NM
from ..likelihood.grid import Grid
from .lattice import ELLIPSOID, Lattice


def ladder_effort(
    grid: Grid, lattice: Lattice, poc: Floats, base: tuple[float, float]
) -> tuple[Floats, bool]:
    """Return (look, -ln(1 - POD), per cell of a ladder over the centre of mass, whether all its
    water can be searched); what lies in a keep-out is not looked at."""
    mass = np.zeros(grid.n)
    mass[lattice.member] = poc[lattice.member]
    if mass.sum() <= 0:
        return np.zeros(grid.n), True
    x, y = grid.centres_m()
    middle = np.array([(mass * x).sum(), (mass * y).sum()]) / mass.sum()
    nearest = lattice.xy[np.argmin(np.hypot(*(lattice.xy - middle).T))]
    whole = ladder_at(grid, lattice, (float(nearest[0]), float(nearest[1])), base)
    out = np.zeros(grid.n)
    out[lattice.member] = whole[lattice.member]
    return out, bool((out == whole).all())


def ladder_at(
    grid: Grid, lattice: Lattice, centre: tuple[float, float], base: tuple[float, float]
) -> Floats:
    """Return the look per cell of a ladder over the square about a point of the plane."""
    side = ladder_side_m(grid, lattice, centre, base)
    x, y = grid.centres_m()
    inside = (np.abs(x - centre[0]) <= side / 2) & (np.abs(y - centre[1]) <= side / 2)
    return np.where(inside & grid.water, lattice.look, 0.0)


def ladder_side_m(
    grid: Grid, lattice: Lattice, centre: tuple[float, float], base: tuple[float, float]
) -> float:
    """Return the side of the square that the hours left after transit can sweep once."""
    aircraft = lattice.aircraft
    lat, lon = grid.projection.to_sphere(*centre)
    out_h = 2 * float(distance_m(*base, lat, lon)) * ELLIPSOID / M_PER_NM / aircraft.transit_kn
    hours = max(lattice.last_tick * lattice.tick_h - out_h, 0.0)
    if lattice.light != (0, 0):
        hours = min(hours, (lattice.light[1] - lattice.light[0]) * lattice.tick_h)
    side = 0.0
    for _ in range(30):  # turns: two of 90 deg a leg
        legs = side / lattice.side_m
        search_h = max(hours - 2 * legs * aircraft.quarter_turn_h, 0.0)
        side = float(np.sqrt(search_h * aircraft.search_kn * M_PER_NM * lattice.side_m))
    return side


def uniform_effort(grid: Grid, lattice: Lattice) -> Floats:
    """Return the look per cell when the longest search is spread over all water in reach."""
    away = int((lattice.start.min(axis=1) + lattice.home.min(axis=1)).mean())
    visits = max(lattice.last_tick - away, 0) / lattice.step
    out = np.zeros(grid.n)
    out[lattice.member] = lattice.look * visits / max(lattice.n, 1)
    return out
