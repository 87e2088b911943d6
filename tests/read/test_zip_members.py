"""Archives of many members: the directory is read once, no member hides another, none swells."""

import gzip
import tarfile
import warnings
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from seawarden.errors import FormatError
from seawarden.read import open_and_read, sources
from seawarden.read.input import archives, open_zips, swelling

HEADER = "mmsi,time,lat,lon,sog\n"


def row(i: int) -> str:
    return f"{412000001 + i},2026-03-01T00:{i:02d}:00Z,30,125,9\n"


def archive(path: Path, names: list[str]) -> Path:
    with zipfile.ZipFile(path, "w") as made, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of names that come twice
        for i, name in enumerate(names):
            made.writestr(name, HEADER + row(i))
    return path


def heard(path: Path) -> dict[str, list[int]]:
    """Return the MMSIs by the place of their source."""
    return {
        s.place.rpartition("!")[2]: [
            m for b in open_and_read(s, file_id=0) for m in b.reports["mmsi"].to_list()
        ]
        for s in sources([str(path)])
    }


def test_the_directory_is_read_once_however_many_members(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read for each of n members it cost n^2: 26 s of 2,000."""
    path = archive(tmp_path / "a.zip", [f"{i}.csv" for i in range(30)])
    opened: list[object] = []
    real = zipfile.ZipFile.__init__

    def counted(self: zipfile.ZipFile, *args: object, **given: object) -> None:
        opened.extend(a for a in args if a == path)
        real(self, *args, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(zipfile.ZipFile, "__init__", counted)
    assert sum(map(len, heard(path).values())) == 30
    assert 1 <= len(opened) <= 2  # to list them, to read them; once where it was still open


def test_two_members_of_one_name_are_both_read(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", ["a.csv", "a.csv", "b.csv", "a.csv"])
    assert heard(path) == {
        "a.csv": [412000001], "a.csv (2)": [412000002], "b.csv": [412000003],
        "a.csv (3)": [412000004],
    }  # fmt: skip
    packed = tmp_path / "a.tar"
    with tarfile.open(packed, "w") as made:
        for i in range(2):
            data = (HEADER + row(i)).encode()
            info = tarfile.TarInfo("a.csv")
            info.size = len(data)
            made.addfile(info, BytesIO(data))
    assert heard(packed) == {"a.csv": [412000001], "a.csv (2)": [412000002]}


def test_an_archive_that_was_written_anew_is_read_anew(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", ["a.csv"])
    assert heard(path) == {"a.csv": [412000001]}
    path.unlink()
    archive(path, ["b.csv", "c.csv"])
    assert heard(path) == {"b.csv": [412000001], "c.csv": [412000002]}
    assert open_zips._opened.cache_info().currsize <= 2


def test_what_swells_is_cut_and_its_lines_before_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """4 MB of blank lines in 4 kB; the real bound is 256 MB."""
    monkeypatch.setattr(swelling, "ALWAYS_BYTES", 1 << 20)
    bomb = (HEADER + row(1)).encode() + b"\n" * (4 << 20)
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(bomb))
    with zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("bomb.csv", bomb)
        made.writestr("good.csv", HEADER + row(2))
    for source in sources([str(tmp_path)]):
        kept = []
        if source.place.endswith("good.csv"):
            kept = [m for b in open_and_read(source, file_id=0) for m in b.reports["mmsi"]]
            assert kept == [412000003]
            continue
        with pytest.raises(FormatError, match=r"data unpacks to more than 1,\d+,\d+ bytes"):
            for batch in open_and_read(source, file_id=0):
                kept += batch.reports["mmsi"].to_list()
        assert kept in ([], [412000002])


def test_an_archive_in_an_archive_that_swells_leaves_no_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(swelling, "ALWAYS_BYTES", 1 << 20)
    inner = BytesIO()
    with tarfile.open(fileobj=inner, mode="w") as made:
        info = tarfile.TarInfo("zeros")
        info.size = 8 << 20
        made.addfile(info, BytesIO(b"\x00" * info.size))
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as made_zip:
        made_zip.writestr("a.tar", inner.getvalue())
    before = set(archives.scratch().iterdir())
    (source,) = sources([str(tmp_path / "a.zip")])
    with pytest.raises(FormatError, match="unpacks to more than"):
        source.open()
    assert set(archives.scratch().iterdir()) == before
