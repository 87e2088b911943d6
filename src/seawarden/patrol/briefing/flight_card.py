"""What a crew sets before take-off: pattern, heights, wind, fuel, diversion, Sun and Moon.

Heights, airspeeds, wind, fuel, reserve and bingo come from the unit's performance file alone; a
line that it does not fill is left blank to be written in.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from ...units import M_PER_NM
from ..aircraft.airfields import Airfield, nearest
from ..aircraft.performance import Performance
from ..flights import Sortie
from ..search.patterns import NAMES
from ..sky import magnetic_deg, moon
from ..sun import is_polar_day, sunrise_sunset
from .positions import position

BLANK = "____________"
_NEAREST = 3  # diversion fields named where the unit names none; own choice


def flight_card(
    sortie: Sortie,
    unit: Performance,
    airfields: Mapping[str, Airfield],
    closed: Sequence[str],
) -> tuple[tuple[str, str], ...]:
    """Return (what, value) rows of a flight. `closed`: States whose airfields are not named."""
    task = sortie.task
    search = [leg for leg in sortie.legs if leg.kind == "search"]
    if not search:
        return (("search", "none: nothing in reach is worth it"),)
    first, last = search[0], search[-1]
    magnetic = magnetic_deg(first.course_deg, *first.start, first.start_utc)
    width = f"{task.sweep_nm:.1f} nm"
    if task.night_sweep_nm is not None and task.night_sweep_nm < task.sweep_nm:
        width += f" by day, {task.night_sweep_nm:.1f} nm in the dark"
    spacing_nm = sortie.spacing_m / M_PER_NM
    return (
        ("pattern", f"{NAMES[sortie.pattern]}, {len(search)} search legs"),
        ("commence search point (CSP)", f"{position(*first.start)} at {_at(first.start_utc)}"),
        ("first course", f"{_course(first.course_deg)} true, {_course(magnetic)} magnetic"),
        ("track spacing, sweep width", f"{spacing_nm:.1f} nm; {width}"),
        ("search ends", f"{position(*last.end)} at {_at(last.end_utc)}"),
        ("altitude", f"transit {_unit(unit.transit_ft, 'ft')}, "
                     f"search {_unit(unit.search_ft, 'ft')}"),
        ("TAS", f"transit {_unit(unit.transit_tas_kn, 'kn')}, "
                f"search {_unit(unit.search_tas_kn, 'kn')}; times are for still air at "
                f"{task.aircraft.transit_kn:g} and {task.aircraft.search_kn:g} kn"),
        ("wind", _wind(unit)),
        *_fuel(sortie, unit, last.end, airfields),
        ("diversion", _diversion(sortie, unit, last.end, airfields, closed)),
        ("Sun", sun_line(first.start, first.start_utc, last.end_utc)),
        ("Moon", _moon(first.start, first.start_utc)),
    )  # fmt: skip


def sun_line(place: tuple[float, float], start: datetime, end: datetime) -> str:
    """Return when the Sun rises and sets at a place on its local day, and how much of a time is
    dark there."""
    lat, lon = place
    local = (start + timedelta(hours=lon / 15.0)).date()
    spans = [sunrise_sunset(lat, lon, local + timedelta(days=d)) for d in (-1, 0, 1)]
    if spans[1] is None:
        light = "does not set" if is_polar_day(lat, lon, local) else "does not rise"
        return f"{light} on {local}"
    rise, fall = spans[1]
    lit = sum(
        (max(min(end, s[1]) - max(start, s[0]), timedelta()) for s in spans if s), timedelta()
    )
    dark_h = (end - start - lit).total_seconds() / 3600.0
    dark = f"; {dark_h:.1f} h of the search are dark" if dark_h > 0.05 else ""
    return f"rises {_at(rise)}, sets {_at(fall)}{dark}"


def _fuel(
    sortie: Sortie,
    unit: Performance,
    last: tuple[float, float],
    airfields: Mapping[str, Airfield],
) -> tuple[tuple[str, str], ...]:
    left = unit.fuel_at_landing_kg(sortie.flight_h - sortie.search_h, sortie.search_h)
    state = _unit(left, "kg left at landing")
    if left is not None and unit.reserve_kg is not None and left < unit.reserve_kg:
        state += " - BELOW THE RESERVE"
    bingo = unit.bingo_kg(last, home_of(sortie, unit, airfields))
    return (
        ("fuel", f"{_unit(unit.fuel_kg, 'kg at take-off')}, {state}"),
        ("reserve", _unit(unit.reserve_kg, "kg")),
        ("bingo at the end of the search", _unit(bingo, "kg")),
    )


def home_of(
    sortie: Sortie, unit: Performance, airfields: Mapping[str, Airfield]
) -> tuple[float, float]:
    """Return where bingo leads: the unit's diversion field where it is known, else the base."""
    field = airfields.get((unit.diversion or "").upper(), sortie.task.base)
    return field.lat_deg, field.lon_deg


def _diversion(
    sortie: Sortie,
    unit: Performance,
    last: tuple[float, float],
    airfields: Mapping[str, Airfield],
    closed: Sequence[str],
) -> str:
    if unit.diversion:
        return unit.diversion.upper()
    others = {
        code: field
        for code, field in airfields.items()
        if field.country not in closed and code != sortie.task.base.icao
    }
    named = [f"{f.icao} {f.name} {nm:.0f} nm" for f, nm in nearest(*last, others, _NEAREST)]
    return (
        f"{BLANK} nearest to the end of the search: {'; '.join(named)} "
        "(runway, hours and permission are not held here)"
    )


def _wind(unit: Performance) -> str:
    if unit.wind_kn is None or unit.wind_from_deg is None:
        return f"{BLANK} times are for still air"
    return f"{unit.wind_from_deg:03.0f} true / {unit.wind_kn:.0f} kn, used for bingo alone"


def _moon(place: tuple[float, float], time: datetime) -> str:
    body = moon(*place, time)
    if body is None:
        return f"{BLANK} not known: pip install 'seawarden[patrol]'"
    rises, sets = (
        "not in the next day" if t is None else _at(t) for t in (body.rises_utc, body.sets_utc)
    )
    return f"{body.lit:.0%} lit; next rises {rises}, sets {sets}"


def _at(time: datetime) -> str:
    return f"{time:%d %b %H:%MZ}"


def _course(deg: float | None) -> str:
    return BLANK if deg is None else f"{round(deg) % 360:03d}"


def _unit(value: float | None, unit: str) -> str:
    return f"{BLANK} {unit}" if value is None else f"{value:,.0f} {unit}"
