"""What the quality page shows: what came in and from whom, outages, rejects, and false alarms.

Method of the outages: see `outages`. Method of the false alarms: the run's expected number, as
calibrated, stands beside those that people found out, of cases whose outcome is known (`outcome`
acts: confirmed, refuted); unknown outcomes count for neither. For each cut, a least probability:
the cases it keeps, how many of them are false by their own probabilities (the sum of
1 - probability, right as far as these are calibrated, docs/calibration.md), and how many of those
with a known outcome were refuted.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import polars as pl

from ....store.review import Review, Word, detail_of
from .. import cut
from ..desk import Desk, Snapshot
from ..outages import outages

CUTS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)

_SAMPLES = 20
"""Rejected lines shown."""

_MOST_OUTAGES = 200


def quality_page(desk: Desk, now_utc: datetime) -> dict[str, Any]:
    """Return everything that the quality page shows."""
    snapshot = desk.snapshot(now_utc)
    run, docket = snapshot.run, snapshot.docket
    rejects = docket.table("rejects")
    by_reason = rejects.group_by("reason").len().sort("len", descending=True)
    coverage = docket.table("coverage")
    return {
        "generation": snapshot.generation,
        "version": run.get("version"),
        "inputs": run.get("inputs"),
        "lists": run.get("lists"),
        "incomplete": run.get("incomplete"),
        "notes": run.get("notes"),
        "steps": run.get("steps"),
        "parameters": run.get("parameters"),
        "parameters_sha256": run.get("parameters_sha256"),
        "rejects": by_reason.to_dicts(),
        "reject_samples": rejects.head(_SAMPLES)
        .select("line", "reason", "detail", "text")
        .to_dicts(),
        "receivers": _receivers(coverage),
        "outages": outages(coverage).head(_MOST_OUTAGES).to_dicts(),
        "vessel_days": run.get("vessel_days"),
        "expected_false_per_1000_vessel_days": run.get(
            "expected_false_transfers_per_1000_vessel_days"
        ),
        "kept_cut": cut.kept(desk.standing(Word.CUT)).as_json(),
        **_outcomes(snapshot, desk.reviews()),
    }


def _receivers(coverage: pl.DataFrame) -> list[dict[str, Any]]:
    return (
        coverage.group_by("receiver")
        .agg(reports=pl.col("n_reports").sum(), hours=pl.col("hour_utc").n_unique(),
             first_utc=pl.col("hour_utc").min(), last_utc=pl.col("hour_utc").max())
        .sort("reports", descending=True)
        .to_dicts()
    )  # fmt: skip


def _outcomes(snapshot: Snapshot, reviewed: Mapping[str, Review]) -> dict[str, Any]:
    known = {}
    for case in snapshot.cases:
        review = reviewed.get(case.case_id, Review())
        outcome = detail_of(review.outcome).get("outcome") if review.outcome else None
        if outcome in ("confirmed", "refuted"):
            known[case.case_id] = outcome
    rows = []
    for least in CUTS:
        kept = [c for c in snapshot.cases if c["confidence"] >= least and c["grade"] != "withdrawn"]
        found = [known[c.case_id] for c in kept if c.case_id in known]
        rows.append(
            {"cut": least, "cases": len(kept),
             "expected_false": round(sum(1.0 - c["confidence"] for c in kept), 2),
             "confirmed": found.count("confirmed"),
             "refuted": found.count("refuted"), "unknown": len(kept) - len(found)}
        )  # fmt: skip
    refuted = sum(o == "refuted" for o in known.values())
    return {
        "cuts": rows,
        "known_outcomes": len(known),
        "refuted": refuted,
        "realised_false_share": refuted / len(known) if known else None,
    }
