"""Every way to write one scene: read as it is, or refused for a reason that the file bears.

The product of coordinates, units, dates, zones, separators, encodings and containers has millions
of combinations; `SEAWARDEN_MATRIX=2500` reads that many of them (`make matrix`), drawn by
`SEAWARDEN_SEED`, and a plain run a few. A date that could be two days must be refused by its
option's name and a sample cell; anything else must give the scene.
"""

import bz2
import gzip
import io
import lzma
import os
import random
import re
import tarfile
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import zstandard

from seawarden.errors import FormatError

from .scene import FIXES, Fix, put, read, shown, truth

HEADS = {
    "plain": ("mmsi", "timestamp", "lat", "lon", "sog", "cog", "heading"),
    "trade": ("MMSI", "Time (UTC)", "Latitude", "Longitude", "Speed", "Course", "True Heading"),
    "kpler": ("vessel_mmsi", "position_timestamp", "position_latitude", "position_longitude",
              "position_speed", "position_course", "position_heading"),
    "korean": ("MMSI", "일시", "위도", "경도", "SOG", "COG", "Heading"),
    "chinese": ("MMSI", "时间", "纬度", "经度", "航速", "航向", "船首向"),
}  # fmt: skip
SPEEDS: dict[str, Callable[[float], str]] = {
    "kn": lambda v: f"{v:.1f}",
    "kn/10": lambda v: f"{v * 10:.0f}",
    "km/h": lambda v: f"{v * 1.852:.3f}",
    "m/s": lambda v: f"{v * 0.514444:.4f}",
}
ORDERED = {"%d/%m/%Y %H:%M:%S", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %I:%M:%S %p", "%d-%m-%Y %H:%M:%S"}
DATES = (
    "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%d.%m.%Y %H:%M:%S",
    "%Y%m%d%H%M%S", "%Y%m%dT%H%M%S", "%d %b %Y %H:%M:%S", "epoch", "epoch ms", *sorted(ORDERED),
)  # fmt: skip
ZONES = {"UTC": 0.0, "+09:00": 9.0, "-03:30": -3.5, "Asia/Seoul": 9.0}
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp949", "gb18030")
SEPARATORS = (",", ";", "\t", "|")


def _sexagesimal(value: float, letters: str) -> str:
    seconds = round(abs(value) * 3600, 2)
    d, rest = divmod(seconds, 3600)
    m, s = divmod(rest, 60)
    return f"{d:.0f}°{m:02.0f}'{s:05.2f}{letters[value < 0]}"


PLACES: dict[str, Callable[[float, str], str]] = {
    "degrees": lambda v, _: f"{v:.6f}",
    "comma": lambda v, _: f"{v:.6f}".replace(".", ","),
    "AIS units": lambda v, _: f"{v * 6e5:.0f}",
    "1e-7": lambda v, _: f"{v * 1e7:.0f}",
    "letters": lambda v, letters: f"{abs(v):.6f} {letters[v < 0]}",
    "minutes": _sexagesimal,
}


def _zip(data: bytes, name: str = "a.csv") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return out.getvalue()


def _tar(data: bytes, mode: str = "w:gz") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        info = tarfile.TarInfo("a.csv")
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


CONTAINERS: dict[str, Callable[[bytes], bytes]] = {
    "plain": bytes,
    "gzip": gzip.compress,
    "zstd": lambda d: zstandard.ZstdCompressor().compress(d),
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zip": _zip,
    "tar.gz": _tar,
    "tar": lambda d: _tar(d, "w:"),
    "zip in zip": lambda d: _zip(_zip(d), "day.zip"),
    "gzip in zip": lambda d: _zip(gzip.compress(d), "a.csv.gz"),
}


def _written(when: datetime, form: str) -> str:
    if form == "epoch":
        return str(int(when.timestamp()))
    if form == "epoch ms":
        return str(int(when.timestamp() * 1000))
    return when.strftime(form)


def _combination(rng: random.Random) -> dict[str, str]:
    axes = {
        "head": HEADS, "speed": SPEEDS, "date": DATES, "zone": ZONES, "encoding": ENCODINGS,
        "separator": SEPARATORS, "place": PLACES, "container": CONTAINERS,
        "start": ("early", "late"), "order": ("open", "given"),
    }  # fmt: skip
    one = {name: rng.choice(list(values)) for name, values in axes.items()}
    if one["head"] == "chinese" and one["encoding"] == "cp949":
        one["encoding"] = "gb18030"  # a text can only be in an encoding that has its letters
    if one["head"] == "korean" and one["encoding"] == "gb18030":
        one["encoding"] = "cp949"
    if one["place"] == "comma" and one["separator"] == ",":
        one["separator"] = ";"
    return one


N = int(os.environ.get("SEAWARDEN_MATRIX", "24"))
RNG = random.Random(os.environ.get("SEAWARDEN_SEED", "1"))
COMBINATIONS = [_combination(RNG) for _ in range(N)]


@pytest.mark.parametrize("one", COMBINATIONS, ids=lambda one: "|".join(one.values()))
def test_the_scene_or_a_refusal(tmp_path: Path, one: dict[str, str]) -> None:
    later = timedelta(days=13 if one["start"] == "late" else 0)
    fixes = [f._replace(when=f.when + later) for f in FIXES]
    is_epoch = one["date"].startswith("epoch")
    away = timedelta(hours=0 if is_epoch else ZONES[one["zone"]])
    # Speeds are written to three decimals: a knot's tenth comes back from every unit.
    place, speed = PLACES[one["place"]], SPEEDS[one["speed"]]

    def line(f: Fix) -> str:
        cells = (
            str(f.mmsi), _written(f.when + away, one["date"]), place(f.lat, "NS"),
            place(f.lon, "EW"), speed(f.sog), f"{f.cog:.1f}", str(f.heading),
        )  # fmt: skip
        return one["separator"].join(cells)

    text = "\n".join([one["separator"].join(HEADS[one["head"]]), *map(line, fixes), ""])
    try:
        data = text.encode(one["encoding"])
    except UnicodeEncodeError:
        data = text.encode("utf-8")  # no degree sign, or no such letters, in it
    given = {"time_zone": one["zone"]}
    if one["order"] == "given" and one["date"] in ORDERED:
        given["date_order"] = "day-first" if one["date"].startswith("%d") else "month-first"
    path = put(tmp_path, CONTAINERS[one["container"]](data), "input")
    days = {(f.when + away).day for f in fixes}
    is_open = one["date"] in ORDERED and "date_order" not in given and max(days) <= 12
    is_open = is_open and {(f.when + away).strftime("%d %m") for f in fixes} != {"03 03"}
    if is_open:
        # Where the positions are open too, they are asked about first.
        with pytest.raises(
            FormatError, match=r"first is '.*--date-order|--columns lat="
        ) as refusal:
            read(path, **given)
        assert "\n" not in str(refusal.value)
        return
    try:
        batches = read(path, **given)
    except FormatError as refusal:
        # Whole numbers of a scale that their range does not show, beside speeds of an unusual
        # unit, are two unknowns; no other combination may be refused.
        is_open = one["place"] in ("AIS units", "1e-7") and one["speed"] in ("km/h", "m/s")
        why = r"holds '-?\d+'.*expected degrees.*--columns lat="
        assert is_open and re.search(why, str(refusal)), refusal
        return
    assert shown(batches) == truth(fixes)
    assert sum(b.n_rejects for b in batches) == 0
    assert sum(b.lines for b in batches) == len(fixes)
