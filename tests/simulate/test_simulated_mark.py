"""Simulated traffic can be told from real by its rows, its header or its file's name."""

from pathlib import Path

import polars as pl
import pytest

from seawarden.simulate import MARK, MARKER_NAME, is_marked, is_marked_file, run

from ..simulate.conftest import Ran


@pytest.mark.parametrize(
    "text",
    ["SIMULATED", "SIMULATED-KRPUS", "# SIMULATED traffic by", "s:SIMULATED-SAT01", MARKER_NAME],
)
def test_a_mark_is_seen(text: str) -> None:
    assert is_marked(text)


@pytest.mark.parametrize("text", [None, "", "KRPUS", "NOT SIMULATED", "AIS", "OCEAN SIMULATED"])
def test_real_text_is_not_marked(text: str | None) -> None:
    assert not is_marked(text)


def test_a_file_name_is_a_mark() -> None:
    assert is_marked_file("some/where/SIMULATED_quiet.csv")
    assert not is_marked_file("SIMULATED/aisdk-2026-03-02.csv")


def test_every_nmea_line_that_names_a_station_is_marked(everything: Ran) -> None:
    lines = everything.summary.ais.read_text(encoding="ascii").splitlines()
    assert lines[0].startswith(f"# {MARK} ")
    assert all(f"s:{MARK}-" in line or line.startswith("\\g:2-2-") for line in lines[1:])


def test_every_format_carries_the_mark(tmp_path: Path) -> None:
    """Danish rows in `Data source type`, Parquet rows in `receiver`, MarineCadastre in row one."""
    made = {
        form: run(tmp_path / form, seed=5, hours=2, vessels=12, scenario="quiet", format=form).ais
        for form in ("danish", "marinecadastre", "parquet")
    }
    assert all(is_marked_file(path) for path in made.values())
    danish = pl.read_csv(made["danish"], infer_schema=False)
    assert set(danish["Data source type"]) == {MARK}
    parquet = pl.read_parquet(made["parquet"])
    assert all(is_marked(name) for name in parquet["receiver"])
    cadastre = pl.read_csv(made["marinecadastre"], infer_schema=False)
    assert cadastre["VesselName"][0] == MARKER_NAME
    assert not cadastre["VesselName"][1:].str.contains(MARK).any()
