"""Anchorages, learnt from where ships have lain.

Method: after Global Fishing Watch, whose anchorage is a cell of about 0.5 km in which at least
20 vessels lay still (within 0.5 km, for more than 12 h) over years of world traffic
[anchorages_pipeline]. With days or weeks of data few cells reach 20, so the number asked grows
with the data, from `min_hulls` to 20, as the square root of the ship-days seen; and because ships
at anchor lie 0.5 to 1 km apart, hulls are counted over 1.25 km around each cell's ships.

A place where ships lie against each other is a transfer area, not an anchorage, and calling it
one would hide the transfers: a hull that lay within `beside_m` of another one at the same time
counts half, and only stays that hold their ground (spread of a swinging circle) count at all,
which a drifting pair does not.

Blind spot: an anchorage that fewer than `min_hulls` ships used in the data; a transfer area where
pairs lie at anchor and many hulls come alone.
"""

import math
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ..schema import STAYS, require
from ..units import EARTH_RADIUS_M
from .point_tree import PointTree
from .ports import inside
from .sphere import Floats, unit_vectors

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

SCHEMA = pl.Schema(
    {"lat_deg": pl.Float64, "lon_deg": pl.Float64, "radius_m": pl.Float64, "n_hulls": pl.Float64}
)
"""One row a cell: the middle of its ships, its reach, hulls (one beside another: a half)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """What makes an anchorage."""

    cell_m: float = 500.0  # [anchorages_pipeline] S2 level 14
    min_stopped_h: float = 12.0  # [anchorages_pipeline]
    max_spread_m: float = 350.0  # chain and length of a large ship; [anchorages_pipeline] 500 m
    full_hulls: float = 20.0  # [anchorages_pipeline]
    full_ship_days: float = 100_000.0  # a coast's traffic for some months; own choice
    min_hulls: float = 4.0  # one more than a raft of three; own choice
    beside_m: float = 300.0  # closer than two ships at anchor can swing; own choice
    reach_m: float = 1_250.0  # ships at anchor lie 0.5 to 1 km apart; own choice
    radius_m: float = 1_500.0  # the reach, and a swinging circle; own choice


_NEAREST = 64
"""Stays around one that are asked whether they overlap it: thousands of moored boats are millions
of pairs; own choice."""


def learn(stays: pl.DataFrame, ship_days: float, params: Params = Params()) -> pl.DataFrame:
    """Return the anchorages that a table of STAYS shows, as `SCHEMA`, sorted south to north.

    `ship_days` is how much was watched (sum of the hulls' spans, in days). Cells inside a port
    (`ports.inside`) are left out: they are port already.
    """
    stays = require(stays, STAYS).filter(
        (pl.col("stopped_h") > params.min_stopped_h) & (pl.col("spread_m") <= params.max_spread_m)
    )
    if stays.is_empty():
        return SCHEMA.to_frame()
    cells, lat, lon = _cells(stays, params.cell_m)
    hulls = np.unique(stays["hull"].to_numpy(), return_inverse=True)[1]
    n_hulls = _count(cells, hulls, _lies_beside(stays, params), (lat, lon), params.reach_m)
    keep = (n_hulls >= hulls_asked(ship_days, params)) & (inside(lat, lon)[0] < 0)
    found = {"lat_deg": lat[keep], "lon_deg": lon[keep], "n_hulls": n_hulls[keep]}
    return (
        pl.DataFrame(found)
        .select("lat_deg", "lon_deg", pl.lit(params.radius_m).alias("radius_m"), "n_hulls")
        .cast(SCHEMA)
        .sort("lat_deg", "lon_deg")
    )


def hulls_asked(ship_days: float, params: Params = Params()) -> float:
    """Return how many hulls make an anchorage in data of `ship_days`."""
    share = min(1.0, max(0.0, ship_days) / params.full_ship_days)
    return max(params.min_hulls, params.full_hulls * math.sqrt(share))


def _cells(stays: pl.DataFrame, cell_m: float) -> tuple[Ints, Floats, Floats]:
    """Return (cell of each stay, mean latitude and longitude of each cell that holds stays)."""
    point = unit_vectors(stays["lat_deg"], stays["lon_deg"])
    # Cubes in space have no poles and no 180 deg; the sea's surface cuts them in cells.
    cube = np.floor(point * (EARTH_RADIUS_M / cell_m)).astype(np.int64)
    _, cell = np.unique(cube, axis=0, return_inverse=True)
    cell = cell.ravel()
    n = np.bincount(cell)
    x, y, z = (np.bincount(cell, point[:, i]) / n for i in range(3))
    return cell, np.degrees(np.arctan2(z, np.hypot(x, y))), np.degrees(np.arctan2(y, x))


def _count(
    cell: Ints, hull: Ints, is_beside: Bools, centre: tuple[Floats, Floats], reach_m: float
) -> Floats:
    """Return for each cell how many hulls lay within `reach_m`, those beside another as halves."""
    from scipy.sparse import csr_array

    n = centre[0].size
    tree = PointTree(unit_vectors(*centre))
    pairs = tree.pairs(reach_m / EARTH_RADIUS_M)
    i = np.concatenate([pairs[:, 0], pairs[:, 1], np.arange(n)])
    j = np.concatenate([pairs[:, 1], pairs[:, 0], np.arange(n)])
    near = csr_array((np.ones(i.size), (i, j)), shape=(n, n))
    shape = (n, int(hull.max()) + 1)
    anyone = csr_array((np.ones(cell.size), (cell, hull)), shape=shape)
    alone = csr_array((~is_beside * 1.0, (cell, hull)), shape=shape)
    totals = [np.asarray(((near @ m) > 0).sum(axis=1), np.float64) for m in (anyone, alone)]
    return (totals[0] + totals[1]) / 2


def _lies_beside(stays: pl.DataFrame, params: Params) -> Bools:
    """Return True for a stay that had another hull beside it at the same time."""
    point = unit_vectors(stays["lat_deg"], stays["lon_deg"])
    k = min(_NEAREST, stays.height)
    apart, near = PointTree(point).nearest(point, k, params.beside_m / EARTH_RADIUS_M)
    shape = (stays.height, k)
    there, known = near.reshape(shape), np.isfinite(apart.reshape(shape))
    there = np.where(known, there, 0)
    hull = stays["hull"].to_numpy()
    start, end = (stays[c].to_physical().to_numpy() for c in ("start_utc", "end_utc"))
    together = (hull[:, None] != hull[there]) & known
    together &= (start[:, None] < end[there]) & (start[there] < end[:, None])
    return np.asarray(together.any(axis=1))
