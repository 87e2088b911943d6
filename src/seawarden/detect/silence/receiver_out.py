"""Was the receiver that heard those waters out of order while she was silent?

Of a place where several receivers hear, one that drops out takes the ships that it alone heard;
others go on being heard beside them. COVERAGE says who heard a cell: a receiver's share of the
reports of each cell, outside the silence, and the reports that others heard there during it, give
how many it owed; where it owed some and gave none, or few, it was out. Her waters are those where
her silence began and where it ended; what counts is the share of their reports that receivers gave
which were out.

One that hears two ships and more in every hour, wherever they are, and then nobody for hours, was
out too, though no other hears those waters.

Receivers that hear a place now and then, as satellites do, owe nothing at any hour: left out.
Blind spot: a receiver in whose range nobody else sails; what names no receivers is one receiver.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...units import MS_PER_H
from ..contract.columns import Floats, floats
from .cell_grid import COLUMNS

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """When a receiver was out; own choice, measured by `benchmarks.outages` on tuning seeds.

    What has no unit in its name is a share of 1, or counts reports.
    """

    around_h: float = 24.0  # before and after her silence, from which its usual share is known
    close_deg: tuple[float, float] = (0.4, 0.5)  # latitude, longitude: her waters
    region_deg: tuple[float, float] = (2.0, 2.5)  # what one receiver hears
    least_share: float = 0.1  # of the reports of her waters
    steady: float = 0.5  # of the hours between its first and last, in which it heard somebody
    least_hours: int = 3  # in which it heard somebody there
    owed: float = 2.0  # reports; fewer prove nothing
    least_apart: float = 0.1  # others' share of a cell, at least that: none is certain
    by_chance: float = 0.02  # that a receiver on the air hears nobody at all for so long
    out: tuple[float, float] = (0.2, 0.3)  # of the reports of her waters: nothing, all of it
    weight: float = -14.0  # log odds; as `fell_together.Params.weight`


def weight(silences: pl.DataFrame, which: Bools, coverage: pl.DataFrame, params: Params) -> Floats:
    """Return the log odds that receivers out of order take; 0 where `which` is false.

    `silences` are SILENCES, `coverage` COVERAGE, in any order; only those of `which` are asked.
    """
    out = np.zeros(silences.height)
    asked = np.flatnonzero(which)
    if not asked.size or coverage.is_empty():
        return out
    seen = _Seen.of(coverage)
    start, end = (silences[f"{e}_utc"].to_physical().to_numpy() for e in ("start", "end"))
    lat, lon = (np.stack([floats(silences[f"{e}_{x}_deg"]) for e in ("start", "end")], axis=1)
                for x in ("lat", "lon"))  # fmt: skip
    around = round(params.around_h * MS_PER_H)
    for i in asked.tolist():
        low, high = np.searchsorted(seen.ms, (start[i] - around, end[i] + around + 1))
        then = seen.cut(slice(int(low), int(high)))
        during = (then.ms > start[i]) & (then.ms + MS_PER_H <= end[i])
        # The hours in which it began and ended are neither.
        outside = (then.ms + MS_PER_H <= start[i]) | (then.ms > end[i])
        hours = int(end[i] // MS_PER_H - (start[i] // MS_PER_H + 1))  # whole ones
        shares = [
            _share_out(then, during, outside, (lat[i, k], lon[i, k]), hours, params)
            for k in (0, 1)
            if np.isfinite(lat[i, k])
        ]
        out[i] = params.weight * np.interp(max(shares), params.out, (0.0, 1.0))
    return out


@dataclass(frozen=True, slots=True)
class _Seen:
    """COVERAGE in time order, as numbers; `name` numbers the receivers."""

    ms: Ints
    cell: Ints
    n: Floats
    hulls: Floats
    name: Ints

    @staticmethod
    def of(coverage: pl.DataFrame) -> "_Seen":
        kept = coverage.sort("hour_utc", "cell", "ais_class", "receiver")
        names = kept["receiver"].fill_null("")
        code = names.cast(pl.Enum(names.unique().sort())).to_physical()
        return _Seen(
            kept["hour_utc"].to_physical().to_numpy(), kept["cell"].to_numpy().astype(np.int64),
            floats(kept["n_reports"]), floats(kept["n_hulls"]), code.to_numpy().astype(np.int64),
        )  # fmt: skip

    def cut(self, rows: slice | Bools) -> "_Seen":
        return _Seen(self.ms[rows], self.cell[rows], self.n[rows], self.hulls[rows],
                     self.name[rows])  # fmt: skip

    def within(self, at: tuple[float, float], reach_deg: tuple[float, float]) -> Bools:
        """Return which rows lie within so many degrees of a place."""
        north = (self.cell // COLUMNS) * 0.25 - 90.0 + 0.125 - at[0]
        east = (self.cell % COLUMNS * 0.25 - 180.0 + 0.125 - at[1] + 180.0) % 360.0 - 180.0
        return np.asarray((np.abs(north) <= reach_deg[0]) & (np.abs(east) <= reach_deg[1]))


def _share_out(
    then: _Seen, during: Bools, outside: Bools, at: tuple[float, float], hours: int, params: Params
) -> float:
    """Return the share of a place's reports that came from receivers out during the silence."""
    everywhere = then, during, outside
    inside = then.within(at, params.region_deg)
    there, during, outside = then.cut(inside), during[inside], outside[inside]
    near = there.within(at, params.close_deg)
    cells, cell = np.unique(there.cell, return_inverse=True)
    total = 0.0
    for name in np.unique(there.name[near & outside]):
        mine = there.name == name
        if not _is_steady(there.ms[mine & outside], during, params, there.ms):
            continue
        # What a receiver usually gives is what it gave while it was on the air.
        alive = outside & np.isin(there.ms, there.ms[mine & outside])
        share = there.n[near & alive & mine].sum() / max(there.n[near & alive].sum(), 1.0)
        if share < params.least_share:
            continue
        if _gave_nothing(*everywhere, int(name), hours, params):
            total += share
            continue
        usual = np.bincount(cell, there.n * alive, minlength=cells.size)
        gave_usually = np.bincount(cell, there.n * (alive & mine), minlength=cells.size)
        part = gave_usually / np.maximum(usual, 1.0)
        heard = np.bincount(cell, there.n * (during & ~mine), minlength=cells.size)
        owed = float((heard * part / np.maximum(1.0 - part, params.least_apart)).sum())
        gave = float(there.n[during & mine].sum())
        if owed >= params.owed:
            total += share * max(0.0, 1.0 - gave / owed)
    return min(total, 1.0)


def _gave_nothing(
    then: _Seen, during: Bools, outside: Bools, name: int, hours: int, params: Params
) -> bool:
    """Return whether a receiver that always hears two ships and more heard nobody at all."""
    mine = then.name == name
    if hours < 1 or then.n[mine & during].any():
        return False
    _, hour = np.unique(then.ms[mine & outside], return_inverse=True)
    busy = np.bincount(hour, then.hulls[mine & outside]) >= 2.0
    return bool((1.0 - busy.mean()) ** hours <= params.by_chance) if busy.size else False


def _is_steady(heard_ms: Ints, during: Bools, params: Params, every_ms: Ints) -> bool:
    """Return whether a receiver heard somebody in most hours between its first and its last."""
    hours = np.unique(heard_ms)
    if hours.size < params.least_hours:
        return False
    silent = np.unique(every_ms[during])
    between = (hours[-1] - hours[0]) / MS_PER_H + 1.0
    between -= ((silent > hours[0]) & (silent < hours[-1])).sum()
    return bool(hours.size >= params.steady * between)
