"""One side dark throughout: a tanker drifts alone, her draught changes, radar sees two hulls."""

from ...movement.alongside import Call, call, move_cargo, place, rest, whereabouts
from ...waters.lanes import harbour
from ...world import Rng, Scene, World

NAME, HARD_CASE = "dark_one_side", None


def stage(world: World, rng: Rng) -> None:
    """Add one transfer whose DPRK side is silent from hours before until hours after."""
    hours = min(float(rng.uniform(5.0, 10.0)), world.hours * 0.3)
    start, site = world.when(rng, hours, lead_h=4.0, tail_h=2.0), world.site(rng)
    end = start + hours * 3600.0
    mother = world.cast(rng, "tanker", length_m=(90, 150))
    ship = world.cast(rng, "tanker", flag="KP", length_m=(75, 120))
    home = harbour("KPNAM")
    at_rest = rest(world, rng, mother, site, (start - 2700.0, end + 3600.0))
    call(world, rng, mother, at_rest, site,
         Call(ship=ship, start_s=start, end_s=end, side=1, home=home, to=home))  # fmt: skip
    dark = (start - float(rng.uniform(4, 10)) * 3600.0, end + float(rng.uniform(4, 10)) * 3600.0)
    ship.goes_dark(*dark)
    given, taken = move_cargo(rng, mother, ship, end)
    where = place(at_rest, (start + end) / 2)
    world.scenes.append(Scene(start + float(rng.uniform(0.2, 0.8)) * (end - start), *where))
    world.record_truth(
        "dark_sts",
        NAME,
        mother,
        ship,
        (start, end),
        where,
        is_breach=True,
        site=site.name,
        dark=ship.mmsi,
        draught_change_m=[given, taken],
    )
    world.record_truth(
        "gap", NAME, ship, None, dark, whereabouts(ship, dark[0]), is_breach=True, deliberate=True
    )
