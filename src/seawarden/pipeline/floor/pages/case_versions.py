"""The versions of a case side by side, from the generations that the docket keeps.

Method: each generation's `cases.parquet` is asked for the case by its id; of each version the
newest row counts. What a person decided on is marked by the acts, which name the version. Blind
spot: a docket keeps three generations (`store.generations`); older versions are known by the
reasons of the newer ones and by the acts alone.
"""

from itertools import pairwise
from typing import Any

import polars as pl

from ....report.case_record import Case
from ....store import generations
from ..desk import Desk

FIELDS = (
    "version_reason", "grade", "title", "confidence", "tier", "start_utc", "end_utc", "lat_deg",
    "lon_deg", "observed_h", "inferred_h", "what_happened", "what_would_change_it",
)  # fmt: skip
"""What is set side by side, beside the weighed parts."""


def case_versions(desk: Desk, case_id: str) -> list[dict[str, Any]]:
    """Return each version that is kept, the oldest first; empty for a case that none holds.

    `changed` names the fields that differ from the version before, `parts` are what weighed for
    and against, as (what, weight).
    """
    found: dict[int, dict[str, Any]] = {}
    for folder in generations.kept(desk.path):
        path = folder / "cases.parquet"
        if not path.is_file():
            continue
        held = pl.scan_parquet(path).filter(pl.col("case_id") == case_id).collect()
        for row in held.to_dicts():
            found[int(row["version"] or 1)] = {**_version(row), "generation": int(folder.name)}
    ordered = [found[number] for number in sorted(found)]
    for before, after in pairwise(ordered):
        after["changed"] = [n for n in (*FIELDS, "parts") if before[n] != after[n]]
    return ordered


def _version(row: dict[str, Any]) -> dict[str, Any]:
    case = Case(row)
    parts = [
        {"what": p.get("what"), "weight": p.get("weight")}
        for p in (*case.evidence_for, *case.evidence_against) if p.get("weight")
    ]  # fmt: skip
    return {
        "version": int(row["version"] or 1),
        **{n: row[n] for n in FIELDS},
        "parts": parts,
        "changed": [],
    }
