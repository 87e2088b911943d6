"""`seawarden serve`: the watch floor in a browser."""

from pathlib import Path
from typing import Annotated

import typer

from ._output import say


def command(
    docket: Annotated[Path, typer.Argument(help="Folder that `seawarden watch` wrote.")],
    host: Annotated[
        str, typer.Option("--host", help="Address; another than the loopback takes users and TLS.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="Port; 0 takes a free one.")] = 8080,
    lists: Annotated[
        Path | None,
        typer.Option("--lists", help="Folder of sanctions lists for screening."),
    ] = None,
    chronicle: Annotated[
        Path | None, typer.Option("--chronicle", help="The chronicle's folder, for its page.")
    ] = None,
    add_user: Annotated[
        str | None,
        typer.Option("--add-user", help="Add a user as NAME:ROLE (viewer, analyst, admin); stop."),
    ] = None,
    password_file: Annotated[
        Path | None, typer.Option("--password-file", help="File with that user's password.")
    ] = None,
    certificate: Annotated[
        Path | None, typer.Option("--certificate", help="PEM file of the TLS certificate.")
    ] = None,
    certificate_key: Annotated[
        Path | None, typer.Option("--certificate-key", help="PEM file of its key.")
    ] = None,
    settings: Annotated[
        Path | None,
        typer.Option("--settings", help="TOML: OpenID Connect, a chart (PMTiles, tiles)."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was done as JSON.")] = False,
) -> None:
    """Open the watch floor of a docket: queue, map, cases, handover; until Ctrl-C.

    Example: seawarden serve docket/ --port 8080
    """
    from .. import serve

    done = serve(
        docket, host=host, port=port, lists=lists, chronicle=chronicle, add_user=add_user,
        password_file=password_file, certificate=certificate, certificate_key=certificate_key,
        settings=settings,
    )  # fmt: skip
    say(done.data, as_json=as_json, text=done.text)
