"""Plans are kept: each has an id and a folder, and none is put in another's place.

`patrol/plans/0003-20240420/` holds the third plan of a docket, of which the first flight is on
20 April 2024: legs, briefings, flight files, surfaces. The files of the same names in `patrol/`
are copies of the newest plan's. A plan written elsewhere (`--out`) is a what-if: it has the same
files and a table of its flights, and leaves the docket as it was.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from ...errors import InputError, UsageError
from ...patrol.likelihood.grid import make_grid
from ...patrol.likelihood.surface import Surface
from ...schema import SORTIES
from . import docket

FOLDER = docket.PLANS
_ID = re.compile(r"^(\d{4,})-\d{8}$")


@dataclass(frozen=True, slots=True)
class Planned:
    """A sortie as it was planned, and the folder that holds what it was planned on."""

    row: dict[str, Any]
    folder: Path


def next_id(desk: Path, first_day: str) -> str:
    """Return the id of the next plan of a desk: number and day of the first flight."""
    numbers = [int(m[1]) for p in (desk / FOLDER).glob("*") if (m := _ID.match(p.name))]
    return f"{max(numbers, default=0) + 1:04d}-{first_day}"


def find(folder: docket.Folder, sortie_id: str, plan: str | None) -> Planned:
    """Return a planned sortie: of the plan named, else of the newest plan that has it.

    `plan` is an id of this docket, or the folder of a plan written elsewhere. Raises UsageError
    for a plan or a sortie that is not known.
    """
    desk = folder.desk
    rows = docket.load_sorties(desk)
    is_here = plan is not None and _ID.match(plan) and (desk / FOLDER / plan).is_dir()
    if plan is not None and not is_here:
        desk = Path(plan)
        if not (desk / docket.SORTIES_FILE).is_file():
            known = ", ".join(sorted(p.name for p in (folder.desk / FOLDER).glob("*"))) or "none"
            raise UsageError(f"plan '{plan}' is not known; plans of this docket: {known}")
        rows = docket.load_sorties(desk)
    elif plan is not None:
        rows = rows.filter(pl.col("plan_id") == plan)
    rows = rows.filter(pl.col("state") == "planned").sort("plan_id", nulls_last=False)
    hit = rows.filter(pl.col("sortie_id") == sortie_id)
    if not hit.height:
        listed = ", ".join(rows["sortie_id"].unique(maintain_order=True)) or "none"
        raise UsageError(f"sortie '{sortie_id}' was not planned; planned: {listed}")
    row = hit.to_dicts()[-1]
    kept = desk / FOLDER / str(row["plan_id"])
    return Planned(row, kept if kept.is_dir() else desk)


def area_surface(planned: Planned) -> tuple[Surface, np.ndarray[Any, Any], str]:
    """Return (surface, mass, detection function) that a sortie was planned on."""
    path = planned.folder / f"planned-{planned.row['sortie_id']}.json"
    kept = json.loads(docket.read_text(path))
    grid = make_grid(*kept["area"], cell_nm=kept["cell_nm"])
    try:
        frame = pl.read_parquet(planned.folder / kept["surface"])
    except (OSError, pl.exceptions.PolarsError) as error:
        raise InputError(f"{planned.folder / kept['surface']}: no Parquet file") from error
    parts = {c[5:]: frame[c].to_numpy() for c in frame.columns if c.startswith("part_")}
    return Surface(grid, parts, kept["weights"]), frame["mass"].to_numpy(), str(kept["detection"])


def with_sorties(so_far: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """Return SORTIES with the new rows added: a planned one beside those of other plans, a flown
    one in the place of an earlier debrief of the same flight."""
    old = so_far.join(
        new.filter(pl.col("state") == "flown"), on=["sortie_id", "state"], how="anti"
    ).join(new, on=["plan_id", "sortie_id", "state"], how="anti", nulls_equal=True)
    return pl.concat([old, new]).sort(SORTIES.sort)
