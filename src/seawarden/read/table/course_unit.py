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
from ...units import MPS_PER_KN
from .speed_unit import MAX_KN, MAX_S, MIN_M, MIN_S, PAIRS, SHARE, Tracks

Floats = NDArray[np.float64]
DEGREES, TENTHS, HUNDREDTHS = 1.0, 0.1, 0.01
"""What a course is multiplied by to give degrees."""
_WITHIN_DEG = 10.0


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
    mmsi, cog, seconds = tracks.mmsi, tracks.value, tracks.seconds
    metres, bearing = tracks.legs()
    first, second = cog[:-1], cog[1:]
    good = (
        (mmsi[:-1] == mmsi[1:]) & (seconds >= MIN_S) & (seconds <= MAX_S) & (metres >= MIN_M)
        & (metres <= MAX_KN * MPS_PER_KN * MAX_S) & (first >= 0) & (first < 3600)
        & (np.abs(first - second) <= 50)
        & (angle_between_deg(first, first / 10) > 2 * _WITHIN_DEG)
    )  # fmt: skip
    if good.sum() < PAIRS:
        return None
    tenths = float(np.mean(angle_between_deg(bearing[good], first[good] / 10) < _WITHIN_DEG))
    whole = float(np.mean(angle_between_deg(bearing[good], first[good]) < _WITHIN_DEG))
    if tenths >= SHARE and whole < 1 - SHARE:
        return TENTHS
    return DEGREES if whole >= SHARE else None
