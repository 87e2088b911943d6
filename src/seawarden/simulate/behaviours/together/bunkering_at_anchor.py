"""A bunker vessel beside a ship at anchor in open roads that no list of anchorages holds."""

from ...movement.alongside import Call, call, place, rest
from ...world import Rng, World
from .waters import open_roads

NAME, HARD_CASE = "bunkering_at_anchor", None


def stage(world: World, rng: Rng) -> None:
    """Add one bunkering of two to nine hours; the ship's draught may grow a little."""
    bunkers(world, rng, NAME, anchored=True)


def bunkers(world: World, rng: Rng, name: str, *, anchored: bool) -> None:
    """Add one bunkering, at anchor in open roads or adrift at sea."""
    hours = min(float(rng.uniform(2.0, 9.0)), world.hours * 0.25)
    start = world.when(rng, hours)
    site = open_roads(world, rng) if anchored else world.site(rng)
    end = start + hours * 3600.0
    kinds = ["container", "bulk", "general", "tanker"] if anchored else ["fishing", "bulk",
                                                                         "service"]  # fmt: skip
    kind = str(rng.choice(kinds))
    long = {"container": (150, 330), "fishing": (30, 60), "service": (50, 90)}
    ship = world.cast(rng, kind, length_m=long.get(kind, (110, 230)))
    bunker = world.cast(rng, str(rng.choice(["tanker", "barge"])), length_m=(45, 110))
    wait = float(rng.uniform(0.5, 6.0)) * 3600.0
    at_rest = rest(world, rng, ship, site, (start - wait, end + wait / 2), anchored=anchored)
    side = 1 if rng.random() < 0.5 else -1
    call(world, rng, ship, at_rest, site, Call(ship=bunker, start_s=start, end_s=end, side=side))
    if rng.random() < 0.5:
        ship.says(end + 1800.0, draught_m=round(ship.first.draught_m + rng.uniform(0.1, 0.4), 1))
    world.record_truth(
        None,
        name,
        ship,
        bunker,
        (start, end),
        place(at_rest, (start + end) / 2),
        site=site.name,
        receives=kind,
    )
