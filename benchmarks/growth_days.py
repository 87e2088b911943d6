"""What a day costs that is added to a docket of a month, beside the month in one go.

    python -m benchmarks.growth_days [--ships 400] [--days 31] [--folder DIR]

A feed like a real sea (`sea_feed`, SIMULATED), a Parquet file a day. `seawarden watch` of all days
learns a CONTEXT; by that it is run once more in one go, then on all days but the last, then with
the last added. Printed as JSON, from outside, process and all: processor seconds and seconds of the
clock of each, the ratio of the added day to the run in one go, seconds by step, peak memory, and
whether the digests are equal. Fails when they are not. On a machine that does other work the
processor's ratio is the figure to trust.
"""

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import polars as pl

import seawarden as sw
from benchmarks.sea_feed import Sea

_COMMAND = [sys.executable, "-c", "from seawarden.cli import main; main()", "watch"]


def make(folder: Path, ships: int, days: int) -> list[Path]:
    """Write a file a day; ships share an MMSI as often as in the whole feed, one in 150."""
    sea = Sea(7, ships, 24 * days, max(1, ships // 150))
    sea.lat -= 8  # from the Yellow Sea to the Philippine Sea: no ships on land
    sea.lon += 2
    out = []
    for day in range(days):
        hours = [sea.hour(24 * day + h) for h in range(24)]
        out.append(folder / f"SIMULATED-{day + 1:02d}.parquet")
        pl.concat(hours).write_parquet(out[-1], compression="zstd", compression_level=1)
    return out


def watched(files: list[Path], out: Path, context: Path | None) -> dict[str, Any]:
    """Run the command and return what it cost."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    given = [] if context is None else ["--context", str(context)]
    subprocess.run(
        [*_COMMAND, *map(str, files), "--out", str(out), *given], check=True, capture_output=True
    )
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    record = json.loads((out / "run.json").read_text("utf-8"))
    return {
        "processor_s": round(
            now.ru_utime + now.ru_stime - before.ru_utime - before.ru_stime, 2
        ),
        "clock_s": round(time.perf_counter() - start, 2),
        "steps_s": {s["name"]: s["seconds"] for s in record["steps"] if s["seconds"] >= 0.1},
        "peak_mb": record["peak_rss_mb"],
    }  # fmt: skip


def measured(folder: Path, ships: int, days: int) -> dict[str, Any]:
    """Return the costs and the ratio. Raises SystemExit when the digests differ."""
    files = make(folder, ships, days)
    learnt = watched(files, folder / "learnt", None)
    context = folder / "context.parquet"
    shutil.copy(folder / "learnt" / "context.parquet", context)
    whole = watched(files, folder / "whole", context)
    watched(files[:-1], folder / "grown", context)
    added = watched(files, folder / "grown", context)
    if not sw.digest(folder / "grown", folder / "whole").is_equal:
        raise SystemExit("the docket that grew differs from the one in one go")
    return {
        "reports": sum(pl.scan_parquet(f).select(pl.len()).collect().item() for f in files),
        "days": days, "learnt": learnt, "whole": whole, "added_day": added, "digests": "equal",
        "ratio": {
            what: round(whole[what] / added[what], 1) for what in ("processor_s", "clock_s")
        },
    }  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ships", type=int, default=400)
    parser.add_argument("--days", type=int, default=31)
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder) as name:
        done = measured(Path(name), asked.ships, asked.days)
    sys.stdout.write(json.dumps(done, indent=2) + "\n")
