"""Hard case 4: pair trawlers, 200 to 500 m apart, parallel, 3 to 4 knots, for 4 to 12 hours."""

from ...movement.alongside import place
from ...movement.fishing import trawl_piece
from ...movement.motion import FISHING, Shifted
from ...movement.voyages import Coast
from ...waters.sites import FISHING_GROUNDS
from ...world import DoesNotFit, Rng, World

NAME, HARD_CASE = "pair_trawlers", 4


def stage(world: World, rng: Rng) -> None:
    """Add one pair that shoots, tows and hauls together."""
    if not isinstance(world.region, Coast):
        raise DoesNotFit("no fishing grounds in these waters")
    hours = min(float(rng.uniform(4.0, 12.0)), world.hours * 0.35)
    start = world.when(rng, hours)
    ground = FISHING_GROUNDS[rng.integers(len(FISHING_GROUNDS))]
    tow = trawl_piece(rng, ground, start, hours)
    apart = float(rng.uniform(200.0, 480.0))
    other = Shifted(tow.start_s, tow.end_s, tow, 0.0, apart, 0.0, FISHING)
    pair = []
    for piece in (tow, other):
        ship = world.cast(rng, "fishing", flag="CN")
        begin, end = place(piece, piece.start_s), place(piece, piece.end_s)
        ship.pieces = [
            *world.region.arrive(ship, rng, ground, [(*begin, ship.hull.cruise_kn)],
                                 piece.start_s),
            piece,
            *world.region.depart(ship, rng, ground, [(*end, 0.0)], piece.end_s),
        ]  # fmt: skip
        pair.append(ship)
    world.record_truth(
        None,
        NAME,
        pair[0],
        pair[1],
        (tow.start_s, tow.end_s),
        place(tow, (tow.start_s + tow.end_s) / 2),
        apart_m=round(apart),
    )
