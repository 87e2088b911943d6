"""Equal means equal digests: over threads, over processors, over the order in which data came.

One small simulated sea is watched in processes of their own, for the switches act at start only.
"""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest


def run(*words: object, **switches: str) -> str:
    """Run the command with the switches in its environment; return what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", "from seawarden.cli import main; main()", *map(str, words)],
        env={**os.environ, **switches}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode in (0, 3), done.stderr
    return done.stdout


def threads(n: int) -> dict[str, str]:
    names = ("SEAWARDEN_THREADS", "POLARS_MAX_THREADS", "NUMBA_NUM_THREADS", "OMP_NUM_THREADS",
             "OPENBLAS_NUM_THREADS")  # fmt: skip
    return dict.fromkeys(names, str(n))


@pytest.fixture(scope="module")
def parts(simulated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The simulated sea in three files, sentence by sentence."""
    (source,) = simulated.glob("SIMULATED_*.nmea")
    lines = source.read_text().splitlines(keepends=True)
    folder = tmp_path_factory.mktemp("parts")
    for i in range(3):
        (folder / f"SIMULATED_{i}.nmea").write_text("".join(lines[i::3]))
    return folder


@pytest.fixture(scope="module")
def once(parts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("once")
    run("watch", parts, "--out", out, **threads(2))
    return out


@pytest.mark.parametrize("n", [1, 4])
def test_the_number_of_threads_is_irrelevant(
    parts: Path, once: Path, tmp_path: Path, n: int
) -> None:
    run("watch", parts, "--out", tmp_path / "d", **threads(n))
    assert run("digest", once, tmp_path / "d").splitlines()[-1] == "equal"


def test_without_avx_512_the_digest_is_the_same(parts: Path, once: Path, tmp_path: Path) -> None:
    """NumPy takes other logarithms and sums with it than without."""
    found = np.show_config(mode="dicts")["SIMD Extensions"]["found"]
    wide = [name for name in found if name.startswith(("AVX512", "X86_V4"))]
    if not wide:
        pytest.skip(f"this processor has no AVX-512 to switch off, only {', '.join(found)}")
    off = {"NPY_DISABLE_CPU_FEATURES": " ".join(wide), "NUMBA_CPU_NAME": "haswell"}
    run("watch", parts, "--out", tmp_path / "d", **off)
    assert run("digest", once, tmp_path / "d").splitlines()[-1] == "equal"


def test_data_that_come_in_steps_give_the_docket_of_all_at_once(
    parts: Path, once: Path, tmp_path: Path
) -> None:
    out, files = tmp_path / "d", sorted(parts.iterdir())
    run("watch", files[1], "--out", out)
    first = {p: p.read_bytes() for p in (out / "reports").glob("*.parquet")}
    run("watch", parts, "--out", out)
    assert all(path.read_bytes() == content for path, content in first.items())
    assert run("digest", once, out).splitlines()[-1] == "equal"
