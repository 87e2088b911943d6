"""The real command on real files: run in a process of its own, as a user would."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ..cluster_feed import feed  # noqa: F401 - a fixture
from ..conftest import MadeOnce

Run = Callable[..., subprocess.CompletedProcess[str]]
COMMAND = [sys.executable, "-c", "from seawarden.cli import main; main()"]


@pytest.fixture(scope="session")
def seawarden() -> Run:
    """Return a function that runs `seawarden ARGS` and returns what it did."""

    def run(*args: object, **options: object) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1"}
        return subprocess.run(
            [*COMMAND, *map(str, args)],
            check=False, capture_output=True, text=True, env=environment, timeout=400,
            **options,
        )  # type: ignore[call-overload,no-any-return]  # fmt: skip

    return run


@pytest.fixture(scope="session")
def simulated(made_once: MadeOnce, seawarden: Run) -> Path:
    """A folder of SIMULATED AIS with breaches and hard cases: 24 ships, 36 h."""

    def fill(folder: Path) -> None:
        done = seawarden(
            "simulate", "--out", folder, "--seed", 424_242, "--hours", 36, "--vessels", 24
        )
        assert done.returncode == 0, done.stderr

    return made_once("simulated", fill)


@pytest.fixture(scope="session")
def watched(made_once: MadeOnce, seawarden: Run, simulated: Path) -> Path:
    """The docket of `simulated`."""

    def fill(folder: Path) -> None:
        done = seawarden("watch", simulated, "--out", folder)
        assert done.returncode == 0, done.stderr

    return made_once("watched", fill)
