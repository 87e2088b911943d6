"""Positions in one cell: WKT (`POINT(125 32.5)`), WKB, PostGIS's hexadecimal EWKB, GeoJSON points.

A point is longitude, then latitude, as the OGC's Simple Features say and every export does. A bare
pair of numbers is in the order that a number beyond 90 shows, or letters do (`31°30.5'N 125°E`);
where none does, it is no position, for both orders are in use (`32.5, 25.1` in Elasticsearch,
`[25.1, 32.5]` in PostgreSQL). Blind spot: the reference system is taken to be WGS 84 unless the
file's metadata says another.
"""

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray

from . import sexagesimal

Floats = NDArray[np.float64]
POINTS = "points"
LAT_LON, LON_LAT = "latitude and longitude in one", "longitude and latitude in one"
LETTERED = "latitude and longitude with letters in one"
FORMS = (POINTS, LAT_LON, LON_LAT, LETTERED)
"""How a cell holds a whole position."""
_NUMBER = r"(-?[\d.]+(?:[eE][+-]?\d+)?)"
_WKT = rf"^\s*(?:SRID=\d+;)?\s*POINT\s*Z?\s*\(\s*{_NUMBER}\s+{_NUMBER}"
_HEX = r"^(?:\\x|0x)?((?:00|01)[0-9A-Fa-f]{40,64})$"
_PAIR = rf"^\s*[\[(]?\s*{_NUMBER}\s*[,; ]\s*{_NUMBER}\s*[\])]?\s*$"
_LETTERED = r"^\s*(.*?[NSns]|[NSns].*?)\s*[,;/ ]\s*(.*[EWew]|[EWew].*)\s*$"
_GEOJSON = rf'"coordinates"\s*:\s*\[\s*{_NUMBER}\s*,\s*{_NUMBER}'


def form(column: pl.Series) -> str | None:
    """Return how most of the cells that hold something write a point; None: they do not."""
    if column.dtype not in (pl.String, pl.Binary):
        return None
    filled = column.drop_nulls()
    written = POINTS if column.dtype == pl.Binary else _form(filled)
    if not len(filled) or written is None:
        return None
    return written if float(np.mean(~np.isnan(lon_lat(filled, written)[0]))) > 0.5 else None


def _form(text: pl.Series) -> str | None:
    one, two = _two(text, _PAIR)
    if np.isfinite(one).sum() * 2 <= len(text):
        return LETTERED if text.str.contains(_LETTERED).sum() * 2 > len(text) else POINTS
    is_far = [bool((np.abs(v[np.isfinite(v)]) > 90.0).any()) for v in (one, two)]
    if is_far[0] == is_far[1]:
        return None
    return LON_LAT if is_far[0] else LAT_LON


def lon_lat(column: pl.Series, written: str = POINTS) -> tuple[Floats, Floats]:
    """Return (longitudes, latitudes) in degrees; NaN where a cell is no point in that form."""
    if column.dtype == pl.Binary:
        return _from_wkb(column)
    text = column.cast(pl.String)
    if written == LETTERED:
        parts = text.str.extract_groups(_LETTERED).struct.unnest()
        lat, lon = (sexagesimal.degrees(parts[n]).fill_null(np.nan).to_numpy() for n in ("1", "2"))
        return lon, lat
    if written != POINTS:
        one, two = _two(text, _PAIR)
        return (one, two) if written == LON_LAT else (two, one)
    if text.str.contains(_HEX).sum() * 2 > text.count():
        return _from_wkb(text.str.extract(_HEX).str.decode("hex", strict=False))
    is_geojson = text.str.contains('"Point"', literal=True).sum() * 2 > text.count()
    return _two(text, _GEOJSON if is_geojson else _WKT)


def _two(text: pl.Series, pattern: str) -> tuple[Floats, Floats]:
    parts = text.str.extract_groups(pattern)
    one, two = (
        parts.struct.field(n).cast(pl.Float64, strict=False).fill_null(np.nan).to_numpy()
        for n in ("1", "2")
    )
    return one, two


def _from_wkb(cells: pl.Series) -> tuple[Floats, Floats]:
    shapes = shapely.from_wkb(cells.to_numpy(), on_invalid="ignore")
    is_point = shapely.get_type_id(shapes) == 0
    shapes = np.where(is_point, shapes, None)
    return shapely.get_x(shapes), shapely.get_y(shapes)
