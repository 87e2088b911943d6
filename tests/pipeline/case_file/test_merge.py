"""Two partners' packages of one incident: the confidence is that of the union of the evidence."""

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from seawarden.errors import InputError, UsageError
from seawarden.pipeline.case_file import enclosed, merge
from seawarden.pipeline.case_file.rerun import rerun

from .conftest import NOW, World


def test_one_package_twice_is_that_package(world: World) -> None:
    """Evidence is counted once: a partner who holds the same rows adds nothing."""
    one = merge.merge([world.package, world.older], [world.keys / "keys.json"], NOW)
    held = enclosed.read(world.package)
    assert one.rows["reports"] == {"both": held.reports.height, "first only": 0, "second only": 0}
    assert one.case["confidence"] == held.row["confidence"]
    assert one.differs == []


def test_two_halves_are_the_union(world: World) -> None:
    """Each partner heard every other report, and some both did, under other files and receivers."""
    held = enclosed.read(world.package)
    n = pl.int_range(pl.len())
    first = replace(held, reports=held.reports.filter(n % 3 != 0))
    moved = pl.col("file_id"), pl.col("line") + 1_000, pl.lit("elsewhere").alias("receiver")
    second = replace(held, reports=held.reports.filter(n % 3 != 1).with_columns(*moved))
    together, counted = merge.union(first, second)
    thirds = [held.reports.filter(n % 3 == k).height for k in range(3)]
    assert counted["reports"] == {"both": thirds[2], "first only": thirds[1],
                                  "second only": thirds[0]}  # fmt: skip
    assert together.reports.height == held.reports.height
    merged = merge.case_in(together, NOW)
    plain = rerun(replace(held, run={**held.run, "reach": "all"}), NOW).cases
    same = plain.filter(pl.col("case_id") == merged["case_id"])
    assert same.height == 1
    assert merged["confidence"] == pytest.approx(same["confidence"][0], abs=1e-9)


def test_another_incident_is_refused(world: World) -> None:
    held = enclosed.read(world.package)
    far = held.case.with_columns(pl.col("start_utc", "end_utc") + pl.duration(days=30))
    with pytest.raises(UsageError, match="their times do not overlap"):
        merge.same_incident([held, replace(held, case=far)])
    with pytest.raises(UsageError, match="1 packages came, expected two"):
        merge.merge([world.package], [])


def test_a_package_that_is_not_whole_is_refused(world: World, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no package of Seawarden"):
        merge.merge([world.package, tmp_path], [], NOW)
