"""Tracks cut for maps: seen legs apart from silent ones."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl

from ...geo.line_at_180 import Point
from ...geo.sphere import Floats, wrap_lon
from ..picture.series import MAX_GAP_S


@dataclass(frozen=True, slots=True)
class Track:
    """One hull's reports in time order."""

    hull: int
    mmsi: int | None
    t_s: Floats
    """Seconds since the epoch."""
    times: list[str]
    """The same as ISO 8601 in UTC, to the second."""
    points: list[Point]

    def runs(self) -> list[tuple[int, int]]:
        """Return (first, last + 1) of each run without a silence of more than an hour."""
        cuts = (np.flatnonzero(np.diff(self.t_s) > MAX_GAP_S) + 1).tolist()
        return list(zip([0, *cuts], [*cuts, len(self.times)], strict=True))

    def silent_legs(self) -> list[tuple[int, int]]:
        """Return (last report before, first report after) of each such silence."""
        runs = self.runs()
        return [(a[1] - 1, b[0]) for a, b in pairwise(runs)]


def tracks_by_hull(tracks: pl.DataFrame) -> Iterator[Track]:
    """Yield each hull's track, sorted by hull; reports without a position are left out."""
    good = tracks.filter(pl.col("lat_deg").is_not_null() & pl.col("lon_deg").is_not_null())
    good = good.sort("hull", "time_utc").unique(
        ["hull", "time_utc"], keep="first", maintain_order=True
    )
    for (hull,), group in good.group_by("hull", maintain_order=True):
        yield Track(
            int(str(hull)),
            group["mmsi"][0],
            (group["time_utc"].dt.epoch("ms") / 1000.0).to_numpy(),
            group["time_utc"].dt.strftime("%Y-%m-%dT%H:%M:%SZ").to_list(),
            list(zip(wrap_lon(group["lon_deg"]).tolist(), group["lat_deg"].to_list(), strict=True)),
        )
