"""One ship that alternates two names under one MMSI."""

from ...movement.alongside import whereabouts
from ...world import Rng, World

NAME, HARD_CASE = "name_toggle", None


def stage(world: World, rng: Rng) -> None:
    """Add one ship on ordinary voyages; name, and at times call sign, go to and fro."""
    ship = world.cast(rng, str(rng.choice(["tanker", "bulk", "general"])))
    ship.pieces = world.region.roam(ship, rng)
    every_s = float(rng.choice([0.5, 2.0, 6.0, 12.0])) * 3600.0
    flag = ship.hull.flag
    other: dict[str, object] = {"name": world.registry.name(rng, flag, ship.hull.kind)}
    if rng.random() < 0.4:
        other["call_sign"] = world.registry.call_sign(rng, flag)
    first = {key: getattr(ship.first, key) for key in other}
    at, turn = every_s * float(rng.uniform(0.3, 1.0)), 0
    while at < world.until_s:
        turn += 1
        ship.says(at, **(other if turn % 2 else first))
        at += every_s * float(rng.uniform(0.7, 1.3))
    world.record_truth(
        "identity",
        NAME,
        ship,
        None,
        (0.0, world.until_s),
        whereabouts(ship, 0.0),
        is_breach=True,
        names=[ship.first.name, other["name"]],
        every_h=every_s / 3600.0,
    )
