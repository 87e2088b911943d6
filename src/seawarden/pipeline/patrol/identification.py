"""How many ships the crews can go and look at, and the time kept for that.

A search at height finds; to read a name the aircraft goes down and passes the ship. Time for that
is kept back from the search: a pass for every ship that the briefing names, and one for every
twentieth of the other ships that the docket's AIS lets expect in the water searched, within a
share of the flight.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import polars as pl

from ...errors import UsageError
from ...patrol.aircraft.fleet import Aircraft
from . import docket
from .plan_options import Planning


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """Own choices; no source was found for the time that a pass takes."""

    pass_h: float = 0.1  # h, leave the leg, go down, pass and photograph, come back
    most: float = 0.15  # share of the flight that passes may take
    ships_a_pass: float = 20.0  # ships expected in the searched water for each further pass
    past_h: float = 24.0  # h of AIS before the flight from which traffic is counted
    searching: float = 0.6  # share of the flight spent searching, for the water searched


@dataclass(frozen=True, slots=True)
class Budget:
    """Passes of one flight and the hours that they take. `traffic`: ships expected in the water
    it searches, None where the docket's AIS does not tell."""

    passes: int
    hours: float
    named: int
    traffic: float | None


def traffic_nm2(desk: Planning, start: datetime, params: Params = Params()) -> float | None:
    """Return ships at one time per square mile of the area's water, by the day before `start`.

    None where the docket holds no report of that day in the area.
    """
    reports = docket.positions(desk.folder, start - timedelta(hours=params.past_h), start)
    cell = desk.grid.cell_of(reports["lat_deg"].to_numpy(), reports["lon_deg"].to_numpy())
    here = reports.filter(pl.Series(cell >= 0, dtype=pl.Boolean))
    if not here.height:
        return None
    by_hour = here.group_by(pl.col("time_utc").dt.truncate("1h")).agg(pl.col("mmsi").n_unique())
    return float(np.mean(by_hour["mmsi"].to_numpy())) / (
        float(desk.grid.water.sum()) * desk.grid.cell_nm**2
    )


def budget(
    desk: Planning, aircraft: Aircraft, usable_h: float, named: int, density: float | None,
    params: Params = Params(),
) -> Budget:  # fmt: skip
    """Return the passes of a flight. `named`: ships that its briefing names; `density`: of
    `traffic_nm2`. Raises UsageError for passes that leave no time to search."""
    o = desk.options
    swept_nm2 = (
        usable_h
        * params.searching
        * aircraft.search_kn
        * aircraft.sweep_nm(o.sensor, o.target, o.sea)
    )
    water_nm2 = float(desk.grid.water.sum()) * desk.grid.cell_nm**2
    traffic = None if density is None else density * min(swept_nm2, water_nm2)
    if o.passes is not None:
        if o.passes < 0 or o.passes * params.pass_h > 0.5 * usable_h:
            raise UsageError(
                f"--passes {o.passes}: {aircraft.name} flies {usable_h:.1f} h, expected passes of "
                f"{params.pass_h * 60:.0f} min in at most half of it"
            )
        passes = o.passes
    else:
        wanted = named + int(np.ceil((traffic or 0.0) / params.ships_a_pass))
        passes = min(wanted, int(params.most * usable_h / params.pass_h + 1e-9))
    return Budget(passes, passes * params.pass_h, named, traffic)


def sentence(sortie_id: str, given: Budget) -> str:
    """Return what the briefing says of a flight's passes."""
    expected = (
        "the docket's AIS does not tell how many ships are about"
        if given.traffic is None
        else f"about {given.traffic:.0f} ships with AIS are expected in the water searched"
    )
    return (
        f"{sortie_id}: identification passes budgeted: {given.passes} "
        f"({given.hours * 60:.0f} min kept back from the search); {expected}; ships named below: "
        f"{given.named}."
    )
