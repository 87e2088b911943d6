"""Ten million reports on one machine, Spark and Sail: equal digests, and how the facts scale.

    python -m benchmarks.cluster --engines spark,sail        # the proof: ten million reports
    python -m benchmarks.cluster --scaling                   # facts by one worker and by two
    python -m benchmarks.cluster --days 1,2,4 --engines ""   # how cost grows

Each watch runs in a process of its own, with one thread for each library, and its `run.json` gives
the seconds of its steps. `--sail FOLDER` is where the client lies that Sail knows. Prints a JSON
object a line.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from seawarden import digest

from .traffic import Size, write

_CODE = "from seawarden.cli import main; main()"
_ONE = ("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "SEAWARDEN_THREADS")


def watch(ais: Path, out: Path, engine: str, workers: int, sail: str) -> dict[str, Any]:
    """Watch in a process of its own; return what its record says."""
    env = {**os.environ, **dict.fromkeys(_ONE, "1"), "SEAWARDEN_WORKERS": str(workers)}
    if engine == "sail" and sail:
        path = [sail, os.environ.get("PYTHONPATH", "")]
        env |= {"PYTHONPATH": os.pathsep.join(path), "SPARK_HOME": f"{sail}/pyspark"}
    words = ["watch", str(ais), "--out", str(out), "--engine", engine]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _CODE, *words],
        env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        sys.exit(done.stderr[-2000:])
    run = json.loads((out / "run.json").read_text())
    n = sum(i["reports"] for i in run["inputs"])
    steps = {s["name"]: round(s["seconds"], 2) for s in run["steps"]}
    return {
        "engine": engine, "workers": workers, "reports": n, "seconds": run["seconds"],
        "peak_rss_mb": run["peak_rss_mb"], "steps": steps, "events": run["events"],
        "cluster": run["cluster"],
    }  # fmt: skip


def say(**about: Any) -> None:
    """Print one object."""
    print(json.dumps(about), flush=True)


def main() -> None:
    """Run what is asked."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    asked.add_argument("--days", default="2")
    asked.add_argument("--harbour", type=int, default=5000)
    asked.add_argument("--sea", type=int, default=2000)
    asked.add_argument("--sea-every-s", type=float, default=46.0)
    asked.add_argument("--engines", default="spark,sail")
    asked.add_argument("--sail", default=str(Path(sys.prefix) / "sail"))
    asked.add_argument("--scaling", action="store_true")
    given = asked.parse_args()
    engines = [e for e in given.engines.split(",") if e]
    folder = Path(tempfile.mkdtemp(prefix="seawarden-cluster-"))
    try:
        for days in map(float, given.days.split(",")):
            size = Size(
                days=days, harbour=given.harbour, sea=given.sea, sea_every_s=given.sea_every_s
            )
            ais = folder / f"ais-{days:g}"
            say(days=days, written=write(ais, size))
            if given.scaling:
                runs = [watch(ais, folder / f"of-{n}", engines[0], n, given.sail) for n in (1, 2)]
                facts = [r["steps"]["facts"] for r in runs]
                say(runs=runs, facts_s=facts, scales=round(facts[0] / facts[1], 2))
                continue
            say(**watch(ais, folder / "local", "local", 1, given.sail))
            for engine in engines:
                about = watch(ais, folder / engine, engine, 2, given.sail)
                same = digest(folder / "local", folder / engine)
                say(**about, equal=same.is_equal, differs=same.data["differs"])
                shutil.rmtree(folder / engine)
            shutil.rmtree(folder / "local")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
