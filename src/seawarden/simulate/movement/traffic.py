"""Ordinary traffic: the ships that have no part in any behaviour.

Shares by kind are round figures for the Yellow and East China Seas; a small part of the cargo
ships fly the DPRK flag and trade between DPRK and Chinese ports, as they lawfully may.
"""

import numpy as np

from ..ship import Ship
from ..world import Rng, World
from .fishing import trip
from .motion import Piece, sail
from .voyages import Coast

SHARES: dict[str, float] = {
    "tanker": 0.13, "large tanker": 0.03, "bulk": 0.17, "general": 0.20, "container": 0.14,
    "fishing": 0.19, "tug": 0.04, "pilot": 0.02, "passenger": 0.04, "service": 0.04,
}  # fmt: skip
"""Shares of the kinds on a coast."""

OCEAN_SHARES: dict[str, float] = {
    "large tanker": 0.10, "tanker": 0.15, "bulk": 0.35, "container": 0.40,
}  # fmt: skip
"""Shares of the kinds in mid-ocean; own choice."""

DPRK_SHARE = 0.02
"""Share of the tankers, bulk and general cargo ships that fly the DPRK flag; own choice."""


def fill(world: World, rng: Rng) -> None:
    """Add ordinary ships until the scenario has as many as were asked for."""
    coast = world.region if isinstance(world.region, Coast) else None
    shares = SHARES if coast else OCEAN_SHARES
    kinds = list(shares)
    weights = np.array(list(shares.values()))
    missing = world.vessels - len(world.ships)
    for kind in rng.choice(kinds, size=missing, p=weights / weights.sum()):
        dprk = coast and kind in ("tanker", "bulk", "general") and rng.random() < DPRK_SHARE
        ship = world.cast(
            rng, str(kind), flag="KP" if dprk else None, length_m=(65, 120) if dprk else None
        )
        if coast and kind == "fishing":
            ship.pieces = trip(coast, ship, rng)
        elif coast and kind in ("tug", "pilot", "service"):
            ship.pieces = local(coast, ship, rng)
        else:
            ship.pieces = world.region.roam(ship, rng)


def local(coast: Coast, ship: Ship, rng: Rng) -> list[Piece]:
    """Return the plan of a harbour craft: out to the fairway and back, rest, and again."""
    ports = [h for h in coast.harbours if h.flag == ship.hull.flag] or list(coast.harbours)
    port = ports[rng.integers(len(ports))]
    berth = coast.berth(port, (-1e6, coast.until_s))
    channel = np.array(port.channel)
    pieces: list[Piece] = []
    t = -float(rng.uniform(0.0, 12.0)) * 3600.0
    while t < coast.until_s:
        rest = coast.stay(rng, port, berth, t, t + float(rng.uniform(1.0, 14.0)) * 3600.0)
        turn = channel[-1] + rng.uniform(-0.01, 0.01, 2)
        out = sail(np.vstack([berth, channel[:-1], turn]), ship.hull.cruise_kn, start_s=rest.end_s)
        wait = sail(np.vstack([turn, turn + 0.01]), 2.5, start_s=out.end_s)
        back = sail(np.vstack([turn + 0.01, channel[:-1][::-1], berth]), ship.hull.cruise_kn,
                    start_s=wait.end_s)  # fmt: skip
        pieces += [rest, out, wait, back]
        t = back.end_s
    return pieces
