"""Ordinary voyages along the coast: berth, passage, anchorage, berth, in both directions of time.

`Coast` is the Region of all scenarios but the ocean one. A ship that has an appointment at sea is
led to it backwards in time: passage before it, stay before that, until the scenario's start.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ...geo.sphere import distance_m
from ..ship import Ship
from ..ships.identity import TRADE
from ..waters.harbours import HARBOURS, Harbour, Point
from ..waters.lanes import passage, route
from ..waters.sites import OPEN_SEA, ROADS, Site
from ..waters.tide import tide_at
from ..world import DoesNotFit
from .motion import Anchored, Berth, Piece, Sail, sail, shifted

Rng = np.random.Generator
Floats = NDArray[np.float64]

_CHANNEL_KN = 9.0  # harbour speed limits are about this


def hexagon(rings: int, spacing_m: float) -> list[tuple[float, float]]:
    """Return the (east_m, north_m) of a hexagonal grid, from its middle outwards."""
    places = [
        (spacing_m * (q + r / 2), spacing_m * r * 3**0.5 / 2)
        for q in range(-rings, rings + 1)
        for r in range(max(-rings, -q - rings), min(rings, -q + rings) + 1)
    ]
    return sorted(places, key=lambda p: (round(p[0] ** 2 + p[1] ** 2), p))


_PLACES = {
    "berth": hexagon(12, 360.0), "anchor": hexagon(3, 800.0), "road": hexagon(1, 1300.0),
}  # fmt: skip
"""Berths, anchor places of ordinary ships, and places in the roadstead kept for the hard cases."""


@dataclass(slots=True)
class Coast:
    """The waters between the harbours; books berths and anchor places so that none is shared."""

    harbours: tuple[Harbour, ...] = HARBOURS
    sites: tuple[Site, ...] = OPEN_SEA
    until_s: float = np.inf  # end of the scenario; plans stop soon after it
    _booked: dict[tuple[str, str], list[list[tuple[float, float]]]] = field(default_factory=dict)

    def choose(self, ship: Ship, rng: Rng, besides: Harbour | None = None) -> Harbour:
        """Return a harbour that fits the ship's trade and flag."""
        trade = TRADE.get(ship.hull.kind, "g")
        dprk = ship.hull.flag == "KP"
        fit = [
            h for h in self.harbours
            if h is not besides and trade in h.trades
            and (h.code in ("CNDAL", "CNLKU") or h.flag == "KP" if dprk else h.flag != "KP")
        ]  # fmt: skip
        if not fit:
            fit = [h for h in self.harbours if h is not besides and h.flag != "KP"]
        weight = np.array([h.weight for h in fit])
        return fit[int(rng.choice(len(fit), p=weight / weight.sum()))]

    def slot(self, harbour: Harbour, what: str, span: tuple[float, float]) -> Point | None:
        """Book the innermost place that is free through `span`; None if there is none.

        An hour is kept free on both sides, for ships that come and go a little off their time.
        """
        books = self._booked.setdefault((harbour.code, what), [[] for _ in _PLACES[what]])
        first, last = span[0] - 3600.0, span[1] + 3600.0
        for place, spans in zip(_PLACES[what], books, strict=True):
            if all(last <= a or b <= first for a, b in spans):
                spans.append((first, last))
                centre = {
                    "berth": harbour.berths, "anchor": harbour.anchorage,
                    "road": ROADS.get(harbour.code, harbour.anchorage),
                }[what]  # fmt: skip
                lat, lon = shifted(*centre, *place)
                return float(lat), float(lon)
        return None

    def road(self, rng: Rng, span: tuple[float, float]) -> tuple[Harbour, Point]:
        """Book a place in a roadstead inside a harbour's limits; DoesNotFit if all are taken."""
        ports = [h for h in self.harbours if h.code in ROADS]
        for number in rng.permutation(len(ports)):
            place = self.slot(ports[number], "road", span)
            if place:
                return ports[number], place
        raise DoesNotFit("all roadsteads are taken")

    def outward(self, harbour: Harbour, place: Point) -> Floats:
        """Return the channel from its point nearest to `place` out to the fairway."""
        channel = np.array(harbour.channel)
        nearest = int(np.argmin(distance_m(channel[:, 0], channel[:, 1], *place)))
        return channel[nearest:]

    def berth(self, harbour: Harbour, span: tuple[float, float]) -> Point:
        """Book a berth; in a harbour that is full, the middle one is shared."""
        return self.slot(harbour, "berth", span) or harbour.berths

    def stay(self, rng: Rng, harbour: Harbour, berth: Point, start_s: float, end_s: float) -> Berth:
        """Return a stay at a berth."""
        heading = float((len(harbour.name) * 37 + rng.integers(2) * 180) % 360)
        return Berth(start_s, end_s, *berth, heading, harbour.code)

    def roam(self, ship: Ship, rng: Rng) -> list[Piece]:
        """See Region."""
        harbour = self.choose(ship, rng)
        return self.onward(ship, rng, harbour, -float(rng.uniform(0.0, 110.0)) * 3600.0)

    def onward(self, ship: Ship, rng: Rng, harbour: Harbour, t: float,
               berth: Point | None = None, stay_s: float = 0.0) -> list[Piece]:  # fmt: skip
        """Return stays and passages from an arrival in `harbour` at `t` to the scenario's end."""
        stay_s = stay_s or _stay_s(ship, rng)
        berth = berth or self.berth(harbour, (t, t + stay_s))
        pieces: list[Piece] = []
        while True:
            at = self.stay(rng, harbour, berth, t, t + stay_s)
            pieces.append(at)
            if at.end_s > self.until_s:
                return pieces
            harbour, stay_s = self.choose(ship, rng, besides=harbour), _stay_s(ship, rng)
            sailed, berth = self.voyage(ship, rng, at, harbour, stay_s)
            pieces += sailed
            t = sailed[-1].end_s
            if t > self.until_s:
                return pieces

    def run(self, ship: Ship, rng: Rng, start: tuple[Harbour, Point], end: tuple[Harbour, Point],
            *, start_s: float | None = None, end_s: float | None = None) -> Sail:  # fmt: skip
        """Return the passage from one berth to another."""
        (here, berth), (there, goal) = start, end
        path = np.vstack([berth, passage(here, there, float(rng.uniform(0.1, 1.0))), goal])
        speeds = _speeds(ship, len(path) - 1, len(here.channel), len(there.channel))
        return sail(path, speeds, start_s=start_s, end_s=end_s)

    def voyage(self, ship: Ship, rng: Rng, start: Berth, harbour: Harbour,
               stay_s: float) -> tuple[list[Piece], Point]:  # fmt: skip
        """Return the passage to a harbour and the berth there; one call in three anchors first."""
        here = next(h for h in HARBOURS if h.code == start.harbour)
        leave = (here, (start.lat, start.lon))
        side = float(rng.uniform(0.1, 1.0))
        approach = passage(here, harbour, side)
        speeds = _speeds(ship, len(approach) + 1, len(here.channel), len(harbour.channel))
        plan = sail(np.vstack([leave[1], approach, harbour.berths]), speeds, start_s=start.end_s)
        hold = float(rng.uniform(4, 30)) * 3600.0 if rng.random() < 0.35 else 0.0
        waiting = (plan.end_s - 2 * 3600.0, plan.end_s + hold)
        anchor = None
        if hold and ship.hull.kind != "passenger":
            anchor = self.slot(harbour, "anchor", waiting)
        if anchor is None:
            berth = self.berth(harbour, (plan.end_s, plan.end_s + stay_s))
            path = np.vstack([leave[1], approach, berth])
            return [sail(path, speeds, start_s=start.end_s)], berth
        berth = self.berth(harbour, (plan.end_s + hold, waiting[1] + stay_s + 3 * 3600.0))
        return self._by_anchor(ship, rng, start, approach, anchor, hold, harbour, berth), berth

    def _by_anchor(self, ship: Ship, rng: Rng, start: Berth, approach: Floats, anchor: Point,
                   hold: float, harbour: Harbour, berth: Point) -> list[Piece]:  # fmt: skip
        """Return a passage that turns off at the channel's nearest point, anchors, and goes in."""
        channel = approach[-len(harbour.channel) :]
        nearest = int(np.argmin(distance_m(channel[:, 0], channel[:, 1], *anchor)))
        turn = len(approach) - len(channel) + nearest
        out = np.vstack([(start.lat, start.lon), approach[: turn + 1], anchor])
        here = next(h for h in HARBOURS if h.code == start.harbour)
        there = sail(out, _speeds(ship, len(out) - 1, len(here.channel), nearest + 2),
                     start_s=start.end_s)  # fmt: skip
        waits = self.anchored(ship, rng, anchor, there.end_s, hold)
        last = np.vstack([anchor, approach[turn:], berth])
        into = sail(last, min(_CHANNEL_KN, ship.hull.cruise_kn), start_s=waits.end_s)
        return [there, waits, into]

    def anchored(self, ship: Ship, rng: Rng, place: Point, t: float,
                 hold_s: float) -> Anchored:  # fmt: skip
        """Return a stay at anchor with a cable of five times an ordinary depth."""
        lat, lon = place
        scope = float(rng.uniform(90, 130)) + ship.hull.length_m / 2
        return Anchored(t, t + hold_s, lat, lon, scope, tide_at(lat, lon),
                        float(rng.uniform(-600, 600)))  # fmt: skip

    def lead_in(self, ship: Ship, rng: Rng, harbour: Harbour, berth: Point, t: float,
                stay_s: float) -> list[Piece]:  # fmt: skip
        """Return the motion that ends with leaving a berth at `t`, back to the start."""
        pieces: list[Piece] = []
        while True:
            at = self.stay(rng, harbour, berth, t - stay_s, t)
            pieces.insert(0, at)
            if at.start_s <= 0.0:
                return pieces
            before, stay_s = self.choose(ship, rng, besides=harbour), _stay_s(ship, rng)
            plan = self.run(ship, rng, (before, before.berths), (harbour, berth), end_s=at.start_s)
            left = self.berth(before, (plan.start_s - stay_s, plan.start_s))
            run = self.run(ship, rng, (before, left), (harbour, berth), end_s=at.start_s)
            pieces.insert(0, run)
            if run.start_s <= 0.0:
                return pieces
            harbour, berth, t = before, left, run.start_s

    def arrive(self, ship: Ship, rng: Rng, site: Site, tail: list[tuple[float, float, float]],
               end_s: float, home: Harbour | None = None) -> list[Piece]:  # fmt: skip
        """See Region."""
        home = home or self.choose(ship, rng)
        middle = route(home.waypoint, site.waypoint, float(rng.uniform(0.1, 1.0)))
        points = np.array([(p[0], p[1]) for p in tail])
        path = np.vstack([home.berths, np.array(home.channel), middle, points])
        speeds = _speeds(ship, len(path) - 1, len(home.channel), 0)
        speeds[-len(tail) :] = [p[2] for p in tail]
        stay_s, left = _stay_s(ship, rng), sail(path, speeds, end_s=end_s).start_s
        path[0] = self.berth(home, (left - stay_s, left))
        run = sail(path, speeds, end_s=end_s)
        if run.start_s <= 0.0:
            return [run]
        berth = float(path[0, 0]), float(path[0, 1])
        return [*self.lead_in(ship, rng, home, berth, run.start_s, stay_s), run]

    def depart(self, ship: Ship, rng: Rng, site: Site, head: list[tuple[float, float, float]],
               start_s: float, to: Harbour | None = None) -> list[Piece]:  # fmt: skip
        """See Region."""
        to = to or self.choose(ship, rng)
        middle = route(site.waypoint, to.waypoint, float(rng.uniform(0.1, 1.0)))
        points = np.array([(p[0], p[1]) for p in head])
        path = np.vstack([points, middle, np.array(to.channel)[::-1], to.berths])
        speeds = _speeds(ship, len(path) - 1, 0, len(to.channel))
        speeds[: len(head) - 1] = [p[2] for p in head[1:]]
        stay_s, there = _stay_s(ship, rng), sail(path, speeds, start_s=start_s).end_s
        path[-1] = self.berth(to, (there, there + stay_s))
        run = sail(path, speeds, start_s=start_s)
        if run.end_s > self.until_s:
            return [run]
        berth = float(path[-1, 0]), float(path[-1, 1])
        return [run, *self.onward(ship, rng, to, run.end_s, berth, stay_s)]


def _speeds(ship: Ship, legs: int, slow_first: int, slow_last: int) -> Floats:
    speeds = np.full(legs, ship.hull.cruise_kn)
    slow = min(_CHANNEL_KN, ship.hull.cruise_kn)
    speeds[:slow_first] = slow
    if slow_last:
        speeds[-slow_last:] = slow
    return speeds


def _stay_s(ship: Ship, rng: Rng) -> float:
    """Return the length of a stay: passenger ships turn round in hours, others in a day or two."""
    low, high = (3.0, 8.0) if ship.hull.kind == "passenger" else (9.0, 42.0)
    return float(rng.uniform(low, high)) * 3600.0
