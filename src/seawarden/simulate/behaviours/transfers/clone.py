"""A transfer by a ship whose identity another ship uses all the time, elsewhere."""

from ...movement.alongside import whereabouts
from ...world import Rng, World
from .decoy import namesake
from .tanker import transfer

NAME, HARD_CASE = "sts_clone", None


def stage(world: World, rng: Rng) -> None:
    """Add one transfer, and the clone's voyages."""
    transfer(world, rng, NAME, "tanker" if rng.random() < 0.6 else "bulk",
             hours=float(rng.uniform(3.0, 10.0)), anchored=rng.random() < 0.2,
             dprk=rng.random() < 0.5)  # fmt: skip
    party = world.ships[-2:][int(rng.integers(2))]
    clone = namesake(world, rng, party, same_claims=rng.random() < 0.7)
    world.record_truth(
        "identity",
        NAME,
        party,
        None,
        (0.0, world.until_s),
        whereabouts(clone, 0.0),
        is_breach=True,
        shared_mmsi=party.mmsi,
        hulls=[party.no, clone.no],
    )
