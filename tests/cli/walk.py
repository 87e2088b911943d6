"""Every verb of the command line, found by walking it, with what it says of itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import typer.main

from seawarden.cli import app


@dataclass(frozen=True)
class Verb:
    """One verb: ('patrol', 'plan') and the parser's own command."""

    path: tuple[str, ...]
    command: Any

    @property
    def arguments(self) -> dict[str, Any]:
        """What is given by place, by name."""
        return {p.name: p for p in self.command.params if p.param_type_name == "argument"}

    @property
    def options(self) -> dict[str, Any]:
        """What is given by name, `--help` left out, by the first long flag: 'start-time'."""
        found = [p for p in self.command.params if p.param_type_name == "option"]
        flags = {next(o for o in p.opts if o.startswith("--"))[2:]: p for p in found}
        return {flag: p for flag, p in flags.items() if flag != "help"}


def verbs() -> list[Verb]:
    """Return every verb, those of groups included."""
    return list(_walk((), typer.main.get_command(app)))


def _walk(path: tuple[str, ...], command: Any) -> Iterator[Verb]:
    below = getattr(command, "commands", None)
    if below is None:
        yield Verb(path, command)
        return
    for name, one in below.items():
        yield from _walk((*path, name), one)
