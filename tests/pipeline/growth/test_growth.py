"""A docket that grows: each run equals a run in one go, and makes anew only what changed."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

import seawarden as sw
from benchmarks.sea_feed import Sea
from seawarden.facts.span import Scanner
from seawarden.pipeline.watch.growth import kept_spans
from seawarden.store import kept

DAYS = 3


@pytest.fixture(scope="module")
def sea(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three days of SIMULATED ships, thin, one MMSI shared; of the second a part comes late."""
    out = tmp_path_factory.mktemp("sea")
    feed = Sea(seed=5, ships=16, hours=24 * DAYS, shared=1)
    for day in range(DAYS):
        rows = pl.concat([feed.hour(24 * day + h) for h in range(24)]).gather_every(15)
        late = rows["MMSI"] % 5 == 0
        if day == 1:
            rows.filter(late).write_parquet(out / "SIMULATED-late.parquet")
            rows = rows.filter(~late)
        rows.write_parquet(out / f"SIMULATED-{day}.parquet")
    return out


@pytest.fixture(autouse=True)
def _a_day_a_span(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_spans, "SPAN_REPORTS", 1)


@pytest.fixture
def scanned(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The reports that were passed over, span by span."""
    seen: list[int] = []
    finish = Scanner.finish

    def counted(self: Scanner) -> Any:
        span = finish(self)
        seen.append(span.n_reports)
        return span

    monkeypatch.setattr(Scanner, "finish", counted)
    return seen


def files(sea: Path, *names: str) -> list[Path]:
    return [sea / f"SIMULATED-{name}.parquet" for name in names]


def test_each_step_of_growth_equals_a_run_in_one_go(
    sea: Path, tmp_path: Path, scanned: list[int]
) -> None:
    """Given a CONTEXT, then without: a day more, a late file, other thresholds, a file gone."""
    sw.watch(files(sea, "0", "1", "2", "late"), out=tmp_path / "all")
    context = tmp_path / "all" / "context.parquet"
    config = tmp_path / "c.toml"
    config.write_text("[facts]\nsilence_min_h = 2.0\n")
    grown = tmp_path / "grown"
    steps: list[tuple[str, tuple[str, ...], dict[str, Any], int]] = [
        ("begun", ("0", "1"), {"context": context}, 2),
        ("a day more", ("0", "1", "2"), {"context": context}, 1),
        # Without a CONTEXT a first pass knows of no sharing; the second makes the late day anew.
        ("late", ("0", "1", "2", "late"), {}, 4),
        ("a file gone", ("0", "2", "late"), {"config": config, "context": context}, 3),
    ]
    for what, names, options, made in steps:
        scanned.clear()
        sw.watch(files(sea, *names), out=grown, **options)
        n = len(scanned)
        sw.watch(files(sea, *names), out=tmp_path / what, **options)
        assert sw.digest(grown, tmp_path / what).is_equal, what
        assert n == made, f"{what}: {n} spans passed over"


def test_what_other_code_made_is_not_taken(
    sea: Path, tmp_path: Path, scanned: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {"out": tmp_path / "docket", "context": None}
    sw.watch(files(sea, "0"), **given)
    before = len(scanned)
    monkeypatch.setattr(kept, "code", lambda: "other")
    sw.watch(files(sea, "0", "2"), **given)
    assert len(scanned) - before >= 2
