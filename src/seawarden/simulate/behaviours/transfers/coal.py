"""Coal at sea: a DPRK-flagged bulk carrier gives to a foreign one, both with AIS on."""

from ...world import Rng, World
from .tanker import transfer

NAME, HARD_CASE = "sts_coal", None


def stage(world: World, rng: Rng) -> None:
    """Add one transfer, somewhat longer than oil takes."""
    transfer(world, rng, NAME, "bulk", hours=float(rng.uniform(5.0, 12.0)),
             anchored=rng.random() < 0.4, gives=False)  # fmt: skip
