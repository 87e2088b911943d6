"""`python -m tests.kills --kills 100 --seed 1`: prints what was done, exits with 1 on a fault."""

import argparse
import random
import sys
import tempfile
from pathlib import Path

import seawarden as sw

from .harness import Outcome, kill, undisturbed_environment
from .verbs import all_of


def main() -> None:
    """Kill every verb its share of times."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--verbs", nargs="*", default=[], help="of these alone")
    asked = parser.parse_args()
    undisturbed_environment()
    rng, outcome = random.Random(asked.seed), Outcome()
    with tempfile.TemporaryDirectory() as place:
        sea = Path(place) / "sea"
        made = sw.simulate(out=sea / "ais", seed=7, hours=14, vessels=4)
        sw.watch(made.ais, out=sea / "docket")
        verbs = [v for v in all_of(sea) if not asked.verbs or v.name in asked.verbs]
        done, shares = 0, 0
        for i, verb in enumerate(verbs):
            shares += verb.share
            n = asked.kills * shares // sum(v.share for v in verbs) - done
            done += n
            kill(verb, Path(place) / f"verb-{i}", n, rng, outcome)
            sys.stdout.write(f"{verb.name}: {n} times, faults so far {len(outcome.faults)}\n")
            sys.stdout.flush()
    for way, times in sorted(outcome.ways.items()):
        sys.stdout.write(f"{way}: {times}\n")
    sys.stdout.write(
        f"{sum(outcome.ways.values())} times disturbed, {outcome.stopped} stopped before their "
        f"end, {outcome.reads} reads meanwhile, {len(outcome.faults)} faults\n"
    )
    sys.stdout.writelines(f"FAULT {fault}\n" for fault in outcome.faults)
    sys.exit(bool(outcome.faults))


if __name__ == "__main__":
    main()
