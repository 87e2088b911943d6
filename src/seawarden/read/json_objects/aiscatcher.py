"""AIS-catcher's JSON: an object a message, with the sentences it came in and when.

`{"class": "AIS", "rxtime": "20260301000000", "nmea": ["!AIVDM,..."], ...}`, as its options `-o 3`,
`-o 4` and `-o 5` print and its HTTP messages hold. The sentences are the message itself, so they
are decoded by the NMEA reader and the fields beside them are left alone; `rxtime` (UTC) or
`rxuxtime` goes into a tag block, and the station's name where one stands there. Other programs'
objects of a sentence and a time under other names (`{"ts": ..., "raw": "!AIVDM,..."}`) are read so
too. All sentences of an object stand on one line. Blind spot: a line that is no object counts as
other, as text between sentences does.
"""

import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO, cast

from ..input.lines import Piece

_CLOCKS = (
    "rxuxtime", "rxtime", "toa", "timestamp", "time", "ts", "datetime", "received_at", "received",
    "receivedAt", "receiveTime", "recvtime", "time_utc", "epoch", "@timestamp", "logger.time",
    "t", "dt", "date",
)  # fmt: skip
_STATIONS = ("station_id", "stationid", "station")
"""Where a message, or who took it in over HTTP, says which station heard it."""
_NOT_IN_TAGS = re.compile(r"[^!-~]|[,*\\!$]")


def holds_sentences(value: dict[str, Any]) -> bool:
    """Tell whether a JSON object holds AIS sentences and their time."""
    return bool(_sentences(value)) and any(_unix_s(value.get(n)) is not None for n in _CLOCKS)


def _sentences(value: dict[str, Any]) -> list[str]:
    """Return the sentences of an object: of `nmea`, or of the first key that holds some."""
    for name in ("nmea", *(n for n in value if n != "nmea")):
        found = value.get(name)
        cells = found if isinstance(found, list) else [found]
        texts = [c for c in cells if isinstance(c, str) and c[3:6] in ("VDM", "VDO")]
        if texts:
            return texts
    return []


def as_nmea(pieces: Iterator[Piece]) -> BinaryIO:
    """Return the objects, one a line, as a stream of NMEA lines with tag blocks."""
    return cast(BinaryIO, io.BufferedReader(_Lines(pieces)))


class _Lines(io.RawIOBase):
    def __init__(self, pieces: Iterator[Piece]) -> None:
        self._pieces = pieces
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            lines = piece.data.split(b"\n")[:-1]
            self._ready = b"".join(_line(line) + b"\n" for line in lines)
        taken = min(len(buffer), len(self._ready))
        buffer[:taken] = self._ready[:taken]
        self._ready = self._ready[taken:]
        return taken


def _line(text: bytes) -> bytes:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict) or not holds_sentences(value):
        return text.replace(b"!", b".").replace(b"\\", b".").replace(b"$", b".")
    seconds = next(s for name in _CLOCKS if (s := _unix_s(value.get(name))) is not None)
    tag = f"c:{round(seconds * 1000)}"
    if station := _station(value):
        tag = f"s:{station},{tag}"
    checksum = 0
    for letter in tag.encode():
        checksum ^= letter
    block = f"\\{tag}*{checksum:02X}\\"
    plain = ["".join(s.split()) for s in _sentences(value)]
    return "".join(block + s for s in plain).encode("ascii", "replace")


def _station(value: dict[str, Any]) -> str:
    """Return the station that heard the message, as a tag block may hold it; empty when unknown."""
    named = next((value[n] for n in _STATIONS if isinstance(value.get(n), str | int)), "")
    return _NOT_IN_TAGS.sub("", str(named))[:48]


def _unix_s(value: Any) -> float | None:
    """Return a time as seconds since 1970: a number, or text such as 20260301000000."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        seconds = float(value)
    else:
        text = str(value).strip()
        try:
            if len(text) == 14 and text.isdecimal():
                return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC).timestamp()
            if not text.replace(".", "", 1).isdecimal():
                read = datetime.fromisoformat(text)
                return (read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp()
            seconds = float(text)
        except ValueError:
            return None
    seconds = seconds / 1000 if seconds > 1e11 else seconds
    return seconds if 631_152_000 <= seconds < 4_102_444_800 else None
