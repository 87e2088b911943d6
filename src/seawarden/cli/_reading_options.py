"""The options that say how a file is to be read, the same for every verb that reads AIS."""

from pathlib import Path
from typing import Annotated

import typer

Columns = Annotated[
    str | None,
    typer.Option(
        "--columns", help="Which column is what: mmsi=ssvid,time=2,sog=V:kn/10; 'old*: mmsi=a'."
    ),
]
Reading = Annotated[
    Path | None, typer.Option("--reading", help="A saved reading (TOML) to read the files by.")
]
SaveReading = Annotated[
    Path | None,
    typer.Option("--save-reading", help="Save how the files were read, as TOML, for --reading."),
]
TimeZone = Annotated[
    str | None,
    typer.Option(
        "--time-zone", help="Zone of times without one: Asia/Seoul, +09:00, 'kst*=+9,UTC'."
    ),
]
DateOrder = Annotated[
    str | None, typer.Option("--date-order", help="day-first or month-first; also by file.")
]
Encoding = Annotated[
    str | None, typer.Option("--encoding", help="Of text, as cp949 or shift_jis; also by file.")
]
SkipRows = Annotated[
    str | None, typer.Option("--skip-rows", help="Lines above the header; also by file.")
]
StartTime = Annotated[
    str | None,
    typer.Option("--start-time", help="UTC time of the first line of NMEA that carries no time."),
]
