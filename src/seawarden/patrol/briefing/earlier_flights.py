"""What earlier flights of the docket saw, for the crew that flies next.

Of the contacts that were accepted, the latest stands first: those that no AIS explains (a ship
without AIS is what a patrol looks for), and those that their crew called of interest. A ship that
a case names was last where a crew saw it, if that was after the case.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import polars as pl

from .positions import position

COLUMNS = ("seen", "position", "ship", "activity", "AIS", "flight")


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """Own choices."""

    age: timedelta = timedelta(days=7)  # older contacts say nothing of where a ship is
    most: int = 20  # rows that a crew reads before take-off


def seen_before(
    contacts: pl.DataFrame, now: datetime, params: Params = Params()
) -> tuple[tuple[str, ...], ...]:
    """Return the rows of the briefing's table, header first; empty when there is none.

    `contacts`: CREW_CONTACTS of all flights logged.
    """
    recent = _accepted(contacts, now).filter(
        (pl.col("time_utc") >= now - params.age)
        & (pl.col("matched_mmsi").is_null() | pl.col("is_of_interest"))
    )
    rows = [
        (
            f"{row['time_utc']:%d %b %H:%MZ}",
            position(row["lat_deg"], row["lon_deg"]),
            _ship(row),
            row["activity"] or "",
            f"MMSI {row['matched_mmsi']}" if row["matched_mmsi"] is not None else "none heard",
            row["sortie_id"],
        )
        for row in recent.sort("time_utc", descending=True).head(params.most).to_dicts()
    ]
    return (COLUMNS, *rows) if rows else ()


def last_seen(
    case: Mapping[str, Any], contacts: pl.DataFrame, now: datetime
) -> dict[str, Any] | None:
    """Return the latest accepted contact with a ship that a case names, after the case ended."""
    ships = [s for s in json.loads(case["ships"] or "[]") if isinstance(s, dict)]
    imos = [int(s["imo"]) for s in ships if s.get("imo")]
    mmsis = [int(m) for m in case["mmsis"] or []]
    hits = _accepted(contacts, now).filter(
        (pl.col("time_utc") > case["end_utc"])
        & (
            pl.col("imo").is_in(imos)
            | pl.col("mmsi").is_in(mmsis)
            | pl.col("matched_mmsi").is_in(mmsis)
        )
    )
    return hits.sort("time_utc").to_dicts()[-1] if hits.height else None


def _accepted(contacts: pl.DataFrame, now: datetime) -> pl.DataFrame:
    return contacts.filter(
        pl.col("is_accepted").fill_null(value=True) & (pl.col("time_utc") <= now)
    )


def _ship(row: Mapping[str, Any]) -> str:
    parts = [
        row["name"] or "name not read",
        f"IMO {row['imo']}" if row["imo"] is not None else "",
        f"flag {row['flag']}" if row["flag"] else "",
        f"{row['length_m']:.0f} m" if row["length_m"] is not None else "",
    ]
    return ", ".join(p for p in parts if p)
