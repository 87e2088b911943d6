"""Calibration: a detector's log odds turned into how often it was right on known truth.

Method: one straight line per kind, `log odds = intercept + slope * raw log odds` (Platt 1999),
slope not below zero, fitted by maximum likelihood on simulated traffic of the tuning seeds
(`benchmarks/truth/calibrate_fit.py`), and kept in `calibration.csv` only where it lowered the
expected calibration error on seeds that it had not seen; see `docs/calibration.md`. The order of
events of one kind never changes. The raw value stays in `detail` as `raw_confidence`.

Blind spot: probabilities are right for traffic like the simulated mix. Where transfers are rarer
than there, they are too high, and the expected number of false alarms is too low.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

import polars as pl

from .contract import probability

CALL = 0.5
"""A finding at this confidence or more is a call (`docs/events.md`)."""

_EDGE = 1e-6  # confidences are rounded to six places; log odds need them off 0 and 1


@dataclass(frozen=True, slots=True)
class Line:
    """The map of one kind: calibrated log odds = intercept + slope * raw log odds."""

    kind: str
    intercept: float
    slope: float
    n: int  # events it was fitted on
    source: str


@cache
def table() -> dict[str, Line]:
    """Return the map of each kind that has one, from `calibration.csv` in this package."""
    text = (resources.files(__package__) / "calibration.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {
        r["kind"]: Line(
            r["kind"], float(r["intercept"]), float(r["slope"]), int(r["n"]), r["source"]
        )
        for r in rows
    }


def calibrated(events: pl.DataFrame, lines: dict[str, Line] | None = None) -> pl.DataFrame:
    """Return `events` with calibrated `confidence`; kinds without a map, and 0 and 1, as they are.

    `detail` of a mapped event gains `raw_confidence`. To be applied once, after the detectors.
    """
    out = events
    for line in (table() if lines is None else lines).values():
        mapped = (pl.col("kind") == line.kind) & pl.col("confidence").is_between(
            0.0, 1.0, closed="none"
        )
        raw = pl.col("confidence").cast(pl.Float64).clip(_EDGE, 1.0 - _EDGE)
        odds = line.intercept + line.slope * (raw / (1.0 - raw)).log()
        said = pl.col("confidence").round(6).cast(pl.String)
        field = pl.concat_str(pl.lit('"raw_confidence":'), said, pl.lit("}"))
        bare = pl.col("detail") == "{}"
        body = pl.concat_str(pl.col("detail").str.strip_suffix("}"), pl.lit(","))
        told = pl.concat_str(pl.when(bare).then(pl.lit("{")).otherwise(body), field)
        out = out.with_columns(
            confidence=pl.when(mapped).then(probability(odds).round(6)).otherwise("confidence"),
            detail=pl.when(mapped).then(told).otherwise("detail"),
        )
    return out


def vessel_days(hulls: pl.DataFrame) -> float:
    """Return the days between each ship's first and last report, summed over HULLS."""
    ships = hulls.filter(pl.col("station") == "ship") if "station" in hulls.columns else hulls
    span = (ships["end_utc"] - ships["start_utc"]).dt.total_milliseconds().sum()
    return float(span) / 86_400_000.0


def expected_false_alarms(
    events: pl.DataFrame, days: float, *, cut: float = CALL, kinds: tuple[str, ...] | None = None
) -> float:
    """Return how many calls are expected to be false, per 1,000 vessel-days.

    Calls are the events at `cut` or above, of `kinds` (all by default); each, of confidence p, is
    false with probability 1 - p. `days` are `vessel_days`. No vessel-days give NaN.
    """
    if days <= 0:
        return float("nan")
    calls = events.filter(pl.col("confidence") >= cut)
    if kinds is not None:
        calls = calls.filter(pl.col("kind").is_in(kinds))
    return float((1.0 - calls["confidence"]).sum()) / days * 1000.0
