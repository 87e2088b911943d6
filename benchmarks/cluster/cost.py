"""What a watch of one machine costs in processor seconds, step by step, and how that grows.

    python -m benchmarks.cluster.cost --days 1,2,4 --ships 1000

Each size is watched in a process of its own with one thread a library; the steps of its `run.json`
are measured in processor time, so that a busy machine changes little. Prints a JSON object a size,
and the exponent b of cost = a * reports^b, fitted to all of them by least squares of logarithms.
`seawarden size` reckons with these figures (`engine/measured.csv`).
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from .traffic import Size, write

_CODE = """
import sys, time, types
from seawarden.pipeline import run_record
run_record.time = types.SimpleNamespace(monotonic=time.process_time)
import seawarden as sw
from seawarden.engine.warm import warm
warm()
sw.watch(sys.argv[1], out=sys.argv[2])
"""
_ONE = ("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "SEAWARDEN_THREADS")


def main() -> None:
    """Measure the sizes that are asked for, and fit the law."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--days", default="1,2,4")
    asked.add_argument("--ships", type=int, default=1000)
    asked.add_argument("--every-s", type=float, default=90.0)
    given = asked.parse_args()
    found = []
    with tempfile.TemporaryDirectory(prefix="seawarden-cost-") as folder:
        for days in map(float, given.days.split(",")):
            half = given.ships // 2
            ais, out = Path(folder) / f"ais-{days:g}", Path(folder) / f"out-{days:g}"
            every = given.every_s
            n = write(ais, Size(days=days, harbour=half, sea=half, harbour_every_s=every,
                                sea_every_s=every))  # fmt: skip
            env = {**os.environ, **dict.fromkeys(_ONE, "1")}
            subprocess.run([sys.executable, "-c", _CODE, str(ais), str(out)], env=env, check=True)
            run = json.loads((out / "run.json").read_text())
            steps = {s["name"]: round(s["seconds"], 2) for s in run["steps"]}
            found.append({"days": days, "reports": n, "peak_rss_mb": run["peak_rss_mb"],
                          "cpu_s": round(sum(steps.values()), 2), "steps": steps})  # fmt: skip
            print(json.dumps(found[-1]), flush=True)
    if len(found) > 1:
        reports = np.log([f["reports"] for f in found])
        for name in ("read", "facts", "cpu_s"):
            cost = [f["cpu_s"] if name == "cpu_s" else f["steps"][name] for f in found]
            b = float(np.polyfit(reports, np.log(np.maximum(cost, 1e-3)), 1)[0])
            print(json.dumps({"step": name, "exponent": round(b, 3)}), flush=True)


if __name__ == "__main__":
    main()
