"""Tables with positions as points: a GeoParquet file, or a GeoDataFrame.

Method: GeoParquet 1.1.0 (geoparquet.org): the table as Parquet, a column `geometry` of points as
WKB, and the key `geo` in the file's metadata that says so. No `crs` is written, which means
OGC:CRS84: WGS 84, longitude before latitude.
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from numpy.typing import NDArray

from ...errors import OutputError, UsageError
from ...files.atomic import atomic

if TYPE_CHECKING:
    import geopandas


def write(path: Path, frame: pl.DataFrame) -> Path:
    """Write a frame with `lat_deg`, `lon_deg` as GeoParquet, whole or not at all; return the path.

    A row without a position has a null geometry; no rows give a file without `bbox`. Raises
    UsageError for a frame without positions, OutputError when the file cannot be written.
    """
    points = _points(frame)
    column: dict[str, Any] = {"encoding": "WKB", "geometry_types": ["Point"]}
    if any(point is not None for point in points):
        column["bbox"] = [float(v) for v in shapely.total_bounds(points)]
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
    table = frame.to_arrow().append_column(
        "geometry", pa.array(shapely.to_wkb(points), pa.binary())
    )
    marked = table.replace_schema_metadata({"geo": json.dumps(geo)})
    with atomic(path, among_others=True) as part:
        try:
            pq.write_table(marked, part, compression="zstd")
        except pa.ArrowException as error:
            raise OutputError(f"{path}: cannot be written: {error}") from error
    return path


def to_geopandas(frame: pl.DataFrame) -> "geopandas.GeoDataFrame":
    """Return a frame with `lat_deg`, `lon_deg` as a GeoDataFrame of points, EPSG:4326.

    Raises UsageError for a frame without positions, or when geopandas is not installed.
    """
    points = _points(frame)
    try:
        import geopandas
    except ImportError as error:
        raise UsageError(
            "geopandas is not installed; pip install 'seawarden[geo]' brings it"
        ) from error
    return geopandas.GeoDataFrame(frame.to_pandas(), geometry=points, crs="EPSG:4326")


def _points(frame: pl.DataFrame) -> NDArray[np.object_]:
    """Return a point a row, x is longitude, deg; None where the position is not known."""
    for name in ("lat_deg", "lon_deg"):
        if name not in frame.columns:
            raise UsageError(f"no column '{name}': only a table with positions is a map")
    lon, lat = (frame[n].cast(pl.Float64).to_numpy() for n in ("lon_deg", "lat_deg"))
    points = np.full(frame.height, None, dtype=object)
    known = np.isfinite(lon) & np.isfinite(lat)
    points[known] = shapely.points(lon[known], lat[known])
    return points
