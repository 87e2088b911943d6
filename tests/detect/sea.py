"""A small sea for detector tests: ships on known tracks, heard now and then, made into facts.

Tracks are sampled every minute; reports are taken from them at irregular times with position
noise. Everything is seeded. Not the simulator: only what a detector's test needs to know the
truth of.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import polars as pl

from seawarden.facts.span import scan_span
from seawarden.facts.tables import Facts, tables
from seawarden.schema import REPORTS, conform
from seawarden.units import AIS_UNITS_PER_DEG, M_PER_DEG_LAT, MPS_PER_KN

T0 = datetime(2026, 3, 1, tzinfo=UTC)
T0_MS = int(T0.timestamp() * 1000)
STEP_S = 60.0


@dataclass
class Ship:
    """A ship's truth: minute grid from T0, position of the antenna, heading."""

    mmsi: int
    lat: np.ndarray
    lon: np.ndarray
    heading: np.ndarray
    ship_type: int | None = 80
    size: tuple[int, int, int, int] | None = (90, 20, 8, 8)  # bow, stern, port, starboard
    from_h: float = 0.0
    to_h: float = 1e9


def grid(hours: float) -> np.ndarray:
    """Seconds since T0."""
    return np.arange(0.0, hours * 3600 + 1, STEP_S)


def place(t: np.ndarray, at: tuple[float, float], east: np.ndarray, north: np.ndarray):
    """Latitude and longitude of metres east and north of a point, across 180."""
    lat = at[0] + north / M_PER_DEG_LAT
    lon = at[1] + east / M_PER_DEG_LAT / np.cos(np.radians(at[0]))
    return lat, (lon + 180.0) % 360.0 - 180.0


def drift(t: np.ndarray, knots: float, phase: float, axis: float):
    """Metres east and north of a tidal drift (M2) with a little steady set."""
    w = 2 * np.pi / 44_714.0
    along = knots * MPS_PER_KN / w * np.sin(w * t + phase)
    across = 0.3 * knots * MPS_PER_KN / w * np.cos(w * t + phase)
    sin, cos = np.sin(np.radians(axis)), np.cos(np.radians(axis))
    steady = 0.15 * MPS_PER_KN * t
    return along * sin + across * cos + steady, along * cos - across * sin


def come_and_go(t: np.ndarray, start_h: float, end_h: float, kn: float, course: float):
    """Metres east and north of a ship that comes to a point, stays from start to end, and leaves.

    She slows down over the last 0.7 nm, as ships do.
    """

    def leg(s: np.ndarray) -> np.ndarray:
        v, slow_s = kn * MPS_PER_KN, 2 * 1300.0 / (kn * MPS_PER_KN)
        return np.where(s < slow_s, v * s**2 / (2 * slow_s), v * (s - slow_s / 2))

    before = np.maximum(start_h * 3600 - t, 0.0)
    after = np.maximum(t - end_h * 3600, 0.0)
    way = leg(after) - leg(before)
    return way * np.sin(np.radians(course)), way * np.cos(np.radians(course))


def reports(
    ships: list[Ship], mean_min: float, seed: int, regular: bool = False, noise_m: float = 10.0
) -> pl.DataFrame:
    """REPORTS of the ships at a mean interval, in time order, with `noise_m` per axis."""
    rng = np.random.default_rng(seed)
    out = []
    for ship in ships:
        end = (ship.lat.size - 1) * STEP_S
        n = int(end / (mean_min * 60)) + 40
        if regular:
            steps = mean_min * 60 * rng.uniform(0.9, 1.1, n)
            steps[0] *= rng.uniform()
        else:
            steps = rng.exponential(mean_min * 60, n * 2) + 2.0
        t = np.cumsum(steps)
        t = t[(t < min(end, ship.to_h * 3600)) & (t > ship.from_h * 3600)]
        g = np.arange(ship.lat.size) * STEP_S
        lon = np.unwrap(ship.lon, period=360)
        lat_t, lon_t = np.interp(t, g, ship.lat), np.interp(t, g, lon)
        cos = np.cos(np.radians(lat_t))
        ve = (np.interp(t + 30, g, lon) - np.interp(t - 30, g, lon)) * M_PER_DEG_LAT * cos / 60
        vn = (np.interp(t + 30, g, ship.lat) - np.interp(t - 30, g, ship.lat)) * M_PER_DEG_LAT / 60
        noise = rng.normal(0, noise_m / M_PER_DEG_LAT, (2, t.size))
        lon_t = (lon_t + noise[1] / cos + 180) % 360 - 180
        sog = np.round(np.hypot(ve, vn) / MPS_PER_KN, 1)
        heading = np.interp(t, g, np.unwrap(ship.heading, period=360)) % 360
        out.append(
            pl.DataFrame(
                {
                    "time_utc": (T0_MS + t * 1000).astype(np.int64) // 1000 * 1000,
                    "mmsi": np.full(t.size, ship.mmsi),
                    "lat_aisu": np.round((lat_t + noise[0]) * AIS_UNITS_PER_DEG).astype(np.int32),
                    "lon_aisu": np.round(lon_t * AIS_UNITS_PER_DEG).astype(np.int32),
                    "sog_kn": sog,
                    "cog_deg": np.degrees(np.arctan2(ve, vn)) % 360,
                    "heading_deg": np.round(heading) % 360,
                    "ais_class": np.ones(t.size, np.uint8),
                }
            )
        )
    frame = pl.concat(out).with_columns(pl.col("time_utc").cast(pl.Datetime("ms", "UTC")))
    frame = frame.with_columns(file_id=pl.lit(0), line=pl.int_range(1, pl.len() + 1))
    return conform(frame, REPORTS).sort(*REPORTS.sort)


def facts(
    ships: list[Ship], mean_min: float, seed: int, regular: bool = False, noise_m: float = 10.0
) -> Facts:
    """The fact tables of the ships' reports, with type and size put into HULLS."""
    made = tables(scan_span([(0, reports(ships, mean_min, seed, regular, noise_m))]))
    known = pl.DataFrame(
        {
            "mmsi": [s.mmsi for s in ships],
            "ship_type": [s.ship_type for s in ships],
            **{
                name: [None if s.size is None else s.size[i] for s in ships]
                for i, name in enumerate(("bow_m", "stern_m", "port_m", "starboard_m"))
            },
        },
        schema_overrides={"mmsi": pl.UInt32, "ship_type": pl.UInt8},
    ).unique("mmsi", keep="first")
    names = [c for c in known.columns if c != "mmsi"]
    hulls = made.hulls.drop(names).join(known, on="mmsi", how="left").with_columns(
        length_m=(pl.col("bow_m") + pl.col("stern_m")).cast(pl.UInt16),
        beam_m=(pl.col("port_m") + pl.col("starboard_m")).cast(pl.UInt16),
    )  # fmt: skip
    order = made.hulls.columns
    cast = hulls.select(order).cast(dict(made.hulls.schema))
    return Facts(**{**{f: getattr(made, f) for f in made.__slots__}, "hulls": cast})


def transfer(rng: np.random.Generator, mmsi: int, at: tuple[float, float], hours: float,
             start_h: float, end_h: float) -> list[Ship]:  # fmt: skip
    """Two cargo ships that drift together from `start_h` to `end_h`, one coming and going."""
    t = grid(hours)
    length = rng.integers(70, 230, 2)
    bow = (length * rng.uniform(0.7, 0.9, 2)).astype(int)
    beam = np.maximum((length / 6.5).astype(int) // 2 * 2, 10)
    sizes = [
        (int(b), int(n - b), int(w // 2), int(w // 2))
        for n, b, w in zip(length, bow, beam, strict=True)
    ]
    e, n = drift(t, rng.uniform(0.3, 1.6), rng.uniform(0, 6.28), rng.uniform(0, 360))
    yaw = 15 * np.sin(2 * np.pi * t / 9000 + rng.uniform(0, 6.28))
    heading = (rng.uniform(0, 360) + yaw + t / 3600 * rng.uniform(-6, 6)) % 360
    flip = 180.0 if rng.uniform() < 0.4 else 0.0
    heading2 = (heading + flip + rng.uniform(-4, 4)) % 360
    across = (beam.sum() / 2 + rng.uniform(2, 6)) * rng.choice([-1, 1])
    shift = rng.uniform(-0.2, 0.2) * length.min()
    c1, c2 = (bow[0] - length[0] / 2), (bow[1] - length[1] / 2)
    sin, cos = np.sin(np.radians(heading)), np.cos(np.radians(heading))
    sin2, cos2 = np.sin(np.radians(heading2)), np.cos(np.radians(heading2))
    # antenna of the second, from the antenna of the first
    off_e = c1 * sin + across * cos + shift * sin - c2 * sin2
    off_n = c1 * cos - across * sin + shift * cos - c2 * cos2
    ge, gn = come_and_go(t, start_h, end_h, rng.uniform(6, 11), rng.uniform(0, 360))
    ships = []
    for i, (east, north, h) in enumerate(
        [(e, n, heading), (e + off_e + ge, n + off_n + gn, heading2)]
    ):
        lat, lon = place(t, at, east, north)
        ships.append(
            Ship(mmsi + i, lat, lon, h, ship_type=int(rng.choice([70, 80])), size=sizes[i])
        )
    ships[0].ship_type = ships[1].ship_type = int(rng.choice([70, 80]))
    return ships
