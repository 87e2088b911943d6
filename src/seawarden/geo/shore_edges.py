"""Edges of the world's shorelines, from south to north: a band of latitude is a slice of them."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from .gshhg import shorelines
from .sphere import Floats


@dataclass(frozen=True, slots=True)
class Edges:
    """Edges by their southern ends' latitude; all arrays (n,), degrees."""

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
    """Return at least every edge that touches a band of latitude, cuts included."""
    edges, low, tallest = _all()
    return edges.where(slice(*np.searchsorted(low, [south_deg - tallest - 1e-6, north_deg + 1e-6])))


@cache
def _all() -> tuple[Edges, Floats, float]:
    """Return all edges in order, the latitude of their southern ends, and the tallest's height."""
    shore = shorelines()
    e = shore.edges()
    low = np.minimum(shore.lat_deg[e], shore.lat_deg[e + 1])
    order = np.argsort(low, kind="stable")
    e = e[order]
    lat, lat2 = shore.lat_deg[e], shore.lat_deg[e + 1]
    edges = Edges(e, lat, shore.lon_deg[e], lat2, shore.lon_deg[e + 1])
    return edges, low[order], float(np.abs(lat2 - lat).max())
