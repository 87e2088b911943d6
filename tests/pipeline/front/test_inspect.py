"""`inspect` shows how a file would be read, as text, as JSON and from standard input."""

import io
import json
import os
import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

import seawarden as sw
from tests.read.published_samples import samples
from tests.read.scene import FIXES, put, table


def command(*args: object, data: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", "from seawarden.cli import main; main()", "inspect",
         *map(str, args)],
        check=False, capture_output=True, input=data, env={**os.environ, "COLUMNS": "200"},
    )  # fmt: skip


def test_units_columns_and_what_is_unused(tmp_path: Path) -> None:
    (one,) = sw.inspect(put(tmp_path, samples()["marinetraffic ps07"])).data
    assert one["format"] == "marinetraffic" and one["problem"] is None
    assert one["columns"]["sog"] == {"column": "SPEED", "unit": "kn", "factor": 0.1}
    assert one["columns"]["lat"] == {"column": "LAT", "unit": "deg", "factor": 1.0}
    assert one["unused"] == ["SHIP_ID"]
    assert one["time"] == {"layout": "ISO 8601", "zone": "UTC", "share_read": 1.0}
    assert one["lines"]["lines"] == one["lines"]["reports"] == 432
    assert one["reports"][0] == {
        "line": 2, "time_utc": "2026-03-01T00:00:00Z", "mmsi": 563333330, "lat_deg": 25.0,
        "lon_deg": 123.5, "sog_kn": 12.0, "cog_deg": 0.5,
    }  # fmt: skip


def test_an_encoding_and_a_zone_are_shown_with_the_option(tmp_path: Path) -> None:
    found = sw.inspect(put(tmp_path, samples()["korean"].encode("cp949")))
    (one,) = found.data
    assert (one["encoding"], one["time"]["zone"], one["header_line"]) == ("cp949", "Asia/Seoul", 3)
    assert "--time-zone" in found.text and "--encoding" in found.text


def test_a_refusal_is_a_finding_with_its_option(tmp_path: Path) -> None:
    row = "{0.mmsi},{0.when:%d/%m/%Y %H:%M},{0.lat},{0.lon}"
    open_dates = table("mmsi,time,lat,lon", row.format)
    path = put(tmp_path, open_dates)
    found = sw.inspect(path)
    assert not found.is_read and "--date-order" in found.data[0]["problem"]
    done = command(path, "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)[0]["problem"] == found.data[0]["problem"]
    assert command(path, "--date-order", "day-first").returncode == 0


def test_standard_input_and_every_member_of_an_archive(tmp_path: Path) -> None:
    text = samples()["kystverket hais"].encode()
    (one,) = json.loads(command("-", "--json", data=text).stdout)
    assert (one["path"], one["format"], one["lines"]["reports"]) == ("-", "kystverket", 432)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.csv", text)
        archive.writestr("b.nmea", samples()["tag s c"])
    both = json.loads(command("-", "--json", data=out.getvalue()).stdout)
    assert [(o["path"], o["format"]) for o in both] == [
        ("-!a.csv", "kystverket"), ("-!b.nmea", "nmea"),
    ]  # fmt: skip


@pytest.mark.parametrize("hours", [9.0, -3.5, 5.5])
def test_a_clock_that_is_half_hours_off_is_named_by_a_watch(tmp_path: Path, hours: float) -> None:
    """SIMULATED: two receivers hear one passing ship, one of them writes local time."""
    folder = tmp_path / "ais"
    folder.mkdir()
    for name, away in (("a_utc.csv", 0.0), ("b_local.csv", hours)):
        local = [f._replace(when=f.when + timedelta(hours=away)) for f in FIXES]
        row = "{0.mmsi},{0.when:%Y-%m-%d %H:%M:%S},{0.lat},{0.lon},{0.sog},{0.cog},{0.heading}"
        text = table("mmsi,time,lat,lon,sog,cog,heading", row.format, local)
        put(folder, text, name)
    docket = sw.watch(folder, out=tmp_path / "out")
    sign, word = ("+", "ahead of") if hours > 0 else ("-", "behind")
    zone = f"{sign}{int(abs(hours)):02d}:{int(abs(hours) % 1 * 60):02d}"
    (note,) = [n for n in docket.run["notes"] if "local time" in n]
    assert f"{abs(hours):g} h {word} those of" in note
    assert f"--time-zone 'b_local.csv={zone}'" in note
    mended = sw.watch(folder, out=tmp_path / "mended", time_zone=f"b_local.csv={zone}")
    assert not [n for n in mended.run["notes"] if "local time" in n]
