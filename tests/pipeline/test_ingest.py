"""Inputs to archive: what is read, what is passed over, what stops the run, and what is said."""

import gzip
import zipfile
from pathlib import Path

import polars as pl
import pytest

from seawarden.errors import FormatError, InputError
from seawarden.pipeline.watch.ingest import ingest
from seawarden.read import Options

HEADER = "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading\n"
ROW = "412000001,2026-01-01T00:0{}:00,35.1,124.2,1.0,90,91\n"
NO_TIME = "!AIVDM,1,1,,A,13u?etPv2;0n:dDPwUM1U1Cb069D,0*24\n"


def _quiet(_what: str, _share: float) -> None:
    pass


def _ingest(inputs: list[Path], out: Path):
    out.mkdir(exist_ok=True)
    return ingest(tuple(map(str, inputs)), out, Options(), progress=_quiet)


def _good(folder: Path) -> Path:
    path = folder / "a.csv"
    path.write_text(HEADER + "".join(ROW.format(i) for i in range(5)))
    return path


def _adds_up(record) -> bool:
    parts = ("reports", "statics", "other", "rejects")
    return bool(record["lines"] == sum(record[p] for p in parts))


def test_a_readme_in_a_zip_archive_does_not_hide_the_ais_beside_it(tmp_path: Path) -> None:
    """Publishers put a readme or a licence into the archive."""
    packed = tmp_path / "day.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(_good(tmp_path), "day.csv")
        archive.writestr("readme.txt", "Terms of use")
    got = _ingest([packed], tmp_path / "out")
    assert sum(r["reports"] for r in got.inputs) == 5
    assert all(_adds_up(record) for record in got.inputs)
    assert any("readme.txt" in note for note in got.notes)


def test_the_only_member_of_a_zip_archive_must_be_ais(tmp_path: Path) -> None:
    packed = tmp_path / "day.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("readme.txt", "Terms of use")
    with pytest.raises(FormatError, match="not a format that is known"):
        _ingest([packed], tmp_path / "out")


def test_one_bad_file_in_a_folder_does_not_hide_the_good_ones(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    _good(folder)
    (folder / "b.bin").write_bytes(bytes(range(256)) * 20)
    (folder / "c.nmea").write_text(NO_TIME * 3)
    got = _ingest([folder], tmp_path / "out")
    assert [r["reports"] for r in got.inputs] == [5, 0, 0]
    assert all(_adds_up(r) for r in got.inputs)
    assert got.inputs[2]["rejects"] == 3
    assert set(got.archive.rejects()["reason"]) == {"not read", "no time"}
    assert sum(note.startswith("not read: ") for note in got.notes) == 1


def test_a_bad_file_that_the_user_named_stops_the_run(tmp_path: Path) -> None:
    bad = tmp_path / "b.nmea"
    bad.write_text(NO_TIME)
    with pytest.raises(FormatError, match=r"b\.nmea: .*--start-time"):
        _ingest([_good(tmp_path), bad], tmp_path / "out")
    assert not (tmp_path / "out" / "reports" / "manifest.json").exists()


def test_a_truncated_gzip_that_the_user_named_stops_the_run(tmp_path: Path) -> None:
    whole = gzip.compress((HEADER + ROW.format(1) * 20_000).encode())
    cut = tmp_path / "a.csv.gz"
    cut.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(FormatError, match=r"a\.csv\.gz: "):
        _ingest([cut], tmp_path / "out")


def test_the_truth_beside_simulated_ais_is_not_read_as_ais(tmp_path: Path) -> None:
    """Read as AIS it would show every ship that the simulation hid."""
    folder = tmp_path / "in"
    folder.mkdir()
    _good(folder)
    truth = folder / "tracks_truth.parquet"
    pl.DataFrame(
        {"ship": [1], "time_utc": [0], "mmsi": [1], "lat_deg": [1.0], "is_dark": [True]}
    ).write_parquet(truth)
    (folder / "sightings.csv").write_text("time_utc,lat_deg,lon_deg,sensor,scene_id\n")
    got = _ingest([folder], tmp_path / "out")
    assert [Path(r["path"]).name for r in got.inputs] == ["a.csv"]
    assert len(got.notes) == 2
    with pytest.raises(FormatError, match=r"this is the true tracks of a simulation, not AIS$"):
        _ingest([truth], tmp_path / "out2")


def test_the_same_inputs_are_not_read_twice(tmp_path: Path) -> None:
    path, out = _good(tmp_path), tmp_path / "out"
    assert not _ingest([path], out).is_reused
    assert _ingest([path], out).is_reused
    path.write_text(HEADER + ROW.format(9))
    changed = _ingest([path], out)
    assert (changed.is_reused, changed.archive.n_reports) == (False, 1)


def test_an_empty_file_is_said_to_be_empty(tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.touch()
    with pytest.raises(InputError, match=r"empty\.csv"):
        _ingest([path], tmp_path / "out")
