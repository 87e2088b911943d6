"""The grid that probabilities live on: square cells of exactly equal area over water.

Method: Lambert's azimuthal equal-area projection [snyder1987, eqs. 24-2 to 24-4 and 20-14, 20-15]
on the sphere of the WGS 84 mean radius, centred on the search area, cut into square cells. Every
cell has the same area on the sphere, so a probability per cell is a probability per area and a
sweep covers the same share of each. Straight lines on the grid differ from great circles by
little: the scale is cos(c/2) along and 1/cos(c/2) across the direction to the centre, 0.6 % at
c = 9 deg. `stretch` bounds it, and times are computed with that bound.

Blind spot: a cell counts as water when at least half of its five sample points (centre and four
quarter points) and its centre are water; narrows smaller than a cell are lost.

[snyder1987] J. P. Snyder, Map Projections: A Working Manual, USGS Prof. Paper 1395.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...errors import UsageError
from ...geo.coast import is_land
from ...geo.sphere import Floats, wrap_lon
from ...units import EARTH_RADIUS_M, M_PER_NM

Bools = NDArray[np.bool_]
_MAX_SPAN_DEG = 60.0


@dataclass(frozen=True, slots=True)
class Projection:
    """Lambert azimuthal equal-area about (`lat0_deg`, `lon0_deg`); metres in the plane."""

    lat0_deg: float
    lon0_deg: float

    def to_plane(self, lat: ArrayLike, lon: ArrayLike) -> tuple[Any, Any]:
        """Return (x east, y north) in metres."""
        phi = np.radians(np.asarray(lat, dtype=np.float64))
        dlon = np.radians(wrap_lon(np.subtract(lon, self.lon0_deg)))
        s0, c0 = np.sin(np.radians(self.lat0_deg)), np.cos(np.radians(self.lat0_deg))
        cosine = 1.0 + s0 * np.sin(phi) + c0 * np.cos(phi) * np.cos(dlon)
        k = np.sqrt(2.0 / np.maximum(cosine, 1e-12))
        x = EARTH_RADIUS_M * k * np.cos(phi) * np.sin(dlon)
        y = EARTH_RADIUS_M * k * (c0 * np.sin(phi) - s0 * np.cos(phi) * np.cos(dlon))
        return x, y

    def to_sphere(self, x: ArrayLike, y: ArrayLike) -> tuple[Any, Any]:
        """Return (lat, lon) in degrees."""
        u = np.asarray(x, np.float64) / EARTH_RADIUS_M
        v = np.asarray(y, np.float64) / EARTH_RADIUS_M
        rho = np.hypot(u, v)
        c = 2.0 * np.arcsin(np.minimum(rho / 2.0, 1.0))
        s0, c0 = np.sin(np.radians(self.lat0_deg)), np.cos(np.radians(self.lat0_deg))
        safe = np.where(rho > 0, rho, 1.0)
        sine = np.cos(c) * s0 + np.where(rho > 0, v * np.sin(c) * c0 / safe, 0.0)
        lat = np.degrees(np.arcsin(np.clip(sine, -1.0, 1.0)))
        dlon = np.arctan2(u * np.sin(c), rho * c0 * np.cos(c) - v * s0 * np.sin(c))
        return lat, wrap_lon(self.lon0_deg + np.degrees(dlon))


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Square cells of `cell_m`; index = row * columns + column, row 0 in the south.

    `lat_deg`, `lon_deg`: centres, shape (n,). `water`: whether a cell is sea inside the area.
    """

    projection: Projection
    cell_m: float
    x0_m: float
    y0_m: float
    rows: int
    columns: int
    lat_deg: Floats = field(repr=False)
    lon_deg: Floats = field(repr=False)
    water: Bools = field(repr=False)
    box: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)  # west, south, east, north

    @property
    def n(self) -> int:
        """Number of cells."""
        return self.rows * self.columns

    @property
    def cell_nm(self) -> float:
        """Side of a cell in nautical miles."""
        return self.cell_m / M_PER_NM

    @property
    def stretch(self) -> float:
        """The largest factor by which a length on the sphere exceeds its length on the grid."""
        x = max(abs(self.x0_m), abs(self.x0_m + self.columns * self.cell_m))
        y = max(abs(self.y0_m), abs(self.y0_m + self.rows * self.cell_m))
        return float(1.0 / np.sqrt(max(1.0 - (np.hypot(x, y) / (2 * EARTH_RADIUS_M)) ** 2, 1e-6)))

    def centres_m(self) -> tuple[Floats, Floats]:
        """Return the cell centres in the plane, shape (n,) each."""
        columns, rows = np.meshgrid(np.arange(self.columns), np.arange(self.rows))
        x = self.x0_m + (columns.ravel() + 0.5) * self.cell_m
        y = self.y0_m + (rows.ravel() + 0.5) * self.cell_m
        return x.astype(np.float64), y.astype(np.float64)

    def cell_of(self, lat: ArrayLike, lon: ArrayLike) -> NDArray[np.int64]:
        """Return the cell that holds each position, -1 outside the grid."""
        x, y = self.projection.to_plane(lat, lon)
        column = np.floor((x - self.x0_m) / self.cell_m).astype(np.int64)
        row = np.floor((y - self.y0_m) / self.cell_m).astype(np.int64)
        inside = (column >= 0) & (column < self.columns) & (row >= 0) & (row < self.rows)
        return np.where(inside, row * self.columns + column, -1)


def make_grid(
    west: float, south: float, east: float, north: float, *, cell_nm: float = 10.0
) -> Grid:
    """Return the grid over a box in degrees; a box across 180 deg has `west > east`.

    Raises UsageError when the box is upside down, wider than 60 deg, holds more than 200,000
    cells, or holds no water.
    """
    if east <= west:
        east += 360.0
    if not (-90 <= south < north <= 90) or east - west > _MAX_SPAN_DEG or north - south > 60:
        raise UsageError(
            f"area {west:g},{south:g},{east:g},{north:g}: expected west,south,east,north in "
            f"degrees, at most {_MAX_SPAN_DEG:g} deg wide"
        )
    if cell_nm <= 0:
        raise UsageError(f"cell size {cell_nm:g} nm: expected more than 0")
    projection = Projection((south + north) / 2, float(wrap_lon((west + east) / 2)))
    along = np.linspace(0, 1, 41)
    edge_lat = np.concatenate([south + along * (north - south)] * 2 + [[south] * 41, [north] * 41])
    edge_lon = np.concatenate([[west] * 41, [east] * 41] + [west + along * (east - west)] * 2)
    x, y = projection.to_plane(edge_lat, edge_lon)
    cell_m = cell_nm * M_PER_NM
    columns = int(np.ceil((x.max() - x.min()) / cell_m))
    rows = int(np.ceil((y.max() - y.min()) / cell_m))
    if rows * columns > 200_000:
        raise UsageError(
            f"cell size {cell_nm:g} nm: the area would hold {rows * columns} cells, "
            "expected at most 200000; take larger cells"
        )
    x0, y0 = float(x.min()), float(y.min())
    cx = x0 + (np.arange(columns) + 0.5) * cell_m
    cy = y0 + (np.arange(rows) + 0.5) * cell_m
    px, py = (a.ravel() for a in np.meshgrid(cx, cy))
    lat, lon = projection.to_sphere(px, py)
    inside = (lat >= south) & (lat <= north) & ((lon - west) % 360.0 <= east - west)
    water = inside & _is_water(projection, px, py, cell_m / 4)
    if not water.any():
        raise UsageError(
            f"area {west:g},{south:g},{east:g},{north:g}: lies on land, expected some water"
        )
    return Grid(
        projection, cell_m, x0, y0, rows, columns, lat, lon, water, (west, south, east, north)
    )


def _is_water(projection: Projection, x: Floats, y: Floats, quarter_m: float) -> Bools:
    """Return whether the centre and at least half of five sample points are water."""
    dx = np.array([0.0, 1, 1, -1, -1])[:, None] * quarter_m
    dy = np.array([0.0, 1, -1, 1, -1])[:, None] * quarter_m
    wet = ~is_land(*projection.to_sphere(x + dx, y + dy))
    return np.asarray(wet[0] & (wet.sum(axis=0) >= 3))
