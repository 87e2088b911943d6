"""The path that an aircraft really flies through its legs, turns drawn, point by point.

Method: each leg is a great circle. A turn between two legs is drawn in both ways that crews and
autopilots fly it: by the point (the circle that touches both legs inside the corner) and over the
point (on past it along a circle, then straight to the next point). Radius: speed squared over g
tan(bank) [coordinated turn], at the search speed, and at the transit speed between two transit
legs, which are flown by the point only. A turn by the point that the legs are too short for, or of
more than 135 deg, is flown over the point.

Blind spot: no wind, which widens a turn by the wind's share of the speed; hence the clearance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np

from ...geo.sphere import Floats, bearing_deg, destination, distance_m, wrap_lon
from ...units import MPS_PER_KN
from ..aircraft.fleet import Aircraft
from ..likelihood.grid import Projection
from .keepout import KeepOut

G_MPS2 = 9.80665
"""Standard gravity."""

_STEP_M = 100.0
_SHARPEST_DEG = 135.0  # the sharpest corner cut inside; common in flight management, our choice


class Run(Protocol):
    """What is asked of a leg: its kind ('transit' or 'search') and its ends (lat, lon)."""

    @property
    def kind(self) -> str:
        """'transit' or 'search'."""

    @property
    def start(self) -> tuple[float, float]:
        """Where it begins, degrees."""

    @property
    def end(self) -> tuple[float, float]:
        """Where it ends, degrees."""


@dataclass(frozen=True, slots=True)
class Breach:
    """A keep-out that a flight would enter, and the first point inside, in degrees."""

    name: str
    lat_deg: float
    lon_deg: float


def turn_radius_m(speed_kn: float, bank_deg: float) -> float:
    """Return the radius of a level turn."""
    return float((speed_kn * MPS_PER_KN) ** 2 / (G_MPS2 * np.tan(np.radians(bank_deg))))


def turn_room_nm(aircraft: Aircraft) -> float:
    """Return how far from a leg a turn at search speed can lead: the turn's diameter, in nm."""
    return 2.0 * turn_radius_m(aircraft.search_kn, aircraft.bank_deg) / 1852.0


def flown_path(legs: Sequence[Run], aircraft: Aircraft) -> tuple[Floats, Floats]:
    """Return (lat, lon) at most 100 m apart along the legs and all turns; no legs give none."""
    lat: list[Floats] = []
    lon: list[Floats] = []
    for leg in legs:
        y, x = _straight(leg.start, leg.end)
        lat.append(y)
        lon.append(x)
    for before, after in pairwise(legs):
        for y, x in _turns(before, after, aircraft):
            lat.append(y)
            lon.append(x)
    return (np.concatenate(lat), np.concatenate(lon)) if lat else (np.empty(0), np.empty(0))


def first_breach(
    legs: Sequence[Run], aircraft: Aircraft, keepouts: Sequence[KeepOut], projection: Projection
) -> Breach | None:
    """Return the first keep-out that the legs or their turns enter, None when they enter none."""
    lat, lon = flown_path(legs, aircraft)
    for keepout in keepouts:
        inside = keepout.holds(lat, lon, projection)
        if inside.any():
            i = int(np.argmax(inside))
            return Breach(keepout.name, float(lat[i]), float(lon[i]))
    return None


def _straight(start: tuple[float, float], end: tuple[float, float]) -> tuple[Floats, Floats]:
    length = float(distance_m(*start, *end))
    along = np.linspace(0.0, length, 2 + int(length / _STEP_M))
    lat, lon = destination(*start, float(bearing_deg(*start, *end)), along)
    return np.asarray(lat), np.asarray(lon)


def _turns(before: Run, after: Run, aircraft: Aircraft) -> list[tuple[Floats, Floats]]:
    """Return the ways in which the corner between two legs is flown."""
    corner, following = before.end, after.end
    course_in = float(bearing_deg(*corner, *before.start)) + 180.0
    course_out = float(bearing_deg(*corner, *following))
    turn = float(wrap_lon(course_out - course_in))
    if abs(turn) < 0.1:
        return []
    is_transit = before.kind == after.kind == "transit"
    speed = aircraft.transit_kn if is_transit else aircraft.search_kn
    radius = turn_radius_m(speed, aircraft.bank_deg)
    lead = radius * float(np.tan(np.radians(abs(turn) / 2)))
    room = min(float(distance_m(*before.start, *corner)), float(distance_m(*corner, *following)))
    fits = abs(turn) <= _SHARPEST_DEG and lead <= room
    out = []
    if fits:
        entry = destination(*corner, course_in + 180.0, lead)
        out.append(_arc((float(entry[0]), float(entry[1])), course_in, turn, radius))
    if not fits or not is_transit:
        lat, lon = _arc(corner, course_in, turn, radius)
        out.append((lat, lon))
        out.append(_straight((float(lat[-1]), float(lon[-1])), following))
    return out


def _arc(
    start: tuple[float, float], course_deg: float, turn_deg: float, radius_m: float
) -> tuple[Floats, Floats]:
    """Return the points of a turn from `start`, to the right when `turn_deg` is above 0."""
    side = np.copysign(90.0, turn_deg)
    centre = destination(*start, course_deg + side, radius_m)
    length = np.radians(abs(turn_deg)) * radius_m
    angle = np.linspace(0.0, turn_deg, 2 + int(length / _STEP_M))
    lat, lon = destination(*centre, course_deg - side + angle, radius_m)
    return np.asarray(lat), np.asarray(lon)
