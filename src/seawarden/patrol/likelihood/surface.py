"""Where the conduct sought is likely during a sortie: the probability surface (POC), in parts.

Each part is a probability over the grid (sum 1 over water) built from one kind of lead; the
surface is their weighted sum. The parts stay apart, so that a briefing can show why an area is
searched, and a debrief can learn which kind of lead pays (`learn`).

- silent: reachable regions of ships that went silent, over water (`reach`);
- open: conduct still going on when the data ends, at its place, spreading as the ships may move;
- past: transfers and meetings of the past by place, season and hour of day;
- loitering: past drifting, likewise;
- found: where crews found transfers, most of it there, some of it moved on;
- dark: ships sighted without AIS, spreading since the sighting;
- lanes: water a little off the shipping lanes, if lanes are given;
- shelter: calmer water, if wave heights are given;
- crew: what the crew adds by hand (an area, a ship, a weight);
- background: all water alike, for what no lead points to.

Weights are `Params`; parts without material give theirs to the others. Blind spot: leads from AIS
lie where ships were heard, so the surface inherits the reception's holes; the background part is
there for that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np
import polars as pl

from ...geo.sphere import Floats
from ...schema import CASES, EVENTS, conform
from ...units import M_PER_NM
from . import leads, lessons
from .grid import Grid
from .params import Params

PARTS = (
    "silent",
    "open",
    "past",
    "loitering",
    "found",
    "dark",
    "lanes",
    "shelter",
    "crew",
    "background",
)
LEADS = ("silent", "open", "past", "loitering", "found", "dark", "crew")
"""Parts that point to a ship or a place; lanes, shelter and background are of all water."""


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """`parts`: name -> probability per cell, shape (n,), sum 1 each; `weights` sum to 1."""

    grid: Grid
    parts: Mapping[str, Floats]
    weights: Mapping[str, float]
    dated: Mapping[str, Sequence[tuple[datetime, Floats]]] = field(default_factory=dict, repr=False)

    @property
    def poc(self) -> Floats:
        """Return the probability of containment per cell, shape (n,), sum 1."""
        total = np.zeros(self.grid.n)
        for name, part in self.parts.items():
            total += self.weights[name] * part
        return total

    def after(
        self,
        flights: Sequence[lessons.Flight],
        time: datetime,
        params: lessons.Params = lessons.Params(),
    ) -> Floats:
        """Return the probability per cell, sum 1, after flights that found nothing more there.

        A flight says nothing about a lead that is younger than it (`dated`: each part cut by
        when its leads began), so those are not discounted (`learn.searched`).
        """
        total = np.zeros(self.grid.n)
        for name, part in self.parts.items():
            for since, share in self.dated.get(name, [(datetime.min.replace(tzinfo=UTC), part)]):
                known = [f for f in flights if f.middle_utc >= since]
                total += (
                    self.weights[name] * share * lessons.searched(self.grid, known, time, params)
                )
        return np.asarray(total / total.sum()) if total.sum() > 0 else self.poc


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What is known beside the docket. Areas and fields are per cell, shape (n,), >= 0."""

    lanes_m: Floats | None = None  # distance to the nearest lane
    wave_m: Floats | None = None  # significant wave height
    crew: Floats | None = None  # the crew's own weights
    found: Sequence[tuple[float, float, datetime, float]] = ()  # (lat, lon, time, weight)
    weights: Mapping[str, float] | None = None  # learnt weights, in place of the first guesses


def make_surface(
    grid: Grid,
    events: pl.DataFrame,
    cases: pl.DataFrame,
    time: datetime,
    *,
    hints: Hints = Hints(),
    params: Params = Params(),
) -> Surface:
    """Return the surface for the middle of a sortie, `time` (UTC).

    `events`: EVENTS, `cases`: CASES; events that start after `time` are left out, since a plan
    must not know the future. A case's tier weighs its events: tier 1 thrice, tier 2 twice.
    """
    frame = leads.newest(
        conform(events, EVENTS, where="events"), conform(cases, CASES, where="cases"), time
    )
    raw: dict[str, Floats | leads.Dated] = {
        "silent": leads.silent(grid, frame, params),
        "open": leads.going_on(grid, frame, params),
        "past": leads.past_meetings(grid, frame, time, params),
        "loitering": leads.past_idling(grid, frame, time, params),
        "dark": leads.sighted(grid, frame, params),
        "background": grid.water.astype(np.float64),
    }
    # Searches since a find are in its weight already (`learn.keep_finds`).
    raw["found"] = {time: leads.found(grid, hints.found, time, params)}
    if hints.lanes_m is not None:
        off = hints.lanes_m / (params.lane_nm * M_PER_NM)
        raw["lanes"] = off * np.exp(1.0 - off)
    if hints.wave_m is not None:
        raw["shelter"] = np.exp(-hints.wave_m / params.wave_m)
    if hints.crew is not None:
        raw["crew"] = hints.crew
    parts: dict[str, Floats] = {}
    dated: dict[str, list[tuple[datetime, Floats]]] = {}
    for name, values in raw.items():
        by_date = values if isinstance(values, dict) else {leads.ALWAYS: values}
        wet = {since: np.where(grid.water, v, 0.0) for since, v in by_date.items()}
        total = float(sum(v.sum() for v in wet.values()))
        if total > 0:
            dated[name] = [(since, v / total) for since, v in sorted(wet.items())]
            parts[name] = np.asarray(sum(v for _, v in dated[name]))
    weights = {k: (hints.weights or params.weights).get(k, 0.0) for k in parts}
    if "found" in parts:  # as much as the places in use can hold, times what learning says
        learnt = weights["found"] / params.weights["found"]
        share = min(params.find_share * leads.in_use(hints.found, time, params), 0.7) * learnt
        weights["found"] = (
            share / max(1.0 - share, 0.2) * (sum(weights.values()) - weights["found"])
        )
    total = sum(weights.values()) or 1.0
    return Surface(grid, parts, {k: w / total for k, w in weights.items()}, dated)


def sum_parts(surface: Surface, names: Sequence[str]) -> Floats:
    """Return the weighted sum of some parts, shape (n,)."""
    total = np.zeros(surface.grid.n)
    for name in names:
        total += surface.weights.get(name, 0.0) * surface.parts.get(name, 0.0)
    return total
