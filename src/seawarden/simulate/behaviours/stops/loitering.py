"""Loitering: a DPRK-flagged ship drifts for hours in open sea and meets nobody."""

from ...movement.alongside import place, rest
from ...waters.lanes import harbour
from ...world import Rng, World

NAME, HARD_CASE = "loitering", None


def stage(world: World, rng: Rng) -> None:
    """Add one drift of six to fourteen hours; drifting breaks no measure by itself."""
    hours = min(float(rng.uniform(6.0, 14.0)), world.hours * 0.35)
    start, site = world.when(rng, hours), world.site(rng)
    ship = world.cast(rng, "tanker", flag="KP", length_m=(75, 110))
    home = harbour("KPNAM")
    span = (start, start + hours * 3600.0)
    at_rest = rest(world, rng, ship, site, span, home=home, to=home)
    world.record_truth(
        "loitering", NAME, ship, None, span, place(at_rest, sum(span) / 2), site=site.name
    )
