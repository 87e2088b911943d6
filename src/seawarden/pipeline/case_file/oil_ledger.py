"""The oil-cap ledger of a docket: what cases found, beside what States notified.

A case counts where it is of two ships, one of them a tanker of known size, and measures of the
Council on oil may be breached (`CASES.measures` cites 2397 paragraph 5 or 2375 paragraph 14).
"""

import json
from pathlib import Path
from typing import Any

import polars as pl

from ...case.oil_cap import ledger
from ...errors import InputError
from ...files.streams import read_once
from .fields import oil_delivery
from .select import find
from .ship_fields import draught_of

_OIL = {(2397, "5"), (2375, "14")}
_SCHEMA = {
    "scenario": pl.String, "day": pl.String, "case_id": pl.String, "source": pl.String,
    "barrels": pl.Int64, "low_barrels": pl.Int64, "high_barrels": pl.Int64, "basis": pl.String,
    "running_barrels": pl.Int64, "running_low_barrels": pl.Int64,
    "running_high_barrels": pl.Int64, "cap_barrels": pl.Int64, "over_cap": pl.String,
}  # fmt: skip


def rows(docket: Path, year: int, notified: Path | None) -> pl.DataFrame:
    """Return the ledger of a year. Raises InputError for what cannot be read."""
    deliveries = _notified(notified)
    for row in find(docket, None)[1].iter_rows(named=True):
        cited = {(m["resolution"], m["paragraph"]) for m in json.loads(row["measures"])}
        if cited & _OIL:
            found = oil_delivery(row, _draughts(row))
            deliveries += [] if found is None else [found]
    return pl.DataFrame(ledger.year(deliveries, year), schema=_SCHEMA)


def _draughts(row: dict[str, Any]) -> dict[str, Any]:
    ships = json.loads(row["ships"])
    return {
        f"ship.{i}.draught": draught_of(ship, row["start_utc"], row["end_utc"])
        for i, ship in enumerate(ships, start=1)
    }


def _notified(path: Path | None) -> list[ledger.Delivery]:
    if path is None:
        return []
    try:
        held = pl.read_csv(
            read_once(path), schema_overrides={"day": pl.String, "source": pl.String}
        )
        return [
            ledger.notified(str(r["day"]), float(r["barrels"]), str(r["source"]))
            for r in held.iter_rows(named=True)
        ]
    except (KeyError, ValueError, TypeError, pl.exceptions.PolarsError) as error:
        why = str(error).splitlines()[0]
        raise InputError(f"{path}: expected a CSV with day, barrels, source: {why}") from error
