"""A case as the pages read it: the row of CASES with its JSON opened."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from ..schema import CASES, conform


@dataclass(frozen=True, slots=True)
class Case:
    """One row of CASES; `case["title"]` is a column, the properties are opened JSON."""

    row: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.row[name]

    @property
    def case_id(self) -> str:
        """The stable id."""
        return str(self.row["case_id"])

    @property
    def anchor(self) -> str:
        """An id for links on the page, made of safe signs only."""
        return "case-" + "".join(
            ch if ch.isascii() and ch.isalnum() else "-" for ch in self.case_id
        )

    @property
    def ships(self) -> list[dict[str, Any]]:
        """The sides, each with identity, doubts, claims and listings."""
        return _opened(self.row["ships"])

    @property
    def measures(self) -> list[dict[str, Any]]:
        """The measures that may be breached."""
        return _opened(self.row["measures"])

    @property
    def evidence_for(self) -> list[dict[str, Any]]:
        """The parts that speak for it."""
        return _opened(self.row["evidence_for"])

    @property
    def evidence_against(self) -> list[dict[str, Any]]:
        """The innocent explanations with their results."""
        return _opened(self.row["evidence_against"])

    @property
    def names(self) -> list[str]:
        """A label for each hull, in the order of `hulls`, for pictures and tracks."""
        ship_of_hull = {s.get("hull"): s for s in self.ships}
        mmsis = self.row["mmsis"] or []
        return [
            ship_name(ship_of_hull.get(hull) or {"mmsi": mmsis[i] if i < len(mmsis) else None})
            for i, hull in enumerate(self.row["hulls"] or [])
        ]

    @property
    def measure(self) -> str:
        """The first measure in words, for tables."""
        if not self.measures:
            return "no measure is indicated by what was seen"
        more = f" and {len(self.measures) - 1} more" if len(self.measures) > 1 else ""
        return str(self.measures[0].get("citation", "")) + more

    @property
    def hours(self) -> str:
        """Observed and inferred hours: '4.3 + 0.5 h'."""
        seen, rest = self.row["observed_h"], self.row["inferred_h"]
        return "" if seen is None else f"{seen:.1f} + {rest or 0:.1f} h"


def cases_of(cases: pl.DataFrame) -> list[Case]:
    """Return the newest version of each case, ranked.

    Raises SchemaError when the frame is not CASES.
    """
    frame = conform(cases, CASES, where="report").with_columns(pl.col("version").fill_null(1))
    newest = frame.sort("version", descending=True).unique("case_id", keep="first")
    return [Case(row) for row in newest.sort("rank", "case_id").iter_rows(named=True)]


def ship_name(ship: Mapping[str, Any]) -> str:
    """Return a ship's short label: name and flag, or its MMSI, or 'unidentified ship'."""
    name, mmsi, flag = ship.get("name"), ship.get("mmsi"), ship.get("flag")
    if not name:
        name = f"MMSI {mmsi:09d}" if isinstance(mmsi, int) else "unidentified ship"
    return f"{name} ({'DPRK' if flag == 'KP' else flag})" if flag else str(name)


def _opened(text: str | None) -> list[dict[str, Any]]:
    """Return the JSON list that a column holds; empty for null or for what is no such list."""
    try:
        value = json.loads(text) if text else []
    except ValueError:
        return []
    return [x for x in value if isinstance(x, dict)] if isinstance(value, list) else []
