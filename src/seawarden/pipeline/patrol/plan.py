"""`patrol plan`: from a docket to flights, their briefing, and files that others read."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from ...errors import UsageError
from ...patrol import briefing
from ...patrol.aircraft import airfields, fleet
from ...patrol.airspace.keepout import KeepOut, read_keepouts, territorial_seas
from ...patrol.briefing import charts, exchange_formats, pdf
from ...patrol.debrief import memory
from ...patrol.likelihood import additions
from ...patrol.likelihood.grid import Grid, make_grid
from ...patrol.likelihood.surface import Hints, Surface, make_surface
from ...patrol.likelihood.surface import Params as SurfaceParams
from ...patrol.plan import Day, Desk, Params, Sortie, Task, plan_days
from ...patrol.search.lattice import Params as LatticeParams
from ...patrol.search.optimise import Params as Search
from ...patrol.sun import is_polar_day, sunrise_sunset
from ...patrol.times import iso
from ...schema import SORTIES, conform
from . import docket
from .outputs import Outputs

_BRIEFED = 8
_BRIEFED_AGE = timedelta(days=60)  # older cases name no ship to look for today; own choice


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
class _Desk:
    options: PlanOptions
    folder: docket.Folder
    grid: Grid
    keepouts: list[KeepOut]
    entries: list[memory.Entry]
    notes: list[str] = field(default_factory=list)


def plan(
    options: PlanOptions, progress: Callable[[str, float], None] = lambda _what, _share: None
) -> dict[str, Any]:
    """Plan, write everything into the docket's `patrol` folder (or `out`), return `plan.json`.

    Raises UsageError, InputError or OutputError, one line each.
    """
    folder = docket.open_folder(options.docket)
    known = _fleet(options)
    start = _start(options, folder)
    pairs = [_pair(text, known, _airfields(options)) for text in options.aircraft]
    progress("laying the grid", 0.05)
    grid = make_grid(*_area(options, folder, pairs), cell_nm=options.cell_nm)
    desk = _Desk(options, folder, grid, _keepouts(options, grid), docket.load_memory(folder))
    days = _tasks(desk, pairs, start)
    is_quick = options.quick or sum(len(day) for day in days) > 2
    params = Params(
        search=Search.fast() if is_quick else Search(),
        lattice=LatticeParams(detection=options.detection),
    )
    work = Desk(grid, desk.keepouts, params)
    progress("planning", 0.2)
    generator = None if options.secret_seed is None else np.random.default_rng(options.secret_seed)
    past = memory.flights(grid, desk.entries)
    planned = plan_days(work, days, lambda t: _surface(desk, t), past, generator)
    progress("writing", 0.8)
    return _write(desk, planned)


def area_surface(folder: docket.Folder, sortie_id: str) -> tuple[Surface, Any, str]:
    """Return (surface, mass, detection function) that a sortie was planned on."""
    kept = json.loads(docket.read_text(folder.desk / f"planned-{sortie_id}.json"))
    grid = make_grid(*kept["area"], cell_nm=kept["cell_nm"])
    frame = pl.read_parquet(folder.desk / kept["surface"])
    parts = {c[5:]: frame[c].to_numpy() for c in frame.columns if c.startswith("part_")}
    return Surface(grid, parts, kept["weights"]), frame["mass"].to_numpy(), str(kept["detection"])


def _surface(desk: _Desk, time: datetime) -> Surface:
    o = desk.options
    events = memory.recall(desk.folder.events, desk.entries)
    hints = Hints(
        lanes_m=None
        if o.lanes is None
        else additions.lane_distance_m(docket.read_text(o.lanes), str(o.lanes), desk.grid),
        wave_m=None
        if o.waves is None
        else additions.wave_height_m(docket.read_text(o.waves), str(o.waves), desk.grid),
        crew=None
        if o.add is None
        else additions.crew_field(docket.read_text(o.add), str(o.add), desk.grid, time),
        found=memory.finds(desk.grid, desk.entries),
        weights=memory.weights(SurfaceParams().weights, desk.entries),
    )
    return make_surface(desk.grid, events, desk.folder.cases, time, hints=hints)


def _fleet(options: PlanOptions) -> dict[str, fleet.Aircraft]:
    if options.fleet is None:
        return fleet.catalogue()
    return fleet.read_fleet(docket.read_text(options.fleet), str(options.fleet))


def _airfields(options: PlanOptions) -> dict[str, airfields.Airfield]:
    if options.airfields is None:
        return airfields.shipped()
    return airfields.read_airfields(docket.read_text(options.airfields), str(options.airfields))


def _pair(
    text: str, known: dict[str, fleet.Aircraft], fields: dict[str, airfields.Airfield]
) -> tuple[fleet.Aircraft, airfields.Airfield]:
    name, at, icao = text.partition("@")
    if not at:
        raise UsageError(f"aircraft '{text}': expected TYPE@ICAO, e.g. P-8A@RODN")
    return fleet.find(name, known), airfields.find(icao, fields)


def _start(options: PlanOptions, folder: docket.Folder) -> datetime:
    if options.start_utc is not None:
        start = options.start_utc
        return start.replace(tzinfo=UTC) if start.tzinfo is None else start.astimezone(UTC)
    newest = folder.events["end_utc"].max()
    if not isinstance(newest, datetime):
        raise UsageError(f"{folder.path}: the docket holds no event to start from; say --start")
    return newest.replace(minute=0, second=0, microsecond=0) + timedelta(hours=7)


def _area(
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
    leads = folder.events.filter(
        pl.col("kind").is_in(("gap", "sts", "dark_sts", "encounter", "loitering", "dark_ship"))
    )
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


def _keepouts(options: PlanOptions, grid: Grid) -> list[KeepOut]:
    out = territorial_seas(list(options.territorial), grid) if options.territorial else []
    if options.keepouts is not None:
        out += read_keepouts(
            docket.read_text(options.keepouts), str(options.keepouts), grid.projection
        )
    return out


def _tasks(
    desk: _Desk, pairs: Sequence[tuple[fleet.Aircraft, airfields.Airfield]], start: datetime
) -> list[list[Task]]:
    o = desk.options
    if o.days < 1 or o.every < 1:
        raise UsageError(f"--days {o.days} --every {o.every}: expected at least 1 each")
    days = []
    sorties = docket.load_sorties(desk.folder).filter(pl.col("state") == "flown")
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
    desk: _Desk, day: datetime, aircraft: fleet.Aircraft, base: airfields.Airfield
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
    way_h = 1.0  # taken off an hour before sunrise, the first cells are reached in daylight
    takeoff = (rise - timedelta(hours=way_h)).replace(second=0, microsecond=0)
    hours = ((rise - takeoff).total_seconds() / 3600.0, (fall - takeoff).total_seconds() / 3600.0)
    return takeoff, hours


def _write(desk: _Desk, days: list[Day]) -> dict[str, Any]:
    out, outputs = desk.options.out or desk.folder.desk, Outputs()
    simulated = desk.folder.is_simulated
    sorties = [s for day in days for s in day.sorties]
    flown = sorted({f"{s.task.takeoff_utc:%Y%m%d}" for s in sorties})
    # `legs` are the newest plan's; under its days a plan's legs stay when a later one comes.
    legs = "-".join(["legs", *flown[:1], *flown[1:][-1:]])
    for suffix, text in (
        ("csv", exchange_formats.to_csv(sorties)),
        ("geojson", exchange_formats.to_geojson(sorties, is_simulated=simulated)),
        ("gpx", exchange_formats.to_gpx(sorties, is_simulated=simulated)),
        ("kml", exchange_formats.to_kml(sorties, is_simulated=simulated)),
    ):
        outputs.add(out / f"legs.{suffix}", text)
        outputs.add(out / f"{legs}.{suffix}", text)
    for sortie in sorties:
        parts = exchange_formats.to_fpl(sortie, sortie.task.takeoff_utc)
        for i, text in enumerate(parts):
            tail = f"-{i + 1}" if len(parts) > 1 else ""
            outputs.add(out / f"{sortie.task.sortie_id}{tail}.fpl", text)
    listed = [_day(desk, day, out, outputs) for day in days]
    outputs.add_frame(
        desk.folder.desk / docket.SORTIES_FILE, docket.with_sorties(desk.folder, _rows(desk, days))
    )
    result = {
        "docket": str(desk.folder.path),
        "out": str(out),
        "is_simulated": simulated,
        "area": list(desk.grid.box),
        "cell_nm": desk.options.cell_nm,
        "detection": desk.options.detection,
        "pos": 1.0 - float(np.prod([1.0 - d.pos for d in days])),
        "days": listed,
        "keepouts": [k.name for k in desk.keepouts],
        "flights_remembered": len(desk.entries),
        "notes": desk.notes,
        "assumptions": sorted({a for s in sorties for a in s.task.aircraft.assumptions}),
    }
    text = json.dumps(result, indent=1, default=str) + "\n"
    outputs.add(desk.folder.desk / "plan.json", text)
    outputs.add(out / "plan.json", text)
    outputs.write()
    return result


def _day(desk: _Desk, day: Day, out: Path, outputs: Outputs) -> dict[str, Any]:
    """Add a day's surface and briefing to the outputs; return its entry in `plan.json`."""
    date = f"{day.sorties[0].task.takeoff_utc:%Y%m%d}"
    surface = pl.DataFrame(
        {"mass": day.mass} | {f"part_{k}": v for k, v in day.surface.parts.items()}
    )
    outputs.add_frame(desk.folder.desk / f"surface-{date}.parquet", surface)
    kept = {
        "area": list(desk.grid.box),
        "cell_nm": desk.options.cell_nm,
        "surface": f"surface-{date}.parquet",
        "weights": dict(day.surface.weights),
        "detection": desk.options.detection,
    }
    for sortie in day.sorties:
        outputs.add(
            desk.folder.desk / f"planned-{sortie.task.sortie_id}.json", json.dumps(kept) + "\n"
        )
    notes = [*desk.notes, *day.notes]
    if desk.keepouts:
        notes.append(
            "Kept out of: "
            + ", ".join(k.name for k in desk.keepouts)
            + " (12 nm from the coast; a planning aid, no claim about any border)."
        )
    page = briefing.make_briefing(
        day,
        _ships(desk, day),
        charts.plan_chart(day, desk.keepouts, is_simulated=desk.folder.is_simulated),
        charts.parts_chart(day.surface.parts, day.surface.weights, desk.grid),
        is_simulated=desk.folder.is_simulated,
        notes=notes,
    )
    outputs.add(out / f"briefing-{date}.html", briefing.to_html(page))
    outputs.add(out / f"briefing-{date}.pdf", pdf.to_pdf(page))
    return {
        "date": date,
        "surface": f"surface-{date}.parquet",
        "briefing": f"briefing-{date}.pdf",
        "pos": day.pos,
        "bound": day.bound,
        "gap": day.gap,
        "weights": dict(day.surface.weights),
        "notes": list(day.notes),
        "sorties": [
            {
                "sortie_id": s.task.sortie_id,
                "aircraft": s.task.aircraft.name,
                "base": s.task.base.icao,
                "takeoff_utc": iso(s.task.takeoff_utc),
                "landing_utc": iso(s.landing_utc),
                "flight_h": s.flight_h,
                "search_h": s.search_h,
                "search_nm": s.length_nm("search"),
                "legs": len(s.legs),
                "sweep_nm": s.task.sweep_nm,
                "pos": s.pos,
                "ladder_pos": s.ladder_pos,
                "uniform_pos": s.uniform_pos,
            }
            for s in day.sorties
        ],
    }


def _ships(desk: _Desk, day: Day) -> list[briefing.Ship]:
    now = day.sorties[0].task.takeoff_utc
    out = []
    recent = (pl.col("start_utc") <= now) & (pl.col("end_utc") >= now - _BRIEFED_AGE)
    cases = briefing.ships_frame(desk.folder.cases.filter(recent), _BRIEFED)
    for case in cases.iter_rows(named=True):
        track = docket.positions(
            desk.folder,
            case["start_utc"] - timedelta(hours=12),
            case["end_utc"] + timedelta(hours=12),
            case["mmsis"] or [],
        )
        shown = track.filter(pl.col("mmsi") == track["mmsi"][0]) if track.height else track
        title = ("SIMULATED " if case["is_simulated"] else "") + f"case {case['rank']}"
        out.append(
            briefing.ship_of(
                case, charts.ship_chart(shown, case["lat_deg"], case["lon_deg"], title), now
            )
        )
    return out


def _rows(desk: _Desk, days: list[Day]) -> pl.DataFrame:
    rows = []
    for day in days:
        for s in day.sorties:
            rows.append(_row(desk, day, s))
    return conform(pl.DataFrame(rows, schema=SORTIES.schema), SORTIES)


def _row(desk: _Desk, day: Day, s: Sortie) -> dict[str, Any]:
    search = [leg for leg in s.legs if leg.kind == "search"]
    area = float((s.effort > 0).sum()) * desk.grid.cell_nm**2
    points = [
        {
            "name": w.name,
            "leg": w.leg,
            "lat_deg": w.lat_deg,
            "lon_deg": w.lon_deg,
            "time_utc": iso(w.time_utc),
        }
        for w in exchange_formats.waypoints(s)
    ]
    return {
        "sortie_id": s.task.sortie_id,
        "state": "planned",
        "aircraft": s.task.aircraft.name,
        "base": s.task.base.icao,
        "takeoff_utc": s.task.takeoff_utc,
        "landing_utc": s.landing_utc,
        "search_start_utc": search[0].start_utc if search else None,
        "search_end_utc": search[-1].end_utc if search else None,
        "flight_h": s.flight_h,
        "search_h": s.search_h,
        "transit_nm": s.length_nm("transit"),
        "search_nm": s.length_nm("search"),
        "sweep_width_nm": s.task.sweep_nm,
        "area_nm2": area,
        "coverage": s.task.sweep_nm * s.length_nm("search") / area if area else 0.0,
        "pos_planned": s.pos,
        "pos_bound": day.bound if len(day.sorties) == 1 else None,
        "legs": json.dumps(points),
        "is_simulated": desk.folder.is_simulated,
    }
