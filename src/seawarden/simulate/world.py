"""The scenario while it is being made: ships so far, truth so far, and who may join.

Behaviours receive a World and a random stream each, add ships and truth, and never look at
one another.
"""

from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from .movement.motion import Piece
from .ship import Hull, Ship
from .ships.designated import SHIPS, Designated
from .ships.identity import Registry
from .waters.harbours import Harbour, Point
from .waters.sites import Site

Rng = np.random.Generator


class DoesNotFit(Exception):
    """A behaviour needs more hours or more ships than the scenario has."""


@dataclass(frozen=True, slots=True)
class Truth:
    """One row of truth. `kind` is null where nothing that has a kind took place."""

    kind: str | None
    behaviour: str
    is_breach: bool
    ship: Ship | None
    other: Ship | None
    start_s: float
    end_s: float
    place: Point
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scene:
    """A radar image: when, where, and how far from its middle it reaches."""

    time_s: float
    lat: float
    lon: float
    half_nm: float = 20.0


@dataclass(frozen=True, slots=True)
class Jam:
    """Interference: every receiver within `radius_nm` computes the target as its position."""

    start_s: float
    end_s: float
    lat: float
    lon: float
    radius_nm: float
    target: Point


@dataclass(frozen=True, slots=True)
class Outage:
    """A receiver or the whole feed fails: no ship within `radius_nm` is heard."""

    start_s: float
    end_s: float
    lat: float
    lon: float
    radius_nm: float


class Region(Protocol):
    """The waters of a scenario: how ships come to a place and leave it."""

    sites: tuple[Site, ...]

    def arrive(self, ship: Ship, rng: Rng, site: Site, tail: list[tuple[float, float, float]],
               end_s: float, home: Harbour | None = None) -> list[Piece]:  # fmt: skip
        """Return the motion up to `end_s`; `tail` is (lat, lon, speed_kn of the leg to it)."""
        ...

    def depart(self, ship: Ship, rng: Rng, site: Site, head: list[tuple[float, float, float]],
               start_s: float, to: Harbour | None = None) -> list[Piece]:  # fmt: skip
        """Return the motion from `start_s` to the end; `head` starts with the ship's place."""
        ...

    def roam(self, ship: Ship, rng: Rng) -> list[Piece]:
        """Return a plan of ordinary voyages."""
        ...


@dataclass(slots=True)
class World:
    """Everything that is decided before a single report is sent."""

    hours: float
    vessels: int
    registry: Registry
    region: Region
    midnight_s: float = 0.0  # the first UTC midnight
    ships: list[Ship] = field(default_factory=list)
    truths: list[Truth] = field(default_factory=list)
    scenes: list[Scene] = field(default_factory=list)
    jams: list[Jam] = field(default_factory=list)
    outages: list[Outage] = field(default_factory=list)
    listed: list[Designated] = field(default_factory=lambda: list(SHIPS))

    @property
    def until_s(self) -> float:
        """The end of the scenario."""
        return self.hours * 3600.0

    def cast(self, rng: Rng, kind: str, *, flag: str | None = None,
             length_m: tuple[float, float] | None = None,
             listed: bool = False) -> Ship:  # fmt: skip
        """Return a new ship; with `listed`, a designated one of that kind if any is left.

        A designated ship keeps its own flag; it takes the part only if both or neither are DPRK.
        """
        if len(self.ships) >= self.vessels:
            raise DoesNotFit(f"all {self.vessels} ships have parts")
        dprk = flag == "KP"
        fit = (s for s in self.listed if listed and s.kind == kind and (s.flag == "KP") == dprk)
        part = next(fit, None)
        if part:
            self.listed.remove(part)
        hull, claim = self.registry.ship(rng, kind, flag=flag, length_m=length_m, listed=part)
        ship = Ship(len(self.ships), hull, [claim])
        self.ships.append(ship)
        return ship

    def extra(self, hull: Hull, of: Ship) -> Ship:
        """Return a new ship that uses the claims of another from the start (a clone)."""
        if len(self.ships) >= self.vessels:
            raise DoesNotFit(f"all {self.vessels} ships have parts")
        ship = Ship(len(self.ships), hull, list(of.claims))
        self.ships.append(ship)
        return ship

    def when(self, rng: Rng, duration_h: float, *, lead_h: float = 2.0, tail_h: float = 1.5,
             ) -> float:  # fmt: skip
        """Return a start so that `duration_h` fits, with room before and behind, in seconds."""
        room = self.hours - lead_h - tail_h - duration_h
        if room < 0:
            raise DoesNotFit(
                f"{lead_h + duration_h + tail_h:.0f} h are needed, {self.hours:g} h are there"
            )
        return (lead_h + float(rng.uniform(0.0, room))) * 3600.0

    def site(self, rng: Rng) -> Site:
        """Return a random site of open sea."""
        return self.region.sites[rng.integers(len(self.region.sites))]

    def record_truth(self, kind: str | None, behaviour: str, ship: Ship | None, other: Ship | None,
             span: tuple[float, float], place: Point, *, is_breach: bool = False,
             **detail: Any) -> None:  # fmt: skip
        """Add a row of truth, cut at the scenario's end."""
        start, end = max(0.0, span[0]), min(self.until_s, span[1])
        self.truths.append(
            Truth(kind, behaviour, is_breach, ship, other, start, end, place, detail)
        )
