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

from ...geo.sphere import Floats, distance_m
from ...schema import CASES, EVENTS, TIME, conform
from ...units import M_PER_NM, MS_PER_H
from . import lessons
from .grid import Grid
from .reachable_region import reachable

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """Own choices, first guesses that `learn` moves with experience."""

    weights: Mapping[str, float] = field(
        default_factory=lambda: {
            "silent": 0.25,
            "open": 0.15,
            "past": 0.25,
            "loitering": 0.08,
            "found": 0.30,
            "dark": 0.10,
            "lanes": 0.04,
            "shelter": 0.03,
            "crew": 0.30,
            "background": 0.10,
        }
    )
    place_nm: float = 20.0  # nm, bandwidth of a past meeting's place
    season_days: float = 45.0  # days, bandwidth of the time of year
    hour_h: float = 4.0  # h, bandwidth of the hour of day
    recent_days: float = 120.0  # days, a past event counts half after that
    found_days: float = 10.0  # days, a place where a crew found a transfer counts half after that
    find_share: float = 0.12  # of all that goes on, what one place in use holds
    moved: float = 0.25  # share of it that lies around, for those who saw the aircraft and moved
    moved_nm: float = 80.0  # nm, how far around
    max_silent_h: float = 240.0  # h, a ship silent longer than that is no lead
    half_life_h: float = 72.0  # h, a silent ship's weight halves in that time
    ship_kn: float = 11.0  # kn, how fast a small tanker or bulker can go
    drift_kn: float = 1.5  # kn, spread of ships that drift or lie alongside
    lane_nm: float = 15.0  # nm, distance from a lane at which it counts most
    wave_m: float = 1.5  # m, wave height that makes a transfer about a third as likely


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
    frame = _leads(
        conform(events, EVENTS, where="events"), conform(cases, CASES, where="cases"), time
    )
    raw: dict[str, Floats | _Dated] = {
        "silent": _silent(grid, frame, params),
        "open": _moving(grid, frame, pl.col("is_open") & pl.col("kind").is_in(_MEETING), params),
        "past": _past(grid, frame.filter(pl.col("kind").is_in(_MEETING)), time, params),
        "loitering": _past(grid, frame.filter(pl.col("kind") == "loitering"), time, params),
        "dark": _moving(grid, frame, pl.col("kind") == "dark_ship", params),
        "background": grid.water.astype(np.float64),
    }
    # Searches since a find are in its weight already (`learn.keep_finds`).
    raw["found"] = {time: _found(grid, hints.found, time, params)}
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
        by_date = values if isinstance(values, dict) else {_ALWAYS: values}
        wet = {since: np.where(grid.water, v, 0.0) for since, v in by_date.items()}
        total = float(sum(v.sum() for v in wet.values()))
        if total > 0:
            dated[name] = [(since, v / total) for since, v in sorted(wet.items())]
            parts[name] = np.asarray(sum(v for _, v in dated[name]))
    weights = {k: (hints.weights or params.weights).get(k, 0.0) for k in parts}
    if "found" in parts:  # as much as the places in use can hold, times what learning says
        learnt = weights["found"] / params.weights["found"]
        share = min(params.find_share * _in_use(hints.found, time, params), 0.7) * learnt
        weights["found"] = (
            share / max(1.0 - share, 0.2) * (sum(weights.values()) - weights["found"])
        )
    total = sum(weights.values()) or 1.0
    return Surface(grid, parts, {k: w / total for k, w in weights.items()}, dated)


_Dated = dict[datetime, Floats]
_ALWAYS = datetime.min.replace(tzinfo=UTC)
_MEETING = ("sts", "dark_sts", "encounter")
_TRUST = {"sts": 1.0, "dark_sts": 0.9, "encounter": 0.4}


def _leads(events: pl.DataFrame, cases: pl.DataFrame, time: datetime) -> pl.DataFrame:
    """Return the newest version of each event up to `time`, with its weight."""
    tier = (
        cases.select("tier", pl.col("event_ids").alias("event_id"))
        .explode("event_id")
        .drop_nulls()
        .group_by("event_id")
        .agg(pl.col("tier").min())
    )
    newest = events.sort("version", nulls_last=False).unique(
        "event_id", keep="last", maintain_order=True
    )
    return (
        newest.filter(pl.col("start_utc") <= time)
        .join(tier, on="event_id", how="left")
        .with_columns(
            weight=pl.col("confidence").clip(0, 1) * (4 - pl.col("tier").fill_null(3).clip(1, 3)),
            age_h=_hours(time, "end_utc"),
            since_h=_hours(time, "start_utc"),
        )
        .sort("event_id")
    )


def _hours(time: datetime, column: str) -> pl.Expr:
    return (pl.lit(time, dtype=TIME) - pl.col(column)).dt.total_milliseconds() / MS_PER_H


def _silent(grid: Grid, leads: pl.DataFrame, params: Params) -> _Dated:
    """Return the reachable regions of silent ships: open gaps, and dark meetings."""
    out: _Dated = {}
    rows = leads.filter((pl.col("kind") == "gap") & pl.col("is_open"))
    for lat, lon, weight, silent_h, since in rows.select(
        "lat_deg", "lon_deg", "weight", "since_h", "start_utc"
    ).iter_rows():
        if 0 <= silent_h <= params.max_silent_h:
            fade = 0.5 ** (silent_h / params.half_life_h)
            _add(out, since, weight * fade * reachable(grid, lat, lon, silent_h, params.ship_kn))
    return out


def _moving(grid: Grid, leads: pl.DataFrame, which: pl.Expr, params: Params) -> _Dated:
    """Return leads that spread from their place since they were last seen."""
    out: _Dated = {}
    rows = leads.filter(which & (pl.col("age_h") <= params.max_silent_h))
    for lat, lon, weight, last_h, since in rows.select(
        "lat_deg", "lon_deg", "weight", "age_h", "start_utc"
    ).iter_rows():
        age = max(last_h, 0.0)
        sigma = 5.0 * M_PER_NM + params.drift_kn * M_PER_NM * np.sqrt(max(age, 1.0)) * 3.0
        fade = 0.5 ** (age / params.half_life_h)
        _add(out, since, weight * fade * _blob(grid, lat, lon, sigma))
    return out


def _past(grid: Grid, leads: pl.DataFrame, time: datetime, params: Params) -> _Dated:
    """Return past events smoothed over place, weighed by season, hour and age."""
    out: _Dated = {}
    day, hour = time.timetuple().tm_yday, time.hour + time.minute / 60.0
    for kind, lat, lon, weight, start, end, age in leads.select(
        "kind", "lat_deg", "lon_deg", "weight", "start_utc", "end_utc", "age_h"
    ).iter_rows():
        middle = start + (end - start) / 2
        off_days = _circle(day - middle.timetuple().tm_yday, 365.25)
        half = (end - start).total_seconds() / 7200.0
        off_hours = max(_circle(hour - middle.hour - middle.minute / 60.0, 24.0) - half, 0.0)
        near = np.exp(-0.5 * (off_days / params.season_days) ** 2)
        near *= 0.5 + 0.5 * np.exp(-0.5 * (off_hours / params.hour_h) ** 2)
        near *= 0.5 ** (max(age, 0.0) / 24.0 / params.recent_days)
        # A place that served once may serve again, whenever that was.
        worth = weight * _TRUST.get(kind, 1.0) * (0.05 + near)
        _add(out, end, worth * _blob(grid, lat, lon, params.place_nm * M_PER_NM))
    return out


def _add(out: _Dated, since: datetime, value: Floats) -> None:
    """Add a lead to those that began in the same half day."""
    key = since.replace(hour=since.hour // 12 * 12, minute=0, second=0, microsecond=0)
    out[key] = out[key] + value if key in out else value


def _in_use(
    finds: Sequence[tuple[float, float, datetime, float]], time: datetime, params: Params
) -> float:
    """Return how many of the places where crews found transfers are still in use."""
    ages = [((time - when).total_seconds() / 86_400.0, weight) for _, _, when, weight in finds]
    return float(sum(w * 0.5 ** (days / params.found_days) for days, w in ages if days >= 0))


def _found(
    grid: Grid,
    finds: Sequence[tuple[float, float, datetime, float]],
    time: datetime,
    params: Params,
) -> Floats:
    """Return the places of crews' finds before `time`, with those who moved on around them."""
    out = np.zeros(grid.n)
    for lat, lon, when, weight in finds:
        days = (time - when).total_seconds() / 86_400.0
        if days >= 0:
            here = _blob(grid, lat, lon, params.place_nm * M_PER_NM)
            around = _blob(grid, lat, lon, params.moved_nm * M_PER_NM)
            fade = weight * 0.5 ** (days / params.found_days)
            out += fade * ((1 - params.moved) * here + params.moved * around)
    return out


def _blob(grid: Grid, lat: float, lon: float, sigma_m: float) -> Floats:
    """Return a normal distribution around a place, over water, sum 1 (0 when out of reach)."""
    d = distance_m(lat, lon, grid.lat_deg, grid.lon_deg)
    value = np.where(grid.water, np.exp(-0.5 * (d / sigma_m) ** 2), 0.0)
    inside = grid.cell_of(lat, lon) >= 0
    total = float(value.sum()) if inside else 2 * np.pi * sigma_m**2 / grid.cell_m**2
    return np.asarray(value / total) if total > 0 else value


def _circle(difference: float, period: float) -> float:
    """Return the shorter way round."""
    return abs((difference + period / 2) % period - period / 2)


def sum_parts(surface: Surface, names: Sequence[str]) -> Floats:
    """Return the weighted sum of some parts, shape (n,)."""
    total = np.zeros(surface.grid.n)
    for name in names:
        total += surface.weights.get(name, 0.0) * surface.parts.get(name, 0.0)
    return total
