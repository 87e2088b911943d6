"""Silence on the voyage into DPRK waters: off west of Nampo, a call there, on again outside."""

import numpy as np

from ...movement.alongside import whereabouts
from ...movement.motion import Berth, sail
from ...waters.lanes import harbour
from ...waters.sites import OFF_PORT
from ...world import Rng, World

NAME, HARD_CASE = "switch_off", None


def stage(world: World, rng: Rng) -> None:
    """Add one dark port call by a foreign bulk carrier."""
    start = world.when(rng, min(10.0, world.hours * 0.4), lead_h=3.0)
    site, nampo = OFF_PORT[0], harbour("KPNAM")
    ship = world.cast(rng, "bulk", flag="SL", length_m=(90, 140), listed=rng.random() < 0.5)
    gate = site.point(rng)
    quay = (nampo.berths[0] + float(rng.uniform(-0.004, 0.004)), nampo.berths[1])
    into = sail(np.vstack([gate, np.array(nampo.channel)[::-1], quay]), 9.0, start_s=start)
    stay = Berth(into.end_s, into.end_s + float(rng.uniform(8, 20)) * 3600.0, *quay, 80.0, "KPNAM")
    out = sail(np.vstack([quay, np.array(nampo.channel), gate]), 9.0, start_s=stay.end_s)
    ship.pieces = [
        *world.region.arrive(ship, rng, site, [(*gate, ship.hull.cruise_kn)], start),
        into, stay, out,
        *world.region.depart(ship, rng, site, [(*gate, 0.0)], out.end_s),
    ]  # fmt: skip
    dark = (start - float(rng.uniform(0.2, 1.5)) * 3600.0, out.end_s + 1800.0)
    ship.goes_dark(*dark)
    ship.says(stay.end_s, draught_m=round(ship.first.draught_m + 2.1, 1))
    world.record_truth(
        "gap",
        NAME,
        ship,
        None,
        dark,
        whereabouts(ship, dark[0]),
        is_breach=True,
        deliberate=True,
        harbour="KPNAM",
    )
