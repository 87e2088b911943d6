"""Machine code is kept where only its user can put it, and never taken for what it is not."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

MODULE = """
from seawarden.compiled import announce, kernel
import numpy as np

announce.append(lambda name: compiled.append(name.rpartition('.')[2]))
compiled = []
STEP = {step}
TABLE = np.arange(3) * {step}

@kernel
def inner(x):
    return x * STEP + {inner}

@kernel
def outer(values):
    total = 0
    for value in values:
        total += inner(value) + TABLE[1]
    return total

import json
print(json.dumps([int(outer(np.arange(4))), compiled]))
"""


def run(cache: Path, *, step: int = 2, inner: int = 1) -> tuple[int, list[str]]:
    """Return the outcome of a small kernel in a new process, and what was compiled for it."""
    folder = cache.parent / "modules"
    folder.mkdir(exist_ok=True)
    (folder / "small_kernel.py").write_text(MODULE.format(step=step, inner=inner))
    done = subprocess.run(
        [sys.executable, "-c", "import small_kernel"],
        check=True, capture_output=True, text=True,
        env={**os.environ, "SEAWARDEN_CACHE": str(cache), "PYTHONDONTWRITEBYTECODE": "1",
             "PYTHONPATH": os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")])},
    )  # fmt: skip
    value, compiled = json.loads(done.stdout)
    return value, compiled


def total(*, step: int = 2, inner: int = 1) -> int:
    return sum(x * step + inner + step for x in range(4))


def test_compiled_once_then_loaded(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    assert run(cache) == (total(), ["outer", "inner"])
    assert run(cache) == (total(), [])


@pytest.mark.parametrize("changed", [{"step": 3}, {"inner": 5}])
def test_what_a_kernel_calls_or_names_is_part_of_it(
    tmp_path: Path, changed: dict[str, int]
) -> None:
    """A constant, a table, or the code of another kernel that stands in it by then."""
    cache = tmp_path / "cache"
    run(cache)
    assert run(cache, **changed) == (total(**changed), ["outer", "inner"])
    assert run(cache) == (total(), [])  # what was compiled before is still there


def test_a_damaged_entry_is_compiled_anew(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    run(cache)
    for entry in (cache / "kernels").iterdir():
        entry.write_bytes(entry.read_bytes()[:-100] + bytes(100))
    assert run(cache) == (total(), ["outer", "inner"])
    assert run(cache) == (total(), [])


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="rights of POSIX")
def test_only_the_user_may_enter(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    run(cache)
    assert (cache / "kernels").stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="rights of POSIX")
def test_a_folder_that_others_write_to_is_not_trusted(tmp_path: Path) -> None:
    """Loading machine code that another user of the machine put there would be running it."""
    cache = tmp_path / "cache"
    run(cache)
    (cache / "kernels").chmod(0o777)
    assert run(cache) == (total(), ["outer", "inner"])


def test_without_a_folder_each_run_compiles(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for _ in range(2):
        assert run(tmp_path / "file") == (total(), ["outer", "inner"])
