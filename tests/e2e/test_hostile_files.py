"""Bad files of every kind in one folder: each named in one line, the good ones read whole."""

import gzip
import io
import json
import zipfile
from datetime import time
from pathlib import Path

import openpyxl
import polars as pl
import pytest

import seawarden as sw
from seawarden.errors import SeawardenError

HEAD = "mmsi,time,lat,lon,sog\n"
ROWS = [f"412000007,2024-05-01T00:{i:02d}:00Z,31.{i:02d},124.0,36.0\n" for i in range(40)]
JSON_ROW = (
    '{{"mmsi": 412000008, "time": "2024-05-01T01:{0:02d}:00Z", "lat": 31.{0:02d}, "lon": {1}}}\n'
)


def _gzip_cut() -> bytes:
    whole = gzip.compress("".join([HEAD, *(ROWS * 200)]).encode())
    return whole[: len(whole) // 2]


def _zip_cut() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", HEAD + ROWS[0])
    return out.getvalue()[:-30]


def _workbook() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["mmsi", "time", "lat", "lon"])
    book.save(out)
    return out.getvalue()


def _parquet(*, damaged: bool) -> bytes:
    frame = pl.DataFrame(
        {"mmsi": [412000009] * 500, "time": [time(1, 2, 3)] * 500, "lat": [31.0] * 500,
         "lon": [124.0] * 500}
    )  # fmt: skip
    if damaged:
        frame = frame.with_columns(time=pl.lit("2024-05-01T00:00:00Z"))
    out = io.BytesIO()
    frame.write_parquet(out, compression="uncompressed")
    data = bytearray(out.getvalue())
    if damaged:
        data[4:24] = b"\xff" * 20  # the head of the first page
    return bytes(data)


WHOLE = {
    "nan.jsonl": "".join(JSON_ROW.format(i, "NaN" if i == 3 else 124.5) for i in range(20)),
    "quote.csv": HEAD + '412000010,2024-05-01T00:00:00Z,"31.1,124.0,6.0\n' + "".join(ROWS),
}
"""Files of AIS of which one line is broken: that line is rejected."""
UNREAD = {
    "cut.csv.gz": _gzip_cut(), "cut.zip": _zip_cut(), "book.xlsx": _workbook(),
    "timeofday.parquet": _parquet(damaged=False), "page.parquet": _parquet(damaged=True),
}  # fmt: skip
"""Files that look like AIS and are not read to their end."""
NO_AIS = {"line.txt": "x" * 300_000, "grid.csv": ",".join(["0"] * 3_000) + "\n" * 3}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "ais").mkdir()
    (folder / "ais" / "good.csv").write_text("".join([HEAD, *ROWS]))
    for name, data in {**WHOLE, **UNREAD, **NO_AIS}.items():
        held = data.encode() if isinstance(data, str) else data
        (folder / "ais" / name).write_bytes(held)
    done = sw.watch(folder / "ais", out=folder / "docket")
    return dict(done.run)


def test_good_neighbours_are_read_and_every_line_accounted_for(run: dict[str, object]) -> None:
    of = {Path(i["path"]).name: i for i in run["inputs"]}  # type: ignore[attr-defined]
    assert of["good.csv"]["reports"] == 40
    assert (of["nan.jsonl"]["reports"], of["nan.jsonl"]["rejects"]) == (19, 1)
    assert (of["quote.csv"]["reports"], of["quote.csv"]["rejects"]) == (40, 1)
    assert of["cut.csv.gz"]["reports"] > 1_000  # the whole lines before the cut
    for held in of.values():
        parts = sum(held[k] for k in ("reports", "statics", "other", "rejects"))
        assert held["lines"] == parts, held


def test_what_was_not_read_is_named_in_one_line_each(run: dict[str, object]) -> None:
    assert {Path(p).name for p in run["incomplete"]} == set(UNREAD)  # type: ignore[attr-defined]
    notes: list[str] = run["notes"]  # type: ignore[assignment]
    for name in (*UNREAD, *NO_AIS):
        (line,) = (n for n in notes if n.startswith("not read") and name in n)
        assert "\n" not in line
        assert len(line) < 1_000
    assert not [n for n in notes if "fault" in n]
    assert "Traceback" not in json.dumps(notes)


@pytest.mark.parametrize("name", sorted(UNREAD))
def test_alone_each_is_refused_in_one_line(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(UNREAD[name])
    try:
        done = sw.watch(tmp_path / name, out=tmp_path / "docket")
        assert done.run["incomplete"] == [str(tmp_path / name)]
    except SeawardenError as error:
        assert name in str(error) and "\n" not in str(error)
