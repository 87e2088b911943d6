"""Hard case 9: duplicate seconds, unsorted packets, and a span that arrives a day late.

A ship drifts at a place; another drifts at the same place a day later, just when the packets of
the first arrive. Read in order of arrival they are side by side; in order of time they never met.
"""

from ...movement.alongside import place, rest
from ...movement.motion import Drift
from ...ship import Dirt
from ...world import Rng, World

NAME, HARD_CASE = "dirty_feed", 9


def stage(world: World, rng: Rng) -> None:
    """Add the two drifts; with less than 40 h of scenario the delay is shorter than a day."""
    hours = min(5.0, world.hours * 0.2)
    late = min(24.0, world.hours - hours - 6.0, world.hours * 0.6)
    start = world.when(rng, hours + late)
    site = world.site(rng)
    one = world.cast(rng, "tanker", length_m=(80, 140))
    two = world.cast(rng, "tanker", length_m=(80, 140))
    first = rest(world, rng, one, site, (start, start + hours * 3600.0))
    assert isinstance(first, Drift)
    shift = late * 3600.0
    span = (start + shift, start + shift + hours * 3600.0)
    second = Drift(*span, first.lat, first.lon, first.tide, first.leeway_kn, first.leeway_deg,
                   first.heading)  # fmt: skip
    begin, end = place(second, span[0]), place(second, span[1])
    two.pieces = [
        *world.region.arrive(two, rng, site, [(*begin, two.hull.cruise_kn)], span[0]),
        second,
        *world.region.depart(two, rng, site, [(*end, 0.0)], span[1]),
    ]
    one.dirt = Dirt(0.2, 900.0, start, start + hours * 3600.0, shift)
    two.dirt = Dirt(0.2, 900.0)
    for ship, piece in ((one, first), (two, second)):
        world.record_truth(
            "loitering",
            NAME,
            ship,
            None,
            (piece.start_s, piece.end_s),
            place(piece, (piece.start_s + piece.end_s) / 2),
        )
    world.record_truth(None, NAME, one, two, (start, span[1]), begin, late_h=round(late, 1))
