"""Hard case 1: a bunker barge beside an anchored ship inside a harbour's limits."""

import numpy as np

from ...movement.alongside import place
from ...movement.motion import Beside, sail
from ...movement.voyages import Coast
from ...waters.sites import Site
from ...world import DoesNotFit, Rng, World

NAME, HARD_CASE = "bunkering", 1


def stage(world: World, rng: Rng) -> None:
    """Add one bunkering of two to eight hours; the ship's draught grows by 0.1 to 0.5 m."""
    coast = world.region
    if not isinstance(coast, Coast):
        raise DoesNotFit("no harbours in these waters")
    hours = min(float(rng.uniform(2.0, 8.0)), world.hours * 0.3)
    start = world.when(rng, hours, lead_h=3.0)
    end = start + hours * 3600.0
    port, spot = coast.road(rng, (start - 5400.0, end + 5400.0))
    ship = world.cast(rng, str(rng.choice(["bulk", "container", "tanker"])), length_m=(120, 190))
    barge = world.cast(rng, "barge", flag=port.flag)
    at_anchor = coast.anchored(ship, rng, spot, start - 5400.0, (hours + 3.0) * 3600.0)
    begin, last = place(at_anchor, at_anchor.start_s), place(at_anchor, at_anchor.end_s)
    waters = Site(port.code, 0, 0, 0, 0, port.waypoint)
    channel = [(float(p[0]), float(p[1]), 7.0) for p in coast.outward(port, spot)]
    ship.pieces = [
        *coast.arrive(ship, rng, waters, [*channel[::-1], (*begin, 6.0)], at_anchor.start_s),
        at_anchor,
        *coast.depart(ship, rng, waters, [(*last, 0.0), *channel], at_anchor.end_s),
    ]
    beam = (ship.hull.beam_m + barge.hull.beam_m) / 2 + 3.0
    visit = Beside(start, end, at_anchor, 0.1 * ship.hull.length_m, beam, 1.0)
    slip = coast.berth(port, (-1e6, world.until_s))
    out = sail(np.vstack([slip, place(visit, start)]), 6.5, end_s=start)
    home = sail(np.vstack([place(visit, end), slip]), 6.5, start_s=end)
    barge.pieces = [
        coast.stay(rng, port, slip, -1e6, out.start_s), out, visit, home,
        coast.stay(rng, port, slip, home.end_s, world.until_s + 1e5),
    ]  # fmt: skip
    ship.says(end + 1800.0, draught_m=round(ship.first.draught_m + rng.uniform(0.1, 0.5), 1))
    world.record_truth(
        "encounter",
        NAME,
        ship,
        barge,
        (start, end),
        place(visit, (start + end) / 2),
        harbour=port.code,
    )
