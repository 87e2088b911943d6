"""A line of a shell block: parsed by the command line's own parser, or run by it."""

import re
import shlex
from pathlib import Path

import typer.main
from typer.testing import CliRunner

from seawarden.cli import app

ROOT = Path(__file__).parents[2]


def words(line: str) -> list[str]:
    """Return a line as a shell would split it, its comment left out."""
    return shlex.split(line, comments=True)


def parse(line: str) -> None:
    """Parse a line as far as its options' types; raises what the parser raises when it is wrong.

    A `make` line must name targets of the Makefile.
    """
    name, *rest = words(line)
    if name == "make":
        targets = re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), re.M)
        assert set(rest) <= set(targets), f"{line}: no such target"
        return
    command = typer.main.get_command(app)
    while getattr(command, "commands", None) is not None:
        assert rest, f"{line}: no verb"
        assert rest[0] in command.commands, f"{line}: no verb '{rest[0]}'"
        command = command.commands[rest.pop(0)]
    command.make_context(name, rest)


def run(line: str) -> str:
    """Run a line of `seawarden`; return what it printed. Raises what stopped it."""
    name, *rest = words(line)
    assert name == "seawarden", f'{line}: not run here; say why in <!-- skip: next "why" -->'
    result = CliRunner().invoke(app, rest)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    done = (0, 3) if rest[0] == "screen" else (0,)  # 3: done, with a hit
    assert result.exit_code in done, f"{line}: exit code {result.exit_code}\n{result.output}"
    return result.output


def mention(line: str) -> None:
    """Check a command that prose names: verbs and options must be real, the rest may be left out.

    `seawarden patrol plan|log|debrief` names three verbs.
    """
    command, *more = typer.main.get_command(app), *line.split()[1:]
    verbs = [command]
    while more and getattr(verbs[0], "commands", None) is not None and more[0] != "...":
        names = more.pop(0).split("|")
        known = verbs[0].commands
        assert set(names) <= set(known), f"{line}: no verb {', '.join(set(names) - set(known))}"
        verbs = [known[name] for name in names]
    options = {flag for verb in verbs for p in verb.params for flag in p.opts}
    for word in more:
        if word.startswith("--"):
            assert word in options | {"--help"}, f"{line}: no option {word}"
