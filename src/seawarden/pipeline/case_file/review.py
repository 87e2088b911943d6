"""What people decided of a case, from the acts on its docket, and the key of its evidence."""

from collections.abc import Sequence

import polars as pl

from ...store.decisions import Entry
from ...store.evidence_key import evidence_key
from .enclosed import Enclosed

ACCEPTED, REJECTED, REOPENED = "accepted", "rejected", "reopened"
EXPORTED, RELEASED, ERASED = "exported", "released", "erased"
STATUS = {ACCEPTED: "ACCEPTED", REJECTED: "REJECTED", REOPENED: "UNREVIEWED"}
UNREVIEWED = "UNREVIEWED"


def key_of(held: Enclosed) -> str:
    """Return the key of what a case rests on: its ships' reports, sightings, listings."""
    row = held.row
    reports = held.reports.filter(
        pl.col("mmsi").is_in([m for m in row["mmsis"] or [] if m is not None])
        & pl.col("time_utc").is_between(row["start_utc"], row["end_utc"])
    )
    sightings = held.sightings.filter(
        pl.col("time_utc").is_between(row["start_utc"], row["end_utc"])
    )
    listings = held.listings.filter(pl.col("listing_id").is_in(row["listing_ids"] or []))
    return evidence_key(reports, sightings, listings)


def status(entries: Sequence[Entry], case_id: str, key: str) -> tuple[str, str | None]:
    """Return the status of a case and who gave it; an act on other evidence counts no longer."""
    out: tuple[str, str | None] = (UNREVIEWED, None)
    for entry in entries:
        if entry.act.case_id == case_id and entry.act.act in STATUS:
            holds = entry.act.evidence_key == key
            out = (STATUS[entry.act.act], entry.act.actor) if holds else (UNREVIEWED, None)
    return out
