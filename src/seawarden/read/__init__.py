"""Readers: one format a file. A reader turns a stream of bytes into `Batch`es, in file order.

    for i, source in enumerate(sources(["ais/", "-"])):
        for batch in open_and_read(source, file_id=i, options=Options()):
            ...

Nothing here looks at a file's name to tell its format, and no line is lost: see `Batch`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import FormatError
from .batch import Batch, empty
from .per_file import NO_COLUMNS, NO_RULES, ColumnsPerFile, PerFile
from .table.choices import Choices

if TYPE_CHECKING:
    from .input.source import Source
    from .sniff import Format


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to read: what the user stated of columns and time, and how much to hold at once."""

    columns: ColumnsPerFile | Mapping[str, str] = NO_COLUMNS  # meaning -> column, `--columns`
    time_zone: PerFile = NO_RULES  # of times that carry none, `--time-zone`
    date_order: PerFile = NO_RULES  # day or month first, `--date-order`
    encoding: PerFile = NO_RULES  # of text, `--encoding`
    skip_rows: PerFile = NO_RULES  # lines above the header, `--skip-rows`
    readers: PerFile = NO_RULES  # what a saved reading says that a file is, `--reading`
    start_utc: datetime | None = None  # start of an NMEA file without times, `--start-time`
    batch_bytes: int = 24 << 20  # text held at once
    batch_rows: int = 200_000  # rows of Parquet held at once

    @property
    def columns_per_file(self) -> ColumnsPerFile:
        """Return the columns by file; a plain mapping holds for all files."""
        if isinstance(self.columns, ColumnsPerFile):
            return self.columns
        return ColumnsPerFile((("*", self.columns),) if self.columns else ())

    def choices(self, place: str) -> Choices:
        """Return what the options say of the file at `place`."""
        return Choices(
            columns=self.columns_per_file.value_for(place),
            time_zone=self.time_zone.value_for(place),
            date_order=self.date_order.value_for(place),
            encoding=self.encoding.value_for(place),
            skip_rows=int(self.skip_rows.value_for(place) or 0),
        )


def options_of(
    *,
    columns: str | None = None,
    time_zone: str | None = None,
    date_order: str | None = None,
    encoding: str | None = None,
    skip_rows: str | None = None,
    start_utc: datetime | None = None,
    reading: Path | None = None,
) -> Options:
    """Return the options that were given as text; see docs/inputs.md.

    `reading` is a saved reading: it holds where nothing else was given for a file.

    Raises UsageError for one that cannot be read, naming it and what was expected.
    """
    from . import per_file, saved_reading
    from .table.recognise_columns import parse_columns

    saved = saved_reading.read(reading) if reading is not None else []
    chosen = per_file.columns(columns, parse_columns).rules

    def option(name: str, text: str | None, check: Callable[[str, str], None]) -> PerFile:
        given = per_file.parsed(f"--{name.replace('_', '-')}", text, check)
        return given.then(saved_reading.rules(saved, name))

    return Options(
        columns=ColumnsPerFile((*chosen, *((t["pattern"], t.get("columns", {})) for t in saved))),
        time_zone=option("time_zone", time_zone, per_file.a_zone),
        date_order=option("date_order", date_order, per_file.a_date_order),
        encoding=option("encoding", encoding, per_file.an_encoding),
        skip_rows=option("skip_rows", skip_rows, per_file.a_count),
        readers=saved_reading.rules(saved, "reader"),
        start_utc=start_utc,
    )


def sources(inputs: list[str]) -> "list[Source]":
    """Return the sources that the user named, sorted by place; see `read.source`."""
    from .input.find import sources as expand

    return expand(inputs)


def format_of(source: "Source", options: Options | None = None) -> "Format":
    """Return what a source holds; see `read.sniff`."""
    from .sniff import format_of as sniff

    options = options or Options()
    found = sniff(source, options.choices(source.place))
    expected = options.readers.value_for(source.place)
    if expected is not None and expected != found.name:
        raise FormatError(
            f"{source.place}: came a file of kind '{found.name}', expected '{expected}', as the "
            "saved reading has it; look at it with 'seawarden inspect', then save the reading anew"
        )
    return found


def open_and_read(
    source: "Source",
    *,
    file_id: int,
    options: Options | None = None,
    format: "Format | None" = None,
) -> Iterator[Batch]:
    """Yield the batches of a source, whatever its format (given, or found by `format_of`).

    Raises FormatError (before the first batch) when the format is not known, and (after the
    batches before it) where compressed data is cut or damaged.
    """
    from . import delimited, nmea, parquet
    from .json_objects import aiscatcher, aisstream, reader
    from .json_objects.documents import Shape

    options = options or Options()
    found = format or format_of(source, options)
    place, size = source.place, options.batch_bytes
    shape = found.shape or Shape()
    if found.name == "parquet":
        assert found.layout is not None
        with source.seekable() as stream:
            yield from parquet.read(
                stream, found.layout, file_id=file_id, place=place, rows=options.batch_rows
            )
        return
    with source.open() as stream:
        if found.reader is not None:
            yield from found.reader.read(stream, file_id=file_id, place=place)
        elif found.name == "nmea":
            yield from nmea.read(
                stream, file_id=file_id, place=place, start_utc=options.start_utc,
                time_zone=options.choices(place).time_zone, date_order=found.date_order,
            )  # fmt: skip
        elif found.name == "aiscatcher":
            lines = aiscatcher.as_nmea(reader.object_pieces(stream, size, place, shape))
            yield from nmea.read(lines, file_id=file_id, place=place)
        elif found.dialect is not None and found.layout is not None:
            yield from delimited.read(
                stream, found.layout, found.dialect, file_id=file_id, place=place, size=size,
                choices=options.choices(place), is_small=source.is_small(),
            )  # fmt: skip
        elif found.layout is not None:
            is_envelope = found.name == "aisstream"
            yield from reader.read(
                stream,
                found.layout,
                file_id=file_id,
                place=place,
                size=size,
                shape=shape,
                schema=aisstream.SCHEMA if is_envelope else None,
                flatten=aisstream.flatten if is_envelope else None,
                xml_path=found.xml_path,
            )


__all__ = [
    "Batch", "Options", "empty", "format_of", "open_and_read", "options_of", "sources",
]  # fmt: skip
