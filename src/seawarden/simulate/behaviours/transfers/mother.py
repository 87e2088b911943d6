"""A mother ship and four daughters, one after another at the same drifting hull."""

from ...movement.alongside import Call, call, move_cargo, place, rest
from ...waters.lanes import harbour
from ...world import Rng, World

NAME, HARD_CASE = "sts_mother", None

_DAUGHTERS = 4


def stage(world: World, rng: Rng) -> None:
    """Add one mother with four daughters, the first three DPRK-flagged."""
    hours = min(float(rng.uniform(3.0, 4.5)), world.hours * 0.12)
    pause = min(float(rng.uniform(0.7, 2.0)), world.hours * 0.04)
    total = _DAUGHTERS * hours + (_DAUGHTERS - 1) * pause
    start, site = world.when(rng, total), world.site(rng)
    mother = world.cast(rng, "tanker", length_m=(140, 183))
    at_rest = rest(world, rng, mother, site, (start - 3600.0, start + total * 3600.0 + 2400.0))
    for number in range(_DAUGHTERS):
        flag = "KP" if number < 3 else "KM"
        ship = world.cast(rng, "tanker", flag=flag, length_m=(65, 105))
        begin = start + number * (hours + pause) * 3600.0
        end = begin + hours * 3600.0
        home = harbour("KPNAM") if flag == "KP" else None
        call(world, rng, mother, at_rest, site,
             Call(ship=ship, start_s=begin, end_s=end, side=1 if number % 2 else -1, home=home,
                  to=home))  # fmt: skip
        given, taken = move_cargo(rng, mother, ship, end)
        world.record_truth(
            "sts",
            NAME,
            mother,
            ship,
            (begin, end),
            place(at_rest, (begin + end) / 2),
            is_breach=flag == "KP",
            site=site.name,
            giver=mother.mmsi,
            daughter=number + 1,
            draught_change_m=[given, taken],
        )
