"""Every benchmark in turn: `python -m benchmarks` (what `make bench` runs; about half an hour)."""

import subprocess
import sys

RUNS = (
    ("small_watch",),
    ("whole_watch",),
    ("watch_speed", "--memory"),
    ("combine_speed",),
    ("nmea",),
    ("csv_to_archive",),
    ("screening",),
    ("truth", "--small", "--out", "bench/out/accuracy.md"),
    ("chronicle",),
    ("patrol",),
)


def main() -> int:
    """Run each in a separate process; return the number that failed."""
    failed = 0
    for name, *args in RUNS:
        print(f"== {name}", flush=True)
        done = subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *args], check=False)
        failed += done.returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
