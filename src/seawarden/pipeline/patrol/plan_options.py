"""What `patrol plan` is asked for, and what it works with."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from ...patrol.aircraft.airfields import Airfield
from ...patrol.aircraft.performance import Performance
from ...patrol.airspace.keepout import KeepOut
from ...patrol.debrief import memory
from ...patrol.likelihood.grid import Grid
from . import docket


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanOptions:
    """What `patrol plan` is asked for."""

    docket: Path
    aircraft: Sequence[str] = ("P-8A@RODN",)  # TYPE@ICAO
    start_utc: datetime | None = (
        None  # first take-off; default: 6 h after the docket's newest event
    )
    days: int = 1
    every: int = 1  # days between the flights of one aircraft
    area: tuple[float, float, float, float] | None = None
    cell_nm: float = 10.0
    usable_h: float | None = None
    sensor: str = "camera"
    target: str = "large"
    sea: str = "calm"
    detection: str = "random"
    daylight: bool = False
    territorial: Sequence[str] | None = None  # default: all near, save those of the bases
    stand_off_nm: float = 3.0  # off territorial seas; own choice: coast (1 nm) and navigation
    opened: Sequence[str] = ()  # codes of zones that a State's prohibition closes, to be flown
    keepouts: Path | None = None
    fleet: Path | None = None
    performance: Path | None = None  # the unit's own figures of fuel, altitude, wind
    passes: int | None = None  # identification passes; default: by ships to look for and traffic
    pattern_loss: float = 0.03  # share of POS given up for a pattern that crews know
    airfields: Path | None = None
    add: Path | None = None
    lanes: Path | None = None
    waves: Path | None = None
    secret_seed: int | None = None
    quick: bool = False  # less search for the best plan; taken for more than two flights anyway
    out: Path | None = None


@dataclass(slots=True, eq=False)
class Planning:
    """What a plan works with: what was asked, the docket, the grid, and what flights taught."""

    options: PlanOptions
    folder: docket.Folder
    grid: Grid
    keepouts: list[KeepOut]
    entries: list[memory.Entry]
    notes: list[str] = field(default_factory=list)
    units: dict[str, Performance] = field(default_factory=dict)  # of the performance file
    airfields: dict[str, Airfield] = field(default_factory=dict)
    passes: dict[str, Any] = field(default_factory=dict)  # `identification.Budget` by sortie
