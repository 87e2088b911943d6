"""One identity on two hulls at once: which ship is she, and which only says so?

Anybody with a radio can send any MMSI, name and IMO number. Where two hulls send one MMSI, or one
IMO number whose check digit holds, at the same time, neither is known to be the ship: a case then
speaks of "a ship sending X's identity", and the other hull's track stands in X's favour. Method:
hulls of one MMSI or IMO number whose spans of time overlap; of several others the one heard most is
named. Blind spot: a stranger who sends an identity while her ship is silent is taken for her.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from ...ids import imo


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """When another hull counts."""

    min_reports: int = 5
    """A hull of fewer reports is a slip of position or of one digit; own choice."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The other hull that sent the same identity at the same time."""

    hull: int
    by: str  # "MMSI 445123000" or "IMO number 8660313"
    n_reports: int
    start_utc: datetime
    end_utc: datetime
    start_lat_deg: float
    start_lon_deg: float
    end_lat_deg: float
    end_lon_deg: float

    def in_words(self) -> str:
        """Return the other track for a table of what speaks against a case."""
        return (
            f"{self.by} was sent by another hull too: {self.n_reports} reports from "
            f"{self.start_utc:%Y-%m-%d %H:%M} UTC at {_place(self.start_lat_deg, 'NS')} "
            f"{_place(self.start_lon_deg, 'EW')} to {self.end_utc:%Y-%m-%d %H:%M} UTC at "
            f"{_place(self.end_lat_deg, 'NS')} {_place(self.end_lon_deg, 'EW')}; which of them is "
            "the ship is not known from AIS"
        )


def elsewhere(
    hulls: pl.DataFrame, wanted: Iterable[int], params: Params = Params()
) -> dict[int, Elsewhere]:
    """Return for each hull of `wanted` that shares its identity the other hull. HULLS in any order.

    Time grows with the hulls: of those that share one identity the hundred heard most are asked.
    """
    asked = set(wanted)
    heard = hulls.filter(pl.col("n_reports") >= params.min_reports)
    out: dict[int, Elsewhere] = {}
    for column, word in (("imo", "IMO number"), ("mmsi", "MMSI")):
        frame = heard.filter(
            pl.col(column).is_not_null() & (pl.col(column).count().over(column) > 1)
        )
        for _, group in frame.sort(column, "hull").group_by(column, maintain_order=True):
            rows = group.sort("n_reports", "hull", descending=[True, False]).to_dicts()
            if column == "imo" and not imo.check_digit_ok(rows[0]["imo"]):
                continue
            for row in (r for r in rows if r["hull"] in asked):
                other = _other(row, rows[:100])
                if other is not None:
                    number = f"{row[column]:09d}" if column == "mmsi" else f"{row[column]}"
                    out[row["hull"]] = _made(other, f"{word} {number}")
    return out


def _other(row: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    for other in rows:
        at_once = other["start_utc"] < row["end_utc"] and row["start_utc"] < other["end_utc"]
        if other["hull"] != row["hull"] and at_once:
            return other
    return None


def _made(row: Mapping[str, Any], by: str) -> Elsewhere:
    return Elsewhere(
        row["hull"], by, row["n_reports"], row["start_utc"], row["end_utc"],
        row["start_lat_deg"], row["start_lon_deg"], row["end_lat_deg"], row["end_lon_deg"],
    )  # fmt: skip


def _place(degrees: float, letters: str) -> str:
    return f"{abs(degrees):.2f}{letters[degrees < 0]}"
