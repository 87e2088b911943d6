"""The one pass on a cluster: spans of time scanned by workers, and combined along time.

Method: a row is a span of time; its worker reads that span from the archive, scans it with one
thread as `watch` does on one machine, and keeps its facts. Then neighbours are combined, two and
two, until one is left (`facts.combine`): since the law holds for every cut, the facts are those of
one pass over all reports, however many spans there were.

Blind spot: the last combinations hold the facts of all spans, in one worker's memory.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from ....engine.cluster import Cluster
from ....errors import InputError
from ....facts.combine import combine
from ....facts.params import Params as FactParams
from ....facts.shared_mmsi.senders import Senders
from ....facts.span import scan_span
from ....store.archive import Archive
from ....store.archive.cuts import Cut, cuts
from ..facts import SCANNED
from . import shared
from .params import Params


@dataclass(frozen=True, slots=True)
class Job:
    """What every task of the pass is given."""

    docket: Path
    work: Path
    name: str  # of this pass: "first", or "told-apart"
    params: FactParams
    senders: Path | None = None  # who sent the reports of shared MMSIs


@dataclass(frozen=True, slots=True)
class SpanRow:
    """One span of time."""

    number: int
    cut: Cut


def rows_of(archive: Archive, workers: int, params: Params) -> list[SpanRow]:
    """Return the spans of an archive, in the order of time."""
    fair = -(-archive.n_reports // max(1, workers * params.spans_a_worker))
    size = min(params.span_reports, max(params.span_reports_min, fair))
    found = cuts(archive.folder, archive.manifest, size)
    return [SpanRow(i, cut) for i, cut in enumerate(found)]


def span_on(cluster: Cluster, job: Job, rows: list[SpanRow]) -> Path:
    """Return where the facts of all spans lie. Raises InputError when there is none."""
    if not rows:
        raise InputError(f"{job.docket}: no report to make facts of")
    largest = sorted(rows, key=lambda row: -row.cut[2])
    made = dict(
        zip((r.number for r in largest), cluster.run(partial(_scan, job), largest), strict=True)
    )
    paths = [made[row.number] for row in rows]
    level = 0
    while len(paths) > 1:
        pairs = [(level, i, paths[i], paths[i + 1]) for i in range(0, len(paths) - 1, 2)]
        rest = paths[2 * len(pairs) :]
        paths = [*cluster.run(partial(_combine, job), pairs), *rest]
        level += 1
    return paths[0]


def _scan(job: Job, row: SpanRow) -> Path:
    """Run in a worker: the facts of one span."""
    path = job.work / job.name / f"span-{row.number:06d}"
    if not path.exists():
        start, end, _ = row.cut
        senders: Senders = Senders() if job.senders is None else shared.get(job.senders)
        archive = Archive(job.docket)
        pieces = archive.scan(SCANNED, _time(start), _time(end), is_prefetched=False)
        shared.put(path, scan_span(pieces, job.params, threads=1, senders=senders))
    return path


def _combine(job: Job, row: tuple[int, int, Path, Path]) -> Path:
    """Run in a worker: two spans that follow each other."""
    level, number, earlier, later = row
    path = job.work / job.name / f"level-{level:02d}-{number:06d}"
    if not path.exists():
        shared.put(path, combine(shared.get(earlier), shared.get(later), job.params))
        for done in (earlier, later):
            done.unlink(missing_ok=True)
    return path


def _time(ms: int | None) -> datetime | None:
    return None if ms is None else datetime.fromtimestamp(ms / 1000, UTC)
