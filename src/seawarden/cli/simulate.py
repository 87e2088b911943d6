"""`seawarden simulate`: AIS in real formats, with the truth beside it."""

from pathlib import Path
from typing import Annotated, Any

import typer

from ._output import progress, say


def command(
    out: Annotated[Path, typer.Option("--out", help="Folder to write to.")],
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same bytes.")],
    hours: Annotated[float, typer.Option("--hours", min=1.0, help="Length of the scenario, h.")],
    vessels: Annotated[int, typer.Option("--vessels", min=1, help="Ships of background traffic.")],
    scenario: Annotated[
        str, typer.Option("--scenario", help="Name of the scenario.")
    ] = "east_china_sea",
    format_: Annotated[
        str, typer.Option("--format", help="nmea, danish, marinecadastre or parquet.")
    ] = "nmea",
    start_time: Annotated[
        str | None,
        typer.Option("--start-time", help="UTC time at which it begins. Default: 2026-03-02."),
    ] = None,
    mean_interval_min: Annotated[
        float | None,
        typer.Option(
            "--mean-interval-min",
            "--mean-interval",
            min=0.01,
            help="Thin to this mean report interval, min.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Simulate ships between real ports, with breaches and hard cases of known truth.

    Everything written is marked SIMULATED.

    Example: seawarden simulate --out demo/ais --seed 1 --hours 48 --vessels 200
    """
    from dataclasses import asdict

    from .. import simulate

    with progress("simulating", quiet=as_json) as tell:
        summary = simulate(
            out=out, seed=seed, hours=hours, vessels=vessels, scenario=scenario, format=format_,
            start_time=start_time, mean_interval_min=mean_interval_min, progress=tell,
        )  # fmt: skip
    say(asdict(summary), as_json=as_json, text=_text(summary))


def _text(summary: Any) -> str:
    staged = ", ".join(f"{n} {name}" for name, n in summary.staged.items()) or "nothing"
    lines = [
        f"SIMULATED {summary.scenario}, seed {summary.seed}: {summary.vessels} ships, "
        f"{summary.hours:g} h from {summary.start_utc:%Y-%m-%d %H:%M} UTC",
        f"{summary.lines:,} lines in {summary.ais} ({summary.reports:,} reports)",
        f"staged: {staged}; the truth is in {summary.ais.parent / 'truth.parquet'}",
    ]
    lines += [f"left out: {name}: {why}" for name, why in summary.missed.items()]
    return "\n".join(lines)
