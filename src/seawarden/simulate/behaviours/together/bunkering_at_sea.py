"""A small tanker that gives fuel to a fishing vessel, a bulk carrier or a survey ship at sea."""

from ...world import Rng, World
from .bunkering_at_anchor import bunkers

NAME, HARD_CASE = "bunkering_at_sea", None


def stage(world: World, rng: Rng) -> None:
    """Add one bunkering adrift."""
    bunkers(world, rng, NAME, anchored=False)
