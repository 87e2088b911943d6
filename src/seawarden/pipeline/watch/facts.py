"""From the archive to the facts: the pass, what each hull claimed, and shared MMSIs told apart."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import polars as pl

from ...detect.learning.context import Context
from ...facts import claims as facts_claims
from ...facts.params import Params
from ...facts.shared_mmsi import senders as facts_senders
from ...facts.shared_mmsi.senders import Senders
from ...facts.span import Span
from ...facts.tables import Facts, tables
from ...ids.simulated_mark import MARKER_NAME, is_marked
from ...schema import CASES, EVENTS, MATCHES, WITHDRAWN
from ...store.archive import Archive
from ...store.kept import Kept
from ..run_record import Record
from . import shared_mmsi
from .growth.kept_spans import SCANNED, span_of_archive

CHOSEN = pl.Schema({"mmsi": pl.UInt32, "several": pl.Boolean})
"""The MMSIs that several ships share, as `facts.shared_mmsi.senders.contested` gives them."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the reports and static messages say, before any detector looks at it."""

    facts: Facts
    hulls: pl.DataFrame  # with the identity each claimed most
    claims: pl.DataFrame
    receivers: tuple[str, ...]
    n_contested: int  # reports of MMSIs that several ships share within each other's reach
    shared: pl.DataFrame  # those MMSIs, `mmsi` and `several`


def facts_of(
    archive: Archive,
    params: Params = Params(),
    sharing: facts_senders.Params = facts_senders.Params(),
    shared: pl.DataFrame | None = None,
    progress: Callable[[int], None] | None = None,
    kept: Kept = Kept(None),
) -> Known:
    """Return the facts of an archive; `progress` is told the reports done.

    Where ships share an MMSI within each other's reach, the pass is run a second time with their
    reports told apart (`facts.senders`); else the archive is read once. `shared`: those MMSIs where
    they were learnt before (CONTEXT), so that one pass is enough. What an earlier run left in
    `kept` of days that are the same is taken from there.
    """

    def known(who: Senders, chosen: pl.DataFrame) -> Known:
        span = span_of_archive(archive, kept, params, senders=who, progress=progress)
        return known_of(archive, span, params, len(who.rows), chosen)

    if shared is not None:
        return known(shared_mmsi.share(archive, shared, sharing, params, kept), shared)
    first = known(Senders(), CHOSEN.to_frame())
    facts = first.facts
    chosen = facts_senders.contested(facts.hulls, facts.jumps, first.claims, sharing)
    if chosen.is_empty():
        return first
    return known(shared_mmsi.share(archive, chosen, sharing, params, kept), chosen)


def known_of(
    archive: Archive, span: Span, params: Params, n_contested: int, chosen: pl.DataFrame
) -> Known:
    """Return what a pass over all reports (`span`) and the static messages say."""
    facts = tables(span, params)
    claims = facts_claims.claims(archive.statics_by_day(), facts.hulls, facts.jumps)
    hulls = facts_claims.identify(facts.hulls, claims)
    return Known(facts, hulls, claims, span.receivers, n_contested, chosen)


def shared_note(n: int) -> list[str]:
    """Return what a run says of reports of MMSIs that several ships share; nothing of none."""
    return [
        f"{n} reports lie under MMSIs that several ships share; they were shared out among those "
        "ships and read twice"
    ] * (n > 0)


@dataclass(slots=True)
class Tables:
    """What the steps hand on."""

    archive: Archive
    facts: Facts
    hulls: pl.DataFrame
    claims: pl.DataFrame
    listings: pl.DataFrame
    sightings: pl.DataFrame
    fixes: pl.DataFrame
    shared: pl.DataFrame | None = None  # MMSIs chosen as shared, before their ships were parted
    context: Context | None = None
    kept: Kept = field(default_factory=lambda: Kept(None))  # what the next run may take
    vessel_days: float = 0.0
    events: pl.DataFrame = field(default_factory=EVENTS.empty)
    withdrawn: pl.DataFrame = field(default_factory=WITHDRAWN.empty)
    matches: pl.DataFrame = field(default_factory=MATCHES.empty)
    cases: pl.DataFrame = field(default_factory=CASES.empty)

    def by_name(self) -> dict[str, pl.DataFrame]:
        """Return the tables that detectors read, by their names in the dictionary."""
        return {
            **self.facts.by_name(), "HULLS": self.hulls, "CLAIMS": self.claims,
            "SIGHTINGS": self.sightings, "FIXES": self.fixes,
        }  # fmt: skip


def is_simulated(record: Record, receivers: Iterable[str], claims: pl.DataFrame) -> bool:
    """Return True if an input, a receiver or a ship's name says SIMULATED."""
    return (
        any(r.get("is_simulated") for r in record.inputs)
        or any(is_marked(name) for name in receivers)
        or bool((claims["name"] == MARKER_NAME).any())
    )


__all__ = ["CHOSEN", "SCANNED", "Known", "Tables", "facts_of", "is_simulated"]
