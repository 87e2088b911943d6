"""`seawarden live`: a feed in, alerts and a docket that grows."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from ..visible import in_json, one_line
from ._watch_options import Context, Lists


def command(
    sources: Annotated[
        list[str],
        typer.Argument(
            help="tcp://, udp://, ws(s)://, mqtt(s)://, http://, serial://, a file; - is stdin."
        ),
    ],
    out: Annotated[Path, typer.Option("--out", help="Folder for the docket and the log.")],
    lists: Lists = None,
    config: Annotated[
        Path | None, typer.Option("--config", help="TOML file with thresholds, see docs/live.md.")
    ] = None,
    context: Context = None,
    publish_s: Annotated[
        float | None, typer.Option("--publish-s", help="Write the docket so often, seconds.")
    ] = None,
    stop_after_s: Annotated[
        float | None,
        typer.Option("--stop-after-s", help="Stop when nothing came for so many seconds."),
    ] = None,
    key_file: Annotated[
        Path | None,
        typer.Option("--key-file", help="File with the key of the service or broker."),
    ] = None,
    metrics: Annotated[
        str | None,
        typer.Option("--metrics", help="Serve Prometheus metrics at host:port."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """Watch a feed: alert while ships meet, and write the docket as it grows.

    Example: seawarden live tcp://127.0.0.1:4001 --lists lists/ --out docket/
    """
    from .. import live

    live(
        sources, out=out, lists=lists, config=config, context=context, publish_s=publish_s,
        stop_after_s=stop_after_s, key_file=key_file, metrics=metrics,
        alert=_as_json if as_json else _as_text,
    )  # fmt: skip


def _as_json(record: dict[str, Any]) -> None:
    sys.stdout.write(in_json(json.dumps(record, default=str)) + "\n")
    sys.stdout.flush()


def _as_text(record: dict[str, Any]) -> None:
    if text := record.get("text"):
        stream = sys.stdout if record["type"] in ("alert", "generation") else sys.stderr
        stream.write(one_line(str(text)) + "\n")
        stream.flush()
