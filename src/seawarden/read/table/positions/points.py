"""Positions in one cell: WKT (`POINT(125 32.5)`), WKB, PostGIS's hexadecimal EWKB, GeoJSON points.

A point is longitude, then latitude, as the OGC's Simple Features say and every export does.
Blind spot: the reference system is taken to be WGS 84 unless the file's metadata says another.
"""

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_NUMBER = r"(-?[\d.]+(?:[eE][+-]?\d+)?)"
_WKT = rf"^\s*(?:SRID=\d+;)?\s*POINT\s*Z?\s*\(\s*{_NUMBER}\s+{_NUMBER}"
_HEX = r"^(?:\\x|0x)?((?:00|01)[0-9A-Fa-f]{40,64})$"
_GEOJSON = rf'"coordinates"\s*:\s*\[\s*{_NUMBER}\s*,\s*{_NUMBER}'


def share(column: pl.Series) -> float:
    """Return which share of the cells that hold something hold a point."""
    if column.dtype not in (pl.String, pl.Binary):
        return 0.0
    filled = column.drop_nulls()
    if not len(filled):
        return 0.0
    return float(np.mean(~np.isnan(lon_lat(filled)[0])))


def lon_lat(column: pl.Series) -> tuple[Floats, Floats]:
    """Return (longitudes, latitudes) in degrees; NaN where a cell is no point."""
    if column.dtype == pl.Binary:
        return _from_wkb(column)
    text = column.cast(pl.String)
    if text.str.contains(_HEX).sum() * 2 > text.count():
        return _from_wkb(text.str.extract(_HEX).str.decode("hex", strict=False))
    is_geojson = text.str.contains('"Point"', literal=True).sum() * 2 > text.count()
    parts = text.str.extract_groups(_GEOJSON if is_geojson else _WKT)
    lon, lat = (
        parts.struct.field(n).cast(pl.Float64, strict=False).fill_null(np.nan).to_numpy()
        for n in ("1", "2")
    )
    return lon, lat


def _from_wkb(cells: pl.Series) -> tuple[Floats, Floats]:
    shapes = shapely.from_wkb(cells.to_numpy(), on_invalid="ignore")
    is_point = shapely.get_type_id(shapes) == 0
    shapes = np.where(is_point, shapes, None)
    return shapely.get_x(shapes), shapely.get_y(shapes)
