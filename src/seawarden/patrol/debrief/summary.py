"""After a flight: what it searched, what it found, how that compares with the plan.

Effort is laid from the track really flown (`flown`), with the sweep widths planned: what was dark
counts at the width by night, by its share of the search. A piece counts
as searched when the crew's track says so, or else when its speed is nearer to search than to
transit speed. POS reached is the probability, on the surface as it stood before the flight, that
the effort flown finds a target.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import polars as pl

from ...geo.sphere import Floats, distance_m
from ...schema import SORTIES, conform
from ...units import M_PER_NM, MS_PER_H
from ..aircraft.fleet import Aircraft
from ..detection_probability import look
from ..likelihood.surface import Surface
from ..sun import is_dark
from . import memory
from .area_searched import closest_nm, effort_of

TRANSFERS = ("transfer", "alongside")


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """When a contact speaks about a case, and which pieces of a track were flown on."""

    case_nm: float = 15.0
    """nm; a contact further off saw another place; own choice, as in `match_contacts`."""
    around: timedelta = timedelta(hours=1)
    """A transfer seen so long before or after the time of a case confirms it: its start and end
    are no better known (own choice). Only what was seen within that time can refute it."""
    hole_min: float = 20.0
    """min; a longer piece between two points counts as searched only at the speed of a search."""
    hole_speed: float = 0.8
    """Share of the search speed below which a long piece was not flown straight: whatever lay
    between its ends is not known. Own choice: wind takes less than a fifth."""


@dataclass(frozen=True, slots=True, eq=False)
class Debrief:
    """What a flight came to. `row`: its SORTIES row, state 'flown'; `entry`: what to remember."""

    row: pl.DataFrame
    entry: memory.Entry
    effort: Floats


def debrief(
    planned: dict[str, Any],
    aircraft: Aircraft,
    track: pl.DataFrame,
    contacts: pl.DataFrame,
    positions: pl.DataFrame,
    cases: pl.DataFrame,
    surface: Surface,
    mass: Floats,
    *,
    detection: str = "random",
    params: Params = Params(),
) -> Debrief:
    """Return the debrief of one flight. Contacts that were not accepted teach nothing.

    `planned`: its SORTIES row; `track`: as `log.read_track` gives it; `contacts`: CREW_CONTACTS,
    matched; `positions`: AIS positions near the flight; `surface`, `mass`: as planned on.
    """
    grid = surface.grid
    contacts = contacts.filter(pl.col("is_accepted").fill_null(value=True))
    lat, lon = track["lat_deg"].to_numpy(), track["lon_deg"].to_numpy()
    time = track["time_utc"]
    hours = np.diff(time.dt.epoch("ms").to_numpy()) / MS_PER_H
    length = distance_m(lat[:-1], lon[:-1], lat[1:], lon[1:]) / M_PER_NM
    on = searching(track, length, hours, aircraft, params)
    by_day_nm = float(planned["sweep_width_nm"])
    night_nm = planned.get("night_sweep_width_nm")
    dark = _in_the_dark(track, on) if night_nm is not None else np.zeros(on.size, dtype=bool)
    sweep_nm = _mean_nm(by_day_nm, night_nm, length[on], dark[on])
    coverage = effort_of(grid, lat, lon, on, sweep_nm)
    effort = look(coverage, detection)
    transfers = contacts.filter(pl.col("activity").is_in(TRANSFERS))
    area = float((coverage > 0.05).sum()) * grid.cell_nm**2
    start, end = time[0], time[-1]
    active = np.flatnonzero(on)
    row = planned | {
        "state": "flown",
        "takeoff_utc": start,
        "landing_utc": end,
        "search_start_utc": time[int(active[0])] if active.size else None,
        "search_end_utc": time[int(active[-1]) + 1] if active.size else None,
        "flight_h": float(hours.sum()),
        "search_h": float(hours[on].sum()),
        "transit_nm": float(length[~on].sum()),
        "search_nm": float(length[on].sum()),
        "area_nm2": area,
        "coverage": float(sweep_nm * length[on].sum() / area) if area else 0.0,
        "pos_flown": float((mass * -np.expm1(-effort)).sum()),
        "contacts": contacts.height,
        "hailed": int(contacts["is_hailed"].sum()),
        "transfers": count_transfers(transfers),
        "of_interest": int(contacts["is_of_interest"].sum()),
    }
    entry = memory.Entry(
        sortie_id=str(planned["sortie_id"]),
        aircraft=aircraft.name,
        middle_utc=memory.stamp(start + (end - start) / 2),
        sweep_nm=sweep_nm,
        planned_sweep_nm=by_day_nm,
        detection=detection,
        track=[
            [memory.stamp(t), round(float(y), 5), round(float(x), 5), int(s)]
            for t, y, x, s in zip(time, lat, lon, [*on, False], strict=True)
        ],
        found=[
            [y, x, memory.stamp(t)]
            for y, x, t in transfers.select("lat_deg", "lon_deg", "time_utc").iter_rows()
        ],
        finds=[
            _parts_at(surface, y, x) for y, x in transfers.select("lat_deg", "lon_deg").iter_rows()
        ],
        promised={p: float((q * -np.expm1(-effort)).sum()) for p, q in surface.parts.items()},
        passes=_passes(track, on & ~dark, contacts, positions, by_day_nm),
        checks=_checks(contacts, cases, params),
    )
    return Debrief(conform(pl.DataFrame([row], schema=SORTIES.schema), SORTIES), entry, effort)


def searching(
    track: pl.DataFrame,
    length_nm: Floats,
    hours: Floats,
    aircraft: Aircraft,
    params: Params = Params(),
) -> Any:
    """Return for each piece of the track whether it was searched on.

    A hole was not: the time between two segments of a recording, or a long piece whose ends lie
    too close together to have been flown straight.
    """
    limit = (aircraft.search_kn + aircraft.transit_kn) / 2
    by_speed = length_nm <= limit * np.maximum(hours, 1e-9)
    if abs(aircraft.search_kn - aircraft.transit_kn) < 10:
        by_speed[:] = True  # the speeds do not tell; the crew's own mark does
    marked = track["search"].to_list()[:-1]
    on = np.array([s if m is None else m for s, m in zip(by_speed, marked, strict=True)], bool)
    slow = length_nm < params.hole_speed * aircraft.search_kn * hours
    hole = (hours > params.hole_min / 60.0) & slow
    if "segment" in track.columns:
        hole |= np.diff(track["segment"].fill_null(0).to_numpy()) != 0
    return on & ~hole


def count_transfers(
    transfers: pl.DataFrame, *, within_nm: float = 1.5, within_h: float = 2.0
) -> int:
    """Return how many transfers a crew's contacts tell of: both ships of one are one."""
    seen: list[tuple[float, float, datetime]] = []
    for lat, lon, time in (
        transfers.sort("time_utc").select("lat_deg", "lon_deg", "time_utc").iter_rows()
    ):
        known = any(
            float(distance_m(lat, lon, a, b)) <= within_nm * M_PER_NM
            and abs(time - t) <= timedelta(hours=within_h)
            for a, b, t in seen
        )
        if not known:
            seen.append((lat, lon, time))
    return len(seen)


def tally(sorties: pl.DataFrame) -> pl.DataFrame:
    """Return the season as a ministry prints it, a row an aircraft type and base, and the total.

    Columns: aircraft, base, first, last, missions, flight_h, search_h, area_nm2, contacts,
    hailed, transfers, of_interest, pos_planned, pos_flown (sums over flown sorties).
    """
    flown = sorties.filter(pl.col("state") == "flown")
    totals = [
        pl.col("takeoff_utc").min().alias("first"),
        pl.col("landing_utc").max().alias("last"),
        pl.len().cast(pl.Int64).alias("missions"),
        *(
            pl.col(c).sum()
            for c in (
                "flight_h",
                "search_h",
                "area_nm2",
                "contacts",
                "hailed",
                "transfers",
                "of_interest",
                "pos_planned",
                "pos_flown",
            )
        ),
    ]
    rows = flown.group_by("aircraft", "base").agg(totals).sort("aircraft", "base")
    whole = flown.select(pl.lit("all").alias("aircraft"), pl.lit("").alias("base")).head(1)
    if not flown.height:
        return rows
    return pl.concat([rows, pl.concat([whole, flown.select(totals)], how="horizontal")])


def _parts_at(surface: Surface, lat: float, lon: float) -> dict[str, float]:
    cell = int(surface.grid.cell_of(lat, lon))
    return {p: float(q[cell]) if cell >= 0 else 0.0 for p, q in surface.parts.items()}


def _in_the_dark(track: pl.DataFrame, on: Any) -> Any:
    """Return for each piece of the track whether it was searched on with the Sun below the
    horizon where it begins."""
    lat, lon = track["lat_deg"], track["lon_deg"]
    return np.array(
        [s and bool(is_dark(lat[i], lon[i], track["time_utc"][i])) for i, s in enumerate(on)]
    )


def _mean_nm(day_nm: float, night_nm: float | None, length: Floats, dark: Any) -> float:
    """Return the sweep width of a search of which some pieces were dark: the mean by length."""
    if night_nm is None or not length.sum() > 0:
        return day_nm
    return float((length * np.where(dark, night_nm, day_nm)).sum() / length.sum())


def _passes(
    track: pl.DataFrame, on: Any, contacts: pl.DataFrame, positions: pl.DataFrame, sweep_nm: float
) -> list[list[Any]]:
    """Return [offset, seen] for each ship with AIS that the searching aircraft passed.

    A ship counts once: at the report within 10 min of the aircraft's passage that lay nearest.
    """
    if not positions.height or track.height < 2:
        return []
    reach = 1.5 * sweep_nm
    offset, piece = closest_nm(
        track["lat_deg"], track["lon_deg"], positions["lat_deg"], positions["lon_deg"]
    )
    passed = track["time_utc"].dt.epoch("ms").to_numpy()[piece]
    apart = np.abs(positions["time_utc"].dt.epoch("ms").to_numpy() - passed)
    good = (offset <= reach) & on[piece] & (apart <= 600_000)
    near = positions.select("mmsi").with_columns(offset=pl.Series(offset)).filter(pl.Series(good))
    seen = set(contacts["matched_mmsi"].drop_nulls()) | set(
        contacts["mmsi"].drop_nulls().cast(pl.Int64)
    )
    return [
        [round(float(off), 3), int(int(mmsi) in seen)]
        for mmsi, off in near.group_by("mmsi").agg(pl.col("offset").min()).sort("mmsi").iter_rows()
    ]


def _checks(contacts: pl.DataFrame, cases: pl.DataFrame, params: Params) -> list[list[Any]]:
    """Return [kind, predicted confidence, confirmed] for each case that a contact speaks about.

    Only what was seen where the case lies, and while it went on, says anything of it: a ship that
    sails alone three days later has refuted no transfer, nor has one seen elsewhere. A transfer
    seen confirms, a ship seen at anything else refutes; where crews saw both, it is confirmed.
    """
    by_id = {c["case_id"]: c for c in cases.iter_rows(named=True)}
    out: dict[str, list[Any]] = {}
    for row in contacts.iter_rows(named=True):
        case = by_id.get(row["matched_id"])
        if case is None or row["match"] not in ("identity", "case") or row["activity"] is None:
            continue
        there = (row["lat_deg"], row["lon_deg"], case["lat_deg"], case["lon_deg"])
        if float(distance_m(*there)) > params.case_nm * M_PER_NM:
            continue
        yes = row["activity"] in TRANSFERS
        around = params.around if yes else timedelta()
        if not case["start_utc"] - around <= row["time_utc"] <= case["end_utc"] + around:
            continue
        before = out.get(case["case_id"], [0, 0, 0])[2]
        out[case["case_id"]] = [case["kind"], float(case["confidence"]), int(yes or before)]
    return list(out.values())


def coverage_lines(rows: Sequence[dict[str, Any]]) -> list[str]:
    """Return one printed line a flown sortie: effort, coverage, POS against plan."""
    return [
        f"{r['sortie_id']}: {r['flight_h']:.1f} h flown, {r['search_h']:.1f} h searching, "
        f"{r['area_nm2']:.0f} nm2, coverage {r['coverage']:.2f}, POS {r['pos_flown']:.3f} "
        f"(planned {r['pos_planned']:.3f}), {r['contacts']} contacts, {r['transfers']} transfers"
        for r in rows
    ]
