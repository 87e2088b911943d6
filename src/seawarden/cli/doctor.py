"""`seawarden doctor`: versions, lists and their dates, what is missing."""

from pathlib import Path
from typing import Annotated

import typer

from ._output import say


def command(
    lists: Annotated[
        Path | None, typer.Option("--lists", help="Folder of sanctions lists to look at.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Say which versions run, which lists there are and how old, and what is missing.

    Example: seawarden doctor --lists lists/
    """
    from .. import doctor

    findings = doctor(lists=lists)
    say(findings.data, as_json=as_json, text=findings.text)
    raise typer.Exit(0 if findings.is_well else 1)
