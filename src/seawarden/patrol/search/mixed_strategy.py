"""Flying so that a schedule cannot be learnt: a mixed strategy, and its price.

Game: the searcher draws one of several plans with known odds; the evader, who has learnt the odds
but not the draw, meets in the zone that serves best. Zone z serves with g_z (the surface's
probability there, relative to the richest zone) unless the meeting is seen, so the evader gets
max_z g_z (1 - sum_i x_i POD_iz) and the searcher picks x to make that small: a zero-sum game,
solved as a linear program (HiGHS). Plans are made as needed (double oracle [mcmahan2003]): the
program's dual says where the evader would go, the optimiser answers with the best plan against
that, until no plan helps; the optimiser's own bound gives a proven floor under the game's value.

Price: the chance to find a target that does *not* adapt (POS) that the mixture gives up.

[mcmahan2003] McMahan, Gordon, Blum, Planning in the presence of cost functions controlled by an
adversary, ICML 2003.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.optimize import linprog

from ...geo.sphere import Floats
from ..likelihood.grid import Grid
from .lattice import Ints, Lattice
from .optimise import Params as Search
from .optimise import optimise

_QUICK = Search(dual_steps=25, tries=1, polish_rounds=1, kicks=0, pieces=(20, 40))


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """Own choices."""

    zone_nm: float = 60.0  # nm, side of the zones that the evader chooses among
    least_share: float = 0.1  # zones that serve less than this of the richest are left out
    rounds: int = 10  # plans made beyond the first
    good_enough: float = 0.01  # of the game's value


@dataclass(frozen=True, slots=True, eq=False)
class Mixture:
    """Plans and odds. `value`: the evader's best, `floor`: no mixture brings it below this."""

    walks: list[Ints] = field(repr=False)
    odds: Floats
    pos: float  # of the mixture, against targets that do not adapt
    best_pos: float  # of the best single plan, likewise
    value: float
    value_of_best: float  # the evader's best against that single plan
    floor: float

    @property
    def price(self) -> float:
        """The POS given up against targets that do not adapt."""
        return self.best_pos - self.pos


def mix(
    grid: Grid, lattice: Lattice, mass: Floats, walk: Ints, params: Params = Params()
) -> Mixture:
    """Return the mixture for one sortie; `walk`: its best single plan on `mass`."""
    zone, serves = _zones(grid, lattice, mass, params)
    walks, pods, found = (
        [walk],
        [_pod(lattice, walk, zone, mass, serves.size)],
        [_pos(lattice, walk, mass)],
    )
    floor = 0.0
    odds, value, where = _solve(serves, np.array(pods))
    alone = value
    for _ in range(params.rounds):
        share = np.where(serves > 0, where * serves, 0.0)
        wanted = np.where(zone >= 0, share[zone] * _within(mass, zone, serves.size), 0.0)
        answer = optimise([lattice], wanted, _QUICK)
        floor = max(floor, float(share.sum()) - answer.bound)
        if value - floor <= params.good_enough * value:
            break
        walks.append(answer.walks[0])
        pods.append(_pod(lattice, walks[-1], zone, mass, serves.size))
        found.append(_pos(lattice, walks[-1], mass))
        odds, value, where = _solve(serves, np.array(pods))
    return Mixture(
        walks, odds, float(odds @ np.array(found)), found[0], value, alone, min(floor, value)
    )


def draw(mixture: Mixture, generator: np.random.Generator) -> Ints:
    """Return one plan, drawn with the mixture's odds."""
    return mixture.walks[int(generator.choice(len(mixture.walks), p=mixture.odds))]


def _zones(grid: Grid, lattice: Lattice, mass: Floats, params: Params) -> tuple[Ints, Floats]:
    """Return (zone of each grid cell or -1, how well each zone serves)."""
    k = max(1, round(params.zone_nm / grid.cell_nm))
    row, column = np.divmod(np.arange(grid.n), grid.columns)
    block = (row // k) * (grid.columns // k + 1) + column // k
    reach = np.zeros(grid.n, dtype=bool)
    reach[lattice.member] = True
    names, zone = np.unique(np.where(reach, block, -1), return_inverse=True)
    held = np.bincount(zone, np.where(reach, mass, 0.0), minlength=names.size)
    serves = np.where(
        (names >= 0) & (held >= params.least_share * held.max()), held / held.max(), 0.0
    )
    return np.where(reach & (serves[zone] > 0), zone, -1), serves


def _solve(serves: Floats, pods: Floats) -> tuple[Floats, float, Floats]:
    """Return (odds, the evader's best, the evader's odds over zones)."""
    zones = np.flatnonzero(serves > 0)
    n = pods.shape[0]
    # g_z - v <= g_z sum_i x_i POD_iz, that is -g_z POD_z . x - v <= -g_z
    left = np.hstack([-(serves[zones, None] * pods[:, zones].T), -np.ones((zones.size, 1))])
    result: Any = linprog(
        np.append(np.zeros(n), 1.0),
        A_ub=left,
        b_ub=-serves[zones],
        A_eq=np.append(np.ones(n), 0.0)[None, :],
        b_eq=[1.0],
        method="highs",
    )
    where = np.zeros(serves.size)
    where[zones] = -result.ineqlin.marginals
    odds = np.maximum(result.x[:n], 0.0)
    return odds / odds.sum(), float(result.x[n]), where


def _look(lattice: Lattice, walk: Ints, n: int) -> Floats:
    out = np.zeros(n)
    visits = np.bincount(walk[:, 0], minlength=lattice.n)
    out[lattice.member] = lattice.look * visits[lattice.owner]
    return out


def _within(mass: Floats, zone: Ints, n: int) -> Floats:
    """Return each cell's share of its zone's mass."""
    held = np.bincount(np.maximum(zone, 0), np.where(zone >= 0, mass, 0.0), minlength=n)
    return np.where(zone >= 0, mass / np.maximum(held[np.maximum(zone, 0)], 1e-300), 0.0)


def _pod(lattice: Lattice, walk: Ints, zone: Ints, mass: Floats, n: int) -> Floats:
    """Return the chance that a plan sees a meeting in each zone."""
    seen = _within(mass, zone, n) * -np.expm1(-_look(lattice, walk, mass.size))
    held = np.bincount(np.maximum(zone, 0), np.where(zone >= 0, seen, 0.0), minlength=n)
    return held.astype(np.float64)


def _pos(lattice: Lattice, walk: Ints, mass: Floats) -> float:
    return float((mass * -np.expm1(-_look(lattice, walk, mass.size))).sum())
