"""Which named airspace a flight crosses, and when.

Method: the legs are sampled every mile along their great circles, with the time of flight; a zone
is crossed from the first sample inside to the last. Turns are not sampled: a zone that only a turn
touches is not named.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from ...geo.sphere import Floats, bearing_deg, destination, distance_m
from ...units import M_PER_NM
from ..flights import Sortie
from .zones import Zone


@dataclass(frozen=True, slots=True)
class Crossing:
    """A zone that a flight crosses: first and last moment inside, where it enters, time inside."""

    zone: Zone
    enters_utc: datetime
    leaves_utc: datetime
    lat_deg: float
    lon_deg: float
    inside_h: float


def crossings(sortie: Sortie, zones: Sequence[Zone]) -> list[Crossing]:
    """Return the zones that a flight crosses, in the order in which it enters them."""
    lat, lon, at_h, step_h = _sampled(sortie)
    out = []
    for zone in zones:
        inside = zone.area.contains(lat, lon)
        if inside.any():
            i, j = int(np.argmax(inside)), len(inside) - 1 - int(np.argmax(inside[::-1]))
            enters, leaves = (
                sortie.task.takeoff_utc + timedelta(hours=float(at_h[k])) for k in (i, j)
            )
            hours = float(step_h[inside].sum())
            out.append(Crossing(zone, enters, leaves, float(lat[i]), float(lon[i]), hours))
    return sorted(out, key=lambda c: (c.enters_utc, c.zone.code))


def _sampled(sortie: Sortie) -> tuple[Floats, Floats, Floats, Floats]:
    """Return (lat, lon, hours after take-off, hours that the sample stands for)."""
    parts: list[tuple[NDArray[np.float64], ...]] = []
    for leg in sortie.legs:
        length_m = float(distance_m(*leg.start, *leg.end))
        n = 1 + int(length_m / M_PER_NM)
        share = (np.arange(n) + 0.5) / n
        course = float(bearing_deg(*leg.start, *leg.end))
        lat, lon = destination(*leg.start, course, share * length_m)
        start, end = (
            (t - sortie.task.takeoff_utc).total_seconds() / 3600.0
            for t in (leg.start_utc, leg.end_utc)
        )
        parts.append((lat, lon, start + share * (end - start), np.full(n, (end - start) / n)))
    if not parts:
        return (np.empty(0),) * 4
    lat, lon, at, step = (np.concatenate(column) for column in zip(*parts, strict=True))
    return lat, lon, at, step
