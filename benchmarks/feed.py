"""A large, plausible feed for the speed benchmark: SIMULATED, hour by hour, any number of rows.

Not the simulator: that is right and slow. Here 4,000 ships report every 35 s or so, in the
proportions of a busy sea: under way, at berths, at anchor, fishing, adrift, a few alongside each
other, heard by forty stations.
"""

from collections.abc import Iterator

import numpy as np
import polars as pl

from seawarden.read.batch import Batch
from seawarden.schema import REJECTS, REPORTS, STATICS, TIME, conform

START_MS = 1_767_225_600_000  # 2026-01-01 UTC
SHIPS = 4_000
HOUR_MS = 3_600_000


def batches(rows: int, seed: int = 0) -> Iterator[Batch]:
    """Yield about `rows` REPORTS in time order, an hour a batch: 10 million rows are a day."""
    rng = np.random.default_rng(seed)
    fleet = _Fleet(rng)
    each = 104  # reports a ship and hour
    hours = max(1, round(rows / (SHIPS * each)))
    for hour in range(hours):
        yield _batch(fleet.hour(hour, each, rng), hour * SHIPS * each)


class _Fleet:
    def __init__(self, rng: np.random.Generator) -> None:
        kinds = ["way"] * 45 + ["berth"] * 25 + ["anchor"] * 15 + ["fish"] * 10 + ["drift"] * 5
        self.kind = np.array([kinds[i % 100] for i in range(SHIPS)])
        ports = np.column_stack([rng.uniform(28, 38, 60), rng.uniform(120, 131, 60)])
        at = rng.integers(0, 60, SHIPS)
        near = {"berth": 0.008, "anchor": 0.05}
        spread = np.array([near.get(k, 0.0) for k in self.kind])
        self.lat = np.where(spread > 0, ports[at, 0], rng.uniform(28, 38, SHIPS))
        self.lon = np.where(spread > 0, ports[at, 1], rng.uniform(120, 131, SHIPS))
        self.lat += rng.normal(0, 1, SHIPS) * spread
        self.lon += rng.normal(0, 1, SHIPS) * spread
        adrift = np.flatnonzero(self.kind == "drift")
        half = len(adrift) // 4  # a quarter of them lie alongside another
        self.lat[adrift[:half]] = self.lat[adrift[half : 2 * half]] + 0.0003
        self.lon[adrift[:half]] = self.lon[adrift[half : 2 * half]]
        speed = {"way": (9, 15), "fish": (2.5, 4), "drift": (0.3, 1.2)}
        low, high = np.array([speed.get(k, (0.0, 0.1)) for k in self.kind]).T
        self.kn = rng.uniform(low, high)
        self.course = rng.uniform(0, 360, SHIPS)
        self.course[adrift[:half]] = self.course[adrift[half : 2 * half]]
        self.kn[adrift[:half]] = self.kn[adrift[half : 2 * half]]

    def hour(self, hour: int, each: int, rng: np.random.Generator) -> dict[str, np.ndarray]:
        ship = np.repeat(np.arange(SHIPS), each)
        ms = rng.integers(0, HOUR_MS, len(ship))
        order = np.argsort(ms, kind="stable")
        ship, ms = ship[order], ms[order]
        # Out and back every twelve hours, so that nobody leaves the sea.
        h = (hour + ms / HOUR_MS) % 12
        out = np.where(h < 6, h, 12 - h)
        course = np.where(h < 6, self.course[ship], (self.course[ship] + 180) % 360)
        nm = self.kn[ship] * out
        rad = np.radians(self.course[ship])
        lat = self.lat[ship] + nm / 60 * np.cos(rad) + rng.normal(0, 5e-5, len(ship))
        lon = self.lon[ship] + nm / 50 * np.sin(rad) + rng.normal(0, 5e-5, len(ship))
        sog = np.maximum(0, self.kn[ship] + rng.normal(0, 0.1, len(ship))).round(1)
        cell = (np.floor(lat / 2) * 7 + np.floor(lon / 2)).astype(np.int64) % 40
        return {
            "t": START_MS + hour * HOUR_MS + ms, "mmsi": 412_000_000 + ship, "lat": lat,
            "lon": lon, "sog": sog, "cog": course, "station": cell,
        }  # fmt: skip


_STATIONS = pl.Series([f"SIMULATED-{i:02d}" for i in range(40)])


def _batch(c: dict[str, np.ndarray], first_line: int) -> Batch:
    n = len(c["t"])
    frame = pl.DataFrame(
        {
            "time_utc": pl.Series(c["t"]).cast(TIME),
            "mmsi": c["mmsi"],
            "lat_aisu": np.rint(c["lat"] * 600_000).astype(np.int32),
            "lon_aisu": np.rint(c["lon"] * 600_000).astype(np.int32),
            "sog_kn": c["sog"],
            "cog_deg": c["cog"].round(1),
            "heading_deg": c["cog"].round(),
            "ais_class": np.ones(n, np.uint8),
            "receiver": _STATIONS.gather(c["station"]),
            "file_id": np.zeros(n, np.uint16),
            "line": np.arange(first_line, first_line + n, dtype=np.uint32),
        }
    )
    return Batch(
        reports=conform(frame, REPORTS),
        statics=STATICS.empty(),
        rejects=REJECTS.empty(),
        lines=n,
        n_reports=n,
        n_statics=0,
        n_other=0,
        n_rejects=0,
    )
