"""Field by field against pyais and gpsd on every real message of the types that are decoded.

The oracle finds sentences and joins parts by itself (a regular expression and a dictionary), so
that a fault in finding lines, parts or fields shows.
"""

import gzip
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from pyais import decode
from pyais.constants import ShipType

from .nmea_lines import checksum, read

_SENTENCE = re.compile(
    r"!([!-~]{2}VD[MO]),(\d),(\d),(\d?),([^,]?),([^,!*\\]*),([0-5])\*([0-9A-F]{2})"
)
_LEAST_BITS = {1: 143, 2: 143, 3: 143, 4: 134, 5: 422, 9: 134, 11: 134, 17: 75, 18: 139, 19: 301,
               21: 259, 24: 160, 27: 94}  # fmt: skip
_NO_TIME = datetime(2020, 1, 1, tzinfo=UTC)


def _messages(text: str) -> dict[int, Any]:
    """Return what pyais makes of each message, by the line where it begins."""
    found: dict[int, Any] = {}
    parts: dict[tuple[str, ...], dict[int, tuple[int, str, str]]] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("#"):
            continue
        for m in _SENTENCE.finditer(line):
            body = m.group(0)[1:-3]
            if checksum(body) != m.group(8):
                continue
            form, total, part, seq, channel, payload, fill, _ = m.groups()
            joined = [(number, payload, fill)]
            if total != "1":
                key = (form, total, seq, channel)
                got = parts.setdefault(key, {})
                if int(part) in got:
                    got.clear()
                got[int(part)] = (number, payload, fill)
                if len(got) < int(total):
                    continue
                joined = [got[i] for i in sorted(got)]
                del parts[key]
            whole = "".join(p for _, p, _ in joined)
            kind = (
                (ord(whole[0]) - 48 if ord(whole[0]) < 88 else ord(whole[0]) - 56) if whole else 0
            )
            bits = 6 * len(whole) - int(joined[-1][2])
            if kind not in _LEAST_BITS or bits < _LEAST_BITS[kind]:
                continue
            try:
                raw = f"AIVDM,1,1,,A,{whole},{joined[-1][2]}"
                message = decode(f"!{raw}*{checksum(raw)}".encode())
            except Exception:
                continue
            if not 0 < int(message.mmsi) <= 999_999_999:
                continue
            found[min(n for n, _, _ in joined)] = message
    return found


def _or_none(value: float | None, missing: float) -> float | None:
    return None if value is None or value >= missing else float(value)


def _report(m: Any) -> dict[str, Any] | None:
    """Return the row that pyais's fields make, or None where there is no position."""
    lat, lon = getattr(m, "lat", None), getattr(m, "lon", None)
    if m.msg_type == 17:  # pyais gives minutes here, and leaves the sign bit in the number
        lat = (lat - 13_107.2 if lat >= 6_553.6 else lat) / 60
        lon = (lon - 26_214.4 if lon >= 13_107.2 else lon) / 60
    if lat is None or abs(lat) > 90 or abs(lon) > 180:
        return None
    sog = _or_none(getattr(m, "speed", None), {27: 63, 9: 1023}.get(m.msg_type, 102.3))
    status = getattr(m, "status", None)
    return {
        "mmsi": int(m.mmsi),
        "lat_deg": lat,
        "lon_deg": lon,
        "sog_kn": sog,
        "cog_deg": _or_none(getattr(m, "course", None), 360),
        "heading_deg": _or_none(getattr(m, "heading", None), 360),
        "nav_status": None if status is None or int(status) == 15 else int(status),
        "msg_type": m.msg_type,
    }


def _static(m: Any) -> dict[str, Any] | None:
    """Return the row that pyais's fields make, or None where the message names nobody."""
    if m.msg_type not in (5, 19, 24) or getattr(m, "partno", 0) > 1:
        return None
    sides = [getattr(m, s, None) for s in ("to_bow", "to_stern", "to_port", "to_starboard")]
    if not any(sides):
        sides = [None] * 4

    def text(name: str) -> str | None:
        return (getattr(m, name, None) or "").strip("@ ") or None

    return {
        "mmsi": int(m.mmsi),
        "imo": getattr(m, "imo", None) or None,
        "name": text("shipname"),
        "call_sign": text("callsign"),
        "ship_type": int(getattr(m, "ship_type", 0)) or None,
        "bow_m": sides[0],
        "stern_m": sides[1],
        "port_m": sides[2],
        "starboard_m": sides[3],
        "draught_m": getattr(m, "draught", None) or None,
        "destination": text("destination"),
        "msg_type": m.msg_type,
    }


def _same(ours: dict[str, Any], theirs: dict[str, Any]) -> bool:
    for name, value in theirs.items():
        mine = ours[name]
        if name == "ship_type":  # pyais knows groups of types, and folds the rest into them
            if ShipType.from_value(mine or 0) != ShipType.from_value(value or 0):
                return False
        elif value is None or mine is None or isinstance(value, str):
            if value != mine:
                return False
        elif abs(value - mine) > (1e-6 if name.endswith(("lat_deg", "lon_deg")) else 1e-4):
            return False
    return True


FILES = (
    "amsa_terrestrial_2012-01-27.txt.gz", "dma_2013-11-12.txt.gz", "dma_stream_2010.txt.gz",
    "exactearth_satellite.txt.gz", "exactearth_satellite-2.txt.gz",
    "exactearth_satellite-3.txt.gz", "gpsd_ais-nmea.log", "gpsd_sample.aivdm",
    "pyais_nmea_data_sample.txt", "malformed/mixed_types.nmea", "malformed/multi-part.nmea",
    "malformed/ee-multiline.nmea", "malformed/type1-bad-bitcount.nmea",
)  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_every_message_says_what_pyais_says(shared_data: Path, name: str) -> None:
    """A wrong bit offset puts a ship in the wrong sea; 70,000 real messages would show it."""
    file = shared_data / "ais" / "nmea" / name
    raw = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    expected = _messages(raw.decode("utf-8", "replace"))
    got = read(raw, start_utc=_NO_TIME)
    reports = got.reports.with_columns(
        lat_deg=pl.col("lat_aisu") / 600_000, lon_deg=pl.col("lon_aisu") / 600_000
    )
    for rows, of in ((reports, _report), (got.statics, _static)):
        ours = {row["line"]: row for row in rows.iter_rows(named=True)}
        theirs = {line: row for line, m in expected.items() if (row := of(m)) is not None}
        assert ours.keys() == theirs.keys()
        wrong = [(ours[i], theirs[i]) for i in theirs if not _same(ours[i], theirs[i])]
        assert not wrong, wrong[:3]


def _rounded(degrees: float) -> float:
    """gpsd prints the positions of types 17 and 27 to a tenth of a degree."""
    return round(degrees, 1)


def test_gpsds_own_decodes_agree(shared_data: Path) -> None:
    """gpsd published what its sample says: positions and identities must be the same."""
    folder = shared_data / "ais" / "nmea"
    said = [json.loads(x) for x in (folder / "gpsd_sample.aivdm.json").read_text().splitlines()]
    got = read((folder / "gpsd_sample.aivdm").read_bytes(), start_utc=_NO_TIME)
    ours = {
        (r["msg_type"], r["mmsi"], _rounded(r["lat_aisu"] / 6e5), _rounded(r["lon_aisu"] / 6e5))
        for r in got.reports.iter_rows(named=True)
    }
    theirs = {
        (m["type"], m["mmsi"], _rounded(m["lat"]), _rounded(m["lon"]))
        for m in said
        if m["type"] in _LEAST_BITS and abs(m.get("lat", 91)) <= 90
    }
    assert len(theirs) >= 15
    assert ours == theirs
    names = {(s["mmsi"], s["name"]) for s in got.statics.iter_rows(named=True) if s["name"]}
    named = {
        (m["mmsi"], m["shipname"]) for m in said if m["type"] in (5, 19, 24) and m.get("shipname")
    }
    assert named <= names
    assert names - named == {(271_041_511, "TRIPPIN")}  # a 24A, which gpsd shows without its name


@pytest.mark.parametrize("name", FILES[:3])
def test_the_times_agree_with_the_utc_second_in_the_reports(shared_data: Path, name: str) -> None:
    """The ships' own clocks are an independent check of which time each sentence took.

    Nine in ten agree within -3 to +6 s, the delay of networks; by chance one in six would.
    """
    raw = gzip.decompress((shared_data / "ais" / "nmea" / name).read_bytes())
    messages = _messages(raw.decode("utf-8", "replace"))
    rows = read(raw).reports.filter(pl.col("msg_type").is_in([1, 2, 3, 18]))
    late = [
        (time.timestamp() - messages[line].second + 30) % 60 - 30
        for line, time in rows.select("line", "time_utc").iter_rows()
        if messages[line].second < 60
    ]
    assert len(late) > 2_500
    assert sum(-3 <= s <= 6 for s in late) / len(late) > 0.9
