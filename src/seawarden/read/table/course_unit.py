"""The unit of a column of courses: degrees, or tenths of one as in the message, or hundredths.

Courses in a part of a degree are whole numbers. Beyond 4095, the most that a message holds, they
are hundredths; beyond 511 tenths; below, the positions show which: of pairs of reports of one MMSI,
20 s to 1 h and at least 100 m apart, the bearing from one to the next is within 10 degrees of the
course as it stands or of a tenth of it (8 pairs, and 7 of 10). Blind spot: small whole courses of
ships that hardly move show nothing.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ...geo.sphere import angle_between_deg
from ...units import M_PER_NM, MPS_PER_KN
from .speed_unit import Tracks

Floats = NDArray[np.float64]
DEGREES, TENTHS, HUNDREDTHS = 1.0, 0.1, 0.01
"""What a course is multiplied by to give degrees."""
_MIN_S, _MAX_S, _MIN_M, _MAX_KN = 20.0, 3600.0, 100.0, 60.0
_WITHIN_DEG, _PAIRS, _SHARE = 10.0, 8, 0.7


def shown(cog: Floats, tracks: Callable[[], Tracks]) -> float | None:
    """Return what courses (none missing) are multiplied by to give degrees; None: nothing shows it.

    `tracks` gives the reports with their courses; it is asked only where the numbers leave it open.
    """
    if not len(cog) or (cog % 1 != 0).any():
        return DEGREES
    if ((cog > 4095) & (cog <= 36_000)).any():
        return HUNDREDTHS
    if ((cog > 511) & (cog <= 3600)).any():
        return TENTHS
    return _by_bearings(tracks())


def _by_bearings(tracks: Tracks) -> float | None:
    """Return the unit that fits the ways sailed; only courses far from their tenth count."""
    mmsi, lat, lon, cog, seconds = tracks.mmsi, tracks.lat, tracks.lon, tracks.value, tracks.seconds
    east = np.diff(lon) * np.cos(np.radians(lat[:-1])) * 60 * M_PER_NM
    north = np.diff(lat) * 60 * M_PER_NM
    bearing = np.degrees(np.arctan2(east, north)) % 360
    metres = np.hypot(east, north)
    first, second = cog[:-1], cog[1:]
    good = (
        (mmsi[:-1] == mmsi[1:]) & (seconds >= _MIN_S) & (seconds <= _MAX_S) & (metres >= _MIN_M)
        & (metres <= _MAX_KN * MPS_PER_KN * _MAX_S) & (first >= 0) & (first < 3600)
        & (np.abs(first - second) <= 50)
        & (angle_between_deg(first, first / 10) > 2 * _WITHIN_DEG)
    )  # fmt: skip
    if good.sum() < _PAIRS:
        return None
    tenths = float(np.mean(angle_between_deg(bearing[good], first[good] / 10) < _WITHIN_DEG))
    whole = float(np.mean(angle_between_deg(bearing[good], first[good]) < _WITHIN_DEG))
    if tenths >= _SHARE and whole < 1 - _SHARE:
        return TENTHS
    return DEGREES if whole >= _SHARE else None
