"""`seawarden digest`: are two dockets equal?"""

from pathlib import Path
from typing import Annotated

import typer

from ._output import say


def command(
    docket: Annotated[Path, typer.Argument(help="Docket folder, as `watch --out` writes it.")],
    other: Annotated[Path | None, typer.Argument(help="A second one to compare it with.")] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the digest of every column too.")
    ] = False,
) -> None:
    """Hash what a docket says, table by table: equal content gives equal digests.

    Left out: clocks, versions, history, this machine's paths. Exit 3 when two dockets differ.

    Example: seawarden digest docket/ colleagues-docket/
    """
    from .. import digest

    found = digest(docket, other)
    say(found.data, as_json=as_json, text=found.text)
    raise typer.Exit(3 if found.is_equal is False else 0)
