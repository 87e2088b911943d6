"""Each published layout, written in its exact header, and every way a table may be packed."""

import gzip
import io
import json
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from seawarden.errors import FormatError
from seawarden.read import Batch, Options, format_of, open_and_read, sources

DANISH = (
    "# Timestamp,Type of mobile,MMSI,Latitude,Longitude,Navigational status,ROT,SOG,COG,Heading,"
    "IMO,Callsign,Name,Ship type,Cargo type,Width,Length,Type of position fixing device,Draught,"
    "Destination,ETA,Data source type,A,B,C,D"
)
DANISH_ROWS = (
    "31/12/2023 23:59:59,Class A,219000001,55.5,12.25,Under way using engine,0.0,10.2,181.4,180,"
    "9074729,OXAB2,NORDIC STAR,Tanker,Category Y,20,120,GPS,7.4,SKAGEN,01/01/2024 08:00:00,AIS,"
    "100,20,12,8",
    "31/12/2023 23:59:59,Class A,219000001,55.5,12.26,Moored,,0.0,360.0,511,9074729,OXAB2,"
    "NORDIC STAR,Tanker,Category Y,20,120,GPS,7.4,SKAGEN,,AIS,100,20,12,8",
    "01/01/2024 00:00:01,Base Station,2190045,56.0,11.0,Unknown value,,,,,Unknown,Unknown,,"
    "Undefined,,,,Undefined,,Unknown,,AIS,,,,",
    "01/01/2024 00:00:02,Class B,219000002,91.0,0.0,Unknown value,,,,,Unknown,OX2,LILLE,Pleasure,"
    ",,,GPS,,,,AIS,5,5,1,2",
    "01/01/2024 00:00:03,Class B,219000003,91.0,0.0,Unknown value,,,,,Unknown,Unknown,,"
    "Undefined,,,,Undefined,,,,AIS,,,,",
)
KYSTVERKET = "mmsi;lon;lat;date_time_utc;sog;cog;true_heading;nav_status;rot;message_nr;source"


def read(path: Path, **options: Any) -> list[Batch]:
    return [
        batch
        for i, source in enumerate(sources([str(path)]))
        for batch in open_and_read(source, file_id=i, options=Options(**options))
    ]


def whole(batches: list[Batch], table: str) -> pl.DataFrame:
    return pl.concat([getattr(b, table) for b in batches])


def text(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8")
    return path


def test_the_danish_layout(tmp_path: Path) -> None:
    path = text(tmp_path / "x", "\r\n".join([DANISH, *DANISH_ROWS, ""]))
    assert format_of(sources([str(path)])[0]).name == "danish"
    (batch,) = read(path)
    assert (batch.lines, batch.n_reports, batch.n_statics, batch.n_rejects) == (5, 3, 1, 1)
    first = batch.reports.row(0, named=True)
    assert first["time_utc"] == datetime(2023, 12, 31, 23, 59, 59, tzinfo=UTC)
    assert (first["lat_aisu"], first["lon_aisu"]) == (33_300_000, 7_350_000)
    assert (first["nav_status"], first["ais_class"], first["heading_deg"]) == (0, 1, 180.0)
    second = batch.reports.row(1, named=True)
    assert (second["nav_status"], second["cog_deg"], second["heading_deg"]) == (5, None, None)
    base = batch.reports.row(2, named=True)
    assert (base["mmsi"], base["ais_class"], base["msg_type"]) == (2190045, 0, 4)
    assert batch.statics.height == 2  # NORDIC STAR said the same twice
    star = batch.statics.filter(pl.col("mmsi") == 219000001).row(0, named=True)
    assert star["ship_type"] == 82  # tanker, hazard category Y
    assert [star[c] for c in ("bow_m", "stern_m", "port_m", "starboard_m")] == [100, 20, 12, 8]
    assert (star["imo"], star["destination"]) == (9074729, "SKAGEN")
    lille = batch.statics.filter(pl.col("mmsi") == 219000002).row(0, named=True)
    assert (lille["imo"], lille["call_sign"], lille["ship_type"]) == (None, "OX2", 37)
    assert batch.rejects["reason"].to_list() == ["no position"]


def test_the_marinecadastre_layout_of_2025_in_snake_case(tmp_path: Path) -> None:
    path = text(
        tmp_path / "x",
        "mmsi,base_date_time,longitude,latitude,sog,cog,heading,vessel_name,imo,call_sign,"
        "vessel_type,status,length,width,draft,cargo,transceiver\n"
        "367000001,2025-01-01 00:00:05,-90.5,29.5,5.0,10.0,11,SEA COW,IMO9074729,WDA1,70,0,100,"
        "20,5.5,70,A\n",
    )
    assert str(format_of(sources([str(path)])[0])) == "marinecadastre"
    (batch,) = read(path)
    assert batch.reports["time_utc"][0] == datetime(2025, 1, 1, 0, 0, 5, tzinfo=UTC)
    assert batch.statics["imo"].to_list() == [9074729]


def test_the_kystverket_layout(tmp_path: Path) -> None:
    path = text(
        tmp_path / "x",
        f"{KYSTVERKET}\n257000001;10.5;63.4;2024-05-01 12:00:00;0.1;360;511;5;0;1;g\n"
        "257000001;10.5;63.4;2024-05-01 12:00:10;0.1;12.5;90;15;0;3;s\n",
    )
    assert format_of(sources([str(path)])[0]).name == "kystverket"
    (batch,) = read(path)
    assert batch.reports["receiver"].to_list() == ["g", "s"]
    assert batch.reports["nav_status"].to_list() == [5, None]
    assert batch.reports["ais_class"].to_list() == [1, 1]


def envelope(kind: str, message: dict[str, Any], **meta: Any) -> str:
    metadata = {
        "MMSI": 259000420, "MMSI_String": 259000420, "ShipName": "AUGUSTSON",
        "latitude": 66.02695, "longitude": 12.253821,
        "time_utc": "2024-07-30 06:17:43.375540658 +0000 UTC", **meta,
    }  # fmt: skip
    return json.dumps({"Message": {kind: message}, "MessageType": kind, "MetaData": metadata})


def test_aisstream_envelopes(tmp_path: Path) -> None:
    place = {"Latitude": 66.02695, "Longitude": 12.253821, "MessageID": 1, "UserID": 259000420}
    side = {"A": 90, "B": 10, "C": 5, "D": 7}
    lines = [
        envelope(
            "PositionReport",
            {**place, "Sog": 0.3, "Cog": 308.2, "TrueHeading": 511, "NavigationalStatus": 15},
        ),
        envelope(
            "ShipStaticData",
            {
                "MessageID": 5, "ImoNumber": 9074729, "CallSign": "LF5", "Name": "AUGUSTSON  ",
                "Type": 80, "Dimension": side, "MaximumStaticDraught": 6.5, "Destination": "BODO",
            },
        ),
        envelope("StandardClassBPositionReport", {**place, "MessageID": 18, "Sog": 102.3}),
        envelope(
            "StaticDataReport",
            {
                "MessageID": 24,
                "ReportA": {"Name": "", "Valid": False},
                "ReportB": {"CallSign": "LG6", "ShipType": 30, "Dimension": side, "Valid": True},
            },
        ),
        envelope("BaseStationReport", {**place, "MessageID": 4}, MMSI=2570001),
        envelope("SafetyBroadcastMessage", {"MessageID": 14, "Text": "HELLO"}),
        envelope("PositionReport", {**place, "Latitude": 91.0, "Longitude": 181.0}),
    ]  # fmt: skip
    path = text(tmp_path / "x", "\n".join(lines))
    assert format_of(sources([str(path)])[0]).name == "aisstream"
    (batch,) = read(path)
    counts = (batch.lines, batch.n_reports, batch.n_statics, batch.n_other, batch.n_rejects)
    assert counts == (7, 3, 2, 1, 1)
    first = batch.reports.row(0, named=True)
    assert first["time_utc"] == datetime(2024, 7, 30, 6, 17, 43, 375_000, tzinfo=UTC)
    assert (first["mmsi"], first["heading_deg"], first["nav_status"]) == (259000420, None, None)
    assert batch.reports["sog_kn"][1] is None
    assert batch.reports["ais_class"].to_list() == [1, 2, 0]
    ship, part_b = batch.statics.iter_rows(named=True)
    assert (ship["name"], ship["imo"], ship["bow_m"]) == ("AUGUSTSON", 9074729, 90)
    assert (part_b["call_sign"], part_b["ship_type"], part_b["name"]) == ("LG6", 30, None)


ROWS = [
    {
        "ssvid": 413_000_001 + i % 3,
        "timestamp": (datetime(2024, 3, 1) + timedelta(seconds=i)).isoformat(),
        "lat": 38 + i / 100,
        "lon": 121 - i / 100,
        "speed": i / 10,
        "shipname": f"HAI {i % 3}",
    }
    for i in range(50)
]


def as_csv(separator: str = ",") -> str:
    lines = [separator.join(ROWS[0]), *(separator.join(map(str, r.values())) for r in ROWS)]
    return "\n".join(lines) + "\n"


def packed() -> dict[str, bytes]:
    plain = as_csv().encode()
    parquet = io.BytesIO()
    pl.DataFrame(ROWS).write_parquet(parquet)
    lines = "".join(json.dumps(r) + "\n" for r in ROWS).encode()
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("inner/a.csv", plain)
    return {
        "comma": plain,
        "semicolon": as_csv(";").encode(),
        "tab": as_csv("\t").encode(),
        "bar": as_csv("|").encode(),
        "crlf": plain.replace(b"\n", b"\r\n"),
        "mark": b"\xef\xbb\xbf" + plain,
        "utf16": as_csv().encode("utf-16"),
        "quoted": as_csv()
        .replace(",", '","')
        .replace("\n", '"\n"')
        .encode()[:-1]
        .join([b'"', b""]),
        "no end": plain.rstrip(b"\n"),
        "gzip": gzip.compress(plain),
        "two gzips": gzip.compress(plain[:1000]) + gzip.compress(plain[1000:]),
        "zstd": zstandard.compress(plain),
        "zip": archive.getvalue(),
        "json lines": lines,
        "json array": json.dumps(ROWS, indent=1).encode(),
        "json gzip": gzip.compress(lines),
        "parquet": parquet.getvalue(),
        "parquet gzip": gzip.compress(parquet.getvalue()),
    }


@pytest.mark.parametrize("kind", packed())
def test_one_table_reads_the_same_however_it_is_packed(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "no-telling-name"
    path.write_bytes(packed()[kind])
    batches = read(path)
    reports, statics = whole(batches, "reports"), whole(batches, "statics")
    assert reports["mmsi"].to_list() == [r["ssvid"] for r in ROWS]
    assert reports["lat_aisu"].to_list() == [round(r["lat"] * 600_000) for r in ROWS]  # type: ignore[operator]
    assert reports["time_utc"].dt.strftime("%Y-%m-%dT%H:%M:%S").to_list() == [
        r["timestamp"] for r in ROWS
    ]
    assert statics["name"].to_list() == ["HAI 0", "HAI 1", "HAI 2"]
    first_line = 1 if kind.startswith(("json", "parquet")) else 2
    assert reports["line"].to_list() == list(range(first_line, first_line + len(ROWS)))


def test_each_member_of_a_zip_is_a_source(tmp_path: Path) -> None:
    path = tmp_path / "day.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("b.csv", as_csv())
        archive.writestr("a.csv", as_csv())
        archive.writestr("__MACOSX/._a.csv", b"junk")
    assert [s.place for s in sources([str(tmp_path)])] == [f"{path}!a.csv", f"{path}!b.csv"]
    assert sum(b.n_reports for b in read(path)) == 100


def test_folders_globs_and_files_name_each_source_once_and_sorted(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    a = text(tmp_path / "a.csv", as_csv())
    b = text(tmp_path / "sub" / "b.csv", as_csv())
    text(tmp_path / ".hidden", "x")
    found = sources([str(tmp_path), str(a), str(tmp_path / "**" / "*.csv")])
    assert [s.path for s in found] == [a, b]


def test_a_source_knows_its_size_and_hash(tmp_path: Path) -> None:
    path = text(tmp_path / "a", "abc")
    digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # FIPS 180-2, B.1
    assert sources([str(path)])[0].digest() == (3, digest)


def test_standard_input_is_read_and_hashed_on_its_way(monkeypatch: pytest.MonkeyPatch) -> None:
    data = gzip.compress(as_csv().encode())
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    (source,) = sources(["-"])
    (batch,) = open_and_read(source, file_id=0)
    assert batch.n_reports == 50
    assert source.digest()[0] == len(data)


def test_latin_1_names_survive(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(as_csv().replace("HAI 1", "SØ ÅL").encode("latin-1"))
    assert "SØ ÅL" in whole(read(path), "statics")["name"].to_list()


def test_decimal_commas_between_semicolons(tmp_path: Path) -> None:
    path = text(tmp_path / "a", "mmsi;time;lat;lon\n413000001;2024-03-01 00:00:00;38,5;121,25\n")
    assert whole(read(path), "reports").select("lat_aisu", "lon_aisu").row(0) == (
        23_100_000,
        72_750_000,
    )


@pytest.mark.parametrize(
    ("cell", "milliseconds"),
    [
        ("2024-03-01T00:00:01Z", 1000),
        ("2024-03-01 00:00:01.25", 1250),
        ("2024-03-01T09:00:01+09:00", 1000),
        ("2024-03-01T00:00:01.680999Z", 1680),
        ("2024-03-01 00:00:01 UTC", 1000),
        ("1709251201", 1000),
        ("1709251201500", 1500),
        ("01.03.2024 00:00:01", 1000),
        ("2024/03/01 00:00:01+00", 1000),
        ("2024-03-01 09:00:01+09", 1000),
        ("20240301_000001", 1000),
        ("20240301T000001Z", 1000),
    ],
)
def test_times_in_many_spellings(tmp_path: Path, cell: str, milliseconds: int) -> None:
    path = text(tmp_path / "a", f"mmsi,t,lat,lng\n413000001,{cell},38.5,121.25\n")
    (time,) = whole(read(path), "reports")["time_utc"].to_list()
    assert time == datetime(2024, 3, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)


def test_a_date_and_a_time_of_day_in_two_columns(tmp_path: Path) -> None:
    path = text(tmp_path / "a", "mmsi,date,time,lat,lon\n413000001,2024-03-01,00:00:05,1,2\n")
    assert whole(read(path), "reports")["time_utc"][0] == datetime(2024, 3, 1, 0, 0, 5, tzinfo=UTC)


def test_blanks_around_the_cells(tmp_path: Path) -> None:
    path = text(
        tmp_path / "a",
        " MMSI , Time , Lat , Lon \n413000001 , 01.03.2024 00:00:05 , 38.5 , -1.5 \n",
    )
    (report,) = whole(read(path), "reports").iter_rows(named=True)
    assert report["mmsi"] == 413000001
    assert (report["lat_aisu"], report["lon_aisu"]) == (23_100_000, -900_000)
    assert report["time_utc"] == datetime(2024, 3, 1, 0, 0, 5, tzinfo=UTC)


def test_dates_that_could_be_read_two_ways_are_refused(tmp_path: Path) -> None:
    """Read the wrong way, twelve days would become twelve months without a word."""
    path = text(tmp_path / "a", "mmsi,t,lat,lng\n413000001,01/03/2024 00:00:01,38.5,121.25\n")
    with pytest.raises(FormatError, match=r"'01/03/2024 00:00:01'.*--date-order day-first or"):
        format_of(sources([str(path)])[0])
    path = text(tmp_path / "a", "mmsi,t,lat,lng\n413000001,03/13/2024 00:00:01,38.5,121.25\n")
    assert whole(read(path), "reports")["time_utc"][0] == datetime(2024, 3, 13, 0, 0, 1, tzinfo=UTC)


messy_row = st.one_of(
    st.tuples(
        st.sampled_from(["413000001", "413000002", "0", "x", ""]),
        st.sampled_from(["2024-03-01T00:00:00", "2024-03-01T05:00:00", "never", ""]),
        st.sampled_from(["38.5", "-12.25", "91", "95", "", "None"]),
        st.sampled_from(["121.5", "181", "-179.99", "200", ""]),
        st.sampled_from(["HAI FENG", "", '"A, B"', '8" PIPE', "@@@@"]),
    ).map(",".join),
    st.sampled_from(["", "1,2,3", "mmsi,time,lat,lon,name", ",,,,,,,", '"', "  "]),
)


@given(rows=st.lists(messy_row, min_size=2, max_size=40), size=st.integers(20, 400))
@settings(max_examples=40, deadline=None)
def test_where_a_batch_ends_changes_nothing_and_no_line_is_lost(
    tmp_path_factory: pytest.TempPathFactory, rows: list[str], size: int
) -> None:
    header = "mmsi,time,lat,lon,name"
    good = "413000009,2024-03-01T00:00:00,1.5,2.5,GOOD"
    path = text(tmp_path_factory.mktemp("x") / "a", "\n".join([header, *[good] * 40, *rows]) + "\n")
    (one,) = read(path)
    many = read(path, batch_bytes=size)
    assert one.lines == len(rows) + 40 == sum(b.lines for b in many)
    for table in ("reports", "statics", "rejects"):
        assert whole(many, table).equals(getattr(one, table)), table
