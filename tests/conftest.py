"""Fixtures that every room's tests share."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from .no_network import sitecustomize

# A loaded machine makes a slow example, not a wrong one. CI tries the same examples each time, so
# that a change is refused for what it changed; anywhere else the examples are new in each run.
settings.register_profile("unhurried", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("unhurried")

# No verb opens a connection that its user did not name: here none is open to any other machine, in
# this process (the import above) and in those that tests start.
os.environ["PYTHONPATH"] = os.pathsep.join(
    filter(None, [str(Path(sitecustomize.__file__).parent), os.environ.get("PYTHONPATH")])
)

_SHARED_DATA = Path(__file__).parents[1].parent / "shared" / "data"

MadeOnce = Callable[[str, Callable[[Path], object]], Path]


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data beside the checkout; tests that need it skip where it is missing."""
    if not _SHARED_DATA.is_dir():
        pytest.skip("real data not present: ../shared/data is not beside this checkout")
    return _SHARED_DATA


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> MadeOnce:
    """Return a function that fills a folder once for all processes of one test run.

    `made_once(name, fill)` calls `fill(folder)` in the first process that asks and returns the
    folder; the others wait for it and get the same one, which they may only read. A `fill` that
    failed leaves nothing behind: the next one that asks starts anew.
    """
    root = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent  # each worker has a folder in that of the run

    def make(name: str, fill: Callable[[Path], object]) -> Path:
        folder, is_made = root / f"once-{name}", root / f"once-{name}.made"
        with FileLock(root / f"once-{name}.lock"):
            if not is_made.exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                fill(folder)
                is_made.touch()
        return folder

    return make


@pytest.fixture(scope="session")
def small_docket(made_once: MadeOnce) -> Path:
    """A folder with `ais/` and the `docket/` of it: SIMULATED, 4 ships, 14 h. Not to be changed."""
    import seawarden as sw

    def fill(folder: Path) -> None:
        made = sw.simulate(out=folder / "ais", seed=7, hours=14, vessels=4)
        sw.watch(made.ais, out=folder / "docket")

    return made_once("small", fill)
