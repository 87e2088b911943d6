"""Who hears a transmission: stations on the coast, satellites overhead, and the feed behind them.

Terrestrial: line of sight over a 4/3 earth, d_nm = 2.23 (sqrt(h1) + sqrt(h2)), heights in m
(ITU-R P.453 effective radius); detection falls off towards the horizon and with the share of
slots in use (ITU-R M.1371: 2,250 slots a minute and channel). Satellite: passes of some ten
minutes over the region, several a day; the chance of one transmission is low and falls
with the number of ships in a 2 degree cell, for class B to a seventh. The feed keeps the first
transmission heard in each `feed_interval_s`, as public feeds do.
Blind spot: no weather, no ducting, no shadow of hills.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...geo.sphere import wrap_lon
from ...ids.simulated_mark import MARK
from ...units import M_PER_DEG_LAT, M_PER_NM
from ..movement.motion import Track, place_at
from ..ship import Ship
from ..waters.harbours import HARBOURS
from .reporting import STATIC_INTERVAL_S, Schedule

Floats = NDArray[np.float64]
Rng = np.random.Generator


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """How well the simulated network hears; own choice where no source is named."""

    feed_interval_s: float = 180.0  # at most one report of a ship in this time
    static_feed_interval_s: float = 3600.0  # at most one static message of a ship in this time
    best_chance: float = 0.85  # one transmission, beside the station, empty channel
    station_height_m: float = 130.0  # masts on hills
    ships_per_simulated: float = 4.0  # how many real ships crowd the slots for each simulated one
    satellites: int = 16
    pass_minutes: tuple[float, float] = (7.0, 12.0)
    satellite_chance: float = 0.35  # one class A transmission in an empty sea
    satellite_floor: float = 0.01  # in the densest sea
    satellite_crowd: float = 15.0  # simulated ships in 2 x 2 deg that cut the chance to 1/e
    satellite_class_b: float = 0.15  # class B is sent with 2 W instead of 12.5 W
    type27_share: float = 0.08  # of satellite reports, long-range messages


STATIONS = tuple(h for h in HARBOURS if h.flag != "KP")
"""A receiver at every harbour but the DPRK's."""

FEED = "FEED1"
"""Receiver code when reports are thinned to a given mean interval."""


def receivers(params: Params) -> tuple[str, ...]:
    """Return the receivers' names; reports refer to them by place in this tuple."""
    satellites = [f"SAT{i + 1:02d}" for i in range(params.satellites)]
    return tuple(f"{MARK}-{code}" for code in [*(h.code for h in STATIONS), *satellites, FEED])


@dataclass(frozen=True, slots=True)
class Heard:
    """Whole seconds at which a ship was heard, and by which receiver."""

    t: Floats
    receiver: NDArray[np.int16]


@dataclass(slots=True)
class Network:
    """The receivers and the crowd they listen through."""

    params: Params
    edges: Floats  # of the feed's bins
    satellite: NDArray[np.int16]  # by bin: receiver overhead, -1 none
    load: Floats  # (hour, station): simulated ships within range
    crowd: dict[int, Floats]  # 2-degree cell -> ships by hour

    def chance(self, ship: Ship, track: Track) -> tuple[Floats, NDArray[np.int16]]:
        """Return, for each bin, the chance of one transmission and the likeliest receiver."""
        p = self.params
        middle = (self.edges[:-1] + self.edges[1:]) / 2
        at = np.minimum((middle / 60.0).astype(np.int64), track.t.size - 1)
        coarse = at[:: max(1, round(600.0 / p.feed_interval_s))]
        land, best = self._stations(ship, track, coarse)
        repeat = max(1, round(600.0 / p.feed_interval_s))
        land = np.repeat(land, repeat)[: at.size]
        best = np.repeat(best, repeat)[: at.size]
        space = np.where(self.satellite >= 0, self._satellite(ship, track, at), 0.0)
        receiver = np.where(space > land, self.satellite, best).astype(np.int16)
        return 1.0 - (1.0 - land) * (1.0 - space), receiver

    def _stations(self, ship: Ship, track: Track, at: NDArray[np.int64],
                  ) -> tuple[Floats, NDArray[np.int16]]:  # fmt: skip
        p = self.params
        lat, lon = track.lat[at], np.asarray(wrap_lon(track.lon[at]))
        range_m = _horizon_m(p.station_height_m, ship.hull.antenna_height_m)
        reach = 1.3 * range_m / M_PER_DEG_LAT
        in_range = [
            i for i, h in enumerate(STATIONS)
            if lat.min() - reach < h.position[0] < lat.max() + reach
            and lon.min() - 1.5 * reach < h.position[1] < lon.max() + 1.5 * reach
        ]  # fmt: skip
        if not in_range:
            return np.zeros(at.size), np.zeros(at.size, np.int16)
        place = np.array([STATIONS[i].position for i in in_range])
        north = (place[:, 0] - lat[:, None]) * M_PER_DEG_LAT
        east = (place[:, 1] - lon[:, None]) * M_PER_DEG_LAT * np.cos(np.radians(lat))[:, None]
        away = np.hypot(north, east) / range_m
        hour = np.minimum((track.t[at] // 3600.0).astype(np.int64), len(self.load) - 1)
        use = self.load[hour][:, in_range] * p.ships_per_simulated * 6.0 / 4500.0
        power = 1.0 if ship.hull.ais_class == 1 else 0.6
        one = power * p.best_chance * np.clip(1.0 - away**3, 0.0, 1.0) * np.exp(-np.minimum(use, 4))
        return 1.0 - np.prod(1.0 - one, axis=1), np.array(in_range, np.int16)[one.argmax(axis=1)]

    def _satellite(self, ship: Ship, track: Track, at: NDArray[np.int64]) -> Floats:
        p = self.params
        cell = _cell(track.lat[at], np.asarray(wrap_lon(track.lon[at])))
        hour = np.minimum((track.t[at] // 3600.0).astype(np.int64), len(self.load) - 1)
        ships = np.zeros(at.size)
        for one in np.unique(cell):
            here = cell == one
            ships[here] = self.crowd[int(one)][hour[here]] if int(one) in self.crowd else 0.0
        chance = p.satellite_chance * np.exp(-ships / p.satellite_crowd) + p.satellite_floor
        return np.asarray(chance * (p.satellite_class_b if ship.hull.ais_class == 2 else 1.0))

    def hear(self, ship: Ship, track: Track, sent: Schedule, rng: Rng) -> tuple[Heard, Heard]:
        """Return the position reports and the static messages that the feed keeps."""
        if ship.bursts:
            return _in_bursts(ship, track, sent, len(STATIONS), rng)
        chance, receiver = self.chance(ship, track)
        first = np.ceil(sent.count(self.edges)).astype(np.int64)
        n = np.diff(first)
        tries = rng.geometric(np.maximum(chance, 1e-6))
        got = (tries <= n) & (chance > 0)
        number = first[:-1][got] + tries[got] - 1
        t = np.round(sent.time(number, rng.uniform(-0.1, 0.1, number.size)))
        positions = _awake(ship, track, t, receiver[got])
        step = max(1, round(self.params.static_feed_interval_s / self.params.feed_interval_s))
        each = self.params.feed_interval_s / STATIC_INTERVAL_S
        heard = rng.random(chance.size) < 1.0 - (1.0 - chance) ** each
        keep = _first_of_each(heard, step, int(rng.integers(step)))
        late = rng.uniform(0.0, self.params.feed_interval_s, keep.size)
        return positions, _awake(ship, track, np.round(self.edges[keep] + late), receiver[keep])


def build(ships: list[Ship], hours: float, params: Params, rng: Rng) -> Network:
    """Return the network over all ships: its passes, and the crowd hour by hour."""
    when = np.arange(0.0, hours * 3600.0 + 1.0, 3600.0)
    lat, lon = np.empty((len(ships), when.size)), np.empty((len(ships), when.size))
    for i, ship in enumerate(ships):
        lat[i], lon[i], _, _ = place_at(ship.pieces, when)
    lon = np.asarray(wrap_lon(lon))
    load = np.zeros((when.size, len(STATIONS)))
    for j, station in enumerate(STATIONS):
        north = (lat - station.position[0]) * M_PER_DEG_LAT
        east = (lon - station.position[1]) * M_PER_DEG_LAT * np.cos(np.radians(lat))
        load[:, j] = (np.hypot(north, east) < 35.0 * M_PER_NM).sum(axis=0)
    cell = _cell(lat, lon)
    crowd = {int(c): (cell == c).sum(axis=0).astype(np.float64) for c in np.unique(cell)}
    edges = np.arange(0.0, hours * 3600.0 + 0.5, params.feed_interval_s)
    return Network(params, edges, _passes(edges, params, rng), load, crowd)


def thinned(ship: Ship, track: Track, sent: Schedule, mean_interval_min: float,
            receiver: int, rng: Rng) -> tuple[Heard, Heard]:  # fmt: skip
    """Return reports at a mean interval, whatever the place: independent thinning.

    Gaps are exponential, as when each transmission is heard with the same small chance. A mean
    shorter than the ship's reporting interval gives every transmission.
    """
    if ship.bursts:
        return _in_bursts(ship, track, sent, receiver, rng)
    mean, end = mean_interval_min * 60.0, float(track.t[-1])
    t = _poisson(mean, end, rng)
    number = np.unique(np.ceil(sent.count(t)).astype(np.int64))
    t = np.round(sent.time(number, rng.uniform(-0.1, 0.1, number.size)))
    statics = np.round(_poisson(max(3600.0, 2.0 * mean), end, rng))
    return (_awake(ship, track, t, np.full(t.size, receiver, np.int16)),
            _awake(ship, track, statics, np.full(statics.size, receiver, np.int16)))  # fmt: skip


def _poisson(mean_s: float, end_s: float, rng: Rng) -> Floats:
    size = int(end_s / mean_s + 6.0 * np.sqrt(end_s / mean_s) + 20)
    t = np.cumsum(rng.exponential(mean_s, size))
    return t[t < end_s]


def _awake(ship: Ship, track: Track, t: Floats, receiver: NDArray[np.int16]) -> Heard:
    """Drop what a switched-off transponder cannot have sent, and seconds outside the scenario."""
    keep = (t >= 0.0) & (t <= track.t[-1])
    keep &= np.concatenate([[True], np.diff(t) > 0]) if t.size else keep
    for start, end in (*ship.silences, *ship.unheard):
        keep &= (t < start) | (t > end)
    return Heard(t[keep], receiver[keep])


def _in_bursts(ship: Ship, track: Track, sent: Schedule, receiver: int,
               rng: Rng) -> tuple[Heard, Heard]:  # fmt: skip
    """Return what a constellation hears that passes now and then: a report a minute or so in each
    of the ship's bursts, and a static message in every second burst."""
    t = np.concatenate([
        [], *(a + _poisson(60.0, b - a, rng) for a, b in ship.bursts)
    ])  # fmt: skip
    number = np.unique(np.ceil(sent.count(t)).astype(np.int64))
    t = np.round(sent.time(number, rng.uniform(-0.1, 0.1, number.size)))
    says = np.array([float(rng.uniform(a, b)) for a, b in ship.bursts if rng.random() < 0.5])
    by = np.full(t.size, receiver, np.int16), np.full(says.size, receiver, np.int16)
    return _awake(ship, track, t, by[0]), _awake(ship, track, np.round(says), by[1])


def _first_of_each(heard: NDArray[np.bool_], step: int, offset: int) -> NDArray[np.int64]:
    """Return the first bin heard in each run of `step` bins."""
    index = np.flatnonzero(heard)
    _, first = np.unique((index + offset) // step, return_index=True)
    return index[first]


def _passes(edges: Floats, params: Params, rng: Rng) -> NDArray[np.int16]:
    """Return which satellite is overhead in each bin: two clusters of three passes a day each."""
    overhead = np.full(edges.size - 1, -1, np.int16)
    middle = (edges[:-1] + edges[1:]) / 2
    days = int(edges[-1] // 86_400.0) + 2
    for satellite in range(params.satellites):
        phase = float(rng.uniform(0.0, 43_200.0))
        for half in range(-1, 2 * days):
            for orbit in range(3):
                start = phase + half * 43_000.0 + orbit * 97.0 * 60.0
                long = float(rng.uniform(*params.pass_minutes)) * 60.0
                inside = (middle >= start) & (middle < start + long)
                overhead[inside] = len(STATIONS) + satellite
    return overhead


def _horizon_m(station_m: float, ship_m: float) -> float:
    return float(2.23 * (np.sqrt(station_m) + np.sqrt(ship_m)) * M_PER_NM)


def _cell(lat: Floats, lon: Floats) -> NDArray[np.int64]:
    """Return the number of the 2 x 2 degree cell."""
    return np.asarray(((lat + 90) // 2) * 180 + ((lon + 180) // 2), np.int64)
