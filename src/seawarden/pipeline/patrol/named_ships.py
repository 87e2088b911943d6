"""The ships that a briefing names: those of the docket's cases, ranked, and where they were."""

from datetime import datetime, timedelta

import polars as pl

from ...patrol import briefing
from ...patrol.briefing import charts
from ...patrol.briefing.earlier_flights import last_seen
from ...patrol.flights import Day
from . import docket
from .plan_options import Planning

_BRIEFED = 8
_BRIEFED_AGE = timedelta(days=60)  # older cases name no ship to look for today; own choice


def named_cases(cases: pl.DataFrame, now: datetime) -> pl.DataFrame:
    """Return the cases whose ships a flight at `now` looks for, the first in rank first."""
    recent = (pl.col("start_utc") <= now) & (pl.col("end_utc") >= now - _BRIEFED_AGE)
    return briefing.ships_frame(cases.filter(recent), _BRIEFED)


def named_ships(desk: Planning, day: Day, contacts: pl.DataFrame) -> list[briefing.Ship]:
    """Return the briefing's ships. `contacts`: CREW_CONTACTS of all flights logged."""
    now = day.sorties[0].task.takeoff_utc
    passes = sum(desk.passes[s.task.sortie_id].passes for s in day.sorties)
    out = []
    for i, case in enumerate(named_cases(desk.folder.cases, now).iter_rows(named=True)):
        track = docket.positions(
            desk.folder,
            case["start_utc"] - timedelta(hours=12),
            case["end_utc"] + timedelta(hours=12),
            case["mmsis"] or [],
        )
        shown = track.filter(pl.col("mmsi") == track["mmsi"][0]) if track.height else track
        title = ("SIMULATED " if case["is_simulated"] else "") + f"case {case['rank']}"
        picture = charts.ship_chart(shown, case["lat_deg"], case["lon_deg"], title)
        seen = last_seen(case, contacts, now)
        out.append(briefing.ship_of(case, picture, now, seen, rank=i + 1, has_pass=i < passes))
    return out
