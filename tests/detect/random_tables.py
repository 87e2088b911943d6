"""Plausible random fact tables, so that laws are tested where detectors find something."""

from datetime import UTC, datetime

import numpy as np
import polars as pl

from seawarden.facts.fixes import scenes_of
from seawarden.schema import (
    CLAIMS,
    CONTACTS,
    COVERAGE,
    FIXES,
    HULLS,
    JUMPS,
    SIGHTINGS,
    SILENCES,
    STAYS,
    TIME,
    TRAILS,
    Table,
    conform,
)  # fmt: skip

from . import lies

T0_MS = int(datetime(2026, 3, 1, tzinfo=UTC).timestamp() * 1000)
HOUR = 3_600_000

SPOTS = [(33.1, 124.2), (38.72, 125.4), (31.21, 122.5), (52.4, 179.99), (35.08, 129.1)]
"""Open sea, in Nampo, off Shanghai, on 180 deg, in Busan."""


def _time(ms: np.ndarray) -> pl.Series:
    return pl.Series(ms.astype(np.int64)).cast(pl.Datetime("ms", "UTC"))


def _some(rng: np.random.Generator, values: np.ndarray, share: float = 0.8) -> pl.Series:
    known = rng.uniform(size=len(values)) < share
    return pl.Series(np.where(known, values, np.nan), dtype=pl.Float64).fill_nan(None)


def hulls(rng: np.random.Generator, n: int) -> pl.DataFrame:
    mmsi = 400_000_000 + np.arange(n)
    bow, stern = rng.integers(30, 200, n), rng.integers(10, 50, n)
    side = rng.integers(4, 20, n)
    kinds = rng.choice([70, 80, 30, 52, 0], n, p=[0.4, 0.3, 0.1, 0.1, 0.1])
    frame = pl.DataFrame(
        {
            "hull": mmsi * 100_000,
            "mmsi": mmsi,
            "station": np.where(rng.uniform(size=n) < 0.95, "ship", "base"),
            "ais_class": np.ones(n, np.uint8),
            "start_utc": _time(np.full(n, T0_MS)),
            "end_utc": _time(np.full(n, T0_MS) + rng.integers(10, 48, n) * HOUR),
            "n_reports": rng.integers(1, 1000, n),
            "ship_type": pl.Series(kinds.astype(float)).cast(pl.UInt8),
            "bow_m": _some(rng, bow.astype(float)).cast(pl.UInt16),
            **{c: np.zeros(n) for c in ("start_lat_deg", "start_lon_deg", "end_lat_deg",
                                        "end_lon_deg", "track_nm", "heard_h")},
            "first_row": np.zeros(n, np.int64),
            "last_row": np.ones(n, np.int64),
        }
    ).with_columns(
        pl.when(pl.col("bow_m").is_not_null()).then(pl.Series(v)).alias(c)
        for c, v in (("stern_m", stern), ("port_m", side), ("starboard_m", side))
    ).with_columns(length_m=pl.col("bow_m") + pl.col("stern_m"))  # fmt: skip
    return conform(frame, HULLS)


def contacts(rng: np.random.Generator, n_hulls: int, pairs: int) -> pl.DataFrame:
    out = []
    for _ in range(pairs):
        a, b = np.sort(rng.choice(n_hulls, 2, replace=False))
        spot = SPOTS[rng.integers(len(SPOTS))]
        n = int(rng.integers(1, 40))
        slot = rng.integers(0, 200) + np.cumsum(rng.choice([1, 1, 1, 1, 2, 30], n))
        mean = rng.choice([20.0, 60.0, 250.0, 600.0])
        east, north = rng.normal(mean * 0.7, 25, n), rng.normal(mean * 0.7, 25, n)
        heading = rng.uniform(0, 360)
        out.append(
            pl.DataFrame(
                {
                    "hull": np.full(n, (400_000_000 + a) * 100_000),
                    "other_hull": np.full(n, (400_000_000 + b) * 100_000),
                    "time_utc": _time(T0_MS + slot * 600_000),
                    "lat_deg": spot[0] + rng.normal(0, 0.001, n),
                    "lon_deg": (spot[1] + rng.normal(0, 0.02, n) + 180) % 360 - 180,
                    "east_m": east,
                    "north_m": north,
                    "distance_m": np.hypot(east, north),
                    "sigma_m": rng.choice([28.0, 60.0, 250.0], n),
                    "sog_kn": _some(rng, rng.uniform(0, 2.2, n)),
                    "other_sog_kn": _some(rng, rng.uniform(0, 2.2, n)),
                    "heading_deg": _some(rng, (heading + rng.normal(0, 3, n)) % 360),
                    "other_heading_deg": _some(rng, (heading + rng.normal(0, 3, n)) % 360),
                    "gap_s": rng.choice([60.0, 600.0, 3000.0, 7000.0], n),
                    "row": np.sort(rng.integers(0, 10_000, n)),
                    "other_row": np.sort(rng.integers(0, 10_000, n)),
                }
            )
        )
    if not out:
        return CONTACTS.empty()
    return conform(pl.concat(out), CONTACTS).unique(CONTACTS.key, maintain_order=True)


def claims(rng: np.random.Generator, n_hulls: int, n: int) -> pl.DataFrame:
    hull = 400_000_000 + rng.integers(0, n_hulls, n)
    start = T0_MS + rng.integers(0, 80, n) * HOUR
    frame = pl.DataFrame(
        {
            "hull": hull * 100_000,
            "mmsi": hull,
            "start_utc": _time(start),
            "end_utc": _time(start + 5 * HOUR),
            "n_statics": np.full(n, 4),
            "draught_m": _some(rng, np.round(rng.uniform(3, 12, n), 1)),
            "file_id": np.zeros(n, np.int64),
            "first_line": np.ones(n, np.int64),
            "last_line": np.ones(n, np.int64),
        }
    )
    return conform(frame, CLAIMS).unique(CLAIMS.key, maintain_order=True)


def jumps(rng: np.random.Generator, n_hulls: int, n: int) -> pl.DataFrame:
    mmsi = 400_000_000 + rng.integers(0, n_hulls, n)
    start = T0_MS + rng.integers(0, 40 * HOUR, n)
    zero = np.zeros(n)
    frame = pl.DataFrame(
        {
            "mmsi": mmsi, "hull": mmsi * 100_000, "other_hull": mmsi * 100_000 + 1,
            "start_utc": _time(start), "end_utc": _time(start + 1000),
            "start_lat_deg": zero, "start_lon_deg": zero, "end_lat_deg": zero,
            "end_lon_deg": zero, "distance_m": zero, "implied_speed_kn": zero,
            "first_row": np.arange(n), "last_row": np.arange(n) + 1,
            "why": np.where(np.arange(n) % 3 == 0, "sender", "reach"),
        }
    )  # fmt: skip
    return conform(frame, JUMPS)


def stays(rng: np.random.Generator, n_hulls: int, n: int) -> pl.DataFrame:
    mmsi = 400_000_000 + rng.integers(0, n_hulls, n)
    spot = np.array(SPOTS)[rng.integers(0, len(SPOTS), n)]
    # One after the other, as one ship's stays are.
    nth = pl.Series(mmsi).to_frame("m").select(pl.int_range(pl.len()).over("m"))["literal"]
    start = T0_MS + nth.to_numpy() * 36 * HOUR + rng.integers(0, 5 * HOUR, n)
    hours = rng.choice([1.0, 5.0, 9.0, 30.0], n)
    share = rng.uniform(0, 1, n)
    frame = pl.DataFrame(
        {
            "hull": mmsi * 100_000, "mmsi": mmsi,
            "start_utc": _time(start), "end_utc": _time(start + hours * HOUR),
            "is_open": rng.uniform(size=n) < 0.1, "n_reports": rng.integers(2, 500, n),
            "lat_deg": spot[:, 0] + rng.normal(0, 0.01, n),
            "lon_deg": (spot[:, 1] + rng.normal(0, 0.01, n) + 180) % 360 - 180,
            "start_lat_deg": spot[:, 0], "start_lon_deg": spot[:, 1],
            "end_lat_deg": spot[:, 0], "end_lon_deg": spot[:, 1],
            "mean_sog_kn": _some(rng, rng.uniform(0, 2.5, n)), "max_sog_kn": np.full(n, 2.5),
            "stopped_h": hours * rng.uniform(0, 1, n), "spread_m": rng.uniform(5, 3000, n),
            "track_nm": rng.uniform(0, 40, n), "observed_h": hours * share,
            "inferred_h": hours * (1 - share), "longest_silence_h": hours * (1 - share),
            "first_row": np.arange(n) * 10, "last_row": np.arange(n) * 10 + 9,
        }
    )  # fmt: skip
    return conform(frame, STAYS).unique(STAYS.key, maintain_order=True)


def silences(rng: np.random.Generator, n_hulls: int, n: int) -> pl.DataFrame:
    mmsi = 400_000_000 + rng.integers(0, n_hulls, n)
    spot = np.array(SPOTS)[rng.integers(0, len(SPOTS), n)]
    start, hours = T0_MS + rng.integers(0, 60 * HOUR, n), rng.choice([1.5, 4.0, 12.0], n)
    is_open = rng.uniform(size=n) < 0.2
    end = np.where(is_open, np.nan, spot[:, 0] + rng.normal(0, 0.1, n))
    end_lon = np.where(is_open, np.nan, (spot[:, 1] + rng.normal(0, 0.1, n) + 180) % 360 - 180)
    frame = pl.DataFrame(
        {
            "hull": mmsi * 100_000, "mmsi": mmsi, "ais_class": rng.integers(0, 3, n),
            "start_utc": _time(start), "end_utc": _time(start + hours * HOUR),
            "is_open": is_open, "duration_h": hours,
            "start_lat_deg": spot[:, 0], "start_lon_deg": spot[:, 1],
            "end_lat_deg": pl.Series(end).fill_nan(None),
            "end_lon_deg": pl.Series(end_lon).fill_nan(None),
            "start_sog_kn": _some(rng, rng.uniform(0, 14, n)),
            "start_cog_deg": _some(rng, rng.uniform(0, 360, n)),
            "end_sog_kn": _some(rng, rng.uniform(0, 14, n)),
            "distance_m": pl.Series(np.where(is_open, np.nan, 9000.0)).fill_nan(None),
            "mean_interval_s": rng.choice([10.0, 180.0, 1800.0], n),
            "n_before_12h": rng.integers(0, 100, n),
            "first_row": np.arange(n), "last_row": np.arange(n) + 1,
        }
    )  # fmt: skip
    return conform(frame, SILENCES).unique(SILENCES.key, maintain_order=True)


def coverage(rng: np.random.Generator, n: int) -> pl.DataFrame:
    spot = np.array(SPOTS)[rng.integers(0, len(SPOTS), n)] + rng.normal(0, 0.3, (n, 2))
    row = np.floor((spot[:, 0] + 90) / 0.25)
    column = np.floor((spot[:, 1] + 180) / 0.25) % 1440
    frame = pl.DataFrame(
        {
            "cell": row * 1440 + column,
            "hour_utc": _time(T0_MS + rng.integers(0, 72, n) * HOUR),
            "ais_class": rng.integers(0, 3, n),
            "receiver": ["a" if x < 0.7 else "b" for x in rng.uniform(size=n)],
            "n_reports": rng.integers(1, 400, n),
            "n_hulls": np.ones(n),
            "heard_h": rng.uniform(0, 3, n),
        }
    )
    return conform(frame, COVERAGE).unique(COVERAGE.key, maintain_order=True)


def trails(rng: np.random.Generator, n_hulls: int, n: int) -> pl.DataFrame:
    mmsi = 400_000_000 + rng.integers(0, n_hulls, n)
    spot = np.array(SPOTS)[rng.integers(0, len(SPOTS), n)] + rng.normal(0, 0.2, (n, 2))
    start = T0_MS + rng.integers(0, 140, n) * HOUR // 2
    lon = (spot[:, 1] + 180) % 360 - 180
    frame = pl.DataFrame(
        {
            "hull": mmsi * 100_000, "mmsi": mmsi,
            "start_utc": _time(start), "end_utc": _time(start + HOUR // 2),
            "n_reports": rng.integers(2, 50, n),
            **{c: spot[:, 0] for c in ("start_lat_deg", "end_lat_deg", "south_deg", "north_deg")},
            **{c: lon for c in ("start_lon_deg", "end_lon_deg", "west_deg", "east_deg")},
            "track_nm": rng.uniform(0, 7, n), "turn_deg": rng.normal(0, 40, n),
            "mean_sog_kn": _some(rng, rng.uniform(0, 14, n)),
            "first_row": np.arange(n) * 10, "last_row": np.arange(n) * 10 + 9,
        }
    )  # fmt: skip
    return conform(frame, TRAILS).unique(TRAILS.key, maintain_order=True)


def sightings(rng: np.random.Generator, n: int) -> pl.DataFrame:
    scene = rng.integers(0, max(2, n // 4), n)
    spot = np.array(SPOTS)[scene % len(SPOTS)] + rng.normal(0, 0.02, (n, 2))
    frame = pl.DataFrame(
        {
            "sighting_id": [f"s{i}" for i in range(n)],
            "time_utc": _time(T0_MS + 6 * HOUR + scene * 3 * HOUR),
            "lat_deg": spot[:, 0], "lon_deg": (spot[:, 1] + 180) % 360 - 180,
            "sigma_m": _some(rng, rng.uniform(20, 200, n)),
            "length_m": _some(rng, rng.uniform(15, 250, n)),
            "beam_m": _some(rng, rng.uniform(5, 60, n), 0.3),
            "heading_deg": _some(rng, rng.uniform(0, 359, n)),
            "sensor": np.where(scene % 3 == 0, "aircraft", "sar"),
            "scene_id": [f"scene {s}" for s in scene],
            "detection": _some(rng, rng.uniform(0, 1, n), 0.3),
            "file_id": np.zeros(n, np.int64), "line": np.arange(n) + 2,
        }
    )  # fmt: skip
    return conform(frame, SIGHTINGS)


def fixes(rng: np.random.Generator, n_hulls: int, seen: pl.DataFrame) -> pl.DataFrame:
    scenes = scenes_of(seen).unique("scene", maintain_order=True)
    out = []
    for scene, when, lat, lon in scenes.select(
        "scene", "scene_utc", "lat_deg", "lon_deg"
    ).iter_rows():
        n = int(rng.integers(1, min(6, n_hulls)))
        mmsi = 400_000_000 + rng.choice(n_hulls, n, replace=False)
        at = int(when.timestamp() * 1000)
        rows = {"scene": [scene] * n, "time_utc": _time(np.full(n, at)),
                "hull": mmsi * 100_000, "mmsi": mmsi}  # fmt: skip
        heard = rng.uniform(size=(n, 2)) < 0.8
        heard[:, 0] |= ~heard[:, 1]
        for k, side in enumerate(("before", "after")):
            away = rng.choice([60_000, 600_000, 4 * HOUR], n) * (1 if k else -1)
            there = lat + rng.normal(0, 0.02, n), (lon + rng.normal(0, 0.02, n) + 180) % 360 - 180
            values = {"lat_deg": there[0], "lon_deg": there[1], "sog_kn": rng.uniform(0, 14, n),
                      "cog_deg": rng.uniform(0, 359, n), "heading_deg": rng.uniform(0, 359, n),
                      "row": rng.integers(0, 10_000, n).astype(float)}  # fmt: skip
            known = pl.Series(heard[:, k])
            rows[f"{side}_utc"] = _time(at + away).zip_with(
                known, pl.Series([None] * n, dtype=TIME)
            )
            for name, value in values.items():
                rows[f"{side}_{name}"] = pl.Series(np.where(heard[:, k], value, np.nan)).fill_nan(
                    None
                )
        out.append(pl.DataFrame(rows))
    return conform(pl.concat(out), FIXES) if out else FIXES.empty()


def tables(seed: int, size: int = 12) -> dict[str, pl.DataFrame]:
    """One of each table a detector reads, by table name."""
    rng = np.random.default_rng(seed)
    n = max(size, 4)
    beside = np.random.default_rng([seed, 1])  # so that older tables stay as they were
    seen = sightings(beside, size)
    made = {
        "SIGHTINGS": seen,
        "FIXES": fixes(beside, n, seen),
        "TRAILS": trails(beside, n, size * 8),
        "HULLS": hulls(rng, n),
        "CONTACTS": contacts(rng, n, size),
        "CLAIMS": claims(rng, n, size * 4),
        "JUMPS": jumps(rng, n, size // 2),
        "STAYS": stays(rng, n, size * 6),
        "SILENCES": silences(rng, n, size * 6),
        "COVERAGE": coverage(rng, size * 80),
    }
    liars = lies.mixed(seed, size)
    added = ("HULLS", "CLAIMS", "TRAILS", "JUMPS")
    return {**made, **{name: pl.concat([made[name], liars[name]]) for name in added}}


def empty(table: Table) -> pl.DataFrame:
    return table.empty()
