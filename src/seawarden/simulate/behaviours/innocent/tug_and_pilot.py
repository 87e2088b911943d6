"""Hard case 2: a tug or pilot boat beside a ship for 10 to 60 minutes at 3 to 8 knots."""

import numpy as np

from ....geo.sphere import bearing_deg
from ...movement.alongside import beyond, place
from ...movement.motion import Shifted, sail
from ...movement.voyages import Coast
from ...waters.sites import Site
from ...world import DoesNotFit, Rng, World

NAME, HARD_CASE = "tug_or_pilot", 2

_PORTS = ("KRUSN", "KRPUS", "TWKEL", "TWTXG", "CNRZH", "KRTGA", "CNQIN")  # short, open channels


def stage(world: World, rng: Rng) -> None:
    """Add one ship that leaves harbour with a tug or pilot boat beside her."""
    coast = world.region
    if not isinstance(coast, Coast):
        raise DoesNotFit("no harbours in these waters")
    ports = [h for h in coast.harbours if h.code in _PORTS]
    port = ports[rng.integers(len(ports))]
    start = world.when(rng, 3.0)
    kind = "pilot" if rng.random() < 0.5 else "tug"
    ship = world.cast(rng, str(rng.choice(["tanker", "bulk"])), length_m=(110, 180))
    boat = world.cast(rng, kind, flag=port.flag)
    berth = coast.berth(port, (-1e6, start))
    slip = coast.berth(port, (-1e6, world.until_s))
    speed = float(rng.uniform(3.0, 8.0))
    fairway = np.array(port.channel)
    lead = coast.stay(rng, port, berth, -1e6, start)
    out = sail(np.vstack([berth, fairway]), speed, start_s=start)
    leg = bearing_deg(*fairway[-2], *fairway[-1])
    side = (ship.hull.beam_m + boat.hull.beam_m) / 2 + float(rng.uniform(4.0, 15.0))
    east, north = side * np.cos(np.radians(leg)), -side * np.sin(np.radians(leg))
    last = float(out.times_s[-1] - out.times_s[-2])
    minutes = min(float(rng.uniform(10.0, 60.0)), last / 60.0 * 0.8)
    end = out.end_s - float(rng.uniform(0.05, 0.15)) * last
    begin = end - minutes * 60.0
    visit = Shifted(begin, end, out, 0.0, float(east), float(north))
    there, away = place(visit, begin), place(visit, end)
    join = sail(np.vstack([slip, fairway[:-1], there]), boat.hull.cruise_kn, end_s=begin)
    back = sail(np.vstack([away, beyond(away, leg + 90.0, 900.0), fairway[-2::-1], slip]),
                boat.hull.cruise_kn, start_s=end)  # fmt: skip
    waters = Site(port.code, 0, 0, 0, 0, port.waypoint)
    ship.pieces = [
        lead, out, *coast.depart(ship, rng, waters, [(*port.fairway, 0.0)], out.end_s)
    ]  # fmt: skip
    boat.pieces = [
        coast.stay(rng, port, slip, -1e6, join.start_s), join, visit, back,
        coast.stay(rng, port, slip, back.end_s, world.until_s + 1e5),
    ]  # fmt: skip
    world.record_truth(
        None,
        NAME,
        ship,
        boat,
        (begin, end),
        there,
        speed_kn=round(speed, 1),
        craft=kind,
        harbour=port.code,
    )
