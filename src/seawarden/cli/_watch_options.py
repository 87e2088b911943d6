"""The options that `watch` and `live` share: against what and with which learning is watched."""

from pathlib import Path
from typing import Annotated

import typer

Lists = Annotated[
    Path | None,
    typer.Option("--lists", help="Folder of sanctions lists; without it, the shipped register."),
]
Context = Annotated[
    Path | None,
    typer.Option("--context", help="context.parquet of an earlier docket: nothing is learnt anew."),
]
