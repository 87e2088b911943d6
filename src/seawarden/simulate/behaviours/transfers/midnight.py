"""A transfer across UTC midnight: detectors that cut by day lose it or halve it."""

import numpy as np

from ...world import DoesNotFit, Rng, World
from .tanker import transfer

NAME, HARD_CASE = "sts_midnight", None


def stage(world: World, rng: Rng) -> None:
    """Add one transfer of about three hours with midnight inside it."""
    before = float(rng.uniform(1.1, 1.9))
    hours = before + float(rng.uniform(1.1, 1.9))
    first = world.midnight_s
    nights = np.arange(first, world.until_s, 86_400.0)
    nights = nights[(nights - before * 3600 > 3600.0)
                    & (nights + (hours - before) * 3600 < world.until_s - 1800.0)]  # fmt: skip
    if nights.size == 0:
        raise DoesNotFit("no midnight far enough inside the scenario")
    start = float(rng.choice(nights)) - before * 3600.0
    transfer(world, rng, NAME, "tanker", hours=hours, start_s=start)
