"""Sunrise and sunset, for searches that need daylight.

Method: low-accuracy solar position [meeus1998, ch. 25] and equation of time from it, hour angle
at a zenith of 90.833 deg (16' semi-diameter and 34' refraction, the almanacs' convention),
iterated twice. Good to about a minute below 65 deg of latitude; refraction varies more than that.

[meeus1998] J. Meeus, Astronomical Algorithms, 2nd ed.
"""

from datetime import UTC, date, datetime, timedelta

import numpy as np
from numpy.typing import ArrayLike, NDArray

_ZENITH_DEG = 90.833
_J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)


def declination_and_equation(time: datetime) -> tuple[float, float]:
    """Return the Sun's apparent declination in degrees and the equation of time in minutes."""
    t = (time - _J2000).total_seconds() / 86_400.0 / 36_525.0
    mean_lon = (280.46646 + t * (36_000.76983 + t * 0.0003032)) % 360.0
    anomaly = np.radians(357.52911 + t * (35_999.05029 - t * 0.0001537))
    centre = (
        np.sin(anomaly) * (1.914602 - t * (0.004817 + t * 0.000014))
        + np.sin(2 * anomaly) * (0.019993 - t * 0.000101)
        + np.sin(3 * anomaly) * 0.000289
    )
    node = np.radians(125.04 - 1934.136 * t)
    nutation = -0.00478 * np.sin(node)
    apparent = np.radians(mean_lon + centre - 0.00569 + nutation)
    tilt = np.radians(
        23.0
        + 26.0 / 60
        + (21.448 - t * (46.8150 + t * (0.00059 - t * 0.001813))) / 3600
        + 0.00256 * np.cos(node)
    )
    declination = np.degrees(np.arcsin(np.sin(tilt) * np.sin(apparent)))
    ascension = np.degrees(np.arctan2(np.cos(tilt) * np.sin(apparent), np.cos(apparent)))
    turn = mean_lon - 0.0057183 - ascension + nutation * np.cos(tilt)
    equation = (turn + 180.0) % 360.0 - 180.0
    return float(declination), float(equation * 4.0)


def sunrise_sunset(lat: float, lon: float, day: date) -> tuple[datetime, datetime] | None:
    """Return (sunrise, sunset) in UTC of the solar day whose noon falls on `day` at `lon`.

    None when the Sun does not rise (polar night) or does not set (`is_polar_day` tells which).
    """
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC) - timedelta(hours=lon / 15.0)
    out: list[datetime] = []
    for sign in (-1.0, 1.0):
        at = noon
        for _ in range(3):
            declination, equation = declination_and_equation(at)
            angle = _hour_angle_deg(lat, declination)
            if angle is None:
                return None
            at = noon - timedelta(minutes=equation) + timedelta(hours=sign * angle / 15.0)
        out.append(at.replace(microsecond=0))
    return out[0], out[1]


def is_dark(lat: ArrayLike, lon: ArrayLike, time: datetime) -> NDArray[np.bool_]:
    """Return whether the Sun is below the horizon (as at sunset) at each position."""
    declination, equation = (np.asarray(v) for v in declination_and_equation(time))
    utc_h = (time - time.replace(hour=0, minute=0, second=0, microsecond=0)) / timedelta(hours=1)
    hour_angle = np.radians(15.0 * (utc_h - 12.0 + equation / 60.0) + np.asarray(lon, np.float64))
    phi, delta = np.radians(np.asarray(lat, np.float64)), np.radians(declination)
    sine = np.sin(phi) * np.sin(delta) + np.cos(phi) * np.cos(delta) * np.cos(hour_angle)
    return np.asarray(sine < np.cos(np.radians(_ZENITH_DEG)))


def is_polar_day(lat: float, lon: float, day: date) -> bool:
    """Return whether the Sun stays above the horizon at its lower transit around `day`."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC) - timedelta(hours=lon / 15.0)
    declination, _ = declination_and_equation(noon)
    return abs(lat + declination) > _ZENITH_DEG - 1.666


def _hour_angle_deg(lat: float, declination_deg: float) -> float | None:
    phi, delta = np.radians(lat), np.radians(declination_deg)
    cosine = (np.cos(np.radians(_ZENITH_DEG)) - np.sin(phi) * np.sin(delta)) / (
        np.cos(phi) * np.cos(delta)
    )
    return None if abs(cosine) > 1 else float(np.degrees(np.arccos(cosine)))
