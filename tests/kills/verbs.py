"""The verbs that are killed, each on a small SIMULATED sea or a handful of texts."""

import json
import shutil
from pathlib import Path

import polars as pl

import seawarden as sw

from .harness import Verb, chronicle_state, desk_state, docket_state

TEXT = (
    "Foreign Minister Ann Lee said New Zealand condemns the launch of number {n}. "
    '"We call on them to stop," she said on Tuesday, 14 May 2024.\n'
)


def watch(sea: Path) -> Verb:
    """A second watch into a docket, with late data: versions and history must be kept."""

    def prepare(folder: Path) -> None:
        shutil.copytree(sea, folder)
        lines = next((folder / "ais").glob("*.nmea")).read_text().splitlines(keepends=True)
        late = len(lines) * 4 // 5
        (folder / "ais" / next((folder / "ais").glob("*.nmea")).name).write_text(
            "".join(lines[:late])
        )
        shutil.rmtree(folder / "docket", ignore_errors=True)
        sw.watch(folder / "ais", out=folder / "docket")
        (folder / "ais" / "SIMULATED_late.nmea").write_text("".join(lines[late:]))

    return Verb(
        "watch", prepare, lambda f: ["watch", str(f / "ais"), "--out", str(f / "docket")],
        lambda f: docket_state(f / "docket"), "docket", share=1,
    )  # fmt: skip


def chronicle() -> Verb:
    """A second `chronicle add` of more texts."""

    def write(folder: Path, first: int, last: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for n in range(first, last):
            (folder / f"{n:03d}.txt").write_text(TEXT.format(n=n) * 3)

    def prepare(folder: Path) -> None:
        write(folder / "texts", 0, 5)
        sw.chronicle.add(folder / "texts", out=folder / "chronicle")
        write(folder / "texts", 5, 25)

    return Verb(
        "chronicle add", prepare,
        lambda f: ["chronicle", "add", str(f / "texts"), "--out", str(f / "chronicle")],
        lambda f: chronicle_state(f / "chronicle"),
    )  # fmt: skip


def patrol_log(sea: Path) -> Verb:
    """`patrol log` of a sortie that was planned."""
    sortie = "20260303-1-P-8A"

    def prepare(folder: Path) -> None:
        shutil.copytree(sea, folder)
        docket = folder / "docket"
        sw.patrol.plan(
            docket, area="121,27,129,34", cell_nm=30, quick=True, start="2026-03-03T00:00Z"
        )
        planned = pl.read_parquet(docket / "patrol" / "sorties.parquet").to_dicts()[0]
        assert planned["sortie_id"] == sortie
        legs = json.loads(planned["legs"])
        rows = [f"{p['time_utc']},{p['lat_deg']},{p['lon_deg']}\n" for p in legs]
        (folder / "track.csv").write_text("time_utc,lat,lon\n" + "".join(rows))
        at = legs[len(legs) // 2]
        (folder / "seen.csv").write_text(
            "time_utc,lat,lon,name,imo,activity,hailed,of_interest,photo\n"
            f"{at['time_utc']},{at['lat_deg']},{at['lon_deg']},,,drifting,no,yes,\n"
        )

    return Verb(
        "patrol log", prepare,
        lambda f: ["patrol", "log", str(f / "docket"), "--sortie", sortie, "--contacts",
                   str(f / "seen.csv"), "--track", str(f / "track.csv")],
        lambda f: desk_state(f / "docket"), "docket",
    )  # fmt: skip


def all_of(sea: Path) -> list[Verb]:
    """Return every verb that is killed; `sea` holds `ais/` and the `docket/` of it."""
    return [watch(sea), patrol_log(sea), chronicle()]
