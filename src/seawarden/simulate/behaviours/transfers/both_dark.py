"""Both sides dark: two silences that overlap, and a place between that both could reach."""

from ...movement.alongside import Call, call, move_cargo, place, rest, whereabouts
from ...waters.lanes import harbour
from ...world import Rng, World

NAME, HARD_CASE = "dark_both", None


def stage(world: World, rng: Rng) -> None:
    """Add one transfer that nobody sees; both ships are seen before and after."""
    hours = min(float(rng.uniform(3.5, 7.0)), world.hours * 0.25)
    start, site = world.when(rng, hours, lead_h=4.0, tail_h=3.5), world.site(rng)
    end = start + hours * 3600.0
    mother = world.cast(rng, "tanker", length_m=(90, 150))
    ship = world.cast(rng, "tanker", flag="KP", length_m=(75, 120))
    home = harbour("KPNAM")
    at_rest = rest(world, rng, mother, site, (start - 1800.0, end + 1800.0))
    call(world, rng, mother, at_rest, site,
         Call(ship=ship, start_s=start, end_s=end, side=-1, home=home, to=home))  # fmt: skip
    given, taken = move_cargo(rng, mother, ship, end)
    for one in (mother, ship):
        dark = (start - float(rng.uniform(1.0, 2.5)) * 3600.0,
                end + float(rng.uniform(1.0, 2.5)) * 3600.0)  # fmt: skip
        one.goes_dark(*dark)
        world.record_truth(
            "gap", NAME, one, None, dark, whereabouts(one, dark[0]), is_breach=True, deliberate=True
        )
    world.record_truth(
        "dark_sts",
        NAME,
        mother,
        ship,
        (start, end),
        place(at_rest, (start + end) / 2),
        is_breach=True,
        site=site.name,
        dark=[mother.mmsi, ship.mmsi],
        draught_change_m=[given, taken],
    )
