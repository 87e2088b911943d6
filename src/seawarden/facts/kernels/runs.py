"""Runs: the slow legs of a track, one after the other, summed up for STAYS."""

import numba as nb

from ...compiled import kernel
from ...units import MPS_PER_KN
from .layout import Report, Run
from .legs import decimetres, is_slow, lon_step, tenths
from .rules import Rules

LEG_SLACK_M = 50.0
"""A slow leg may be this much longer than its speed gives: 2.5 times `position_sigma_m`; own
choice."""


@kernel
def is_stay(p: Report, c: Report, metres: float, r: Rules) -> bool:
    """Return whether the leg from `p` to `c` belongs to a stay: slow at both ends and between."""
    if c.t - p.t > r.stay_max_ms:
        return False
    dt_s = (c.t - p.t) * 1e-3
    implied = metres / dt_s / MPS_PER_KN
    most = r.stay_max_sog_kn
    if not (is_slow(p.sog, implied, most) and is_slow(c.sog, implied, most)):
        return False
    return metres <= most * MPS_PER_KN * dt_s + LEG_SLACK_M


@kernel
def run_begin(run: Run, p: Report) -> None:
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
        run.max_sog = tenths(p.sog)
    run.stopped_ms = 0
    run.dm = 0
    run.observed_ms = 0
    run.inferred_ms = 0
    run.longest_ms = 0


@kernel
def _run_leg(run: Run, p: Report, c: Report, metres: float, r: Rules) -> None:
    dt = c.t - p.t
    implied = metres / (dt * 1e-3) / MPS_PER_KN
    if p.sog == p.sog and c.sog == c.sog:
        run.sog_w += (tenths(p.sog) + tenths(c.sog)) * dt
        run.sog_ms += dt
    if is_slow(p.sog, implied, r.stopped_sog_kn) and is_slow(c.sog, implied, r.stopped_sog_kn):
        run.stopped_ms += dt
    run.dm += decimetres(metres)
    if dt <= r.heard_ms:
        run.observed_ms += dt
    else:
        run.inferred_ms += dt
    if dt > run.longest_ms:
        run.longest_ms = dt


@kernel
def run_extend(run: Run, p: Report, c: Report, metres: float, r: Rules) -> None:
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
        run.max_sog = max(run.max_sog, tenths(c.sog))


@kernel
def run_join(run: Run, later: Run, p: Report, c: Report, metres: float, r: Rules) -> None:
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
