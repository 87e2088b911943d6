"""What goes on the air: a ship's track at the times it was heard, as the transponder reports it.

Position is that of the antenna, with GNSS noise; falsifications and interference change it. Speed
and course come from the true velocity with a little noise, so that course means nothing at rest.
"""

from dataclasses import dataclass, fields
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ...geo.sphere import distance_m
from ...units import M_PER_NM, MPS_PER_KN
from ..movement.motion import Track, shifted, wrapped
from ..ship import GARBLED_S, Ship
from ..world import Jam
from .false_positions import Fixes
from .reception import STATIONS, Heard, Params

Floats = NDArray[np.float64]
Rng = np.random.Generator

NO_HEADING = 511


@dataclass(slots=True)
class Reports:
    """Position reports as columns; times are integer seconds since the start."""

    t: NDArray[np.int64]
    arrived: NDArray[np.int64]
    claim: NDArray[np.int64]  # row of the table of claims
    lat: Floats
    lon: Floats
    sog_kn: Floats
    cog_deg: Floats
    heading: NDArray[np.int64]  # integer degrees, 511 not available
    status: NDArray[np.uint8]
    msg_type: NDArray[np.uint8]
    receiver: NDArray[np.int16]


@dataclass(slots=True)
class Statics:
    """Static messages as columns."""

    t: NDArray[np.int64]
    arrived: NDArray[np.int64]
    claim: NDArray[np.int64]
    receiver: NDArray[np.int16]


def antenna(ship: Ship, track: Track, t: Floats) -> Fixes:
    """Return the true antenna position and velocity at given times; longitude unwrapped."""
    lat, lon = np.interp(t, track.t, track.lat), np.interp(t, track.t, track.lon)
    he, hn = np.interp(t, track.t, track.heading_east), np.interp(t, track.t, track.heading_north)
    size = np.maximum(np.hypot(he, hn), 1e-9)
    he, hn = he / size, hn / size
    forward, right = ship.hull.forward_m, ship.hull.right_m
    lat, lon = shifted(lat, lon, forward * he + right * hn, forward * hn - right * he)
    return (lat, lon, np.interp(t, track.t, track.east_mps),
            np.interp(t, track.t, track.north_mps))  # fmt: skip


def report(ship: Ship, track: Track, heard: Heard, jams: list[Jam], params: Params, rng: Rng,
           first_claim: int) -> Reports:  # fmt: skip
    """Return the ship's position reports, in order of time, not yet of arrival."""
    t = heard.t
    fixes = antenna(ship, track, t)
    for falsification in ship.falsifications:
        fixes = falsification.applied_to(t, fixes)
    lat, lon, east, north = _jammed(t, fixes, jams)
    noise = rng.normal(0.0, ship.noise_m, (2, t.size))
    lat, lon = shifted(lat, lon, noise[0], noise[1])
    shake = rng.normal(0.0, 0.05 * MPS_PER_KN, (2, t.size))
    east, north = east + shake[0], north + shake[1]
    at = np.minimum(np.round(t / 60.0).astype(np.int64), track.t.size - 1)
    heading = np.round(track.heading_deg()[at] + rng.normal(0.0, 0.7, t.size)).astype(np.int64)
    blind = ship.hull.ais_class == 2 and ship.hull.kind in ("fishing", "pilot")
    status = track.status[at]
    out = Reports(
        t.astype(np.int64), t.astype(np.int64), _claims(ship, t) + first_claim, lat, wrapped(lon),
        np.round(np.hypot(east, north) / MPS_PER_KN, 1),
        np.round(np.degrees(np.arctan2(east, north)) % 360.0, 1) % 360.0,
        np.where(blind, NO_HEADING, heading % 360),
        status, _types(ship, status, heard, params, rng), heard.receiver,
    )  # fmt: skip
    return _dirty(ship, out, rng)


T = TypeVar("T", "Reports", "Statics")


def say(ship: Ship, heard: Heard, first_claim: int) -> Statics:
    """Return the ship's static messages; each garbled claim takes the place of one of them."""
    t = heard.t.astype(np.int64)
    claim = _claims(ship, heard.t)
    garbled = [n for n, c in enumerate(ship.claims) if c.from_s == GARBLED_S]
    # Not the first or the last: there nothing before or after says what was meant.
    places = np.linspace(0, t.size - 1, len(garbled) + 2)[1:-1].astype(np.int64)
    if t.size > 2 * len(garbled) + 1:
        claim[places] = garbled
    out = Statics(t, t.copy(), claim + first_claim, heard.receiver)
    if ship.dirt:
        inside = (t >= ship.dirt.late_from_s) & (t < ship.dirt.late_to_s)
        out.arrived = t + (inside * ship.dirt.late_s).astype(np.int64)
    return out


def joined(parts: list[T]) -> T:
    """Return the columns of all parts, in order of arrival (then time, claim, receiver)."""
    kind = type(parts[0])
    columns = {f.name: np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(kind)}
    order = np.lexsort((columns["receiver"], columns["claim"], columns["t"], columns["arrived"]))
    return kind(**{name: column[order] for name, column in columns.items()})


def _claims(ship: Ship, t: Floats) -> NDArray[np.int64]:
    since = np.array([c.from_s for c in ship.claims])
    return np.maximum(np.searchsorted(since, t, side="right") - 1, 0)


def _jammed(t: Floats, fixes: Fixes, jams: list[Jam]) -> Fixes:
    lat, lon, east, north = fixes
    for jam in jams:
        jammed = (t >= jam.start_s) & (t < jam.end_s)
        jammed &= np.asarray(distance_m(lat, lon, jam.lat, jam.lon)) < jam.radius_nm * M_PER_NM
        lat, lon = np.where(jammed, jam.target[0], lat), np.where(jammed, jam.target[1], lon)
        east, north = np.where(jammed, 0.0, east), np.where(jammed, 0.0, north)
    return lat, lon, east, north


def _types(ship: Ship, status: NDArray[np.uint8], heard: Heard, params: Params,
           rng: Rng) -> NDArray[np.uint8]:  # fmt: skip
    """Class A sends 1, or 3 at rest (polled); class B 18; some of what satellites hear is 27."""
    if ship.hull.ais_class == 2:
        return np.full(status.size, 18, np.uint8)
    types = np.where(np.isin(status, (1, 5)), 3, 1).astype(np.uint8)
    space = (heard.receiver >= len(STATIONS)) & (heard.receiver < len(STATIONS) + params.satellites)
    types[space & (rng.random(status.size) < params.type27_share)] = 27
    return types


def _dirty(ship: Ship, out: Reports, rng: Rng) -> Reports:
    """Let the feed duplicate, shuffle and delay, as the ship's Dirt says."""
    dirt = ship.dirt
    if dirt is None:
        return out
    again = np.flatnonzero(rng.random(out.t.size) < dirt.duplicate_share)
    twice = np.concatenate([np.arange(out.t.size), again])
    out = Reports(*(getattr(out, f.name)[twice] for f in fields(Reports)))
    out.arrived = out.t + rng.integers(0, int(dirt.shuffle_s) + 1, out.t.size)
    inside = (out.t >= dirt.late_from_s) & (out.t < dirt.late_to_s)
    out.arrived += (inside * dirt.late_s).astype(np.int64)
    return out
