"""A transfer carried by a 2.5 kn tidal stream: fast over ground, still through the water."""

from ...world import Rng, World
from .tanker import transfer

NAME, HARD_CASE = "sts_strong_tide", None


def stage(world: World, rng: Rng) -> None:
    """Add one transfer that drifts at up to 2.5 kn."""
    transfer(world, rng, NAME, "tanker", hours=float(rng.uniform(4.0, 8.0)), strength_kn=2.3)
