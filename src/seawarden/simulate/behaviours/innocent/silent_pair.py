"""Hard case 6: two tankers seen 1.2 to 1.9 km apart, both silent for hours, then seen again.

In truth they stayed apart. Nobody can know from AIS: a finding may say "possible", not more.
"""

from ...movement.alongside import place, rest
from ...movement.motion import Shifted
from ...world import Rng, World

NAME, HARD_CASE = "silent_pair", 6


def stage(world: World, rng: Rng) -> None:
    """Add one pair with a common silence of six hours in the middle of a common drift."""
    hole = min(6.0, world.hours * 0.2)
    hours = hole + min(4.0, world.hours * 0.1)
    start, site = world.when(rng, hours), world.site(rng)
    end = start + hours * 3600.0
    one = world.cast(rng, "tanker", length_m=(80, 150))
    two = world.cast(rng, "tanker", length_m=(80, 150))
    drift = rest(world, rng, one, site, (start, end))
    far = float(rng.uniform(900.0, 1300.0))
    beside = Shifted(start, end, drift, 0.0, far, far)
    begin, last = place(beside, start), place(beside, end)
    two.pieces = [
        *world.region.arrive(two, rng, site, [(*begin, two.hull.cruise_kn)], start),
        beside,
        *world.region.depart(two, rng, site, [(*last, 0.0)], end),
    ]
    middle = (start + end) / 2
    for ship in (one, two):
        span = (middle - hole * 1800.0 - float(rng.uniform(0, 300)),
                middle + hole * 1800.0 + float(rng.uniform(0, 300)))  # fmt: skip
        ship.goes_dark(*span)
        world.record_truth("gap", NAME, ship, None, span, place(drift, middle), deliberate=False)
    world.record_truth(
        None,
        NAME,
        one,
        two,
        (start, end),
        place(drift, middle),
        silent_h=round(hole, 1),
        apart_m=round(far * 2**0.5),
    )
