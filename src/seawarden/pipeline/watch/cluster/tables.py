"""The tables of the facts, what was claimed and what was learnt: each made by a worker and kept.

Method: as on one machine (`pipeline.watch.facts`): where ships share an MMSI within each other's
reach their reports are told apart and the pass is run a second time. The tables are kept as
Parquet in the shared folder, for the workers that detect and for the docket.

Blind spot: one worker holds the facts of the whole run, as one machine does, but no report.
"""

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from ....detect.learning import learn as learning
from ....detect.learning.context import Context
from ....engine.cluster import Cluster
from ....facts import crowd_note
from ....facts.shared_mmsi import senders as facts_senders
from ....store.archive import Archive
from .. import shared_mmsi, sightings
from ..facts import CHOSEN, known_of
from . import shared, spans

NAMES = (
    "HULLS", "CLAIMS", "STAYS", "TRAILS", "SILENCES", "JUMPS", "COVERAGE", "CONTACTS", "SIGHTINGS",
    "FIXES",
)  # fmt: skip
CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class Job:
    """What the tasks are given."""

    docket: Path
    work: Path
    params: dict[str, Any]  # of every room


@dataclass(frozen=True, slots=True)
class Made:
    """What a worker says of the tables that it made."""

    rows: dict[str, int]
    receivers: tuple[str, ...]
    n_contested: int
    notes: list[str]
    shared: pl.DataFrame  # the MMSIs that several ships share


def table_at(work: Path, name: str) -> Path:
    """Return where a table of the facts is kept."""
    return work / "tables" / f"{name}.parquet"


def tables_on(cluster: Cluster, job: Job, archive: Archive, chosen: pl.DataFrame | None) -> Made:
    """Make the tables; `chosen` are the MMSIs that ships share, where that was learnt before."""
    rows = spans.rows_of(archive, cluster.session.workers, job.params["cluster"])
    scan = spans.Job(job.docket, job.work, "first", job.params["facts"])
    if chosen is None:
        whole = spans.span_on(cluster, scan, rows)
        (made,) = cluster.run(partial(_tables, job, None), [whole])
        chosen = made.shared
        if chosen.is_empty():
            return made
    (senders,) = cluster.run(partial(_share, job), [chosen])
    scan = replace(scan, name="told-apart", senders=senders)
    whole = spans.span_on(cluster, scan, rows)
    (made,) = cluster.run(partial(_tables, job, (chosen, senders)), [whole])
    return made


def learn_on(
    cluster: Cluster, job: Job, seen: pl.DataFrame, context: Context | None, chosen: pl.DataFrame
) -> Context:
    """Return what the facts teach, or `context`; keep it, the sightings and the fixes around them.

    `chosen` are the MMSIs that ships share.
    """
    shared.put_table(table_at(job.work, "SIGHTINGS"), seen)
    (known,) = cluster.run(partial(_learn, job), [(context, chosen)])
    return known


def _tables(job: Job, told_apart: tuple[pl.DataFrame, Path] | None, whole: Path) -> Made:
    """Run in a worker: from the span of all reports to the tables of the dictionary."""
    span = shared.get(whole)
    archive, params = Archive(job.docket), job.params["facts"]
    chosen, n_contested = CHOSEN.to_frame(), 0
    if told_apart is not None:
        chosen, n_contested = told_apart[0], len(shared.get(told_apart[1]).rows)
    known = known_of(archive, span, params, n_contested, chosen)
    facts, claims = known.facts, known.claims
    if told_apart is None:
        chosen = facts_senders.contested(facts.hulls, facts.jumps, claims, job.params["senders"])
    frames = {**facts.by_name(), "HULLS": known.hulls, "CLAIMS": claims}
    for name, frame in frames.items():
        shared.put_table(table_at(job.work, name), frame)
    notes = crowd_note.note(facts.contacts, params)
    counts = {name: frame.height for name, frame in frames.items()}
    return Made(counts, span.receivers, n_contested, notes, chosen)


def _share(job: Job, chosen: pl.DataFrame) -> Path:
    """Run in a worker: which of the ships that share an MMSI sent each report."""
    path = job.work / "senders"
    if not path.exists():
        archive = Archive(job.docket)
        senders = shared_mmsi.share(archive, chosen, job.params["senders"], job.params["facts"])
        shared.put(path, senders)
    return path


def _learn(job: Job, row: tuple[Context | None, pl.DataFrame]) -> Context:
    """Run in a worker: the context, and the reports around each scene."""
    context, chosen = row
    frames = {t.name: pl.read_parquet(table_at(job.work, t.name)) for t in learning.READS}
    seen = pl.read_parquet(table_at(job.work, "SIGHTINGS"))
    fixes = sightings.fixes_of(Archive(job.docket), seen, frames["HULLS"], frames["JUMPS"])
    shared.put_table(table_at(job.work, "FIXES"), fixes)
    if context is None:
        context = learning.learn(frames, learning.Params.of(job.params), shared=chosen)
    shared.put(job.work / CONTEXT, context)
    return context
