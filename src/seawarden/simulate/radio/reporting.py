"""When a transponder transmits: ITU-R M.1371-5, tables 1 and 2.

Class A under way: 10 s up to 14 kn, 6 s up to 23 kn, 2 s above; a third of that while turning;
3 min at anchor or moored below 3 kn. Class B (carrier sense): 30 s above 2 kn, else 3 min.
Method: the number of transmissions since the start is the integral of 1/interval; transmission
k takes place where it reaches k, give or take a tenth of the interval.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..movement.motion import AT_ANCHOR, MOORED, STEP_S, Track

Floats = NDArray[np.float64]

_TURNING_DEG_MIN = 12.0  # a course change quicker than this counts as turning; own choice
STATIC_INTERVAL_S = 360.0
"""Static messages: every six minutes, both classes (ITU-R M.1371-5)."""


def interval_s(ais_class: int, track: Track) -> Floats:
    """Return the reporting interval on the track's grid."""
    sog = track.sog_kn()
    if ais_class == 2:
        return np.where(sog > 2.0, 30.0, 180.0)
    still = np.isin(track.status, (AT_ANCHOR, MOORED)) & (sog < 3.0)
    under_way = np.where(sog > 23.0, 2.0, np.where(sog > 14.0, 6.0, 10.0))
    course = np.arctan2(track.east_mps, track.north_mps)
    swing = np.abs(np.degrees(np.angle(np.exp(1j * np.gradient(course)))))
    turning = (swing > _TURNING_DEG_MIN) & (sog > 1.0)
    fast = np.where(sog > 14.0, 2.0, 10.0 / 3.0)
    return np.asarray(np.where(still, 180.0, np.where(turning & (sog <= 23.0), fast, under_way)))


@dataclass(frozen=True, slots=True)
class Schedule:
    """A ship's transmissions: `phase` of them have been sent at the grid times `t`."""

    t: Floats
    phase: Floats

    def count(self, when: Floats) -> Floats:
        """Return how many transmissions were sent up to given times (fractions too)."""
        return np.interp(when, self.t, self.phase)

    def time(self, number: NDArray[np.int64], jitter: Floats) -> Floats:
        """Return the times of given transmissions; jitter is -0.1 to 0.1 of an interval."""
        return np.interp(number + jitter, self.phase, self.t)


def schedule(ais_class: int, track: Track, offset: float) -> Schedule:
    """Return the schedule; `offset` (0 to 1) is where in its first interval the ship starts."""
    rate = STEP_S / interval_s(ais_class, track)
    phase = np.concatenate([[0.0], np.cumsum(rate[:-1])]) + offset
    return Schedule(track.t, phase)
