"""A new name and MMSI in mid-voyage: one hull, off the air for an hour, two identities."""

from ...movement.alongside import beyond
from ...waters.lanes import harbour
from ...world import Rng, World

NAME, HARD_CASE = "identity_change", None


def stage(world: World, rng: Rng) -> None:
    """Add one DPRK-flagged tanker that goes on as a foreign one."""
    start, site = world.when(rng, 3.0, lead_h=3.0), world.site(rng)
    ship = world.cast(rng, "tanker", flag="KP", length_m=(80, 120))
    here = site.point(rng)
    arrive = world.region.arrive(ship, rng, site, [(*here, ship.hull.cruise_kn)], start,
                                 harbour("KPNAM"))  # fmt: skip
    on = beyond(here, 90.0, 1000.0)
    ship.pieces = [*arrive, *world.region.depart(
        ship, rng, site, [(*here, 0.0), (*on, ship.hull.cruise_kn)], start,
        harbour("KPNAM"))]  # fmt: skip
    dark = (start - 1200.0, start + float(rng.uniform(0.4, 1.5)) * 3600.0)
    ship.goes_dark(*dark)
    flag = str(rng.choice(["MN", "SL", "PW"]))
    new = world.registry.mmsi(rng, flag)
    name = world.registry.name(rng, flag, "tanker")
    ship.says(start, mmsi=new, name=name, call_sign=world.registry.call_sign(rng, flag), imo=0)
    world.record_truth(
        "identity",
        NAME,
        ship,
        None,
        dark,
        here,
        is_breach=True,
        new_mmsi=new,
        new_name=name,
        old_name=ship.first.name,
    )
