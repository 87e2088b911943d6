"""Two partners' packages of one incident: the confidence is that of the union of the evidence."""

import shutil
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from seawarden.errors import InputError, UsageError
from seawarden.pipeline.case_file import enclosed, merge
from seawarden.pipeline.case_file.rerun import rerun
from seawarden.store.package import keys, leaves, statement
from seawarden.store.package.write import KEYS, STATEMENT

from .conftest import NOW, World
from .tampering import Case


def test_one_package_twice_is_that_package(world: World) -> None:
    """Evidence is counted once: a partner who holds the same rows adds nothing."""
    one = merge.merge([world.package, world.older], [world.keys / "keys.json"], NOW)
    held = enclosed.read(world.package)
    assert one.rows["reports"] == {"both": held.reports.height, "first only": 0, "second only": 0}
    assert one.case["confidence"] == held.row["confidence"]
    assert one.differs == []


def _partner(world: World, held: enclosed.Enclosed, at: Path) -> tuple[Path, Path]:
    """Return the package of a partner who holds these rows, signed with their own key; its list."""
    folder = Path(shutil.copytree(world.package, at / "package"))
    enclosed.write(folder, held)
    keys.make(at / "keys", f"Ministry of {at.name}", NOW)
    case = Case(folder, world.older, at / "keys", at, NOW)
    rows = case.leaves_again()
    signed = case.resealed(leaves.root_of(rows), len(rows))
    (folder / STATEMENT).write_bytes(statement.sign(signed, keys.signer_in(at / "keys")))
    shutil.copy(at / "keys" / keys.PUBLIC, folder / KEYS)
    case.remade()
    return folder, at / "keys" / keys.PUBLIC


def test_two_partners_packages_are_the_union_of_their_evidence(
    world: World, tmp_path: Path
) -> None:
    """Each heard every other report, and some both did, under other files and receivers."""
    held = enclosed.read(world.package)
    n = pl.int_range(pl.len())
    first = replace(held, reports=held.reports.filter(n % 3 != 0))
    moved = pl.col("line") + 1_000, pl.lit("elsewhere").alias("receiver")
    assert held.reports.select("mmsi", "time_utc").is_unique().all()
    second = replace(held, reports=held.reports.filter(n % 3 != 1).with_columns(*moved))
    one, its_list = _partner(world, first, tmp_path / "A")
    other, their_list = _partner(world, second, tmp_path / "B")
    merged = merge.merge([one, other], [its_list, their_list], NOW)
    thirds = [held.reports.filter(n % 3 == k).height for k in range(3)]
    assert merged.rows["reports"] == {"both": thirds[2], "first only": thirds[1],
                                      "second only": thirds[0]}  # fmt: skip
    plain = rerun(replace(held, run={**held.run, "reach": "all"}), NOW).cases
    same = plain.filter(pl.col("case_id") == merged.case["case_id"])
    assert same.height == 1
    assert merged.case["confidence"] == pytest.approx(same["confidence"][0], abs=1e-9)
    assert merged.case["evidence_for"] == same["evidence_for"][0]
    assert merged.disagree == []
    assert merged.packages == [str(one), str(other)], "whose rows they are stays known"
    with pytest.raises(InputError, match="foreign key"):
        merge.merge([one, other], [its_list], NOW)


def test_rows_that_say_two_things_are_shown_value_by_value(world: World) -> None:
    held = enclosed.read(world.package)
    first = pl.int_range(pl.len()) == 0
    other = replace(
        held,
        reports=held.reports.with_columns(
            pl.when(first).then(pl.col("lat_aisu") + 600).otherwise(pl.col("lat_aisu"))
            .cast(pl.Int32).alias("lat_aisu")
        ),
        listings=held.listings.with_columns(name=pl.lit("ANOTHER")),
    )  # fmt: skip
    (told,) = merge.disagreements("reports", held, other)
    row = held.reports.row(0, named=True)
    assert (told["column"], told["first"]) == ("lat_aisu", row["lat_aisu"])
    assert told["second"] == row["lat_aisu"] + 600
    assert told["mmsi"] == str(row["mmsi"])
    named = merge.disagreements("listings", held, other)
    assert {d["column"] for d in named} == {"name"}
    assert len(named) == held.listings.height
    assert merge.disagreements("reports", held, held) == []


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
