"""How a ship moves: pieces of motion one after another, and the smooth track they make.

A piece knows where its hull's centre is at any time (seconds since the start of the scenario).
`track` puts a ship's pieces on a one-minute grid and runs a bell-shaped window over them: that is
what gives acceleration, turns and the ease into a berth. The window is the same for all ships,
so two hulls that keep a fixed offset keep it in the smoothed tracks too.
Blind spot: no engine model; a large ship stops in about nine minutes, quicker than many can.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ...geo.sphere import distance_m, wrap_lon
from ...units import M_PER_DEG_LAT, MPS_PER_KN
from ..waters.tide import Floats, Tide

UNDER_WAY, AT_ANCHOR, NOT_UNDER_COMMAND, MOORED, FISHING = 0, 1, 2, 5, 7
"""Navigational status, ITU-R M.1371 table 45."""

STEP_S = 60.0
"""Grid of a track; own choice."""

_WINDOW = np.hanning(11)[1:-1] / np.hanning(11)[1:-1].sum()


class Piece(Protocol):
    """A stretch of one ship's motion from `start_s` to `end_s`."""

    @property
    def start_s(self) -> float:
        """When it begins."""
        ...

    @property
    def end_s(self) -> float:
        """When it ends."""
        ...

    @property
    def status(self) -> int:
        """Navigational status while it lasts."""
        ...

    def at(self, t: Floats) -> tuple[Floats, Floats, Floats]:
        """Return (lat_deg, lon_deg, heading_deg); heading NaN means "along the course".

        Longitude runs on beyond +/-180; `track` wraps it.
        """
        ...


@dataclass(frozen=True, slots=True)
class Sail:
    """Along a path, each leg at its own speed."""

    start_s: float
    end_s: float
    times_s: Floats
    lat: Floats
    lon: Floats
    status: int = UNDER_WAY

    def at(self, t: Floats) -> tuple[Floats, Floats, Floats]:
        """See Piece."""
        lat = np.interp(t, self.times_s, self.lat)
        return lat, np.interp(t, self.times_s, self.lon), np.full(t.shape, np.nan)


def sail(path: Floats, speed_kn: Floats | float, *, start_s: float | None = None,
         end_s: float | None = None, status: int = UNDER_WAY) -> Sail:  # fmt: skip
    """Return a Sail along `path` (n, 2), from `start_s` or so as to arrive at `end_s`.

    `speed_kn` is one speed or one for each of the n - 1 legs.
    """
    lat, lon = path[:, 0].astype(np.float64), np.unwrap(path[:, 1], period=360.0)
    legs = np.asarray(distance_m(lat[:-1], lon[:-1], lat[1:], lon[1:]))
    took = legs / (np.broadcast_to(np.asarray(speed_kn, np.float64), legs.shape) * MPS_PER_KN)
    times = np.concatenate([[0.0], np.cumsum(np.maximum(took, 1e-3))])
    if start_s is None:
        assert end_s is not None
        start_s = end_s - float(times[-1])
    times += start_s
    return Sail(start_s, float(times[-1]), times, lat, lon, status)


@dataclass(frozen=True, slots=True)
class Berth:
    """Made fast in a harbour; `harbour` is its UN/LOCODE."""

    start_s: float
    end_s: float
    lat: float
    lon: float
    heading: float
    harbour: str
    status: int = MOORED

    def at(self, t: Floats) -> tuple[Floats, Floats, Floats]:
        """See Piece."""
        full = np.full(t.shape, 1.0)
        return full * self.lat, full * self.lon, full * self.heading


@dataclass(frozen=True, slots=True)
class Anchored:
    """On a cable of `scope_m`, lying down-current of the anchor, bow towards it."""

    start_s: float
    end_s: float
    lat: float
    lon: float
    scope_m: float
    tide: Tide
    lag_s: float = 0.0  # ships do not turn at the same minute
    status: int = AT_ANCHOR

    def at(self, t: Floats) -> tuple[Floats, Floats, Floats]:
        """See Piece."""
        east, north = self.tide.velocity_mps(t - self.lag_s)
        speed = np.hypot(east, north)
        lat, lon = shifted(self.lat, self.lon, self.scope_m * east / speed,
                           self.scope_m * north / speed)  # fmt: skip
        return lat, lon, np.degrees(np.arctan2(-east, -north)) % 360.0


@dataclass(frozen=True, slots=True)
class Drift:
    """Engine stopped: carried by the tide and a steady leeway, yawing slowly."""

    start_s: float
    end_s: float
    lat: float
    lon: float
    tide: Tide
    leeway_kn: float
    leeway_deg: float
    heading: float
    status: int = UNDER_WAY

    def at(self, t: Floats) -> tuple[Floats, Floats, Floats]:
        """See Piece."""
        now = self.tide.travel_m(t)
        then = self.tide.travel_m(np.array([self.start_s]))
        run = self.leeway_kn * MPS_PER_KN * (t - self.start_s)
        lat, lon = shifted(
            self.lat,
            self.lon,
            now[0] - then[0] + run * np.sin(np.radians(self.leeway_deg)),
            now[1] - then[1] + run * np.cos(np.radians(self.leeway_deg)),
        )
        yaw = 12.0 * np.sin(2 * np.pi * (t - self.start_s) / 9000.0)
        return lat, lon, (self.heading + yaw) % 360.0


@dataclass(frozen=True, slots=True)
class Beside:
    """At a fixed place beside another hull: `forward_m` and `right_m` of that hull's centre."""

    start_s: float
    end_s: float
    mother: Piece
    forward_m: float
    right_m: float
    turned_deg: float  # heading against the mother's
    status: int = UNDER_WAY

    def at(self, t: Floats) -> tuple[Floats, Floats, Floats]:
        """See Piece."""
        lat, lon, heading = self.mother.at(t)
        sin, cos = np.sin(np.radians(heading)), np.cos(np.radians(heading))
        east = self.forward_m * sin + self.right_m * cos
        north = self.forward_m * cos - self.right_m * sin
        lat, lon = shifted(lat, lon, east, north)
        return lat, lon, (heading + self.turned_deg) % 360.0


@dataclass(frozen=True, slots=True)
class Shifted:
    """Another piece's motion, `lag_s` later and (`east_m`, `north_m`) away: tows and pairs."""

    start_s: float
    end_s: float
    leader: Piece
    lag_s: float
    east_m: float
    north_m: float
    status: int = UNDER_WAY

    def at(self, t: Floats) -> tuple[Floats, Floats, Floats]:
        """See Piece."""
        lat, lon, heading = self.leader.at(t - self.lag_s)
        lat, lon = shifted(lat, lon, self.east_m, self.north_m)
        return lat, lon, heading


def shifted(lat: Floats | float, lon: Floats | float, east_m: Floats | float,
            north_m: Floats | float) -> tuple[Floats, Floats]:  # fmt: skip
    """Return the position moved by a few kilometres; longitude is not wrapped."""
    lat = np.asarray(lat, np.float64)
    new = lat + np.asarray(north_m) / M_PER_DEG_LAT
    return new, np.asarray(lon) + np.asarray(east_m) / (M_PER_DEG_LAT * np.cos(np.radians(lat)))


@dataclass(frozen=True, slots=True)
class Track:
    """A ship's centre on the one-minute grid; longitude unwrapped, velocities in m/s."""

    t: Floats
    lat: Floats
    lon: Floats
    heading_east: Floats  # unit vector, so that it can be interpolated
    heading_north: Floats
    east_mps: Floats
    north_mps: Floats
    status: NDArray[np.uint8]

    def sog_kn(self) -> Floats:
        """Return the speed over ground."""
        return np.asarray(np.hypot(self.east_mps, self.north_mps) / MPS_PER_KN)

    def heading_deg(self) -> Floats:
        """Return the true heading, 0 <= heading < 360."""
        return np.asarray(np.degrees(np.arctan2(self.heading_east, self.heading_north)) % 360.0)


def place_at(pieces: list[Piece], t: Floats) -> tuple[Floats, Floats, Floats, NDArray[np.uint8]]:
    """Return raw (lat, lon, heading, status) of a plan at increasing times; no smoothing.

    Before the first piece and after the last the ship keeps the nearest place of its plan.
    """
    lat, lon, heading = np.empty(t.size), np.empty(t.size), np.empty(t.size)
    status = np.zeros(t.size, np.uint8)
    edges = np.searchsorted(t, [p.start_s for p in pieces[1:]])
    bounds = [0, *edges.tolist(), t.size]
    for piece, lo, hi in zip(pieces, bounds[:-1], bounds[1:], strict=True):
        if hi > lo:
            when = np.clip(t[lo:hi], piece.start_s, piece.end_s)
            lat[lo:hi], lon[lo:hi], heading[lo:hi] = piece.at(when)
            status[lo:hi] = piece.status
    return lat, lon, heading, status


def track(pieces: list[Piece], until_s: float) -> Track:
    """Return the smooth track of a plan from time 0 to `until_s`."""
    pad = _WINDOW.size // 2
    n = int(until_s // STEP_S) + 1
    t = (np.arange(-pad - 1, n + pad + 1)) * STEP_S
    lat, lon, heading, status = place_at(pieces, t)
    lon = np.unwrap(lon, period=360.0)
    lat, lon = np.convolve(lat, _WINDOW, "valid"), np.convolve(lon, _WINDOW, "valid")
    status = status[pad:-pad]
    m_per_deg_lon = M_PER_DEG_LAT * np.cos(np.radians(lat))
    east = np.gradient(lon) * m_per_deg_lon / STEP_S
    north = np.gradient(lat) * M_PER_DEG_LAT / STEP_S
    he, hn = _headings(heading[pad:-pad], east, north)
    inner = slice(1, -1)
    return Track(t[pad:-pad][inner], lat[inner], lon[inner], he[inner], hn[inner], east[inner],
                 north[inner], status[inner])  # fmt: skip


def _headings(heading: Floats, east: Floats, north: Floats) -> tuple[Floats, Floats]:
    """Fill "along the course" with the course while it means something, then smooth."""
    course = np.degrees(np.arctan2(east, north))
    known = ~np.isnan(heading) | (np.hypot(east, north) > 0.3 * MPS_PER_KN)
    value = np.where(np.isnan(heading), course, heading)
    last = np.maximum.accumulate(np.where(known, np.arange(value.size), 0))
    value = np.radians(value[last])
    he = np.convolve(np.pad(np.sin(value), 2, "edge"), np.full(5, 0.2), "valid")
    hn = np.convolve(np.pad(np.cos(value), 2, "edge"), np.full(5, 0.2), "valid")
    return he, hn


def wrapped(lon: Floats) -> Floats:
    """Return longitudes in -180 <= lon < 180."""
    return np.asarray(wrap_lon(lon))
