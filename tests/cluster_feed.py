"""The fixture `feed`: a small feed that is unkind to a cluster, and its docket of one machine."""

from collections.abc import Callable
from pathlib import Path

import pytest

import seawarden as sw
from benchmarks.cluster.traffic import Size, write

SETTINGS = """[cluster]
span_reports = 3000
span_reports_min = 500
stretch_h = 24.0
part_rows = 1000
"""
"""Cuts so small that every kind of border is crossed."""


@pytest.fixture(scope="session")
def feed(made_once: Callable[..., Path]) -> Path:
    """A folder with `ais/`, the `local/` docket of it and `small.toml`. Not to be changed."""

    def fill(folder: Path) -> None:
        write(folder / "ais", Size(days=4, harbour=16, sea=8))
        (folder / "small.toml").write_text(SETTINGS)
        sw.watch(folder / "ais", out=folder / "local")

    return made_once("cluster-feed", fill)
