"""An independent check of "seen alongside" (docs/wording.md), on true positions and hulls.

Hull-to-hull distance by polygons (shapely), which the simulator does not use. It knows nothing
of pieces or scripts: only `tracks_truth.parquet`, every five minutes.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray
from shapely import affinity

from seawarden.geo.sphere import angle_between_deg, offset_m
from seawarden.units import MPS_PER_KN

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Together:
    """Two ships' common times: hull gap, speeds, relative speed, angle off parallel."""

    time: list[object]
    gap_m: Floats
    fastest_kn: Floats
    relative_kn: Floats
    angle_deg: Floats

    def alongside(self) -> NDArray[np.bool_]:
        """Return where every condition of the definition but its duration holds."""
        near = (self.gap_m <= 100.0) & (self.fastest_kn <= 3.0)
        return near & (self.relative_kn <= 0.5) & (self.angle_deg <= 20.0)

    def longest_h(self) -> float:
        """Return the longest unbroken time alongside."""
        best = run = 0
        for here in self.alongside():
            run = run + 1 if here else 0
            best = max(best, run)
        return max(0, best - 1) * 5 / 60


def together(tracks: pl.DataFrame, one: int, two: int) -> Together:
    """Return how two ships lie to each other at every common time."""
    a, b = (tracks.filter(pl.col("ship") == n).sort("time_utc") for n in (one, two))
    assert a["time_utc"].equals(b["time_utc"])
    place = [x[c].to_numpy() for x in (a, b) for c in ("lat_deg", "lon_deg")]
    east, north = offset_m(*place)
    close = np.flatnonzero(np.hypot(east, north) < 3000.0)
    gap = np.full(len(east), np.inf)
    heading = [x["heading_deg"].to_numpy() for x in (a, b)]
    for i in close:
        first = _hull(a, heading[0][i], 0.0, 0.0)
        gap[i] = first.distance(_hull(b, heading[1][i], float(east[i]), float(north[i])))
    step = 300.0 * MPS_PER_KN
    relative = np.hypot(np.gradient(east), np.gradient(north)) / step
    angle = angle_between_deg(*heading)
    fastest = np.maximum(a["sog_kn"].to_numpy(), b["sog_kn"].to_numpy())
    return Together(
        a["time_utc"].to_list(), gap, fastest, relative, np.minimum(angle, 180.0 - angle)
    )


def _hull(ship: pl.DataFrame, heading: float, east: float, north: float) -> shapely.Polygon:
    bow, stern, port, starboard = (
        float(ship[side][0]) for side in ("bow_m", "stern_m", "port_m", "starboard_m")
    )
    box = shapely.box(-port, -stern, starboard, bow)
    turned = affinity.rotate(box, -heading, origin=(0, 0))
    return affinity.translate(turned, east, north)
