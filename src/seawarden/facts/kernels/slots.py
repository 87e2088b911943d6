"""Slots: where a slow ship was at the grid times between two reports, and how sure that is.

Method: the straight line between the reports, bent towards the Hermite cubic through both
velocities as far as they can be believed (docs/facts.md, "Slots and contacts"). `Rules` hold
every threshold.
"""

import math

import numba as nb

from ...compiled import kernel
from ...units import AIS_UNITS_PER_DEG, M_PER_DEG_LAT, MPS_PER_KN
from .layout import Records, Report, Slot
from .legs import (
    M_PER_AISU,
    RAD_PER_AISU,
    has_velocity,
    is_slow,
    lon_step,
    velocity_mps,
)
from .rules import Rules
from .runs import LEG_SLACK_M

NEVER_SLOW, SLOW, ARRIVED, LEFT = range(4)
"""What a ship did between two reports: nothing slow; slow at both; slow since some time; until."""
_NEAR_POLE = 0.01  # cosine of 89.4 deg: beyond it, degrees of longitude are no plane


@kernel
def slow_time(p: Report, c: Report, metres: float, r: Rules) -> tuple[int, int, int]:
    """Return (from ms, to ms, what): when in the interval the ship was slow, and what she did.

    `SLOW`: slow at both ends, moved evenly; `ARRIVED`: fast before `from`, since then where `c`
    is; `LEFT`: stayed where `p` was until `to`. An arrival is when the leg at the earlier speed
    was done; a departure when it must have begun.
    """
    dt = c.t - p.t
    if dt > r.slot_max_ms or dt <= 0:
        return nb.int64(0), nb.int64(0), NEVER_SLOW
    dt_s = dt * 1e-3
    implied = metres / dt_s / MPS_PER_KN
    slow_p = is_slow(p.sog, implied, r.slot_max_sog_kn)
    slow_c = is_slow(c.sog, implied, r.slot_max_sog_kn)
    if slow_p and slow_c:
        if metres <= r.slot_max_sog_kn * MPS_PER_KN * dt_s + LEG_SLACK_M:
            return p.t, c.t, SLOW
        return nb.int64(0), nb.int64(0), NEVER_SLOW
    if slow_c:
        fast_ms = nb.int64(metres / (p.sog * MPS_PER_KN) * 1000.0)
        if fast_ms < dt:
            return p.t + fast_ms, c.t, ARRIVED
    elif slow_p:
        fast_ms = nb.int64(metres / (c.sog * MPS_PER_KN) * 1000.0)
        if fast_ms < dt:
            return p.t, c.t - fast_ms, LEFT
    return nb.int64(0), nb.int64(0), NEVER_SLOW


@kernel
def _hold(slot: Slot, at: Report, away_s: float, r: Rules) -> None:
    """Place a slot `away_s` seconds after (before, if negative) a slow report."""
    north_mps, east_mps = velocity_mps(at)
    lat = at.lat / AIS_UNITS_PER_DEG
    slot.lat = max(-90.0, min(90.0, lat + north_mps * away_s / M_PER_DEG_LAT))
    cos = max(1e-9, math.cos(math.radians(lat)))
    slot.lon = at.lon / AIS_UNITS_PER_DEG + east_mps * away_s / M_PER_DEG_LAT / cos
    s = abs(away_s)
    slot.sigma = math.sqrt(
        r.position_sigma_m**2 + (r.drift_sigma_mps * s) ** 2 + (0.5 * r.drift_mps2 * s * s) ** 2
    )


@kernel
def _bend(
    p: Report, c: Report, dlon: int, dt_s: float, r: Rules
) -> tuple[float, float, float, float, float]:
    """Return how the velocities that a slow ship sent bend her path between two reports.

    Four terms of the Hermite cubic (north and east that bend the path after `p`, and before `c`;
    AIS units), and the 1-sigma error for each second of `after * before / dt`. What the two
    velocities have in common that the straight line does not show (`common`) is noise of theirs
    or a stop between; where they differ (`change`), the path is bent.
    """
    cos = math.cos((p.lat + nb.int64(c.lat)) * (0.5 * RAD_PER_AISU))
    if cos < _NEAR_POLE or not (has_velocity(p) and has_velocity(c)):
        return 0.0, 0.0, 0.0, 0.0, 0.5 * r.drift_mps2 * dt_s
    north = (nb.int64(c.lat) - p.lat) * M_PER_AISU / dt_s
    east = dlon * M_PER_AISU * cos / dt_s
    north_p, east_p = velocity_mps(p)
    north_c, east_c = velocity_mps(c)
    north_p -= north
    east_p -= east
    north_c -= north
    east_c -= east
    change2 = (north_c - north_p) ** 2 + (east_c - east_p) ** 2
    common2 = 0.25 * ((north_c + north_p) ** 2 + (east_c + east_p) ** 2)
    long = (dt_s / r.bend_max_s) ** 4
    held = r.bend_held_m**2 / ((north**2 + east**2) * dt_s**2 + 1e-9)
    share = change2 / (change2 + r.bend_change_mps**2) / (1.0 + common2 / r.bend_common_mps**2)
    share /= (1.0 + long) * (1.0 + held)
    error = (
        r.path_sigma_mps
        + r.path_common_share * math.sqrt(common2)
        + r.path_change_share * math.sqrt(change2)
    )
    error = max(error, 0.5 * r.drift_mps2 * dt_s)
    unit = share * dt_s / M_PER_AISU
    return north_p * unit, east_p * unit / cos, north_c * unit, east_c * unit / cos, error


@kernel
def next_slot(t: int, r: Rules) -> int:
    """Return the first grid time after `t`."""
    return (t // r.slot_ms + 1) * r.slot_ms


@kernel(inline="always")
def slots_an_interval(r: Rules) -> int:
    """Return the most slots that one interval between two reports can fill."""
    return r.slot_max_ms // r.slot_ms + 1


@kernel
def fill_slots(
    p: Report, c: Report, metres: float, track: int, slots: Records, n: int, r: Rules
) -> int:
    """Write the grid slots in (p.t, c.t] to `slots` from place `n`; return the new count.

    `sigma` at a seconds after `p` and b before `c`: the position error, and what `_bend` says
    of the path, times a times b over the interval.
    Call it only when a grid time lies in the interval (`next_slot`).
    """
    t_from, t_to, what = slow_time(p, c, metres, r)
    if what == NEVER_SLOW:
        return n
    g = p.t // r.slot_ms + 1
    last = c.t // r.slot_ms
    dt_s = (c.t - p.t) * 1e-3
    dlon = lon_step(nb.int64(p.lon), nb.int64(c.lon))
    north_p, east_p, north_c, east_c, off_mps = 0.0, 0.0, 0.0, 0.0, 0.0
    if what == SLOW:
        north_p, east_p, north_c, east_c, off_mps = _bend(p, c, dlon, dt_s, r)
    while g <= last:
        t = g * r.slot_ms
        if t_from <= t <= t_to:
            slot = slots[n]
            slot.track = track
            slot.g = g
            slot.row = p.row
            slot.gap = dt_s
            after_s = (t - p.t) * 1e-3
            before_s = dt_s - after_s
            nearest = p if after_s <= before_s else c
            other = c if after_s <= before_s else p
            slot.sog = nearest.sog if nearest.sog == nearest.sog else other.sog
            slot.hdg = nearest.hdg if nearest.hdg == nearest.hdg else other.hdg
            if what == SLOW:
                f = after_s / dt_s
                out = f * (1.0 - f) * (1.0 - f)
                back = f * f * (1.0 - f)
                north = out * north_p - back * north_c
                east = out * east_p - back * east_c
                slot.lat = (p.lat + f * (nb.int64(c.lat) - p.lat) + north) / AIS_UNITS_PER_DEG
                slot.lon = (p.lon + f * dlon + east) / AIS_UNITS_PER_DEG
                off_m = off_mps * after_s * before_s / dt_s
                slot.sigma = math.sqrt(r.position_sigma_m**2 + off_m * off_m)
                if slot.sog != slot.sog:
                    slot.sog = metres / dt_s / MPS_PER_KN
            elif what == ARRIVED:
                slot.sog = c.sog
                _hold(slot, c, -before_s, r)
            else:
                slot.sog = p.sog
                _hold(slot, p, after_s, r)
            if slot.lon >= 180.0:
                slot.lon -= 360.0
            elif slot.lon < -180.0:
                slot.lon += 360.0
            n += 1
        g += 1
    return n
