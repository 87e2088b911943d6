"""Hard case 8: two ships use one MMSI; one of them passes a drifting tanker at 100 m."""

import numpy as np

from ...movement.alongside import beyond, place, rest, whereabouts
from ...movement.motion import sail
from ...world import Rng, World

NAME, HARD_CASE = "clone_passing", 8


def stage(world: World, rng: Rng) -> None:
    """Add a drifting tanker, a second drifter far off, and her namesake who passes the first."""
    hours = min(6.0, world.hours * 0.3)
    start, site = world.when(rng, hours), world.site(rng)
    middle = start + hours * 1800.0
    tanker = world.cast(rng, "tanker", length_m=(100, 180))
    drift = rest(world, rng, tanker, site, (start, start + hours * 3600.0))
    other = world.cast(rng, "tanker", length_m=(80, 120))
    rest(world, rng, other, world.site(rng), (start, start + hours * 3600.0))
    hull, _ = world.registry.ship(rng, "tanker", flag=other.hull.flag, length_m=(80, 120))
    clone = world.extra(hull, other)
    here = place(drift, middle)
    heading = float(rng.uniform(0, 360))
    apart = 100.0 + (tanker.hull.length_m + hull.length_m) / 2
    abeam = beyond(here, heading + 90.0, apart)
    path = np.array([beyond(abeam, heading + 180.0, 9000.0), beyond(abeam, heading, 9000.0)])
    speed = float(rng.uniform(8.0, 11.0))
    took = sail(path, speed, start_s=0.0).end_s
    run = sail(path, speed, start_s=middle - took / 2)
    clone.pieces = [
        *world.region.arrive(clone, rng, site, [(*path[0], speed)], run.start_s),
        run,
        *world.region.depart(clone, rng, site, [(*path[1], 0.0)], run.end_s),
    ]
    world.record_truth(
        None, NAME, tanker, clone, (run.start_s, run.end_s), here, passed_m=round(apart)
    )
    world.record_truth(
        "identity",
        NAME,
        other,
        None,
        (0.0, world.until_s),
        whereabouts(other, start),
        hulls=[other.no, clone.no],
        shared_mmsi=other.mmsi,
    )
