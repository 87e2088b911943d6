"""The lines that spans of reports were read from, of which most were looked up before.

Method: spans are cut where one group of days ends (`day_groups`); of each group what is asked
(first and last row from the group's first, MMSI) and the days' contents name the answer that is
kept (`store.kept`). So of days that no other event touches than before, nothing is read.
"""

from functools import partial

import numpy as np
import polars as pl
from numpy.typing import ArrayLike

from ....store.archive import Archive
from ....store.archive.trace import LINES, least_and_greatest
from ....store.kept import Kept
from .day_groups import groups


def lines_of(
    archive: Archive, kept: Kept, first_row: ArrayLike, last_row: ArrayLike, mmsi: ArrayLike
) -> pl.DataFrame:
    """Return what `Archive.lines_of` returns.

    Raises OutputError when what is new cannot be kept.
    """
    first, last, ship = (np.asarray(a, dtype=np.int64) for a in (first_row, last_row, mmsi))
    found = [pl.DataFrame(schema=LINES)]
    for group in groups(archive.days):
        start, end = group.first_row, group.end_row
        spans = np.flatnonzero((first < end) & (last >= start))
        if not len(spans):
            continue
        low, high = np.maximum(first[spans], start), np.minimum(last[spans], end - 1)
        asked, of = np.unique(
            np.column_stack([low - start, high - start, ship[spans]]), axis=0, return_inverse=True
        )
        low, high, who = asked.T
        lines = kept.made(
            ("lines", group.contents(archive, kept), asked.tobytes().hex()),
            partial(archive.lines_of, low + start, high + start, who),
        )
        back = pl.DataFrame({"span": of.ravel().astype(np.int64), "wanted": spans})
        found.append(
            lines.join(back, on="span").with_columns(span=pl.col("wanted").cast(pl.Int64))
            .select(*LINES)
        )  # fmt: skip
    return least_and_greatest(pl.concat(found))
