"""`seawarden watch`: AIS and lists in, a ranked docket of cases out."""

from pathlib import Path
from typing import Annotated, Any

import typer

from ..visible import one_line
from ._output import progress, say
from ._reading_options import (
    Columns,
    DateOrder,
    Encoding,
    Reading,
    SaveReading,
    SkipRows,
    StartTime,
    TimeZone,
)
from ._watch_options import Context, Lists


def command(
    inputs: Annotated[
        list[str],
        typer.Argument(help="Files, folders or globs of AIS in any known format; - is stdin."),
    ],
    out: Annotated[Path, typer.Option("--out", help="Folder for the docket.")],
    lists: Lists = None,
    sightings: Annotated[
        Path | None, typer.Option("--sightings", help="Ships seen by satellite, aircraft or crew.")
    ] = None,
    config: Annotated[
        Path | None, typer.Option("--config", help="TOML file with thresholds, see docs/config.md.")
    ] = None,
    context: Context = None,
    columns: Columns = None,
    time_zone: TimeZone = None,
    date_order: DateOrder = None,
    encoding: Encoding = None,
    skip_rows: SkipRows = None,
    start_time: StartTime = None,
    reading: Reading = None,
    save_reading: SaveReading = None,
    engine: Annotated[
        str, typer.Option("--engine", help="local, sail, spark or sc://host: docs/cluster.md.")
    ] = "local",
    as_json: Annotated[bool, typer.Option("--json", help="Print run.json.")] = False,
) -> None:
    """Find who met whom, who went dark and who is listed; rank what to look at first.

    Example: seawarden watch ais/ --lists lists/ --out docket/
    """
    from .. import watch
    from ..report.compiling import say_what_is_compiled

    say_what_is_compiled()
    with progress("watching", quiet=as_json) as tell:
        docket = watch(
            inputs, out=out, lists=lists, sightings=sightings, config=config, context=context,
            columns=columns,
            time_zone=time_zone, date_order=date_order, encoding=encoding, skip_rows=skip_rows,
            start_time=start_time, reading=reading, save_reading=save_reading, engine=engine,
            progress=tell,
        )  # fmt: skip
    if as_json:
        say(docket.run, as_json=True, text="")
    else:
        _print(docket.cases, docket.run, out)
    if docket.run["incomplete"]:
        raise typer.Exit(1)


def _print(cases: Any, run: dict[str, Any], out: Path) -> None:
    """Print the ranked docket, what could not be read, and where the report lies."""
    from rich.console import Console
    from rich.text import Text

    from ..report import terminal

    terminal.show(cases)
    console = Console(highlight=False, markup=False, emoji=False)
    counts = {
        name: sum(i[name] for i in run["inputs"])
        for name in ("lines", "reports", "statics", "other", "rejects")
    }
    parts = ", ".join(f"{counts[name]:,} {name}" for name in list(counts)[1:])
    console.print(f"{counts['lines']:,} lines = {parts}")
    events = ", ".join(f"{n:,} {kind}" for kind, n in run["events"].items())
    console.print(f"Events: {events}. {run['seconds']:.1f} s, {run['peak_rss_mb'] or 0:.0f} MB.")
    if run["cluster"] is not None:
        console.print(terminal.of_cluster(run["cluster"], sum(i["reports"] for i in run["inputs"])))
    if (alarms := run["expected_false_transfers_per_1000_vessel_days"]) is not None:
        console.print(
            f"Expected false transfers among the calls: {alarms:g} per 1,000 vessel-days "
            f"({run['vessel_days']:g} watched), as calibrated on simulated seas; real seas in "
            f"which none is known gave {run['calls_per_1000_vessel_days_in_real_seas']['sts']:g}."
        )
    if (cut := run["cut"]) is not None:
        console.print(
            f"Read the {cut['cases']:,} cases of {cut['least_confidence']:g} and more: at most "
            f"{cut['false_cases_a_day']:g} a day of them are expected to be false."
        )
    if run["incomplete"]:
        n = len(run["incomplete"])
        console.print(
            Text(
                f"INCOMPLETE: {n} input(s) or list(s) were not read to the end, see the notes; "
                "what they hold is missing here, and a gap may be theirs.", style="bold red",
            )
        )  # fmt: skip
    for note in run["notes"]:
        console.print(Text(f"Note: {one_line(note)}", style="yellow"))
    console.print(Text(f"Report: {one_line(str(out / 'report.html'))}", style="bold"))
