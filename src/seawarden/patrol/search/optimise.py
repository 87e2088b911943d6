"""Choose the walks of one or more sorties that find the most, with a proven bound.

Problem: sorties a = 1..A, each a walk in one window of its lattice (`lattice`); a visit to a
lattice cell adds its `look` w_a to the effort e_c of every grid cell c inside; the chance to find
is sum_c mass_c (1 - exp(-e_c)), concave in effort: a second look adds less. Cells that every
lattice treats alike are joined into atoms first.

Bound: Lagrangian relaxation of "effort = what the walks bring". With a price p_c >= 0 a unit of
effort, sum_a [best walk at prices w_a p] + sum_c max_e [mass_c (1 - exp(-e)) - p_c e] is at least
the optimum for any prices. The first part is exact (dynamic programming, `walk`), the second a
maximum over the efforts that whole visits can add up to. Prices start at those of the knapsack
without travel and follow deflected subgradients with Polyak's step [camerini1975]. One sortie is
bounded window by window and the largest bound counts; several are bounded together, over all
windows at once.

Plan: a sortie tries the windows that promise most; in each it flies the best walk at marginal
prices up to its first revisit, then again from there; then pieces of the walk are flown anew by
the same exact search between fixed ends, prices being what each cell would still add, as long as
that finds more.

No clock, no chance: the same input gives the same plan and bound.

[camerini1975] Camerini, Fratta, Maffioli, On improving relaxation methods by modified gradient
techniques, Mathematical Programming Study 3, 1975.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from ...geo.sphere import Floats
from .best_walk import best_walk
from .lattice import Ints, Lattice, part, windows
from .problem import Problem, make_problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """How long to look; own choice, measured in docs/patrol.md."""

    dual_steps: int = 120  # prices tried for the bound; below 0 it is that without travel
    tries: int = 4  # windows in which a whole plan is made
    polish_rounds: int = 6  # times that every piece of a walk is flown anew
    kicks: int = 30  # times that the best walk is shaken and polished again, at most
    near_enough: float = 0.025  # shaken no more when plan and bound are that near
    rounds: int = 2  # times that each of several sorties is planned anew, given the others
    pieces: tuple[int, ...] = (10, 20, 40, 80)  # visits a piece
    good_enough: float = 0.01  # stop when plan and bound are that near

    @staticmethod
    def fast() -> "Params":
        """Return settings for plans of many sorties: a small part of the work each."""
        return Params(tries=3, polish_rounds=3, kicks=0, pieces=(10, 20, 40), dual_steps=80)


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """Walks (one a sortie, `walk.best_walk` rows), what they find, and what none can exceed."""

    walks: list[Ints] = field(repr=False)
    found: float
    bound: float

    @property
    def gap(self) -> float:
        """How far the plan may be from the best one, as a share of the bound."""
        return 0.0 if self.bound <= 0 else max(0.0, 1.0 - self.found / self.bound)


def optimise(lattices: Sequence[Lattice], mass: Floats, params: Params = Params()) -> Solution:
    """Return the walks that find the most of `mass` (per grid cell, >= 0), and the bound.

    `mass` is the probability still to be found in each cell. Sorties of one call are planned
    together: each is planned anew given what the others search, so that none searches where
    another's look is enough.
    """
    if len(lattices) == 1:
        walk, found, cells = _best_plan(lattices[0], mass, params)
        bound = _bound_of_one(lattices[0], mass, found, params)
        if found > 0 and params.kicks:
            walk, found = _shake(lattices[0], mass, walk, cells, bound, params)
        return Solution([walk], found, max(bound, found))
    problem = make_problem(lattices, mass)
    walks = [np.empty((0, 3), dtype=np.int64) for _ in lattices]
    for turn in range(max(1, params.rounds)):
        before = problem.found(problem.effort(walks))
        for a, lattice in enumerate(lattices):
            others = problem.effort(walks) - problem.one_effort(a, walks[a])
            left = mass * np.exp(-problem.on_grid(others, mass.size))
            walk, _, _ = _best_plan(lattice, left, params)
            new = problem.found(others + problem.one_effort(a, walk))
            if new > problem.found(problem.effort(walks)):
                walks[a] = walk
        if turn and problem.found(problem.effort(walks)) <= before * (1 + 1e-4):
            break
    found = problem.found(problem.effort(walks))
    return Solution(walks, found, _bound(problem, found, params))


def _best_plan(lattice: Lattice, mass: Floats, params: Params) -> tuple[Ints, float, Ints]:
    """Return (walk, what it finds, its window's cells) over the most promising windows."""
    best, best_found, best_cells = np.empty((0, 3), dtype=np.int64), 0.0, np.empty(0, np.int64)
    for promise, cells in _promises(lattice, mass)[: params.tries]:
        if promise <= best_found:
            break
        problem = make_problem([part(lattice, cells)], mass)
        built = (_build(problem, h) for h in (-1, 0, 1, 2, 3))
        walk = max(built, key=lambda w: problem.found(problem.one_effort(0, w)))
        walk = _polish(problem, walk, params.pieces, params.polish_rounds)
        found = problem.found(problem.one_effort(0, walk))
        if found > best_found:
            best_found, best, best_cells = found, walk, cells
    walk = best.copy()
    walk[:, 0] = best_cells[best[:, 0]]
    return walk, best_found, best_cells


def _shake(
    lattice: Lattice, mass: Floats, walk: Ints, cells: Ints, bound: float, params: Params
) -> tuple[Ints, float]:
    """Return (walk, what it finds) after leaving its hill: polished on shaken masses first.

    The noise comes from a generator with a fixed seed, so the same input gives the same walk.
    Ends when the walk is near enough to the bound.
    """
    problem = make_problem([part(lattice, cells)], mass)
    number = np.full(lattice.n, -1)
    number[cells] = np.arange(cells.size)
    kept = walk.copy()
    kept[:, 0] = number[walk[:, 0]]
    best = problem.found(problem.one_effort(0, kept))
    noise = np.random.default_rng(1718)
    for _ in range(params.kicks):
        if best >= bound * (1.0 - params.near_enough):
            break
        mixed = problem.mass * np.exp(noise.normal(0.0, 0.5, problem.mass.size))
        new = _polish(replace(problem, mass=mixed), kept, params.pieces, 1)
        new = _polish(problem, new, params.pieces, 3)
        found = problem.found(problem.one_effort(0, new))
        if found > best:
            kept, best = new, found
    out = kept.copy()
    out[:, 0] = cells[kept[:, 0]]
    return out, best


def _promises(lattice: Lattice, mass: Floats) -> list[tuple[float, Ints]]:
    """Return (bound without travel, cells) of each window, the largest first."""
    dense = np.bincount(lattice.owner, mass[lattice.member], minlength=lattice.n)
    gains = dense[:, None] * np.exp(-lattice.look * np.arange(6)) * -np.expm1(-lattice.look)
    out = []
    for cells in windows(lattice):
        away = int(lattice.start[cells].min() + lattice.home[cells].min())
        slots = (lattice.last_tick - away) // lattice.step + 1
        if slots > 0:
            best = np.sort(gains[cells].ravel())[::-1][:slots]
            out.append((float(best.sum()), cells))
    return sorted(out, key=lambda x: (-x[0], x[1].tolist()[:1]))


def _build(problem: Problem, without: int) -> Ints:
    """Return a walk: best walks at marginal prices, each cut at its first revisit."""
    lattice, work = problem.lattices[0], problem.desk(0)
    walk = np.empty((0, 3), dtype=np.int64)
    for _ in range(200):
        gain = problem.mass * np.exp(-problem.one_effort(0, walk))
        price = problem.gather(0, gain) * -np.expm1(-lattice.look)
        begin = walk[-1] if len(walk) else None
        _, more = best_walk(lattice, price, work, begin=begin, without=without)
        if len(walk):
            more = more[1:]
        if not len(more):
            return walk
        _, first_seen = np.unique(more[:, 0], return_index=True)
        new = np.zeros(len(more), dtype=bool)
        new[first_seen] = True
        cut = len(more) if new.all() else int(np.argmin(new))
        walk = np.vstack([walk, more[:cut]])
        if cut == len(more):
            return walk
    return walk


def _polish(problem: Problem, walk: Ints, pieces: tuple[int, ...], rounds: int) -> Ints:
    """Return the walk after flying each of its pieces anew, as long as that finds more."""
    best = problem.found(problem.one_effort(0, walk))
    for _ in range(rounds):
        before = best
        for size in pieces:
            at = -1
            while at < len(walk):
                new = _replace(problem, walk, at, at + size)
                value = -1.0 if new is None else problem.found(problem.one_effort(0, new))
                if new is not None and value > best + 1e-12:
                    walk, best = new, value
                at += max(size // 3, 1)
        if best <= before * (1 + 1e-5):
            break
    return walk


def _replace(problem: Problem, walk: Ints, begin: int, end: int) -> Ints | None:
    """Return the walk with the visits between rows `begin` and `end` flown anew.

    Row -1 is the base; an end past the walk is the flight home. Prices are what one more visit
    adds; cells that the new piece visits n > 1 times are then priced at the mean of n visits.
    """
    lattice, work = problem.lattices[0], problem.desk(0)
    head, tail = walk[: begin + 1], walk[end:]
    kept = np.vstack([head, tail])
    left = problem.gather(0, problem.mass * np.exp(-problem.one_effort(0, kept)))
    price = left * -np.expm1(-lattice.look)
    best: Ints | None = None
    best_value = -1.0
    for without in (-1, -1, 0, 1, 2, 3):
        _, piece = best_walk(
            lattice,
            price,
            work,
            begin=head[-1] if len(head) else None,
            end=tail[0] if len(tail) else None,
            without=without,
        )
        if not len(piece):
            continue
        inner = piece[1 if len(head) else 0 : -1 if len(tail) else None]
        visits = np.bincount(inner[:, 0], minlength=lattice.n)
        value = float((left * -np.expm1(-lattice.look * visits)).sum())
        if value > best_value:
            best_value, best = value, _join(head, inner, piece, tail)
        many = visits > 1
        if without < 0 and many.any():
            price = price.copy()
            price[many] = left[many] * -np.expm1(-lattice.look * visits[many]) / visits[many]
    return best


def _join(head: Ints, inner: Ints, piece: Ints, tail: Ints) -> Ints:
    """Return head, new visits and tail; the tail is flown as much earlier as the piece allows."""
    if not len(tail):
        return np.vstack([head, inner])
    moved = tail.copy()
    moved[:, 2] -= tail[0, 2] - piece[-1, 2]
    return np.vstack([head, inner, moved])


def _bound_of_one(lattice: Lattice, mass: Floats, found: float, params: Params) -> float:
    """Return the largest of the windows' bounds; below 0 steps, the bound without travel."""
    bound = found
    for promise, cells in _promises(lattice, mass):
        if params.dual_steps < 0:
            return max(bound, promise)
        if promise <= bound:
            break  # the rest promise no more
        value = _bound(make_problem([part(lattice, cells)], mass), bound, params)
        bound = max(bound, min(value, promise))
    return bound


def _bound(problem: Problem, found: float, params: Params) -> float:
    """Return the least upper bound that the prices tried prove; stops when it is `found`."""
    top = problem.ceiling()
    price = np.minimum(top, problem.knapsack_price())
    best, best_price, direction = np.inf, price, np.zeros(price.size)
    scale, stale = 1.0, 0
    for step in range(params.dual_steps + 1):
        value, gradient = problem.dual(price)
        stale = 0 if value < best * (1 - 1e-5) else stale + 1
        if value < best:
            best, best_price = value, price
        if best <= found * (1 + params.good_enough) or step == params.dual_steps:
            break
        if stale > 6:
            scale, stale, price = scale * 0.6, 0, best_price
            value, gradient = problem.dual(price)
            direction = np.zeros_like(direction)
        direction = 0.6 * direction + 0.4 * gradient if direction.any() else gradient
        aim = value - (found + 0.25 * (best - found))
        length = max(float(direction @ direction), 1e-12)
        price = np.clip(price - scale * aim / length * direction, 0.0, top)
    return float(max(best, found))
