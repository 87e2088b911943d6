"""Calibration: a detector's log odds turned into how often it was right on known truth.

Method: one rising curve a kind, straight between knots in log odds, fitted to simulated traffic of
the tuning seeds (isotonic regression, Zadrozny and Elkan 2002, each step drawn in by half an
event; `benchmarks/truth/calibrate_fit.py`), and kept in `calibration.csv` only where it lowered
the expected calibration error on seeds that it had not seen; see `docs/calibration.md`. The order
of events of one kind never changes. The raw value stays in `detail` as `raw_confidence`. A curve
ends at the data it was fitted on: beyond its first and last knot a figure is never above the raw
one, and so that the order holds, no figure inside is above the raw one of the last knot.

Blind spot: probabilities are right for traffic like the simulated mix. Where transfers are rarer
than there, they are too high, and the expected number of false alarms is too low.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...units import MS_PER_H

Floats = NDArray[np.float64]

CALL = 0.5
"""A finding at this confidence or more is a call (`docs/events.md`)."""

TILT = 0.05
"""Least slope of a curve: what the data cannot tell apart stays in the order of the evidence."""

_EDGE = 1e-6  # confidences are rounded to six places; log odds need them off 0 and 1


@dataclass(frozen=True, slots=True)
class Curve:
    """The map of one kind, in log odds: straight between knots, never above the raw beyond them."""

    kind: str
    raw: tuple[float, ...]  # rising
    calibrated: tuple[float, ...]  # log odds, rising
    n: int  # events it was fitted on
    source: str

    def at(self, confidence: Floats) -> Floats:
        """Return the calibrated confidence of raw ones."""
        p = np.clip(confidence, _EDGE, 1.0 - _EDGE)
        raw = np.log(p / (1.0 - p))
        beyond = raw - np.clip(raw, self.raw[0], self.raw[-1])
        odds = np.interp(raw, self.raw, self.calibrated) + TILT * beyond
        # What the last knots lift above their own raw figure is flattened: a figure beyond them is
        # never above the raw one, and must not fall below one inside.
        level = self.raw[-1] + 1e-3 * (raw - self.raw[-1])
        odds = np.where((beyond == 0) & (odds > level), level, odds)
        odds = np.where(beyond != 0, np.minimum(odds, raw), odds)
        return np.asarray(1.0 / (1.0 + np.exp(-odds)))


@cache
def table() -> dict[str, Curve]:
    """Return the curve of each kind that has one, from `calibration.csv` in this package."""
    text = (resources.files(__package__) / "calibration.csv").read_text(encoding="utf-8")
    rows: dict[str, list[dict[str, str]]] = {}
    for row in csv.DictReader(line for line in text.splitlines() if not line.startswith("#")):
        rows.setdefault(row["kind"], []).append(row)
    return {
        kind: Curve(
            kind, tuple(float(r["raw"]) for r in knots),
            tuple(float(r["calibrated"]) for r in knots),
            int(knots[0]["n"]), knots[0]["source"],
        )
        for kind, knots in rows.items()
    }  # fmt: skip


def calibrated(events: pl.DataFrame, curves: dict[str, Curve] | None = None) -> pl.DataFrame:
    """Return `events` with calibrated `confidence`.

    Kinds without a curve, and confidences of 0 and 1, stay as they are.
    `detail` of a mapped event gains `raw_confidence`. To be applied once, after the detectors.
    """
    known = table() if curves is None else curves
    kind, raw = events["kind"].to_numpy(), events["confidence"].cast(pl.Float64).to_numpy()
    is_open = (raw > 0.0) & (raw < 1.0)
    confidence, mapped = raw.copy(), np.zeros(raw.size, dtype=bool)
    for curve in known.values():
        rows = is_open & (kind == curve.kind)
        confidence[rows] = np.round(curve.at(raw[rows]), 6)
        mapped |= rows
    before = pl.col("confidence").round(6).cast(pl.String)
    field = pl.concat_str(pl.lit('"raw_confidence":'), before, pl.lit("}"))
    bare = pl.col("detail") == "{}"
    body = pl.concat_str(pl.col("detail").str.strip_suffix("}"), pl.lit(","))
    with_raw = pl.concat_str(pl.when(bare).then(pl.lit("{")).otherwise(body), field)
    is_mapped = pl.Series(mapped)
    return events.with_columns(
        confidence=pl.Series(confidence).cast(events.schema["confidence"]),
        detail=pl.when(is_mapped).then(with_raw).otherwise("detail"),
    )


def cut_for(confidence: pl.Series, days: float, most_a_day: float) -> float:
    """Return the least confidence at which so many false alarms a day are expected at most.

    Taken from the surest down, each of confidence p is false with probability 1 - p, until their
    sum would pass `most_a_day` times `days`. 0 where all may be kept, 1 where none may. Blind spot:
    as `expected_false_alarms`.
    """
    surest = confidence.drop_nulls().cast(pl.Float64).sort(descending=True).to_numpy()
    kept = int((np.cumsum(1.0 - surest) <= most_a_day * days).sum())
    if kept == surest.size:
        return 0.0
    # What is as sure as the first one left out is left out with it.
    above = surest[surest > surest[kept]]
    return float(above[-1]) if above.size else 1.0


def cut(hulls: pl.DataFrame, confidence: pl.Series, false_a_day: float) -> dict[str, float]:
    """Return the least confidence of the cases that keep to so many false ones a day of the time
    in which HULLS were heard (`cut_for`), and how many cases those are.
    """
    span = hulls.select(pl.col("end_utc").max() - pl.col("start_utc").min()).to_series()
    days = float(span.dt.total_milliseconds().sum()) / (24 * MS_PER_H)
    least = cut_for(confidence, days, false_a_day)
    return {
        "false_cases_a_day": false_a_day, "least_confidence": round(least, 3),
        "cases": int((confidence >= least).sum()),
    }  # fmt: skip


@cache
def real_rates() -> dict[str, float]:
    """Return the calls per 1,000 vessel-days of each kind in real seas without a known finding.

    From `real_controls.csv` (`python -m benchmarks.truth.real.controls`); not all are false.
    """
    text = (resources.files(__package__) / "real_controls.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {r["kind"]: 1000.0 * int(r["calls"]) / float(r["vessel_days"]) for r in rows}


def vessel_days(hulls: pl.DataFrame) -> float:
    """Return the days between each ship's first and last report, summed over HULLS."""
    ships = hulls.filter(pl.col("station") == "ship") if "station" in hulls.columns else hulls
    span = (ships["end_utc"] - ships["start_utc"]).dt.total_milliseconds().sum()
    return float(span) / (24 * MS_PER_H)


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
