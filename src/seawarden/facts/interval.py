"""What follows from two successive reports of one track: leg, run, silence, slots.

These are the rules of the pass. The scan applies them to each pair of reports in a span, and
`combine` applies the very same code to the pair that lies across the border of two spans.
"""

import math
from typing import Any, NamedTuple

import numba as nb
import numpy as np

from ..units import AIS_UNITS_PER_DEG, EARTH_RADIUS_M, M_PER_DEG_LAT, MPS_PER_KN, MS_PER_H
from .params import Params

_RAD_PER_AISU = math.pi / 180.0 / AIS_UNITS_PER_DEG
_M_PER_AISU = M_PER_DEG_LAT / AIS_UNITS_PER_DEG
_HALF_TURN = 180 * AIS_UNITS_PER_DEG
_TURN = 360 * AIS_UNITS_PER_DEG
_NO_COURSE_KN = 0.3  # slower ships are at rest, whatever their course
_NEAR_POLE = 0.01  # cosine of 89.4 deg: beyond it, degrees of longitude are no plane
_COS = tuple((-1.0) ** k / math.factorial(2 * k) for k in range(7))
"""The cosine's series: multiplying by 1/n! is several times as fast as dividing by it."""


class Rules(NamedTuple):
    """`Params` in the units of the kernel."""

    slot_ms: int
    slot_max_ms: int
    slot_sog: float
    sigma_m: float
    drift_a: float
    drift_s: float
    way_mps: float
    way_odd: float
    way_turn: float
    bend_turn: float
    bend_odd: float
    bend_s: float
    bend_held_m: float
    stay_sog: float
    stay_min_ms: int
    stay_max_ms: int
    stopped_sog: float
    silence_ms: int
    heard_ms: int
    reach_min: float
    reach_unknown: float
    reach_max: float
    slack_m: float
    memory_ms: int
    contacts_only: bool
    near_aisu: float
    near_aisu_per_ms: float


def rules(params: Params, *, contacts_only: bool = False) -> Rules:
    """Return `params` in milliseconds, knots and metres."""
    return Rules(
        slot_ms=round(params.slot_min * 60_000),
        slot_max_ms=round(params.slot_max_interval_h * MS_PER_H),
        slot_sog=params.slot_max_sog_kn,
        sigma_m=params.position_sigma_m,
        drift_a=params.drift_acceleration_mps2,
        drift_s=params.drift_sigma_mps,
        way_mps=params.way_sigma_mps,
        way_odd=params.way_odd_share,
        way_turn=params.way_turn_share,
        bend_turn=params.bend_turn_mps,
        bend_odd=params.bend_odd_mps,
        bend_s=params.bend_max_h * 3600.0,
        bend_held_m=params.bend_held_m,
        stay_sog=params.stay_max_sog_kn,
        stay_min_ms=round(params.stay_min_h * MS_PER_H),
        stay_max_ms=round(params.stay_max_interval_h * MS_PER_H),
        stopped_sog=params.stopped_sog_kn,
        silence_ms=round(params.silence_min_h * MS_PER_H),
        heard_ms=round(params.heard_max_h * MS_PER_H),
        reach_min=params.reach_min_kn,
        reach_unknown=params.reach_unknown_kn,
        reach_max=params.reach_max_kn,
        slack_m=params.reach_slack_m,
        memory_ms=round(params.track_memory_h * MS_PER_H),
        contacts_only=contacts_only,
        near_aisu=params.reach_slack_m / math.sqrt(2) / _M_PER_AISU if contacts_only else -1.0,
        near_aisu_per_ms=(
            params.reach_min_kn * MPS_PER_KN * 1e-3 / math.sqrt(2) / _M_PER_AISU
            if contacts_only
            else 0.0
        ),
    )


@nb.njit(cache=True, nogil=True, inline="always")
def lon_step(lon: Any, lon2: Any) -> Any:
    """Return lon2 - lon in AIS units the short way round."""
    d = lon2 - lon
    if d > _HALF_TURN:
        d -= _TURN
    elif d < -_HALF_TURN:
        d += _TURN
    return d


@nb.njit(cache=True, nogil=True, inline="always")
def _cos(x: Any) -> Any:
    """Return the cosine for |x| <= 1.4 to 2e-7: a series, a third of the library's time."""
    y = x * x
    tail = _COS[3] + y * (_COS[4] + y * (_COS[5] + y * _COS[6]))
    return 1.0 + y * (_COS[1] + y * (_COS[2] + y * tail))


@nb.njit(cache=True, nogil=True)
def leg_m(lat: Any, lon: Any, lat2: Any, lon2: Any) -> Any:
    """Return metres between two positions in AIS units.

    Below 6 km the plane through the mean latitude is exact to a centimetre and needs one
    cosine; beyond that, or near a pole, the haversine.
    """
    dlat = nb.int64(lat2) - nb.int64(lat)
    dlon = lon_step(nb.int64(lon), nb.int64(lon2))
    if dlat == 0 and dlon == 0:
        return 0.0
    mid = (nb.int64(lat) + nb.int64(lat2)) * (0.5 * _RAD_PER_AISU)
    if abs(dlat) < 32_000 and abs(dlon) < 32_000 and abs(mid) < 1.4:
        y = dlat * _M_PER_AISU
        x = dlon * _M_PER_AISU * _cos(mid)
        return math.sqrt(x * x + y * y)
    a = lat * _RAD_PER_AISU
    b = lat2 * _RAD_PER_AISU
    sy = math.sin((b - a) * 0.5)
    sx = math.sin(dlon * _RAD_PER_AISU * 0.5)
    h = sy * sy + math.cos(a) * math.cos(b) * sx * sx
    return 2.0 * EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, h)))


@nb.njit(cache=True, nogil=True)
def reachable(p: Any, c: Any, metres: Any, r: Any) -> Any:
    """Tell whether the ship of report `p` can have sent `c`.

    The speed allowed is the greater of `reach_min` and a quarter more than she made, plus 10 kn,
    never above `reach_max`; position noise and clock skew are given `slack_m`.
    """
    if metres <= r.slack_m:
        return True
    known = -1.0
    if p.sog == p.sog:
        known = p.sog
    if c.sog == c.sog and c.sog > known:
        known = c.sog
    allowed = r.reach_unknown if known < 0 else max(r.reach_min, 1.25 * known + 10.0)
    allowed = min(allowed, r.reach_max)
    return metres <= r.slack_m + allowed * MPS_PER_KN * (c.t - p.t) * 1e-3


@nb.njit(cache=True, nogil=True)
def is_possible(before: Any, after: Any, r: Any) -> Any:
    """Return for each pair of REPORT records whether one ship can have sent both."""
    out = np.zeros(len(before), np.bool_)
    for i in range(len(before)):
        p, c = before[i], after[i]
        out[i] = reachable(p, c, leg_m(p.lat, p.lon, c.lat, c.lon), r)
    return out


@nb.njit(cache=True, nogil=True, inline="always")
def _slow(sog: Any, implied: Any, limit: Any) -> Any:
    return sog <= limit if sog == sog else implied <= limit


@nb.njit(cache=True, nogil=True)
def is_stay(p: Any, c: Any, metres: Any, r: Any) -> Any:
    """Tell whether the leg from `p` to `c` belongs to a stay: slow at both ends and between."""
    if c.t - p.t > r.stay_max_ms:
        return False
    dt_s = (c.t - p.t) * 1e-3
    implied = metres / dt_s / MPS_PER_KN
    if not (_slow(p.sog, implied, r.stay_sog) and _slow(c.sog, implied, r.stay_sog)):
        return False
    return metres <= r.stay_sog * MPS_PER_KN * dt_s + 50.0


@nb.njit(cache=True, nogil=True)
def run_begin(run: Any, p: Any) -> None:
    """Begin a run at report `p`."""
    run.n = 1
    run.t0 = p.t
    run.t1 = p.t
    run.row0 = p.row
    run.row1 = p.row
    run.lat0 = p.lat
    run.lon0 = p.lon
    run.lat1 = p.lat
    run.lon1 = p.lon
    run.sum_dlat = 0
    run.sum_dlon = 0
    run.sq_dlat = 0
    run.sq_dlon = 0
    run.sog_w = 0
    run.sog_ms = 0
    run.max_sog = -1
    if p.sog == p.sog:
        run.max_sog = int(p.sog * 10 + 0.5)
    run.stopped_ms = 0
    run.dm = 0
    run.observed_ms = 0
    run.inferred_ms = 0
    run.longest_ms = 0


@nb.njit(cache=True, nogil=True)
def _run_leg(run: Any, p: Any, c: Any, metres: Any, r: Any) -> None:
    dt = c.t - p.t
    implied = metres / (dt * 1e-3) / MPS_PER_KN
    if p.sog == p.sog and c.sog == c.sog:
        run.sog_w += (int(p.sog * 10 + 0.5) + int(c.sog * 10 + 0.5)) * dt
        run.sog_ms += dt
    if _slow(p.sog, implied, r.stopped_sog) and _slow(c.sog, implied, r.stopped_sog):
        run.stopped_ms += dt
    run.dm += int(metres * 10 + 0.5)
    if dt <= r.heard_ms:
        run.observed_ms += dt
    else:
        run.inferred_ms += dt
    if dt > run.longest_ms:
        run.longest_ms = dt


@nb.njit(cache=True, nogil=True)
def run_extend(run: Any, p: Any, c: Any, metres: Any, r: Any) -> None:
    """Extend a run that ends at `p` by the leg to `c`."""
    _run_leg(run, p, c, metres, r)
    dlat = nb.int64(c.lat) - run.lat0
    dlon = lon_step(nb.int64(run.lon0), nb.int64(c.lon))
    run.n += 1
    run.t1 = c.t
    run.row1 = c.row
    run.lat1 = c.lat
    run.lon1 = c.lon
    run.sum_dlat += dlat
    run.sum_dlon += dlon
    run.sq_dlat += dlat * dlat
    run.sq_dlon += dlon * dlon
    if c.sog == c.sog:
        run.max_sog = max(run.max_sog, int(c.sog * 10 + 0.5))


@nb.njit(cache=True, nogil=True)
def run_join(run: Any, later: Any, p: Any, c: Any, metres: Any, r: Any) -> None:
    """Join `later`, a run that begins at `c`, to `run`, which ends at `p`, by the leg between."""
    _run_leg(run, p, c, metres, r)
    dlat = nb.int64(later.lat0) - run.lat0
    dlon = lon_step(nb.int64(run.lon0), nb.int64(later.lon0))
    run.sq_dlat += later.sq_dlat + 2 * dlat * later.sum_dlat + later.n * dlat * dlat
    run.sq_dlon += later.sq_dlon + 2 * dlon * later.sum_dlon + later.n * dlon * dlon
    run.sum_dlat += later.sum_dlat + later.n * dlat
    run.sum_dlon += later.sum_dlon + later.n * dlon
    run.n += later.n
    run.t1 = later.t1
    run.row1 = later.row1
    run.lat1 = later.lat1
    run.lon1 = later.lon1
    run.sog_w += later.sog_w
    run.sog_ms += later.sog_ms
    run.max_sog = max(run.max_sog, later.max_sog)
    run.stopped_ms += later.stopped_ms
    run.dm += later.dm
    run.observed_ms += later.observed_ms
    run.inferred_ms += later.inferred_ms
    run.longest_ms = max(run.longest_ms, later.longest_ms)


@nb.njit(cache=True, nogil=True)
def slot_window(p: Any, c: Any, metres: Any, r: Any) -> Any:
    """Return (from_ms, to_ms, way): when in the interval the ship was slow.

    way 0: never; 1: slow at both ends, moved evenly; 2: arrived (fast before `from_ms`, since
    then where `c` is); 3: stayed where `p` was until `to_ms`, then left. An arrival is when the
    way at the earlier speed was done; a departure when it must have begun.
    """
    dt = c.t - p.t
    if dt > r.slot_max_ms or dt <= 0:
        return nb.int64(0), nb.int64(0), 0
    dt_s = dt * 1e-3
    implied = metres / dt_s / MPS_PER_KN
    slow_p = _slow(p.sog, implied, r.slot_sog)
    slow_c = _slow(c.sog, implied, r.slot_sog)
    if slow_p and slow_c:
        if metres <= r.slot_sog * MPS_PER_KN * dt_s + 50.0:
            return p.t, c.t, 1
        return nb.int64(0), nb.int64(0), 0
    if slow_c:
        way_ms = nb.int64(metres / (p.sog * MPS_PER_KN) * 1000.0)
        if way_ms < dt:
            return p.t + way_ms, c.t, 2
    elif slow_p:
        way_ms = nb.int64(metres / (c.sog * MPS_PER_KN) * 1000.0)
        if way_ms < dt:
            return p.t, c.t - way_ms, 3
    return nb.int64(0), nb.int64(0), 0


@nb.njit(cache=True, nogil=True)
def _hold(slot: Any, at: Any, away_s: Any, r: Any) -> None:
    """Place a slot `away_s` seconds after (before, if negative) a slow report."""
    north = 0.0
    east = 0.0
    if at.sog == at.sog and at.cog == at.cog:
        run_m = at.sog * MPS_PER_KN * away_s
        north = run_m * math.cos(math.radians(at.cog))
        east = run_m * math.sin(math.radians(at.cog))
    lat = at.lat / AIS_UNITS_PER_DEG
    slot.lat = max(-90.0, min(90.0, lat + north / M_PER_DEG_LAT))
    cos = max(1e-9, math.cos(math.radians(lat)))
    slot.lon = at.lon / AIS_UNITS_PER_DEG + east / M_PER_DEG_LAT / cos
    s = abs(away_s)
    slot.sigma = math.sqrt(r.sigma_m**2 + (r.drift_s * s) ** 2 + (0.5 * r.drift_a * s * s) ** 2)


@nb.njit(cache=True, nogil=True, inline="always")
def _known_velocity(at: Any) -> Any:
    return at.sog == at.sog and (at.cog == at.cog or at.sog <= _NO_COURSE_KN)


@nb.njit(cache=True, nogil=True)
def _way(p: Any, c: Any, dlon: Any, dt_s: Any, r: Any) -> Any:
    """Return how a slow ship went between two reports, by the velocities that she sent.

    Four terms of the Hermite cubic (north and east that bend the way after `p`, and before `c`;
    AIS units), and the 1-sigma error for each second of `after * before / dt`. What the two
    velocities have in common that the way does not show (`odd`) is noise of theirs or a stop
    between; where they differ (`turn`), the way is bent.
    """
    cos = math.cos((p.lat + nb.int64(c.lat)) * (0.5 * _RAD_PER_AISU))
    if cos < _NEAR_POLE or not (_known_velocity(p) and _known_velocity(c)):
        return 0.0, 0.0, 0.0, 0.0, 0.5 * r.drift_a * dt_s
    north = (nb.int64(c.lat) - p.lat) * _M_PER_AISU / dt_s
    east = dlon * _M_PER_AISU * cos / dt_s
    a = math.radians(p.cog) if p.cog == p.cog else 0.0
    b = math.radians(c.cog) if c.cog == c.cog else 0.0
    north_p = p.sog * MPS_PER_KN * math.cos(a) - north
    east_p = p.sog * MPS_PER_KN * math.sin(a) - east
    north_c = c.sog * MPS_PER_KN * math.cos(b) - north
    east_c = c.sog * MPS_PER_KN * math.sin(b) - east
    turn2 = (north_c - north_p) ** 2 + (east_c - east_p) ** 2
    odd2 = 0.25 * ((north_c + north_p) ** 2 + (east_c + east_p) ** 2)
    long = (dt_s / r.bend_s) ** 4
    held = r.bend_held_m**2 / ((north**2 + east**2) * dt_s**2 + 1e-9)
    share = turn2 / (turn2 + r.bend_turn**2) / (1.0 + odd2 / r.bend_odd**2)
    share /= (1.0 + long) * (1.0 + held)
    error = r.way_mps + r.way_odd * math.sqrt(odd2) + r.way_turn * math.sqrt(turn2)
    error = max(error, 0.5 * r.drift_a * dt_s)
    unit = share * dt_s / _M_PER_AISU
    return north_p * unit, east_p * unit / cos, north_c * unit, east_c * unit / cos, error


@nb.njit(cache=True, nogil=True)
def next_slot(t: Any, r: Any) -> Any:
    """Return the first grid time after `t`."""
    return (t // r.slot_ms + 1) * r.slot_ms


@nb.njit(cache=True, nogil=True, inline="always")
def slots_an_interval(r: Any) -> Any:
    """Return the most slots that one interval between two reports can fill."""
    return r.slot_max_ms // r.slot_ms + 1


@nb.njit(cache=True, nogil=True)
def fill_slots(p: Any, c: Any, metres: Any, track: Any, slots: Any, n: Any, r: Any) -> Any:
    """Write the grid slots in (p.t, c.t] to `slots` from place `n`; return the new count.

    `sigma` at a seconds after `p` and b before `c`: the position error, and what `_way` says
    of the way, times a times b over the interval.
    Call it only when a grid time lies in the interval (`next_slot`).
    """
    t_from, t_to, way = slot_window(p, c, metres, r)
    if way == 0:
        return n
    g = p.t // r.slot_ms + 1
    last = c.t // r.slot_ms
    dt_s = (c.t - p.t) * 1e-3
    dlon = lon_step(nb.int64(p.lon), nb.int64(c.lon))
    north_p, east_p, north_c, east_c, off_mps = 0.0, 0.0, 0.0, 0.0, 0.0
    if way == 1:
        north_p, east_p, north_c, east_c, off_mps = _way(p, c, dlon, dt_s, r)
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
            near = p if after_s <= before_s else c
            other = c if after_s <= before_s else p
            slot.sog = near.sog if near.sog == near.sog else other.sog
            slot.hdg = near.hdg if near.hdg == near.hdg else other.hdg
            if way == 1:
                f = after_s / dt_s
                out = f * (1.0 - f) * (1.0 - f)
                back = f * f * (1.0 - f)
                north = out * north_p - back * north_c
                east = out * east_p - back * east_c
                slot.lat = (p.lat + f * (nb.int64(c.lat) - p.lat) + north) / AIS_UNITS_PER_DEG
                slot.lon = (p.lon + f * dlon + east) / AIS_UNITS_PER_DEG
                off_m = off_mps * after_s * before_s / dt_s
                slot.sigma = math.sqrt(r.sigma_m**2 + off_m * off_m)
                if slot.sog != slot.sog:
                    slot.sog = metres / dt_s / MPS_PER_KN
            elif way == 2:
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
