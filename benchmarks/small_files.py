"""What a small file costs (`python -m benchmarks.small_files`), and 66,000 of them in one run.

SIMULATED files of 30 reports each, as a station writes one a minute, taken into an archive by the
functions of `watch`: found, told, proved, read, hashed and sorted. Printed is the processor time a
file (user and system, all threads), the least of three runs, so that a busy machine changes it
little. `--many` watches 66,000 files of one sentence, more than 16 bits count.
"""

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import seawarden as sw
from seawarden.pipeline.watch.ingest import ingest
from seawarden.read import Options
from tests.read.scene import FIXES, Fix, sentence, tagged


def _fix(f: Fix) -> str:
    when = f"{f.when:%Y-%m-%dT%H:%M:%S}"
    return f"{f.mmsi},{when},{f.lat},{f.lon},{f.sog},{f.cog},{f.heading}"


_NOAA = (
    "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status,"
    "Length,Width,Draft,Cargo,TransceiverClass"
)
KINDS: dict[str, tuple[str, Callable[[Fix], str]]] = {
    "NMEA with tag blocks": ("", lambda f: tagged(f"s:st,c:{f.epoch}") + sentence(f)),
    "CSV of positions": (
        "mmsi,timestamp,lat,lon,sog,cog,heading",
        lambda f: (
            f"{f.mmsi},{f.when:%Y-%m-%dT%H:%M:%S},{f.lat},{f.lon},{f.sog},{f.cog},{f.heading}"
        ),
    ),
    "CSV of NOAA, names and sizes too": (
        _NOAA,
        lambda f: (
            f"{f.mmsi},{f.when:%Y-%m-%dT%H:%M:%S},{f.lat},{f.lon},{f.sog},{f.cog},{f.heading},"
            f"{f.name},IMO{f.imo},{f.call_sign},{f.ship_type},0,180,30,{f.draught},0,A"
        ),
    ),
}


def _object(f: Fix) -> str:
    when = f"{f.when:%Y-%m-%dT%H:%M:%S}Z"
    return json.dumps({
        "mmsi": f.mmsi, "timestamp": when, "lat": f.lat, "lon": f.lon, "sog": f.sog, "cog": f.cog,
        "heading": f.heading, "name": f.name, "imo": f.imo, "callsign": f.call_sign,
    })  # fmt: skip


KINDS["JSON, an object a line, names too"] = ("", _object)


def _write(folder: Path, kind: str, n: int, rows: int) -> None:
    header, line = KINDS[kind]
    for i in range(n):
        part = FIXES[i * 7 % 400 :][:rows]
        text = "".join(f"{one}\n" for one in filter(None, (header, *map(line, part))))
        (folder / f"{i:06d}").write_text(text)


def _cost_ms(place: Path, n: int) -> float:
    best = float("inf")
    for _ in range(3):
        shutil.rmtree(place / "out", ignore_errors=True)
        start = time.process_time()
        ingest((str(place / "in"),), place / "out", Options(), progress=lambda *_: None)
        best = min(best, (time.process_time() - start) * 1000 / n)
    return best


def main() -> None:
    """Print the milliseconds a file."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--many", action="store_true", help="66,000 files in one watch")
    asked = parser.parse_args()
    for kind in [] if asked.many else KINDS:
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder)
            (place / "in").mkdir()
            _write(place / "in", kind, asked.files, 30)
            sys.stdout.write(f"{kind}: {_cost_ms(place, asked.files):.1f} ms a file\n")
    if asked.many:
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder)
            (place / "in").mkdir()
            _write(place / "in", "NMEA with tag blocks", 66_000, 1)
            start = time.process_time()
            docket = sw.watch([str(place / "in")], out=place / "out")
            spent = time.process_time() - start
            reports = sum(one["reports"] for one in docket.run["inputs"])
            sys.stdout.write(f"66,000 files: {reports} reports, {spent:.0f} s of processor\n")


if __name__ == "__main__":
    main()
