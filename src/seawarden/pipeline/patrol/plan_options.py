"""What `patrol plan` is asked for, and what it works with."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

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
    territorial: Sequence[str] = ("KP", "CN", "RU")
    keepouts: Path | None = None
    fleet: Path | None = None
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
