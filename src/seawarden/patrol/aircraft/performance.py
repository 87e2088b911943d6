"""What the unit says of its aircraft: altitudes, airspeeds, wind, fuel, reserve, diversion.

Source: the unit's own TOML file, one table an aircraft type; nothing is filled in from elsewhere,
so what the file leaves out stays blank in the briefing.

    [P-8A]
    transit_ft = 25000
    search_ft = 1500
    transit_tas_kn = 440
    search_tas_kn = 260
    wind_from_deg = 300      # true
    wind_kn = 25
    fuel_kg = 30000          # at take-off
    reserve_kg = 4000        # at landing
    transit_kg_h = 2900
    search_kg_h = 3300
    diversion = "RJFK"

Method: bingo is the fuel with which the aircraft must turn from a point to land at the diversion
(or, without one, at the base) with the reserve: great circle, transit airspeed, the file's wind.
Blind spot: one wind for all heights; climbs and turns burn more than the rates given.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from ...errors import FormatError
from ...geo.sphere import bearing_deg, distance_m
from ...units import M_PER_NM


@dataclass(frozen=True, slots=True, kw_only=True)
class Performance:
    """The unit's figures of one type; None where its file says nothing."""

    transit_ft: float | None = None
    search_ft: float | None = None
    transit_tas_kn: float | None = None
    search_tas_kn: float | None = None
    wind_from_deg: float | None = None
    wind_kn: float | None = None
    fuel_kg: float | None = None
    reserve_kg: float | None = None
    transit_kg_h: float | None = None
    search_kg_h: float | None = None
    diversion: str | None = None

    def fuel_at_landing_kg(self, transit_h: float, search_h: float) -> float | None:
        """Return the fuel left after the flight; None where a figure is missing."""
        if self.fuel_kg is None or self.transit_kg_h is None or self.search_kg_h is None:
            return None
        return self.fuel_kg - transit_h * self.transit_kg_h - search_h * self.search_kg_h

    def bingo_kg(self, start: tuple[float, float], end: tuple[float, float]) -> float | None:
        """Return the fuel at which a point must be left for `end`; None where a figure is missing
        or the wind is stronger than the aircraft."""
        if self.reserve_kg is None or self.transit_kg_h is None or self.transit_tas_kn is None:
            return None
        course = float(bearing_deg(*start, *end))
        speed_kn = ground_speed_kn(
            self.transit_tas_kn, course, self.wind_from_deg or 0.0, self.wind_kn or 0.0
        )
        if speed_kn is None:
            return None
        hours = float(distance_m(*start, *end)) / M_PER_NM / speed_kn
        return self.reserve_kg + hours * self.transit_kg_h


def ground_speed_kn(
    tas_kn: float, course_deg: float, wind_from_deg: float, wind_kn: float
) -> float | None:
    """Return the speed over ground along a course [wind triangle]; None where it cannot be held."""
    angle = np.radians(wind_from_deg - course_deg)
    across, against = wind_kn * np.sin(angle), wind_kn * np.cos(angle)
    if abs(across) >= tas_kn:
        return None
    speed = float(np.sqrt(tas_kn**2 - across**2) - against)
    return speed if speed > 0 else None


def read_performance(text: str, where: str) -> dict[str, Performance]:
    """Return the figures by aircraft type, in capitals.

    Raises FormatError that names the file, the type and the figure: no TOML, no table, a name that
    is not known, no number above 0.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FormatError(f"{where}: not TOML: {error}") from error
    if not raw:
        raise FormatError(f"{where}: holds no table, expected one an aircraft type, e.g. [P-8A]")
    return {str(name).upper(): _one(table, f"{where}: [{name}]") for name, table in raw.items()}


def _one(table: Any, place: str) -> Performance:
    if not isinstance(table, Mapping):
        raise FormatError(f"{place}: {table!r}, expected a table of figures")
    known = [f.name for f in fields(Performance)]
    figures: dict[str, Any] = {}
    for key, value in table.items():
        if key not in known:
            raise FormatError(f"{place}: '{key}' is not known, expected one of {', '.join(known)}")
        figures[key] = _text(value, place) if key == "diversion" else _number(key, value, place)
    return Performance(**figures)


def _text(value: Any, place: str) -> str:
    if not isinstance(value, str):
        raise FormatError(f"{place}: 'diversion' holds {value!r}, expected an ICAO code")
    return value


def _number(key: str, value: Any, place: str) -> float:
    """Return a figure above 0, or a wind of 0 and more; a direction is at most 360."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        least_is_met = value >= 0 if key.startswith("wind") else value > 0
        if least_is_met and value <= (360.0 if key == "wind_from_deg" else np.inf):
            return float(value)
    raise FormatError(f"{place}: '{key}' holds {value!r}, expected a number above 0")
