"""A ship that stands by another: a guard vessel, a tug in waiting, a tanker next in turn."""

from ...movement.alongside import beyond, place, rest
from ...movement.motion import Shifted
from ...movement.together import says_no_type
from ...world import Rng, World
from .waters import metres_from

NAME, HARD_CASE = "standby", None


def stage(world: World, rng: Rng) -> None:
    """Add one ship adrift and another that keeps 180 to 800 m off her for hours."""
    hours = min(float(rng.uniform(2.5, 12.0)), world.hours * 0.3)
    start, site = world.when(rng, hours), world.site(rng)
    end = start + hours * 3600.0
    ship = world.cast(rng, str(rng.choice(["tanker", "bulk", "general"])), length_m=(80, 200))
    guard = world.cast(rng, str(rng.choice(["service", "tug", "general", "tanker"])),
                       length_m=(28, 110))  # fmt: skip
    if rng.random() < 0.3:
        says_no_type(guard, size=rng.random() < 0.5)
    early, late = (float(h) * 3600.0 for h in rng.uniform(0.3, 3.0, 2))
    drift = rest(world, rng, ship, site, (start - early, end + late))
    away_m = float(rng.uniform(180.0, 800.0)) + ship.hull.length_m / 2
    here = place(drift, start)
    off = beyond(here, float(rng.uniform(0, 360)), away_m)
    lag_s = float(rng.uniform(-400.0, 400.0))
    piece = Shifted(start, end, drift, lag_s, *metres_from(here, off))
    begin, last = place(piece, start), place(piece, end)
    guard.pieces = [
        *world.region.arrive(guard, rng, site, [(*begin, guard.hull.cruise_kn)], start),
        piece,
        *world.region.depart(guard, rng, site, [(*last, 0.0)], end),
    ]
    world.record_truth(None, NAME, ship, guard, (start, end), place(drift, (start + end) / 2),
                       apart_m=round(away_m))  # fmt: skip
