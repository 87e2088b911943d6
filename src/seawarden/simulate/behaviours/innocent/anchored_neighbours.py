"""Hard case 5: two tankers anchored 300 to 450 m apart, swinging with the tide."""

from ...movement.alongside import beyond, place
from ...movement.motion import Anchored
from ...movement.voyages import Coast
from ...waters.sites import Site
from ...waters.tide import tide_at
from ...world import DoesNotFit, Rng, World

NAME, HARD_CASE = "anchored_neighbours", 5


def stage(world: World, rng: Rng) -> None:
    """Add one pair; cables and the minute of turning differ, so their distance breathes."""
    if not isinstance(world.region, Coast):
        raise DoesNotFit("no roadsteads in these waters")
    hours = min(float(rng.uniform(8.0, 20.0)), world.hours * 0.4)
    start = world.when(rng, hours)
    port, spot = world.region.road(rng, (start, start + hours * 3600.0))
    apart = float(rng.uniform(330.0, 430.0))
    anchors = (spot, beyond(spot, float(rng.uniform(0, 360)), apart))
    tide = tide_at(*spot)
    waters = Site(port.code, 0, 0, 0, 0, port.waypoint)
    pair = []
    for number, anchor in enumerate(anchors):
        ship = world.cast(rng, "tanker", length_m=(80, 125))
        scope = float(rng.uniform(60.0, 110.0)) + ship.hull.length_m / 2
        piece = Anchored(start + number * 1500.0, start + hours * 3600.0, *anchor, scope, tide,
                         (-1.0, 1.0)[number] * float(rng.uniform(200.0, 900.0)))  # fmt: skip
        begin, end = place(piece, piece.start_s), place(piece, piece.end_s)
        out = [(float(p[0]), float(p[1]), 7.0) for p in world.region.outward(port, spot)]
        ship.pieces = [
            *world.region.arrive(ship, rng, waters, [*out[::-1], (*begin, 6.0)], piece.start_s),
            piece,
            *world.region.depart(ship, rng, waters, [(*end, 0.0), *out], piece.end_s),
        ]
        pair.append(ship)
    world.record_truth(
        None,
        NAME,
        pair[0],
        pair[1],
        (start + 1500.0, start + hours * 3600.0),
        spot,
        harbour=port.code,
        anchors_apart_m=round(apart),
    )
