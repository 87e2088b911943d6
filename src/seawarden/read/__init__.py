"""Readers: one format a file. A reader turns a stream of bytes into `Batch`es, in file order.

    for i, source in enumerate(sources(["ais/", "-"])):
        for batch in open_and_read(source, file_id=i, options=Options()):
            ...

Nothing here looks at a file's name to tell its format, and no line is lost: see `Batch`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from .batch import Batch, empty

if TYPE_CHECKING:
    from .input.source import Source
    from .sniff import Format


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to read: what the user stated of columns and time, and how much to hold at once."""

    columns: Mapping[str, str] = field(default_factory=dict)  # meaning -> column, `--columns`
    start_utc: datetime | None = None  # start of an NMEA file without times, `--start-time`
    batch_bytes: int = 24 << 20  # text held at once
    batch_rows: int = 200_000  # rows of Parquet held at once


def sources(inputs: list[str]) -> "list[Source]":
    """Return the sources that the user named, sorted by place; see `read.source`."""
    from .input.source import sources as expand

    return expand(inputs)


def format_of(source: "Source", options: Options | None = None) -> "Format":
    """Return what a source holds; see `read.sniff`."""
    from .sniff import format_of as sniff

    return sniff(source, (options or Options()).columns)


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
    from .json_objects import aisstream, reader

    options = options or Options()
    found = format or format_of(source, options)
    place, size = source.place, options.batch_bytes
    if found.name == "parquet":
        assert found.layout is not None
        with source.seekable() as stream:
            yield from parquet.read(
                stream, found.layout, file_id=file_id, place=place, rows=options.batch_rows
            )
        return
    with source.open() as stream:
        if found.name == "nmea":
            yield from nmea.read(stream, file_id=file_id, place=place, start_utc=options.start_utc)
        elif found.dialect is not None and found.layout is not None:
            yield from delimited.read(
                stream, found.layout, found.dialect, file_id=file_id, place=place, size=size
            )
        elif found.layout is not None:
            is_envelope = found.name == "aisstream"
            yield from reader.read(
                stream,
                found.layout,
                file_id=file_id,
                place=place,
                size=size,
                is_array=found.is_array,
                schema=aisstream.SCHEMA if is_envelope else None,
                flatten=aisstream.flatten if is_envelope else None,
            )


__all__ = ["Batch", "Options", "empty", "format_of", "open_and_read", "sources"]
