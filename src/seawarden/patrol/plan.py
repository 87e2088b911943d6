"""Plan sorties over days: each day's flights together, each day knowing what was searched before.

The days are planned in order. A day's surface is that of its own hours, cut by what earlier
flights, planned or flown, have searched (`Surface.after`); the flights of one day, whatever
their aircraft, base or partner, are planned together on it (`optimise`), so that none searches
where another's look is enough. What cannot be known when planning (finds) is not assumed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import numpy as np

from ..errors import UsageError
from ..geo.sphere import Floats
from .aircraft.airfields import Airfield
from .airspace.flown_path import Breach, first_breach, turn_room_nm
from .airspace.keepout import KeepOut, land_shapes
from .airspace.transit import CLEAR_NM, Transit
from .by_night import looks
from .flights import Day, Sortie, Task, honest, is_below_ladder, pos_of
from .likelihood import lessons
from .likelihood.grid import Grid
from .likelihood.surface import LEADS, Surface, sum_parts
from .search import lattice as lattices
from .search.lattice import Lattice, make_lattice
from .search.legs import departure, landing, make_legs
from .search.mixed_strategy import Mixture, draw, mix
from .search.optimise import Params as Search
from .search.optimise import optimise
from .search.patterns import NAMES, best_pattern, name_of
from .search.plain_searches import ladder_effort, uniform_effort


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """Settings of the parts that a plan is made of."""

    search: Search = field(default_factory=Search)
    lattice: lattices.Params = field(default_factory=lattices.Params)
    memory: lessons.Params = field(default_factory=lessons.Params)
    clear_nm: tuple[float, ...] = (CLEAR_NM, 4.0, 8.0, 16.0)
    """Clearance of legs from keep-outs, nm; the next is taken where a turn would enter one."""
    pattern_loss: float = 0.03
    """Share of POS given up to fly a pattern that crews know; our own choice; 0 for none."""


class Desk:
    """Keeps what tasks share: land, ways round keep-outs, lattices."""

    def __init__(self, grid: Grid, keepouts: Sequence[KeepOut], params: Params = Params()) -> None:
        self.grid, self.keepouts, self.params = grid, list(keepouts), params
        self.land = land_shapes(grid)
        self._transits: dict[tuple[str, float], Transit] = {}
        self._lattices: dict[Any, Lattice] = {}

    def transit(self, base: Airfield, clear_nm: float = CLEAR_NM) -> Transit:
        """Return the ways from a base; raises UsageError when it lies in a keep-out."""
        key = (base.icao, round(clear_nm, 1))
        if key not in self._transits:
            at = (base.lat_deg, base.lon_deg)
            transit = Transit(self.grid, self.keepouts, at, clear_nm)
            name = transit.holds_base()
            if name:
                raise UsageError(
                    f"airfield {base.icao} lies in keep-out '{name}'; take another, or name the "
                    "States to keep off (--territorial)"
                )
            self._transits[key] = transit
        return self._transits[key]

    def transit_of(self, task: Task, level: int = 0) -> Transit:
        """Return the ways of a task: clear of keep-outs by a level of `Params.clear_nm`, and by
        the room that turns at its search speed take."""
        return self.transit(task.base, self.params.clear_nm[level] + turn_room_nm(task.aircraft))

    def lattice(self, task: Task, level: int = 0) -> Lattice:
        """Return the search cells of a task at a level of clearance."""
        key = (
            task.aircraft.name,
            task.base.icao,
            task.sweep_nm,
            task.usable_h,
            task.light_h,
            level,
        )
        if key not in self._lattices:
            self._lattices[key] = make_lattice(
                self.grid,
                self.transit_of(task, level),
                self.land,
                task.aircraft,
                task.sweep_nm,
                usable_h=task.usable_h,
                light_h=task.light_h,
                params=self.params.lattice,
            )
        return self._lattices[key]

    def breach(self, day: "Day") -> Breach | None:
        """Return the first keep-out that a flight of the day would enter, turns included."""
        for sortie in day.sorties:
            found = first_breach(
                sortie.legs, sortie.task.aircraft, self.keepouts, self.grid.projection
            )
            if found is not None:
                return found
        return None


def plan_days(
    desk: Desk,
    days: Sequence[Sequence[Task]],
    surface_at: Callable[[datetime], Surface],
    flights: Sequence[lessons.Flight] = (),
    generator: np.random.Generator | None = None,
) -> list[Day]:
    """Return the plan of each day. `flights`: those flown before.

    With a `generator` each flight is drawn from a mixture that no adversary can exploit (`mixed`).

    Raises UsageError when a task cannot reach any of the search area.
    """
    past = list(flights)
    out = []
    for tasks in days:
        middle = min(t.middle_utc for t in tasks)
        surface = surface_at(middle)
        mass = surface.after(past, middle, desk.params.memory)
        day = plan_day(desk, tasks, surface, mass, generator)
        past += [lessons.Flight(s.task.sortie_id, s.task.middle_utc, s.effort) for s in day.sorties]
        out.append(day)
    return out


def plan_day(
    desk: Desk,
    tasks: Sequence[Task],
    surface: Surface,
    mass: Floats,
    generator: np.random.Generator | None = None,
) -> Day:
    """Return the plan of one day's flights on `mass` (probability per cell, sum 1).

    Raises UsageError when a task cannot reach any of the search area, or when no clearance keeps
    every leg and turn out of the keep-outs: no plan that enters one is returned.
    """
    state = {} if generator is None else dict(generator.bit_generator.state)
    found: Breach | None = None
    for level in range(len(desk.params.clear_nm)):
        if generator is not None:
            generator.bit_generator.state = state
        loss = 0.0 if generator is not None else desk.params.pattern_loss
        day = _plan_at(desk, tasks, surface, mass, generator, level, desk.params.search, loss)
        if loss > 0 and is_below_ladder(day):
            day = _plan_at(desk, tasks, surface, mass, generator, level, desk.params.search, 0.0)
        if generator is None and is_below_ladder(day) and desk.params.search != Search():
            day = _plan_at(desk, tasks, surface, mass, generator, level, Search(), 0.0)
        found = desk.breach(day)
        if found is None:
            return honest(day)
    assert found is not None
    raise UsageError(
        f"keep-out '{found.name}': every flight found turns into it at "
        f"{found.lat_deg:.3f},{found.lon_deg:.3f}; give another area, base or aircraft"
    )


def _plan_at(
    desk: Desk,
    tasks: Sequence[Task],
    surface: Surface,
    mass: Floats,
    generator: np.random.Generator | None,
    level: int,
    search: Search,
    pattern_loss: float,
) -> Day:
    """Return the plan of one day's flights at a level of clearance from the keep-outs."""
    chosen = [desk.lattice(task, level) for task in tasks]
    solution = optimise(chosen, mass, search)
    walks = solution.walks
    if pattern_loss > 0:
        walks = _as_patterns(desk.grid, chosen, walks, mass, pattern_loss)
    leads = sum_parts(surface, LEADS)
    pattern_h = desk.params.lattice.pattern_h
    sorties: list[Sortie] = []
    notes: list[str] = []
    before = np.zeros(desk.grid.n)
    for asked, lattice, best in zip(tasks, chosen, walks, strict=True):
        task, walk = asked, best
        transit = desk.transit_of(task, level)
        if generator is not None:
            mixture = mix(desk.grid, lattice, mass * np.exp(-before), walk)
            walk = draw(mixture, generator)
            notes.append(_price(task, mixture))
        off = departure(desk.grid, transit, lattice, walk, task.takeoff_utc, pattern_h)
        task = replace(task, takeoff_utc=off)
        legs = make_legs(desk.grid, transit, lattice, walk, off, pattern_h)
        light = looks(desk.grid, lattice, walk, task, off, desk.params.lattice)
        effort = walk_effort(desk.grid, lattice, walk, light)
        left = mass * np.exp(-before)
        pattern = name_of(walk)
        if not pattern and generator is None:
            notes += _pattern_not_taken(desk.grid, lattice, task, left, walk)
        lit = float(light.mean() / lattice.look) if light.size else 1.0
        ladder, is_clear = ladder_effort(desk.grid, lattice, mass, transit.base)
        sorties.append(
            Sortie(
                task,
                legs,
                landing(legs, pattern_h) if legs else task.takeoff_utc,
                effort,
                pos_of(left, effort),
                pos_of(mass, lit * ladder),
                pos_of(mass, lit * uniform_effort(desk.grid, lattice)),
                float(leads[lattice.member].sum() / leads.sum()) if leads.sum() > 0 else 0.0,
                pattern,
                lattice.side_m,
                is_clear,
            )
        )
        before += effort
    return Day(sorties, surface, mass, pos_of(mass, before), solution.bound, tuple(notes))


def _as_patterns(
    grid: Grid, lattices: Sequence[Lattice], walks: Sequence[Any], mass: Floats, loss: float
) -> list[Any]:
    """Return the walks, each a standard pattern where that finds at least `1 - loss` of it."""
    out, before, best = [], np.zeros(grid.n), np.zeros(grid.n)
    for lattice, best_of in zip(lattices, walks, strict=True):
        walk = best_of
        left = mass * np.exp(-before)
        pattern = best_pattern(lattice, left)
        best += walk_effort(grid, lattice, walk)
        enough = (1 - loss) * pos_of(left, walk_effort(grid, lattice, walk))
        if pattern and pos_of(left, walk_effort(grid, lattice, pattern.walk)) >= enough:
            walk = pattern.walk
        before += walk_effort(grid, lattice, walk)
        out.append(walk)
    return out if pos_of(mass, before) >= (1 - loss) * pos_of(mass, best) else list(walks)


def _pattern_not_taken(
    grid: Grid, lattice: Lattice, task: Task, left: Floats, walk: Any
) -> list[str]:
    """Return what a standard pattern would cost, for the crew to choose."""
    best = best_pattern(lattice, left)
    if best is None:
        return []
    flown, other = (pos_of(left, walk_effort(grid, lattice, w)) for w in (walk, best.walk))
    return [
        f"{task.sortie_id}: no standard pattern is flown; the best, a "
        f"{NAMES[name_of(best.walk)]} of {len(best.walk)} cells, would find {other:.3f} by day "
        f"({1 - other / max(flown, 1e-12):.0%} less)."
    ]


def _price(task: Task, m: Mixture) -> str:
    return (
        f"{task.sortie_id} was drawn from {np.count_nonzero(m.odds > 1e-6)} plans with proven "
        f"odds: an adversary who knows the odds keeps {m.value:.2f} of his best meeting (against "
        f"the best single plan {m.value_of_best:.2f}; no odds can bring it below {m.floor:.2f}). "
        f"Price: POS {m.pos:.3f} instead of {m.best_pos:.3f} against targets that do not adapt."
    )


def walk_effort(grid: Grid, lattice: Lattice, walk: Any, light: Floats | None = None) -> Floats:
    """Return -ln(1 - POD) per grid cell of a walk; `light`: of each visit (`looks`), or by day."""
    each = np.full(len(walk), lattice.look) if light is None else light
    brought = np.bincount(walk[:, 0], each, minlength=lattice.n)
    out = np.zeros(grid.n)
    out[lattice.member] = brought[lattice.owner]
    return out
