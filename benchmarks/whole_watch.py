"""The whole command on a feed like a real sea, beside DuckDB scanning and sorting the same file.

    python -m benchmarks.whole_watch [--rows 10000000] [--runs 3]

Times `seawarden watch` from outside, process and all, on one Parquet file of the sea-like feed
(`sea_feed`), in turns with DuckDB reading MMSI, time, position and SOG of it and sorting them.
Prints as JSON the medians, their ratio, the ratio of each step by the run's record, and the peak
memory.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.sea_feed import write


def duckdb_s(feed: Path) -> float:
    """Return the seconds that DuckDB's scan and sort take."""
    start = time.perf_counter()
    with duckdb.connect() as connection:
        connection.execute("SET threads = 2")
        connection.execute(
            "CREATE TABLE sorted AS SELECT MMSI, BaseDateTime, LAT, LON, SOG FROM "
            f"read_parquet('{feed}') ORDER BY MMSI, BaseDateTime"
        )
    return time.perf_counter() - start


def watch_s(feed: Path, out: Path) -> tuple[float, int, dict[str, float]]:
    """Return the seconds of the whole command, its peak memory in MB and seconds by step."""
    command = [sys.executable, "-c", "from seawarden.cli import main; main()"]
    start = time.perf_counter()
    subprocess.run(
        [*command, "watch", str(feed), "--out", str(out), "--json"],
        check=True,
        capture_output=True,
    )
    seconds = time.perf_counter() - start
    record = json.loads((out / "run.json").read_text("utf-8"))
    steps = {s["name"]: float(s["seconds"]) for s in record["steps"]}
    return seconds, round(record["peak_rss_mb"]), steps


def measured(rows: int, runs: int) -> dict[str, Any]:
    """Return medians and ratios; the two take turns, so that noise hits both alike."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        feed = folder / "SIMULATED_sea.parquet"
        n = write(feed, rows)
        sorts, watches = [], []
        for i in range(runs):
            sorts.append(duckdb_s(feed))
            watches.append(watch_s(feed, folder / f"docket{i}"))
        base = statistics.median(sorts)
        steps = {
            step: round(statistics.median(w[2][step] for w in watches) / base, 2)
            for step in watches[0][2]
        }
        return {
            "rows": n,
            "duckdb_s": round(base, 2),
            "watch_s": round(statistics.median(w[0] for w in watches), 2),
            "ratio": round(statistics.median(w[0] for w in watches) / base, 2),
            "ratio_by_step": steps,
            "peak_mb": max(w[1] for w in watches),
            "duckdb": duckdb.__version__,
        }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    sys.stdout.write(json.dumps(measured(asked.rows, asked.runs), indent=2) + "\n")
