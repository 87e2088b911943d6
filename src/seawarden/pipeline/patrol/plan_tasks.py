"""Who flies when, and where it is looked: the flights that `patrol plan` lays out.

Without an area the docket's leads choose one: the box around silences, meetings, drifting and
sightings within the aircraft's reach.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl

from ...errors import UsageError
from ...patrol.aircraft import airfields, fleet
from ...patrol.airspace.keepout import KeepOut, read_keepouts, territorial_seas
from ...patrol.debrief import memory
from ...patrol.flights import Task
from ...patrol.likelihood.grid import Grid
from ...patrol.sun import is_polar_day, sunrise_sunset
from ...schema.kinds import names_of
from ...schema.kinds.kind import Role
from . import docket
from .plan_options import Planning, PlanOptions

_LEADS = (Role.SILENCE, Role.MEETING, Role.IDLING, Role.SIGHTING)
"""What a patrol looks for, or after."""


def known_aircraft(options: PlanOptions) -> dict[str, fleet.Aircraft]:
    """Return the aircraft that may be named: the shipped catalogue, or the file given."""
    if options.fleet is None:
        return fleet.catalogue()
    return fleet.read_fleet(docket.read_text(options.fleet), str(options.fleet))


def known_airfields(options: PlanOptions) -> dict[str, airfields.Airfield]:
    """Return the airfields that may be named: the shipped ones, or the file given."""
    if options.airfields is None:
        return airfields.shipped()
    return airfields.read_airfields(docket.read_text(options.airfields), str(options.airfields))


def pair(
    text: str, known: dict[str, fleet.Aircraft], fields: dict[str, airfields.Airfield]
) -> tuple[fleet.Aircraft, airfields.Airfield]:
    """Return the aircraft and airfield of TYPE@ICAO. Raises UsageError when one is not known."""
    name, at, icao = text.partition("@")
    if not at:
        raise UsageError(f"aircraft '{text}': expected TYPE@ICAO, e.g. P-8A@RODN")
    return fleet.find(name, known), airfields.find(icao, fields)


def start_of(options: PlanOptions, folder: docket.Folder) -> datetime:
    """Return the first take-off. Raises UsageError when nothing gives one."""
    if options.start_utc is not None:
        start = options.start_utc
        return start.replace(tzinfo=UTC) if start.tzinfo is None else start.astimezone(UTC)
    newest = folder.events["end_utc"].max()
    if not isinstance(newest, datetime):
        raise UsageError(f"{folder.path}: the docket holds no event to start from; say --start")
    return newest.replace(minute=0, second=0, microsecond=0) + timedelta(hours=7)


def area_of(
    options: PlanOptions,
    folder: docket.Folder,
    pairs: Sequence[tuple[fleet.Aircraft, airfields.Airfield]],
) -> tuple[float, float, float, float]:
    """Return the area asked for, or the box of the docket's leads within the aircraft's reach."""
    if options.area is not None:
        return options.area
    boxes = []
    for aircraft, base in pairs:
        reach = min(
            (options.usable_h or aircraft.usable_h) * aircraft.transit_kn / 2 / 60.0 * 0.8, 16.0
        )
        wide = reach / max(np.cos(np.radians(base.lat_deg)), 0.2)
        boxes.append(
            (base.lon_deg - wide, base.lat_deg - reach, base.lon_deg + wide, base.lat_deg + reach)
        )
    west, south = min(b[0] for b in boxes), max(min(b[1] for b in boxes), -85.0)
    east, north = max(b[2] for b in boxes), min(max(b[3] for b in boxes), 85.0)
    leads = folder.events.filter(pl.col("kind").is_in(names_of(*_LEADS)))
    lon = (leads["lon_deg"].to_numpy() - west) % 360.0 + west
    lat = leads["lat_deg"].to_numpy()
    inside = (lon <= east) & (lat >= south) & (lat <= north)
    if inside.any():
        west, east = (
            max(west, float(lon[inside].min()) - 2.0),
            min(east, float(lon[inside].max()) + 2.0),
        )
        south, north = (
            max(south, float(lat[inside].min()) - 2.0),
            min(north, float(lat[inside].max()) + 2.0),
        )
    return west, south, min(east, west + 59.0), north


def keepouts_of(options: PlanOptions, grid: Grid) -> list[KeepOut]:
    """Return what no flight enters: territorial seas, and the areas of the file given."""
    out = territorial_seas(list(options.territorial), grid) if options.territorial else []
    if options.keepouts is not None:
        out += read_keepouts(
            docket.read_text(options.keepouts), str(options.keepouts), grid.projection
        )
    return out


def tasks_of(
    desk: Planning, pairs: Sequence[tuple[fleet.Aircraft, airfields.Airfield]], start: datetime
) -> list[list[Task]]:
    """Return the flights asked for, by day. Raises UsageError for days that cannot be flown."""
    o = desk.options
    if o.days < 1 or o.every < 1:
        raise UsageError(f"--days {o.days} --every {o.every}: expected at least 1 each")
    days = []
    sorties = docket.load_sorties(desk.folder.desk).filter(pl.col("state") == "flown")
    flown = Counter(name[:8] for name in sorties["sortie_id"])  # a flown sortie keeps its number
    for d in range(0, o.days, o.every):
        takeoff = start + timedelta(days=d)
        tasks = []
        for i, (aircraft, base) in enumerate(pairs):
            catalogue_nm = aircraft.sweep_nm(o.sensor, o.target, o.sea)
            sweep, _, n = memory.sweep(aircraft.name, catalogue_nm, desk.entries)
            at, light = _light(desk, takeoff, aircraft, base) if o.daylight else (takeoff, None)
            name = f"{at:%Y%m%d}-{flown.get(f'{at:%Y%m%d}', 0) + i + 1}-{aircraft.name}"
            tasks.append(Task(name, aircraft, base, at, round(sweep, 2), o.usable_h, light))
            if n and not d:
                desk.notes.append(
                    f"Sweep width of {aircraft.name}: {sweep:.1f} nm after {n} ships passed "
                    f"(catalogue {catalogue_nm:.1f})."
                )
        days.append(tasks)
    return days


def _light(
    desk: Planning, day: datetime, aircraft: fleet.Aircraft, base: airfields.Airfield
) -> tuple[datetime, tuple[float, float]]:
    """Return (take-off, hours after it between which the whole area has daylight)."""
    lat, lon = desk.grid.lat_deg[desk.grid.water], desk.grid.lon_deg[desk.grid.water]
    middle = desk.grid.projection.lon0_deg
    local = (day + timedelta(hours=middle / 15.0)).date()
    spans = []
    for at in (lat.min(), lat.max()):
        for x in (lon.min(), lon.max()):
            span = sunrise_sunset(float(at), float(x), local)
            if span is None and not is_polar_day(float(at), float(x), local):
                raise UsageError(
                    f"daylight on {local}: the Sun does not rise over part of the area"
                )
            if span is not None:
                spans.append(span)
    if not spans:
        return day, (0.0, 1e3)
    rise, fall = max(s[0] for s in spans), min(s[1] for s in spans)
    early_h = 1.0  # taken off an hour before sunrise, the first cells are reached in daylight
    takeoff = (rise - timedelta(hours=early_h)).replace(second=0, microsecond=0)
    hours = ((rise - takeoff).total_seconds() / 3600.0, (fall - takeoff).total_seconds() / 3600.0)
    return takeoff, hours
