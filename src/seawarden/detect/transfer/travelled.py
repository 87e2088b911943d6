"""Did a pair travel together before it lay together, and after?

Two ships that transfer come from different places and part; a tow, a barge with her tug and one
hull with two transponders move as one. TRAILS hold where each hull was at both ends of each half
hour. For the hours before a stretch alongside and after it, each such place of either ship is held
against where the other was then, straight between her own places; how far she had come is less
sure than that she was on the line, for ships stop on the way. A look counts where the pair is
`off_m` and more from where it lay; nearest looks first, the pair is together as long as `share` of
the looks so far show it so, and the distance of the last such look is how far it travelled.

Returned per meeting, before and after: that distance in km (0 where the first look shows them
apart), null where one of them was not heard under way then: not tested.

Blind spots: a ship that waits at the meeting's place all day has no look; ships bound for one port
after a transfer travel together truly, so one direction alone is weak evidence.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...geo.sphere import distance_m, offset_m, wrap_lon
from ...units import M_PER_NM, MS_PER_H
from ..contract.columns import Floats

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """When two ships under way are together; own choice, measured in docs/accuracy.md."""

    within_h: float = 8.0  # before and after the stretch
    off_m: float = 1_500.0  # from where they lay: nearer, everybody is together
    apart_m: float = 350.0  # a long tow line, both position errors
    course_share: float = 0.1  # of the way between two places: how far off the straight line
    speed_share: float = 0.5  # the same along it: she may have stopped anywhere on the way
    share: float = (
        0.75  # of the looks so far: one of four may be off, where a ship slowed or turned
    )
    longest_h: float = 2.6  # between two places of one ship; beyond, nobody knows where she was
    detour: float = (
        0.8  # share of the way between two places that she may go besides; beyond: apart
    )
    hurry: float = 3.0  # times her mean speed on that way, faster she hardly was
    least_kn: float = 2.0  # a ship at rest may have moved off a little and come back


@dataclass(frozen=True, slots=True)
class _Track:
    """Where one hull was, in time order."""

    ms: Ints
    lat: Floats
    lon: Floats

    def _next(self, ms: Ints) -> Ints:
        """Return the number of the place at or after each time; the one before it is the last."""
        return np.searchsorted(self.ms, ms, side="left").clip(1, max(self.ms.size - 1, 1))

    def could_be(self, ms: Ints, lat: Floats, lon: Floats, params: Params) -> NDArray[np.bool_]:
        """Return whether she could have been at each place then, on her way round."""
        if self.ms.size < 2:
            return np.ones(ms.size, dtype=bool)
        j = self._next(ms)
        i = j - 1
        leg_m, first, second = (
            np.asarray(distance_m(*a, *b))
            for a, b in (
                ((self.lat[i], self.lon[i]), (self.lat[j], self.lon[j])),
                ((self.lat[i], self.lon[i]), (lat, lon)),
                ((lat, lon), (self.lat[j], self.lon[j])),
            )
        )
        hours = np.maximum(self.ms[j] - self.ms[i], 1) / MS_PER_H
        fast = np.maximum(params.hurry * leg_m / hours, params.least_kn * M_PER_NM)
        before, after = (np.abs(ms - self.ms[k]) / MS_PER_H for k in (i, j))
        slack = params.apart_m
        return np.asarray(
            (first + second <= (1.0 + params.detour) * leg_m + 2.0 * slack)
            & (first <= fast * before + slack)
            & (second <= fast * after + slack)
        )

    def at(self, ms: Ints, params: Params) -> tuple[Floats, Floats, Floats, Floats]:
        """Return latitude, longitude, length and course (rad) of the way, its length as far as the
        place on it is a guess; NaN where she was not heard.
        """
        j = self._next(ms)
        if self.ms.size < 2:
            none = np.full(ms.size, np.nan)
            return none, none, none, none
        i = j - 1
        dt = np.maximum(self.ms[j] - self.ms[i], 1)
        part = (ms - self.ms[i]) / dt
        heard = (part >= 0) & (part <= 1) & (dt <= params.longest_h * MS_PER_H)
        lon_step = np.asarray(wrap_lon(self.lon[j] - self.lon[i]))
        lat = self.lat[i] + part * (self.lat[j] - self.lat[i])
        lon = np.asarray(wrap_lon(self.lon[i] + part * lon_step))
        leg_m = np.asarray(distance_m(self.lat[i], self.lon[i], self.lat[j], self.lon[j]))
        # At a report itself nothing is interpolated.
        guessed = leg_m * 4.0 * part * (1.0 - part)
        east, north = offset_m(self.lat[i], self.lon[i], self.lat[j], self.lon[j])
        return np.where(heard, lat, np.nan), lon, guessed, np.arctan2(east, north)


def travelled(meetings: pl.DataFrame, trails: pl.DataFrame, params: Params) -> pl.DataFrame:
    """Return `before_km` and `after_km`, one row a meeting.

    `meetings` hold `hull`, `other_hull`, `start_utc`, `end_utc`; `trails` are TRAILS.
    """
    hulls = pl.concat([meetings["hull"], meetings["other_hull"]]).unique()
    tracks = _tracks(trails.filter(pl.col("hull").is_in(hulls.implode())))
    rows = meetings.select(
        "hull", "other_hull", pl.col("start_utc", "end_utc").dt.epoch("ms")
    ).iter_rows()
    out = [_both(tracks.get(a), tracks.get(b), start, end, params) for a, b, start, end in rows]
    return pl.DataFrame(out, orient="row", schema={"before_km": pl.Float64, "after_km": pl.Float64})


def _tracks(trails: pl.DataFrame) -> dict[int, _Track]:
    ends = [
        trails.select(
            "hull",
            ms=pl.col(f"{end}_utc").dt.epoch("ms"),
            lat=f"{end}_lat_deg",
            lon=f"{end}_lon_deg",
        )
        for end in ("start", "end")
    ]
    points = pl.concat(ends).unique(["hull", "ms"], keep="first").sort("hull", "ms")
    return {
        key[0]: _Track(part["ms"].to_numpy(), part["lat"].to_numpy(), part["lon"].to_numpy())
        for key, part in points.partition_by("hull", as_dict=True, include_key=False).items()
    }


def _both(
    a: _Track | None, b: _Track | None, start: int, end: int, params: Params
) -> tuple[float | None, float | None]:
    if a is None or b is None:
        return None, None
    reach = round(params.within_h * MS_PER_H)
    return (_together_km(a, b, start - reach, start, start, params),
            _together_km(a, b, end, end + reach, end, params))  # fmt: skip


def _together_km(
    a: _Track, b: _Track, low: int, high: int, lay: int, params: Params
) -> float | None:
    """Return how far off the pair was last together, between two times; None without a look."""
    ms = np.unique(np.concatenate([t.ms[(t.ms >= low) & (t.ms <= high)] for t in (a, b)]))
    if not ms.size:
        return None
    here, there = a.at(ms, params), b.at(ms, params)
    apart = np.asarray(distance_m(here[0], here[1], there[0], there[1]))
    where = [_nearest(t, lay) for t in (a, b)]
    off = np.minimum(
        np.asarray(distance_m(here[0], here[1], *where[0])),
        np.asarray(distance_m(there[0], there[1], *where[1])),
    )
    far = np.maximum(
        np.asarray(distance_m(here[0], here[1], *where[0])),
        np.asarray(distance_m(there[0], there[1], *where[1])),
    )
    is_near = _on_one_way(here, there, params)
    # A place is sure at a report and a guess between two: the surer one is held against the other.
    b_could, a_could = b.could_be(ms, here[0], here[1], params), a.could_be(ms, *there[:2], params)
    is_apart = ~np.where(here[2] <= there[2], b_could, a_could)
    looks = np.isfinite(apart) & (far >= params.off_m) & (is_near | is_apart)
    if not looks.any():
        return None
    order = np.argsort(np.abs(ms[looks] - lay), kind="stable")
    near, off = is_near[looks][order], off[looks][order]
    so_far = np.cumsum(near) / np.arange(1, near.size + 1)
    held = near & (so_far >= params.share)
    return float(off[held].max()) / 1000.0 if held.any() else 0.0


def _on_one_way(
    here: tuple[Floats, ...], there: tuple[Floats, ...], params: Params
) -> NDArray[np.bool_]:
    """Return whether two ships may have been together, each with her place on her own way.

    The axis is the way of the ship whose place is the more of a guess.
    """
    east, north = offset_m(here[0], here[1], there[0], there[1])
    course = np.where(here[2] >= there[2], here[3], there[3])
    along = np.abs(east * np.sin(course) + north * np.cos(course))
    across = np.abs(east * np.cos(course) - north * np.sin(course))
    guessed = here[2] + there[2]
    near = (along <= params.apart_m + params.speed_share * guessed) & (
        across <= params.apart_m + params.course_share * guessed
    )
    return np.asarray(near)


def _nearest(track: _Track, ms: int) -> tuple[float, float]:
    """Return where a ship was at the report nearest to a time."""
    at = int(np.argmin(np.abs(track.ms - ms)))
    return float(track.lat[at]), float(track.lon[at])
