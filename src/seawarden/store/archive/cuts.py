"""Where an archive may be cut in time so that its pieces hold about as many reports each.

Method: between days, and inside a day where one of its row groups begins; the times of the groups
stand in the files' footers, so that no report is read. A day of several segments is not cut.
"""

from pathlib import Path

import pyarrow.parquet as pq

from .manifest import Manifest
from .pieces import days_of

Cut = tuple[int | None, int | None, int]
"""From (ms since 1970, None: the beginning) on, before (None: the end), about how many reports."""


def cuts(folder: Path, held: Manifest, rows: int) -> list[Cut]:
    """Return stretches of time that follow each other, of about `rows` reports and no fewer."""
    starts: list[tuple[int, int]] = []  # (time, reports from it on until the next)
    for day in days_of(held.reports):
        if len(day.segments) > 1 or day.rows <= rows:
            starts.append((day.first_ms, day.rows))
            continue
        meta = pq.ParquetFile(folder / "reports" / day.segments[0].file).metadata
        at = meta.schema.names.index("time_utc")
        for i in range(meta.num_row_groups):
            group = meta.row_group(i)
            first = group.column(at).statistics.min
            starts.append((round(first.timestamp() * 1000), group.num_rows))
    edges: list[int | None] = [None]
    counts, n = [], 0
    last_ms = starts[0][0] if starts else 0
    for time, count in starts:
        if n >= rows and time > last_ms:
            edges.append(time)
            counts.append(n)
            n = 0
        last_ms, n = time, n + count
    ends = [*edges[1:], None]
    return list(zip(edges, ends, [*counts, n], strict=True)) if starts else []
