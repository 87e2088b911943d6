"""Hypotheses: reports under one MMSI shared out among ships, the likeliest sharing kept.

Method: multiple-hypothesis tracking (Reid 1979). Report by report each hypothesis tries every ship
it knows that can have sent the report, and one new ship; the likeliest `hypotheses` are kept, and
at the end of a block the likeliest is traced back. A report fits a ship by how far off it lies
from where the mean of both velocities leads (a tail heavier than Gauss's, for ships turn), by the
change of speed, and by what the ship last said of herself where the source tells it.
"""

import math
from typing import Any, NamedTuple

import numba as nb
import numpy as np
from numpy.typing import NDArray

from ...units import M_PER_DEG_LAT, MPS_PER_KN

Array = NDArray[Any]


class Odds(NamedTuple):
    """`senders.Params` in the units of the kernel: metres, seconds, metres a second."""

    hypotheses: int
    ships: int
    give_up: float
    birth: float
    birth_told: float
    otherwise: float
    turn_s: float
    sigma_m: float
    sigma_mps: float
    moored_mps: float
    moored_max_mps: float
    sigma_max_m: float
    sigma_share: float
    speed_scale_mps: float
    speed_scale_mps2: float
    slack_m: float
    reach_mps: float
    reach_unknown_mps: float
    reach_max_mps: float


@nb.njit(cache=True, nogil=True)
def _misfit(p: Any, c: Any, t: Any, lat: Any, lon: Any, east: Any, north: Any, o: Any) -> Any:
    """Return the negative log likelihood that the ship of report `p` sent `c`; inf: cannot have."""
    dt = t[c] - t[p]
    dlon = lon[c] - lon[p]
    if dlon > 180.0:
        dlon -= 360.0
    elif dlon < -180.0:
        dlon += 360.0
    y = (lat[c] - lat[p]) * M_PER_DEG_LAT
    x = dlon * M_PER_DEG_LAT * math.cos(math.radians(0.5 * (lat[c] + lat[p])))
    is_told = east[p] == east[p] and east[c] == east[c]
    speed_p = math.hypot(east[p], north[p])
    speed_c = math.hypot(east[c], north[c])
    fastest = max(speed_p, speed_c)
    allowed = (
        max(o.reach_mps, 1.25 * fastest + 10.0 * MPS_PER_KN) if is_told else o.reach_unknown_mps
    )
    allowed = min(o.reach_max_mps, allowed)
    if math.hypot(x, y) > o.slack_m + allowed * dt:
        return math.inf
    if not is_told:
        sigma = min(o.sigma_max_m, o.sigma_m + (o.sigma_mps + 5.0 * MPS_PER_KN) * dt)
        q = math.hypot(x, y) / sigma
        return 2.0 * math.log(sigma) + 1.5 * math.log1p(q * q)
    # Velocity is forgotten with the time constant `turn_s`: nobody holds a course for ever.
    way_s = 0.5 * o.turn_s * (1.0 - math.exp(-dt / o.turn_s))
    dx = x - (east[p] + east[c]) * way_s
    dy = y - (north[p] + north[c]) * way_s
    change = math.hypot(east[c] - east[p], north[c] - north[p])
    drift = o.moored_mps if fastest <= o.moored_max_mps else o.sigma_mps
    sigma = o.sigma_m + (drift + o.sigma_share * (change + fastest)) * dt
    sigma = min(o.sigma_max_m, sigma)
    q = math.hypot(dx, dy) / sigma
    scale = o.speed_scale_mps + o.speed_scale_mps2 * dt
    misfit = 2.0 * math.log(sigma) + 1.5 * math.log1p(q * q)
    return misfit + math.log(scale) + abs(speed_c - speed_p) / scale


@nb.njit(cache=True, nogil=True)
def _mix(i: Any) -> Any:
    """Return a hash of a report's place; its sum over ships names a set of them."""
    h = nb.uint64(i + 1) * nb.uint64(0x9E3779B97F4A7C15)
    h ^= h >> nb.uint64(29)
    return h * nb.uint64(0xBF58476D1CE4E5B9)


class _Sharings(NamedTuple):
    """Hypotheses, by row: their ships' last reports, what those said, numbers, and the cost."""

    last: Any
    tag: Any
    ship: Any
    held: Any  # ships followed
    given: Any  # the number of the next new ship
    name: Any  # hash of the set of last reports: equal sets have equal futures
    cost: Any  # nats more than the best


def _empty(odds: Odds) -> _Sharings:
    most, wide = odds.hypotheses, odds.ships
    return _Sharings(
        last=np.full((most, wide), -1, np.int64),
        tag=np.full((most, wide), -1, np.int64),
        ship=np.zeros((most, wide), np.int64),
        held=np.zeros(most, np.int64),
        given=np.zeros(most, np.int64),
        name=np.zeros(most, np.uint64),
        cost=np.zeros(most),
    )


@nb.njit(cache=True, nogil=True)
def _offers(
    i: Any, now: Any, live: Any, t: Any, lat: Any, lon: Any, east: Any, north: Any, said: Any,
    fit: Any, price: Any, whose: Any, which: Any, o: Any,
) -> Any:  # fmt: skip
    """Write what each sharing with report `i` costs, whose and which ship's; return how many.

    A new ship takes the next place; where all are taken, that of the longest silent one, written
    as a negative place.
    """
    n = 0
    for h in range(live):
        is_known = False  # this sharing has a ship that says what the report says
        oldest = 0
        for k in range(now.held[h]):
            is_known |= said[i] >= 0 and now.tag[h, k] == said[i]
            if now.last[h, k] < now.last[h, oldest]:
                oldest = k
        for k in range(now.held[h]):
            j = now.last[h, k]
            if fit[j] != fit[j]:
                fit[j] = _misfit(j, i, t, lat, lon, east, north, o)
            if fit[j] == math.inf:
                continue
            price[n] = now.cost[h] + fit[j]
            if is_known and now.tag[h, k] >= 0 and now.tag[h, k] != said[i]:
                price[n] += o.otherwise
            whose[n] = h
            which[n] = k
            n += 1
        is_told = said[i] >= 0 and now.held[h] > 0 and not is_known
        price[n] = now.cost[h] + (o.birth_told if is_told else o.birth)
        whose[n] = h
        which[n] = now.held[h] if now.held[h] < o.ships else oldest - o.ships
        n += 1
    for h in range(live):
        for k in range(now.held[h]):
            fit[now.last[h, k]] = math.nan
    return n


@nb.njit(cache=True, nogil=True)
def _keep(
    i: Any, now: Any, then: Any, price: Any, whose: Any, which: Any, said: Any, back: Any,
    sent: Any, o: Any,
) -> Any:  # fmt: skip
    """Write the likeliest sharings of reports up to `i` to `then`; return how many."""
    order = np.argsort(price)
    least = price[order[0]]
    kept = 0
    for e in order:
        if kept == o.hypotheses or price[e] > least + o.give_up:
            break
        h, k = whose[e], which[e]
        is_new = k < 0 or k == now.held[h]
        k = k + o.ships if k < 0 else k
        held = max(now.held[h], k + 1)
        name = now.name[h] + _mix(i)
        if k < now.held[h]:
            name -= _mix(now.last[h, k])
        is_seen = False
        for g in range(kept):
            is_seen |= then.name[g] == name and then.held[g] == held
        if is_seen:
            continue
        then.last[kept] = now.last[h]
        then.tag[kept] = now.tag[h]
        then.ship[kept] = now.ship[h]
        then.held[kept] = held
        then.given[kept] = now.given[h]
        if is_new:
            then.ship[kept, k] = now.given[h]
            then.given[kept] += 1
            then.tag[kept, k] = -1
        then.last[kept, k] = i
        if said[i] >= 0:
            then.tag[kept, k] = said[i]
        then.name[kept] = name
        then.cost[kept] = price[e] - least
        back[i, kept] = h
        sent[i, kept] = then.ship[kept, k]
        kept += 1
    return kept


@nb.njit(cache=True, nogil=True)
def _follow(
    t: Any, lat: Any, lon: Any, east: Any, north: Any, said: Any, known: Any, count: Any,
    now: Any, then: Any, back: Any, sent: Any, o: Any,
) -> Any:  # fmt: skip
    """Take each report in turn; return the likeliest sharing's last reports."""
    for k in range(len(known)):
        now.last[0, k] = k
        now.tag[0, k] = said[k]
        now.ship[0, k] = known[k]
        now.name[0] += _mix(k)
    now.held[0] = len(known)
    now.given[0] = count
    live = 1
    fit = np.full(len(t), math.nan)
    room = o.hypotheses * (o.ships + 1)
    price, whose, which = np.empty(room), np.empty(room, np.int64), np.empty(room, np.int64)
    for i in range(len(known), len(t)):
        n = _offers(i, now, live, t, lat, lon, east, north, said, fit, price, whose, which, o)
        live = _keep(i, now, then, price[:n], whose, which, said, back, sent, o)
        now, then = then, now
    return now.last[0, : now.held[0]].copy()


def share_out(
    t: Array, lat: Array, lon: Array, east: Array, north: Array, said: Array,
    known: Array, count: int, odds: Odds,
) -> tuple[Array, Array]:  # fmt: skip
    """Return (ship of each report, places of the last reports of the ships at the end).

    Times in seconds, in order; positions in degrees, velocities in m/s (NaN not known); `said` is
    a number for what the report's source says of its sender, -1 nothing. The first reports are
    those with which the ships numbered `known` ended the block before; new ships are numbered
    from `count`.
    """
    n = len(t)
    back = np.zeros((n, odds.hypotheses), np.int16)
    sent = np.zeros((n, odds.hypotheses), np.int32)
    last = _follow(
        t, lat, lon, east, north, said, known, count, _empty(odds), _empty(odds), back, sent, odds
    )
    return _traced(known, back, sent), last


@nb.njit(cache=True, nogil=True)
def _traced(known: Any, back: Any, sent: Any) -> Any:
    """Return the ship of each report, from the best sharing back to the first."""
    out = np.zeros(len(back), np.int64)
    out[: len(known)] = known
    h = 0
    for i in range(len(back) - 1, len(known) - 1, -1):
        out[i] = sent[i, h]
        h = back[i, h]
    return out
