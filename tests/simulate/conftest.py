"""One small run of the default scenario, shared by the tests that only read it."""

import json
import pickle
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from seawarden.simulate import Summary, run

from ..conftest import MadeOnce


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


def ran(made_once: MadeOnce, name: str, **arguments: object) -> Ran:
    def fill(folder: Path) -> None:
        summary = run(folder, **arguments)  # type: ignore[arg-type]
        (folder / "summary.pickle").write_bytes(pickle.dumps(summary))

    folder = made_once(name, fill)
    summary = pickle.loads((folder / "summary.pickle").read_bytes())
    return Ran(
        folder, summary, pl.read_parquet(folder / "truth.parquet"),
        pl.read_parquet(folder / "tracks_truth.parquet"),
    )  # fmt: skip


@pytest.fixture(scope="session")
def everything(made_once: MadeOnce) -> Ran:
    """The default scenario: 160 ships for three days, as NMEA."""
    return ran(made_once, "everything", seed=11, hours=72, vessels=160)


@pytest.fixture(scope="session")
def date_line(made_once: MadeOnce) -> Ran:
    """The ocean scenario, as Parquet at a mean interval of ten minutes."""
    return ran(made_once, "date-line", seed=3, hours=48, vessels=40,
                scenario="antimeridian", format="parquet", mean_interval_min=10)  # fmt: skip
