"""`patrol plan`, `patrol log`, `patrol debrief`: where to fly, what was seen, what it teaches."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from ..patrol import PlanOptions
from ..patrol import plan as run_plan
from ..patrol.log import DebriefOptions, LogOptions, log_sortie
from ..patrol.log import debrief as run_debrief
from . import arguments
from .arguments import Pathlike


def plan(
    docket: Pathlike,
    *,
    aircraft: str | Iterable[str] = ("P-8A@RODN",),
    start: str | datetime | None = None,
    days: int = 1,
    every: int = 1,
    area: str | Iterable[float] | None = None,
    cell_nm: float = 10.0,
    hours: float | None = None,
    sensor: str = "camera",
    target: str = "large",
    sea: str = "calm",
    detection: str = "random",
    daylight: bool = False,
    territorial: str | Iterable[str] | None = None,
    stand_off_nm: float = 3.0,
    enter: str | Iterable[str] | None = None,
    keepouts: Pathlike | None = None,
    fleet: Pathlike | None = None,
    performance: Pathlike | None = None,
    passes: int | None = None,
    pattern_loss: float = 0.03,
    airfields: Pathlike | None = None,
    add: Pathlike | None = None,
    lanes: Pathlike | None = None,
    waves: Pathlike | None = None,
    secret: int | None = None,
    quick: bool = False,
    out: Pathlike | None = None,
    progress: arguments.Progress | None = None,
) -> dict[str, Any]:
    """Choose the flights that find the most; write briefing, charts and flight files.

    Method: a probability surface from the docket's leads and from earlier flights; the best walk
    over a lattice of cells; a bound on every flight of this kind, proven by Lagrangian relaxation
    (docs/patrol.md). Blind spot: targets stand still during a flight.

    docket       folder that `watch` wrote
    aircraft     TYPE@ICAO, one or several
    start        first take-off, UTC; without it 7 h after the docket's newest event
    days, every  days to plan; days between the flights of one aircraft
    area         west, south, east, north, deg; without it the box of the docket's leads in reach
    cell_nm      side of a grid cell, nm
    hours        most hours from take-off to landing
    sensor       'camera' (find and identify) or 'radar' (find)
    target, sea  'small', 'medium' or 'large'; 'calm', 'moderate' or 'rough'
    detection    'random' or 'parallel' search
    daylight     search between sunrise and sunset only
    territorial  States whose 12 nm to keep out of, ISO alpha-2; '' for none; without it all near
                 the area save the bases' own
    stand_off_nm off territorial seas, nm
    enter        codes of zones that a State's prohibition closes, to be flown all the same
    keepouts     GeoJSON or KML polygons to keep out of
    fleet        TOML with your own aircraft
    performance  TOML with the unit's fuel, altitudes, wind, diversion
    passes       identification passes to keep time for; without it by ships and traffic
    pattern_loss share of POS given up to fly a pattern that crews know; 0 for none
    airfields    CSV or TOML with your own airfields
    add          GeoJSON: areas, places and ships that the crew adds
    lanes        GeoJSON lines: shipping lanes
    waves        CSV lat,lon,wave_m: wave heights, m
    secret       seed: draw from a mixture of plans that cannot be learnt
    quick        search less for the best plan; the gap to the bound is printed
    out          folder for the files; without it `patrol/` in the docket
    progress     called with what is being done and the share done, 0 to 1

    Returns what `plan.json` holds. Raises UsageError, InputError or OutputError, one line each.

        plan = sw.patrol.plan("docket/", aircraft="P-8A@RODN", start="2024-04-15T22:00Z", days=10)
        print([day["pos"] for day in plan["days"]])
    """
    states = territorial.split(",") if isinstance(territorial, str) else territorial
    named = None if states is None else tuple(s.strip() for s in states if s.strip())
    options = PlanOptions(
        docket=Path(docket),
        aircraft=arguments.texts(aircraft),
        start_utc=arguments.moment("--start", start),
        days=days,
        every=every,
        area=arguments.box("--area", area),
        cell_nm=cell_nm,
        usable_h=hours,
        sensor=sensor,
        target=target,
        sea=sea,
        detection=detection,
        daylight=daylight,
        territorial=named,
        stand_off_nm=stand_off_nm,
        opened=arguments.texts(enter),
        keepouts=arguments.path(keepouts),
        fleet=arguments.path(fleet),
        performance=arguments.path(performance),
        passes=passes,
        pattern_loss=pattern_loss,
        airfields=arguments.path(airfields),
        add=arguments.path(add),
        lanes=arguments.path(lanes),
        waves=arguments.path(waves),
        secret_seed=secret,
        quick=quick,
        out=arguments.path(out),
    )
    return run_plan(options, progress or arguments.quiet)


def log(
    docket: Pathlike,
    *,
    sortie: str,
    contacts: Pathlike,
    track: Pathlike,
    plan: str | Pathlike | None = None,
    time_zone: str | None = None,
    accept: str | Iterable[str] | None = None,
) -> dict[str, Any]:
    """Keep what a crew saw and flew; match each contact to AIS, sightings and cases.

    docket    folder that `watch` wrote and `plan` planned on
    sortie    sortie, as the plan names it
    contacts  the briefing's form: CSV with comma, semicolon or tab, or a spreadsheet
    track     flown track: GPX, KML with times, or a table (also ForeFlight's and Garmin's)
    plan      id of the plan flown, or the folder of a what-if; without it the newest that has it
    time_zone of times that carry none, e.g. Asia/Tokyo or +09:00
    accept    ids of doubtful contacts that somebody has confirmed

    Returns counts of contacts by what they matched (`matched`), those that matched nothing
    (`unknown`), and those that cannot be right as written (`held`): these teach nothing until
    they are accepted. Raises UsageError for a sortie that was not planned, InputError for a file
    that cannot be used.

        sw.patrol.log("docket/", sortie="20240415-1-P-8A", contacts="seen.csv", track="flown.gpx")
    """
    return log_sortie(
        LogOptions(
            docket=Path(docket),
            sortie=sortie,
            contacts=Path(contacts),
            track=Path(track),
            plan=None if plan is None else str(plan),
            time_zone=time_zone,
            accept=arguments.texts(accept),
        )
    )


def debrief(
    docket: Pathlike,
    *,
    sortie: str | Iterable[str] | None = None,
    fleet: Pathlike | None = None,
    record: Pathlike | None = None,
) -> dict[str, Any]:
    """Compare what was flown with the plan, remember what it teaches, return the season's tally.

    docket  folder that `watch` wrote and `log` logged into
    sortie  sortie or sorties; without it all that were logged
    fleet   TOML with your own aircraft
    record  CSV of published patrols to set beside; without it New Zealand's

    Returns the lines of each sortie, the tally, the weights before and after, sweep widths (nm)
    and the precision of each kind of lead. Raises UsageError when a sortie was not logged, or
    none was.

        print(sw.patrol.debrief("docket/")["tally"])
    """
    return run_debrief(
        DebriefOptions(
            docket=Path(docket),
            sorties=arguments.texts(sortie),
            fleet=arguments.path(fleet),
            record=arguments.path(record),
        )
    )
