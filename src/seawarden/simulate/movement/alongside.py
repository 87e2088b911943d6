"""Two hulls side by side: the manoeuvre that all transfers share.

The mother waits, drifting with engines stopped or at anchor. A daughter comes up over the last
miles at 4-5 kn, lies alongside with a few metres of fenders between the hulls, parallel or
head to tail, and leaves again. Draughts change in the hours after, as crews enter them.
"""

from dataclasses import dataclass, replace

import numpy as np

from ...geo.sphere import destination
from ..ship import Claim, Ship
from ..waters.harbours import Harbour
from ..waters.sites import Site
from ..waters.tide import Tide, tide_at
from ..world import Rng, World
from .motion import AT_ANCHOR, Anchored, Beside, Drift, Piece, place_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One daughter's time alongside, in seconds, and the mother's side she lies on."""

    ship: Ship
    start_s: float
    end_s: float
    side: int  # +1 starboard, -1 port
    home: Harbour | None = None
    to: Harbour | None = None


def rest(world: World, rng: Rng, ship: Ship, site: Site, span: tuple[float, float], *,
         anchored: bool = False, strength_kn: float | None = None, home: Harbour | None = None,
         to: Harbour | None = None) -> Piece:  # fmt: skip
    """Plan a ship that comes to `site`, drifts or anchors through `span`, and goes on.

    `strength_kn` sets the tidal current; otherwise it is the place's own. A drift at
    a site that names a meridian lies on it in the middle of its span.
    """
    lat, lon = site.point(rng)
    tide = tide_at(lat, lon)
    if strength_kn is not None:
        tide = Tide(strength_kn, tide.axis_deg, tide.phase_rad)
    piece: Anchored | Drift
    if anchored:
        scope = 180.0 + ship.hull.length_m / 2
        piece = Anchored(*span, lat, lon, scope, tide, 0.0, AT_ANCHOR)
    else:
        piece = Drift(
            *span, lat, lon, tide, float(rng.uniform(0.1, 0.4)), float(rng.uniform(0, 360)),
            float(rng.uniform(0, 360)),
        )  # fmt: skip
        if site.meridian_deg is not None:
            off_it = site.meridian_deg - place(piece, sum(span) / 2)[1]
            piece = replace(piece, lon=piece.lon + off_it)
    begin, end = place(piece, span[0]), place(piece, span[1])
    off = beyond(begin, float(rng.uniform(0, 360)), 4000.0)
    ship.pieces = [
        *world.region.arrive(ship, rng, site, [(*off, ship.hull.cruise_kn), (*begin, 6.0)],
                             span[0], home),
        piece,
        *world.region.depart(ship, rng, site, [(*end, 0.0), (*beyond(end, 45.0, 3000.0), 5.0)],
                             span[1], to),
    ]  # fmt: skip
    return piece


def call(world: World, rng: Rng, mother: Ship, at_rest: Piece, site: Site, visit: Call) -> Beside:
    """Plan a daughter's visit to a mother at rest."""
    ship, side = visit.ship, visit.side
    gap = float(rng.uniform(2.5, 8.0))  # fenders of 2-4.5 m, and a little slack
    right = side * ((mother.hull.beam_m + ship.hull.beam_m) / 2 + gap)
    forward_m = float(rng.uniform(-0.12, 0.12)) * mother.hull.length_m
    turned = float(rng.normal(0.0, 1.2)) + (180.0 if rng.random() < 0.25 else 0.0)
    piece = Beside(visit.start_s, visit.end_s, at_rest, forward_m, right, turned, at_rest.status)
    if at_rest.status == AT_ANCHOR:
        piece = Beside(visit.start_s, visit.end_s, at_rest, forward_m, right, turned)
    begin, end = place(piece, visit.start_s), place(piece, visit.end_s)
    heading = float(at_rest.at(np.array([visit.start_s]))[2][0])
    close = beyond(begin, heading + side * 120.0, 700.0)
    far = beyond(close, heading + side * 135.0, float(rng.uniform(4.0, 6.0)) * 1852.0)
    away = beyond(end, heading + side * 70.0, 2500.0)
    creep = float(rng.uniform(4.0, 5.0))
    tail = [(*far, ship.hull.cruise_kn), (*close, creep), (*begin, 1.6)]
    head = [(*end, 0.0), (*away, 4.0)]
    ship.pieces = [
        *world.region.arrive(ship, rng, site, tail, visit.start_s, visit.home),
        piece,
        *world.region.depart(ship, rng, site, head, visit.end_s, visit.to),
    ]
    return piece


def move_cargo(rng: Rng, giver: Ship, taker: Ship, end_s: float) -> tuple[float, float]:
    """Let both crews enter new draughts after the transfer; return (giver's, taker's) change.

    At least 1.0 m each way, or 0.5 m for hulls below about 10,000 DWT (135 m).
    """
    changes = []
    for ship, sign in ((giver, -1), (taker, +1)):
        least = 1.1 if ship.hull.length_m >= 135 else 0.6
        change = sign * round(float(rng.uniform(least, least + 1.4)), 1)
        now = ship.claims[-1].draught_m
        low = round(max(1.5, ship.hull.length_m * 0.022), 1)
        if now + change < low:  # she must have been deep enough before
            ship.claims[:] = [_deeper(c, low - now - change) for c in ship.claims]
            now = ship.claims[-1].draught_m
        when = end_s + float(rng.uniform(0.3, 5.0)) * 3600.0
        when = max(when, ship.claims[-1].from_s + 60.0)
        ship.says(when, draught_m=round(now + change, 1))
        changes.append(change)
    return changes[0], changes[1]


def place(piece: Piece, t: float) -> tuple[float, float]:
    """Return where a piece is at a time."""
    lat, lon, _ = piece.at(np.array([t]))
    return float(lat[0]), float(lon[0])


def whereabouts(ship: Ship, t: float) -> tuple[float, float]:
    """Return where a planned ship is at a time (to some hundred metres: before smoothing)."""
    lat, lon, _, _ = place_at(ship.pieces, np.array([t]))
    return float(lat[0]), float(lon[0])


def beyond(point: tuple[float, float], bearing_deg: float, metres: float) -> tuple[float, float]:
    """Return the place `metres` away on a bearing."""
    lat, lon = destination(*point, bearing_deg, metres)
    return float(lat), float(lon)


def _deeper(claim: Claim, by: float) -> Claim:
    return replace(claim, draught_m=round(claim.draught_m + by, 1))
