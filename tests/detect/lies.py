"""Ships that lie about where or who they are, told as reports and made into real facts."""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from seawarden.facts.claims import claims, identify
from seawarden.facts.span import scan_span
from seawarden.facts.tables import tables as fact_tables
from seawarden.schema import REPORTS, STATICS, conform
from seawarden.units import AIS_UNITS_PER_DEG, M_PER_DEG_LAT, MPS_PER_KN

from .sea import T0_MS

Frames = dict[str, pl.DataFrame]


@dataclass
class Told:
    """What one transmitter said: seconds since T0, positions, speed and course."""

    mmsi: int
    t: np.ndarray
    lat: np.ndarray
    lon: np.ndarray
    receiver: str | None = None

    def shown(self, start_h: float, end_h: float, lat: np.ndarray, lon: np.ndarray) -> "Told":
        """Return the same with other positions from `start_h` to `end_h`."""
        inside = (self.t >= start_h * 3600) & (self.t < end_h * 3600)
        return replace(
            self, lat=np.where(inside, lat, self.lat), lon=np.where(inside, lon, self.lon)
        )

    def during(self, start_h: float, end_h: float) -> "Told":
        """Return only what was said from `start_h` to `end_h`."""
        inside = (self.t >= start_h * 3600) & (self.t < end_h * 3600)
        return replace(self, t=self.t[inside], lat=self.lat[inside], lon=self.lon[inside])


@dataclass
class Said:
    """A static message."""

    mmsi: int
    at_h: float
    name: str | None = None
    imo: int | None = None
    call_sign: str | None = None
    size: tuple[int, int, int, int] | None = (90, 20, 8, 8)
    ship_type: int | None = 70


def voyage(mmsi: int, at: tuple[float, float], *, hours: float = 30.0, kn: float = 9.0,
           course: float = 120.0, every_min: float = 4.0, seed: int = 0) -> Told:  # fmt: skip
    """A ship on a straight course, heard every few minutes, with 8 m of noise."""
    rng = np.random.default_rng(seed)
    t = np.cumsum(rng.uniform(0.5, 1.5, int(hours * 60 / every_min)) * every_min * 60)
    way = kn * MPS_PER_KN * t
    north = way * np.cos(np.radians(course)) + rng.normal(0, 8, t.size)
    east = way * np.sin(np.radians(course)) + rng.normal(0, 8, t.size)
    lat = at[0] + north / M_PER_DEG_LAT
    return Told(mmsi, t, lat, at[1] + east / M_PER_DEG_LAT / np.cos(np.radians(at[0])))


def circle(told: Told, at: tuple[float, float], radius_m: float = 900.0, kn: float = 9.0):
    """Positions going round a point at a steady speed."""
    angle = kn * MPS_PER_KN * told.t / radius_m
    lat = at[0] + radius_m * np.cos(angle) / M_PER_DEG_LAT
    east = radius_m * np.sin(angle) / M_PER_DEG_LAT / np.cos(np.radians(at[0]))
    return lat, at[1] + east


def standing(told: Told, at: tuple[float, float]):
    """Positions at one point."""
    return np.full(told.t.size, at[0]), np.full(told.t.size, at[1])


def shifted(told: Told, north_m: float, east_m: float):
    """Positions moved by one vector."""
    cos = np.cos(np.radians(told.lat))
    return told.lat + north_m / M_PER_DEG_LAT, told.lon + east_m / M_PER_DEG_LAT / cos


def earlier(told: Told, hours: float):
    """The ship's own positions of so many hours before."""
    back = told.t - hours * 3600
    return np.interp(back, told.t, told.lat), np.interp(back, told.t, told.lon)


def _reports(ships: list[Told]) -> pl.DataFrame:
    out = []
    for s in ships:
        gap = np.maximum(np.gradient(s.t), 1.0)
        cos = np.cos(np.radians(s.lat))
        ve = np.gradient(s.lon) * M_PER_DEG_LAT * cos / gap
        vn = np.gradient(s.lat) * M_PER_DEG_LAT / gap
        out.append(
            pl.DataFrame(
                {
                    "time_utc": (T0_MS + s.t * 1000).astype(np.int64) // 1000 * 1000,
                    "mmsi": np.full(s.t.size, s.mmsi),
                    "lat_aisu": np.round(s.lat * AIS_UNITS_PER_DEG).astype(np.int32),
                    "lon_aisu": np.round(s.lon * AIS_UNITS_PER_DEG).astype(np.int32),
                    "sog_kn": np.minimum(np.round(np.hypot(ve, vn) / MPS_PER_KN, 1), 25.0),
                    "cog_deg": np.degrees(np.arctan2(ve, vn)) % 360,
                    "ais_class": np.ones(s.t.size, np.uint8),
                    "receiver": pl.Series([s.receiver] * s.t.size, dtype=pl.String),
                }
            )
        )
    frame = pl.concat(out).with_columns(pl.col("time_utc").cast(pl.Datetime("ms", "UTC")))
    frame = frame.with_columns(file_id=pl.lit(0), line=pl.int_range(1, pl.len() + 1))
    return conform(frame, REPORTS).sort(*REPORTS.sort)


def _statics(said: list[Said]) -> pl.DataFrame:
    if not said:
        return STATICS.empty()
    sides = ("bow_m", "stern_m", "port_m", "starboard_m")
    frame = pl.DataFrame(
        {
            "time_utc": [int(T0_MS + s.at_h * 3_600_000) for s in said],
            "mmsi": [s.mmsi for s in said],
            **{f: [getattr(s, f) for s in said] for f in ("name", "imo", "call_sign", "ship_type")},
            **{c: [None if s.size is None else s.size[i] for s in said]
               for i, c in enumerate(sides)},
        }
    ).with_columns(pl.col("time_utc").cast(pl.Datetime("ms", "UTC")), file_id=pl.lit(0),
                   line=pl.int_range(1, pl.len() + 1))  # fmt: skip
    return conform(frame, STATICS)


def facts(ships: list[Told], said: list[Said] | None = None) -> Frames:
    """The fact tables of what was told, by name, as the watch makes them."""
    made = fact_tables(scan_span([(0, _reports(ships))]))
    held = claims([_statics(said or [])], made.hulls, made.jumps)
    return {
        "HULLS": identify(made.hulls, held), "CLAIMS": held, "TRAILS": made.trails,
        "JUMPS": made.jumps, "COVERAGE": made.coverage, "STAYS": made.stays,
    }  # fmt: skip


def mixed(seed: int, size: int = 12) -> Frames:
    """Facts of random liars and honest ships, at most one of each lie for every six of `size`."""
    rng = np.random.default_rng([seed, 2])
    ships: list[Told] = []
    said: list[Said] = []
    sea = (33.0, 123.6)
    for i in range(max(1, size // 6)):
        base = 510_000_000 + 100 * i
        at = (sea[0] + rng.uniform(-1.5, 1.5), sea[1] + rng.uniform(-1.0, 1.0))
        a, b = 10.0 + rng.uniform(-2, 2), 16.0 + rng.uniform(-2, 2)

        def ship(k: int, base: int = base, at: tuple[float, float] = at) -> Told:
            near = (at[0] + rng.normal(0, 0.2), at[1] + rng.normal(0, 0.2))
            return voyage(base + k, near, course=float(rng.uniform(0, 360)), seed=seed * 31 + k)

        plain = ship(0)
        jumper, rounder, inshore = ship(1), ship(2), ship(3)
        ships += [
            plain,
            jumper.shown(a, b, *standing(jumper, (at[0] + 3.0, at[1] + 2.0))),
            rounder.shown(a, b, *circle(rounder, (at[0] - 2.0, at[1]))),
            inshore.shown(a, b, *circle(inshore, (34.5, 113.6 + 0.2 * i))),
        ]
        for k in (4, 5, 6):
            jammed = ship(k)
            ships.append(jammed.shown(a, a + 1.5, *standing(jammed, (37.2, 127.3 + 0.3 * i))))
        clone = replace(ship(7), mmsi=base + 8)
        far = voyage(base + 8, (at[0] + 4.0, at[1]), seed=seed + 77)
        hull = ship(9)
        ships += [clone, far, hull.during(0, a), replace(hull.during(a + 0.7, 99), mmsi=base + 10)]
        ships.append(replace(ship(11), mmsi=150_000_000 + int(rng.integers(1000)) * 100 + i))
        size_m = (int(rng.integers(60, 120)), 20, 8, 9)
        said += [Said(base + 9, 1.0, "MU BONG 1", 9074729, size=size_m),
                 Said(base + 10, a + 1.0, "NEW STAR", None, size=size_m),
                 Said(base + 1, 2.0, "A SHIP", 1234567)]  # fmt: skip
        for nth, hour in enumerate((1.0, 5.0, 9.0, 13.0, 17.0)):
            named = ("HAE SONG", 8610461) if nth % 2 else ("OCEAN PEARL", 9074729)
            said.append(Said(base, hour, *named))
    return facts(ships, said)
