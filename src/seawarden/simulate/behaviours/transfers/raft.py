"""Three ships in one raft: a mother with a daughter on each side at the same time."""

from ...movement.alongside import Call, call, move_cargo, place, rest
from ...waters.lanes import harbour
from ...world import Rng, World

NAME, HARD_CASE = "sts_raft", None


def stage(world: World, rng: Rng) -> None:
    """Add one raft; truth has a transfer for each daughter, and the two beside no other conduct."""
    hours = min(float(rng.uniform(4.0, 8.0)), world.hours * 0.25)
    start, site = world.when(rng, hours + 2.0), world.site(rng)
    mother = world.cast(rng, "tanker", length_m=(120, 183))
    daughters = [world.cast(rng, "tanker", flag="KP", length_m=(70, 110)) for _ in range(2)]
    span = (start - 3600.0, start + (hours + 2.0) * 3600.0)
    at_rest = rest(world, rng, mother, site, span)
    home = harbour("KPNAM")
    for side, ship, late in ((1, daughters[0], 0.0), (-1, daughters[1], 1.0)):
        begin = start + late * 3600.0
        end = begin + hours * 3600.0
        call(world, rng, mother, at_rest, site,
             Call(ship=ship, start_s=begin, end_s=end, side=side, home=home, to=home))  # fmt: skip
        given, taken = move_cargo(rng, mother, ship, end)
        world.record_truth(
            "sts",
            NAME,
            mother,
            ship,
            (begin, end),
            place(at_rest, (begin + end) / 2),
            is_breach=True,
            site=site.name,
            giver=mother.mmsi,
            draught_change_m=[given, taken],
        )
    both = (start + 3600.0, start + hours * 3600.0)
    world.record_truth(
        None,
        NAME,
        daughters[0],
        daughters[1],
        both,
        place(at_rest, sum(both) / 2),
        role="outer ships, the mother between them",
    )
