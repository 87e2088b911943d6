"""Hypotheses: reports under one MMSI shared out among ships, the likeliest sharing kept.

Method: multiple-hypothesis tracking (Reid 1979). Report by report each hypothesis tries every ship
it knows that can have sent the report, and one new ship; the likeliest `hypotheses` are kept, and
at the end of a block the likeliest is traced back. A report fits a ship by how far off it lies
from where the mean of both velocities leads (a tail heavier than Gauss's, for ships turn), by the
change of speed, and by the identity that the ship last claimed, where the source gives it.
"""

import math
from typing import NamedTuple

import numba as nb
import numpy as np
from numpy.typing import NDArray

from ...compiled import kernel
from ...units import M_PER_DEG_LAT, MPS_PER_KN

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Odds(NamedTuple):
    """`senders.Params` in the units of the kernel: metres, seconds, metres a second."""

    hypotheses: int
    ships: int
    give_up: float
    birth: float
    birth_identities: float
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


class Reports(NamedTuple):
    """The reports under one MMSI in time order; each of shape (n,)."""

    t: Floats  # s since 1970, UTC
    lat: Floats  # deg
    lon: Floats
    east: Floats  # velocity, m/s, NaN not known
    north: Floats
    claimed: Ints  # a number for the identity that the report's source gives, -1 none


class _Offers(NamedTuple):
    """What each sharing with the next report would cost; room for every ship of every sharing."""

    price: Floats  # nats
    sharing: Ints
    ship: Ints  # place in the sharing


@kernel
def misfit(p: int, c: int, reports: Reports, o: Odds) -> float:
    """Return the negative log likelihood that the ship of report `p` sent `c`; inf: cannot have."""
    t, lat, lon = reports.t, reports.lat, reports.lon
    east, north = reports.east, reports.north
    dt: float = t[c] - t[p]
    dlon = lon[c] - lon[p]
    if dlon > 180.0:
        dlon -= 360.0
    elif dlon < -180.0:
        dlon += 360.0
    y = (lat[c] - lat[p]) * M_PER_DEG_LAT
    x = dlon * M_PER_DEG_LAT * math.cos(math.radians(0.5 * (lat[c] + lat[p])))
    has_velocity = east[p] == east[p] and east[c] == east[c]
    speed_p = math.hypot(east[p], north[p])
    speed_c = math.hypot(east[c], north[c])
    fastest = max(speed_p, speed_c)
    allowed = (
        max(o.reach_mps, 1.25 * fastest + 10.0 * MPS_PER_KN)
        if has_velocity
        else o.reach_unknown_mps
    )
    allowed = min(o.reach_max_mps, allowed)
    if math.hypot(x, y) > o.slack_m + allowed * dt:
        return math.inf
    if not has_velocity:
        sigma = min(o.sigma_max_m, o.sigma_m + (o.sigma_mps + 5.0 * MPS_PER_KN) * dt)
        q = math.hypot(x, y) / sigma
        return 2.0 * math.log(sigma) + 1.5 * math.log1p(q * q)
    # Velocity is forgotten with the time constant `turn_s`: nobody holds a course for ever.
    run_s = 0.5 * o.turn_s * (1.0 - math.exp(-dt / o.turn_s))
    dx = x - (east[p] + east[c]) * run_s
    dy = y - (north[p] + north[c]) * run_s
    change = math.hypot(east[c] - east[p], north[c] - north[p])
    drift = o.moored_mps if fastest <= o.moored_max_mps else o.sigma_mps
    sigma = o.sigma_m + (drift + o.sigma_share * (change + fastest)) * dt
    sigma = min(o.sigma_max_m, sigma)
    q = math.hypot(dx, dy) / sigma
    scale = o.speed_scale_mps + o.speed_scale_mps2 * dt
    apart: float = 2.0 * math.log(sigma) + 1.5 * math.log1p(q * q)
    return apart + math.log(scale) + abs(speed_c - speed_p) / scale


@kernel
def _mix(i: int) -> int:
    """Return a hash of a report's place; its sum over ships names a set of them."""
    h = nb.uint64(i + 1) * nb.uint64(0x9E3779B97F4A7C15)
    h ^= h >> nb.uint64(29)
    mixed: int = h * nb.uint64(0xBF58476D1CE4E5B9)
    return mixed


class _Sharings(NamedTuple):
    """Hypotheses, by row: their ships' last reports, identities, numbers, and the cost."""

    last: Ints  # (hypotheses, ships) place of the ship's last report
    tag: Ints  # (hypotheses, ships) the identity that it last claimed, -1 none
    ship: Ints  # (hypotheses, ships) its number
    held: Ints  # ships followed
    given: Ints  # the number of the next new ship
    name: NDArray[np.uint64]  # hash of the set of last reports: equal sets have equal futures
    cost: Floats  # nats more than the best


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


@kernel
def _offer(
    i: int, now: _Sharings, live: int, reports: Reports, fit: Floats, offers: _Offers, o: Odds
) -> int:
    """Write what each sharing with report `i` costs, whose and which ship's; return how many.

    `live` sharings of `now` are in use; `fit` (reports,) is scratch, NaN before and after. A new
    ship takes the next place; where all are taken, that of the longest silent one, written as a
    negative place.
    """
    price, whose, which, claimed = offers.price, offers.sharing, offers.ship, reports.claimed
    n = 0
    for h in range(live):
        is_known = False  # this sharing has a ship of the identity that the report claims
        oldest = 0
        for k in range(now.held[h]):
            is_known |= claimed[i] >= 0 and now.tag[h, k] == claimed[i]
            if now.last[h, k] < now.last[h, oldest]:
                oldest = k
        for k in range(now.held[h]):
            j = now.last[h, k]
            if fit[j] != fit[j]:
                fit[j] = misfit(j, i, reports, o)
            if fit[j] == math.inf:
                continue
            price[n] = now.cost[h] + fit[j]
            if is_known and now.tag[h, k] >= 0 and now.tag[h, k] != claimed[i]:
                price[n] += o.otherwise
            whose[n] = h
            which[n] = k
            n += 1
        is_other = claimed[i] >= 0 and now.held[h] > 0 and not is_known
        price[n] = now.cost[h] + (o.birth_identities if is_other else o.birth)
        whose[n] = h
        which[n] = now.held[h] if now.held[h] < o.ships else oldest - o.ships
        n += 1
    for h in range(live):
        for k in range(now.held[h]):
            fit[now.last[h, k]] = math.nan
    return n


@kernel
def _keep(
    i: int, now: _Sharings, then: _Sharings, n: int, offers: _Offers, claimed: Ints,
    back: NDArray[np.int16], sent: NDArray[np.int32], o: Odds,
) -> int:  # fmt: skip
    """Write the likeliest sharings of reports up to `i` to `then`; return how many.

    `n` offers stand; `back` and `sent` (reports, hypotheses) take the sharing before and the ship.
    """
    price, whose, which = offers.price[:n], offers.sharing, offers.ship
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
        if claimed[i] >= 0:
            then.tag[kept, k] = claimed[i]
        then.name[kept] = name
        then.cost[kept] = price[e] - least
        back[i, kept] = h
        sent[i, kept] = then.ship[kept, k]
        kept += 1
    return kept


@kernel
def _follow(
    reports: Reports, known: Ints, count: int, now: _Sharings, then: _Sharings,
    back: NDArray[np.int16], sent: NDArray[np.int32], o: Odds,
) -> Ints:  # fmt: skip
    """Take each report in turn; return the likeliest sharing's last reports."""
    for k in range(len(known)):
        now.last[0, k] = k
        now.tag[0, k] = reports.claimed[k]
        now.ship[0, k] = known[k]
        now.name[0] += _mix(k)
    now.held[0] = len(known)
    now.given[0] = count
    live = 1
    n_reports = len(reports.t)
    fit = np.full(n_reports, math.nan)
    room = o.hypotheses * (o.ships + 1)
    offers = _Offers(np.empty(room), np.empty(room, np.int64), np.empty(room, np.int64))
    for i in range(len(known), n_reports):
        n = _offer(i, now, live, reports, fit, offers, o)
        live = _keep(i, now, then, n, offers, reports.claimed, back, sent, o)
        now, then = then, now
    last: Ints = now.last[0, : now.held[0]].copy()
    return last


def share_out(reports: Reports, known: Ints, count: int, odds: Odds) -> tuple[Ints, Ints]:
    """Return (ship of each report, places of the last reports of the ships at the end).

    The first reports are those with which the ships numbered `known` ended the block before; new
    ships are numbered from `count`.
    """
    n = len(reports.t)
    back = np.zeros((n, odds.hypotheses), np.int16)
    sent = np.zeros((n, odds.hypotheses), np.int32)
    last = _follow(reports, known, count, _empty(odds), _empty(odds), back, sent, odds)
    return _traced(known, back, sent), last


@kernel
def _traced(known: Ints, back: NDArray[np.int16], sent: NDArray[np.int32]) -> Ints:
    """Return the ship of each report, from the best sharing back to the first."""
    out = np.zeros(len(back), np.int64)
    out[: len(known)] = known
    h = 0
    for i in range(len(back) - 1, len(known) - 1, -1):
        out[i] = sent[i, h]
        h = back[i, h]
    return out
