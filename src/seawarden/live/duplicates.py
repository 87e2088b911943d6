"""One transmission that several sources hand on is one report.

Method: a report is a copy when another source gave one of the same MMSI with the same position,
speed, course, heading and message type within `join_s`: two receivers stamp one transmission a
moment apart. The copy that came first is kept, with its station; the other is counted. A ship that
sends the same twice is not joined: both would have to come from different sources. Remembered are
the last two minutes, half a million reports at most.

Blind spots: two sources of which one is later than that give two reports (the pass drops them where
their times are equal); a ship at anchor whose two transmissions within `join_s` are equal and were
heard by one source each becomes one report, which takes nothing from the facts.
"""

from dataclasses import dataclass, field, replace

import polars as pl

from ..read.batch import Batch
from ..schema import REPORTS

JOIN_S = 5.0
_KEPT_S = 120.0
_MOST = 500_000
_KEY = ("mmsi", "lat_aisu", "lon_aisu", "sog_kn", "cog_deg", "heading_deg", "msg_type")


@dataclass(slots=True)
class Duplicates:
    """What several sources sent lately."""

    join_s: float = JOIN_S
    joined: int = 0
    _recent: pl.DataFrame = field(default_factory=lambda: _kept(REPORTS.empty(), ""))

    def without(self, batch: Batch, source: str) -> Batch:
        """Return the batch of one source without copies of others' reports; they count as other."""
        reports = batch.reports
        if not reports.height:
            return batch
        mine = _kept(reports, source)
        is_copy = self._copies(mine)
        self._remember(mine.filter(~is_copy))
        n = int(is_copy.sum())
        if not n:
            return batch
        self.joined += n
        return replace(
            batch, reports=reports.filter(~is_copy), n_reports=batch.n_reports - n,
            n_other=batch.n_other + n,
        )  # fmt: skip

    def _copies(self, mine: pl.DataFrame) -> pl.Series:
        others = self._recent.filter(pl.col("source") != mine["source"][0])
        none = pl.repeat(False, mine.height, eager=True, dtype=pl.Boolean)
        if not others.height:
            return none
        near = mine.with_row_index("at").join(others, on=_KEY, nulls_equal=True, suffix="_other")
        apart = (pl.col("time_ms") - pl.col("time_ms_other")).abs()
        at = near.filter(apart <= self.join_s * 1000)["at"].unique()
        return none if not len(at) else pl.int_range(mine.height, eager=True).is_in(at.implode())

    def _remember(self, mine: pl.DataFrame) -> None:
        both = pl.concat([self._recent, mine])
        newest = int(both["time_ms"].to_numpy().max())
        self._recent = both.filter(pl.col("time_ms") >= newest - _KEPT_S * 1000).tail(_MOST)


def _kept(reports: pl.DataFrame, source: str) -> pl.DataFrame:
    return reports.select(
        *_KEY, time_ms=pl.col("time_utc").cast(pl.Int64), source=pl.lit(source, pl.String)
    )
