"""The grid of the pass is set in one place, and every count of its slots becomes hours by it."""

from pathlib import Path

import polars as pl
import pytest

from seawarden.pipeline.watch import Options, watch
from seawarden.simulate.run import run as simulate

MEETINGS = ("encounter", "sts")
HOUR = pl.duration(hours=1)


@pytest.fixture(scope="module")
def traffic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("traffic")
    simulate(folder, seed=505, hours=24, vessels=16, scenario="transfers_only")
    return folder


@pytest.fixture(scope="module", params=[5.0, 20.0])
def docket(request, traffic: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("docket")
    settings = out / "settings.toml"
    settings.write_text(f"[facts]\nslot_min = {request.param}\n")
    ais = str(traffic / "SIMULATED_transfers_only.nmea")
    watch(Options(inputs=(ais,), out=out / "d", config=settings))
    return out / "d"


def test_no_meeting_was_observed_for_longer_than_it_lasted(docket: Path) -> None:
    """At a grid of 5 min a case said 9.0 h observed in 4.6 h."""
    events = pl.read_parquet(docket / "events.parquet").filter(pl.col("kind").is_in(MEETINGS))
    cases = pl.read_parquet(docket / "cases.parquet")
    assert events.height >= 4
    assert cases.height >= 1
    for table in (events, cases.filter(pl.col("kind").is_in(["transfer", "meeting", *MEETINGS]))):
        lasted_h = (pl.col("end_utc") - pl.col("start_utc")).dt.total_seconds() / 3600
        counted_h = pl.col("observed_h") + pl.col("inferred_h")
        wrong = table.filter(counted_h > lasted_h + 1e-6)
        assert wrong.is_empty(), wrong.select("kind", "observed_h", "inferred_h")


def test_the_transfers_are_observed_for_as_long_as_they_took(docket: Path, traffic: Path) -> None:
    """Against the simulation's truth, whatever the grid: all but the ends of each meeting."""
    truth = pl.read_parquet(traffic / "truth.parquet").filter(pl.col("kind") == "sts")
    events = pl.read_parquet(docket / "events.parquet").filter(pl.col("kind") == "sts")
    assert truth.height >= 3
    for row in truth.iter_rows(named=True):
        pair = {row["mmsi"], row["other_mmsi"]}
        same = [e for e in events.iter_rows(named=True) if {e["mmsi"], e["other_mmsi"]} == pair]
        took_h = (row["end_utc"] - row["start_utc"]).total_seconds() / 3600
        seen_h = sum(e["observed_h"] + e["inferred_h"] for e in same)
        assert seen_h == pytest.approx(took_h, abs=1.5), row["behaviour"]
