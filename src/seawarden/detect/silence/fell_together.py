"""Ships that fall silent together: a receiver, a feed or an hour that dropped out.

Receivers fail, cables break, satellites skip a pass, and all who were heard by them fall silent at
once, in a disc that keeps to no grid of cells. One ship that switches off does so alone; two may by
agreement. So for each silence the other ships are counted whose silence, not much shorter, begins
as hers does, or ends as hers does, within the reach of one receiver. Where reports are rare many
silences begin together by chance: counted is what exceeds the number usual for that water around
that time by three standard deviations of a Poisson count. Two others speak against a deliberate
silence, three forbid to call it: what remains is "cannot be told". Where thousands of silences lie
around one, every n-th is counted (`together_kernel`).

Blind spot: three ships and more that switch off together by agreement look like an outage.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...geo.sphere import chord_of, unit_vectors
from ...units import MS_PER_H
from ..contract.columns import Floats, floats
from .together_kernel import SIDE, beyond_usual

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """What is together; own choice, measured by `benchmarks.outages` on tuning seeds."""

    apart_h: float = 0.25  # between two last reports, and as long as either is usually silent
    apart_most_h: float = 1.0
    within_m: float = 600_000.0  # two ships at opposite edges of what one receiver hears
    share: float = 0.33  # of her silence, that another's lasts at least
    longest_h: float = 40.0  # of a silence known by its end: within what a detector looks at
    around_h: float = 20.0  # before and after, in which the usual number is counted
    sigmas: float = 3.0  # of the usual number, that chance may add
    most: int = 4_096  # counted around one; of more every n-th, so that work grows with them
    others: tuple[float, float] = (1.0, 3.0)  # beyond the usual: nothing, all of it
    weight: float = -14.0  # log odds; more than all evidence of reception and place gives


def weight(silences: pl.DataFrame, which: NDArray[np.bool_], params: Params) -> Floats:
    """Return the log odds that others' silences take from each; 0 where `which` is false.

    `silences` are SILENCES, in any order; only those of `which` are asked.
    """
    out = np.zeros(silences.height)
    asked = np.flatnonzero(which)
    if not asked.size:
        return out
    many = np.maximum(
        _beyond_usual(silences, asked, "start", params),
        _beyond_usual(silences, asked, "end", params),
    )
    out[asked] = params.weight * np.interp(many, params.others, (0.0, 1.0))
    return out


def _beyond_usual(silences: pl.DataFrame, asked: Ints, end: str, params: Params) -> Floats:
    """Return how many other hulls' silences begin (or end) with each, beyond the usual number."""
    ms = silences[f"{end}_utc"].to_physical().to_numpy().astype(np.int64)
    lat, lon = floats(silences[f"{end}_lat_deg"]), floats(silences[f"{end}_lon_deg"])
    hours = floats(silences["duration_h"])
    known = np.isfinite(lat)
    if end == "end":
        known &= ~silences["is_open"].to_numpy() & (hours <= params.longest_h)
    out = np.zeros(asked.size)
    rows = np.flatnonzero(known)
    if not rows.size:
        return out
    chord = float(chord_of(params.within_m))
    xyz = unit_vectors(lat[rows], lon[rows])
    place = np.floor((xyz + 1.0) / chord).astype(np.int64) + 1
    cubes = (place[:, 0] * SIDE + place[:, 1]) * SIDE + place[:, 2]
    hull = silences["hull"].to_numpy()[rows]
    order = np.lexsort((hull, ms[rows], cubes))
    rows = rows[order]
    _, numbered = np.unique(hull[order], return_inverse=True)
    at = np.full(silences.height, -1, np.int64)
    at[rows] = np.arange(rows.size)
    there = np.flatnonzero(at[asked] >= 0)
    usual_h = np.nan_to_num(floats(silences["mean_interval_s"])) / 3600.0
    limits = np.array([params.around_h, params.apart_h, params.apart_most_h]) * MS_PER_H
    out[there] = beyond_usual(
        at[asked[there]], ms[rows], numbered.astype(np.int64), hours[rows], usual_h[rows],
        xyz[order], cubes[order], np.concatenate([[chord * chord], limits]), params.share,
        params.sigmas, params.most,
    )  # fmt: skip
    return out
