"""Magnetic variation and the Moon, by kept libraries of the `patrol` extra.

Sources: the World Magnetic Model, by pygeomag with its coefficients of 2010 to 2030 (2025 released
13 November 2024, valid to 2030), at sea level; Moon by PyEphem [meeus1998, ch. 47 and 48, give the
same], rising and setting with the horizon at -34' and no pressure, the almanacs' convention.

Blind spot: local anomalies of the field; the model is good to half a degree outside polar zones.
Where a library is missing, or the day lies outside the model, the answer is None: not known.

[meeus1998] J. Meeus, Astronomical Algorithms, 2nd ed.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

import numpy as np

_MODELS = {2010: "WMM_2010", 2015: "WMM_2015v2", 2020: "WMM_2020", 2025: "WMM_2025"}


@dataclass(frozen=True, slots=True)
class Moon:
    """The Moon over a place: share lit, next rising and setting after a time (None: neither in a
    day)."""

    lit: float
    rises_utc: datetime | None
    sets_utc: datetime | None


def variation_deg(lat_deg: float, lon_deg: float, time: datetime) -> float | None:
    """Return the magnetic variation, east positive; None where it is not known."""
    first = max((year for year in _MODELS if year <= time.year), default=None)
    if first is None or time.year >= first + 5:
        return None
    model = _model(_MODELS[first])
    if model is None:
        return None
    start = datetime(time.year, 1, 1, tzinfo=UTC)
    year = time.year + (time - start) / (datetime(time.year + 1, 1, 1, tzinfo=UTC) - start)
    return float(model.calculate(glat=lat_deg, glon=lon_deg, alt=0.0, time=year).d)


def magnetic_deg(course_deg: float, lat_deg: float, lon_deg: float, time: datetime) -> float | None:
    """Return the magnetic course of a true one, less the variation; None if that is not known."""
    variation = variation_deg(lat_deg, lon_deg, time)
    return None if variation is None else float((course_deg - variation) % 360.0)


def moon(lat_deg: float, lon_deg: float, time: datetime) -> Moon | None:
    """Return the Moon at a place from a time on; None where the library is missing."""
    try:
        import ephem
    except ImportError:
        return None
    place = ephem.Observer()
    place.lat, place.lon = np.radians(lat_deg), np.radians(lon_deg)
    place.pressure, place.horizon = 0, "-0:34"
    place.date = ephem.Date(time.astimezone(UTC).replace(tzinfo=None))
    body = ephem.Moon(place)
    lit = float(body.phase) / 100.0
    return Moon(lit, _next(place.next_rising, time, ephem), _next(place.next_setting, time, ephem))


def _next(find: Any, time: datetime, ephem: Any) -> datetime | None:
    try:
        at = find(ephem.Moon()).datetime().replace(tzinfo=UTC, microsecond=0)
    except (ephem.AlwaysUpError, ephem.NeverUpError):
        return None
    return at if (at - time).total_seconds() <= 25 * 3600 else None


@cache
def _model(name: str) -> Any:
    try:
        from pygeomag import GeoMag
    except ImportError:
        return None
    return GeoMag(coefficients_file=f"wmm/{name}.COF")
