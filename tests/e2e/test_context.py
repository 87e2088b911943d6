"""A context that was kept: a later watch detects by it, and says so where an event changes."""

import json
import shutil
from pathlib import Path

import polars as pl
import pytest

from .conftest import Run


@pytest.fixture(scope="module")
def other(watched: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The context of `watched`, had deliberate silences been much commoner on the days before."""
    table = pl.read_parquet(watched / "context.parquet")
    is_prior = (pl.col("part") == "silence") & pl.col("what").str.starts_with("prior")
    assert table.filter(is_prior).height == 2
    path = tmp_path_factory.mktemp("context") / "context.parquet"
    more = pl.when(is_prior).then(pl.col("value") + 2.0).otherwise(pl.col("value"))
    table.with_columns(value=more).write_parquet(path)
    return path


def events(docket: Path) -> pl.DataFrame:
    return pl.read_parquet(docket / "events.parquet").sort("event_id")


def test_another_context_weighs_an_event_anew(
    seawarden: Run, simulated: Path, watched: Path, other: Path, tmp_path: Path
) -> None:
    """Same reports, same times, same lines; the confidence is another, and the reason is named."""
    docket = tmp_path / "docket"
    shutil.copytree(watched, docket)
    done = seawarden("watch", simulated, "--out", docket, "--context", other)
    assert done.returncode == 0, done.stderr
    before, after = events(watched), events(docket)
    both = before.join(after, on="event_id", suffix="_new")
    changed = both.filter(pl.col("version_new") > pl.col("version"))
    assert "gap" in changed["kind"].to_list()
    assert (changed["version_new"] == changed["version"] + 1).all()
    for row in changed.iter_rows(named=True):
        assert json.loads(row["detail_new"])["why"].startswith("context: "), row["event_id"]
        assert (row["start_utc_new"], row["end_utc_new"]) == (row["start_utc"], row["end_utc"])
        assert row["evidence_new"] == row["evidence"]
    silences = changed.filter(pl.col("kind") == "gap")
    assert (silences["confidence_new"] > silences["confidence"]).all()
    run, first = (json.loads((d / "run.json").read_text()) for d in (docket, watched))
    assert run["context_sha256"] != first["context_sha256"]
    assert run["events_superseded"] == changed.height

    done = seawarden("watch", simulated, "--out", docket, "--context", other)
    assert done.returncode == 0, done.stderr
    assert events(docket).equals(after)  # the same once more: nothing new to say


def test_the_context_that_was_learnt_gives_the_same_docket(
    seawarden: Run, simulated: Path, watched: Path, tmp_path: Path
) -> None:
    docket = tmp_path / "docket"
    done = seawarden("watch", simulated, "--out", docket, "--context", watched / "context.parquet")
    assert done.returncode == 0, done.stderr
    assert seawarden("digest", watched, docket).stdout.splitlines()[-1] == "equal"


def test_a_file_that_is_no_context_is_refused_by_name(
    seawarden: Run, simulated: Path, watched: Path, tmp_path: Path
) -> None:
    wrong = watched / "events.parquet"
    done = seawarden("watch", simulated, "--out", tmp_path / "docket", "--context", wrong)
    assert done.returncode == 1
    assert f"{wrong}: not a context of Seawarden" in done.stderr
