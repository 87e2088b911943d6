"""`seawarden screen`: is this ship, or any ship in this file, listed?"""

from pathlib import Path
from typing import Annotated

import typer

from ._output import say


def command(
    name: Annotated[str | None, typer.Argument(help="Ship name.")] = None,
    imo: Annotated[str | None, typer.Option("--imo", help="IMO number.")] = None,
    mmsi: Annotated[str | None, typer.Option("--mmsi", help="MMSI.")] = None,
    call_sign: Annotated[str | None, typer.Option("--call-sign", help="Radio call sign.")] = None,
    flag: Annotated[str | None, typer.Option("--flag", help="Flag, ISO alpha-2 or name.")] = None,
    owner: Annotated[
        str | None,
        typer.Option("--owner", help="Owner, manager or operator; ; sets several apart."),
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option("--file", help="Table of ships (CSV, XLSX, ODS), a heading a column."),
    ] = None,
    lists: Annotated[
        Path | None,
        typer.Option(
            "--lists", help="Folder of sanctions lists; without it, the shipped register."
        ),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", help="Screen by the lists of that day, YYYY-MM-DD."),
    ] = None,
    particulars: Annotated[
        Path | None,
        typer.Option(
            "--particulars", help="Table of owners, managers, class, insurer (Equasis, GISIS)."
        ),
    ] = None,
    receipt: Annotated[
        Path | None,
        typer.Option("--receipt", help="Write what was asked, reached and found to this file."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print every part of each score.")
    ] = False,
) -> None:
    """Screen a ship, or a file of ships, against sanctions lists; every score explained.

    Exit code 3 when there is a match or possible match, 1 when a list could not be read, else 0.

    Example: seawarden screen "RYE SONG GANG 1" --imo 7389704 --lists lists/
    """
    from .. import screen

    found = screen(
        name, imo=imo, mmsi=mmsi, call_sign=call_sign, flag=flag, owner=owner, file=file,
        lists=lists, as_of=as_of, particulars=particulars, receipt=receipt,
    )  # fmt: skip
    say(found.data, as_json=as_json, text=found.text)
    raise typer.Exit(found.exit_code)
