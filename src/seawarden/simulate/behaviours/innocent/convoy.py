"""Hard case 3: a convoy, or a tow: two ships less than 500 m apart for ten hours at 8 knots."""

import numpy as np

from ....units import MPS_PER_KN
from ...movement.motion import sail
from ...movement.voyages import Coast
from ...waters.lanes import route
from ...waters.sites import Site
from ...world import DoesNotFit, Rng, World

NAME, HARD_CASE = "convoy", 3

_RUNS = (("yellow_1", "yellow_4"), ("ecs_n", "keelung_off"), ("yellow_4", "ecs_s"))


def stage(world: World, rng: Rng) -> None:
    """Add one pair that sails one behind the other down a long lane."""
    coast = world.region
    if not isinstance(coast, Coast):
        raise DoesNotFit("no lanes in these waters")
    hours = min(10.0, world.hours * 0.35)
    start = world.when(rng, hours, lead_h=1.0)
    ends = _RUNS[rng.integers(len(_RUNS))]
    if rng.random() < 0.5:
        ends = (ends[1], ends[0])
    path = route(*ends, float(rng.uniform(0.2, 0.9)))
    speed = float(rng.uniform(7.5, 8.5))
    lag = float(rng.uniform(300.0, 430.0)) / (speed * MPS_PER_KN)
    kinds = ("tug", "barge") if rng.random() < 0.5 else ("bulk", "bulk")
    pair = []
    for late, kind in ((0.0, kinds[0]), (lag, kinds[1])):
        ship = world.cast(rng, kind, length_m=None if kind == "tug" else (80, 120))
        run = sail(path, speed, start_s=start + late)
        first, last = (Site(name, 0, 0, 0, 0, name) for name in ends)
        ship.pieces = [
            *coast.arrive(ship, rng, first, [(*path[0], ship.hull.cruise_kn)], start + late),
            run,
            *coast.depart(ship, rng, last, [(*path[-1], 0.0)], run.end_s),
        ]
        pair.append((ship, run))
    (lead, run), (follow, _) = pair
    lat, lon, _ = run.at(np.array([(start + run.end_s) / 2]))
    world.record_truth(
        None,
        NAME,
        lead,
        follow,
        (start + lag, run.end_s),
        (float(lat[0]), float(lon[0])),
        speed_kn=round(speed, 1),
        lag_m=round(lag * speed * MPS_PER_KN),
    )
