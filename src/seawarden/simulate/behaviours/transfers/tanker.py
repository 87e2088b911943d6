"""Oil at sea: a foreign tanker gives to a DPRK-flagged one, both with AIS on.

Three to twelve hours side by side, drifting or with the mother at anchor. This is the conduct
that resolution 2375 forbids, in the shape of the transfers Japan reported in 2018-2019.
"""

from ...movement.alongside import Call, call, move_cargo, place, rest
from ...movement.cargo import moved_barrels
from ...waters.lanes import harbour
from ...world import Rng, World

NAME, HARD_CASE = "sts_tanker", None


def stage(world: World, rng: Rng) -> None:
    """Add one transfer."""
    transfer(world, rng, NAME, "tanker", hours=float(rng.uniform(3.0, 12.0)),
             anchored=rng.random() < 0.25)  # fmt: skip


def transfer(world: World, rng: Rng, name: str, kind: str, *, hours: float, anchored: bool = False,
             start_s: float | None = None, strength_kn: float | None = None,
             dprk: bool = True, gives: bool = True) -> None:  # fmt: skip
    """Add one visible transfer; the mother is foreign and `gives`, or takes."""
    hours = min(hours, world.hours * 0.3)
    start = world.when(rng, hours) if start_s is None else start_s
    end = start + hours * 3600.0
    site = world.site(rng)
    anchored = anchored and site.meridian_deg is None  # nobody anchors in mid-ocean
    mother = world.cast(rng, kind, length_m=(95, 180))
    daughter = world.cast(rng, kind, flag="KP" if dprk else None, length_m=(70, 120), listed=dprk)
    home = harbour("KPNAM") if daughter.hull.flag == "KP" else None
    wait = float(rng.uniform(0.5, 4.0)) * 3600.0
    linger_s = float(rng.uniform(0.3, 1.5)) * 3600.0
    at_rest = rest(world, rng, mother, site, (start - wait, end + linger_s), anchored=anchored,
                   strength_kn=strength_kn)  # fmt: skip
    side = 1 if rng.random() < 0.5 else -1
    call(world, rng, mother, at_rest, site,
         Call(ship=daughter, start_s=start, end_s=end, side=side, home=home, to=home))  # fmt: skip
    giver, taker = (mother, daughter) if gives else (daughter, mother)
    given, taken = move_cargo(rng, giver, taker, end)
    world.record_truth(
        "sts",
        name,
        mother,
        daughter,
        (start, end),
        place(at_rest, (start + end) / 2),
        is_breach=dprk,
        site=site.name,
        at_anchor=anchored,
        giver=giver.mmsi,
        draught_change_m=[given, taken],
        moved_barrels=moved_barrels(giver) if kind == "tanker" else None,
    )
