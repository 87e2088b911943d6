"""Choose the reader by what a source holds, never by its name.

In this order: nothing at all; Parquet; bytes that are no text; NMEA; XML; JSON (AISStream
envelopes, AIS-catcher's sentences in JSON, else any objects); delimited text. A source that is
none of these, or whose columns cannot be recognised, raises one FormatError that says what was
found.
"""

from dataclasses import dataclass, field, replace

from ..errors import FormatError
from . import date_order, nmea, parquet, plugins
from .delimited import Dialect, header
from .encodings import head_as_text
from .input.source import HEAD_BYTES, Source
from .json_objects import aiscatcher, aisstream, reader, whole, xml
from .json_objects.documents import RowsOf, Shape, shape_of
from .json_objects.leading_text import stands_before_objects
from .table.choices import Choices
from .table.layout import Layout

_SAMPLE_ELEMENTS = 500  # from which the meaning of XML is settled; own choice
_CONTROL = bytes(frozenset(range(32)) - {9, 10, 13, 12, 27, 28, 29, 30, 31})


_BINARY = {
    b"7z\xbc\xaf": "a 7-Zip archive", b"Rar!": "a RAR archive", b"ARROW1": "an Arrow file",
    b"Obj\x01": "an Avro file", b"SQLite format 3": "an SQLite database",
    b"\x89HDF": "an HDF5 file", b"CDF\x01": "a netCDF file", b"ORC": "an ORC file",
    b"\xd0\xcf\x11\xe0": "an Excel workbook of the old kind", b"%PDF": "a PDF document",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Format:
    """What a source turned out to be; `str(format)` is its name in `run.json`."""

    name: str  # nmea, danish, marinecadastre, exactearth, kystverket, aisstream, table, json, ...
    notes: tuple[str, ...] = ()
    layout: Layout | None = field(default=None, repr=False)
    dialect: Dialect | None = field(default=None, repr=False)
    shape: Shape | None = field(default=None, repr=False)
    xml_path: str | None = field(default=None, repr=False)
    reader: "plugins.Reader | None" = field(default=None, repr=False)  # of another package
    date_order: str | None = None  # of NMEA with dates such as 01/03/2026

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
    if xml.looks_like(head):
        return _xml(head, place, choices)
    if choices.encoding is None and nmea.looks_like(head):
        order = choices.date_order
        if order is None:
            with source.open() as stream:
                order = nmea.order_of_dates(stream, head, place)
        return Format("nmea", nmea.notes_of(head, choices.time_zone, place), date_order=order)
    if (reader_found := plugins.reader_of(head)) is not None:
        return Format(reader_found.NAME, reader=reader_found)
    if choices.encoding is None:
        _refuse_binary(head, place)
    text, encoding, notes = head_as_text(head, choices)
    is_complete = len(head) < HEAD_BYTES
    body = text.lstrip("\ufeff \t\r\n")
    if body[:1] in ("{", "[") or stands_before_objects(body):
        return _json(text, source, choices, is_complete=is_complete)
    layout, dialect = header.understand(
        text, place=place, choices=choices, is_complete=is_complete, encoding=encoding
    )
    return _named(layout.format, layout, *notes, dialect=dialect)


def _named(
    name: str, layout: Layout, *notes: str,
    dialect: Dialect | None = None, shape: Shape | None = None, xml_path: str | None = None,
) -> Format:  # fmt: skip
    unused = (f"columns not used: {', '.join(layout.unused)}",) if layout.unused else ()
    return Format(name, (*notes, *layout.notes, *unused), layout, dialect, shape, xml_path)


def _refuse_binary(head: bytes, place: str) -> None:
    first = head[:4096]
    if len(first) - len(first.translate(None, _CONTROL)) > len(first) * 0.01:
        kind = next((name for magic, name in _BINARY.items() if head.startswith(magic)), None)
        if kind is not None:
            raise FormatError(
                f"{place}: {kind} (first bytes {head[:4].hex(' ')}); expected NMEA, CSV, JSON or "
                "Parquet, plain or in gzip, Zstandard, bzip2, xz, zip or tar: unpack it, or save "
                "the table as CSV or Parquet"
            )
        raise FormatError(
            f"{place}: binary data (first bytes {head[:8].hex(' ')}); expected NMEA, CSV, JSON or "
            "Parquet, plain or in gzip, Zstandard, bzip2, xz, zip or tar"
        )


def _json(text: str, source: Source, choices: Choices, *, is_complete: bool) -> Format:
    shape, place = shape_of(text), source.place
    if shape.is_whole:
        with source.open() as stream:
            rows = whole.rows_of_stream(stream, place)[:_SAMPLE_ELEMENTS]
        layout = reader.layout_of(rows, place=place, choices=choices)
        return _named("json", layout, shape=shape)
    values = reader.sample(text, shape, is_complete=is_complete)
    if not values:
        raise FormatError(f"{place}: begins like JSON, but no line of it is a complete JSON object")
    objects = [v for _, v in values if isinstance(v, dict)]
    if sum(map(aisstream.is_envelope, objects)) * 2 > len(values):
        return Format("aisstream", (), aisstream.LAYOUT, shape=shape)
    shape = shape.of_rows([v for _, v in values])
    if shape.names and not shape.header and not choices.columns:
        raise FormatError(_no_names(values[0][1], place))
    rows_of = RowsOf(shape)
    rows = [row for before, value in values for row in rows_of.of(value, before)]
    if sum(map(aiscatcher.holds_sentences, rows)) * 2 > len(rows):
        return Format("aiscatcher", shape=shape)
    try:
        layout = reader.layout_of(rows, place=place, choices=choices)
    except FormatError as error:
        if shape.is_geojson:
            raise FormatError(
                f"{place}: GeoJSON without an MMSI and a time of each feature: it is read as "
                f"sightings (--sightings), not as AIS ({str(error).removeprefix(place + ': ')})"
            ) from error
        raise
    return _named("json", layout, shape=shape)


def _xml(head: bytes, place: str, choices: Choices) -> Format:
    path, rows = xml.sample(head, place, _SAMPLE_ELEMENTS)
    return _named("xml", reader.layout_of(rows, place=place, choices=choices), xml_path=path)


def _no_names(row: list[object], place: str) -> str:
    shown = ", ".join(f"{i} is '{str(cell)[:20]}'" for i, cell in enumerate(row[:12], start=1))
    return (
        f"{place}: rows without names, the first of {len(row)} cells: {shown}; say by number which "
        "is what: --columns mmsi=NUMBER,time=NUMBER,lat=NUMBER,lon=NUMBER"
    )
