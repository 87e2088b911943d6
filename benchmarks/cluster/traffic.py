"""SIMULATED traffic that is unkind to a cluster, of any size, as Parquet files of twelve hours.

- a harbour in which most ships lie, and one MMSI that sends a tenth of all reports;
- two tankers that lie alongside for fourteen hours and drift over midnight, over 180 degrees and
  over the corner of four 10-degree cells; they meet a second time two days later;
- ships that cross oceans, of which each falls silent for a day, and fishing pairs at sea.

It is no scene of `simulate`: positions are straight lines and circles, so that a hundred million
reports take minutes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl

START = datetime(2026, 3, 2, tzinfo=UTC)
FILE_H = 12
_KN_DEG_H = 1.0 / 60.0
_NAMES = ("mmsi", "timestamp", "lat", "lon", "sog", "cog", "heading")


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much traffic."""

    days: float
    harbour: int = 40
    sea: int = 20
    harbour_every_s: float = 600.0
    sea_every_s: float = 600.0
    seed: int = 1

    @property
    def reports(self) -> int:
        """About how many reports, the loud MMSI's tenth among them."""
        s = self.days * 86_400
        return round(
            (self.harbour * s / self.harbour_every_s + self.sea * s / self.sea_every_s) / 0.9
        )


def write(folder: Path, size: Size) -> int:
    """Write the files; return how many reports they hold."""
    folder.mkdir(parents=True, exist_ok=True)
    n = 0
    for i, frame in enumerate(_frames(size)):
        frame.write_parquet(folder / f"SIMULATED_{i:04d}.parquet")
        n += frame.height
    return n


def _frames(size: Size) -> Iterator[pl.DataFrame]:
    ships = _ships(size)
    n_files = int(np.ceil(size.days * 24 / FILE_H))
    for i in range(n_files):
        low = i * FILE_H
        high = min(low + FILE_H, size.days * 24)
        parts = [_harbour(size, low, high), _sea(size, low, high), _pair(low, high)]
        others = sum(len(p[0]) for p in parts)
        parts.append(_loud(others / 9, low, high))
        columns = [np.concatenate(c) for c in zip(*parts, strict=True)]
        made = dict(zip(_NAMES, columns, strict=True))
        ms = np.rint(made["timestamp"] * 3_600_000).astype(np.int64)
        frame = pl.DataFrame({
            "mmsi": made["mmsi"].astype(np.int64),
            "timestamp": (pl.Series(ms) + int(START.timestamp() * 1000)).cast(
                pl.Datetime("ms", "UTC")),
            "latitude": made["lat"].round(6),
            "longitude": ((made["lon"] + 180.0) % 360.0 - 180.0).round(6),
            "sog": made["sog"].round(1), "cog": (made["cog"] % 360.0).round(1),
            "heading": np.rint(made["heading"] % 360.0),
        })  # fmt: skip
        yield frame.sort("timestamp", "mmsi").join(
            ships, on="mmsi", how="left", maintain_order="left"
        )


def _ships(size: Size) -> pl.DataFrame:
    """Who is who: tankers alongside, cargo ships elsewhere."""
    mmsi = [*_mmsis(size.harbour, 412_000_000), *_mmsis(size.sea, 538_000_000), *_TANKERS, _LOUD]
    return pl.DataFrame({
        "mmsi": pl.Series(mmsi, dtype=pl.Int64),
        "name": [f"SIMULATED {i}" for i in range(len(mmsi))],
        "ship_type": [80 if m in _TANKERS else 70 for m in mmsi],
    })  # fmt: skip


_TANKERS = (351_000_101, 477_000_102)
_LOUD = 636_000_111


def _mmsis(n: int, first: int) -> list[int]:
    return list(range(first, first + n))


def _grid(
    n: int, every_s: float, low: float, high: float, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return ship (0 to n - 1) and time (h): each ship at her own offset."""
    step = every_s / 3600
    offset = np.random.default_rng(seed).uniform(0, step, n)
    k = np.arange(int(np.floor(low / step)) - 1, int(np.ceil(high / step)) + 1)
    t = (k[None, :] * step + offset[:, None]).ravel()
    ship = np.repeat(np.arange(n), len(k))
    inside = (t >= low) & (t < high)
    return ship[inside], t[inside]


def _harbour(size: Size, low: float, high: float) -> tuple[np.ndarray, ...]:
    """Ships at anchor, 400 m apart, each swinging with the tide."""
    ship, t = _grid(size.harbour, size.harbour_every_s, low, high, size.seed)
    wide = int(np.ceil(np.sqrt(size.harbour)))
    swing = 2 * np.pi * t / 12.4 + ship
    lat = 1.20 + 0.0036 * (ship // wide) + 0.0003 * np.sin(swing)
    lon = 103.60 + 0.0036 * (ship % wide) + 0.0003 * np.cos(swing)
    still = np.full(len(t), 0.1)
    return 412_000_000 + ship, t, lat, lon, still, np.degrees(swing), np.degrees(swing)


def _sea(size: Size, low: float, high: float) -> tuple[np.ndarray, ...]:
    """Ships under way on lines of their own; each is silent for one day."""
    ship, t = _grid(size.sea, size.sea_every_s, low, high, size.seed + 1)
    rng = np.random.default_rng(size.seed + 2)
    lat0, lon0 = rng.uniform(-50, 50, size.sea), rng.uniform(-180, 180, size.sea)
    sog, cog = rng.uniform(8, 16, size.sea), rng.uniform(0, 360, size.sea)
    quiet = rng.uniform(0, size.days * 24, size.sea)
    heard = (t < quiet[ship]) | (t > quiet[ship] + 24)
    ship, t = ship[heard], t[heard]
    turn = np.radians(cog[ship]) + 2 * np.pi * t / 240
    off = sog[ship] * _KN_DEG_H * 240 / (2 * np.pi)
    lat = lat0[ship] + off * np.sin(turn)
    lon = lon0[ship] - off * np.cos(turn) / np.cos(np.radians(lat0[ship]))
    course = np.degrees(turn)
    return 538_000_000 + ship, t, lat, lon, sog[ship], course, course


def _pair(low: float, high: float) -> tuple[np.ndarray, ...]:
    """Two tankers: apart, alongside over midnight and 180 deg, apart, and alongside once more."""
    ship, t = _grid(2, 300.0, low, high, 7)
    phase = t % 48.0
    together = (phase >= 17.0) & (phase < 31.0)
    away = np.where(together, 0.0, np.minimum(np.abs(phase - 17.0), np.abs(phase - 31.0)))
    drift = (np.clip(phase, 17.0, 31.0) - 24.0) * 0.8 * _KN_DEG_H
    side = np.where(ship == 0, -1.0, 1.0)
    lat = 20.0 + drift * 0.6 + side * (0.0003 + np.minimum(away, 8.0) * 8.0 * _KN_DEG_H)
    lon = 180.0 + drift * 0.8
    sog = np.where(together, 0.8, np.where(away < 8.0, 8.0, 0.3))
    course = np.where(together, 53.0, np.where(side < 0, 180.0, 0.0))
    mmsi = np.array(_TANKERS)[ship]
    return mmsi, t, lat, lon, sog, course, np.where(together, 53.0, course)


def _loud(n: float, low: float, high: float) -> tuple[np.ndarray, ...]:
    """One ship that sends far oftener than all others."""
    count = max(1, round(n))
    t = low + (np.arange(count) + 0.5) * (high - low) / count
    turn = 2 * np.pi * t / 96
    off = 10 * _KN_DEG_H * 96 / (2 * np.pi)
    lat, lon = 35.0 + off * np.sin(turn), -40.0 - off * np.cos(turn)
    speed, course = np.full(count, 10.0), np.degrees(turn)
    return np.full(count, _LOUD), t, lat, lon, speed, course, course
