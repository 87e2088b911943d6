"""TRAILS: each hull's half hours, the coarse track on which false positions show.

A half hour holds where it began and ended, the box around it, the length of its legs and the
turning: a ship that runs 8 nm within a box of one, or turns three full circles, or lies on land,
shows it in one row. Rows of one half hour on both sides of a border join exactly (`trail_join`).
"""

import numba as nb

from ...compiled import kernel
from .layout import Report, Trail
from .legs import decimetres, lon_step, tenths

TRAIL_MS = 1_800_000
"""Half an hour: short enough for a circle of a mile, long enough to be few; own choice."""


@kernel
def trail_begin(trail: Trail, c: Report) -> None:
    """Begin a half hour at report `c`."""
    trail.bin = c.t // TRAIL_MS
    trail.n = 1
    trail.t0 = c.t
    trail.t1 = c.t
    trail.lat0 = c.lat
    trail.lon0 = c.lon
    trail.lat1 = c.lat
    trail.lon1 = c.lon
    trail.south = 0
    trail.north = 0
    trail.west = 0
    trail.east = 0
    trail.dm = 0
    trail.turn = 0
    trail.sog_sum = 0
    trail.sog_n = 0
    trail.row0 = c.row
    trail.row1 = c.row
    if c.sog == c.sog:
        trail.sog_sum = tenths(c.sog)
        trail.sog_n = 1


@kernel
def _turn(p: Report, c: Report) -> int:
    """Return the change of course in tenths of a degree, to starboard; 0 where not known."""
    if p.cog != p.cog or c.cog != c.cog:
        return 0
    d: int = tenths(c.cog) - tenths(p.cog)
    if d > 1800:
        d -= 3600
    elif d < -1800:
        d += 3600
    return d


@kernel
def trail_extend(trail: Trail, p: Report, c: Report, metres: float) -> None:
    """Extend a half hour that ends at `p` by the leg to `c`."""
    dlat = nb.int64(c.lat) - trail.lat0
    dlon = lon_step(nb.int64(trail.lon0), nb.int64(c.lon))
    trail.n += 1
    trail.t1 = c.t
    trail.lat1 = c.lat
    trail.lon1 = c.lon
    trail.row1 = c.row
    trail.south = min(trail.south, dlat)
    trail.north = max(trail.north, dlat)
    trail.west = min(trail.west, dlon)
    trail.east = max(trail.east, dlon)
    trail.dm += decimetres(metres)
    trail.turn += _turn(p, c)
    if c.sog == c.sog:
        trail.sog_sum += tenths(c.sog)
        trail.sog_n += 1


@kernel
def trail_join(trail: Trail, later: Trail, p: Report, c: Report, metres: float) -> None:
    """Join `later`, which begins at `c`, to `trail`, which ends at `p`; both one half hour."""
    dlat = nb.int64(later.lat0) - trail.lat0
    dlon = lon_step(nb.int64(trail.lon0), nb.int64(later.lon0))
    trail.n += later.n
    trail.t1 = later.t1
    trail.lat1 = later.lat1
    trail.lon1 = later.lon1
    trail.row1 = later.row1
    trail.south = min(trail.south, dlat + later.south)
    trail.north = max(trail.north, dlat + later.north)
    trail.west = min(trail.west, dlon + later.west)
    trail.east = max(trail.east, dlon + later.east)
    trail.dm += decimetres(metres) + later.dm
    trail.turn += _turn(p, c) + later.turn
    trail.sog_sum += later.sog_sum
    trail.sog_n += later.sog_n
