"""Trawling: legs to and fro at three to four knots, north and south across a ground."""

import numpy as np

from ..ship import Ship
from ..waters.sites import FISHING_GROUNDS, Site
from ..world import Rng
from .alongside import place
from .motion import FISHING, Piece, Sail, sail
from .voyages import Coast


def trawl_piece(rng: Rng, ground: Site, start_s: float, hours: float) -> Sail:
    """Return a tow of about `hours` that stays inside the ground."""
    speed = float(rng.uniform(3.0, 4.0))
    lat, lon = ground.point(rng)
    legs = max(2, round(hours / float(rng.uniform(1.6, 3.0))))
    run_deg = speed * hours / legs / 60.0
    step = float(rng.uniform(0.004, 0.012)) * (1 if lon < (ground.west + ground.east) / 2 else -1)
    turn = 1 if lat < (ground.south + ground.north) / 2 else -1
    path = np.array([
        (lat + (turn * run_deg if i % 2 else 0.0), lon + step * (i // 2)) for i in range(legs + 1)
    ])  # fmt: skip
    return sail(path, speed, start_s=start_s, status=FISHING)


def trip(coast: Coast, ship: Ship, rng: Rng) -> list[Piece]:
    """Return the plan of a trawler: port, ground, tows with pauses between, port."""
    ground = FISHING_GROUNDS[rng.integers(len(FISHING_GROUNDS))]
    grounds = [g for g in FISHING_GROUNDS if any(h.waypoint == g.waypoint for h in coast.harbours)]
    if grounds and rng.random() < 0.5:
        ground = grounds[rng.integers(len(grounds))]
    start = float(rng.uniform(-30.0, 60.0)) * 3600.0
    pieces: list[Piece] = []
    t = start
    for _ in range(int(rng.integers(2, 7))):
        tow = trawl_piece(rng, ground, t, float(rng.uniform(3.0, 6.0)))
        if pieces:
            begin = place(pieces[-1], pieces[-1].end_s)
            shift = sail(np.array([begin, (tow.lat[0], tow.lon[0])]), ship.hull.cruise_kn,
                         start_s=t)  # fmt: skip
            pieces.append(shift)
            moved = shift.end_s - t
            tow = Sail(t + moved, tow.end_s + moved, tow.times_s + moved, tow.lat, tow.lon,
                       FISHING)  # fmt: skip
        pieces.append(tow)
        t = tow.end_s
    begin, end = place(pieces[0], start), place(pieces[-1], t)
    return [
        *coast.arrive(ship, rng, ground, [(*begin, ship.hull.cruise_kn)], start),
        *pieces,
        *coast.depart(ship, rng, ground, [(*end, 0.0)], t),
    ]
