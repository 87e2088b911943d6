"""`python -m benchmarks.hostile [--shapes NAME ...] [--out docs/hostile-growth.md]`

Method: for each shape a process of its own watches an empty input twice (the first run loads what
every run needs, the second is the empty run), then inputs of n, 2n and 4n. Time is processor time
of all threads, with the empty run subtracted; memory is the peak of resident memory while a run
lasts. A shape holds when 4n costs at least ten empty runs and no doubling more than 2.6 times the
one before: n log n with room for noise.
"""

import argparse
import itertools
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

MOST_RATIO = 2.6
LEAST_EMPTY = 10.0


def _peak_mb() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return float("nan")


def _watched(given: Path, out: Path) -> tuple[float, float, dict[str, float]]:
    """Return processor seconds, peak memory in MB and the seconds of each step."""
    import seawarden as sw

    Path("/proc/self/clear_refs").write_text("5")  # the peak of this run, not of those before
    start = time.process_time()
    done = sw.watch(given, out=out)
    return (
        time.process_time() - start,
        _peak_mb(),
        {s["name"]: float(s["seconds"]) for s in done.run["steps"]},
    )


def measure(name: str, scale: float) -> dict[str, Any]:
    """Return what a shape costs at n, 2n and 4n."""
    from .shapes import SHAPES, STARTS

    start = max(1, int(STARTS[name] * scale))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        nothing = folder / "empty.csv"
        nothing.write_text("mmsi,time,lat,lon,sog\n412000001,2026-03-01T00:00:00Z,30,125,9\n")
        _watched(nothing, folder / "warm")
        empty, _, _ = _watched(nothing, folder / "empty")
        runs = []
        for k, n in enumerate((start, 2 * start, 4 * start)):
            inputs = folder / f"in{k}"
            inputs.mkdir()
            given = SHAPES[name](np.random.default_rng(k), n, inputs)
            cost, peak, steps = _watched(given, folder / f"out{k}")
            runs.append({"n": n, "s": cost - empty, "peak_mb": peak, "steps": steps,
                         "bytes": given.stat().st_size})  # fmt: skip
    ratios = [b["s"] / a["s"] for a, b in itertools.pairwise(runs)]
    return {"shape": name, "empty_s": empty, "runs": runs, "ratios": ratios}


def holds(row: dict[str, Any]) -> bool:
    """Tell whether a shape grows as the reports do, and was large enough to see it."""
    enough = row["runs"][-1]["s"] >= LEAST_EMPTY * row["empty_s"]
    return bool(enough and max(row["ratios"]) <= MOST_RATIO)


def table(rows: list[dict[str, Any]]) -> str:
    """Return the table of the docs page."""
    lines = [
        "| shape | n, 2n, 4n | s | of an empty run | per doubling | peak MB |",
        "|---|---|---|---|---|---|",
    ]
    for row in rows:
        runs = row["runs"]
        cells = (
            row["shape"],
            ", ".join(f"{r['n']:,}" for r in runs),
            ", ".join(f"{r['s']:.1f}" for r in runs),
            f"{runs[-1]['s'] / row['empty_s']:.0f}",
            ", ".join(f"{ratio:.2f}" for ratio in row["ratios"]),
            ", ".join(f"{r['peak_mb']:.0f}" for r in runs),
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure the shapes asked for, each in a process of its own, and print the table."""
    from .shapes import SHAPES

    parser = argparse.ArgumentParser()
    parser.add_argument("--shapes", nargs="*", default=list(SHAPES), choices=list(SHAPES))
    parser.add_argument("--scale", type=float, default=1.0, help="of every n")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--json", type=Path, help="keep what was measured in this file")
    asked = parser.parse_args()
    if asked.one:
        sys.stdout.write("\n" + json.dumps(measure(asked.one, asked.scale)) + "\n")
        return
    rows = []
    for name in asked.shapes:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.hostile", "--one", name,
             "--scale", str(asked.scale)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            sys.stdout.write(f"{name}: ended with {done.returncode}\n{done.stderr[-2000:]}\n")
            continue
        rows.append(json.loads(done.stdout.splitlines()[-1]))
        sys.stdout.write(table(rows[-1:]).splitlines()[-1] + "\n")
        sys.stdout.flush()
        if asked.json:
            asked.json.write_text(json.dumps(rows, indent=1))
    sys.stdout.write("\n" + table(rows))
    sys.exit(not (len(rows) == len(asked.shapes) and all(map(holds, rows))))


if __name__ == "__main__":
    main()
