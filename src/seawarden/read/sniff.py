"""Choose the reader by what a source holds, never by its name.

In this order: nothing at all; Parquet; bytes that are no text; NMEA; JSON (AISStream
envelopes, else any objects); delimited text. A source that is none of these, or whose columns
cannot be recognised, raises one FormatError that says what was found.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..errors import FormatError
from . import nmea, parquet
from .delimited import Dialect, header
from .input.lines import decoded_head
from .input.source import HEAD_BYTES, Source
from .json_objects import aisstream, reader
from .table.layout import Layout

_CONTROL = frozenset(range(32)) - {9, 10, 13, 12, 27, 28, 29, 30, 31}


@dataclass(frozen=True, slots=True)
class Format:
    """What a source turned out to be; `str(format)` is its name in `run.json`."""

    name: str  # nmea, danish, marinecadastre, exactearth, kystverket, aisstream, table, json, ...
    notes: tuple[str, ...] = ()
    layout: Layout | None = field(default=None, repr=False)
    dialect: Dialect | None = field(default=None, repr=False)
    is_array: bool = False

    def __str__(self) -> str:
        """Return the name."""
        return self.name


def format_of(source: Source, columns: Mapping[str, str] | None = None) -> Format:
    """Return the format of a source; `columns` is what the user gave with `--columns`.

    Raises FormatError when the content is empty, binary, or of no known form.
    """
    chosen = dict(columns or {})
    head = source.head()
    place = source.place
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        raise FormatError(f"{place}: the file is empty" if not head else f"{place}: only blanks")
    if source.is_parquet():
        with source.seekable() as stream:
            layout = parquet.layout_of(stream, place=place, chosen=chosen)
        return Format("parquet", layout.notes, layout)
    if not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        _refuse_binary(head, place)
        if nmea.looks_like(head):
            return Format("nmea")
    text = decoded_head(head)
    is_complete = len(head) < HEAD_BYTES
    if text.lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
        return _json(text, place, chosen, is_complete=is_complete)
    layout, dialect = header.understand(text, place=place, chosen=chosen, is_complete=is_complete)
    return Format(layout.format, layout.notes, layout, dialect)


def _refuse_binary(head: bytes, place: str) -> None:
    strange = sum(byte in _CONTROL for byte in head[:4096])
    if strange > len(head[:4096]) * 0.01:
        raise FormatError(
            f"{place}: binary data (first bytes {head[:8].hex(' ')}); expected NMEA, CSV, JSON or "
            "Parquet, plain or in gzip, Zstandard or zip"
        )


def _json(text: str, place: str, chosen: dict[str, str], *, is_complete: bool) -> Format:
    found = reader.sample(text, is_complete=is_complete)
    if not found:
        raise FormatError(f"{place}: begins like JSON, but no line of it is a complete JSON object")
    is_array = text.lstrip("\ufeff \t\r\n").startswith("[")
    if sum(map(aisstream.is_envelope, found)) * 2 > len(found):
        return Format("aisstream", (), aisstream.LAYOUT, is_array=is_array)
    if found[0].get("type") == "FeatureCollection":
        raise FormatError(f"{place}: GeoJSON is read as sightings (--sightings), not as AIS")
    layout = reader.layout_of(found, place=place, chosen=chosen)
    return Format("json", layout.notes, layout, is_array=is_array)
