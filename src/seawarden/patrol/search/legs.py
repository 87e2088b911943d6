"""From a walk on the lattice to legs that a crew can fly: where, when, how long.

Legs are straight runs: transits (round keep-outs where need be) and search legs, which run along
lattice lines from turn to turn. Times are those of great circles on the sphere, lengthened by
0.57 % for the ellipsoid, at the leg's speed, plus every turn by its angle, plus the pattern at
the base; rounding in the lattice makes them no longer than its ticks allow.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

import numpy as np

from ...geo.sphere import Floats, angle_between_deg, bearing_deg, distance_m
from ...units import M_PER_NM, MS_PER_H
from ..airspace.transit import Transit
from ..likelihood.grid import Grid
from .lattice import ELLIPSOID, STEPS, Ints, Lattice

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Leg:
    """One straight run; `kind` is 'transit' or 'search'. Degrees, nm, UTC."""

    kind: str
    start: Point
    end: Point
    start_utc: datetime
    end_utc: datetime
    length_nm: float
    course_deg: float


def make_legs(
    grid: Grid, transit: Transit, lattice: Lattice, walk: Ints, takeoff: datetime, pattern_h: float
) -> list[Leg]:
    """Return the legs of a sortie from take-off to landing; no walk gives no legs."""
    if not len(walk):
        return []
    corners = _search_corners(lattice, walk)
    lat, lon = grid.projection.to_sphere(corners[:, 0], corners[:, 1])
    search = [(float(a), float(b)) for a, b in zip(lat, lon, strict=True)]
    out = transit.corners((float(corners[0, 0]), float(corners[0, 1])))
    back = transit.corners((float(corners[-1, 0]), float(corners[-1, 1])))[::-1]
    points = [transit.base, *out, *search, *back, transit.base]
    kinds = ["transit"] * (len(out) + 1) + ["search"] * (len(search) - 1)
    kinds += ["transit"] * (len(back) + 1)
    return time_legs(points, kinds, lattice, takeoff, pattern_h)


def time_legs(
    points: list[Point], kinds: list[str], lattice: Lattice, takeoff: datetime, pattern_h: float
) -> list[Leg]:
    """Return the legs through `points`, timed; `kinds` has one less than `points`."""
    aircraft = lattice.aircraft
    speed = {"transit": aircraft.transit_kn, "search": aircraft.search_kn}
    at = pattern_h / 2
    legs: list[Leg] = []
    course = None
    for (start, end), kind in zip(pairwise(points), kinds, strict=True):
        length = float(distance_m(*start, *end)) * ELLIPSOID / M_PER_NM
        to = float(bearing_deg(*start, *end))
        if course is not None:
            at += float(angle_between_deg(course, to)) / 90.0 * aircraft.quarter_turn_h
        begin, at = at, at + length / speed[kind]
        legs.append(Leg(kind, start, end, _after(takeoff, begin), _after(takeoff, at), length, to))
        course = float(bearing_deg(*end, *start) + 180.0) % 360.0
    return legs


def departure(
    grid: Grid, transit: Transit, lattice: Lattice, walk: Ints, takeoff: datetime, pattern_h: float
) -> datetime:
    """Return when to take off: later than asked where search must wait for daylight."""
    if not len(walk) or walk[0, 2] <= lattice.start[walk[0, 0], walk[0, 1]]:
        return takeoff
    legs = make_legs(grid, transit, lattice, walk, takeoff, pattern_h)
    first = next(leg for leg in legs if leg.kind == "search")
    # The first cell's centre is half a crossing after its edge.
    due_h = (walk[0, 2] - lattice.step / 2) * lattice.tick_h + pattern_h / 2
    return max(takeoff, takeoff + (_after(takeoff, due_h) - first.start_utc))


def landing(legs: list[Leg], pattern_h: float) -> datetime:
    """Return the time of landing."""
    return legs[-1].end_utc + timedelta(hours=pattern_h / 2)


def _search_corners(lattice: Lattice, walk: Ints) -> Floats:
    """Return entry, turning points and exit in the plane, shape (k, 2)."""
    xy, side = lattice.xy, lattice.side_m
    first, last = walk[0], walk[-1]
    points = [xy[first[0]] - STEPS[first[1]] * side / 2]
    for here, after in pairwise(walk):
        if here[1] != after[1]:
            points.append(xy[here[0]])
    points.append(xy[last[0]] + STEPS[last[1]] * side / 2)
    return np.array(points)


def _after(takeoff: datetime, hours: float) -> datetime:
    return takeoff + timedelta(milliseconds=round(hours * MS_PER_H))
