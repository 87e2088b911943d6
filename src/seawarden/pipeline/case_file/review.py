"""What people decided of a case, from the acts on its docket, and the key of its evidence.

The acts are those of the watch floor (`store.review`): a case that was passed on is accepted, one
that was explained or found insufficient is rejected, and any other is UNREVIEWED. A decision counts
for the evidence that lay before the person: on other evidence the case is UNREVIEWED again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC

import polars as pl

from ...store.decisions import Entry
from ...store.evidence_key import evidence_key
from ...store.review import DISMISSALS, UNREVIEWED, Review, Word, review
from .enclosed import Enclosed

EXPORTED, RELEASED, ERASED, IMPORTED = "exported", "released", "erased", "imported"
"""Acts on a case, or of a partner's package, that are no floor's."""
ACCEPTED, REJECTED = "ACCEPTED", "REJECTED"
_STATUS = {Word.PASSED_ON: ACCEPTED, **dict.fromkeys(DISMISSALS, REJECTED)}


@dataclass(frozen=True, slots=True)
class Status:
    """Where a case stands, who decided so, when, and in which words."""

    status: str = UNREVIEWED
    reviewed_by: str | None = None
    reviewed_utc: str | None = None
    words: str = "nobody decided it"


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


def status(entries: Sequence[Entry], case_id: str, key: str | None) -> Status:
    """Return the status of a case; without a `key` whatever the evidence was."""
    return of_review(review(e for e in entries if e.act.case_id == case_id), key)


def of_review(found: Review, key: str | None) -> Status:
    """Return the status that a case's folded acts come to."""
    decision = found.decision
    if decision is None:
        return Status()
    act = decision.act
    at = act.time_utc.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if key is not None and act.evidence_key != key:
        return Status(words=f"'{act.act}' by {act.actor}, {at}, was about other evidence")
    state = _STATUS.get(Word(act.act), UNREVIEWED)
    return Status(state, act.actor, at, f"'{act.act}' by {act.actor}")
