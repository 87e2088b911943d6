"""Were the ships nearest to her silent too? An outage takes all within reach of what failed.

`fell_together` sees ships that fall silent at once; those that sail into a hole later, or out of it
sooner, fall silent one by one. So at some moments of a silence her likely place is asked for the
nearest ship that was heard around then (TRAILS), and for the other ships silent then that lay
nearer than that one, each straight between her last and first place. One ship that switches off
lies among ships that are heard; in the hole that an outage leaves the nearest are silent, or a
third of all within the reach of one receiver.

One neighbour says nothing: two that meet in the dark switch off together. Blind spots: three that
do; who sails where nobody else does.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...geo.sphere import distance_m
from ...units import MS_PER_H
from ..contract.columns import Floats, floats

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """What is near; own choice, measured by `benchmarks.outages` on tuning seeds 1000 to 1003.

    `silent` counts ships, the mean over the moments asked.
    """

    moments: tuple[float, ...] = (0.15, 0.3, 0.5, 0.7, 0.85)  # shares of the silence
    heard_h: float = 0.5  # before and after a moment, in which a ship heard was heard then
    within_m: float = 150_000.0  # what one receiver hears of ships
    share: float = 0.25  # of her silence, that another's lasts at least
    least_h: float = 8.0  # or so long
    around_h: float = 40.0  # others' silences begun or ended further from hers are cut there
    most: int = 3  # others at one moment that count
    many: float = 2.0  # others silent within reach, mean over the moments, whose share counts
    third: tuple[float, float] = (0.28, 0.33)  # share of others silent: nothing, all of it
    silent: tuple[float, float] = (1.2, 1.4)  # ships: nothing, all of it; two may have met, and
    # a third be silent at one moment of the five
    weight: float = -14.0  # log odds; as `fell_together.Params.weight`


def weight(
    silences: pl.DataFrame, which: NDArray[np.bool_], trails: pl.DataFrame, params: Params
) -> Floats:
    """Return the log odds that the silence of her neighbours takes; 0 where `which` is false.

    `silences` are SILENCES, `trails` TRAILS, rows in any order; only those of `which` are asked.
    """
    out = np.zeros(silences.height)
    asked = np.flatnonzero(which)
    if not asked.size:
        return out
    heard, silent = Heard.of(trails), Silent.of(silences)
    for i in asked.tolist():
        t0, t1 = silent.start[i], silent.end[i]
        moments = [
            _around(i, int(t0 + part * (t1 - t0)), heard, silent, params) for part in params.moments
        ]
        nearer, there, share = np.mean(moments, axis=0)
        among = np.interp(share, params.third, (0.0, 1.0)) if there >= params.many else 0.0
        out[i] = params.weight * max(np.interp(nearer, params.silent, (0.0, 1.0)), among)
    return out


@dataclass(frozen=True, slots=True)
class Heard:
    """Where ships were heard, in time order."""

    ms: Ints
    lat: Floats
    lon: Floats
    hull: Ints

    @staticmethod
    def of(trails: pl.DataFrame) -> "Heard":
        ms = [trails[f"{end}_utc"].to_physical().to_numpy() for end in ("start", "end")]
        order = np.argsort(np.concatenate(ms), kind="stable")
        lat, lon = (
            np.concatenate([floats(trails[f"{end}_{of}_deg"]) for end in ("start", "end")])[order]
            for of in ("lat", "lon")
        )
        hull = np.concatenate([trails["hull"].to_numpy()] * 2)[order]
        return Heard(np.concatenate(ms)[order], lat, lon, hull)


@dataclass(frozen=True, slots=True)
class Silent:
    """Silences, each from where to where; NaN at the end of those that none followed."""

    start: Ints
    end: Ints
    hull: Ints
    start_lat: Floats
    start_lon: Floats
    end_lat: Floats
    end_lon: Floats

    @staticmethod
    def of(silences: pl.DataFrame) -> "Silent":
        start, end = (silences[f"{e}_utc"].to_physical().to_numpy() for e in ("start", "end"))
        places = (
            floats(silences[f"{e}_{of}_deg"]) for e in ("start", "end") for of in ("lat", "lon")
        )
        start_lat, start_lon, end_lat, end_lon = places
        hull = silences["hull"].to_numpy()
        return Silent(start, end, hull, start_lat, start_lon, end_lat, end_lon)

    def at(self, rows: Ints, ms: int, last_ms: int) -> tuple[Floats, Floats]:
        """Return where each was at a time; at her last place where she was not heard by `last`."""
        part = (ms - self.start[rows]) / np.maximum(self.end[rows] - self.start[rows], 1)
        part = np.where(np.isnan(self.end_lat[rows]) | (self.end[rows] > last_ms), 0.0, part)
        east = (np.nan_to_num(self.end_lon[rows]) - self.start_lon[rows] + 180.0) % 360.0 - 180.0
        north = np.nan_to_num(self.end_lat[rows]) - self.start_lat[rows]
        return self.start_lat[rows] + part * north, self.start_lon[rows] + part * east


def _around(
    i: int, ms: int, heard: Heard, silent: Silent, params: Params
) -> tuple[float, float, float]:
    """Return how many other silent ships lay nearer to her than any ship heard, how many lay within
    reach, and their share of all others there.
    """
    around = round(params.around_h * MS_PER_H)
    last = int(silent.end[i]) + around
    lat, lon = (float(x[0]) for x in silent.at(np.array([i]), ms, last))
    half = round(params.heard_h * MS_PER_H)
    low, high = np.searchsorted(heard.ms, (ms - half, ms + half + 1))
    others = heard.hull[low:high] != silent.hull[i]
    away = np.asarray(
        distance_m(lat, lon, heard.lat[low:high][others], heard.lon[low:high][others])
    )
    nearest = min(float(away.min(initial=np.inf)), params.within_m)
    hers_ms = silent.end[i] - silent.start[i]
    least = min(params.share * hers_ms, params.least_h * MS_PER_H)
    rows = np.flatnonzero(
        (silent.start <= ms) & (silent.end >= ms) & (silent.hull != silent.hull[i])
        & (silent.start >= silent.start[i] - around) & (silent.end - silent.start >= least)
    )  # fmt: skip
    there = silent.at(rows, ms, last)
    off = np.asarray(distance_m(lat, lon, *there))
    nearer, within = (
        np.unique(silent.hull[rows[off < m]]).size for m in (nearest, params.within_m)
    )
    sent = np.unique(heard.hull[low:high][others][away < params.within_m]).size
    return float(min(nearer, params.most)), float(within), within / max(within + sent, 1)
