"""A transfer while another transmitter sends one party's MMSI far off, as an alibi."""

from dataclasses import replace

from ...movement.alongside import whereabouts
from ...ship import Ship
from ...world import Rng, World
from .tanker import transfer

NAME, HARD_CASE = "sts_decoy", None


def stage(world: World, rng: Rng) -> None:
    """Add one transfer, and a decoy on the air some hours before, while and after it."""
    dprk = rng.random() < 0.5
    transfer(world, rng, NAME, "tanker" if rng.random() < 0.6 else "bulk",
             hours=float(rng.uniform(3.0, 10.0)), anchored=rng.random() < 0.2,
             dprk=dprk)  # fmt: skip
    party = world.ships[-2:][int(rng.integers(2))]
    truth = world.truths[-1]
    before, after = (float(rng.uniform(0.3, 8.0)) * 3600.0 for _ in range(2))
    span = (truth.start_s - before, truth.end_s + after)
    decoy = namesake(world, rng, party, same_claims=rng.random() < 0.5)
    if span[0] > 0.0:
        decoy.goes_dark(-1e9, span[0])
    decoy.goes_dark(span[1], world.until_s + 1e9)
    world.record_truth(
        "identity",
        NAME,
        party,
        None,
        span,
        whereabouts(decoy, truth.start_s),
        is_breach=True,
        shared_mmsi=party.mmsi,
        hulls=[party.no, decoy.no],
    )


def namesake(world: World, rng: Rng, party: Ship, *, same_claims: bool) -> Ship:
    """Return another ship on a voyage of her own that sends `party`'s MMSI."""
    kind = str(rng.choice(["general", "bulk", "tanker"]))
    hull, claim = world.registry.ship(rng, kind, flag=party.hull.flag, length_m=(62, 130))
    ship = world.extra(hull, party)
    if same_claims:
        ship.claims[:] = [party.first]
    else:
        ship.claims[:] = [replace(claim, mmsi=party.mmsi)]
    ship.pieces = world.region.roam(ship, rng)
    return ship
