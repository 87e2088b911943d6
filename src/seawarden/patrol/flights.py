"""Flights asked for and planned, and what may be said of a day of them."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import numpy as np

from ..geo.sphere import Floats
from .aircraft.airfields import Airfield
from .aircraft.fleet import Aircraft
from .likelihood.surface import Surface
from .search.legs import Leg


@dataclass(frozen=True, slots=True)
class Task:
    """A flight asked for: who, from where, when; `light_h` as in `make_lattice`."""

    sortie_id: str
    aircraft: Aircraft
    base: Airfield
    takeoff_utc: datetime
    sweep_nm: float
    usable_h: float | None = None
    light_h: tuple[float, float] | None = None
    night_sweep_nm: float | None = None  # of what is searched in the dark; None: as by day

    @property
    def middle_utc(self) -> datetime:
        """Return the middle of the flight, for which its surface is made."""
        return self.takeoff_utc + timedelta(hours=(self.usable_h or self.aircraft.usable_h) / 2)


@dataclass(frozen=True, slots=True, eq=False)
class Sortie:
    """A flight planned. `effort`: -ln(1 - POD) per grid cell; `leads_in_reach`: the share of the
    surface's leads that lie where it can search."""

    task: Task
    legs: list[Leg]
    landing_utc: datetime
    effort: Floats = field(repr=False)
    pos: float
    ladder_pos: float
    uniform_pos: float
    leads_in_reach: float = 1.0
    pattern: str = ""  # its short name, see `search.patterns.NAMES`
    spacing_m: float = 0.0  # between neighbouring tracks
    is_ladder_clear: bool = True  # no closed or other water that cannot be searched lies in it

    @property
    def flight_h(self) -> float:
        """Hours from take-off to landing."""
        return (self.landing_utc - self.task.takeoff_utc).total_seconds() / 3600.0

    def length_nm(self, kind: str) -> float:
        """Return the length of the legs of a kind."""
        return sum(leg.length_nm for leg in self.legs if leg.kind == kind)

    @property
    def search_h(self) -> float:
        """Hours on search legs."""
        return self.length_nm("search") / self.task.aircraft.search_kn


@dataclass(frozen=True, slots=True, eq=False)
class Day:
    """The flights of one day, what they find together, and what no flights of theirs exceed."""

    sorties: list[Sortie]
    surface: Surface = field(repr=False)
    mass: Floats = field(repr=False)  # probability per cell before the day's flights
    pos: float
    bound: float
    notes: tuple[str, ...] = ()

    @property
    def gap(self) -> float:
        """How far the day's plan may be from its best, as a share of the bound."""
        return 0.0 if self.bound <= 0 else max(0.0, 1.0 - self.pos / self.bound)


def pos_of(mass: Floats, effort: Floats) -> float:
    """Return the probability of success: of finding a target of `mass` (per cell) with effort."""
    return float((mass * -np.expm1(-effort)).sum())


def is_below_ladder(day: Day) -> bool:
    """Tell whether a flight finds less, by itself, than a ladder search of the same hours."""
    return any(pos_of(day.mass, s.effort) < s.ladder_pos for s in day.sorties)


def honest(day: Day) -> Day:
    """Return the day with a bound that no plain search exceeds, and with notes of what is odd.

    The ladder and the uniform search pay for no turns, islands or closed areas, and leave the
    lattice: where one of them finds more than the proven bound of flights on the lattice, that
    bound says nothing of what could be found, and the larger figure stands in its place.
    """
    notes = list(day.notes)
    plain = max(max(s.ladder_pos, s.uniform_pos) for s in day.sorties)
    if plain > day.bound:
        notes.append(
            f"A plain search without turns and closed areas would find {plain:.3f}, more than the "
            f"{day.bound:.3f} proven for flights on the lattice: the larger figure is the bound."
        )
    for s in day.sorties:
        alone = pos_of(day.mass, s.effort)
        if alone < s.ladder_pos:
            advice = (
                "fly the ladder, the surface is too flat to choose on."
                if s.is_ladder_clear
                else "but closed areas or coasts lie in the ladder's way; DO NOT fly it."
            )
            notes.append(
                f"{s.task.sortie_id}: a ladder search without turns finds {s.ladder_pos:.3f}, "
                f"this flight {alone:.3f}: {advice}"
            )
        if s.leads_in_reach <= 0.0:
            notes.append(
                f"{s.task.sortie_id}: no lead of the docket lies within reach of "
                f"{s.task.base.icao}; the flight searches water where nothing points to a ship."
            )
    return replace(day, bound=max(day.bound, plain), notes=tuple(notes))
