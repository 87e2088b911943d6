"""Hard case 7: one ship drifts alone for hours, as one whose partner is dark would; she has none.

The breach that looks the same is `dark_one_side`. Here no draught changes, and radar sees one
hull of her length.
"""

from ...movement.alongside import place, rest
from ...world import Rng, Scene, World

NAME, HARD_CASE = "lone_drift", 7


def stage(world: World, rng: Rng) -> None:
    """Add one drift of about eight hours, waiting for orders."""
    hours = min(float(rng.uniform(7.0, 9.0)), world.hours * 0.3)
    start, site = world.when(rng, hours), world.site(rng)
    ship = world.cast(rng, "tanker", length_m=(90, 180))
    span = (start, start + hours * 3600.0)
    drift = rest(world, rng, ship, site, span)
    where = place(drift, sum(span) / 2)
    world.scenes.append(Scene(sum(span) / 2, *where))
    world.record_truth("loitering", NAME, ship, None, span, where, site=site.name)
