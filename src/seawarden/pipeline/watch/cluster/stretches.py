"""Detection on a cluster: by stretches of time, and by area where a detector may be split.

Method: a row is a detector, a stretch of time and, for detectors that may be split (`SPLIT_BY`), a
share of the cells of its map. Its worker looks at the facts around the stretch, as far as the
detector NEEDS, and keeps the events that begin in it (`detect.time_span.part`): given the same
context such a cut changes nothing, and every event begins in one stretch.

A pair that drifts crosses cells, so rows are not cut by place: all rows of a ship, pair or scene go
with the cell where the first of them in that time lies, its *owner*, wherever they drift, and the
detector's other tables are there whole. So each event is found in one place. A cell with more rows
than a task should have (a harbour of thousands) is shared out by ship or pair. A detector that may
not be split (`sts`: who lay beside a pair is known from other ships) is cut by time alone.
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
from ....detect.time_span.part import around, detect_part
from ....detect.time_span.periods import EPOCH, extent
from ....engine.cluster import Cluster
from ....schema import EVENTS
from ....store.archive import Archive
from .. import evidence
from . import shared
from .params import Params
from .tables import CONTEXT, table_at


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
    name_of_first = detector.READS[0].name
    frame = pl.read_parquet(table_at(job.work, name_of_first))
    first, last = extent({name_of_first: frame})
    if first is None or last is None:
        return [Stretch(name, None, None)]
    periods = getattr(detector, "PERIODS", None)
    length = timedelta(hours=periods.period_h if periods else job.sizes.stretch_h)
    low, high = (first - EPOCH) // length, (last - EPOCH) // length
    edges = [None, *(EPOCH + k * length for k in range(low + 1, high + 1)), None]
    out: list[Stretch] = []
    for start, end in pairwise(edges):
        whole = Stretch(name, start, end)
        out += _shared_out(job, detector, whole, frame) if detector.SPLIT_BY else [whole]
    return out


def _shared_out(job: Job, detector: Detector, whole: Stretch, first: pl.DataFrame) -> list[Stretch]:
    """Share the cells of a stretch out so that each part has about as many rows.

    `first` is the detector's first table.
    """
    name = detector.READS[0].name
    frame = cut({name: first}, *around(detector, whole.start, whole.end))[name]
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
    events = detect_part(
        detector, {t.name: pl.read_parquet(table_at(job.work, t.name)) for t in detector.READS},
        stretch.start, stretch.end, params=job.params[detector.NAME], context=context,
        only=partial(_of_cells, job, detector, stretch),
    )  # fmt: skip
    calibrated = calibrate.calibrated(events)
    return evidence.resolve(calibrated, Archive(job.docket), list(job.inputs))


def _of_cells(
    job: Job, detector: Detector, stretch: Stretch, near: Mapping[str, pl.DataFrame]
) -> Mapping[str, pl.DataFrame]:
    """Return the facts around a stretch, of the first table only the rows of this part."""
    if stretch.parts == 1:
        return near
    first = detector.READS[0].name
    owner = owners(near[first], detector.SPLIT_BY, job.sizes.cell_deg)
    own = owner.filter(_is_of(owner, detector.SPLIT_BY, stretch))
    kept = near[first].join(
        own, on=detector.SPLIT_BY, how="semi", nulls_equal=True, maintain_order="left"
    )
    return {**near, first: kept}


def _is_of(owner: pl.DataFrame, split_by: tuple[str, ...], stretch: Stretch) -> pl.Series:
    """Tell which ships, pairs or scenes a part looks at; part 0 has what no plan knows."""
    key = owner.select(pl.struct(split_by).hash(0)).to_series().to_list()
    parts = (stretch.cells.get(cell, (0,)) for cell in owner["cell"])
    return pl.Series([p[k % len(p)] == stretch.part for p, k in zip(parts, key, strict=True)])


def _named(name: str) -> Detector:
    return next(d for d in ALL if name == d.NAME)
