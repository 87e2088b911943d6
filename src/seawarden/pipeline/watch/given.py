"""What a watch is given: options, and all that is read before the folder is touched.

A name that is typed wrongly, settings that do not hold or a list that cannot be read stop a watch
here, so that an output folder is left as it was.
"""

import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from ...detect.learning.context import Context
from ...engine import session
from ...engine.session import LOCAL
from ...files import output_file
from ...read import Options as ReadOptions
from ...read import options_of as reading_of
from ...read import sources
from ...read.input.source import Source
from .. import settings_file
from ..read_lists import Lists, read_lists
from ..run_record import Record
from . import context_file, default_params, sightings
from .cluster.params import Params as Sizes

SIZES = {"cluster": Sizes()}
"""The table of the settings file that changes no finding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the verb is given; `command` is what the record says was asked."""

    inputs: tuple[str, ...]
    out: Path
    lists: Path | None = None
    sightings: Path | None = None
    config: Path | None = None
    context: Path | None = None  # a `context.parquet` of an earlier run: nothing is learnt anew
    columns: str | None = None
    time_zone: str | None = None
    date_order: str | None = None
    encoding: str | None = None
    skip_rows: str | None = None
    start_utc: datetime | None = None  # with a time zone
    reading: Path | None = None  # a saved reading
    save_reading: Path | None = None  # where to save how the files were read
    engine: str = LOCAL  # or a cluster: see `engine.session`
    command: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """What the user named, found and read but for the AIS itself."""

    params: dict[str, Any]
    reading: ReadOptions
    lists: Lists
    lists_s: float  # how long they took to read
    sightings: pl.DataFrame
    sightings_about: list[dict[str, Any]]
    context: Context | None
    sources: list[Source]
    sizes: Sizes  # of tasks on a cluster


def given_by(options: Options) -> Given:
    """Find and read what the options name. Raises SeawardenError, in one line, for what is wrong.

    A stream that can be read once is copied to a temporary file here.
    """
    rooms = {**default_params.defaults(), **SIZES}
    params = settings_file.load(options.config, rooms, others=("live",))
    sizes = params.pop("cluster")
    reading = reading_of(
        columns=options.columns, time_zone=options.time_zone, date_order=options.date_order,
        encoding=options.encoding, skip_rows=options.skip_rows, start_utc=options.start_utc,
        reading=options.reading,
    )  # fmt: skip
    session.check(options.engine)
    start = time.monotonic()
    lists = read_lists(options.lists)
    lists_s = time.monotonic() - start
    seen, about = sightings.load(options.sightings)
    context = context_file.read(options.context)
    found = sources(list(options.inputs))
    if options.save_reading is not None:
        output_file.check(options.save_reading, output_file.READING)
    return Given(params, reading, lists, lists_s, seen, about, context, found, sizes)


def say_lists(given: Given, record: Record) -> None:
    """Say in the record which lists were read, and what of them could not be."""
    read = given.lists
    with record.step("lists", already_s=given.lists_s) as step:
        record.lists = read.sources
        record.incomplete += read.unread
        record.notes += read.notes
        record.notes += [
            f"INCOMPLETE: a list could not be read, what it holds is not known: {problem}"
            for problem in read.unread.values()
        ]
        step.rows_out = read.listings.height
