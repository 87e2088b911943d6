"""Detection on a cluster: by stretches of time, and by area where a detector may be split.

Method: a row is a detector, a stretch of time and, for detectors that may be split (`SPLIT_BY`), a
share of the cells of its map. Its worker cuts the facts (`detect.time_span.cut`) to the stretch and
the hours around it that the detector NEEDS, and keeps the events that begin in the stretch: given
the same context such a cut changes nothing, and every event begins in one stretch.

A pair that drifts crosses cells, so rows are not cut by place: all rows of a ship, pair or scene go
with the cell where the first of them in that time lies, its *owner*, wherever they drift, and the
detector's other tables are there whole. So each event is found in one place. A cell with more rows
than a task should have (a harbour of thousands) is shared out by ship or pair. A detector that may
not be split (`sts`: who lay beside a pair is known from other ships) is cut by time alone.

An event that lasts beyond the facts that were cut is not known to its end: the worker then looks
at more hours, twice as many each time. What goes on for longer than `probe_h` after the stretch has
begun to be an event by then: no detector asks for so long.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from ....detect import ALL, Detector
from ....detect.calibration import calibrate
from ....detect.learning.context import Context
from ....detect.time_span.cut import cut
from ....engine.cluster import Cluster
from ....schema import EVENTS
from ....store.archive import Archive
from .. import evidence
from . import shared
from .params import Params
from .tables import CONTEXT, table_at

_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
_TIMES = ("time_utc", "hour_utc", "start_utc", "end_utc")


@dataclass(frozen=True, slots=True)
class Job:
    """What every task is given."""

    docket: Path
    work: Path
    params: dict[str, Any]  # of every room
    inputs: tuple[dict[str, Any], ...]  # `path` and `sha256` of each

    @property
    def sizes(self) -> Params:
        """How tasks are cut."""
        found: Params = self.params["cluster"]
        return found


@dataclass(frozen=True, slots=True)
class Stretch:
    """A detector and a stretch of time; the first and the last one are open to their side."""

    detector: str
    start: datetime | None
    end: datetime | None
    part: int = 0  # of `parts`, by owner cells
    parts: int = 1
    cells: Mapping[int, tuple[int, ...]] = field(default_factory=dict)  # cell -> its parts


def events_on(cluster: Cluster, job: Job) -> tuple[pl.DataFrame, dict[str, int]]:
    """Return the calibrated EVENTS with evidence, and how many tasks looked for each kind."""
    rows = [s for group in cluster.run(partial(_plan, job), [d.NAME for d in ALL]) for s in group]
    found = cluster.run(partial(_detect, job), rows)
    by_kind = {d.NAME: [f for s, f in zip(rows, found, strict=True) if s.detector == d.NAME]
               for d in ALL}  # fmt: skip
    empty = EVENTS.empty()
    each = [pl.concat([empty, *by_kind[d.NAME]]).sort(*EVENTS.sort) for d in ALL]
    return pl.concat(each), {name: len(parts) for name, parts in by_kind.items()}


def _plan(job: Job, name: str) -> list[Stretch]:
    """Run in a worker: how a detector's work is shared out."""
    detector = _named(name)
    first = detector.READS[0]
    times = [c for c in _TIMES if c in first.names]
    held = pl.scan_parquet(table_at(job.work, first.name))
    ends = held.select(*(pl.col(c).min().alias(f"{c} min") for c in times),
                       *(pl.col(c).max().alias(f"{c} max") for c in times)).collect()  # fmt: skip
    known = [x for x in ends.row(0) if x is not None]
    if not known:
        return [Stretch(name, None, None)]
    periods = getattr(detector, "PERIODS", None)
    length = timedelta(hours=periods.period_h if periods else job.sizes.stretch_h)
    low, high = (min(known) - _EPOCH) // length, (max(known) - _EPOCH) // length
    edges = [None, *(_EPOCH + k * length for k in range(low + 1, high + 1)), None]
    out: list[Stretch] = []
    for start, end in pairwise(edges):
        whole = Stretch(name, start, end)
        out += _shared_out(job, detector, whole) if detector.SPLIT_BY else [whole]
    return out


def _shared_out(job: Job, detector: Detector, whole: Stretch) -> list[Stretch]:
    """Share the cells of a stretch out so that each part has about as many rows."""
    frame = _first_table(job, detector, whole)
    parts = -(-frame.height // job.sizes.part_rows)
    if parts <= 1:
        return [whole]
    owner = owners(frame, detector.SPLIT_BY, job.sizes.cell_deg)
    counts = (
        frame.join(owner, on=detector.SPLIT_BY, nulls_equal=True)
        .group_by("cell").len().sort("len", "cell", descending=[True, False])
    )  # fmt: skip
    held, cells = [0] * parts, {}
    for cell, n in counts.iter_rows():
        pieces = -(-n // job.sizes.part_rows)
        cells[cell] = tuple(sorted(range(parts), key=lambda i: (held[i], i))[:pieces])
        for part in cells[cell]:
            held[part] += n // len(cells[cell])
    used = [i for i, n in enumerate(held) if n]
    return [Stretch(whole.detector, whole.start, whole.end, i, parts, cells) for i in used]


def owners(frame: pl.DataFrame, split_by: tuple[str, ...], cell_deg: float) -> pl.DataFrame:
    """Return `split_by` and `cell`: where the first row of each ship, pair or scene lies.

    Of rows at one time the southernmost, then westernmost counts, so that their order does not.
    """
    time = "time_utc" if "time_utc" in frame.columns else "start_utc"
    lat, lon = ("lat_deg", "lon_deg") if "lat_deg" in frame.columns else (
        "start_lat_deg", "start_lon_deg",
    )  # fmt: skip
    first = frame.sort(time, lat, lon).group_by(*split_by, maintain_order=True).first()
    wide = round(360.0 / cell_deg)
    row = (first[lat].to_numpy() + 90.0) // cell_deg
    column = ((first[lon].to_numpy() + 180.0) // cell_deg) % wide  # 180 deg is -180 deg
    cell = np.nan_to_num(row * wide + column, nan=-1.0).astype(np.int64)
    return first.select(split_by).with_columns(cell=pl.Series(cell))


def _detect(job: Job, stretch: Stretch) -> pl.DataFrame:
    """Run in a worker: the events that begin in a stretch, with evidence."""
    detector = _named(stretch.detector)
    context: Context = shared.get(job.work / CONTEXT)
    after = timedelta(hours=detector.NEEDS.after_h)
    further = timedelta(hours=job.sizes.probe_h)
    while True:
        until = None if stretch.end is None else stretch.end + after + further
        frames = _facts(job, detector, stretch, until)
        events = detector.detect(
            *(frames[t.name] for t in detector.READS), params=job.params[detector.NAME],
            places=context.places, context=context,
        )  # fmt: skip
        begins = pl.col("start_utc")
        if stretch.start is not None:
            events = events.filter(begins >= stretch.start)
        if stretch.end is not None:
            events = events.filter(begins < stretch.end)
        if until is None or hasattr(detector, "PERIODS") or not events.height:
            break
        if events["end_utc"].max() <= until - after or not _goes_on(job, detector, until):
            break
        further *= 2
    calibrated = calibrate.calibrated(events)
    return evidence.resolve(calibrated, Archive(job.docket), list(job.inputs))


def _facts(
    job: Job, detector: Detector, stretch: Stretch, until: datetime | None
) -> dict[str, pl.DataFrame]:
    """Return the tables that a detector reads, cut; of the first only the rows of this part."""
    before = timedelta(hours=detector.NEEDS.before_h)
    start = None if stretch.start is None else stretch.start - before
    frames = {t.name: pl.read_parquet(table_at(job.work, t.name)) for t in detector.READS}
    frames = cut(frames, start, until)
    if stretch.parts > 1:
        first = detector.READS[0].name
        owner = owners(frames[first], detector.SPLIT_BY, job.sizes.cell_deg)
        own = owner.filter(_is_of(owner, detector.SPLIT_BY, stretch))
        frames[first] = frames[first].join(
            own, on=detector.SPLIT_BY, how="semi", nulls_equal=True, maintain_order="left"
        )
    return frames


def _is_of(owner: pl.DataFrame, split_by: tuple[str, ...], stretch: Stretch) -> pl.Series:
    """Tell which ships, pairs or scenes a part looks at; part 0 has what no plan knows."""
    key = owner.select(pl.struct(split_by).hash(0)).to_series().to_list()
    parts = (stretch.cells.get(cell, (0,)) for cell in owner["cell"])
    return pl.Series([p[k % len(p)] == stretch.part for p, k in zip(parts, key, strict=True)])


def _first_table(job: Job, detector: Detector, stretch: Stretch) -> pl.DataFrame:
    """Return a detector's first table as the worker of a stretch will cut it."""
    name = detector.READS[0].name
    needs = detector.NEEDS
    start = None if stretch.start is None else stretch.start - timedelta(hours=needs.before_h)
    after = timedelta(hours=needs.after_h + job.sizes.probe_h)
    until = None if stretch.end is None else stretch.end + after
    return cut({name: pl.read_parquet(table_at(job.work, name))}, start, until)[name]


def _goes_on(job: Job, detector: Detector, until: datetime) -> bool:
    """Tell whether there are facts at or after `until`."""
    for table in detector.READS:
        held = pl.scan_parquet(table_at(job.work, table.name))
        for column in _TIMES:
            if column in table.names:
                last = held.select(pl.col(column).max()).collect().item()
                if last is not None and last >= until:
                    return True
    return False


def _named(name: str) -> Detector:
    return next(d for d in ALL if name == d.NAME)
