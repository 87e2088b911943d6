"""Patrol aircraft: speeds, endurance, reserve, and sweep width by light, sea and target size.

Source: `catalogue.toml`, where every figure carries its source or says that it is an assumption;
`Aircraft.assumptions` lists the latter, and every plan prints them. Own aircraft are read from a
TOML text of the same layout, and stand above the catalogue's of the same name.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from ...errors import FormatError, UsageError

SIZES, SEAS, SENSORS = (
    ("small", "medium", "large"),
    ("calm", "moderate", "rough"),
    ("camera", "radar"),
)
_SPEEDS = ("transit_kn", "search_kn", "endurance_h", "reserve_h", "search_ft", "bank_deg")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and what it rests on."""

    value: float
    basis: str
    is_assumed: bool


@dataclass(frozen=True, slots=True)
class Aircraft:
    """One aircraft type; all speeds in knots, times in hours."""

    name: str
    title: str
    transit_kn: float
    search_kn: float
    endurance_h: float
    reserve_h: float
    search_ft: float
    bank_deg: float
    sweep: Mapping[str, Mapping[str, float]]  # sensor -> size -> nm, calm, by day
    night: Mapping[str, Mapping[str, float]]  # the same in the dark; sensors of which it is known
    figures: Mapping[str, Figure]

    @property
    def usable_h(self) -> float:
        """Hours from take-off to landing that leave the reserve untouched."""
        return self.endurance_h - self.reserve_h

    @property
    def quarter_turn_h(self) -> float:
        """Hours for a turn of 90 deg: rate = 1091 tan(bank) / speed, deg/s [coordinated turn]."""
        rate = 1091.0 * np.tan(np.radians(self.bank_deg)) / self.search_kn
        return float(90.0 / rate / 3600.0)

    @property
    def assumptions(self) -> list[str]:
        """Return one line a figure that no source was found for."""
        return [
            f"{self.name} {name} = {f.value:g}: {f.basis}"
            for name, f in self.figures.items()
            if f.is_assumed
        ]

    def sweep_nm(
        self, sensor: str, size: str, sea: str, *, is_tired: bool = False, is_night: bool = False
    ) -> float:
        """Return the sweep width in nm, corrected for weather (and fatigue when asked).

        In the dark a radar sees as by day, and a camera what its figure for the night says: 0
        where it has none, for a camera at night is no camera by day.

        Raises UsageError for a sensor, size or sea state that is not known.
        """
        for value, known, what in (
            (sensor, tuple(self.sweep), "sensor"),
            (size, SIZES, "target size"),
            (sea, SEAS, "sea state"),
        ):
            if value not in known:
                raise UsageError(f"{what} '{value}': expected one of {', '.join(known)}")
        table = self.sweep[sensor]
        if is_night and sensor != "radar":
            table = self.night.get(sensor, dict.fromkeys(SIZES, 0.0))
        width = table[size] * float(_raw()["weather"][sea][size])
        return width * float(_raw()["fatigue"]["factor"]["value"]) if is_tired else width


@cache
def _raw() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "catalogue.toml").read_text("utf-8"))


@cache
def catalogue() -> dict[str, Aircraft]:
    """Return the aircraft that ship with the package, by name."""
    return _fleet(_raw(), "catalogue.toml")


def read_fleet(text: str, where: str) -> dict[str, Aircraft]:
    """Return the catalogue with the aircraft of a TOML text added or put in place.

    Raises FormatError that names the file, the aircraft and the figure that is wrong.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FormatError(f"{where}: not TOML: {error}") from error
    return catalogue() | _fleet(raw, where)


def find(name: str, fleet: Mapping[str, Aircraft] | None = None) -> Aircraft:
    """Return the aircraft called `name`, upper or lower case.

    Raises UsageError that names those that are known.
    """
    known = catalogue() if fleet is None else fleet
    for key, aircraft in known.items():
        if key.casefold() == name.casefold():
            return aircraft
    raise UsageError(f"aircraft '{name}': expected one of {', '.join(known)}")


def _fleet(raw: Mapping[str, Any], where: str) -> dict[str, Aircraft]:
    rows = raw.get("aircraft", [])
    if not isinstance(rows, list) or not rows:
        raise FormatError(f"{where}: no [[aircraft]] found, expected at least one")
    return {str(row.get("name", i + 1)): _aircraft(row, i, where) for i, row in enumerate(rows)}


def _aircraft(row: Mapping[str, Any], index: int, where: str) -> Aircraft:
    name = str(row.get("name", ""))
    place = f"{where}: aircraft '{name or index + 1}'"
    if not name:
        raise FormatError(f"{place}: 'name' is missing")
    figures = {key: _figure(row.get(key), f"{place}: '{key}'") for key in _SPEEDS}
    sweep, night = (_widths(row, part, figures, place) for part in ("sensors", "night"))
    if not sweep:
        raise FormatError(f"{place}: 'sensors' is missing, expected sweep widths by target size")
    numbers = {key: figures[key].value for key in _SPEEDS}
    if numbers["reserve_h"] >= numbers["endurance_h"]:
        raise FormatError(
            f"{place}: reserve_h {numbers['reserve_h']:g} is not below "
            f"endurance_h {numbers['endurance_h']:g}"
        )
    return Aircraft(
        name=name,
        title=str(row.get("title", name)),
        sweep=sweep,
        night=night,
        figures=figures,
        **numbers,
    )


def _widths(
    row: Mapping[str, Any], part: str, figures: dict[str, Figure], place: str
) -> dict[str, dict[str, float]]:
    """Return sensor -> size -> nm of a part of an aircraft's table; its figures are added."""
    out: dict[str, dict[str, float]] = {}
    for sensor, widths in (row.get(part) or {}).items():
        for size in SIZES:
            key = f"{part}.{sensor}.{size}"
            figures[key] = _figure(widths.get(size), f"{place}: '{key}'")
            out.setdefault(sensor, {})[size] = figures[key].value
    return out


def _figure(raw: Any, place: str) -> Figure:
    """Return a figure from a number or from { value, source | assumption }."""
    table = raw if isinstance(raw, dict) else {"value": raw, "source": "given by the user"}
    value = table.get("value")
    if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
        raise FormatError(f"{place} holds {value!r}, expected a number above 0")
    assumed = str(table.get("assumption", ""))
    return Figure(float(value), assumed or str(table.get("source", "no source")), bool(assumed))
