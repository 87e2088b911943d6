"""What kind of place a position is: port, anchorage, inshore or open sea.

Order: a position on land or in a port's reach is 'port'; within a learnt anchorage 'anchorage';
within `INSHORE_M` of a coast 'inshore' (berths and roads that no list holds); else 'open sea'.
Blind spot: coasts are good to about 1 km, port positions to 1.9 km.
"""

from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from . import anchorages, coast, ports
from .point_tree import PointTree
from .sphere import Floats, arc_m, unit_vectors

INSHORE_M = 3_000.0
"""A coast good to 1 km, and a berth or mole of 2 km before it (own choice)."""


@dataclass(frozen=True, slots=True)
class Places:
    """The places that detectors ask about; `learnt` holds anchorages (`anchorages.SCHEMA`)."""

    learnt: pl.DataFrame = field(default_factory=anchorages.SCHEMA.to_frame)

    def port(self, lat: Floats, lon: Floats) -> tuple[NDArray[np.int64], Floats]:
        """Return (row of `ports.ports()`, metres) of the nearest port."""
        return ports.nearest(lat, lon)

    def anchorage(self, lat: Floats, lon: Floats) -> tuple[NDArray[np.int64], Floats]:
        """Return (row of `learnt`, metres) of the nearest anchorage centre; -1, inf if none."""
        if self.learnt.is_empty() or lat.size == 0:
            return np.full(lat.size, -1, dtype=np.int64), np.full(lat.size, np.inf)
        tree = PointTree(unit_vectors(self.learnt["lat_deg"], self.learnt["lon_deg"]))
        chord, index = tree.nearest(unit_vectors(lat, lon))
        return index, arc_m(chord)

    def in_anchorage(self, lat: Floats, lon: Floats) -> NDArray[np.bool_]:
        """Return True where a position lies in a learnt anchorage."""
        row, distance = self.anchorage(lat, lon)
        if self.learnt.is_empty():
            return np.zeros(lat.size, dtype=bool)
        return np.asarray(distance <= self.learnt["radius_m"].to_numpy()[row])

    def kind(self, lat: Floats, lon: Floats, port_m: float = 10_000.0) -> NDArray[np.str_]:
        """Return 'port', 'anchorage', 'inshore' or 'open sea' for each position.

        'port' is within `port_m` of a port's point (default: the distance within which published
        encounter rules do not look [pipe-encounters]), or on land.
        """
        kind = np.full(lat.size, "open sea", dtype="<U9")
        if lat.size:
            kind[coast.distance_to_coast_m(lat, lon, INSHORE_M) <= INSHORE_M] = "inshore"
            kind[self.in_anchorage(lat, lon)] = "anchorage"
            in_port = (self.port(lat, lon)[1] <= port_m) | coast.is_land(lat, lon)
            kind[in_port] = "port"
        return kind
