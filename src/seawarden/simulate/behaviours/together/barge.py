"""A tug lashed to the side or the stern of her barge: they arrive, wait and leave as one."""

from ...movement.alongside import place, rest
from ...movement.together import follow, says_no_type, slower
from ...world import Rng, World

NAME, HARD_CASE = "barge_alongside", None


def stage(world: World, rng: Rng) -> None:
    """Add one tug and barge that drift or anchor for some hours on their way."""
    hours = min(float(rng.uniform(2.0, 14.0)), world.hours * 0.3)
    start, site = world.when(rng, hours), world.site(rng)
    kinds = ["tug", "general", "service"]
    tug = world.cast(rng, str(rng.choice(kinds)), length_m=(22, 70))
    slower(tug, float(rng.uniform(3.0, 7.5)))
    barge = world.cast(rng, str(rng.choice(["barge", "general", "bulk"])), length_m=(40, 110))
    if rng.random() < 0.6:
        says_no_type(barge, size=rng.random() < 0.4)
    if rng.random() < 0.4:
        says_no_type(tug, size=rng.random() < 0.6)
    span = (start, start + hours * 3600.0)
    at_rest = rest(world, rng, tug, site, span, anchored=rng.random() < 0.3)
    beside_m = (tug.hull.beam_m + barge.hull.beam_m) / 2 + float(rng.uniform(0.5, 2.0))
    pushes = rng.random() < 0.3
    forward_m = (tug.hull.length_m + barge.hull.length_m) / 2 if pushes else 0.0
    follow(barge, tug, world.until_s, forward_m + float(rng.uniform(-8.0, 8.0)),
           0.0 if pushes else beside_m * (1 if rng.random() < 0.5 else -1))  # fmt: skip
    world.record_truth(
        None,
        NAME,
        tug,
        barge,
        (0.0, world.until_s),
        place(at_rest, sum(span) / 2),
        pushes=bool(pushes),
    )
