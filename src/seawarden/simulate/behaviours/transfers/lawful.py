"""A lawful transfer between two foreign tankers in open sea: an STS, but no breach."""

from ...world import Rng, World
from .tanker import transfer

NAME, HARD_CASE = "sts_lawful", None


def stage(world: World, rng: Rng) -> None:
    """Add one transfer without a DPRK ship."""
    transfer(world, rng, NAME, "tanker", hours=float(rng.uniform(5.0, 12.0)), dprk=False)
