"""The tracks that a map view needs, thinned here so that the page loads only what it draws.

Method: a docket's TRAILS hold each ship's half hours, where it began and ended and the box around
it. They are read once a generation into arrays, sorted by hull and time; a view takes those whose
box meets it in its time, and, when they are still more than it may hold, every n-th half hour of
each ship, first and last kept. When the view is small and short (`close_reports`), the reports
themselves are read instead. Ten million positions become some tens of thousands of points.

The answer is binary: two numbers (ships, points), then for each ship its MMSI and its number of
points, then for each point longitude and latitude (deg, 32-bit float) and time (s since the
view's first second, 32-bit).
"""

import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...units import AIS_UNITS_PER_DEG
from .desk import Snapshot

_HOLE_S = 3600
"""Beyond an hour without a report a position is a region, not a point (docs/wording.md)."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    most_points: int = 40_000  # own choice: a view of 0.5 MB, measured in docs/floor.md
    close_reports: int = 40_000  # reports are drawn one by one up to so many
    close_deg: float = 1.0  # width of a view in which reports are looked at


@dataclass(frozen=True, slots=True)
class Tracks:
    """Lines in one view, as arrays: `starts` is where each ship's points begin."""

    mmsi: NDArray[np.int64]
    starts: NDArray[np.int64]
    lon_deg: NDArray[np.float32]
    lat_deg: NDArray[np.float32]
    time_s: NDArray[np.int64]  # since 1970 UTC
    is_thinned: bool

    def as_bytes(self, zero_s: int) -> bytes:
        """Return the answer's bytes, little-endian."""
        counts = np.diff(np.append(self.starts, self.lon_deg.size))
        points = np.empty((self.lon_deg.size, 2), dtype="<f4")
        points[:, 0], points[:, 1] = self.lon_deg, self.lat_deg
        head = np.array([self.mmsi.size, self.lon_deg.size], dtype="<u4")
        parts = (
            head, self.mmsi.astype("<u4"), counts.astype("<u4"), points,
            (self.time_s - zero_s).astype("<i4"),
        )  # fmt: skip
        return b"".join(part.tobytes() for part in parts)


class Trails:
    """TRAILS of one generation as arrays, sorted by hull and time."""

    def __init__(self, snapshot: Snapshot) -> None:
        frame = snapshot.docket.sql(
            "SELECT hull, mmsi, epoch(start_utc) AS s, epoch(end_utc) AS e, start_lon_deg, "
            "start_lat_deg, end_lon_deg, end_lat_deg, south_deg, north_deg, west_deg, east_deg "
            "FROM trails ORDER BY hull, start_utc"
        )
        self.hull = frame["hull"].to_numpy().astype(np.int64)
        self.mmsi = frame["mmsi"].to_numpy().astype(np.int64)
        self.start_s, self.end_s = (frame[c].to_numpy().astype(np.int64) for c in ("s", "e"))
        self.ends = {
            name: frame[name].to_numpy().astype(np.float32)
            for name in ("start_lon_deg", "start_lat_deg", "end_lon_deg", "end_lat_deg")
        }
        self.box = {
            name: frame[name].to_numpy().astype(np.float32)
            for name in ("south_deg", "north_deg", "west_deg", "east_deg")
        }

    def view(self, box: Box, first_s: int, last_s: int, most: int) -> Tracks:
        """Return the tracks in a box (west may lie east of east, across 180 deg) and time."""
        west, south, east, north = box
        keep = (self.end_s >= first_s) & (self.start_s <= last_s)
        keep &= (self.box["north_deg"] >= south) & (self.box["south_deg"] <= north)
        if east - west < 360.0:
            span = (east - west) % 360.0
            wide = (self.box["east_deg"] - self.box["west_deg"]) % 360.0
            keep &= ((self.box["west_deg"] - west) % 360.0 <= span) | (
                (west - self.box["west_deg"]) % 360.0 <= wide
            )
        at = np.flatnonzero(keep)
        step = max(1, -(-2 * at.size // most))
        if step > 1:
            hull = self.hull[at]
            first = np.append(True, hull[1:] != hull[:-1])
            last = np.append(first[1:], True)
            nth = np.arange(at.size) - np.maximum.accumulate(np.where(first, np.arange(at.size), 0))
            at = at[(nth % step == 0) | last]
        return self._lines(at, step)

    def _lines(self, at: NDArray[np.int64], step: int) -> Tracks:
        hull = self.hull[at]
        # A line ends where the ship was not heard: silences are a layer of their own.
        hole = self.start_s[at][1:] - self.end_s[at][:-1] > _HOLE_S * step
        new = np.flatnonzero(np.append(True, (hull[1:] != hull[:-1]) | hole)) if at.size else at
        lon, lat = (
            np.column_stack([self.ends[f"start_{a}_deg"][at], self.ends[f"end_{a}_deg"][at]])
            for a in ("lon", "lat")
        )
        time = np.column_stack([self.start_s[at], self.end_s[at]])
        return Tracks(self.mmsi[at][new], 2 * new, lon.ravel(), lat.ravel(), time.ravel(), step > 1)


class TrailCache:
    """The arrays of the newest generation, made when they are first asked for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: tuple[Snapshot, Trails] | None = None

    def of(self, snapshot: Snapshot) -> Trails:
        """Return the arrays of a snapshot."""
        with self._lock:
            if self._held is None or self._held[0] is not snapshot:
                self._held = (snapshot, Trails(snapshot))
            return self._held[1]


def view(
    snapshot: Snapshot, cache: TrailCache, box: Box, first: datetime, last: datetime,
    params: Params = Params(),
) -> Tracks:  # fmt: skip
    """Return the tracks in a box between two times, at most about `most_points` points."""
    west, south, east, north = box
    if 0 < east - west <= params.close_deg and north - south <= params.close_deg:
        near = _reports(snapshot, box, first, last, params.close_reports)
        if near is not None:
            return near
    span = int(first.timestamp()), int(last.timestamp())
    return cache.of(snapshot).view(box, *span, params.most_points)


def _reports(
    snapshot: Snapshot, box: Box, first: datetime, last: datetime, most: int
) -> Tracks | None:
    """Return the reports themselves, or None when they are more than `most`."""
    west, south, east, north = (round(d * AIS_UNITS_PER_DEG) for d in box)
    low, high = (f"TIMESTAMPTZ '{t.astimezone(UTC).isoformat()}'" for t in (first, last))
    frame = snapshot.docket.sql(
        f"SELECT mmsi, epoch(time_utc) AS s, lat_aisu, lon_aisu FROM reports "
        f"WHERE time_utc BETWEEN {low} AND {high} AND lat_aisu BETWEEN {south} AND {north} "
        f"AND lon_aisu BETWEEN {west} AND {east} LIMIT {most + 1}"
    )
    if frame.height > most:
        return None
    if not frame.width:
        frame = pl.DataFrame(schema={"mmsi": pl.Int64, "s": pl.Float64, "lat_aisu": pl.Int64,
                                     "lon_aisu": pl.Int64})  # fmt: skip
    frame = frame.sort("mmsi", "s")
    mmsi = frame["mmsi"].to_numpy().astype(np.int64)
    new = np.flatnonzero(np.append(True, mmsi[1:] != mmsi[:-1])) if mmsi.size else mmsi
    lon, lat = (_degrees(frame[f"{a}_aisu"]) for a in ("lon", "lat"))
    return Tracks(mmsi[new], new, lon, lat, frame["s"].to_numpy().astype(np.int64), False)


def _degrees(units: pl.Series) -> Any:
    return (units.to_numpy() / AIS_UNITS_PER_DEG).astype(np.float32)
