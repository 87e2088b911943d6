"""Where ships wait side by side, and which of them are neighbours."""

from collections.abc import Iterator, Sequence

import numpy as np

from ....geo.sphere import distance_m, offset_m
from ...movement.alongside import place
from ...movement.motion import Piece, shifted
from ...movement.voyages import Coast, hexagon
from ...ship import Ship
from ...waters.harbours import Point
from ...waters.sites import OPEN_ROADS, Site
from ...world import Rng, World


def open_roads(world: World, rng: Rng) -> Site:
    """Return open roads; in mid-ocean, where there are none, a site of open sea."""
    if isinstance(world.region, Coast):
        return OPEN_ROADS[rng.integers(len(OPEN_ROADS))]
    return world.site(rng)


def grid(rng: Rng, middle: Point, count: int, spacing_m: float) -> list[Point]:
    """Return `count` places about `spacing_m` apart, none nearer than seven tenths of that."""
    jitter = 0.15 * spacing_m
    spots = []
    for east, north in hexagon(2, spacing_m)[:count]:
        lat, lon = shifted(*middle, east + float(rng.uniform(-jitter, jitter)),
                           north + float(rng.uniform(-jitter, jitter)))  # fmt: skip
        spots.append((float(lat), float(lon)))
    return spots


def metres_from(here: Point, there: Point) -> tuple[float, float]:
    """Return how far east and north of `here` a place some kilometres off lies."""
    east, north = offset_m(*(np.array([v]) for v in (*here, *there)))
    return float(east[0]), float(north[0])


def pairs_within(
    ships: Sequence[Ship], pieces: Sequence[Piece], metres: float
) -> Iterator[tuple[Ship, Ship, tuple[float, float], Point]]:
    """Yield the ships that lie within `metres` of each other: both, when, where."""
    for i, one in enumerate(pieces):
        for j in range(i):
            other = pieces[j]
            span = max(one.start_s, other.start_s), min(one.end_s, other.end_s)
            if span[1] <= span[0]:
                continue
            here, there = place(one, sum(span) / 2), place(other, sum(span) / 2)
            if float(distance_m(*here, *there)) <= metres:
                yield ships[j], ships[i], span, here
