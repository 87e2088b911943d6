"""A tow: a tug ahead, a barge or a dead ship on a line behind her, both with transponders."""

from ...movement.alongside import place, rest
from ...movement.together import follow, says_no_type, slower
from ...world import Rng, World

NAME, HARD_CASE = "tow", None


def stage(world: World, rng: Rng) -> None:
    """Add one tow of a line of 120 to 700 m, which waits for some hours on her way."""
    hours = min(float(rng.uniform(1.5, 10.0)), world.hours * 0.25)
    start, site = world.when(rng, hours), world.site(rng)
    tug = world.cast(rng, "tug")
    slower(tug, float(rng.uniform(3.0, 7.0)))
    barge = world.cast(rng, str(rng.choice(["barge", "general", "bulk"])), length_m=(45, 110))
    if rng.random() < 0.5:
        says_no_type(barge, size=rng.random() < 0.5)
    if rng.random() < 0.3:
        says_no_type(tug, size=rng.random() < 0.5)
    span = (start, start + hours * 3600.0)
    at_rest = rest(world, rng, tug, site, span)
    line_m = float(rng.uniform(120.0, 700.0)) + (tug.hull.length_m + barge.hull.length_m) / 2
    follow(barge, tug, world.until_s, -line_m, 0.0, float(rng.uniform(5.0, 40.0)))
    world.record_truth(
        None,
        NAME,
        tug,
        barge,
        (0.0, world.until_s),
        place(at_rest, sum(span) / 2),
        line_m=round(line_m),
    )
