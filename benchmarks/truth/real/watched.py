"""Real data, where `../shared/data` stands beside the checkout: figures for `accuracy-real.md`.

Third-party data are read, never copied; what is written are counts and scores.
"""

import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl

from ..run import Found, events_of
from ..score import adjusted_rand
from ..splitting import dropped, residual_jumps

SHARED = Path(__file__).parents[3].parent / "shared" / "data"
TRACKS = SHARED / "ais" / "tracks"


def is_present() -> bool:
    """Return True where the real data are."""
    return TRACKS.is_dir()


def shared_mmsi() -> dict[str, object]:
    """Return counts for MMSI 416000000: hulls, residual jumps, reports dropped, the reference's."""
    with tempfile.TemporaryDirectory() as name:
        found = events_of(TRACKS / "shared_mmsi_416000000.json", Path(name), reports=True)
    reference = _reference()
    lines = sum(1 for _ in (TRACKS / "shared_mmsi_416000000.json").open())
    kept = reference.filter(pl.col("segment").is_not_null())
    both = _keyed(found.reports).join(
        kept.unique(["time_utc", "lat", "lon"]), on=["time_utc", "lat", "lon"]
    )
    return {
        "reports": lines,
        "hulls": found.hulls.height,
        "residual jumps above 50 kn": residual_jumps(found.reports),
        "reports without a hull": found.reports["hull"].null_count(),
        "second position within one second, left out": dropped(found, [416000000]),
        "segments of the reference": kept["segment"].n_unique(),
        "residual jumps of the reference": residual_jumps(
            kept.rename({"segment": "hull"}).with_columns(
                hull=pl.col("hull").rank("dense").cast(pl.Int64)
            )
        ),
        "reports without a segment in the reference": lines - kept.height,
        "adjusted Rand index to the reference": adjusted_rand(both["hull"], both["segment"]),
    }  # fmt: skip


def _reference() -> pl.DataFrame:
    rows = []
    with (TRACKS / "shared_mmsi_416000000_segmented.json").open() as file:
        for line in file:
            r = json.loads(line)
            when = datetime.fromisoformat(r["timestamp"]).astimezone(UTC)
            rows.append((when, r["lat"], r["lon"], r.get("segment")))
    frame = pl.DataFrame(
        rows, schema={"time_utc": pl.Datetime("ms", "UTC"), "lat_deg": pl.Float64,
                      "lon_deg": pl.Float64, "segment": pl.String}, orient="row",
    )  # fmt: skip
    return _keyed(frame)


def _keyed(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(
        lat=(pl.col("lat_deg") * 600_000).round().cast(pl.Int64),
        lon=(pl.col("lon_deg") * 600_000).round().cast(pl.Int64),
    )


def watched(name: str) -> Found:
    """Return what the watch makes of one of the real track files."""
    with tempfile.TemporaryDirectory() as folder:
        return events_of(TRACKS / name, Path(folder), reports=True)


def unsplit(found: Found) -> tuple[int, int]:
    """Return (MMSIs with one hull, all MMSIs)."""
    counts = found.hulls.group_by("mmsi").len()
    return int((counts["len"] == 1).sum()), counts.height


def found_in(reports: pl.DataFrame) -> Found:
    """Return what the watch makes of reports of fishing vessels under the MMSIs they are given."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.parquet"
        reports.select(
            pl.col("mmsi").cast(pl.Int64), pl.col("time_utc").alias("timestamp"), "lat", "lon",
            "speed", "course",
        ).write_parquet(path)  # fmt: skip
        return events_of(path, Path(folder) / "watch", reports=True)


def merged_pairs(seed: int = 9000, pairs: int = 60) -> dict[str, float]:
    """Return how real fishing vessels come apart that are merged two by two for a month.

    Both sent at least `BUSY` reports in that month. They fish the same sea and lie in the same
    harbours, so the merged track is a hard one.
    """
    raw = pl.read_parquet(TRACKS / "north_sea_fishing_2012_2025.parquet").with_columns(
        time_utc=pl.col("timestamp").str.to_datetime(time_unit="ms", time_zone="UTC")
    )
    raw = raw.with_columns(month=pl.col("time_utc").dt.truncate("1mo"))
    busy = raw.group_by("month", "vessel_id").len().filter(pl.col("len") >= BUSY)
    both = busy.join(busy, on="month").filter(pl.col("vessel_id") < pl.col("vessel_id_right"))
    both = both.sort("month", "vessel_id", "vessel_id_right")
    dice = np.random.default_rng([seed, 23])
    chosen = both[np.sort(dice.permutation(both.height)[:pairs])].with_row_index(
        "mmsi", 299_000_001
    )
    sides = [chosen.select("month", "mmsi", pl.col(c).alias("vessel_id"))
             for c in ("vessel_id", "vessel_id_right")]  # fmt: skip
    frame = raw.join(pl.concat(sides), on=["month", "vessel_id"])
    found = found_in(frame)
    sender = _keyed(frame.select("vessel_id", pl.col("mmsi").cast(pl.UInt32), "time_utc",
                              lat_deg="lat", lon_deg="lon"))  # fmt: skip
    sender = sender.unique(["mmsi", "time_utc", "lat", "lon"]).drop("lat_deg", "lon_deg")
    held = _keyed(found.reports).join(sender, on=["mmsi", "time_utc", "lat", "lon"])
    rand = [
        adjusted_rand(p["hull"], p["vessel_id"])
        for p in held.partition_by("mmsi", maintain_order=True)
    ]
    return {
        "pairs of ships, a month each": float(len(rand)),
        "adjusted Rand index, mean": float(np.mean(rand)),
        "median": float(np.median(rand)),
        "hulls a pair, mean": found.hulls.height / len(rand),
        "residual jumps above 50 kn": float(residual_jumps(found.reports)),
        "reports": float(found.reports.height),
    }


BUSY = 600  # reports in a month: one in 72 minutes
