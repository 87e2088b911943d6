"""A hull that goes wherever another goes: made fast beside it, on a tow line behind it, or the
same hull with a second transponder.

Method: the leader's plan is sailed once, and the follower keeps a fixed place in the leader's own
frame, give or take a slow swing. Blind spot: a tow line neither slackens nor breaks.
"""

from dataclasses import dataclass, replace

import numpy as np

from ..ship import Ship
from ..waters.tide import Floats
from .motion import UNDER_WAY, Track, shifted, track


@dataclass(frozen=True, slots=True)
class Follows:
    """At `forward_m` and `right_m` of a sailed track's hull; swings by `swing_m` across."""

    start_s: float
    end_s: float
    leader: Track
    forward_m: float
    right_m: float
    swing_m: float = 0.0
    status: int = UNDER_WAY

    def at(self, t: Floats) -> tuple[Floats, Floats, Floats]:
        """See motion.Piece."""
        lat = np.interp(t, self.leader.t, self.leader.lat)
        lon = np.interp(t, self.leader.t, self.leader.lon)
        sin = np.interp(t, self.leader.t, self.leader.heading_east)
        cos = np.interp(t, self.leader.t, self.leader.heading_north)
        size = np.maximum(np.hypot(sin, cos), 1e-9)
        sin, cos = sin / size, cos / size
        right = self.right_m + self.swing_m * np.sin(2 * np.pi * t / 1700.0)
        lat, lon = shifted(
            lat, lon, self.forward_m * sin + right * cos, self.forward_m * cos - right * sin
        )
        return lat, lon, np.degrees(np.arctan2(sin, cos)) % 360.0


def follow(ship: Ship, leader: Ship, until_s: float, forward_m: float, right_m: float,
           swing_m: float = 0.0) -> None:  # fmt: skip
    """Let `ship` keep a place at `leader`'s hull for all of the scenario."""
    sailed = track(leader.pieces, until_s)
    ship.pieces = [Follows(-1e6, until_s + 1e6, sailed, forward_m, right_m, swing_m)]


def slower(ship: Ship, cruise_kn: float) -> None:
    """Let a ship cruise at another speed, as one that tows."""
    ship.hull = replace(ship.hull, cruise_kn=cruise_kn)


def says_no_type(ship: Ship, *, size: bool = True) -> None:
    """Let a ship say neither type nor IMO number, and with `size` False no dimensions either."""
    ship.claims[0] = replace(
        ship.claims[0], ship_type=0, imo=0, antenna_m=None if size else (0, 0, 0, 0)
    )
