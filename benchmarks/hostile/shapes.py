"""Inputs that a stranger would send to make time or memory grow faster than the reports.

Each shape is a function `(rng, n, folder) -> path` that writes an input of size `n`, SIMULATED.
`STARTS` gives the n of the smallest run: the largest, four times as much, costs at least ten empty
runs.
"""

import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl

Shape = Callable[[np.random.Generator, int, Path], Path]
EPOCH = datetime(2026, 3, 1, tzinfo=UTC)
SEA = (33.8, 124.4)
HARBOUR = (35.1, 129.04)


def _csv(path: Path, **columns: object) -> Path:
    frame = pl.DataFrame(columns).sort("time")
    time = pl.from_epoch(pl.col("time"), time_unit="s").dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    frame.with_columns(time).write_csv(path)
    return path


def _fleet(
    rng: np.random.Generator, n: int, slots: int, where: tuple[float, float], spread_m: float,
    noise_m: float, sog: float, every_s: int = 600,
) -> dict[str, object]:  # fmt: skip
    """Return the reports of `n` ships that lie within `spread_m` and move by `noise_m`."""
    ship = np.tile(np.arange(n), slots)
    at = np.repeat(np.arange(slots), n) * every_s + rng.integers(0, every_s // 2, n * slots)
    lat0, lon0 = (c + rng.uniform(-spread_m, spread_m, n) / 100_000 for c in where)
    return {
        "mmsi": 412_000_000 + ship,
        "time": at + int(EPOCH.timestamp()),
        "lat": np.round(lat0[ship] + rng.normal(0, noise_m / 111_000, n * slots), 6),
        "lon": np.round(lon0[ship] + rng.normal(0, noise_m / 111_000, n * slots), 6),
        "sog": np.full(n * slots, sog),
    }


def crowd(rng: np.random.Generator, n: int, folder: Path) -> Path:
    """`n` ships at one and the same point for four hours."""
    return _csv(folder / "crowd.csv", **_fleet(rng, n, 24, SEA, 0.0, 0.0, 0.2))


def contacts(rng: np.random.Generator, n: int, folder: Path) -> Path:
    """`n` ships adrift within 700 m of each other, each in reach of all."""
    return _csv(folder / "contacts.csv", **_fleet(rng, n, 24, SEA, 350.0, 30.0, 0.9))


def moored(rng: np.random.Generator, n: int, folder: Path) -> Path:
    """`n` boats moored in one basin of a harbour for half a day."""
    return _csv(folder / "moored.csv", **_fleet(rng, n, 72, HARBOUR, 300.0, 5.0, 0.0))


def shared_mmsi(rng: np.random.Generator, n: int, folder: Path) -> Path:
    """`n` ships far apart that all send one MMSI for half a day."""
    made = _fleet(rng, n, 36, SEA, 0.0, 20.0, 0.5, every_s=1200)
    ship = np.asarray(made["mmsi"]) - 412_000_000
    made["lat"] = np.round(np.asarray(made["lat"]) + (ship % 50) * 0.9 - 30, 6)
    made["lon"] = np.round((np.asarray(made["lon"]) + (ship // 50) * 3.1 + 180) % 360 - 180, 6)
    made["mmsi"] = np.full(len(ship), 416_000_000)
    return _csv(folder / "shared.csv", **made)


def jumps(rng: np.random.Generator, n: int, folder: Path) -> Path:
    """Twenty ships whose every report lies where no ship can be: `n` jumps each."""
    ship = np.tile(np.arange(20), n)
    return _csv(
        folder / "jumps.csv",
        mmsi=412_000_000 + ship,
        time=np.repeat(np.arange(n), 20) * 60 + int(EPOCH.timestamp()),
        lat=np.round(rng.uniform(-60, 60, 20 * n), 6),
        lon=np.round(rng.uniform(-179, 179, 20 * n), 6),
        sog=np.full(20 * n, 8.0),
    )


def _plain(rng: np.random.Generator, n: int) -> dict[str, list[object]]:
    """Return `n` reports of fifty ships under way."""
    i = np.arange(n)
    time = [(EPOCH + timedelta(seconds=int(s))).strftime("%Y-%m-%dT%H:%M:%SZ") for s in i * 5]
    return {
        "mmsi": (412_000_000 + i % 50).tolist(), "time": [*time],
        "lat": np.round(30 + (i % 50) * 0.1 + i * 1e-6, 6).tolist(),
        "lon": np.round(124 + i * 1e-6, 6).tolist(), "sog": [0.3] * n,
    }  # fmt: skip


def json_array(rng: np.random.Generator, n: int, folder: Path) -> Path:
    """One JSON array of `n` reports."""
    path = folder / "array.json"
    path.write_text(json.dumps(pl.DataFrame(_plain(rng, n)).to_dicts()), "utf-8")
    return path


def zip_members(rng: np.random.Generator, n: int, folder: Path) -> Path:
    """`n` small tables in one archive."""
    path = folder / "members.zip"
    rows = pl.DataFrame(_plain(rng, 5 * n))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for k in range(n):
            archive.writestr(f"{k:06d}.csv", rows[5 * k : 5 * k + 5].write_csv())
    return path


def wide_header(rng: np.random.Generator, n: int, folder: Path) -> Path:
    """A table of 700 rows and `n` columns, most of one name."""
    made = pl.DataFrame(_plain(rng, 700))
    path = folder / "wide.csv"
    lines = [",".join([*made.columns, *(["0"] * n)])]
    lines += [",".join([*map(str, row), *(["1"] * n)]) for row in made.iter_rows()]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def days_apart(rng: np.random.Generator, n: int, folder: Path) -> Path:
    """`n` reports, each on a day of its own."""
    day = np.arange(n) % 13_000
    return _csv(
        folder / "days.csv",
        mmsi=412_000_000 + np.arange(n) % 7,
        time=int(datetime(1991, 1, 1, tzinfo=UTC).timestamp()) + day * 86_400,
        lat=np.round(rng.uniform(30, 31, n), 6),
        lon=np.round(rng.uniform(124, 125, n), 6),
        sog=np.full(n, 0.3),
    )


def circles(rng: np.random.Generator, n: int, folder: Path) -> Path:
    """A harbour of `n` moored ships, each second one shown on a false GNSS circle for four hours.

    The circles lie round twenty points of the harbour; she jumps to hers, goes round it at 21 kn
    and jumps back. The largest run is a harbour of 2,000 ships, 4 km wide; a smaller one is as
    dense.
    """
    wide_m = 2000.0 * (n / 2000) ** 0.5
    made = _fleet(rng, n, 72, HARBOUR, wide_m, 5.0, 0.0, every_s=300)
    ship = np.asarray(made["mmsi"]) - 412_000_000
    at_s = np.asarray(made["time"]) - int(EPOCH.timestamp())
    false = (ship % 2 == 1) & (at_s > 3600) & (at_s < 18_000)
    angle = at_s / 1800 * 9.1 + ship
    place, radius_deg = ship % 20, 0.003
    lat = HARBOUR[0] + 0.004 * (place % 5) + radius_deg * np.sin(angle)
    lon = HARBOUR[1] + 0.005 * (place // 5) + radius_deg * np.cos(angle) / 0.82
    made["lat"] = np.where(false, np.round(lat, 6), np.asarray(made["lat"]))
    made["lon"] = np.where(false, np.round(lon, 6), np.asarray(made["lon"]))
    made["sog"] = np.where(false, 21.0, np.asarray(made["sog"]))
    return _csv(folder / "circles.csv", **made)


def identities(rng: np.random.Generator, n: int, folder: Path) -> Path:
    """Ten ships that change name, call sign and IMO number with every report, `n` times each."""
    ship, k = np.tile(np.arange(10), n), np.repeat(np.arange(n), 10)
    return _csv(
        folder / "identities.csv",
        mmsi=412_000_000 + ship,
        time=k * 120 + int(EPOCH.timestamp()),
        lat=np.round(SEA[0] + ship * 0.3 + k * 1e-5, 6),
        lon=np.round(SEA[1] + k * 1e-5, 6),
        sog=np.full(10 * n, 0.6),
        name=[f"SHIP {a} {b % 997}" for a, b in zip(ship, k, strict=True)],
        callsign=[f"B{a}{b % 613}" for a, b in zip(ship, k, strict=True)],
        imo=9_000_000 + (k * 7919 + ship) % 900_000,
    )


def a_tenth(rng: np.random.Generator, n: int, folder: Path) -> Path:
    """`n` reports of 200 ships, of which one MMSI sent a tenth."""
    ship = np.where(rng.random(n) < 0.1, 0, rng.integers(1, 201, n))
    return _csv(
        folder / "tenth.csv",
        mmsi=412_000_000 + ship,
        time=np.sort(rng.integers(0, 172_800, n)) + int(EPOCH.timestamp()),
        lat=np.round(SEA[0] + ship * 0.02 + rng.normal(0, 1e-4, n), 6),
        lon=np.round(SEA[1] + rng.normal(0, 1e-4, n), 6),
        sog=np.full(n, 0.4),
    )


SHAPES: dict[str, Shape] = {
    "crowd at one point": crowd, "contacts": contacts, "moored boats": moored,
    "shared MMSI": shared_mmsi, "jumps": jumps, "JSON array": json_array,
    "zip members": zip_members, "wide header": wide_header, "days far apart": days_apart,
    "GNSS circles over a harbour": circles, "identity changes": identities,
    "one MMSI with a tenth": a_tenth,
}  # fmt: skip
STARTS = {
    "crowd at one point": 80, "contacts": 80, "moored boats": 160, "shared MMSI": 150,
    "jumps": 250, "JSON array": 120_000, "zip members": 500, "wide header": 15_000,
    "days far apart": 500, "GNSS circles over a harbour": 500, "identity changes": 2_000,
    "one MMSI with a tenth": 1_200_000,
}  # fmt: skip
