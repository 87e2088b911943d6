"""What flights teach the next plan: places searched, leads that pay, sensors and detectors.

Negative information: a cell searched with effort e and nothing found keeps exp(-e) of its
probability (Bayes' rule), but targets move: after a time t that knowledge holds with
rho = exp(-t / memory_h), so the factor is 1 - rho (1 - exp(-e)). That is Bayes' rule for a target
that stays with probability rho and is drawn anew from the surface otherwise. Cells within
`active_nm` of a transfer found on that flight are not discounted: the place has proved active.

Leads: each part p of the surface has a rate multiplier with prior Gamma(a0, a0); a find shares
itself among the parts by how likely each made its cell, and the expected number is what the
flight's effort over that part promised. Posterior mean (a0 + finds) / (a0 + expected) [gelman].
Detectors: the share of a kind's leads that a crew that looked found true, Beta(1, 1) prior.
Sweep width: see `sweep_width`.

[gelman] Gelman et al., Bayesian Data Analysis, 3rd ed., sections 2.4 and 2.6.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

import numpy as np

from ...geo.sphere import Floats, distance_m
from ...units import M_PER_NM
from ..detection_probability import lateral
from .grid import Grid


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """Own choices; docs/patrol.md shows what the season benchmark makes of them."""

    still_there: float = 0.7  # share of places that stay after an aircraft searched them
    in_progress: float = 0.6  # chance that a place in use has a transfer on when flown over
    memory_h: float = 48.0  # h, how long a searched place stays searched
    active_nm: float = 25.0  # nm, around a transfer that was found
    prior_finds: float = 3.0  # a0, finds that the first weights are worth
    bands_nm: float = 2.0  # nm, width of a band of lateral range
    prior_looks: float = 8.0  # looks a band that the planned curve is worth


@dataclass(frozen=True, slots=True, eq=False)
class Flight:
    """What one flight searched (effort per cell) and the transfers it found."""

    sortie_id: str
    middle_utc: datetime
    effort: Floats
    found: tuple[tuple[float, float], ...] = ()  # (lat, lon)


def searched(
    grid: Grid, flights: Sequence[Flight], time: datetime, params: Params = Params()
) -> Floats:
    """Return the factor per cell, shape (n,), by which past flights without a find cut it."""
    out = np.ones(grid.n)
    for flight in flights:
        hours = (time - flight.middle_utc).total_seconds() / 3600.0
        if hours < 0:
            continue
        factor = 1.0 - np.exp(-hours / params.memory_h) * -np.expm1(-flight.effort)
        for lat, lon in flight.found:
            near = distance_m(lat, lon, grid.lat_deg, grid.lon_deg) <= params.active_nm * M_PER_NM
            factor[near] = 1.0
        out *= factor
    return out


def keep_finds(
    grid: Grid, flights: Sequence[Flight], params: Params = Params()
) -> list[tuple[float, float, datetime, float]]:
    """Return (lat, lon, time, weight) of finds: how likely each place is still in use.

    A find within `active_nm` of a later one is the same place and left out.

    Each later flight that searches the place with detection probability d leaves
    `still_there` of it (those who see an aircraft move), and when it finds nothing there
    1 - in_progress x d of that (Bayes' rule, unnormalised).
    """
    out = []
    for i, flight in enumerate(flights):
        after = [f for f in flights[i + 1 :] if f.middle_utc > flight.middle_utc]
        for k, (lat, lon) in enumerate(flight.found):
            newer = [*flight.found[k + 1 :], *(p for f in after for p in f.found)]
            if any(_are_near(lat, lon, p, params) for p in newer):
                continue
            near = distance_m(lat, lon, grid.lat_deg, grid.lon_deg)
            place = near <= max(params.active_nm / 2 * M_PER_NM, float(near.min()) + 1.0)
            weight = 1.0
            for later in after:
                d = float(-np.expm1(-later.effort[place]).mean())
                weight *= 1.0 - d * (1.0 - params.still_there)
                weight *= 1.0 - params.in_progress * d
            out.append((lat, lon, flight.middle_utc, weight))
    return out


def _are_near(lat: float, lon: float, place: tuple[float, float], params: Params) -> bool:
    return float(distance_m(lat, lon, *place)) <= params.active_nm * M_PER_NM


def posterior(poc: Floats, factor: Floats) -> Floats:
    """Return the surface after negative information, sum 1 (the surface itself where all is 0)."""
    left = poc * factor
    return np.asarray(left / left.sum()) if left.sum() > 0 else poc


def learn_weights(
    weights: Mapping[str, float],
    finds: Sequence[Mapping[str, float]],
    promised: Sequence[Mapping[str, float]],
    params: Params = Params(),
) -> dict[str, float]:
    """Return new weights of the parts, sum as before.

    `finds`: for each transfer found, each part's probability at its cell. `promised`: for each
    flight, each part's probability of detection (POS of that part alone).
    """
    names = list(weights)
    total = sum(weights.values())
    share = {p: weights[p] / total for p in names} if total else dict(weights)
    credit = dict.fromkeys(names, 0.0)
    for find in finds:
        made = {p: share[p] * find.get(p, 0.0) for p in names}
        whole = sum(made.values())
        for p in names:
            credit[p] += made[p] / whole if whole > 0 else share[p]
    exposure = {p: share[p] * sum(flight.get(p, 0.0) for flight in promised) for p in names}
    rate = (len(finds) + 1.0) / (sum(exposure.values()) + 1.0)
    a0 = params.prior_finds
    new = {p: share[p] * (a0 + credit[p]) / (a0 + rate * exposure[p]) for p in names}
    whole = sum(new.values())
    return {p: total * value / whole for p, value in new.items()} if whole > 0 else dict(weights)


def precision(confirmed: int, refuted: int) -> tuple[float, float]:
    """Return (mean, standard deviation) of the share of true leads, Beta(1 + c, 1 + r)."""
    a, b = 1.0 + confirmed, 1.0 + refuted
    return a / (a + b), float(np.sqrt(a * b / ((a + b) ** 2 * (a + b + 1.0))))


def sweep_width(
    offset_nm: Sequence[float], seen: Sequence[bool], planned_nm: float, params: Params = Params()
) -> tuple[float, float]:
    """Return (sweep width, standard deviation) in nm, re-estimated from known ships passed.

    `offset_nm`: closest distance at which the track passed each ship whose position is known by
    other means (AIS); `seen`: whether the crew logged it. W is the area under the lateral range
    curve, by bands of distance; each band has a Beta prior that is worth `prior_looks` looks at
    the planned inverse-cube curve, so a few passes move it little. Blind spot: ships that show
    AIS may be easier to see than those that hide.
    """
    step = params.bands_nm
    edges = np.arange(0.0, max(planned_nm * 1.5, step) + step, step)
    x = np.abs(np.asarray(offset_nm, dtype=np.float64))
    hit = np.asarray(seen, dtype=bool)
    width, variance = 0.0, 0.0
    for low, high in pairwise(edges):
        here = (x >= low) & (x < high)
        p = float(lateral(np.linspace(low, high, 21), planned_nm).mean())
        a = params.prior_looks * p + float((here & hit).sum())
        b = params.prior_looks * (1.0 - p) + float((here & ~hit).sum())
        width += 2.0 * step * a / (a + b)
        variance += (2.0 * step) ** 2 * a * b / ((a + b) ** 2 * (a + b + 1.0))
    # Beyond the last band the curve falls as K / x^2 with K ~ W^2: the tail that fits the width.
    tail = np.linspace(edges[-1], planned_nm * 60.0, 20_001)
    planned_tail = 2.0 * float(np.trapezoid(lateral(tail, planned_nm), tail))
    bands = width
    for _ in range(20):
        width = bands + planned_tail * (width / planned_nm) ** 2
    return width, float(np.sqrt(variance))
