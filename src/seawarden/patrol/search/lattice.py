"""The flights that a sortie may choose from: walks on a square lattice of search cells.

A lattice cell has about the side of the sweep width, so one straight crossing searches it once
(coverage W / side). The aircraft flies out to the edge of a cell, searches cell after cell along
lattice lines (turning 90 deg costs its time; no turn on the spot), and flies home. All search of
a sortie lies in one window of the lattice (`windows`: about a square, or long and narrow either
way, each with room for more than one sortie can search). Time runs in ticks, a quarter of a
crossing; transits and turns are rounded up to whole ticks, so a flight is never longer than its
ticks say.

Search legs stay over water and, like transits, clear of keep-outs. The bound of `optimise` holds
over all such flights.
"""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from ...errors import UsageError
from ...geo.sphere import Floats
from ...units import M_PER_NM
from ..aircraft.fleet import Aircraft
from ..airspace.transit import Transit
from ..detection_probability import look
from ..likelihood.grid import Bools, Grid

Ints = NDArray[np.int64]
STEPS = np.array([[0.0, 1.0], [1.0, 0.0], [0.0, -1.0], [-1.0, 0.0]])
"""Headings 0 north, 1 east, 2 south, 3 west, as (x, y)."""

ELLIPSOID = 1.0057
"""Great circles on the mean sphere are at most 0.57 % shorter than geodesics of WGS 84."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """How a sortie is cut into ticks."""

    pattern_h: float = 0.15  # h, take-off and approach together; own choice
    max_ticks: int = 640  # ticks a flight; longer ticks are taken for longer flights
    detection: str = "random"  # or "parallel", see `pod`


@dataclass(frozen=True, slots=True, eq=False)
class Lattice:
    """Search cells that a sortie can reach, and what moving among them costs in ticks.

    Shapes: n cells, 4 headings, m members (water cells of the grid).
    """

    aircraft: Aircraft
    sweep_nm: float
    side_m: float
    look: float  # -ln(1 - POD) of one crossing
    xy: Floats = field(repr=False)  # (n, 2) centres in the plane
    next: Ints = field(repr=False)  # (n, 4) cell reached, -1 none
    member: Ints = field(repr=False)  # (m,) grid cell
    owner: Ints = field(repr=False)  # (m,) lattice cell of it
    start: Ints = field(repr=False)  # (n, 4) earliest tick at the centre, on that heading
    home: Ints = field(repr=False)  # (n, 4) ticks from the centre to landing
    column: Ints = field(repr=False)  # (n,) place on the lattice
    row: Ints = field(repr=False)  # (n,)
    tick_h: float
    step: int  # ticks a crossing
    turn: int  # ticks a turn of 90 deg
    last_tick: int
    light: tuple[int, int]  # first tick on which search may start, last on which it may end

    @property
    def n(self) -> int:
        """Number of search cells in reach."""
        return len(self.xy)


def make_lattice(
    grid: Grid,
    transit: Transit,
    land: Any,
    aircraft: Aircraft,
    sweep_nm: float,
    *,
    usable_h: float | None = None,
    light_h: tuple[float, float] | None = None,
    params: Params = Params(),
) -> Lattice:
    """Return the search cells in reach of the transit's base.

    `land`: polygons in the plane (`keepout.land_shapes`); `usable_h`: hours from take-off to
    landing, by default the aircraft's endurance less its reserve; `light_h`: hours after take-off
    between which search is allowed. Raises UsageError when no cell can be reached and left in
    time, or none lies clear of land and keep-outs.
    """
    usable = aircraft.usable_h if usable_h is None else min(usable_h, aircraft.usable_h)
    k = max(1, round(sweep_nm / grid.cell_nm))
    side = k * grid.cell_m
    column_of, row_of, member, owner = _blocks(grid, k)
    xy = np.column_stack([grid.x0_m + (column_of + 0.5) * side, grid.y0_m + (row_of + 0.5) * side])
    half = _clear_halves(xy, side, land, transit)
    nxt = _neighbours(column_of, row_of, half)
    step_h = side / M_PER_NM * grid.stretch * ELLIPSOID / aircraft.search_kn
    step = next((s for s in (4, 2) if usable / step_h * s <= params.max_ticks), 1)
    tick_h = step_h / step
    last = int(np.floor((usable - params.pattern_h) / tick_h))
    speed = aircraft.transit_kn * M_PER_NM / ELLIPSOID
    around = step_h / 2 + 2 * aircraft.quarter_turn_h  # half a cell, and a turn of up to 180 deg
    start = np.full((len(xy), 4), last + 1)
    home = np.full((len(xy), 4), last + 1)
    for h in range(4):
        for table, sign, ok in ((start, -1, half[:, (h + 2) % 4]), (home, 1, half[:, h])):
            hours = transit.lengths_m(xy[ok] + sign * STEPS[h] * side / 2) / speed + around
            finite = np.isfinite(hours)
            ticks = np.full(hours.size, last + 1)
            ticks[finite] = np.ceil(hours[finite] / tick_h - 1e-9)
            table[ok, h] = np.minimum(ticks, last + 1)
    window = (0.0, usable) if light_h is None else light_h
    low, high = ((w - params.pattern_h / 2) / tick_h for w in window)  # tick 0: out of the pattern
    light = (int(np.ceil(low)), int(np.floor(high)))
    keep = start.min(axis=1) + home.min(axis=1) <= last
    _must_reach(keep, half, transit, aircraft, usable)
    renumber = np.where(keep, np.cumsum(keep) - 1, -1)
    mine = keep[owner]
    nxt = np.where(nxt[keep] >= 0, renumber[nxt[keep]], -1)
    column_of, row_of = column_of[keep], row_of[keep]
    return Lattice(
        aircraft,
        sweep_nm,
        side,
        float(look(sweep_nm * M_PER_NM / side, params.detection)),
        xy[keep],
        nxt,
        member[mine],
        renumber[owner[mine]],
        start[keep],
        home[keep],
        column_of,
        row_of,
        tick_h,
        step,
        max(1, int(np.ceil(aircraft.quarter_turn_h / tick_h - 1e-9))),
        last,
        light,
    )


def _blocks(grid: Grid, k: int) -> tuple[Ints, Ints, Ints, Ints]:
    """Return (column, row) of each lattice cell with water, and (grid cell, lattice cell)."""
    cells = np.flatnonzero(grid.water)
    row, column = np.divmod(cells, grid.columns)
    wide = -(-grid.columns // k)
    block, owner = np.unique((row // k) * wide + column // k, return_inverse=True)
    return block % wide, block // wide, cells, owner


def _clear_halves(xy: Floats, side: float, land: Any, transit: Transit) -> Bools:
    """Return (n, 4): the line from the centre to that edge is over water and clear."""
    out = np.zeros((len(xy), 4), dtype=bool)
    tree = shapely.STRtree(land)
    for h in range(4):
        ends = xy + STEPS[h] * side / 2
        blocked = transit.blocks(xy, ends)
        lines = shapely.linestrings(np.stack([xy, ends], axis=1))
        hit, _ = tree.query(lines, predicate="intersects")
        blocked[hit] = True
        out[:, h] = ~blocked
    return out


def _neighbours(column: Ints, row: Ints, half: Bools) -> Ints:
    """Return (n, 4) the cell next to each on each heading, -1 where none or not clear."""
    at = {(int(c), int(r)): i for i, (c, r) in enumerate(zip(column, row, strict=True))}
    out = np.full((len(column), 4), -1)
    for h, (dx, dy) in enumerate(STEPS.astype(int)):
        for i, (c, r) in enumerate(zip(column, row, strict=True)):
            j = at.get((int(c) + dx, int(r) + dy), -1)
            if j >= 0 and half[i, h] and half[j, (h + 2) % 4]:
                out[i, h] = j
    return out


def _must_reach(
    keep: Bools, half: Bools, transit: Transit, aircraft: Aircraft, usable: float
) -> None:
    if keep.any():
        return
    if not half.any():
        raise UsageError("search area: every cell lies on land or in a keep-out, expected water")
    lat, lon = transit.base
    raise UsageError(
        f"{aircraft.name} from {lat:.2f},{lon:.2f}: the transit to the search area and back takes "
        f"longer than the {usable:.1f} h that the flight has"
    )


def windows(lattice: Lattice) -> list[Ints]:
    """Return the cells of each window: every place of three shapes, moved by half their size.

    The square has half as many cells again as the longest flight can visit, at least 6 a side;
    the long ones are 1.4 times as long and 0.7 as wide.
    """
    visits = max(
        1.0, (lattice.last_tick - int((lattice.start + lattice.home).min())) / lattice.step
    )
    side = max(6, int(np.ceil(np.sqrt(1.5 * visits))))
    long, short = round(1.4 * side), round(0.7 * side)
    out: dict[bytes, Ints] = {}
    for wide, tall in ((side, side), (long, short), (short, long)):
        for c in range(
            int(lattice.column.min()) - wide // 2, int(lattice.column.max()) + 1, wide // 2
        ):
            for r in range(
                int(lattice.row.min()) - tall // 2, int(lattice.row.max()) + 1, tall // 2
            ):
                inside = (lattice.column >= c) & (lattice.column < c + wide)
                inside &= (lattice.row >= r) & (lattice.row < r + tall)
                cells = np.flatnonzero(inside)
                if cells.size:
                    out[cells.tobytes()] = cells
    kept: list[Ints] = []
    for cells in sorted(out.values(), key=len, reverse=True):  # a part of another adds no flight
        if not any(np.isin(cells, other, assume_unique=True).all() for other in kept):
            kept.append(cells)
    return kept


def part(lattice: Lattice, cells: Ints) -> Lattice:
    """Return the lattice with only these cells, renumbered in the order given."""
    number = np.full(lattice.n, -1)
    number[cells] = np.arange(cells.size)
    mine = number[lattice.owner] >= 0
    step = lattice.next[cells]
    return replace(
        lattice,
        xy=lattice.xy[cells],
        next=np.where(step >= 0, number[step], -1),
        member=lattice.member[mine],
        owner=number[lattice.owner[mine]],
        start=lattice.start[cells],
        home=lattice.home[cells],
        column=lattice.column[cells],
        row=lattice.row[cells],
    )
