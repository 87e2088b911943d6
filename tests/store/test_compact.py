"""Days written together hold the same rows in the same order, and old generations stay whole."""

from pathlib import Path

import polars as pl
import pytest

from seawarden.read.batch import empty
from seawarden.schema import REJECTS, REPORTS
from seawarden.store.archive import Archive
from seawarden.store.archive.compact import compacted
from seawarden.store.archive.writer import ArchiveWriter
from tests.facts.traffic import random_traffic


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """An archive of three days in six pieces, each with rows of all days."""
    frame = random_traffic(3, 1200, 6, hours=60.0)
    held: Archive | None = None
    for i in range(6):
        part = frame.gather_every(6, i)
        batch = empty()
        rejects = pl.DataFrame(
            {"file_id": [0], "line": [i], "reason": ["x"], "detail": [""], "text": [""]},
            schema=REJECTS.schema,
        )
        made = type(batch)(
            reports=part, statics=batch.statics, rejects=rejects, lines=part.height + 1,
            n_reports=part.height, n_statics=0, n_other=0, n_rejects=1,
        )  # fmt: skip
        with ArchiveWriter(tmp_path, onto=held) as writer:
            writer.add(made)
            held = writer.finish([{"path": "a", "lines": 1}], key="k")
    assert held is not None
    return held


def rows(archive: Archive) -> pl.DataFrame:
    parts = [f.with_columns(pl.col("receiver").cast(pl.String)) for _, f in archive.scan()]
    return pl.concat(parts)


def test_the_same_rows_in_the_same_order_in_one_file_a_day(archive: Archive) -> None:
    before, rejects = rows(archive), archive.rejects()
    days = {s.day for s in archive.manifest.reports}
    made = compacted(archive, before_day=max(days) + 1, most=2)
    assert len(made.manifest.reports) == len(days)
    assert rows(made).equals(before)
    assert before.select(REPORTS.sort).equals(before.select(REPORTS.sort).sort(REPORTS.sort))
    assert made.rejects().equals(rejects) and len(made.manifest.rejects) == 1
    assert made.inputs == archive.inputs


def test_a_day_that_goes_on_and_one_in_few_pieces_stay(archive: Archive) -> None:
    days = sorted({s.day for s in archive.manifest.reports})
    made = compacted(archive, before_day=days[1], most=2)
    assert sum(s.day == days[0] for s in made.manifest.reports) == 1
    assert sum(s.day == days[1] for s in made.manifest.reports) == 6
    assert compacted(made, before_day=days[-1] + 1, most=99) is made


def test_a_generation_that_was_written_before_keeps_its_files(
    archive: Archive, tmp_path: Path
) -> None:
    generation = tmp_path / "generations" / "000001"
    generation.mkdir(parents=True)
    (tmp_path / "CURRENT").write_text("1\n")
    archive.pin(generation)
    before = rows(archive)
    made = compacted(archive, before_day=10**6, most=2)
    made.remove_unused()
    assert rows(Archive(tmp_path, generation / "archive.json")).equals(before)
