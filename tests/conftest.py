"""Fixtures that every room's tests share."""

from pathlib import Path

import pytest
from hypothesis import settings

# A loaded machine makes a slow example, not a wrong one.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

_SHARED_DATA = Path(__file__).parents[1].parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data beside the checkout; tests that need it skip where it is missing."""
    if not _SHARED_DATA.is_dir():
        pytest.skip("real data not present: ../shared/data is not beside this checkout")
    return _SHARED_DATA


@pytest.fixture(scope="session")
def small_docket(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `ais/` and the `docket/` of it: SIMULATED, 4 ships, 14 h. Not to be changed."""
    import seawarden as sw

    folder = tmp_path_factory.mktemp("small")
    made = sw.simulate(out=folder / "ais", seed=7, hours=14, vessels=4)
    sw.watch(made.ais, out=folder / "docket")
    return folder
