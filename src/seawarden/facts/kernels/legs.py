"""A leg, from one report to the next: how long it is, and whether one ship can have made it."""

import math

import numba as nb
import numpy as np
from numpy.typing import NDArray

from ...compiled import kernel
from ...units import AIS_UNITS_PER_DEG, EARTH_RADIUS_M, M_PER_DEG_LAT, MPS_PER_KN
from .layout import Records, Report
from .rules import Rules

RAD_PER_AISU = math.pi / 180.0 / AIS_UNITS_PER_DEG
M_PER_AISU = M_PER_DEG_LAT / AIS_UNITS_PER_DEG
_HALF_TURN = 180 * AIS_UNITS_PER_DEG
_TURN = 360 * AIS_UNITS_PER_DEG
_PLANE_AISU = 32_000  # 6 km: up to there the plane is exact to a centimetre
_PLANE_RAD = 1.4  # 80 deg of latitude, where the cosine's series still is
_COS = tuple((-1.0) ** k / math.factorial(2 * k) for k in range(7))
"""The cosine's series: multiplying by 1/n! is several times as fast as dividing by it."""
REST_KN = 0.3
"""A ship at or below this speed is at rest if she sends no course: own choice, three of AIS's
steps of 0.1 kn. Above it a speed without a course is no velocity."""


@kernel(inline="always")
def lon_step(lon: int, lon2: int) -> int:
    """Return lon2 - lon in AIS units the short way round."""
    d = lon2 - lon
    if d > _HALF_TURN:
        d -= _TURN
    elif d < -_HALF_TURN:
        d += _TURN
    return d


@kernel(inline="always")
def _cos(x: float) -> float:
    """Return the cosine for |x| <= 1.4 to 2e-7: a series, a third of the library's time."""
    y = x * x
    tail = _COS[3] + y * (_COS[4] + y * (_COS[5] + y * _COS[6]))
    return 1.0 + y * (_COS[1] + y * (_COS[2] + y * tail))


@kernel
def leg_m(lat: int, lon: int, lat2: int, lon2: int) -> float:
    """Return metres between two positions in AIS units.

    Below 6 km the plane through the mean latitude is exact to a centimetre and needs one
    cosine; beyond that, or near a pole, the haversine.
    """
    dlat = nb.int64(lat2) - nb.int64(lat)
    dlon = lon_step(nb.int64(lon), nb.int64(lon2))
    if dlat == 0 and dlon == 0:
        return 0.0
    mid = (nb.int64(lat) + nb.int64(lat2)) * (0.5 * RAD_PER_AISU)
    if abs(dlat) < _PLANE_AISU and abs(dlon) < _PLANE_AISU and abs(mid) < _PLANE_RAD:
        y = dlat * M_PER_AISU
        x = dlon * M_PER_AISU * _cos(mid)
        return math.sqrt(x * x + y * y)
    a = lat * RAD_PER_AISU
    b = lat2 * RAD_PER_AISU
    sy = math.sin((b - a) * 0.5)
    sx = math.sin(dlon * RAD_PER_AISU * 0.5)
    h = sy * sy + math.cos(a) * math.cos(b) * sx * sx
    return 2.0 * EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, h)))


@kernel(inline="always")
def decimetres(metres: float) -> int:
    """Return the length of a leg as the whole number that sums keep."""
    return int(metres * 10 + 0.5)


@kernel(inline="always")
def tenths(value: float) -> int:
    """Return knots or degrees as the whole number of tenths that sums keep."""
    return int(value * 10 + 0.5)


@kernel
def reachable(p: Report, c: Report, metres: float, r: Rules) -> bool:
    """Return whether the ship of report `p` can have sent `c`, `metres` away.

    The speed allowed is the greater of `reach_min_kn` and a quarter more than she made, plus
    10 kn, never above `reach_max_kn`; position noise and clock skew are given `slack_m`.
    """
    if metres <= r.slack_m:
        return True
    known = -1.0
    if p.sog == p.sog:
        known = p.sog
    if c.sog == c.sog and c.sog > known:
        known = c.sog
    allowed = r.reach_unknown_kn if known < 0 else max(r.reach_min_kn, 1.25 * known + 10.0)
    allowed = min(allowed, r.reach_max_kn)
    return metres <= r.slack_m + allowed * MPS_PER_KN * (c.t - p.t) * 1e-3


@kernel
def is_possible(before: Records, after: Records, r: Rules) -> NDArray[np.bool_]:
    """Return for each of two rows of REPORT records, (n,), whether one ship can have sent both."""
    out = np.zeros(len(before), np.bool_)
    for i in range(len(before)):
        p, c = before[i], after[i]
        out[i] = reachable(p, c, leg_m(p.lat, p.lon, c.lat, c.lon), r)
    return out


@kernel(inline="always")
def is_slow(sog_kn: float, implied_kn: float, limit_kn: float) -> bool:
    """Return whether a report is slow: by its speed or, where it has none, by the leg's."""
    return sog_kn <= limit_kn if sog_kn == sog_kn else implied_kn <= limit_kn


@kernel(inline="always")
def has_velocity(at: Report) -> bool:
    """Return whether speed and course are known, or the ship is at rest."""
    return at.sog == at.sog and (at.cog == at.cog or at.sog <= REST_KN)


@kernel(inline="always")
def velocity_mps(at: Report) -> tuple[float, float]:
    """Return the velocity to north and east, m/s; none where speed or course is not known."""
    if at.sog == at.sog and at.cog == at.cog:
        speed = at.sog * MPS_PER_KN
        course = math.radians(nb.float64(at.cog))
        return speed * math.cos(course), speed * math.sin(course)
    return 0.0, 0.0
