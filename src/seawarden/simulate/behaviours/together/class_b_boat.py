"""A small boat of class B, which sends no type, beside a ship at rest: fish, crew or stores."""

from dataclasses import replace

from ...movement.alongside import Call, call, place, rest
from ...movement.together import says_no_type
from ...world import Rng, World
from .waters import open_roads

NAME, HARD_CASE = "class_b_boat", None


def stage(world: World, rng: Rng) -> None:
    """Add one visit of one to four hours."""
    hours = min(float(rng.uniform(1.0, 4.0)), world.hours * 0.2)
    start = world.when(rng, hours)
    end = start + hours * 3600.0
    site = open_roads(world, rng) if rng.random() < 0.5 else world.site(rng)
    ship = world.cast(rng, str(rng.choice(["tanker", "bulk", "general"])), length_m=(60, 190))
    boat = world.cast(rng, "fishing", length_m=(11, 38))
    boat.hull = replace(boat.hull, ais_class=2)
    says_no_type(boat, size=rng.random() < 0.5)
    wait = float(rng.uniform(0.5, 5.0)) * 3600.0
    at_rest = rest(world, rng, ship, site, (start - wait, end + wait),
                   anchored=rng.random() < 0.4)  # fmt: skip
    side = 1 if rng.random() < 0.5 else -1
    call(world, rng, ship, at_rest, site, Call(ship=boat, start_s=start, end_s=end, side=side))
    world.record_truth(None, NAME, ship, boat, (start, end), place(at_rest, (start + end) / 2),
                       boat_length_m=boat.hull.length_m)  # fmt: skip
