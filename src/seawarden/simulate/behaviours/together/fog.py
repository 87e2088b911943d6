"""Fog: ships bound for one place stop within the hour, wait close together, and go on together."""

from ...movement.alongside import place
from ...movement.motion import Anchored, Drift, Piece, Shifted
from ...waters.tide import tide_at
from ...world import Rng, World
from .waters import grid, metres_from, open_roads, pairs_within

NAME, HARD_CASE = "fog", None


def stage(world: World, rng: Rng) -> None:
    """Add one bank of fog over three to five ships, at anchor or stopped, 250 m and more apart."""
    hours = min(float(rng.uniform(3.0, 14.0)), world.hours * 0.3)
    start = world.when(rng, hours, lead_h=3.0)
    site = open_roads(world, rng)
    middle = site.point(rng)
    anchors = rng.random() < 0.5
    tide = tide_at(*middle)
    water = Drift(start, start + hours * 3600.0 + 5400.0, *middle, tide, 0.15, 40.0, 30.0)
    ships, pieces = [], []
    for spot in grid(rng, middle, int(rng.integers(3, 6)), float(rng.uniform(280.0, 650.0))):
        ship = world.cast(rng, str(rng.choice(["tanker", "bulk", "general"])), length_m=(60, 170))
        come, go = (float(rng.uniform(0.0, 1.2)) * 3600.0 for _ in range(2))
        span = start + come, start + hours * 3600.0 + go
        # One water carries all who drift in it, whenever they stopped.
        piece: Piece = (
            Anchored(*span, *spot, 60.0 + ship.hull.length_m / 2, tide, float(rng.uniform(0, 900)))
            if anchors
            else Shifted(*span, water, 0.0, *metres_from(middle, spot))
        )
        begin, end = place(piece, span[0]), place(piece, span[1])
        ship.pieces = [
            *world.region.arrive(ship, rng, site, [(*begin, 6.0)], span[0]), piece,
            *world.region.depart(ship, rng, site, [(*end, 0.0)], span[1]),
        ]  # fmt: skip
        ships.append(ship)
        pieces.append(piece)
    for one, other, span, where in pairs_within(ships, pieces, 1500.0):
        world.record_truth(None, NAME, one, other, span, where, at_anchor=bool(anchors))
