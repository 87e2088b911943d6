"""Is there a disc around her in which nobody was heard, and others were silent as she was?

What drops out hears a disc: one antenna, one cell of a satellite's footprint, one feed. Ships lie
in it, sail into it and out of it, each silent for as long as she is inside, so that none need fall
silent when another does (`fell_together`), nor be near another at one moment (`nearest_silent`).
Method, a scan over discs (Kulldorff 1997) that could have held her all the time she was silent: at
the edge or inside where she was last heard and heard again. Of each, other hulls that were silent
for most of their time inside, against the reception expected, count for an outage, hulls heard
inside against it:

    log likelihood ratio = silent ln(0.95 / q) + heard ln(0.05 / (1 - q))

where q is how often a hull of those waters is silent, the day before or the day after, whichever
is less. The largest over the discs decides. One other silent hull says nothing: two that meet in
the dark switch off together. Blind spot: three ships that do; who is alone in what dropped out.

Kulldorff, M. (1997), A spatial scan statistic, Communications in Statistics 26, 1481-1496.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...geo.sphere import offset_m
from ...units import MS_PER_H
from ..contract.columns import Floats, floats
from .nearest_silent import Heard, Ints, Silent


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """Which discs, and what they must show; own choice, on tuning seeds 1000 to 1006 and 3000 up.

    What has no unit in its name is a share of 1, counts hulls or points, or is in log odds.
    """

    radii_m: tuple[float, ...] = (25e3, 35e3, 45e3, 60e3, 80e3, 110e3, 150e3, 200e3, 280e3)
    aside: tuple[float, ...] = (0.0, 0.35, 0.65, 0.95)  # of a radius, from the middle of her way
    bearings: int = 8
    edge_m: float = 15_000.0  # last heard so far outside of it: between two reports
    edge_share: float = 0.2  # of the radius, at most
    ends_h: float = 0.25  # of her silence, in which the outage need not have begun, and her
    # usual interval besides
    ends_share: float = 0.2  # of her silence, at most
    surprise: float = 1.0  # evidence of reception against another's silence, log odds, at least
    silent_h: float = 0.75  # of another's time inside, at least
    heard_h: float = 0.5  # the same of hulls heard inside
    mostly: float = 3.0  # silent so many times as long as heard
    sample_h: float = 0.25  # between two places asked of a silence
    samples: int = 96  # of one silence, at most
    around_h: float = 24.0  # before and after, in which others' silences began and ended
    near_m: float = 300_000.0  # waters of which the usual share is asked
    usual: tuple[float, float, float] = (0.02, 0.1, 0.5)  # least, where nothing is known, most
    usual_h: float = 10.0  # ship-hours known of
    leak: float = 0.05  # of hulls in an outage, heard all the same
    least: int = 2  # other hulls silent
    points: int = 2_000  # heard places looked at, the nearest
    odds: tuple[float, float] = (3.0, 4.0)  # log likelihood ratio: nothing, all of it
    weight: float = -14.0  # log odds; as `fell_together.Params.weight`


@dataclass(frozen=True, slots=True)
class _Places:
    """Where other hulls were, metres east and north of the middle of her way; hulls from 0."""

    hull: Ints
    at_m: Floats

    def hours(self, middle: Floats, radius_m: float, each_h: float, hulls: int) -> Floats:
        """Return how long each hull was within a disc."""
        inside = np.hypot(*(self.at_m - middle)) <= radius_m
        return np.asarray(np.bincount(self.hull[inside], minlength=hulls) * each_h, np.float64)


def weight(
    silences: pl.DataFrame, which: NDArray[np.bool_], surprise: Floats, trails: pl.DataFrame,
    params: Params,
) -> Floats:  # fmt: skip
    """Return the log odds that a silent disc takes; 0 where `which` is false.

    `silences` are SILENCES, `surprise` the evidence of reception against each, `trails` TRAILS,
    rows in any order; only those of `which` are asked.
    """
    out = np.zeros(silences.height)
    asked = np.flatnonzero(which)
    if not asked.size:
        return out
    heard, silent = Heard.of(trails), Silent.of(silences)
    usual_ms = np.nan_to_num(floats(silences["mean_interval_s"])) * 1000.0
    odd = surprise >= params.surprise
    for i in asked.tolist():
        ratio = _ratio(i, heard, silent, odd, float(usual_ms[i]), params)
        out[i] = params.weight * np.interp(ratio, params.odds, (0.0, 1.0))
    return out


def _ratio(
    i: int, heard: Heard, silent: Silent, odd: NDArray[np.bool_], usual_ms: float, params: Params
) -> float:
    """Return the largest log likelihood ratio of an outage over the discs that may hold her."""
    start, end, hull = int(silent.start[i]), int(silent.end[i]), silent.hull[i]
    around = round(params.around_h * MS_PER_H)
    (lat,), (lon,) = silent.at(np.array([i]), (start + end) // 2, end + around)
    ends = [
        np.stack(offset_m(lat, lon, *silent.at(np.array([i]), ms, end + around)))
        for ms in (start, end)
    ]
    quiet_hull, quiet_m = _quiet(i, (lat, lon), silent, odd, params)
    if np.unique(quiet_hull).size < params.least:
        return -np.inf
    skip = min(params.ends_h * MS_PER_H + usual_ms, params.ends_share * (end - start))
    low, high = np.searchsorted(heard.ms, (start + skip, end - skip))
    there = np.flatnonzero(heard.hull[low:high] != hull) + low
    loud_m = np.stack(offset_m(lat, lon, heard.lat[there], heard.lon[there]))
    reach = np.hypot(*loud_m)
    near = np.argsort(reach, kind="stable")[: params.points]
    near = near[reach[near] <= 2.0 * max(params.radii_m)]
    hulls, code = np.unique(
        np.concatenate([quiet_hull, heard.hull[there][near]]), return_inverse=True
    )
    quiet = _Places(code[: quiet_hull.size], quiet_m)
    loud = _Places(code[quiet_hull.size :], loud_m[:, near])
    q = _usual(i, (lat, lon), heard, silent, params)
    return _largest(quiet, loud, hulls.size, np.hstack(ends), q, params)


def _quiet(
    i: int, at: tuple[float, float], silent: Silent, odd: NDArray[np.bool_], params: Params
) -> tuple[Ints, Floats]:
    """Return (hulls, places in metres) of others' odd silences while she was silent."""
    start, end = silent.start[i], silent.end[i]
    around, step = params.around_h * MS_PER_H, round(params.sample_h * MS_PER_H)
    first, last = np.maximum(silent.start, start), np.minimum(silent.end, end)
    rows = np.flatnonzero(
        odd & (last - first >= params.silent_h * MS_PER_H) & (silent.hull != silent.hull[i])
        & (silent.start >= start - around)
    )  # fmt: skip
    far = 2.0 * max(params.radii_m)
    rows = rows[_within(at, silent.start_lat[rows], silent.start_lon[rows], far)]
    n = np.minimum((last[rows] - first[rows]) // step, params.samples).astype(np.int64)
    of = np.repeat(rows, n)
    nth = np.arange(of.size) - np.repeat(np.cumsum(n) - n, n)
    ms = first[of] + step // 2 + nth * step
    places = silent.at(of, ms, end + around)
    return silent.hull[of], np.stack(offset_m(*at, *places))


def _largest(
    quiet: _Places, loud: _Places, hulls: int, hers_m: Floats, q: float, params: Params
) -> float:
    """Return the largest ratio over the discs."""
    bearing = np.arange(params.bearings) * 2.0 * np.pi / params.bearings
    per_silent, per_heard = np.log((1.0 - params.leak) / q), np.log(params.leak / (1.0 - q))
    best = -np.inf
    for r in params.radii_m:
        edge = r + min(params.edge_m, params.edge_share * r)
        for share in params.aside:
            for b in bearing if share else bearing[:1]:
                middle = share * r * np.array([[np.sin(b)], [np.cos(b)]])
                if np.hypot(*(hers_m - middle)).max() > edge:
                    continue
                silent_h = quiet.hours(middle, r, params.sample_h, hulls)
                is_long = silent_h >= params.silent_h
                if is_long.sum() < params.least:
                    continue
                # Two places of each half hour.
                heard_h = loud.hours(middle, r, 0.25, hulls)
                is_silent = is_long & (silent_h >= params.mostly * heard_h)
                n = int(is_silent.sum())
                if n >= params.least:
                    sent = int(((heard_h >= params.heard_h) & (heard_h > silent_h)).sum())
                    best = max(best, n * per_silent + sent * per_heard)
    return float(best)


def _usual(i: int, at: tuple[float, float], heard: Heard, silent: Silent, params: Params) -> float:
    """Return how often a hull of those waters is silent on the day before or after."""
    around = round(params.around_h * MS_PER_H)
    start, end = silent.start[i], silent.end[i]
    least, unknown, most = params.usual
    shares = []
    for low, high in ((start - around, start), (end, end + around)):
        rows = np.flatnonzero((silent.start >= start - around) & (silent.start < high)
                              & (silent.end > low) & (silent.hull != silent.hull[i]))  # fmt: skip
        near = _within(at, silent.start_lat[rows], silent.start_lon[rows], params.near_m)
        rows = rows[near]
        hours = (np.minimum(silent.end[rows], high) - np.maximum(silent.start[rows], low)).sum()
        first, last = np.searchsorted(heard.ms, (low, high))
        sent = _within(at, heard.lat[first:last], heard.lon[first:last], params.near_m).sum()
        silent_h, heard_h = hours / MS_PER_H, sent / 4.0  # two places each half hour
        if silent_h + heard_h >= params.usual_h:
            shares.append(silent_h / (silent_h + heard_h))
    return float(np.clip(min(shares, default=unknown), least, most))


def _within(at: tuple[float, float], lat: Floats, lon: Floats, metres: float) -> NDArray[np.bool_]:
    return np.asarray(np.hypot(*offset_m(*at, lat, lon)) <= metres)
