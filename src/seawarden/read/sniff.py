"""Choose the reader by what a source holds, never by its name.

In this order: nothing at all; Parquet; bytes that are no text; NMEA; JSON (AISStream
envelopes, AIS-catcher's sentences in JSON, else any objects); delimited text. A source that is
none of these, or whose columns cannot be recognised, raises one FormatError that says what was
found.
"""

from dataclasses import dataclass, field, replace

from ..errors import FormatError
from . import date_order, nmea, parquet
from .delimited import Dialect, header
from .encodings import head_as_text
from .input.source import HEAD_BYTES, Source
from .json_objects import aiscatcher, aisstream, reader
from .json_objects.documents import Shape, shape_of
from .table.choices import Choices
from .table.layout import Layout

_CONTROL = frozenset(range(32)) - {9, 10, 13, 12, 27, 28, 29, 30, 31}


@dataclass(frozen=True, slots=True)
class Format:
    """What a source turned out to be; `str(format)` is its name in `run.json`."""

    name: str  # nmea, danish, marinecadastre, exactearth, kystverket, aisstream, table, json, ...
    notes: tuple[str, ...] = ()
    layout: Layout | None = field(default=None, repr=False)
    dialect: Dialect | None = field(default=None, repr=False)
    shape: Shape | None = field(default=None, repr=False)

    def __str__(self) -> str:
        """Return the name."""
        return self.name


def format_of(source: Source, choices: Choices | None = None) -> Format:
    """Return the format of a source; `choices` is what the user says of it.

    Raises FormatError when the content is empty, binary, or of no known form, or means two
    things between which nothing decides.
    """
    choices = choices or Choices()
    found = _format(source, choices)
    if found.layout is None or not found.layout.clock.is_ambiguous:
        return found
    return replace(found, layout=date_order.settled(source, found))


def _format(source: Source, choices: Choices) -> Format:
    head = source.head()
    place = source.place
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        raise FormatError(f"{place}: the file is empty" if not head else f"{place}: only blanks")
    if source.is_parquet():
        with source.seekable() as stream:
            layout = parquet.layout_of(stream, place=place, choices=choices)
        return _named("parquet", layout)
    if choices.encoding is None and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        _refuse_binary(head, place)
        if nmea.looks_like(head):
            return Format("nmea", nmea.notes_of(head, choices.time_zone))
    text, encoding, notes = head_as_text(head, choices)
    is_complete = len(head) < HEAD_BYTES
    if text.lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
        return _json(text, place, choices, is_complete=is_complete)
    layout, dialect = header.understand(
        text, place=place, choices=choices, is_complete=is_complete, encoding=encoding
    )
    return _named(layout.format, layout, *notes, dialect=dialect)


def _named(
    name: str, layout: Layout, *notes: str,
    dialect: Dialect | None = None, shape: Shape | None = None,
) -> Format:  # fmt: skip
    unused = (f"columns not used: {', '.join(layout.unused)}",) if layout.unused else ()
    return Format(name, (*notes, *layout.notes, *unused), layout, dialect, shape)


def _refuse_binary(head: bytes, place: str) -> None:
    strange = sum(byte in _CONTROL for byte in head[:4096])
    if strange > len(head[:4096]) * 0.01:
        raise FormatError(
            f"{place}: binary data (first bytes {head[:8].hex(' ')}); expected NMEA, CSV, JSON or "
            "Parquet, plain or in gzip, Zstandard, bzip2, xz, zip or tar"
        )


def _json(text: str, place: str, choices: Choices, *, is_complete: bool) -> Format:
    shape = shape_of(text)
    found = reader.sample(text, shape, is_complete=is_complete)
    if not found:
        raise FormatError(f"{place}: begins like JSON, but no line of it is a complete JSON object")
    if sum(map(aisstream.is_envelope, found)) * 2 > len(found):
        return Format("aisstream", (), aisstream.LAYOUT, shape=shape)
    if sum(map(aiscatcher.holds_sentences, found)) * 2 > len(found):
        return Format("aiscatcher", shape=shape)
    if shape.is_nested(found):
        shape = replace(shape, flatten=True)
    try:
        layout = reader.layout_of(found, shape, place=place, choices=choices)
    except FormatError as error:
        if shape.is_geojson:
            raise FormatError(
                f"{place}: GeoJSON without an MMSI and a time of each feature: it is read as "
                f"sightings (--sightings), not as AIS ({str(error).removeprefix(place + ': ')})"
            ) from error
        raise
    return _named("json", layout, shape=shape)
