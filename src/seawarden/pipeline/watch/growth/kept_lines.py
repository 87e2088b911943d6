"""The lines that spans of reports were read from, of which most were looked up before.

Method: spans are cut at midnights UTC; of each day what is asked (first and last row from the day's
first, MMSI) and the day's contents name the answer that is kept (`store.kept`). So of a day that
no other event touches than before, nothing is read.
"""

import numpy as np
import polars as pl
from numpy.typing import ArrayLike

from ....store.archive import Archive
from ....store.archive.trace import LINES, least_and_greatest
from ....store.kept import Kept, key_of

LEAST_ROWS = 20_000
"""Reports of a day whose lines are kept: thinner ones are read sooner than files of their own are
written (4,400 days of a few reports each took minutes); own choice."""


def lines_of(
    archive: Archive, kept: Kept, first_row: ArrayLike, last_row: ArrayLike, mmsi: ArrayLike
) -> pl.DataFrame:
    """Return what `Archive.lines_of` returns.

    Raises OutputError when what is new cannot be kept.
    """
    first, last, ship = (np.asarray(a, dtype=np.int64) for a in (first_row, last_row, mmsi))
    thin = [day for day in archive.days if day.rows < LEAST_ROWS]
    found = [archive.lines_of(first, last, ship, thin)]
    for day in archive.days:
        if day.rows < LEAST_ROWS:
            continue
        end = day.first_row + day.rows
        spans = np.flatnonzero((first < end) & (last >= day.first_row))
        if not len(spans):
            continue
        low = np.maximum(first[spans] - day.first_row, 0)
        high = np.minimum(last[spans] - day.first_row, day.rows - 1)
        asked, of = np.unique(
            np.column_stack([low, high, ship[spans]]), axis=0, return_inverse=True
        )
        key = key_of("lines", archive.contents_of(day, kept.sha256), asked.tolist())
        lines = kept.frame(key)
        if lines is None:
            low, high, who = asked.T
            lines = archive.lines_of(low + day.first_row, high + day.first_row, who, [day])
            kept.keep_frame(key, lines)
        back = pl.DataFrame({"span": of.ravel().astype(np.int64), "wanted": spans})
        found.append(
            lines.join(back, on="span").with_columns(span=pl.col("wanted").cast(pl.Int64))
            .select(*LINES)
        )  # fmt: skip
    return least_and_greatest(pl.concat(found))
