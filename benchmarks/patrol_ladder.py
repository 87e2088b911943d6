"""The ladder search that `patrol` is measured beside: parallel tracks about one point."""

import numpy as np

from seawarden.patrol.search import plain_searches
from seawarden.patrol.search.legs import time_legs


def ladder_track(desk, lattice, task, centre):
    """Return the track of the largest ladder about a point that the usable hours allow."""
    base = desk.transit(task.base).base
    side = plain_searches.ladder_side_m(desk.grid, lattice, centre, base)
    while True:
        track = _square(desk, lattice, task, centre, side, base)
        if (
            track[1][-1] - track[1][0]
        ).total_seconds() / 3600 <= task.aircraft.usable_h - 0.1 or side < lattice.side_m:
            return track
        side *= 0.98


def _square(desk, lattice, task, centre, side, base):
    """Return the track of a ladder over a square, one sweep width apart."""
    rows = max(1, round(side / lattice.side_m))
    half = side * side / (rows * lattice.side_m) / 2  # length that keeps the area
    corners = []
    for i in range(rows):
        y = centre[1] + (i + 0.5 - rows / 2) * lattice.side_m
        ends = [(centre[0] - half, y), (centre[0] + half, y)]
        corners += ends if i % 2 == 0 else ends[::-1]
    lat, lon = desk.grid.projection.to_sphere(*np.array(corners).T)
    points = [base, *zip(lat.tolist(), lon.tolist(), strict=True), base]
    searching = [False] + [True] * (len(corners) - 1) + [False]
    kinds = ["search" if s else "transit" for s in searching]
    legs = time_legs(points, kinds, lattice, task.takeoff_utc, desk.params.lattice.pattern_h)
    return points, [task.takeoff_utc] + [leg.end_utc for leg in legs], searching
