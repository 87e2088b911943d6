"""Who flies when, and where it is looked: the flights that `patrol plan` lays out.

Without an area the docket's leads choose one: the box around silences, meetings, drifting and
sightings within the aircraft's reach.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import polars as pl
import shapely

from ...errors import UsageError
from ...files.streams import read_once
from ...patrol.aircraft import airfields, fleet, performance
from ...patrol.aircraft.airfields import Airfield
from ...patrol.airspace import zones
from ...patrol.airspace.keepout import KeepOut, territorial_seas
from ...patrol.airspace.keepout_files import read_keepouts
from ...patrol.debrief import memory
from ...patrol.flights import Task
from ...patrol.likelihood.grid import Grid
from ...patrol.sun import is_dark, is_polar_day, sunrise_sunset
from ...schema.kinds import names_of
from ...schema.kinds.kind import Role
from ...units import M_PER_NM
from . import docket, identification
from .named_ships import named_cases
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


def known_performance(options: PlanOptions) -> dict[str, performance.Performance]:
    """Return the unit's figures by aircraft type; none without its file."""
    path = options.performance
    return {} if path is None else performance.read_performance(docket.read_text(path), str(path))


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


def keepouts_of(
    options: PlanOptions,
    grid: Grid,
    pairs: Sequence[tuple[fleet.Aircraft, airfields.Airfield]],
    day: date,
) -> list[KeepOut]:
    """Return what no flight enters: territorial seas, what a State forbids, the file's areas.

    Raises UsageError for a zone to be opened that no prohibition closes.
    """
    bases = [base for _, base in pairs]
    opened = tuple(code.upper() for code in options.opened)
    closed = {order.zone for order in zones.prohibitions()}
    for code in opened:
        if code not in closed:
            raise UsageError(f"--enter '{code}': expected one of {', '.join(sorted(closed))}")
    out = zones.closed_by_states(grid, day, opened)
    if options.territorial is None or options.territorial:
        out = (
            territorial_seas(
                options.territorial,
                grid,
                allowed=[base.country for base in bases],
                bases=[(base.lat_deg, base.lon_deg) for base in bases],
                stand_off_nm=options.stand_off_nm,
            )
            + out
        )
    if options.keepouts is not None:
        out += read_keepouts(read_once(options.keepouts), str(options.keepouts), grid.projection)
    return out


FAR_NM = 300.0
"""nm; a keep-out further than this from the area and the bases was meant for another plan, or its
latitudes and longitudes are swapped; own choice."""


def far_keepouts(keepouts: Sequence[KeepOut], grid: Grid, bases: Sequence[Airfield]) -> list[str]:
    """Return a note for each given keep-out that lies far from all that is flown over."""
    lat = np.r_[grid.lat_deg[grid.water], [base.lat_deg for base in bases]]
    lon = np.r_[grid.lon_deg[grid.water], [base.lon_deg for base in bases]]
    x, y = grid.projection.to_plane(lat, lon)
    flown = shapely.convex_hull(shapely.multipoints(np.column_stack([x, y])))
    out = []
    for keepout in keepouts:
        off_nm = float(shapely.distance(keepout.shape, flown)) / M_PER_NM  # nan: no shape left
        if keepout.area is not None and not off_nm <= FAR_NM:
            far = f"{off_nm:,.0f} nm" if np.isfinite(off_nm) else "half the Earth"
            out.append(
                f"Keep-out '{keepout.name}' lies {far} from the area and the bases: are its "
                "longitudes and latitudes the right way round?"
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
    named = named_cases(desk.folder.cases, start).height
    density = identification.traffic_nm2(desk, start)
    sorties = docket.load_sorties(desk.folder.desk).filter(pl.col("state") == "flown")
    flown = Counter(name[:8] for name in sorties["sortie_id"])  # a flown sortie keeps its number
    for d in range(0, o.days, o.every):
        takeoff = start + timedelta(days=d)
        tasks = []
        for i, (aircraft, base) in enumerate(pairs):
            at, light = _light(desk, takeoff) if o.daylight else (takeoff, None)
            name = f"{at:%Y%m%d}-{flown.get(f'{at:%Y%m%d}', 0) + i + 1}-{aircraft.name}"
            hours = min(o.usable_h or aircraft.usable_h, aircraft.usable_h)
            passes = identification.budget(desk, aircraft, hours, named, density)
            desk.passes[name] = passes
            task = Task(name, aircraft, base, at, 0.0, hours - passes.hours, light)
            tasks.append(_with_sweep(desk, task, is_first=not d))
        days.append(tasks)
    return days


def _with_sweep(desk: Planning, task: Task, *, is_first: bool) -> Task:
    """Return the task with its sweep widths by day and night, the former as flights taught it.

    A flight most of which is dark is planned by the width at night alone.
    """
    o, aircraft = desk.options, task.aircraft
    catalogue_nm = aircraft.sweep_nm(o.sensor, o.target, o.sea)
    at_night_nm = aircraft.sweep_nm(o.sensor, o.target, o.sea, is_night=True)
    day_nm, _, n = memory.sweep(aircraft.name, catalogue_nm, desk.entries)
    night_nm = at_night_nm * day_nm / catalogue_nm
    if n and is_first:
        desk.notes.append(
            f"Sweep width of {aircraft.name}: {day_nm:.1f} nm after {n} ships passed "
            f"(catalogue {catalogue_nm:.1f})."
        )
    hours = np.arange(0.5, task.usable_h or aircraft.usable_h, 0.5)
    middle = desk.grid.projection
    dark = [
        bool(
            is_dark(middle.lat0_deg, middle.lon0_deg, task.takeoff_utc + timedelta(hours=float(h)))
        )
        for h in hours
    ]
    if night_nm < day_nm and task.light_h is None and np.mean(dark) > 0.5:
        if night_nm <= 0:
            raise UsageError(
                f"{task.sortie_id}: most of the flight is dark and {aircraft.name} has no sweep "
                f"width of its {o.sensor} at night (aircraft.night); fly by --daylight, or by radar"
            )
        desk.notes.append(
            f"{task.sortie_id}: most of the flight is dark: planned with the {o.sensor}'s sweep "
            f"width at night, {night_nm:.1f} nm (by day {day_nm:.1f})."
        )
        return replace(task, sweep_nm=round(night_nm, 2))
    return replace(task, sweep_nm=round(day_nm, 2), night_sweep_nm=round(night_nm, 2))


def _light(desk: Planning, asked: datetime) -> tuple[datetime, tuple[float, float]]:
    """Return (take-off, hours after it between which the whole area has daylight).

    Never before the take-off asked for: on the first day from then on that has two hours of
    light left (own choice: less is spent on the way).
    """
    lat, lon = desk.grid.lat_deg[desk.grid.water], desk.grid.lon_deg[desk.grid.water]
    corners = [(y, x) for y in (lat.min(), lat.max()) for x in (lon.min(), lon.max())]
    local = (asked + timedelta(hours=desk.grid.projection.lon0_deg / 15.0)).date()
    for day in (local, local + timedelta(days=1)):
        spans = [sunrise_sunset(float(y), float(x), day) for y, x in corners]
        for (y, x), span in zip(corners, spans, strict=True):
            if span is None and not is_polar_day(float(y), float(x), day):
                raise UsageError(f"daylight on {day}: the Sun does not rise over part of the area")
        lit = [s for s in spans if s is not None]
        if not lit:
            return asked, (0.0, 1e3)
        rise, fall = max(s[0] for s in lit), min(s[1] for s in lit)
        # Taken off an hour before sunrise, the first cells are reached in daylight.
        takeoff = max(asked, (rise - timedelta(hours=1)).replace(second=0, microsecond=0))
        if fall - max(takeoff, rise) >= timedelta(hours=2):
            hour = timedelta(hours=1)
            return takeoff, (max(0.0, (rise - takeoff) / hour), (fall - takeoff) / hour)
    raise UsageError(f"daylight from {asked:%Y-%m-%d %H:%MZ}: less than two hours over the area")
