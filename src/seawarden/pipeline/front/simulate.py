"""`simulate`: AIS in real formats with known truth; see the room `simulate`."""

from datetime import datetime
from pathlib import Path

from ...simulate.run import START_UTC, Summary
from ...simulate.run import run as simulated
from . import arguments
from .arguments import Pathlike


def simulate(
    *,
    out: Pathlike,
    seed: int,
    hours: float,
    vessels: int,
    scenario: str = "east_china_sea",
    format: str = "nmea",
    start_time: str | datetime | None = None,
    mean_interval_min: float | None = None,
    progress: arguments.Progress | None = None,
) -> Summary:
    """Simulate ships between real ports, with breaches and hard cases of known truth.

    Everything written is marked SIMULATED. The same arguments give the same bytes.

    out                folder to write to: the AIS, `truth.parquet`, `tracks_truth.parquet`,
                       `sightings.csv`, `sightings_truth.parquet`
    seed               the same seed gives the same bytes
    hours              length of the scenario, h
    vessels            ships of background traffic
    scenario           name of the scenario: east_china_sea, yellow_sea, ...
    format             nmea, danish, marinecadastre or parquet
    start_time         UTC time at which it begins; without it 2026-03-02
    mean_interval_min  thin every ship to this mean interval between reports, min; without it the
                       simulated receivers decide who is heard
    progress           called with what is being done and the share done, 0 to 1

    Returns a Summary: where the AIS lies, how many lines, what was staged and what did not fit.
    Raises UsageError for a scenario, format or number that cannot be; OutputError when the folder
    cannot be written.

        made = sw.simulate(out="demo/ais", seed=1, hours=48, vessels=200)
        docket = sw.watch(made.ais, out="demo/watch")
    """
    show = progress or arguments.quiet
    return simulated(
        Path(out),
        seed=seed,
        hours=hours,
        vessels=vessels,
        scenario=scenario,
        format=format,
        start_utc=arguments.moment("--start-time", start_time) or START_UTC,
        mean_interval_min=mean_interval_min,
        progress=lambda done, total: show(f"simulating ship {done}", done / max(total, 1)),
    )
