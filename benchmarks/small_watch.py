"""A watch of few reports: what every user meets first, beside importing the libraries it needs.

    python -m benchmarks.small_watch [--runs 5]

The feed is a thousand reports of two SIMULATED ships that meet, one of them listed, so that the
docket holds a transfer, a match and pictures. Each run is a process of its own, in turns with one
that only imports Polars, NumPy, Numba, DuckDB, PyArrow and Shapely; processor seconds (user and
system) are taken, not the clock, and the least of the runs, because another's work only adds.
Prints as JSON both, their ratio, and the peak memory.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import polars as pl

from seawarden.simulate import run

SEED, PAIR = 20240501, (431886034, 445854682)
"""The tankers of the demo's transfer; the second is RYE SONG GANG 1, designated by the UN."""
_REPORTS = 1_000
_LIBRARIES = "import polars, numpy, numba, duckdb, pyarrow.parquet, shapely"
_WATCH = "from seawarden.cli import main; main()"


def feed(folder: Path) -> Path:
    """Write the feed as Danish CSV; return the file."""
    run(folder / "all", seed=SEED, hours=48, vessels=120, format="danish")
    (source,) = (folder / "all").glob("SIMULATED*.csv")
    head, *rows = source.read_text("utf-8").splitlines()
    mine = [row for row in rows if int(row.split(",")[2]) in PAIR]
    kept = [mine[i * len(mine) // _REPORTS] for i in range(_REPORTS)] if (
        len(mine) > _REPORTS) else mine  # fmt: skip
    path = folder / "SIMULATED_small.csv"
    path.write_text("\n".join([head, *kept]) + "\n", "utf-8")
    return path


def cost_s(*command: str) -> float:
    """Return the processor seconds, user and system, of a Python process."""
    child = subprocess.Popen([sys.executable, *command], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, command)
    return used.ru_utime + used.ru_stime


def measured(runs: int) -> dict[str, Any]:
    """Return the least cost of either, in turns; a first watch, which may compile, is left out."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ais = feed(folder)
        watch = ("-c", _WATCH, "watch", str(ais), "--out")
        cost_s(*watch, str(folder / "first"))
        events = pl.read_parquet(folder / "first" / "events.parquet")
        watches, imports, peaks_mb = [], [], []
        for i in range(runs):
            imports.append(cost_s("-c", _LIBRARIES))
            watches.append(cost_s(*watch, str(folder / f"docket{i}")))
            record = json.loads((folder / f"docket{i}" / "run.json").read_text("utf-8"))
            peaks_mb.append(record["peak_rss_mb"])
    least_s, libraries_s = min(watches), min(imports)
    return {
        "transfers": int((events["kind"] == "sts").sum()),
        "watch_cpu_s": round(least_s, 2),
        "imports_cpu_s": round(libraries_s, 2),
        "ratio": round(least_s / libraries_s, 2),
        "peak_mb": round(max(peaks_mb)),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    sys.stdout.write(json.dumps(measured(parser.parse_args().runs), indent=2) + "\n")
