"""Late reports go into further segments; read, a day is one in time order, and nothing moves."""

from datetime import timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawarden.store.archive import Archive, dayfile
from seawarden.store.archive import archive as archives
from seawarden.store.archive.rows import pack, unpack
from seawarden.store.archive.writer import ArchiveWriter

from .test_archive import EPOCH, batch, everything, reports

parts_of = st.lists(
    st.lists(st.tuples(st.integers(0, 200_000), st.integers(1, 3)), min_size=1, max_size=30),
    min_size=2,
    max_size=4,
)


@given(st.integers(0, 2**31 - 1), st.integers(0, 2**32 - 1))
def test_what_is_packed_is_unpacked(segment: int, row: int) -> None:
    packed = pack([segment], [row])
    assert packed[0] >= 0
    assert [x.tolist() for x in unpack(packed)] == [[segment], [row]]


def written(folder: Path, frames: list[pl.DataFrame], ranks: list[int]) -> Archive:
    archive = None
    for i, frame in enumerate(frames):
        with ArchiveWriter(folder, onto=archive) as writer:
            writer.add(batch(frame))
            inputs = [{"path": f"{k}.csv"} for k in range(i + 1)]
            given_order = np.argsort(np.argsort(ranks[: i + 1])).tolist()
            archive = writer.finish(inputs, ranks=given_order)
    assert archive is not None
    return archive


@given(parts_of, st.randoms(use_true_random=False), st.sampled_from([2, 7, 1 << 17]))
@settings(max_examples=40, deadline=None)
def test_segments_read_as_if_all_had_come_at_once(
    tmp_path_factory: pytest.TempPathFactory,
    parts: list[list[tuple[int, int]]],
    random: object,
    group: int,
) -> None:
    ranks = list(range(len(parts)))
    random.shuffle(ranks)  # type: ignore[attr-defined]
    frames = [
        reports(np.array([p[0] for p in part]), np.array([p[1] for p in part]), file_id=i)
        for i, part in enumerate(parts)
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dayfile, "GROUP_ROWS", group)
        patch.setattr(archives, "PIECE_GROUPS", 1)
        folder = tmp_path_factory.mktemp("a")
        archive = written(folder, frames, ranks)
        held = everything(archive)
        rank = pl.Series(ranks, dtype=pl.Int64)
        expected = (
            pl.concat(frames)
            .with_columns(rank=rank.gather(pl.concat(frames)["file_id"].cast(pl.Int64)))
            .sort("time_utc", "mmsi", "lat_aisu", "lon_aisu", "rank", "line")
            .drop("rank")
        )
        assert held.with_columns(pl.col("receiver").cast(pl.String)).equals(expected)
        places = np.arange(held.height)
        packed = archive.rows_at(places)
        assert archive.places_of(packed).tolist() == places.tolist()
        # Each packed row leads to its report in the file itself.
        files = {s.segment: s.file for s in archive.manifest.reports}
        for place, segment, row in zip(places, *unpack(packed), strict=True):
            file = pl.read_parquet(folder / "reports" / files[int(segment)])
            assert file.row(int(row)) == expected.row(int(place))


def test_late_reports_renumber_nothing_and_rewrite_no_file(tmp_path: Path) -> None:
    first = reports(np.arange(0, 5000, 10.0), np.repeat(413000001, 500))
    late = reports(np.arange(5, 5000, 10.0), np.repeat(413000002, 500), file_id=1)
    archive = written(tmp_path, [first], [0])
    before = archive.rows_at(np.arange(500))
    file = tmp_path / "reports" / "2024-03-01.parquet"
    content = file.read_bytes()
    with ArchiveWriter(tmp_path, onto=archive) as writer:
        writer.add(batch(late))
        archive = writer.finish([{"path": "0"}, {"path": "1"}])
    assert file.read_bytes() == content
    assert archive.places_of(before).tolist() == list(range(0, 1000, 2))
    cut = list(archive.scan(["mmsi"], EPOCH, EPOCH + timedelta(seconds=20)))
    assert pl.concat([f for _, f in cut])["mmsi"].to_list() == [413000001, 413000002] * 2


def test_a_stopped_append_leaves_the_archive_as_it_was(tmp_path: Path) -> None:
    first = reports(np.arange(50.0), np.repeat(413000001, 50))
    archive = written(tmp_path, [first], [0])
    with pytest.raises(KeyboardInterrupt), ArchiveWriter(tmp_path, onto=archive) as writer:
        writer.add(batch(first))
        writer._wait()
        writer._reports.sort()
        writer._reports.finish(9)
        raise KeyboardInterrupt
    assert everything(Archive(tmp_path)).height == 50
    assert len(list((tmp_path / "reports").glob("*.parquet"))) == 2  # named by nobody
    (tmp_path / "docket.duckdb").touch()
    with ArchiveWriter(tmp_path, onto=Archive(tmp_path)) as writer:
        assert len(list((tmp_path / "reports").glob("*.parquet"))) == 1
        writer.finish([{"path": "0"}])


def test_at_rest_a_table_holds_packed_rows(tmp_path: Path) -> None:
    frame = reports(np.array([0.0, 90_000.0]), np.array([1, 2]))
    archive = written(tmp_path, [frame], [0])
    hulls = pl.DataFrame({"first_row": [0, 1, None], "n_reports": [0, 1, 2]})
    kept = archive.at_rest({"HULLS": hulls})["HULLS"]
    assert kept["first_row"].to_list() == [0, 1 << 32, None]
    assert kept["n_reports"].to_list() == [0, 1, 2]
    with pytest.raises(IndexError):
        archive.rows_at([2])
