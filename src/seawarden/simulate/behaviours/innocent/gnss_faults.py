"""Hard case 10: GNSS noise, a constant offset, and a jump onto an anchored tanker."""

import numpy as np

from ...movement.alongside import place, rest
from ...movement.motion import Anchored, shifted
from ...radio.false_positions import Falsification, offset, standing
from ...ship import Ship
from ...waters.sites import Site
from ...world import Rng, World

NAME, HARD_CASE = "gps_faults", 10


def stage(world: World, rng: Rng) -> None:
    """Add an anchored tanker, a noisy neighbour with an offset, and a ship that jumps onto her."""
    hours = min(8.0, world.hours * 0.3)
    start, site = world.when(rng, hours), world.site(rng)
    span = (start, start + hours * 3600.0)
    tanker = world.cast(rng, "tanker", length_m=(110, 180))
    tanker.noise_m = 15.0
    at_anchor = rest(world, rng, tanker, site, span, anchored=True)
    assert isinstance(at_anchor, Anchored)
    where = place(at_anchor, sum(span) / 2)
    _neighbour(world, rng, site, at_anchor, tanker)
    jumper = world.cast(rng, "tanker", length_m=(80, 140))
    jumper.pieces = world.region.roam(jumper, rng)
    begin = start + hours * float(rng.uniform(900.0, 1800.0))
    false_s = (begin, begin + float(rng.uniform(0.4, 1.5)) * 3600.0)
    lat, lon = shifted(*where, *rng.uniform(-60.0, 60.0, 2))
    jumper.falsifications.append(Falsification(*false_s, standing(float(lat), float(lon))))
    world.record_truth("spoofing", "teleport_onto_tanker", jumper, tanker, false_s, where)


def _neighbour(world: World, rng: Rng, site: Site, beside: Anchored, tanker: Ship) -> None:
    """Add a ship at anchor about half a mile off: 15 m noise, 0.02 to 0.15 nm of offset."""
    ship = world.cast(rng, "tanker", length_m=(80, 150))
    angle = float(rng.uniform(0, 2 * np.pi))
    lat, lon = shifted(beside.lat, beside.lon, 900 * np.sin(angle), 900 * np.cos(angle))
    piece = Anchored(beside.start_s, beside.end_s, float(lat), float(lon),
                     180.0 + ship.hull.length_m / 2, beside.tide, 300.0)  # fmt: skip
    begin, end = place(piece, piece.start_s), place(piece, piece.end_s)
    ship.pieces = [
        *world.region.arrive(ship, rng, site, [(*begin, ship.hull.cruise_kn)], piece.start_s),
        piece,
        *world.region.depart(ship, rng, site, [(*end, 0.0)], piece.end_s),
    ]
    ship.noise_m = 15.0
    off = float(rng.uniform(0.02, 0.15)) * 1852.0  # towards the tanker: the worse case
    ship.falsifications.append(
        Falsification(-1e9, 1e12, offset(-off * np.sin(angle), -off * np.cos(angle)))
    )
    world.record_truth(
        None,
        NAME,
        tanker,
        ship,
        (piece.start_s, piece.end_s),
        place(piece, piece.end_s),
        apart_m=900,
        offset_m=round(off),
    )
