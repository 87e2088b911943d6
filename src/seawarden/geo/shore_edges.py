"""Edges of the world's shorelines, cut out by bands of latitude: all of them would be 30 MB."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .gshhg import shorelines
from .sphere import Floats


@dataclass(frozen=True, slots=True)
class Edges:
    """Edges, ring by ring; all arrays (n,), degrees."""

    first: NDArray[np.int64]  # index of the first vertex among the shorelines'; the second is next
    lat: Floats
    lon: Floats
    lat2: Floats
    lon2: Floats

    def where(self, chosen: NDArray[np.bool_] | NDArray[np.int64] | slice) -> "Edges":
        """Return the edges chosen."""
        return Edges(
            self.first[chosen], self.lat[chosen], self.lon[chosen], self.lat2[chosen],
            self.lon2[chosen],
        )  # fmt: skip

    @property
    def are_shore(self) -> NDArray[np.bool_]:
        """Return False for the cuts at 180 deg and at the pole, where the files end rings."""
        is_cut = (np.abs(self.lon) == 180.0) & (np.abs(self.lon2) == 180.0)
        return np.asarray(~(is_cut | (self.lat == -90.0) | (self.lat2 == -90.0)))


def edges_between(south_deg: float, north_deg: float) -> Edges:
    """Return every edge that touches a band of latitude, cuts included."""
    shore = shorelines()
    touches = (shore.south_deg <= north_deg) & (shore.north_deg >= south_deg)
    is_edge = np.repeat(touches, np.diff(shore.start))
    is_edge[shore.start[1:] - 1] = False
    first = np.flatnonzero(is_edge)
    lat, lat2 = shore.lat_deg[first], shore.lat_deg[first + 1]
    first = first[(np.minimum(lat, lat2) <= north_deg) & (np.maximum(lat, lat2) >= south_deg)]
    return Edges(
        first, shore.lat_deg[first], shore.lon_deg[first], shore.lat_deg[first + 1],
        shore.lon_deg[first + 1],
    )  # fmt: skip
