"""Which releases are marked by hand: a fixed rule, so that nobody could pick easy ones.

The files, in order of name (the name begins with the date), are cut into 40 runs of nearly equal
length; from each run the file whose SHA-256 of "seawarden:" + name is smallest is taken. Every
fourth run (the 4th, 8th, ...) is held out: 30 files to build with, 10 to report honestly.
"""

import hashlib
from collections.abc import Sequence


def choose(names: Sequence[str], runs: int = 40) -> tuple[list[str], list[str]]:
    """Return (sample, held_out) of the file names, spread evenly over the years."""
    ordered = sorted(names)
    sample, held_out = [], []
    for k in range(runs):
        run = ordered[k * len(ordered) // runs : (k + 1) * len(ordered) // runs]
        pick = min(run, key=lambda n: hashlib.sha256(f"seawarden:{n}".encode()).hexdigest())
        (held_out if k % 4 == 3 else sample).append(pick)
    return sample, held_out
