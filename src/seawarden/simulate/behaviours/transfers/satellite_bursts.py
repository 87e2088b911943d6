"""A transfer that only passing satellites hear: minutes of reports, then hours of none."""

from ...world import Rng, World
from .tanker import transfer

NAME, HARD_CASE = "sts_satellite_bursts", None


def stage(world: World, rng: Rng) -> None:
    """Add one transfer of six hours and more, heard in bursts one to four hours apart."""
    transfer(world, rng, NAME, "tanker" if rng.random() < 0.7 else "bulk",
             hours=float(rng.uniform(6.0, 14.0)), dprk=rng.random() < 0.5)  # fmt: skip
    every_h = float(rng.uniform(1.0, 4.0))
    at, passes = float(rng.uniform(0.0, every_h)) * 3600.0, []
    while at < world.until_s:
        passes.append((at, at + float(rng.uniform(4.0, 12.0)) * 60.0))
        at += every_h * 3600.0 * float(rng.uniform(0.6, 1.4))
    for ship in world.ships[-2:]:
        ship.bursts = list(passes)
