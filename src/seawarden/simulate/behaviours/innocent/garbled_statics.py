"""A ship of whom a few of many static messages reach the feed with wrong bits."""

import string

from ...movement.alongside import whereabouts
from ...world import Rng, World

NAME, HARD_CASE = "garbled_statics", None

_SIX_BIT = "@" + string.ascii_uppercase + "[\\]^_ !\"#$%&'()*+,-./" + string.digits + ":;<=>?"
"""ITU-R M.1371 table 47, in order of the six bits."""


def stage(world: World, rng: Rng) -> None:
    """Add one ship on ordinary voyages, with one to three damaged messages."""
    ship = world.cast(rng, str(rng.choice(["tanker", "bulk", "general", "fishing"])))
    ship.pieces = world.region.roam(ship, rng)
    for _ in range(int(rng.integers(1, 4))):
        first = ship.first
        name, call = (_flipped(rng, t, int(rng.integers(0, 9)))
                      for t in (first.name, first.call_sign))  # fmt: skip
        size = tuple(int(v) for v in rng.integers(0, (400, 200, 50, 50)))
        ship.garbles(
            name=name, call_sign=call,
            antenna_m=size if rng.random() < 0.5 else None,
            ship_type=int(rng.integers(0, 100)) if rng.random() < 0.5 else first.ship_type,
        )  # fmt: skip
    world.record_truth(None, NAME, ship, None, (0.0, world.until_s), whereabouts(ship, 0.0))


def _flipped(rng: Rng, text: str, bits: int) -> str:
    """Return text with so many of its bits flipped, as six-bit characters; '@' ends it."""
    codes = [_SIX_BIT.index(c) if c in _SIX_BIT else 32 for c in text]
    for at in rng.integers(0, 6 * max(len(codes), 1), bits) if codes else ():
        codes[at // 6] ^= 1 << int(at % 6)
    return "".join(_SIX_BIT[c] for c in codes).split("@")[0].rstrip()
