"""Read mutants of a reader's samples, and count what came of them."""

import io
import random
import time
import zipfile
from collections import Counter
from pathlib import Path

from seawarden.errors import SeawardenError

from .mutate import misspelt, mutant, packed
from .readers import Reader

MAX_S = 10.0
"""Processor seconds for one file, so that a busy machine fails none."""


def run(reader: Reader, n: int, seed: str, place: Path) -> tuple[Counter[str], list[str]]:
    """Return how many of `n` mutants were read and refused, and what went wrong with the rest."""
    rng = random.Random(f"{seed} {reader.name}")
    counts: Counter[str] = Counter()
    faults = []
    for i in range(n):
        sample = rng.choice(reader.samples)
        data = misspelt(sample, rng) if rng.random() < 0.3 else _damaged(sample, rng)
        if rng.random() < 0.05:
            data = packed(data, rng)
        path = place / f"m{i}{reader.suffix}"
        path.write_bytes(data)
        start = time.process_time()
        try:
            reader.read(path)
            counts["read"] += 1
        except SeawardenError as error:
            counts["refused"] += 1
            if str(path) not in str(error):  # the command prints it on one line, whatever it holds
                faults.append(f"{reader.name} {i}: names no file: {error}")
        except Exception as error:
            faults.append(f"{reader.name} {i}: {type(error).__name__}: {error}")
        if time.process_time() - start > MAX_S:
            faults.append(f"{reader.name} {i}: took {time.process_time() - start:.0f} s")
        path.unlink()
    return counts, faults


def _damaged(data: bytes, rng: random.Random) -> bytes:
    """Return a mutant; of a workbook mostly of a part inside it, packed again."""
    if not data.startswith(b"PK") or rng.random() < 0.3:
        return mutant(data, rng)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        hit = rng.choice(old.namelist())
        for name in old.namelist():
            new.writestr(name, mutant(old.read(name), rng) if name == hit else old.read(name))
    return out.getvalue()
