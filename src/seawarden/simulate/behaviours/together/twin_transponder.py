"""One hull with two transponders: two MMSIs that never part."""

from dataclasses import replace

from ...movement.alongside import place, rest
from ...movement.together import follow, says_no_type
from ...world import Rng, World

NAME, HARD_CASE = "twin_transponder", None


def stage(world: World, rng: Rng) -> None:
    """Add one ship that drifts for hours, with the set of an earlier flag still switched on."""
    hours = min(float(rng.uniform(3.0, 14.0)), world.hours * 0.3)
    start, site = world.when(rng, hours), world.site(rng)
    ship = world.cast(rng, str(rng.choice(["tanker", "bulk", "general"])), length_m=(60, 180))
    span = (start, start + hours * 3600.0)
    at_rest = rest(world, rng, ship, site, span, anchored=rng.random() < 0.3)
    aft_m = float(rng.uniform(0.0, 0.25)) * ship.hull.length_m
    hull = replace(
        ship.hull, bow_m=ship.hull.bow_m - round(aft_m), stern_m=ship.hull.stern_m + round(aft_m)
    )
    twin = world.extra(hull, ship)
    twin.noise_m = float(rng.uniform(3.0, 8.0))
    flag = str(rng.choice(["PA", "MN", "SL", "TG", ship.hull.flag]))
    changes: dict[str, object] = {"mmsi": world.registry.mmsi(rng, flag)}
    number = rng.random()
    if number < 0.35:
        changes["imo"] = 0
    elif number < 0.5:
        changes["imo"] = world.registry.imo()
    if rng.random() < 0.5:
        changes["name"] = world.registry.name(rng, flag, "tanker")
        changes["call_sign"] = world.registry.call_sign(rng, flag)
    twin.claims[0] = replace(twin.claims[0], **changes)  # type: ignore[arg-type]
    if rng.random() < 0.2:
        says_no_type(twin, size=rng.random() < 0.5)
    follow(twin, ship, world.until_s, 0.0, float(rng.uniform(-2.0, 2.0)))
    world.record_truth(
        None,
        NAME,
        ship,
        twin,
        (0.0, world.until_s),
        place(at_rest, sum(span) / 2),
        antennas_apart_m=round(aft_m),
        same_imo=bool(twin.first.imo == ship.first.imo),
    )
