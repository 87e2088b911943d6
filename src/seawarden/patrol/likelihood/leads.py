"""The parts of the surface that a docket's events and crews' finds give, one kind of lead each.

A part comes as sums by the half day in which its leads began, since a flight says nothing about a
lead that is younger than it.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
import polars as pl

from ...geo.sphere import Floats, distance_m
from ...schema import TIME
from ...schema.kinds import all_kinds, names_of
from ...schema.kinds.kind import Role
from ...units import M_PER_NM, MS_PER_H
from .grid import Grid
from .params import Params
from .reachable_region import reachable

Dated = dict[datetime, Floats]
ALWAYS = datetime.min.replace(tzinfo=UTC)


def newest(events: pl.DataFrame, cases: pl.DataFrame, time: datetime) -> pl.DataFrame:
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


def silent(grid: Grid, leads: pl.DataFrame, params: Params) -> Dated:
    """Return the reachable regions of silent ships: open gaps, and dark meetings."""
    out: Dated = {}
    rows = leads.filter(_has(Role.SILENCE) & pl.col("is_open"))
    for lat, lon, weight, silent_h, since in rows.select(
        "lat_deg", "lon_deg", "weight", "since_h", "start_utc"
    ).iter_rows():
        if 0 <= silent_h <= params.max_silent_h:
            fade = 0.5 ** (silent_h / params.half_life_h)
            _add(out, since, weight * fade * reachable(grid, lat, lon, silent_h, params.ship_kn))
    return out


def going_on(grid: Grid, leads: pl.DataFrame, params: Params) -> Dated:
    """Return meetings still going on when the data end."""
    return _moving(grid, leads, pl.col("is_open") & _has(Role.MEETING), params)


def sighted(grid: Grid, leads: pl.DataFrame, params: Params) -> Dated:
    """Return ships that a sensor or crew saw without AIS."""
    return _moving(grid, leads, _has(Role.SIGHTING), params)


def past_meetings(grid: Grid, leads: pl.DataFrame, time: datetime, params: Params) -> Dated:
    """Return past meetings, each kind by the share of it that are transfers."""
    share = {k.name: k.transfer_share for k in all_kinds()}
    meetings = leads.filter(_has(Role.MEETING)).with_columns(
        weight=pl.col("weight") * pl.col("kind").replace_strict(share, return_dtype=pl.Float64)
    )
    return _past(grid, meetings, time, params)


def past_idling(grid: Grid, leads: pl.DataFrame, time: datetime, params: Params) -> Dated:
    """Return past drifting and waiting."""
    return _past(grid, leads.filter(_has(Role.IDLING)), time, params)


def _has(role: Role) -> pl.Expr:
    return pl.col("kind").is_in(names_of(role))


def _moving(grid: Grid, leads: pl.DataFrame, which: pl.Expr, params: Params) -> Dated:
    """Return leads that spread from their place since they were last seen."""
    out: Dated = {}
    rows = leads.filter(which & (pl.col("age_h") <= params.max_silent_h))
    for lat, lon, weight, last_h, since in rows.select(
        "lat_deg", "lon_deg", "weight", "age_h", "start_utc"
    ).iter_rows():
        age = max(last_h, 0.0)
        sigma = 5.0 * M_PER_NM + params.drift_kn * M_PER_NM * np.sqrt(max(age, 1.0)) * 3.0
        fade = 0.5 ** (age / params.half_life_h)
        _add(out, since, weight * fade * _blob(grid, lat, lon, sigma))
    return out


def _past(grid: Grid, leads: pl.DataFrame, time: datetime, params: Params) -> Dated:
    """Return past events smoothed over place, weighed by season, hour and age."""
    out: Dated = {}
    day, hour = time.timetuple().tm_yday, time.hour + time.minute / 60.0
    for lat, lon, weight, start, end, age in leads.select(
        "lat_deg", "lon_deg", "weight", "start_utc", "end_utc", "age_h"
    ).iter_rows():
        middle = start + (end - start) / 2
        off_days = _circle(day - middle.timetuple().tm_yday, 365.25)
        half = (end - start).total_seconds() / 7200.0
        off_hours = max(_circle(hour - middle.hour - middle.minute / 60.0, 24.0) - half, 0.0)
        near = np.exp(-0.5 * (off_days / params.season_days) ** 2)
        near *= 0.5 + 0.5 * np.exp(-0.5 * (off_hours / params.hour_h) ** 2)
        near *= 0.5 ** (max(age, 0.0) / 24.0 / params.recent_days)
        # A place that served once may serve again, whenever that was.
        worth = weight * (0.05 + near)
        _add(out, end, worth * _blob(grid, lat, lon, params.place_nm * M_PER_NM))
    return out


def _add(out: Dated, since: datetime, value: Floats) -> None:
    """Add a lead to those that began in the same half day."""
    key = since.replace(hour=since.hour // 12 * 12, minute=0, second=0, microsecond=0)
    out[key] = out[key] + value if key in out else value


def in_use(
    finds: Sequence[tuple[float, float, datetime, float]], time: datetime, params: Params
) -> float:
    """Return how many of the places where crews found transfers are still in use."""
    ages = [((time - when).total_seconds() / 86_400.0, weight) for _, _, when, weight in finds]
    return float(sum(w * 0.5 ** (days / params.found_days) for days, w in ages if days >= 0))


def found(
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
