"""Tracks cut for maps: seen legs apart from silent ones, and no line across 180 degrees.

RFC 7946, section 3.1.9: a line that crosses the antimeridian should be cut in two there, else
a map draws it around the world the wrong way.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl

from ...geo.sphere import Floats, wrap_lon
from ..picture.series import MAX_GAP_S

Point = tuple[float, float]
"""(longitude, latitude) in degrees."""


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


def cut(points: Sequence[Point]) -> list[list[Point]]:
    """Return a line as one or more that never cross 180 degrees; each ends exactly on it.

    The latitude at the cut is interpolated along the leg, which takes the shorter side.
    """
    if not points:
        return []
    east = [lon for lon, _ in points]
    if max(east) - min(east) <= 180.0:
        return [line for line in (_distinct(list(points)),) if len(line) > 1]
    lines: list[list[Point]] = [[points[0]]]
    for (lon, lat), (lon2, lat2) in pairwise(points):
        if abs(lon2 - lon) > 180.0:
            side = 180.0 if lon > 0 else -180.0
            far = lon2 + 2 * side
            part = (side - lon) / (far - lon) if far != lon else 0.0
            middle = lat + part * (lat2 - lat)
            lines[-1].append((side, middle))
            lines.append([(-side, middle)])
        lines[-1].append((lon2, lat2))
    return [line for line in (_distinct(line) for line in lines) if len(line) > 1]


def _distinct(line: list[Point]) -> list[Point]:
    """Return a line without a doubled end, which a report exactly on 180 degrees makes."""
    if len(line) > 2:
        return [p for i, p in enumerate(line) if i == 0 or p != line[i - 1]] or line
    return line
