"""The archive: in order, whole or not at all, flat in memory, and each row traceable."""

import errno
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import polars as pl
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawarden.errors import InputError, OutputError, UsageError
from seawarden.read import Batch
from seawarden.schema import REJECTS, REPORTS, STATICS
from seawarden.store.archive import Archive, dayfile
from seawarden.store.archive.writer import ArchiveWriter
from seawarden.store.layout import MANIFEST

EPOCH = datetime(2024, 3, 1, tzinfo=UTC)


def reports(
    seconds: np.ndarray[Any, Any], mmsi: np.ndarray[Any, Any], *, file_id: int = 0
) -> pl.DataFrame:
    n = len(seconds)
    return pl.DataFrame(
        {
            "time_utc": [EPOCH + timedelta(seconds=float(s)) for s in seconds],
            "mmsi": mmsi,
            "lat_aisu": (np.asarray(seconds) * 7 % 1000).astype(int),
            "lon_aisu": (np.asarray(mmsi) * 13 % 1000).astype(int),
            "sog_kn": np.linspace(0, 20, n),
            "cog_deg": [None] * n,
            "heading_deg": [None] * n,
            "nav_status": [None] * n,
            "ais_class": [1] * n,
            "msg_type": [1] * n,
            "receiver": ["r1"] * n,
            "file_id": [file_id] * n,
            "line": range(1, n + 1),
        },
        schema=REPORTS.schema,
        strict=False,
    )


def batch(frame: pl.DataFrame, statics: pl.DataFrame | None = None) -> Batch:
    n = frame.height
    return Batch(
        reports=frame,
        statics=STATICS.empty() if statics is None else statics,
        rejects=REJECTS.empty(),
        lines=n,
        n_reports=n,
        n_statics=0,
        n_other=0,
        n_rejects=0,
    )


def everything(archive: Archive) -> pl.DataFrame:
    pieces = list(archive.scan())
    row = 0
    for first, frame in pieces:
        assert first == row
        row += frame.height
    return pl.concat([f for _, f in pieces]) if pieces else REPORTS.empty()


@given(
    parts=st.lists(
        st.lists(st.tuples(st.integers(0, 300_000), st.integers(1, 4)), min_size=1, max_size=40),
        min_size=1,
        max_size=8,
    ),
    hold=st.integers(5, 60),
    group=st.sampled_from([3, 16, 1 << 17]),
)
@settings(max_examples=50, deadline=None)
def test_any_order_of_rows_and_batches_gives_the_order_of_a_plain_sort(
    tmp_path_factory: pytest.TempPathFactory,
    parts: list[list[tuple[int, int]]],
    hold: int,
    group: int,
) -> None:
    folder = tmp_path_factory.mktemp("a")
    frames = [
        reports(np.array([p[0] for p in part]), np.array([p[1] for p in part]), file_id=i)
        for i, part in enumerate(parts)
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dayfile, "GROUP_ROWS", group)
        with ArchiveWriter(folder, hold_rows=hold) as writer:
            for frame in frames:
                writer.add(batch(frame))
            archive = writer.finish()
    expected = pl.concat(frames).sort(REPORTS.sort)
    assert everything(archive).equals(expected)
    assert archive.n_reports == expected.height
    assert archive.time_range() == (expected["time_utc"][0], expected["time_utc"][-1])
    days = sorted(p.name for p in (folder / "reports").glob("*.parquet"))
    assert days == sorted(expected["time_utc"].dt.strftime("%Y-%m-%d.parquet").unique().to_list())
    for day in days:
        about = pq.read_metadata(folder / "reports" / day)
        counts = [about.row_group(i).num_rows for i in range(about.num_row_groups)]
        assert all(c == group for c in counts[:-1])


def test_rows_of_the_same_time_and_ship_are_ordered_by_the_rest_and_none_is_dropped(
    tmp_path: Path,
) -> None:
    rng = np.random.default_rng(4)
    frame = reports(np.repeat(7.0, 500), np.repeat(413000001, 500)).with_columns(
        pl.Series("lat_aisu", rng.integers(0, 5, 500), dtype=pl.Int32),
        pl.Series("lon_aisu", rng.integers(0, 5, 500), dtype=pl.Int32),
    )
    with ArchiveWriter(tmp_path, hold_rows=100) as writer:
        for part in frame.sample(fraction=1.0, shuffle=True, seed=1).iter_slices(60):
            writer.add(batch(part))
        archive = writer.finish()
    assert everything(archive).equals(frame.sort(REPORTS.sort))


def test_input_in_order_is_written_once(tmp_path: Path) -> None:
    seconds = np.arange(0, 200_000, 10.0)
    frame = reports(seconds, np.arange(len(seconds)) % 7 + 413000000)
    with ArchiveWriter(tmp_path, hold_rows=2000) as writer:
        for part in frame.iter_slices(500):
            writer.add(batch(part))
        writer._wait()
        assert writer._reports._run == 0
        archive = writer.finish()
    assert archive.n_reports == len(seconds)


@given(
    rows=st.lists(
        st.tuples(st.integers(0, 100_000), st.integers(1, 5), st.integers(0, 3)),
        min_size=1,
        max_size=120,
    ),
    spans=st.lists(
        st.tuples(st.integers(-5, 130), st.integers(-5, 130), st.integers(1, 6)), max_size=30
    ),
)
@settings(max_examples=50, deadline=None)
def test_lines_of_agrees_with_looking_at_every_row(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[int, int, int]],
    spans: list[tuple[int, int, int]],
) -> None:
    folder = tmp_path_factory.mktemp("a")
    frame = reports(np.array([r[0] for r in rows]), np.array([r[1] for r in rows])).with_columns(
        pl.Series("file_id", [r[2] for r in rows], dtype=pl.UInt16)
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dayfile, "GROUP_ROWS", 8)
        with ArchiveWriter(folder) as writer:
            writer.add(batch(frame))
            archive = writer.finish()
    ordered = frame.sort(REPORTS.sort).rows(named=True)
    expected = []
    for i, (first, last, mmsi) in enumerate(spans):
        lines: dict[int, list[int]] = {}
        for row, report in enumerate(ordered):
            if first <= row <= last and report["mmsi"] == mmsi:
                lines.setdefault(report["file_id"], []).append(report["line"])
        expected += [(i, f, min(ln), max(ln), len(ln)) for f, ln in sorted(lines.items())]
    columns = [[s[k] for s in spans] for k in range(3)]
    assert archive.lines_of(*columns).rows() == expected


def test_lines_of_asks_for_arrays_of_one_length(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path) as writer:
        archive = writer.finish()
    with pytest.raises(UsageError, match="must be of one length"):
        archive.lines_of([1], [2, 3], [4])
    assert archive.lines_of([1], [2], [4]).height == 0


def test_a_span_of_time_is_cut_out_with_its_archive_rows(tmp_path: Path) -> None:
    seconds = np.arange(0, 300_000, 60.0)
    with ArchiveWriter(tmp_path) as writer:
        writer.add(batch(reports(seconds, np.repeat(413000001, len(seconds)))))
        archive = writer.finish()
    start, end = EPOCH + timedelta(hours=20), EPOCH + timedelta(hours=30)
    for ahead in (True, False):
        pieces = list(archive.scan(["mmsi"], start, end, is_prefetched=ahead))
        assert sum(f.height for _, f in pieces) == 600
        assert pieces[0][0] == 1200
        assert pieces[0][1].columns == ["mmsi"]
    assert list(archive.scan(["mmsi"], start + timedelta(days=30))) == []


def test_statics_come_back_in_time_order(tmp_path: Path) -> None:
    statics = pl.DataFrame(
        {
            "time_utc": [EPOCH + timedelta(hours=h) for h in (30, 1, 60)],
            "mmsi": [3, 1, 2],
            "name": ["C", "A", "B"],
            "file_id": [0, 0, 0],
            "line": [1, 2, 3],
        }
    )
    full = STATICS.empty().clear()
    full = pl.concat([full, statics], how="diagonal_relaxed").cast(dict(STATICS.schema))
    with ArchiveWriter(tmp_path) as writer:
        writer.add(batch(REPORTS.empty(), full.select(STATICS.names)))
        archive = writer.finish()
    assert archive.statics()["name"].to_list() == ["A", "C", "B"]
    assert archive.statics(EPOCH + timedelta(hours=2))["name"].to_list() == ["C", "B"]
    assert archive.statics(end=EPOCH + timedelta(hours=30))["name"].to_list() == ["A"]
    assert archive.time_range() is None


def test_positions_and_times_are_delta_coded_and_duckdb_reads_them(tmp_path: Path) -> None:
    """Byte-stream-split integers would be a little smaller, but DuckDB cannot read them."""
    with ArchiveWriter(tmp_path) as writer:
        writer.add(batch(reports(np.arange(100.0), np.repeat(413000001, 100))))
        writer.finish()
    path = tmp_path / "reports" / "2024-03-01.parquet"
    assert duckdb.sql(f"SELECT count(lat_aisu) FROM '{path}'").fetchone() == (100,)
    group = pq.read_metadata(path).row_group(0)
    columns = {group.column(i).path_in_schema: group.column(i) for i in range(group.num_columns)}
    assert "DELTA_BINARY_PACKED" in columns["lat_aisu"].encodings
    assert "DELTA_BINARY_PACKED" in columns["lon_aisu"].encodings
    assert "DELTA_BINARY_PACKED" in columns["time_utc"].encodings
    assert columns["time_utc"].statistics.has_min_max
    assert columns["mmsi"].compression == "ZSTD"


def test_an_interrupted_run_is_not_mistaken_for_a_whole_one(tmp_path: Path) -> None:
    frame = reports(np.arange(100.0), np.repeat(413000001, 100))
    with pytest.raises(KeyboardInterrupt), ArchiveWriter(tmp_path, hold_rows=10) as writer:
        writer.add(batch(frame))
        raise KeyboardInterrupt
    with pytest.raises(InputError) as caught:
        Archive(tmp_path)
    assert str(caught.value) == (
        f"{tmp_path / 'reports'}: not a whole archive (manifest.json is missing: the run was "
        "stopped or failed)"
    )
    assert not list(tmp_path.rglob("*.part"))
    with ArchiveWriter(tmp_path) as writer:  # the same command again finishes it
        writer.add(batch(frame))
        assert writer.finish().n_reports == 100


def test_a_whole_archive_is_used_again_only_for_the_same_inputs(tmp_path: Path) -> None:
    assert not Archive.is_in(tmp_path)
    assert Archive.made_from(tmp_path, "k1") is None
    with ArchiveWriter(tmp_path) as writer:
        assert not Archive.is_in(tmp_path)
        writer.add(batch(reports(np.arange(5.0), np.repeat(413000001, 5))))
        writer.finish([{"path": "a.csv", "sha256": "00"}], key="k1")
    again = Archive.made_from(tmp_path, "k1")
    assert again is not None
    assert again.inputs == [{"path": "a.csv", "sha256": "00"}]
    assert Archive.made_from(tmp_path, "k2") is None
    (tmp_path / "reports" / "2024-03-01.parquet").unlink()
    with pytest.raises(InputError, match=r"not a whole archive: 2024-03-01\.parquet is missing"):
        Archive(tmp_path)


def test_an_archive_of_another_layout_is_made_anew(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path) as writer:
        writer.finish(key="k1")
    path = tmp_path / "reports" / MANIFEST
    path.write_text(path.read_text().replace('"format": 3', '"format": 1'))
    assert Archive.made_from(tmp_path, "k1") is None


def test_a_new_run_removes_the_days_of_the_old_one(tmp_path: Path) -> None:
    for start in (0.0, 10 * 86_400.0):
        with ArchiveWriter(tmp_path) as writer:
            writer.add(batch(reports(np.array([start]), np.array([413000001]))))
            writer.finish()
    assert [p.name for p in (tmp_path / "reports").glob("*.parquet")] == ["2024-03-11.parquet"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, a full disk")
def test_a_full_disk_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = dayfile.pq.ParquetWriter

    def on_a_full_disk(path: Path, *args: Any, **kwargs: Any) -> Any:
        return real("/dev/full", *args, **kwargs)

    monkeypatch.setattr(dayfile.pq, "ParquetWriter", on_a_full_disk)
    frame = reports(np.arange(50_000.0), np.arange(50_000) + 413000001)
    with pytest.raises(OutputError) as caught, ArchiveWriter(tmp_path, hold_rows=10) as writer:
        writer.add(batch(frame))
        writer.finish()
    assert "cannot be written" in str(caught.value)
    assert os.strerror(errno.ENOSPC) in str(caught.value)
    assert "\n" not in str(caught.value)
    with pytest.raises(InputError, match="not a whole archive"):
        Archive(tmp_path)


def test_a_folder_that_cannot_be_made_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError) as caught:
        ArchiveWriter(tmp_path / "file")
    assert str(caught.value) == (
        f"{tmp_path / 'file' / 'reports'}: cannot be written: Not a directory"
    )


def test_the_manifest_lists_the_days(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path) as writer:
        writer.add(batch(reports(np.array([0.0, 90_000.0]), np.array([1, 2]))))
        writer.finish()
    about = json.loads((tmp_path / "reports" / MANIFEST).read_text())
    start = int(EPOCH.timestamp() * 1000)
    assert about["reports"] == [
        {
            "segment": 0,
            "file": "2024-03-01.parquet",
            "rows": 1,
            "first_ms": start,
            "last_ms": start,
        },
        {
            "segment": 1,
            "file": "2024-03-02.parquet",
            "rows": 1,
            "first_ms": start + 90_000_000,
            "last_ms": start + 90_000_000,
        },
    ]
