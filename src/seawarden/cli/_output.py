"""How the verbs speak: text for people, JSON for machines, a bar on long work in a terminal."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from ..visible import in_json, one_line, visible

Tell = Callable[[str, float], None]
"""Told what is being done and the share done, 0 to 1."""


def say(data: Any, *, as_json: bool, text: str) -> None:
    """Print `data` as JSON, or `text`; what strangers sent acts on no terminal in either."""
    if as_json:
        plain = not (sys.stdout.encoding or "ascii").lower().startswith("utf")
        made = json.dumps(data, indent=2, default=str, ensure_ascii=plain)
        sys.stdout.write(in_json(made) + "\n")
    else:
        sys.stdout.write(visible(text.rstrip("\n")) + "\n")


def stop(line: str) -> None:
    """Print why the command ends, on one line of the standard error output."""
    sys.stderr.write(f"seawarden: {one_line(line)}\n")


@contextmanager
def progress(what: str, *, quiet: bool = False) -> Iterator[Tell]:
    """Yield a function that shows progress: a bar in a terminal, nothing elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield lambda _what, _share: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<34}", markup=False), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task(what, total=1.0)
        yield lambda text, share: bars.update(task, description=one_line(text), completed=share)
