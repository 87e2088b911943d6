"""`python -m tests.fuzz [--mutants 2000] [--seed 1] [--readers NAME ...]`: counts by reader."""

import argparse
import sys
import tempfile
from pathlib import Path

from .readers import readers
from .runs import run


def main() -> None:
    """Read the mutants of every reader asked for; exit with 1 on a fault."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--mutants", type=int, default=2000, help="of each reader")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--readers", nargs="*", default=[])
    asked = parser.parse_args()
    total, faults = 0, list[str]()
    with tempfile.TemporaryDirectory() as place:
        for reader in readers():
            if asked.readers and reader.name not in asked.readers:
                continue
            counts, found = run(reader, asked.mutants, asked.seed, Path(place))
            total += asked.mutants
            faults += found
            sys.stdout.write(
                f"{reader.name}: {asked.mutants} mutants, {counts['read']} read, "
                f"{counts['refused']} refused in one line, {len(found)} faults\n"
            )
            sys.stdout.writelines(f"  FAULT {fault[:300]}\n" for fault in found[:8])
            sys.stdout.flush()
    sys.stdout.write(f"{total} mutants, {len(faults)} faults\n")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
