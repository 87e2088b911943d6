"""Airspace that has a name: flight information regions, identification zones, prohibitions.

Source: `zones.toml`, where each entry has its source and date. A flight information region is a
share of the work of air traffic services and no sovereignty: flights may cross it, and the plan
says which they cross. What a State forbids to fly in (`prohibition`) is closed by default, whoever
it binds; the text says whom it binds.

Blind spot: the table holds the north-west Pacific alone; danger areas, restricted areas and
NOTAMs are not held anywhere. `not_known` says so for a given area.
"""

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import shapely

from ...errors import FormatError
from ...geo.areas import Area, area_of
from ..likelihood.grid import Grid
from .keepout import KeepOut

_CORNER = re.compile(r"(\d\d)(\d\d)([NS])(\d{3})(\d\d)([EW])$")


@dataclass(frozen=True, slots=True)
class Prohibition:
    """A State's order not to fly in a zone, and whom it binds."""

    zone: str
    name: str
    state: str
    source: str
    starts: date
    ends: date
    binds: str


@dataclass(frozen=True, slots=True)
class Zone:
    """A named part of the airspace. `kind`: FIR or ADIZ."""

    code: str
    name: str
    kind: str
    source: str
    as_of: date
    is_official: bool
    remark: str
    area: Area = field(repr=False)

    @property
    def label(self) -> str:
        """Return its name with its code: Pyongyang FIR (ZKKP)."""
        return f"{self.name} ({self.code})" if self.kind == "FIR" else self.name


@cache
def shipped() -> tuple[Zone, ...]:
    """Return the zones that ship with the package, in the order of the table."""
    return tuple(
        Zone(**{k: v for k, v in row.items() if k != "corners"}, area=_area(row["corners"]))
        for row in _raw()["zone"]
    )


@cache
def prohibitions() -> tuple[Prohibition, ...]:
    """Return the prohibitions that ship with the package."""
    return tuple(Prohibition(**row) for row in _raw()["prohibition"])


def near(grid: Grid) -> list[Zone]:
    """Return the zones that hold water of the grid."""
    lat, lon = grid.lat_deg[grid.water], grid.lon_deg[grid.water]
    return [zone for zone in shipped() if zone.area.contains(lat, lon).any()]


def closed_by_states(grid: Grid, day: date, opened: tuple[str, ...] = ()) -> list[KeepOut]:
    """Return the zones near the grid that a State's prohibition of that day closes, save `opened`
    (codes)."""
    out = []
    for zone in near(grid):
        for order in prohibitions():
            holds = order.zone == zone.code and order.starts <= day <= order.ends
            if holds and zone.code not in opened:
                shape = zone.area.on_plane(grid.projection)
                out.append(KeepOut(f"{zone.label}: {order.name}", shape, zone.area))
    return out


def not_known(grid: Grid) -> list[str]:
    """Return what the table does not hold for the grid's water, one sentence each."""
    lat, lon = grid.lat_deg[grid.water], grid.lon_deg[grid.water]
    held = np.zeros(lat.size, dtype=bool)
    for zone in shipped():
        if zone.kind == "FIR":
            held |= zone.area.contains(lat, lon)
    out = [r["what"] + "." for r in _raw()["unknown"] if _area(r["near"]).contains(lat, lon).any()]
    if not held.all():
        out.append(
            f"No flight information region is held here for {1 - held.mean():.0%} of the area: "
            "look into the AIP of the States around it."
        )
    out.append("Danger and restricted areas, NOTAMs and flight plan rules are not held: ask AIS.")
    return out


def boundary(zone: Zone, lon_deg: float) -> list[Any]:
    """Return the zone's borders as arrays of (lon, lat) on an axis about `lon_deg`."""
    lines = shapely.get_parts(shapely.boundary(zone.area.around(lon_deg)))
    return [shapely.get_coordinates(shapely.segmentize(line, 0.5)) for line in lines]


@cache
def _raw() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "zones.toml").read_text("utf-8"))


def _area(corners: str) -> Area:
    ring = [_corner(text) for text in corners.split()]
    return area_of({"type": "Polygon", "coordinates": [[*ring, ring[0]]]}, "zones.toml")


def _corner(text: str) -> list[float]:
    match = _CORNER.match(text)
    if match is None:
        raise FormatError(f"zones.toml: corner '{text}', expected e.g. 3838N13339E")
    lat_deg, lat_min, ns, lon_deg, lon_min, ew = match.groups()
    lat, lon = int(lat_deg) + int(lat_min) / 60, int(lon_deg) + int(lon_min) / 60
    return [-lon if ew == "W" else lon, -lat if ns == "S" else lat]
