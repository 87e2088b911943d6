"""One small run of the default scenario, shared by the tests that only read it."""

import json
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from seawarden.simulate import Summary, run


@dataclass(frozen=True)
class Ran:
    """A run's folder, its summary and its tables."""

    folder: Path
    summary: Summary
    truth: pl.DataFrame
    tracks: pl.DataFrame

    def ships(self, row: dict[str, object]) -> list[int]:
        """Return the numbers of the ships in a row of truth."""
        return [s["ship"] for s in json.loads(str(row["detail"]))["ships"]]


def _ran(folder: Path, **arguments: object) -> Ran:
    summary = run(folder, **arguments)  # type: ignore[arg-type]
    return Ran(
        folder, summary, pl.read_parquet(folder / "truth.parquet"),
        pl.read_parquet(folder / "tracks_truth.parquet"),
    )  # fmt: skip


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The default scenario: 160 ships for three days, as NMEA."""
    return _ran(tmp_path_factory.mktemp("all"), seed=11, hours=72, vessels=160)


@pytest.fixture(scope="session")
def date_line(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The ocean scenario, as Parquet at a mean interval of ten minutes."""
    return _ran(tmp_path_factory.mktemp("line"), seed=3, hours=48, vessels=40,
                scenario="antimeridian", format="parquet", mean_interval_min=10)  # fmt: skip
