"""The ports of the world: where they are, how large, whose.

Source: World Port Index (Pub. 150, NGA, August 2023, public domain), re-keyed to `ports.csv`.
Accuracy: positions are given to the arc minute, about 1.9 km. Blind spot: private terminals,
ports built since, and small DPRK landing places that the index does not hold (it has ten).
"""

from functools import cache
from importlib.resources import files

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from ..errors import FormatError
from .point_tree import PointTree
from .sphere import Floats, arc_m, unit_vectors

RADIUS_M = {"L": 10_000.0, "M": 7_000.0, "S": 5_000.0, "V": 3_500.0, "": 3_500.0}
"""How far from its point a port reaches, by harbour size.

Own choice: the index point is good to 1.9 km; 3 km is what Global Fishing Watch takes around one
anchorage point (anchorages_pipeline, enter <= 3 km), and a large port is many of those.
"""

_SCHEMA = {
    "number": pl.Int32, "name": pl.String, "country": pl.String, "locode": pl.String,
    "lat_deg": pl.Float64, "lon_deg": pl.Float64, "size": pl.String,
}  # fmt: skip


@cache
def ports() -> pl.DataFrame:
    """Return one row a port, sorted by number.

    Columns: `number` (World Port Index number), `name`, `country` (ISO 3166-1 alpha-2),
    `locode` (UN/LOCODE, null where the index has none), `lat_deg`, `lon_deg`, `size` ('L', 'M',
    'S', 'V' very small, '' not known), `radius_m`, `is_dprk`.

    Raises FormatError when the table that ships with the package has been damaged.
    """
    raw = (files("seawarden.geo") / "ports.csv").read_bytes()
    try:
        frame = pl.read_csv(raw, comment_prefix="#", schema=_SCHEMA)
    except pl.exceptions.PolarsError as error:
        raise FormatError(f"ports.csv: {str(error).splitlines()[0]}") from error
    size = pl.col("size").fill_null("")
    return frame.with_columns(
        size=size,
        radius_m=size.replace_strict(RADIUS_M, return_dtype=pl.Float64),
        is_dprk=pl.col("country") == "KP",
    )


@cache
def _tree() -> PointTree:
    frame = ports()
    return PointTree(unit_vectors(frame["lat_deg"], frame["lon_deg"]))


def nearest(lat: ArrayLike, lon: ArrayLike, k: int = 1) -> tuple[NDArray[np.int64], Floats]:
    """Return (row of `ports()`, distance in metres) of the nearest port to each position.

    Positions of shape (n,) give arrays (n,), or (n, k) for the `k` nearest, nearest first.
    """
    chord, index = _tree().nearest(unit_vectors(lat, lon), k)
    return index, arc_m(chord)


def inside(lat: ArrayLike, lon: ArrayLike) -> tuple[NDArray[np.int64], Floats]:
    """Return (row of `ports()`, distance in metres) of the port a position lies in.

    A position lies in a port when it is within the port's `radius_m`; where several ports hold
    it, the one whose radius it is deepest inside (distance over radius) wins. Outside every
    port the row is -1 and the distance that to the nearest port.
    """
    near, distance = nearest(lat, lon, k=4)
    if near.shape[0] == 0:
        return np.empty(0, np.int64), np.empty(0)
    reach = distance / ports()["radius_m"].to_numpy()[near]
    best = np.argmin(reach, axis=1)
    at = np.arange(best.size)
    is_in = reach[at, best] <= 1.0
    return np.where(is_in, near[at, best], -1), np.where(is_in, distance[at, best], distance[:, 0])
