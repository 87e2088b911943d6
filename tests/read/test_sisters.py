"""The same scene as users' programs write it: read right, or refused with what helps.

Each row stands for a layout that was once read with a wrong meaning and without a word, or refused
without need: units, times, numbers in other dress, JSON of other shapes, packed text.
"""

import bz2
import gzip
import io
import json
import lzma
import struct
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from seawarden.errors import FormatError

from .scene import FIXES, Fix, put, read, sentence, shown, table, truth

HEAD = "mmsi,timestamp,lat,lon,sog,cog,heading"
KST = timedelta(hours=9)


def row(f: Fix, **other: Any) -> str:
    """Return a row of `HEAD`, some cells written otherwise."""
    cells = {
        "mmsi": f.mmsi, "time": f"{f.when:%Y-%m-%dT%H:%M:%S}Z", "lat": f.lat, "lon": f.lon,
        "sog": f.sog, "cog": f.cog, "heading": f.heading,
    } | other  # fmt: skip
    return ",".join(map(str, cells.values()))


def dm(value: float) -> tuple[int, float]:
    """Return whole degrees and minutes."""
    return int(value), (value - int(value)) * 60


def written(head: str = HEAD, **cells: Callable[[Fix], Any]) -> str:
    """Return the scene as CSV, the cells named written by a function of the fix."""
    return table(head, lambda f: row(f, **{name: cell(f) for name, cell in cells.items()}))


def wkb(f: Fix) -> bytes:
    return struct.pack("<BIdd", 1, 1, f.lon, f.lat)


def objects() -> list[dict[str, Any]]:
    return [
        {"mmsi": f.mmsi, "timestamp": f"{f.when:%Y-%m-%dT%H:%M:%S}Z", "lat": f.lat, "lon": f.lon,
         "sog": f.sog, "cog": f.cog, "heading": f.heading}
        for f in FIXES
    ]  # fmt: skip


def tracks() -> dict[str, list[dict[str, Any]]]:
    by: dict[str, list[dict[str, Any]]] = {}
    for one in objects():
        by.setdefault(str(one["mmsi"]), []).append({k: v for k, v in one.items() if k != "mmsi"})
    return by


OBJECTS = objects()
PLAIN = written()
READ: dict[str, str | bytes] = {
    # times
    "one digit a part": written(time=lambda f: f"{f.when.year}-{f.when.month}-{f.when.day} "
                                f"{f.when.hour}:{f.when:%M:%S}"),
    "dots": written(time=lambda f: f"{f.when:%Y.%m.%d %H:%M:%S}"),
    "slashes without seconds": written(time=lambda f: f"{f.when:%Y/%m/%d %H:%M}"),
    "12 h": written(time=lambda f: f"{f.when:%Y-%m-%d %I:%M:%S %p}"),
    "named zone": written(time=lambda f: f"{f.when + KST:%Y-%m-%dT%H:%M:%S}+09:00[Asia/Seoul]"),
    "KST behind": written(time=lambda f: f"{f.when + KST:%Y-%m-%d %H:%M:%S} KST"),
    "KST in the heading": written(HEAD.replace("timestamp", "Time (KST)"),
                                  time=lambda f: f"{f.when + KST:%Y-%m-%d %H:%M:%S}"),
    "offset in the heading": written(HEAD.replace("timestamp", "Time (UTC+9)"),
                                     time=lambda f: f"{f.when + KST:%Y-%m-%d %H:%M:%S}"),
    # MMSIs
    "mmsi as formula": written(mmsi=lambda f: f'"=""{f.mmsi}"""'),
    "mmsi behind an apostrophe": written(mmsi=lambda f: f"'{f.mmsi}"),
    "mmsi in thousands": written(mmsi=lambda f: f'"{f.mmsi:,}"'),
    "mmsi in blanks": written(mmsi=lambda f: f"{f.mmsi:,}".replace(",", " ")),
    "mmsi behind its word": written(mmsi=lambda f: f"MMSI {f.mmsi}"),
    "mmsi as urn": written(mmsi=lambda f: f"urn:mrn:imo:mmsi:{f.mmsi}"),
    "mmsi in exact exponents": written(mmsi=lambda f: f"{f.mmsi:.8E}"),
    # positions
    "DDMM with letters": written(lat=lambda f: "{:02d}{:08.5f}N".format(*dm(f.lat)),
                                 lon=lambda f: "{:03d}{:08.5f}E".format(*dm(f.lon))),
    "1e-6 degree": written(lat=lambda f: round(f.lat * 1e6), lon=lambda f: round(f.lon * 1e6)),
    "1e-5 degree": written(lat=lambda f: round(f.lat * 1e5), lon=lambda f: round(f.lon * 1e5)),
    "wkb with a backslash": table("mmsi,timestamp,geom,sog,cog,heading", lambda f: (
        f"{f.mmsi},{f.when:%Y-%m-%dT%H:%M:%S}Z,\\x{wkb(f).hex()},{f.sog},{f.cog},{f.heading}")),
    "geojson in a cell": table("mmsi;timestamp;geom;sog;cog;heading", lambda f: (
        f"{f.mmsi};{f.when:%Y-%m-%dT%H:%M:%S}Z;"
        f'"{{""type"":""Point"",""coordinates"":[{f.lon},{f.lat}]}}";{f.sog};{f.cog};{f.heading}')),
    # speeds
    "mph in the heading": written(HEAD.replace("sog", "Speed (mph)"),
                                  sog=lambda f: round(f.sog * 1.15078, 4)),
    "km/h behind the number": written(sog=lambda f: f"{f.sog * 1.852:.3f} km/h"),
    "kn behind the number": written(sog=lambda f: f"{f.sog} kn"),
    # packed, and in other text
    "gzip twice": gzip.compress(gzip.compress(PLAIN.encode())),
    "bzip2 in xz": lzma.compress(bz2.compress(PLAIN.encode())),
    "lzma": lzma.compress(PLAIN.encode(), format=lzma.FORMAT_ALONE),
    "UTF-16 without a mark": PLAIN.encode("utf-16-le"),
    "UTF-16, big end first": b"\xfe\xff" + PLAIN.encode("utf-16-be"),
    "UTF-32": PLAIN.encode("utf-32"),
    "carriage returns": PLAIN.replace("\n", "\r"),
    "NMEA in UTF-16": "".join(f"{f.epoch} {sentence(f)}\r\n" for f in FIXES).encode("utf-16"),
    # JSON
    "pandas split": json.dumps({"columns": list(OBJECTS[0]), "index": list(range(len(OBJECTS))),
                                "data": [list(o.values()) for o in OBJECTS]}),
    "pandas columns": json.dumps({c: {str(i): o[c] for i, o in enumerate(OBJECTS)}
                                   for c in OBJECTS[0]}),
    "pandas index": json.dumps({str(i): o for i, o in enumerate(OBJECTS)}),
    "columns as lists": json.dumps({c: [o[c] for o in OBJECTS] for c in OBJECTS[0]}),
    "lists under an MMSI": json.dumps(tracks()),
    "ships with tracks": json.dumps([{"mmsi": int(k), "track": v} for k, v in tracks().items()]),
    "one behind another": "".join(map(json.dumps, OBJECTS)),
    "commas between lines": "".join(json.dumps(o) + ",\n" for o in OBJECTS),
    "indented, one behind another": "".join(json.dumps(o, indent=2) + "\n" for o in OBJECTS),
    "a list a line": "".join(json.dumps(r) + "\n" for r in [
        [*OBJECTS[0]], *(list(o.values()) for o in OBJECTS)]),
    "a sentence under any key": "".join(
        json.dumps({"ts": f.epoch, "raw": sentence(f)}) + "\n" for f in FIXES),
    "envelope with MMSI 0": "".join(json.dumps({
        "MessageType": "PositionReport",
        "MetaData": {"MMSI": 0, "time_utc": f"{f.when:%Y-%m-%d %H:%M:%S}.000 +0000 UTC"},
        "Message": {"PositionReport": {
            "MessageID": 1, "UserID": f.mmsi, "Latitude": f.lat, "Longitude": f.lon, "Sog": f.sog,
            "Cog": f.cog, "TrueHeading": f.heading}}}) + "\n" for f in FIXES),
    "nanoseconds before a sentence": "".join(f"{f.epoch}000000000 {sentence(f)}\n" for f in FIXES),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_the_scene_in_other_dress(tmp_path: Path, name: str) -> None:
    batches = read(put(tmp_path, READ[name], "file"))
    assert shown(batches) == truth()
    assert sum(b.n_rejects for b in batches) == 0


REFUSED: dict[str, tuple[str | bytes, str]] = {
    "times rounded": (written(time=lambda f: f"{f.epoch:.2E}"),
                      r"first '1\.77E\+09'.*--columns time="),
    "local times": (written(HEAD.replace("timestamp", "Time (local)"),
                            time=lambda f: f"{f.when:%Y-%m-%d %H:%M:%S}"),
                    r"local by their heading, and '2026-03-01 00:00:00'.*--time-zone"),
    "days without times": (written(time=lambda f: f"{f.when:%Y-%m-%d}"), "'2026-03-01'.*--columns"),
    "radians": (written(lat=lambda f: f.lat * 0.0174532925, lon=lambda f: f.lon * 0.0174532925),
                "contradict each other.*57.*--columns"),
    "metres of a map": (written(lat=lambda f: f.lat * 1e5 + 0.5, lon=lambda f: f.lon * 1e5 + 0.5),
                        "expected degrees.*EPSG:3857"),
    "DDMM without letters": (written(lat=lambda f: "{:02d}{:08.5f}".format(*dm(f.lat)),
                                     lon=lambda f: "{:03d}{:08.5f}".format(*dm(f.lon))),
                             "'2500.00000'.*DDMM.mmmm.*N, S, E or W"),
    "mph without a word": (written(sog=lambda f: round(f.sog * 1.15078, 4)),
                           r"contradict each other.*1\.15 times.*--columns sog="),
    "hundredths of a knot": (written(sog=lambda f: round(f.sog * 100)), "contradict each other"),
    "a speed in two units": (written(sog=lambda f: f"{f.sog} {'kn' if f.sog > 1 else 'km/h'}"),
                             "not always the same; expected kn, km/h or m/s.*--columns sog="),
    "ships without positions": (table("MMSI,IMO,Vessel Name,Callsign", lambda f: (
        f"{f.mmsi},{f.imo},{f.name},{f.call_sign}")), "table of ships.*screen --file"),
    "7-Zip": (b"7z\xbc\xaf\x27\x1c" + bytes(99), "a 7-Zip archive .*37 7a.*unpack it"),
    "a time of day": ("".join(f"{f.when:%H:%M:%S} {sentence(f)}\n" for f in FIXES),
                      "in a form that is not read, as '00:00:00 !AIVDM.*a date with its year"),
    "a date of two orders": ("".join(f"{f.when:%d/%m/%Y %H:%M:%S} {sentence(f)}\n" for f in FIXES),
                             "day first or month first.*'01/03/2026.*--date-order"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_means_two_things_is_refused(tmp_path: Path, name: str) -> None:
    data, match = REFUSED[name]
    with pytest.raises(FormatError, match=match) as refusal:
        read(put(tmp_path, data, "file"))
    assert "\n" not in str(refusal.value)


def test_an_order_that_a_line_of_nmea_shows(tmp_path: Path) -> None:
    late = [f._replace(when=f.when + timedelta(days=13)) for f in FIXES]
    text = "".join(f"{f.when:%m/%d/%Y %H:%M:%S} {sentence(f)}\n" for f in late)
    assert shown(read(put(tmp_path, text))) == truth(late)
    text = "".join(f"{f.when:%d/%m/%Y %H:%M:%S} {sentence(f)}\n" for f in FIXES)
    assert shown(read(put(tmp_path, text), date_order="day-first")) == truth()


def test_letters_beside_the_degrees_are_their_sign(tmp_path: Path) -> None:
    head = "mmsi,timestamp,lat,lat_dir,lon,lon_dir,sog,cog,heading"
    text = table(head, lambda f: row(f, lat=f"{f.lat},S", lon=f"{f.lon},W"))
    south_west = [f._replace(lat=-f.lat, lon=-f.lon, cog=(f.cog + 180) % 360) for f in FIXES]
    found = {r[:4] for r in shown(read(put(tmp_path, text)))}
    assert found == {r[:4] for r in truth(south_west)}


def test_names_without_positions_are_statics(tmp_path: Path) -> None:
    text = table("MMSI,timestamp,IMO,shipname,callsign", lambda f: (
        f"{f.mmsi},{f.when:%Y-%m-%dT%H:%M:%S}Z,{f.imo},{f.name},{f.call_sign}"))  # fmt: skip
    (batch,) = read(put(tmp_path, text))
    assert (batch.n_reports, batch.n_statics, batch.n_rejects) == (0, len(FIXES), 0)
    assert set(batch.statics["name"]) == {f.name for f in FIXES}


FRAME = pl.DataFrame(
    {"mmsi": [f.mmsi for f in FIXES], "time": [f.when.replace(tzinfo=None) for f in FIXES],
     "lat": [f.lat for f in FIXES], "lon": [f.lon for f in FIXES], "sog": [f.sog for f in FIXES],
     "cog": [f.cog for f in FIXES], "heading": [f.heading for f in FIXES]}
)  # fmt: skip
BARE = FRAME.drop("lat", "lon")
PARQUET = {
    "day and time of day": FRAME.with_columns(
        date=pl.col("time").dt.date(), time=pl.col("time").dt.time()),
    "GeoArrow, a structure": BARE.with_columns(
        geometry=pl.Series([{"x": f.lon, "y": f.lat} for f in FIXES])),
    "GeoArrow, a list": BARE.with_columns(
        geometry=pl.Series([[f.lon, f.lat] for f in FIXES], dtype=pl.Array(pl.Float64, 2))),
    "WKT": BARE.with_columns(geometry=pl.Series([f"POINT ({f.lon} {f.lat})" for f in FIXES])),
    "structures": FRAME.select(
        pl.struct("mmsi").alias("vessel"),
        pl.struct(timestamp="time", latitude="lat", longitude="lon", speed="sog", course="cog",
                  heading="heading").alias("position")),
}  # fmt: skip


@pytest.mark.parametrize("name", PARQUET)
def test_parquet_in_other_dress(tmp_path: Path, name: str) -> None:
    out = io.BytesIO()
    PARQUET[name].write_parquet(out)
    assert shown(read(put(tmp_path, out.getvalue(), "a"))) == truth()
