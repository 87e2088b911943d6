"""Ten thousand real ships of one US day: an identity is doubted for a listed reason only."""

import json
from pathlib import Path

import polars as pl
import pytest

import seawarden as sw

REASONS = {
    "shared_mmsi", "invalid_imo", "reflagged", "unassigned_mmsi", "no_country", "back_and_forth",
}  # fmt: skip


def test_real_single_ships_are_doubted_for_a_listed_reason_and_stay_one_hull(
    shared_data: Path, tmp_path: Path
) -> None:
    path = shared_data / "ais" / "csv" / "marinecadastre_2022-01-03.csv.gz"
    if not path.exists():
        pytest.skip(f"{path} is missing")
    docket = sw.watch(path, out=tmp_path / "docket")
    hulls = docket.table("HULLS").group_by("mmsi").len()
    assert hulls.height > 10_000
    called = docket.events.filter((pl.col("kind") == "identity") & (pl.col("confidence") >= 0.5))
    assert called.height <= 5, "one in two thousand"
    for row in called.iter_rows(named=True):
        detail = json.loads(row["detail"])
        assert detail["pattern"] in REASONS
        assert len(detail["explanation"]) > 40
    # Few positions a ship: receivers' clocks and numbers used twice split a few (48 of 10,630).
    assert (hulls["len"] == 1).mean() >= 0.995
    assert not docket.events.filter(
        pl.col("kind").is_in(["sts", "dark_sts", "gap", "spoofing"]) & (pl.col("confidence") >= 0.5)
    ).height, "ordinary traffic of a day"
