"""Every real table: counts add up, and known values agree with an independent reading."""

import csv
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq
import pytest

from seawarden.errors import FormatError
from seawarden.read import Batch, format_of, open_and_read, sources


def read_all(path: Path) -> tuple[str, dict[str, int], pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    (source,) = sources([str(path)])
    format = format_of(source)
    batches: list[Batch] = list(open_and_read(source, file_id=3, format=format))
    names = ("lines", "n_reports", "n_statics", "n_other", "n_rejects")
    counts = {n: sum(getattr(b, n) for b in batches) for n in names}
    reports, statics, rejects = (
        pl.concat([getattr(b, t) for b in batches]) for t in ("reports", "statics", "rejects")
    )
    assert reports.height == counts["n_reports"]
    assert rejects.height == counts["n_rejects"]
    return format.name, counts, reports, statics, rejects


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    with path.open(newline="") as file:
        yield from csv.DictReader(file)


def test_marinecadastre_gives_every_row_of_the_csv_module(shared_data: Path) -> None:
    path = shared_data / "ais/csv/marinecadastre_2023-01-11.csv"
    name, counts, reports, statics, _ = read_all(path)
    assert name == "marinecadastre"
    assert counts == {
        "lines": 1000, "n_reports": 1000, "n_statics": 0, "n_other": 0, "n_rejects": 0,
    }  # fmt: skip
    for row, got in zip(rows_of(path), reports.iter_rows(named=True), strict=True):
        assert got["mmsi"] == int(row["MMSI"])
        assert got["lat_aisu"] == round(float(row["LAT"]) * 600_000)
        assert got["lon_aisu"] == round(float(row["LON"]) * 600_000)
        assert got["time_utc"] == datetime.fromisoformat(row["BaseDateTime"]).replace(tzinfo=UTC)
        heading = float(row["Heading"])
        assert got["heading_deg"] == (None if heading == 511 else heading)
        cog = float(row["COG"])
        assert got["cog_deg"] == (None if cog == 360 else pytest.approx(cog, abs=1e-4))
        assert got["ais_class"] == {"A": 1, "B": 2}[row["TransceiverClass"]]
    scott = statics.filter(pl.col("mmsi") == 636021061).row(0, named=True)
    assert (scott["name"], scott["imo"], scott["ship_type"]) == ("MSC NAISHA III", 9307839, 70)
    # Length 208, width 30, antenna's place not known (ITU: bow 0 and port 0).
    assert [scott[c] for c in ("bow_m", "stern_m", "port_m", "starboard_m")] == [0, 208, 0, 30]


def test_exactearth_tells_reports_statics_and_other_types_apart(shared_data: Path) -> None:
    path = shared_data / "ais/csv/exactearth_2021-07-01.csv"
    name, counts, reports, statics, rejects = read_all(path)
    assert name == "exactearth"
    assert counts["lines"] == sum(1 for _ in rows_of(path)) == 2498
    expected: dict[str, int] = {"report": 0, "static": 0, "other": 0, "reject": 0}
    for row in rows_of(path):
        expected[_exactearth_kind(row)] += 1
    assert counts["n_reports"] == expected["report"]
    assert counts["n_statics"] == expected["static"]
    assert counts["n_other"] == expected["other"]
    assert counts["n_rejects"] == expected["reject"]
    assert set(rejects["reason"]) == {"mmsi out of range", "no position"}
    first = reports.row(0, named=True)
    assert first["time_utc"] == datetime(2021, 7, 1, 18, 51, 51, 680_000, tzinfo=UTC)
    assert (first["mmsi"], first["msg_type"], first["ais_class"]) == (432905000, 1, 1)
    zonda = statics.filter(pl.col("mmsi") == 538007407).row(0, named=True)
    assert zonda["draught_m"] == pytest.approx(8.7)  # 87 tenths in the file
    assert (zonda["name"], zonda["destination"], zonda["imo"]) == ("GH ZONDA", "BLUFF", 9436472)
    assert 5030133 in reports["mmsi"].to_list()  # a base station: 005030133 without its zeros


def _exactearth_kind(row: dict[str, str]) -> str:
    mmsi, kind = int(row["MMSI"]), int(row["Message_ID"])
    if not 1 <= mmsi <= 999_999_999:
        return "reject"
    if kind not in (1, 2, 3, 4, 5, 9, 11, 18, 19, 21, 24, 27):
        return "other"
    lat, lon = row["Latitude"], row["Longitude"]
    if lat not in ("", "None", "91.0") and lon not in ("", "None", "181.0"):
        return "report"
    text = ("Vessel_Name", "Call_sign", "IMO", "Destination")
    number = (
        "Ship_Type", "Draught", "Dimension_to_Bow", "Dimension_to_stern", "Dimension_to_port",
        "Dimension_to_starboard",
    )  # fmt: skip
    said = [row[c].split("@")[0].strip() not in ("", "None", "0") for c in text]
    said += [row[c] not in ("", "None") and float(row[c]) > 0 for c in number]
    if any(said):
        return "static"
    return "other" if kind in (5, 24) else "reject"


def test_a_time_column_before_1990_is_passed_over_for_one_that_is_a_time(
    shared_data: Path,
) -> None:
    path = shared_data / "ais/csv/digitraffic_portcalls_2025-02.csv"
    name, counts, reports, statics, _ = read_all(path)
    assert name == "table"
    assert counts["lines"] == counts["n_reports"] == sum(1 for _ in rows_of(path)) == 7686
    for row, got in zip(rows_of(path), reports.iter_rows(named=True), strict=True):
        stamp = datetime.fromtimestamp(int(row["timestamp_external"]) / 1000, UTC)
        assert abs((got["time_utc"] - stamp).total_seconds()) < 0.0011
        assert got["lat_aisu"] == round(float(row["latitude"]) * 600_000)
    (source,) = sources([str(path)])
    assert "'timestamp' holds no plausible time" in format_of(source).notes[0]
    assert statics.row(0, named=True)["imo"] == 9423671  # '9423671.0' in the file


@pytest.mark.parametrize(
    ("file", "mmsi_column", "n_rejects"),
    [
        ("east_asia_150_mmsi_2020_2023", "ssvid", 0),
        ("nordic_baltic_2026-07", "mmsi", 0),
        ("point_pair_2014_2015", "mmsi", 5),
    ],
)
def test_parquet_tracks_agree_with_pyarrow(
    shared_data: Path, file: str, mmsi_column: str, n_rejects: int
) -> None:
    path = shared_data / f"ais/tracks/{file}.parquet"
    _, counts, reports, _, rejects = read_all(path)
    table: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    assert counts["lines"] == len(table)
    assert counts["n_rejects"] == n_rejects
    bad = set(rejects["line"])
    kept = [
        (int(row[mmsi_column]), round(row["lat"] * 600_000), round(row["lon"] * 600_000))
        for line, row in enumerate(table, start=1)
        if line not in bad and row["lat"] is not None and row["lat"] == row["lat"]
    ]
    assert reports.select("mmsi", "lat_aisu", "lon_aisu").rows() == kept


def test_the_mmsi_may_stand_in_a_track_id(shared_data: Path) -> None:
    path = shared_data / "ais/tracks/north_sea_fishing_2012_2025.parquet"
    (source,) = sources([str(path)])
    assert format_of(source).notes[0] == "MMSI from the leading nine digits of 'seg_id'"
    _, counts, reports, _, _ = read_all(path)
    assert counts["n_reports"] == counts["lines"] == 370_822
    assert reports.row(0, named=True)["mmsi"] == 244030457
    assert reports["time_utc"][0] == datetime(2017, 5, 22, 18, 4, 43, tzinfo=UTC)


@pytest.mark.parametrize("file", ["shared_mmsi_416000000", "shared_mmsi_416000000_segmented"])
def test_json_lines_agree_with_the_json_module(shared_data: Path, file: str) -> None:
    path = shared_data / f"ais/tracks/{file}.json"
    name, counts, reports, _, _ = read_all(path)
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    assert name == "json"
    assert counts["n_reports"] == len(rows) == 1668
    for row, got in zip(rows, reports.iter_rows(named=True), strict=True):
        assert got["mmsi"] == 416000000
        assert got["lat_aisu"] == round(row["lat"] * 600_000)
        assert got["time_utc"] == datetime.fromisoformat(row["timestamp"]).replace(tzinfo=UTC)


def test_decodes_without_a_time_are_refused_with_what_to_do(shared_data: Path) -> None:
    (source,) = sources([str(shared_data / "ais/nmea/gpsd_sample.aivdm.json")])
    with pytest.raises(FormatError, match="column 'timestamp' is no time of each row") as caught:
        format_of(source)
    assert "--columns time=COLUMN" in str(caught.value)
