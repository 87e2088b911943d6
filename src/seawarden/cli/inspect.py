"""`seawarden inspect`: how a file would be read, without reading it through."""

from pathlib import Path
from typing import Annotated

import typer

from ._output import say
from ._reading_options import (
    Columns,
    DateOrder,
    Encoding,
    Reading,
    SaveReading,
    SkipRows,
    StartTime,
    TimeZone,
)


def command(
    file: Annotated[Path, typer.Argument(help="A file of AIS, or an archive of such files.")],
    columns: Columns = None,
    time_zone: TimeZone = None,
    date_order: DateOrder = None,
    encoding: Encoding = None,
    skip_rows: SkipRows = None,
    start_time: StartTime = None,
    reading: Reading = None,
    save_reading: SaveReading = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Show what each column is taken for, in which unit, zone and order, and what is unused.

    Example: seawarden inspect ais/2026-03-01.csv
    """
    from .. import inspect

    found = inspect(
        file, columns=columns, time_zone=time_zone, date_order=date_order, encoding=encoding,
        skip_rows=skip_rows, start_time=start_time, reading=reading, save_reading=save_reading,
    )  # fmt: skip
    say(found.data, as_json=as_json, text=found.text)
    raise typer.Exit(0 if found.is_read else 1)
