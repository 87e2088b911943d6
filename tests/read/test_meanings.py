"""One simulated scene in many layouts: the same positions, times and speeds, or one refusal.

A bulk carrier passes at 12 kn, a tanker drifts at 0.6 kn. The oracle is the scene itself.
"""

import bz2
import io
import json
import lzma
import tarfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
import pytest
import shapely

from seawarden.errors import FormatError, UsageError
from seawarden.read import Batch, format_of, open_and_read, options_of, sources

START = datetime(2026, 3, 1, tzinfo=UTC)


class Fix(NamedTuple):
    mmsi: int
    when: datetime
    lat: float
    lon: float
    sog: float


def scene(days: float = 1.0, step_min: int = 10) -> Iterator[Fix]:
    for i in range(int(days * 1440 / step_min)):
        when = START + timedelta(minutes=step_min * i)
        hours = step_min * i / 60
        yield Fix(563333330, when, round(32.7 + 0.2 * hours % 40, 6), 123.5, 12.0)
        yield Fix(412111110, when, round(31.5 + 0.01 * hours, 6), 125.0, 0.6)


def rows(header: str, line: Any, fixes: list[Fix] | None = None) -> str:
    return header + "\n" + "".join(line(f) + "\n" for f in fixes or list(scene()))


def plain(f: Fix, when: str | None = None) -> str:
    return f"{f.mmsi},{when or f'{f.when:%Y-%m-%d %H:%M:%S}'},{f.lat},{f.lon},{f.sog}"


HEADER = "mmsi,timestamp,lat,lon,sog"


def read(path: Path, **given: Any) -> list[Batch]:
    options = options_of(**given)
    out: list[Batch] = []
    for source in sources([str(path)]):
        out += open_and_read(source, file_id=0, options=options)
    return out


def shown(batches: list[Batch]) -> list[tuple[Any, ...]]:
    reports = pl.concat([b.reports for b in batches]).sort("time_utc", "mmsi")
    return [
        (r["mmsi"], r["time_utc"], round(r["lat_aisu"] / 6e5, 4), round(r["lon_aisu"] / 6e5, 4),
         None if r["sog_kn"] is None else round(r["sog_kn"], 1))
        for r in reports.iter_rows(named=True)
    ]  # fmt: skip


def truth(fixes: list[Fix] | None = None) -> list[tuple[Any, ...]]:
    found = [(f.mmsi, f.when, round(f.lat, 4), round(f.lon, 4), f.sog) for f in fixes or scene()]
    return sorted(found, key=lambda r: (r[1], r[0]))


def put(tmp_path: Path, data: str | bytes, name: str = "a.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def dms(value: float, letters: str) -> str:
    seconds = round(abs(value) * 3600, 2)
    d, m, s = int(seconds // 3600), int(seconds % 3600 // 60), seconds % 60
    return f"{d}°{m:02d}'{s:05.2f}\"{letters[value < 0]}"


TEXTS = {
    "iso": rows(HEADER, plain),
    "marinetraffic": rows(
        "MMSI,SHIP_ID,STATUS,SPEED,LON,LAT,COURSE,HEADING,TIMESTAMP,DSRC",
        lambda f: (
            f"{f.mmsi},1,0,{f.sog * 10:.0f},{f.lon},{f.lat},0,0,{f.when:%Y-%m-%dT%H:%M:%S},TER"
        ),
    ),
    "tenths": rows(HEADER, lambda f: plain(f._replace(sog=round(f.sog * 10)))),
    "km/h": rows(HEADER, lambda f: plain(f._replace(sog=round(f.sog * 1.852, 2)))),
    "m/s": rows(HEADER, lambda f: plain(f._replace(sog=round(f.sog / 1.94384, 3)))),
    "postgres": rows(HEADER, lambda f: plain(f, f"{f.when:%Y-%m-%d %H:%M:%S}+00")),
    "arcgis": rows(HEADER, lambda f: plain(f, f"{f.when:%Y/%m/%d %H:%M:%S}+00")),
    "kpler": rows(
        "vessel_mmsi,position_timestamp,position_latitude,position_longitude,position_speed",
        lambda f: plain(f, f"{f.when:%Y-%m-%d %H:%M:%S}.000 +0000"),
    ),
    "dms": rows(
        HEADER.replace(",", ";"),
        lambda f: (
            f"{f.mmsi};{f.when:%Y-%m-%d %H:%M:%S};{dms(f.lat, 'NS')};{dms(f.lon, 'EW')};{f.sog}"
        ),
    ),
    "ais units": rows(
        "MMSI,TIME,LATITUDE,LONGITUDE,SOG",
        lambda f: f"{f.mmsi},{f.when:%s},{f.lat * 6e5:.0f},{f.lon * 6e5:.0f},{f.sog * 10:.0f}",
    ),
    "wkt": rows(
        "mmsi;t;geom;sog",
        lambda f: f"{f.mmsi};{f.when:%Y-%m-%dT%H:%M:%S}Z;POINT ({f.lon} {f.lat});{f.sog}",
    ),
    "title lines": "Positions\nships,2\n" + rows(HEADER, plain),
    "two headers": rows(HEADER, plain, list(scene(0.5)))
    + rows(
        "MMSI,BaseDateTime,LON,LAT,SOG",
        lambda f: f"{f.mmsi},{f.when:%Y-%m-%dT%H:%M:%S},{f.lon},{f.lat},{f.sog}",
        list(scene())[len(list(scene(0.5))) :],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_a_table_gives_the_scene(tmp_path: Path, name: str) -> None:
    batches = read(put(tmp_path, TEXTS[name]))
    assert shown(batches) == truth()
    assert sum(b.n_rejects for b in batches) == 0


def test_what_is_not_used_is_named(tmp_path: Path) -> None:
    path = put(tmp_path, rows(f"{HEADER},colour", lambda f: f"{plain(f)},red"))
    assert "columns not used: colour" in format_of(sources([str(path)])[0]).notes


def test_korean_headings_and_korean_time(tmp_path: Path) -> None:
    def line(f: Fix) -> str:
        return f"{f.mmsi},{f.when + timedelta(hours=9):%Y-%m-%d %H:%M:%S},{f.lat},{f.lon},{f.sog}"

    text = "조회 기간,어제\n조회 선박,2\n" + rows("MMSI,일시,위도,경도,SOG", line)
    path = put(tmp_path, text.encode("cp949"))
    assert shown(read(path)) == truth()
    notes = format_of(sources([str(path)])[0]).notes
    assert any("Asia/Seoul" in n and "--time-zone" in n for n in notes)
    later = [(m, t + timedelta(hours=9), *rest) for m, t, *rest in truth()]
    assert shown(read(path, time_zone="UTC")) == later
    assert shown(read(path, time_zone="b*=UTC,a*=+09:00")) == truth()


def test_the_day_after_the_twelfth_shows_the_order_of_dates(tmp_path: Path) -> None:
    fixes = list(scene(14, 60))
    path = put(tmp_path, rows(HEADER, lambda f: plain(f, f"{f.when:%m/%d/%Y %H:%M:%S}"), fixes))
    assert shown(read(path)) == truth(fixes)
    few = put(tmp_path, rows(HEADER, lambda f: plain(f, f"{f.when:%m/%d/%Y %H:%M:%S}")), "b.csv")
    with pytest.raises(FormatError, match=r"'03/01/2026 00:00:00'.*--date-order"):
        read(few)
    assert shown(read(few, date_order="month-first")) == truth()


def test_nought_north_nought_east_is_no_position(tmp_path: Path) -> None:
    fixes = [f._replace(lat=0.0, lon=0.0) if i % 4 == 0 else f for i, f in enumerate(scene())]
    (batch,) = read(put(tmp_path, rows(HEADER, plain, fixes)))
    assert shown([batch]) == truth([f for f in fixes if f.lat])
    assert set(batch.rejects["reason"]) == {"no position"}


def test_an_mmsi_that_a_spreadsheet_rounded_is_rejected(tmp_path: Path) -> None:
    """4.12E+08 would make one ship of all that fly a country's flag."""
    text = rows(HEADER, lambda f: plain(f).replace("412111110", "4.12E+08"))
    (batch,) = read(put(tmp_path, text))
    assert set(batch.reports["mmsi"]) == {563333330}
    assert set(batch.rejects["reason"]) == {"mmsi rounded"}
    assert "spreadsheet" in batch.rejects["detail"][0]


def test_without_a_header_columns_are_named_by_number(tmp_path: Path) -> None:
    path = put(tmp_path, rows("", plain).removeprefix("\n"))
    with pytest.raises(FormatError, match="--columns mmsi=1,time=2,lat=3,lon=4"):
        read(path)
    batches = read(path, columns="mmsi=1,time=2,lat=3,lon=4,sog=5:kn")
    assert shown(batches) == truth()


def test_swapped_latitude_and_longitude_are_named(tmp_path: Path) -> None:
    path = put(tmp_path, rows("mmsi,timestamp,lon,lat,sog", plain))
    with pytest.raises(FormatError, match=r"likely swapped: 'lat' holds '123.5'.*lat=lon,lon=lat"):
        read(path)
    assert shown(read(path, columns="lat=lon,lon=lat")) == truth()


def features() -> list[dict[str, Any]]:
    return [
        {"mmsi": f.mmsi, "type": "Feature",
         "geometry": {"type": "Point", "coordinates": [f.lon, f.lat]},
         "properties": {"sog": f.sog, "timestamp": 7,
                        "timestampExternal": int(f.when.timestamp() * 1000)}}
        for f in scene()
    ]  # fmt: skip


def objects() -> list[dict[str, Any]]:
    return [
        {"mmsi": f.mmsi, "msgtime": f.when.isoformat(), "latitude": f.lat, "longitude": f.lon,
         "speedOverGround": f.sog} for f in scene()
    ]  # fmt: skip


@pytest.mark.parametrize(
    "document",
    [
        {"data": objects()},
        {"status": "ok", "result": {"vessels": objects()}},
        [{"ERROR": False, "RECORDS": 2}, objects()],
        objects(),
        {"type": "FeatureCollection", "features": features()},
        {"data": [{"ship": {"mmsi": o.pop("mmsi")}, "position": o} for o in objects()]},
    ],
)
def test_a_json_document_gives_the_scene(tmp_path: Path, document: Any) -> None:
    assert shown(read(put(tmp_path, json.dumps(document), "a.json"))) == truth()


def test_nan_in_json_is_null(tmp_path: Path) -> None:
    lines = [json.dumps(o | {"speedOverGround": float("nan")}) for o in objects()]
    (batch,) = read(put(tmp_path, "\n".join(lines) + "\n", "a.jsonl"))
    assert batch.n_reports == len(lines)
    assert batch.reports["sog_kn"].null_count() == len(lines)


def test_well_known_binary_gives_the_scene(tmp_path: Path) -> None:
    fixes = list(scene())
    frame = pl.DataFrame(
        {
            "mmsi": [f.mmsi for f in fixes], "base_date_time": [f.when for f in fixes],
            "geometry": [shapely.to_wkb(shapely.Point(f.lon, f.lat)) for f in fixes],
            "sog": [f.sog for f in fixes],
        }
    )  # fmt: skip
    frame.write_parquet(tmp_path / "a.parquet")
    assert shown(read(tmp_path / "a.parquet")) == truth()


def test_containers_give_the_scene(tmp_path: Path) -> None:
    data = TEXTS["iso"].encode()
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w:gz") as archive:
        info = tarfile.TarInfo("day/a.csv")
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.csv", data)
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("month/day.zip", inner.getvalue())
    for i, packed in enumerate(
        (bz2.compress(data), lzma.compress(data), tar.getvalue(), outer.getvalue())
    ):
        path = put(tmp_path, packed, f"p{i}")
        assert shown(read(path)) == truth(), i
    (member,) = sources([str(tmp_path / "p3")])
    assert member.place.endswith("p3!month/day.zip!a.csv")


@pytest.mark.parametrize(
    "given",
    [{"time_zone": "Mars"}, {"date_order": "ymd"}, {"encoding": "klingon"}, {"skip_rows": "x"}],
)
def test_a_wrong_option_is_one_clear_line(given: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="--"):
        options_of(**given)  # type: ignore[arg-type]
