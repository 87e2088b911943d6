"""After warming, no kernel is left to compile at the first watch or plan."""

import json
import subprocess
import sys
from pathlib import Path

import numba as nb

from seawarden.simulate import run

from .kernels import kernels, left

FORMS = ("nmea", "danish", "marinecadastre", "parquet")


def test_no_kernel_is_left_and_real_work_compiles_nothing_more(tmp_path: Path) -> None:
    """Every reader, the pass and the planner, in a new process."""
    for form in FORMS:
        run(tmp_path / form, seed=5, hours=12, vessels=8, format=form)
    done = subprocess.run(
        [sys.executable, "-m", "tests.engine.kernels", *(str(tmp_path / f) for f in FORMS)],
        check=True, capture_output=True, text=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert json.loads(done.stdout) == {"left": [], **{form: [] for form in FORMS}}


def test_the_search_finds_the_kernels_and_a_new_one_is_left() -> None:
    found = kernels()
    assert {
        "seawarden.facts.kernels.scan.scan",
        "seawarden.read.nmea.sentences.scan",
        "seawarden.patrol.search.best_walk._forward",
    } <= found.keys()
    new = nb.njit(lambda x: x + 1)
    assert "new" in left({**found, "new": new})
    new(1)
    assert "new" not in left({**found, "new": new})
