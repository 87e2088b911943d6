"""Bad input of each kind: one clear line that names the place, what came, what was expected."""

import gzip
import os
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

import polars as pl
import pytest

from seawarden.errors import FormatError, InputError, UsageError
from seawarden.read import Batch, Options, format_of, open_and_read, sources
from seawarden.read.table.recognise_columns import parse_columns

HEADER = "mmsi,time,lat,lon,sog,cog,heading"
ROW = "413000001,2024-03-01T00:00:00,38.5,121.5,10.1,90.0,91"


def write(tmp_path: Path, text: str | bytes, name: str = "a.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def read(path: Path, **options: object) -> list[Batch]:
    (source,) = sources([str(path)])
    return list(open_and_read(source, file_id=0, options=Options(**options)))  # type: ignore[arg-type]


def only_reject(tmp_path: Path, row: str) -> dict[str, object]:
    (batch,) = read(write(tmp_path, f"{HEADER}\n{ROW}\n{row}\n"))
    assert (batch.lines, batch.n_reports, batch.n_rejects) == (2, 1, 1)
    reject = batch.rejects.row(0, named=True)
    assert reject["line"] == 3
    assert reject["text"] == row
    return reject


def test_an_empty_file(tmp_path: Path) -> None:
    path = write(tmp_path, "")
    with pytest.raises(FormatError) as caught:
        read(path)
    assert str(caught.value) == f"{path}: the file is empty"


def test_a_binary_file(tmp_path: Path) -> None:
    path = write(tmp_path, bytes(range(256)) * 4)
    with pytest.raises(FormatError) as caught:
        read(path)
    assert str(caught.value) == (
        f"{path}: binary data (first bytes 00 01 02 03 04 05 06 07); expected NMEA, CSV, JSON or "
        "Parquet, plain or in gzip, Zstandard, bzip2, xz, zip or tar"
    )


def test_a_truncated_gzip_keeps_the_lines_before_the_damage(tmp_path: Path) -> None:
    rows = "".join(
        f"41300{i % 9000 + 1000},2024-03-01T00:00:{i % 60:02d},{i * 7919 % 8899 / 100 + 1},"
        f"{i * 104729 % 17999 / 100},1,2,3\n"
        for i in range(20_000)
    )
    whole = gzip.compress(f"{HEADER}\n{rows}".encode())
    path = write(tmp_path, whole[: len(whole) // 2], "a.csv.gz")
    (source,) = sources([str(path)])
    kept: list[Batch] = []
    with pytest.raises(FormatError) as caught:
        for batch in open_and_read(source, file_id=0):
            kept.append(batch)
    n = sum(b.lines for b in kept)
    assert 1000 < n < 20_000
    assert str(caught.value) == (
        f"{path}: line {n + 2}: the compressed data ends early (truncated file); "
        f"the {n + 1} line(s) before it are whole"
    )
    assert sum(b.n_reports for b in kept) == n


def test_rows_separated_in_another_way_than_the_header(tmp_path: Path) -> None:
    path = write(tmp_path, f"{HEADER}\n{ROW.replace(',', ';')}\n")
    with pytest.raises(FormatError) as caught:
        read(path)
    assert str(caught.value) == (
        f"{path}: line 2: came 1 field(s), expected 7 as in the header, which is separated by "
        "comma; the rows are separated by semicolon"
    )


def test_a_missing_column(tmp_path: Path) -> None:
    path = write(tmp_path, "mmsi,time,latitude,speed\n1,2,3,4\n")
    with pytest.raises(FormatError) as caught:
        read(path)
    assert str(caught.value) == (
        f"{path}: column 'time' is no time of each row (1 of the first 1 rows hold a value, the "
        "first '2'); expected a date and time after 1990 in every row; say which column it is "
        "with --columns time=COLUMN (--start-time is for NMEA only)"
    )
    path = write(tmp_path, "mmsi,time,latitude,speed\n413000001,2024-01-01T00:00:00,3,4\n")
    with pytest.raises(FormatError) as caught:
        read(path)
    assert str(caught.value) == (
        f"{path}: the columns cannot be recognised: no lon among mmsi, time, latitude, speed; "
        "say which with --columns, e.g. --columns lon=COLUMN"
    )


def test_a_text_that_is_no_table(tmp_path: Path) -> None:
    path = write(tmp_path, "This is a letter.\nIt has two lines.\n")
    with pytest.raises(FormatError, match="not a format that is known: the first line is 'This"):
        read(path)


def test_a_header_without_rows(tmp_path: Path) -> None:
    path = write(tmp_path, HEADER + "\n")
    with pytest.raises(FormatError) as caught:
        read(path)
    assert str(caught.value) == f"{path}: line 1 is a header and no row follows it"


def test_latitude_91_is_no_position(tmp_path: Path) -> None:
    reject = only_reject(tmp_path, "413000002,2024-03-01T00:00:00,91.0,181.0,102.3,360.0,511")
    assert reject["reason"] == "no position"
    assert reject["detail"] == "came '91.0', expected a position (none is available)"


def test_latitude_95_is_out_of_range(tmp_path: Path) -> None:
    reject = only_reject(tmp_path, "413000002,2024-03-01T00:00:00,95.3,121,1,2,3")
    assert reject["reason"] == "latitude out of range"
    assert reject["detail"] == "came '95.3', expected a latitude from -90 to 90"


def test_a_longitude_that_is_no_number(tmp_path: Path) -> None:
    reject = only_reject(tmp_path, "413000002,2024-03-01T00:00:00,38.5,east,1,2,3")
    assert reject["reason"] == "longitude out of range"
    assert reject["detail"] == "came 'east', expected a longitude from -180 to 180"


@pytest.mark.parametrize("mmsi", ["0", "1234567890", "MMSI", ""])
def test_an_mmsi_that_is_none(tmp_path: Path, mmsi: str) -> None:
    reject = only_reject(tmp_path, f"{mmsi},2024-03-01T00:00:00,38.5,121,1,2,3")
    assert reject["reason"] == "mmsi out of range"
    assert reject["detail"] == f"came '{mmsi}', expected an MMSI from 1 to 999999999"


@pytest.mark.parametrize("time", ["1970-01-01T00:00:02", "yesterday", "", "2024-13-01T00:00:00"])
def test_a_time_that_is_none(tmp_path: Path, time: str) -> None:
    reject = only_reject(tmp_path, f"413000002,{time},38.5,121,1,2,3")
    assert reject["reason"] == "no time"
    assert reject["detail"] == f"came '{time}', expected a date and time after 1990"


def test_a_row_with_a_field_too_many(tmp_path: Path) -> None:
    reject = only_reject(tmp_path, ROW + ",7")
    assert reject["reason"] == "fields"
    assert reject["detail"] == "came 8 field(s), expected 7"


def test_a_short_row_beside_a_long_one_hides_neither(tmp_path: Path) -> None:
    short = "413000003,2024-03-01T00:00:00,1"
    (batch,) = read(write(tmp_path, f"{HEADER}\n{ROW}\n{ROW},1,2,3,4\n{short}\n{ROW}\n"))
    assert (batch.n_reports, batch.n_rejects) == (2, 2)
    assert batch.rejects["line"].to_list() == [3, 4]
    assert batch.reports["line"].to_list() == [2, 5]


def test_a_quote_left_open_costs_only_its_own_row(tmp_path: Path) -> None:
    header = "mmsi,time,lat,lon,name"
    rows = [
        '413000001,2024-03-01T00:00:00,38.5,121.5,"HAI, FENG"',
        '413000002,2024-03-01T00:00:00,38.5,121.5,M/V 8" PIPE',
        '413000003,2024-03-01T00:00:00,38.5,121.5,"OPEN',
        "413000004,2024-03-01T00:00:00,38.5,121.5,PLAIN",
    ]
    (batch,) = read(write(tmp_path, "\r\n".join([header, *rows, ""])))
    assert batch.n_reports == 4
    names = dict(batch.statics.select("mmsi", "name").rows())
    assert names[413000001] == "HAI, FENG"
    assert names[413000002] == 'M/V 8" PIPE'
    assert names[413000004] == "PLAIN"


def test_blank_lines_and_headers_in_the_middle_are_other(tmp_path: Path) -> None:
    (batch,) = read(write(tmp_path, f"{HEADER}\n{ROW}\n\n{HEADER}\n{ROW}\n"))
    assert (batch.lines, batch.n_reports, batch.n_other) == (4, 2, 2)
    assert batch.reports["line"].to_list() == [2, 5]


def test_a_cut_parquet_file(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pl.DataFrame({"mmsi": [413000001]}).write_parquet(path)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(FormatError, match=r"not a complete Parquet file \(truncated or damaged\)"):
        read(path)


@pytest.mark.parametrize("unit", ["ms", "us", "ns"])
def test_a_parquet_time_outside_of_the_calendar_is_no_time(
    tmp_path: Path, unit: Literal["ms", "us", "ns"]
) -> None:
    """Polars panics where it turns one into text, which ends the whole process."""
    times = [datetime(2026, 3, 1, 0, i) for i in range(4)]
    frame = pl.DataFrame(
        {"mmsi": [413000001] * 4, "time": times, "lat": [30.0] * 4, "lon": [125.0] * 4}
    )
    near, far = pl.col("time").cast(pl.Datetime(unit)), pl.lit(1 - 2**63).cast(pl.Datetime(unit))
    path = tmp_path / "a.parquet"
    mixed = pl.when(near.dt.minute() < 3).then(near).otherwise(far)
    frame.with_columns(time=mixed).write_parquet(path)
    (batch,) = read(path)
    assert (batch.n_reports, batch.n_rejects) == (3, 1)


def test_a_column_of_durations_is_no_time(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pl.DataFrame(
        {"mmsi": [413000001], "time": [timedelta(hours=1)], "lat": [30.0], "lon": [125.0]}
    ).write_parquet(path)
    with pytest.raises(FormatError, match="column 'time' is no time"):
        read(path)


def test_half_a_surrogate_pair_costs_no_line(tmp_path: Path) -> None:
    row = '{"mmsi": 413000001, "time": "2026-03-01T00:00:00Z", "lat": 30, "lon": 125, '
    path = write(tmp_path, f'{row}"name": "A\\ud800", "\\udfff": 1}}\n'.encode() * 3)
    (batch,) = read(path)
    assert batch.n_reports == 3


def test_json_lines_that_are_no_objects(tmp_path: Path) -> None:
    good = '{"mmsi": 413000001, "time": "2024-03-01T00:00:00Z", "lat": 38.5, "lon": 121.5}'
    (batch,) = read(write(tmp_path, f"{good}\n{{broken\n[1]\n\n{good}\n"))
    assert (batch.lines, batch.n_reports, batch.n_rejects, batch.n_other) == (5, 2, 2, 1)
    assert batch.rejects["line"].to_list() == [2, 3]
    assert batch.rejects["detail"][0] == "came '{broken', expected a JSON object"
    assert batch.reports["line"].to_list() == [1, 5]


def test_a_damaged_zip(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", f"{HEADER}\n{ROW}\n")
    path.write_bytes(path.read_bytes()[:-10])
    write(tmp_path, f"{HEADER}\n{ROW}\n")
    beside, damaged = sources([str(tmp_path)])  # it does not hide the file beside it
    assert format_of(beside).name == "table"
    with pytest.raises(FormatError, match=r"a\.zip: not a complete zip archive"):
        format_of(damaged)


def test_comments_above_the_header_are_other(tmp_path: Path) -> None:
    (batch,) = read(write(tmp_path, f"# made by hand\n\n#, with care\n{HEADER}\n{ROW}\n"))
    assert (batch.lines, batch.n_other, batch.n_reports) == (4, 3, 1)
    assert batch.reports["line"].to_list() == [5]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        sources([str(tmp_path / "none.csv")])
    assert str(caught.value) == f"{tmp_path / 'none.csv'}: no such file or folder"
    with pytest.raises(InputError, match="no file matches"):
        sources([str(tmp_path / "*.csv")])
    with pytest.raises(InputError, match="the folder holds no file"):
        sources([str(tmp_path)])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_must_not_be_read(tmp_path: Path) -> None:
    path = write(tmp_path, ROW)
    path.chmod(0)
    with pytest.raises(InputError, match="cannot be read: Permission denied"):
        sources([str(path)])


def test_the_columns_option_says_what_is_wrong_with_it(tmp_path: Path) -> None:
    assert parse_columns("mmsi=ssvid, time=ts") == {"mmsi": "ssvid", "time": "ts"}
    with pytest.raises(UsageError, match="--columns: 'ship=ssvid' is not MEANING=COLUMN"):
        parse_columns("ship=ssvid")
    path = write(tmp_path, f"{HEADER}\n{ROW}\n")
    with pytest.raises(UsageError, match="--columns says lon=west, but the columns are: mmsi, ti"):
        read(path, columns={"lon": "west"})


def test_a_column_can_mean_only_one_thing(tmp_path: Path) -> None:
    path = write(tmp_path, f"{HEADER}\n{ROW}\n")
    with pytest.raises(FormatError, match="the columns cannot be recognised: no lon among mmsi"):
        read(path, columns={"lat": "lon"})


def test_a_gzip_cut_in_its_first_line(tmp_path: Path) -> None:
    path = write(tmp_path, gzip.compress(f"{HEADER}\n{ROW}\n".encode())[:12])
    with pytest.raises(FormatError) as caught:
        read(path)
    assert str(caught.value) == (
        f"{path}: the compressed data ends early (truncated file) before its first line"
    )


def test_the_columns_option_names_what_the_header_does_not(tmp_path: Path) -> None:
    path = write(tmp_path, "who,when,north,east\n413000001,1709251200,38.5,121.5\n")
    with pytest.raises(FormatError, match="no mmsi and no time and no lat and no lon among who"):
        format_of(sources([str(path)])[0])
    chosen = {"mmsi": "who", "time": "when", "lat": "north", "lon": "east"}
    (batch,) = read(path, columns=chosen)
    assert batch.reports.select("mmsi", "lat_aisu").rows() == [(413000001, 23_100_000)]
