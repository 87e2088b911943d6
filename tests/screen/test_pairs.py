"""Pairs marked by hand before they were screened: what must be found, and what must not."""

import polars as pl
import pytest

from benchmarks import screening_pairs as bench
from seawarden.ids.imo import check_digit_ok


@pytest.fixture(scope="module")
def pairs() -> pl.DataFrame:
    return bench.vessel_v1()


def test_the_set_is_large_and_every_number_in_it_is_one() -> None:
    numbers = [int(r["imo"]) for f in ("ships", "pairs") for r in bench.rows(f) if r["imo"]]
    assert all(check_digit_ok(n) for n in numbers)
    marks = bench.marked()
    assert marks.height >= 200
    assert min(marks.group_by("part", "same").len()["len"]) >= 30
    assert marks.filter(kind="slip").height >= 40


@pytest.mark.parametrize("part", ["tuning", "testing"])
def test_precision_and_recall(pairs: pl.DataFrame, part: str) -> None:
    few = bench.counts(pairs.filter(part=part))
    assert few.precision >= 0.98
    assert few.recall >= 0.92


@pytest.mark.parametrize("part", ["tuning", "testing"])
def test_slips_in_short_names(pairs: pl.DataFrame, part: str) -> None:
    few = bench.slips(pairs.filter(part=part))
    assert few.precision >= 0.9
    assert few.recall >= 0.6


def test_logic_v2_finds_less_or_is_wrong_more_often(pairs: pl.DataFrame) -> None:
    pytest.importorskip("nomenklatura")
    ours, theirs = bench.counts(pairs), bench.counts(bench.logic_v2())
    assert ours.precision > theirs.precision
    assert ours.recall > theirs.recall
