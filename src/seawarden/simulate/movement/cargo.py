"""What oil moved in a simulated transfer: the truth behind the draughts that its crew entered.

Model. The draughts are those entered, less a crew's error and the rounding to tenths, length and
beam those sent, less what they are off; between the draughts the hull displaces water under a
waterplane that narrows as she rises; the oil is petrol to fuel oil by its density. A stream of
numbers of its own, so that no other part of a scenario changes with it. It is no inverse of the
estimate that it judges (`case.oil_cap`).

Blind spot: the taker's draught is drawn apart from the giver's, so the two need not weigh the same,
and no ballast is taken in.
"""

import numpy as np

from ..ship import Ship

_SEA_WATER_T_M3 = 1.025
_BARRELS_M3 = 6.2898
_STEPS = 40


def moved_barrels(giver: Ship) -> float:
    """Return the barrels that left a ship between her last two draughts, whole."""
    before_m, after_m = (claim.draught_m for claim in giver.claims[-2:])
    rng = np.random.default_rng([giver.mmsi, round(before_m * 10), round(after_m * 10)])
    entry_m = rng.normal(0.0, 0.14, 2) + rng.uniform(-0.05, 0.05, 2)
    deep_m, light_m = before_m - entry_m[0], after_m - entry_m[1]
    full = float(np.clip(rng.normal(0.86, 0.04), 0.74, 0.93))  # waterplane coefficient, laden
    narrowing = float(rng.uniform(0.0, 0.12))
    depths = np.linspace(light_m, deep_m, _STEPS)
    waterplane = full - narrowing * (1.0 - depths / deep_m)
    size = float(np.prod(rng.normal(1.0, 0.015, 2)))  # of length and beam, as built to as sent
    area_m2 = giver.hull.length_m * giver.hull.beam_m * size * float(waterplane.mean())
    density_t_m3 = float(rng.uniform(0.76, 0.90))
    tonnes = max(0.0, area_m2 * (deep_m - light_m) * _SEA_WATER_T_M3)
    return float(round(tonnes / density_t_m3 * _BARRELS_M3))
