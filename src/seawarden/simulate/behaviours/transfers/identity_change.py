"""A ship that takes another name and MMSI while she lies alongside."""

from dataclasses import replace

from ...world import Rng, World
from .tanker import transfer

NAME, HARD_CASE = "sts_identity_change", None


def stage(world: World, rng: Rng) -> None:
    """Add one transfer; truth has a row for each of the two pairs of MMSIs in it."""
    transfer(world, rng, NAME, "tanker", hours=float(rng.uniform(5.0, 12.0)),
             dprk=rng.random() < 0.5)  # fmt: skip
    ship, truth = world.ships[-1], world.truths[-1]
    at = truth.start_s + float(rng.uniform(0.4, 0.6)) * (truth.end_s - truth.start_s)
    flag = str(rng.choice(["MN", "SL", "PW", "TG"]))
    new = {
        "mmsi": world.registry.mmsi(rng, flag), "name": world.registry.name(rng, flag, "tanker"),
        "call_sign": world.registry.call_sign(rng, flag), "imo": 0,
    }  # fmt: skip
    old = ship.first.name
    # The draught entered after the transfer is entered under the new name.
    later = [replace(c, **new) for c in ship.claims if c.from_s > at]  # type: ignore[arg-type]
    ship.claims[:] = [c for c in ship.claims if c.from_s <= at]
    ship.says(at, **new)
    ship.claims += later
    if rng.random() < 0.5:
        ship.goes_dark(at - 600.0, at + float(rng.uniform(0.0, 0.6)) * 3600.0)
    world.truths[-1] = replace(truth, end_s=at)
    world.truths.append(replace(truth, start_s=at))
    world.record_truth(
        "identity",
        NAME,
        ship,
        None,
        (at - 1800.0, at + 1800.0),
        truth.place,
        is_breach=True,
        new_mmsi=new["mmsi"],
        new_name=new["name"],
        old_name=old,
    )
