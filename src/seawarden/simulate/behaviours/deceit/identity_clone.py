"""A cloned MMSI: two hulls claim one identity at the same time, far apart."""

from ...movement.alongside import whereabouts
from ...world import Rng, World

NAME, HARD_CASE = "identity_clone", None


def stage(world: World, rng: Rng) -> None:
    """Add one ship and the one that borrows her identity for all of the scenario."""
    ship = world.cast(rng, "bulk", length_m=(110, 190))
    ship.pieces = world.region.roam(ship, rng)
    hull, _ = world.registry.ship(rng, "bulk", flag=ship.hull.flag, length_m=(80, 105))
    clone = world.extra(hull, ship)
    clone.pieces = world.region.roam(clone, rng)
    world.record_truth(
        "identity",
        NAME,
        ship,
        None,
        (0.0, world.until_s),
        whereabouts(ship, 0.0),
        is_breach=True,
        hulls=[ship.no, clone.no],
        shared_mmsi=ship.mmsi,
    )
