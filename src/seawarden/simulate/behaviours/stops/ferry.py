"""A ferry to and fro between two landings, from morning to night."""

import numpy as np

from ...movement.alongside import beyond, place
from ...movement.motion import Berth, Piece, sail
from ...movement.voyages import Coast
from ...world import DoesNotFit, Rng, World

NAME, HARD_CASE = "ferry", None


def stage(world: World, rng: Rng) -> None:
    """Add one ferry on a crossing of 0.4 to 5 km."""
    coast = world.region
    if not isinstance(coast, Coast):
        raise DoesNotFit("no harbours in these waters")
    port = coast.harbours[rng.integers(len(coast.harbours))]
    ship = world.cast(rng, "passenger", length_m=(22, 110), flag=None)
    berth = coast.berth(port, (-1e6, world.until_s + 1e6))
    bearing = float(rng.uniform(0, 360))
    far = beyond(berth, bearing, float(rng.uniform(400.0, 5000.0)))
    ends = (berth, far)
    speed, bow_m = float(rng.uniform(5.0, 16.0)), float(rng.uniform(-120.0, 120.0))
    dwell = float(rng.uniform(2.0, 15.0)) * 60.0
    pieces: list[Piece] = []
    t, here = -float(rng.uniform(0.0, 3.0)) * 3600.0, 0
    while t < world.until_s:
        night = (t / 3600.0 + 8.0) % 24.0 >= 20.0 and here == 0
        lie = float(rng.uniform(6.0, 8.0)) * 3600.0 if night else dwell * float(
            rng.uniform(0.7, 1.8))  # fmt: skip
        pieces.append(Berth(t, t + lie, *ends[here], bearing, port.code))
        side = beyond(place(pieces[-1], t), bearing + 180.0 * here, 0.5 * _apart_m(ends))
        bend = beyond(side, bearing + 90.0, bow_m + float(rng.normal(0.0, 15.0)))
        run = sail(np.array([ends[here], bend, ends[1 - here]]),
                   speed * float(rng.uniform(0.85, 1.1)), start_s=t + lie)  # fmt: skip
        pieces.append(run)
        t, here = run.end_s, 1 - here
    ship.pieces = pieces
    world.record_truth(None, NAME, ship, None, (0.0, world.until_s), berth, harbour=port.code,
                       crossing_m=round(_apart_m(ends)))  # fmt: skip


def _apart_m(ends: tuple[tuple[float, float], tuple[float, float]]) -> float:
    """Return the length of the crossing."""
    east = (ends[1][1] - ends[0][1]) * np.cos(np.radians(ends[0][0]))
    return float(np.hypot(east, ends[1][0] - ends[0][0]) * 111_195.0)
