"""The command line: one verb a file, no logic of its own.

Every verb has `--help` with an example and `--json` for machines. Exit codes: 0 done, 1 a
problem in the data or the machine stopped it, 2 the command was used wrongly, 3 `digest` found a
difference, 130 interrupted.
"""

import io
import os
import sys

import typer

from .. import __version__
from ..errors import SeawardenError
from . import (
    case,
    chronicle,
    digest,
    doctor,
    inspect,
    live,
    patrol,
    screen,
    serve,
    simulate,
    size,
    watch,
)  # fmt: skip
from ._output import stop

app = typer.Typer(
    name="seawarden",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


def _version(*, value: bool) -> None:
    if value:
        typer.echo(f"seawarden {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: bool = typer.Option(
        False, "--version", callback=lambda value: _version(value=value), is_eager=True,
        help="Print the version.",
    ),
) -> None:  # fmt: skip
    """Watch the sea for breaches of UN Security Council sanctions.

    AIS and sanctions lists in, a ranked docket of cases out: seawarden watch FOLDER --out DIR
    """


app.command("watch")(watch.command)
app.command("live")(live.command)
app.command("screen")(screen.command)
app.command("simulate")(simulate.command)
app.command("serve")(serve.command)
app.command("doctor")(doctor.command)
app.command("digest")(digest.command)
app.command("inspect")(inspect.command)
app.command("size")(size.command)
app.add_typer(case.app, name="case")
app.add_typer(patrol.app, name="patrol")
app.add_typer(chronicle.app, name="chronicle")


_Misused: type[Exception] = typer.BadParameter.__mro__[1]
"""The base of every complaint about how the command was typed; Typer exports only this leaf."""


_INTERRUPTED = 130  # 128 + SIGINT, as shells count


def main() -> None:
    """Run the command line; turn every error of ours into one line and its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console that lacks a letter shows its number
            stream.reconfigure(errors="backslashreplace")
    try:
        result = app(standalone_mode=False)
        if result == _INTERRUPTED:  # what newer Typer makes of SIGINT; older ones raise Abort
            raise KeyboardInterrupt
    except (KeyboardInterrupt, typer.Abort):
        _stop("interrupted; run the same command again to finish", _INTERRUPTED)
    except typer.Exit as exit_:
        sys.exit(exit_.exit_code)
    except SeawardenError as error:
        _stop(str(error), error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except _Misused as error:
        _stop(f"{error.format_message()}; try --help", 2)  # type: ignore[attr-defined, unused-ignore]
    except BaseException as error:
        # A panic of Polars is no Exception.
        is_panic = type(error).__name__ == "PanicException"
        if "SEAWARDEN_TRACEBACK" in os.environ or not (is_panic or isinstance(error, Exception)):
            raise
        _stop(
            f"this is a fault in Seawarden, not in your data: {type(error).__name__}: {error}; "
            "please report it with the lines that SEAWARDEN_TRACEBACK=1 adds",
            1,
        )
    sys.exit(result if isinstance(result, int) else 0)


def _stop(line: str, code: int) -> None:
    stop(line)
    sys.exit(code)
