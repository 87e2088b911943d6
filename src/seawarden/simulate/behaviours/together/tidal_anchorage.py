"""An anchorage in a strong tide that no list holds: ships swing past each other twice a day."""

from ...movement.alongside import place
from ...movement.motion import Anchored
from ...waters.tide import Tide, tide_at
from ...world import Rng, World
from .waters import grid, open_roads, pairs_within

NAME, HARD_CASE = "tidal_anchorage", None


def stage(world: World, rng: Rng) -> None:
    """Add three to five ships at anchor, each on her chain, 330 m and more between anchors."""
    hours = min(float(rng.uniform(8.0, 30.0)), world.hours * 0.4)
    start = world.when(rng, hours, lead_h=3.0)
    site = open_roads(world, rng)
    middle = site.point(rng)
    here = tide_at(*middle)
    tide = Tide(float(rng.uniform(1.5, 3.5)), here.axis_deg, here.phase_rad)
    ships, pieces = [], []
    for spot in grid(rng, middle, int(rng.integers(3, 6)), float(rng.uniform(330.0, 600.0))):
        ship = world.cast(rng, str(rng.choice(["tanker", "bulk", "general"])), length_m=(70, 150))
        come, go = (float(rng.uniform(0.0, 0.25)) * hours * 3600.0 for _ in range(2))
        span = start + come, start + hours * 3600.0 - go
        scope = float(rng.uniform(50.0, 110.0)) + ship.hull.length_m / 2
        piece = Anchored(*span, *spot, scope, tide, float(rng.uniform(-900.0, 900.0)))
        begin, end = place(piece, span[0]), place(piece, span[1])
        ship.pieces = [
            *world.region.arrive(ship, rng, site, [(*begin, 5.0)], span[0]), piece,
            *world.region.depart(ship, rng, site, [(*end, 0.0)], span[1]),
        ]  # fmt: skip
        ships.append(ship)
        pieces.append(piece)
    for one, other, span, where in pairs_within(ships, pieces, 1000.0):
        world.record_truth(None, NAME, one, other, span, where)
