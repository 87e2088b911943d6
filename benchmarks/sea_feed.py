"""A feed like a real sea for the speed benchmark: SIMULATED, hour by hour, any number of rows.

What makes a real sea dearer than the calm feed (`feed`): most reports come from ships at rest,
which jitter by 5 to 15 m and swing at anchor, many of them within sight of each other; fishing
fleets turn about each other for days; one ship in ten falls silent for hours; a hundred pairs meet,
lie alongside and part; some MMSIs are sent by two ships. Positions are closed formulas of time, so
that any hour can be made by itself.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow.parquet as pq
from numpy.typing import NDArray

from .feed import HOUR_MS, START_MS

Floats = NDArray[np.float64]

SHIPS = 3_000
EACH = 104  # reports a ship and hour: one in 35 s
MEETINGS = 100
SHARED = 20  # MMSIs that two ships send

_SHARE = {"berth": 0.22, "anchor": 0.23, "fish": 0.12, "drift": 0.05, "under way": 0.38}
_TYPE = {"berth": 70, "anchor": 80, "fish": 30, "drift": 70, "under way": 70, "meet": 80}
_OFF_H = 10.0
_M_PER_DEG = 111_195.0


class Sea:
    """The ships of one seed; `hour` gives what they send in an hour."""

    def __init__(
        self, seed: int = 0, ships: int = SHIPS, hours: float = 32.0, shared: int = SHARED
    ) -> None:
        rng = np.random.default_rng(seed)
        self.seed, self.ships, self.hours = seed, ships, hours
        meet = min(MEETINGS, ships // 8)
        kinds = rng.choice(list(_SHARE), ships, p=list(_SHARE.values())).astype("<U9")
        kinds[: 2 * meet] = "meet"
        self.kind = kinds
        self.ship_type = np.array([_TYPE[k] for k in kinds])
        self.lat, self.lon = rng.uniform(30, 37, ships), rng.uniform(122, 130, ships)
        self._lay_at_harbours(rng)
        self._gather_fleets(rng)
        self.jitter_m = rng.uniform(5, 15, ships)
        speeds = {"under way": (9, 15), "fish": (2.5, 4), "drift": (0.3, 1.2)}
        bounds = np.array([speeds.get(k, (0.0, 0.0)) for k in kinds])
        self.speed_kn = rng.uniform(bounds[:, 0], np.maximum(bounds[:, 1], 1e-9))
        self.course = rng.uniform(0, 360, ships)
        self.phase = rng.uniform(0, 2 * np.pi, ships)
        self.swing_m = np.where(kinds == "anchor", rng.uniform(60, 250, ships), 0.0)
        self._arrange_meetings(meet, rng)
        silent = rng.random(ships) < 0.1
        begin = rng.uniform(0, max(hours - 2, 1), ships)
        self.silent_from = np.where(silent, begin, np.inf)
        self.silent_to = self.silent_from + rng.uniform(2, 12, ships)
        self.mmsi = 412_000_000 + np.arange(ships) * 7
        twice = rng.choice(np.arange(2 * meet, ships), (shared, 2), replace=False)
        self.mmsi[twice[:, 1]] = self.mmsi[twice[:, 0]]
        self.length_m = np.round(rng.uniform(40, 250, ships))
        self.draught_m = np.round(rng.uniform(3, 12, ships), 1)

    def _lay_at_harbours(self, rng: np.random.Generator) -> None:
        at = np.column_stack([rng.uniform(30, 37, 40), rng.uniform(122, 130, 40)])
        home = rng.integers(0, 40, self.ships)
        for kind, spread_deg in (("berth", 0.012), ("anchor", 0.05)):
            chosen = self.kind == kind
            n = int(chosen.sum())
            self.lat[chosen] = at[home[chosen], 0] + rng.normal(0, spread_deg, n)
            self.lon[chosen] = at[home[chosen], 1] + rng.normal(0, spread_deg, n)

    def _gather_fleets(self, rng: np.random.Generator) -> None:
        boats = np.flatnonzero(self.kind == "fish")
        fleet = np.arange(boats.size) // 20
        lat, lon = rng.uniform(31, 36, boats.size), rng.uniform(123, 129, boats.size)
        self.lat[boats] = lat[fleet] + rng.normal(0, 0.02, boats.size)
        self.lon[boats] = lon[fleet] + rng.normal(0, 0.02, boats.size)

    def _arrange_meetings(self, n: int, rng: np.random.Generator) -> None:
        """The second of each pair comes at 9 kn, lies alongside the first and leaves again."""
        self.n_meetings = n
        first, second = np.arange(n), np.arange(n, 2 * n)
        self.lat[second], self.lon[second] = self.lat[first], self.lon[first]
        self.course[second] = self.course[first]
        self.speed_kn[: 2 * n] = 0.5
        self.arrive_h = np.tile(rng.uniform(1, max(self.hours / 2, 2), n), 2)
        self.leave_h = self.arrive_h + np.tile(rng.uniform(4, 12, n), 2)
        self.bearing = np.radians(rng.uniform(0, 360, 2 * n))
        self.bearing[second] = self.bearing[first] + rng.uniform(1.5, 4.7, n)
        self.aside_m = np.concatenate([np.zeros(n), rng.uniform(25, 45, n)])

    def at(self, ship: NDArray[np.int64], t_h: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """Return (lat, lon, SOG, COG) of ships at hours since the start, without jitter."""
        kind = self.kind[ship]
        course = np.radians(self.course[ship])
        speed = self.speed_kn[ship]
        # Out and back every twelve hours, so that nobody leaves the sea.
        back = t_h % 12 >= 6
        out_h = np.where(back, 12 - t_h % 12, t_h % 12)
        straight = np.isin(kind, ["under way", "drift", "meet"])
        north = np.where(straight, speed * out_h * np.cos(course), 0.0)
        east = np.where(straight, speed * out_h * np.sin(course), 0.0)
        sog, cog = speed.copy(), np.where(straight & back, course + np.pi, course)
        turning = kind == "fish"
        turn = self.phase[ship] + t_h * speed / 1.5  # circles of 1.5 nm
        north = np.where(turning, 1.5 * np.cos(turn), north)
        east = np.where(turning, 1.5 * np.sin(turn), east)
        cog = np.where(turning, turn + np.pi / 2, cog)
        tide = self.phase[ship] + t_h * 2 * np.pi / 12.42
        north = north + self.swing_m[ship] / 1852 * np.cos(tide)
        east = east + self.swing_m[ship] / 1852 * np.sin(tide)
        meets = np.flatnonzero(kind == "meet")
        if meets.size:
            m = ship[meets]
            # From ten hours off and to there, where they drift: nobody leaves the sea.
            run_h = np.clip(self.arrive_h[m] - t_h[meets], 0.0, _OFF_H)
            gone_h = np.clip(t_h[meets] - self.leave_h[m], 0.0, _OFF_H)
            away_nm = 9.0 * (run_h + gone_h) + self.aside_m[m] / 1852
            north[meets] += away_nm * np.cos(self.bearing[m])
            east[meets] += away_nm * np.sin(self.bearing[m])
            moving = (run_h % _OFF_H > 0) | (gone_h % _OFF_H > 0)
            sog[meets] = np.where(moving, 9.0, sog[meets])
            heading = np.where(run_h > 0, self.bearing[m] + np.pi, self.bearing[m])
            cog[meets] = np.where(moving, heading, cog[meets])
        lat = self.lat[ship] + north / 60
        lon = self.lon[ship] + east / 60 / np.cos(np.radians(self.lat[ship]))
        return lat, lon, sog, np.degrees(cog) % 360

    def hour(self, hour: int) -> pl.DataFrame:
        """Return what is sent in an hour, in time order, as a MarineCadastre table."""
        rng = np.random.default_rng((self.seed, hour))
        ship = np.repeat(np.arange(self.ships), EACH)
        ms = np.sort(rng.integers(0, HOUR_MS, ship.size))
        rng.shuffle(ship)
        t_h = hour + ms / HOUR_MS
        heard = (t_h < self.silent_from[ship]) | (t_h > self.silent_to[ship])
        ship, ms, t_h = ship[heard], ms[heard], t_h[heard]
        lat, lon, sog, cog = self.at(ship, t_h)
        jitter = rng.normal(0, 1, (2, ship.size)) * self.jitter_m[ship] / _M_PER_DEG
        sog = np.maximum(0, sog + rng.normal(0, 0.1, ship.size))
        return pl.DataFrame(
            {
                "MMSI": self.mmsi[ship],
                "BaseDateTime": pl.Series(START_MS + hour * HOUR_MS + ms).cast(pl.Datetime("ms")),
                "LAT": (lat + jitter[0]).round(6),
                "LON": (lon + jitter[1] / np.cos(np.radians(lat))).round(6),
                "SOG": sog.round(1),
                "COG": cog.round(1),
                "Heading": cog.round(),
                "VesselName": _NAMES.gather(ship % len(_NAMES)),
                "VesselType": self.ship_type[ship],
                "Length": self.length_m[ship],
                "Draft": self.draught_m[ship],
                "TransceiverClass": np.where(self.kind[ship] == "fish", "B", "A"),
            }
        )


_NAMES = pl.Series([f"SIMULATED {i}" for i in range(20_000)])


def hours_for(rows: int, ships: int = SHIPS) -> int:
    """Return how many hours make about so many rows."""
    return max(1, round(rows / (ships * EACH)))


def frames(rows: int, seed: int = 0, ships: int = SHIPS) -> Iterator[pl.DataFrame]:
    """Yield about `rows` rows, an hour a frame."""
    hours = hours_for(rows, ships)
    sea = Sea(seed, ships, hours)
    for hour in range(hours):
        yield sea.hour(hour)


def write(path: Path, rows: int, seed: int = 0, ships: int = SHIPS) -> int:
    """Write the feed as one Parquet file; return its rows."""
    writer, n = None, 0
    for frame in frames(rows, seed, ships):
        table = frame.to_arrow()
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table)
        n += frame.height
    assert writer is not None
    writer.close()
    return n
