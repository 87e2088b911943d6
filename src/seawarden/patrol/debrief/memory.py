"""What is kept from sortie to sortie: `memory.json` in the docket's `patrol` folder.

Kept are facts, not surfaces: tracks flown, finds, what was promised, which leads were checked,
which ships with known positions were passed and seen. So a later plan on another grid, with other
parameters, draws its own conclusions (`learn`).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
import polars as pl

from ...errors import FormatError
from ..detection_probability import look
from ..likelihood import lessons
from ..likelihood.grid import Grid
from ..times import iso
from .area_searched import effort_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One flight. `track`: [time, lat, lon, 1 when searching to the next point]."""

    sortie_id: str
    aircraft: str
    middle_utc: str
    sweep_nm: float
    planned_sweep_nm: float
    detection: str = "random"
    track: list[list[Any]] = field(default_factory=list)
    found: list[list[Any]] = field(default_factory=list)  # [lat, lon, time] of transfers
    finds: list[dict[str, float]] = field(default_factory=list)  # see learn.learn_weights
    promised: dict[str, float] = field(default_factory=dict)
    passes: list[list[Any]] = field(default_factory=list)  # [offset_nm, seen]
    checks: list[list[Any]] = field(default_factory=list)  # [kind, predicted confidence, confirmed]


def dump(entries: Sequence[Entry]) -> str:
    """Return `memory.json`."""
    return (
        json.dumps(
            {
                "format": "seawarden-patrol-memory",
                "version": 1,
                "flights": [asdict(e) for e in entries],
            }
        )
        + "\n"
    )


def load(text: str, where: str) -> list[Entry]:
    """Return the entries of `memory.json`. Raises FormatError when it is something else."""
    try:
        raw = json.loads(text)
        return [Entry(**flight) for flight in raw["flights"]]
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise FormatError(
            f"{where}: no patrol memory ({error}), expected what debrief wrote"
        ) from error


def add(entries: Sequence[Entry], new: Entry) -> list[Entry]:
    """Return the entries with `new` put in the place of one with the same sortie, or added."""
    return [e for e in entries if e.sortie_id != new.sortie_id] + [new]


def flights(grid: Grid, entries: Sequence[Entry]) -> list[lessons.Flight]:
    """Return what the flights searched, on this grid, with the sweep width they really had."""
    return [
        lessons.Flight(
            e.sortie_id,
            datetime.fromisoformat(e.middle_utc),
            effort(grid, e),
            tuple((f[0], f[1]) for f in e.found),
        )
        for e in entries
    ]


def effort(grid: Grid, entry: Entry) -> Any:
    """Return -ln(1 - POD) per cell of one flight."""
    if len(entry.track) < 2:
        return np.zeros(grid.n)
    _, lat, lon, on = zip(*entry.track, strict=True)
    return look(effort_of(grid, lat, lon, on[:-1], entry.sweep_nm), entry.detection)


def weights(
    first: Mapping[str, float], entries: Sequence[Entry], params: lessons.Params = lessons.Params()
) -> dict[str, float]:
    """Return the weights of the parts after these flights."""
    finds = [f for e in entries for f in e.finds]
    return lessons.learn_weights(first, finds, [e.promised for e in entries], params)


def sweep(
    aircraft: str,
    planned_nm: float,
    entries: Sequence[Entry],
    params: lessons.Params = lessons.Params(),
) -> tuple[float, float, int]:
    """Return (sweep width, standard deviation, ships passed) of an aircraft type so far."""
    passes = [p for e in entries if e.aircraft == aircraft for p in e.passes]
    if not passes:
        return planned_nm, float("nan"), 0
    width, deviation = lessons.sweep_width(
        [p[0] for p in passes], [bool(p[1]) for p in passes], planned_nm, params
    )
    return width, deviation, len(passes)


def checked(entries: Sequence[Entry]) -> dict[str, tuple[int, int, float]]:
    """Return kind -> (confirmed, refuted, sum of the confidences predicted)."""
    out: dict[str, tuple[int, int, float]] = {}
    for kind, confidence, confirmed in (c for e in entries for c in e.checks):
        yes, no, total = out.get(kind, (0, 0, 0.0))
        out[kind] = (yes + bool(confirmed), no + (not confirmed), total + confidence)
    return out


def recall(events: pl.DataFrame, entries: Sequence[Entry]) -> pl.DataFrame:
    """Return EVENTS with confidences corrected by what crews checked.

    A kind's confidences are multiplied by (confirmed + 3) / (predicted + 3), at most to 1.
    """
    factor = {k: (yes + 3.0) / (total + 3.0) for k, (yes, _, total) in checked(entries).items()}
    scale = pl.col("kind").replace_strict(factor, default=1.0, return_dtype=pl.Float64)
    return events.with_columns(confidence=(pl.col("confidence") * scale).clip(0.0, 1.0))


def finds(
    grid: Grid, entries: Sequence[Entry], params: lessons.Params = lessons.Params()
) -> list[tuple[float, float, datetime, float]]:
    """Return (lat, lon, time, weight) of every transfer that crews found (`learn.keep_finds`)."""
    ordered = sorted(flights(grid, entries), key=lambda f: f.middle_utc)
    return lessons.keep_finds(grid, ordered, params)


def stamp(time: datetime) -> str:
    """Return a time as it is kept."""
    return iso(time).replace("Z", "+00:00")
