"""`seawarden inspect`: how a file would be read, without reading it through."""

from pathlib import Path
from typing import Annotated

import typer

from ._output import say


def command(
    file: Annotated[Path, typer.Argument(help="A file of AIS, or an archive of such files.")],
    columns: Annotated[
        str | None,
        typer.Option("--columns", help="Which column is what: mmsi=ssvid,time=2,sog=V:kn/10."),
    ] = None,
    time_zone: Annotated[
        str | None,
        typer.Option(
            "--time-zone", help="Zone of times without one: Asia/Seoul, +09:00, 'kst*=+9,UTC'."
        ),
    ] = None,
    date_order: Annotated[
        str | None, typer.Option("--date-order", help="day-first or month-first; also by file.")
    ] = None,
    encoding: Annotated[
        str | None, typer.Option("--encoding", help="Of text, as cp949 or shift_jis; also by file.")
    ] = None,
    skip_rows: Annotated[
        str | None, typer.Option("--skip-rows", help="Lines above the header; also by file.")
    ] = None,
    start_time: Annotated[
        str | None,
        typer.Option(
            "--start-time", help="UTC time of the first line of NMEA that carries no time."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Show what each column is taken for, in which unit, zone and order, and what is unused.

    Example: seawarden inspect ais/2026-03-01.csv
    """
    from .. import inspect

    found = inspect(
        file, columns=columns, time_zone=time_zone, date_order=date_order, encoding=encoding,
        skip_rows=skip_rows, start_time=start_time,
    )  # fmt: skip
    say(found.data, as_json=as_json, text=found.text)
    raise typer.Exit(0 if found.is_read else 1)
