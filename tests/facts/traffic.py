"""Small random traffic for the tests of the pass: ships that drift, jump, fall silent and meet."""

import numpy as np
import polars as pl

from seawarden.schema import REPORTS, TIME, conform

EPOCH_MS = 1_700_000_000_000


def reports(rows: dict[str, object]) -> pl.DataFrame:
    """Return REPORTS from a few columns; what is not given is null or a plain default."""
    n = len(rows["t"])  # type: ignore[arg-type]
    frame = pl.DataFrame(
        {
            "time_utc": pl.Series(rows["t"], dtype=pl.Int64).cast(TIME),
            "mmsi": rows["mmsi"],
            "lat_aisu": np.rint(np.asarray(rows["lat"]) * 600_000).astype(np.int64),
            "lon_aisu": np.rint(np.asarray(rows["lon"]) * 600_000).astype(np.int64),
            "sog_kn": pl.Series(rows.get("sog", [None] * n), dtype=pl.Float64).fill_nan(None),
            "cog_deg": pl.Series(rows.get("cog", [None] * n), dtype=pl.Float64),
            "heading_deg": pl.Series(rows.get("heading", [None] * n), dtype=pl.Float64),
            "ais_class": rows.get("cls", [1] * n),
            "receiver": pl.Series(rows.get("receiver", [None] * n), dtype=pl.String),
            "file_id": [0] * n,
            "line": list(range(1, n + 1)),
        }
    )
    return conform(frame, REPORTS)


def random_traffic(seed: int, n: int, ships: int, *, hours: float = 48.0) -> pl.DataFrame:
    """Return `n` time-ordered reports of ships near 180 deg; 2 % of them are 5 deg away."""
    rng = np.random.default_rng(seed)
    t = np.sort(rng.integers(0, int(hours * 3_600_000), n)) + EPOCH_MS
    ship = rng.integers(0, ships, n)
    lat = rng.uniform(30, 30.2, ships)[ship] + rng.normal(0, 0.002, n)
    lon = rng.uniform(179.9, 180.1, ships)[ship] + rng.normal(0, 0.002, n)
    lat = np.where(rng.random(n) < 0.02, lat + 5, lat)
    sog = np.abs(rng.normal(1.2, 1.5, n)).round(1)
    sog[rng.random(n) < 0.1] = np.nan
    mmsi = np.where(ship == 0, 2_320_000, 440_000_000 + ship)  # ship 0 is a base station
    return reports(
        {
            "t": t,
            "mmsi": mmsi,
            "lat": lat,
            "lon": (lon + 180) % 360 - 180,
            "sog": sog,
            "cog": rng.uniform(0, 360, n),
            "heading": rng.uniform(0, 360, n),
            "cls": rng.integers(1, 3, n),
            "receiver": rng.choice(["A", "B", "C"], n),
        }
    )
