"""What several sorties share: the probability still to be found, and the efforts they add to it.

See `optimise` for the problem; here it is laid out in atoms, sets of grid cells that belong to
the same lattice cell in every sortie.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np

from ...geo.sphere import Floats
from .best_walk import Work, best_walk
from .lattice import Ints, Lattice


@dataclass(slots=True, eq=False)
class Problem:
    """Shapes: k atoms. `mass`: probability in each; `cell`: per sortie the lattice cell or -1."""

    lattices: Sequence[Lattice]
    mass: Floats
    cell: list[Ints]
    levels: Floats  # efforts above 0 that visits can add up to, ascending
    grid_cell: Ints = field(repr=False)  # grid cells with mass, and the atom of each
    atom_of: Ints = field(repr=False)
    _work: dict[int, Work] = field(default_factory=dict, repr=False)

    def desk(self, a: int) -> Work:
        """Return the working arrays of sortie `a`, shared by sorties on one lattice."""
        key = id(self.lattices[a])
        if key not in self._work:
            self._work[key] = Work(self.lattices[a])
        return self._work[key]

    def gather(self, a: int, per_atom: Floats) -> Floats:
        """Return the sum of an atom's number over each lattice cell of sortie `a`."""
        inside = self.cell[a] >= 0
        return np.bincount(
            self.cell[a][inside], per_atom[inside], minlength=self.lattices[a].n
        ).astype(np.float64)

    def one_effort(self, a: int, walk: Ints) -> Floats:
        """Return the effort that the walk of sortie `a` brings to each atom."""
        visits = np.bincount(walk[:, 0], minlength=self.lattices[a].n) * self.lattices[a].look
        return np.asarray(np.where(self.cell[a] >= 0, visits[self.cell[a]], 0.0))

    def effort(self, walks: Sequence[Ints]) -> Floats:
        """Return the effort that all walks bring to each atom."""
        total = [self.one_effort(a, w) for a, w in enumerate(walks)]
        return np.asarray(np.sum(total, axis=0))

    def on_grid(self, per_atom: Floats, n: int) -> Floats:
        """Return each grid cell's share of a number that all cells of an atom have alike."""
        out = np.zeros(n)
        out[self.grid_cell] = per_atom[self.atom_of]
        return out

    def found(self, effort: Floats) -> float:
        """Return the probability found at this effort."""
        return float((self.mass * -np.expm1(-effort)).sum())

    def ceiling(self) -> Floats:
        """Return the price above which no effort is bought in an atom."""
        least = min(lattice.look for lattice in self.lattices)
        return np.asarray(self.mass * -np.expm1(-least) / least)

    def dual(self, price: Floats) -> tuple[float, Floats]:
        """Return the bound at these prices, and its subgradient: effort flown less bought."""
        total, flown = 0.0, np.zeros(self.mass.size)
        done: dict[int, tuple[float, Floats]] = {}
        for a, lattice in enumerate(self.lattices):
            if id(lattice) not in done:
                pay = self.gather(a, price) * lattice.look
                value, walk = best_walk(lattice, pay, self.desk(a))
                done[id(lattice)] = (value, self.one_effort(a, walk))
            total += done[id(lattice)][0]
            flown += done[id(lattice)][1]
        best, bought = self._buy(price)
        return total + float(best.sum()), flown - bought

    def _buy(self, price: Floats) -> tuple[Floats, Floats]:
        """Return the most profit in each atom at these prices, and the effort that makes it."""
        profit = self.mass[:, None] * -np.expm1(-self.levels) - price[:, None] * self.levels
        at = np.argmax(profit, axis=1)
        best, bought = profit[np.arange(at.size), at], self.levels[at]
        # Efforts beyond the deepest level: the maximum over all real efforts, which is no less.
        with np.errstate(divide="ignore", invalid="ignore"):
            free = np.where(price > 0, np.log(self.mass / price), 50.0)
        deep = self.mass * -np.expm1(-free) - price * free
        beyond = (free > self.levels[-1]) & (deep > best)
        best, bought = np.where(beyond, deep, best), np.where(beyond, free, bought)
        return np.maximum(best, 0.0), np.where(best > 0, bought, 0.0)

    def knapsack_price(self) -> float:
        """Return the price a unit of effort at which the best atoms just fill the flying time."""
        area = 0.0  # effort times grid cells that all flights can bring
        for lattice in self.lattices:
            away = (lattice.start.min(axis=1) + lattice.home.min(axis=1)).min()
            slots = max(0.0, (lattice.last_tick - away) / lattice.step + 1)
            area += slots * lattice.look * np.bincount(lattice.owner).mean()
        if not self.mass.size:
            return 0.0
        size = np.bincount(self.atom_of, minlength=self.mass.size)
        dense = self.mass / size
        low, high = 1e-15, float(dense.max(initial=1e-15))
        for _ in range(50):
            middle = np.sqrt(low * high)
            wanted = (size * np.log(np.maximum(dense / middle, 1.0))).sum()
            low, high = (middle, high) if wanted > area else (low, middle)
        return float(high * size.mean())


def make_problem(lattices: Sequence[Lattice], mass: Floats) -> Problem:
    """Return the problem of these sorties; `mass` has one number (>= 0) a grid cell."""
    label = np.full((mass.size, len(lattices)), -1, dtype=np.int64)
    for a, lattice in enumerate(lattices):
        label[lattice.member, a] = lattice.owner
    cells = np.flatnonzero((label >= 0).any(axis=1) & (mass > 0))
    atoms, owner = np.unique(label[cells], axis=0, return_inverse=True)
    owner = owner.ravel()
    total = np.bincount(owner, mass[cells], minlength=len(atoms)).astype(np.float64)
    looks = np.unique(np.round([lattice.look for lattice in lattices], 12))
    deep = 6 if looks.size == 1 else 4 if looks.size == 2 else 3
    levels = np.unique(
        [
            sum(n * w for n, w in zip(k, looks, strict=True))
            for k in product(range(deep + 1), repeat=looks.size)
        ]
    )[1:]
    columns = [atoms[:, a] for a in range(len(lattices))]
    return Problem(lattices, total, columns, levels, cells, owner)
