"""From the archive to the facts: the pass, what each hull claimed, and shared MMSIs told apart."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from ...engine.threads import span_of
from ...facts import claims as facts_claims
from ...facts.params import Params
from ...facts.shared_mmsi import senders as facts_senders
from ...facts.shared_mmsi.senders import Senders
from ...facts.tables import Facts, tables
from ...store.archive import Archive
from . import shared_mmsi

SCANNED = (
    "time_utc", "mmsi", "lat_aisu", "lon_aisu", "sog_kn", "cog_deg", "heading_deg", "ais_class",
    "receiver",
)  # fmt: skip
"""The columns of REPORTS that the pass reads."""


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
) -> Known:
    """Return the facts of an archive; `progress` is told the reports done.

    Where ships share an MMSI within each other's reach, the pass is run a second time with their
    reports told apart (`facts.senders`); else the archive is read once. `shared`: those MMSIs where
    they were learnt before (CONTEXT), so that one pass is enough.
    """

    def known(who: Senders, chosen: pl.DataFrame) -> Known:
        span = span_of(archive.scan(SCANNED), params, senders=who, progress=progress)
        facts = tables(span, params)
        claims = facts_claims.claims(archive.statics_by_day(), facts.hulls, facts.jumps)
        hulls = facts_claims.identify(facts.hulls, claims)
        return Known(facts, hulls, claims, span.receivers, len(who.rows), chosen)

    if shared is not None:
        return known(shared_mmsi.share(archive, shared, sharing, params), shared)
    first = known(Senders(), CHOSEN.to_frame())
    facts = first.facts
    chosen = facts_senders.contested(facts.hulls, facts.jumps, first.claims, sharing)
    if chosen.is_empty():
        return first
    return known(shared_mmsi.share(archive, chosen, sharing, params), chosen)
