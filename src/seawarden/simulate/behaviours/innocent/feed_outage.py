"""A receiver or the feed fails for some hours: every ship around falls silent at once."""

from ...waters.harbours import HARBOURS
from ...world import Outage, Rng, World

NAME, HARD_CASE = "feed_outage", None


def stage(world: World, rng: Rng) -> None:
    """Add one outage, of a station in two of three cases, else of the whole feed."""
    hours = min(float(rng.uniform(1.5, 12.0)), world.hours * 0.2)
    start = world.when(rng, hours)
    everywhere = rng.random() < 1 / 3
    middle = HARBOURS[rng.integers(len(HARBOURS))].position
    radius_nm = 20_000.0 if everywhere else float(rng.uniform(30.0, 90.0))
    end = start + hours * 3600.0
    world.outages.append(Outage(start, end, *middle, radius_nm))
    world.record_truth(None, NAME, None, None, (start, end), middle,
                       radius_nm=None if everywhere else round(radius_nm))  # fmt: skip
