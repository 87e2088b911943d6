"""A few mutants of every reader in each run; `python -m tests.fuzz` reads 2,000 of each.

`SEAWARDEN_SEED` draws others; without it they are the same each time, so that a commit is refused
for what it changed.
"""

import os
from pathlib import Path

import pytest

from .readers import Reader, readers
from .runs import run

N = int(os.environ.get("SEAWARDEN_MUTANTS", "12"))
SEED = os.environ.get("SEAWARDEN_SEED", "1")


@pytest.mark.parametrize("reader", readers(), ids=lambda r: r.name)
def test_damage_is_read_or_refused_in_one_line(reader: Reader, tmp_path: Path) -> None:
    for i, sample in enumerate(reader.samples):  # what is not damaged is read
        path = tmp_path / f"sample{i}{reader.suffix}"
        path.write_bytes(sample)
        reader.read(path)
    counts, faults = run(reader, N, SEED, tmp_path)
    assert not faults
    assert sum(counts.values()) == N
