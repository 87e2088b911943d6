"""Where the aircraft may not go: given areas, territorial seas, land under search legs.

Given polygons (`keepout_files`: territorial seas, flight information limits, danger areas) are
taken whole, in every way of writing that `geo.areas` reads.
Territorial seas by State: land whose nearest port of the World Port Index lies in that State,
and the sea within 12 nm of it [unclos, art. 3], measured from the GSHHG coast, not from the
State's baselines, so bays and straight baselines reach further out than this: a planning aid,
no claim about any border. All areas are grown by a stand-off.

[unclos] UN Convention on the Law of the Sea, 1982.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from ...errors import UsageError
from ...geo.areas import Area, to_plane
from ...geo.coast import polygons
from ...geo.ports import ports
from ...geo.sphere import Floats
from ...units import M_PER_NM
from ..likelihood.grid import Bools, Grid, Projection

TERRITORIAL_NM = 12.0
SEA_OF = "territorial sea of "
"""How the keep-out of a State's coast is called; its ISO code follows."""
_STAND_OFF_NM = 0.5
_SIMPLER_NM = 0.2  # coasts are simplified by this before they are grown, and grown by it more


@dataclass(frozen=True, slots=True)
class KeepOut:
    """One area that no leg may touch.

    `shape` is it in the grid's plane, `area` it on the sphere, where it was given as a polygon.
    """

    name: str
    shape: Any
    area: Area | None = None

    def holds(self, lat: Floats, lon: Floats, projection: Projection) -> Bools:
        """Return whether each position lies inside: by the area on the sphere if there is one."""
        if self.area is not None:
            return self.area.contains(lat, lon)
        x, y = projection.to_plane(lat, lon)
        return np.asarray(shapely.intersects_xy(self.shape, x, y), dtype=bool)


def territorial_seas(
    states: Sequence[str] | None,
    grid: Grid,
    *,
    allowed: Sequence[str] = (),
    bases: Sequence[tuple[float, float]] = (),
    stand_off_nm: float = _STAND_OFF_NM,
) -> list[KeepOut]:
    """Return land and territorial sea of each State (ISO 3166 alpha-2) near the grid.

    `states` None: of all States with a coast there, save those in `allowed`. `bases` (lat, lon)
    are flown from: the coasts on the way count as near.

    Raises UsageError for a code under which the World Port Index has no port.
    """
    frame = ports()
    held = set(frame["country"])
    unknown = [s for s in states or () if s.upper() not in held]
    if unknown:
        raise UsageError(
            f"State '{unknown[0]}': no port of the World Port Index under that code, "
            "expected ISO 3166 alpha-2, e.g. KP"
        )
    west, south, east, north = _with(box_of(grid, margin_deg=3.0), bases)
    near = (frame["lon_deg"].to_numpy() - west + 8) % 360.0 <= east - west + 16
    near &= np.abs(frame["lat_deg"].to_numpy() - (south + north) / 2) <= (north - south) / 2 + 8
    if not near.any():
        return []
    country = frame["country"].to_numpy()[near]
    x, y = grid.projection.to_plane(
        frame["lat_deg"].to_numpy()[near], frame["lon_deg"].to_numpy()[near]
    )
    parts = [
        shapely.simplify(to_plane(p, grid.projection), _SIMPLER_NM * M_PER_NM)
        for p in polygons(west, south, east, north)
    ]
    land = shapely.union_all(np.array(parts, dtype=object))
    cells = _nearest_port_regions(shapely.points(x, y), land)
    mine = {s.upper() for s in allowed}
    asked = sorted(set(country) - mine) if states is None else [s.upper() for s in states]
    reach = (TERRITORIAL_NM + stand_off_nm) * M_PER_NM * grid.stretch + _SIMPLER_NM * M_PER_NM
    out = []
    for state in asked:
        if (country == state).any():
            ours = shapely.intersection(land, shapely.union_all(cells[country == state]))
            if not ours.is_empty:
                out.append(KeepOut(SEA_OF + state, shapely.buffer(ours, reach)))
    return out


def _with(
    box: tuple[float, float, float, float], bases: Sequence[tuple[float, float]]
) -> tuple[float, float, float, float]:
    """Return the box grown to hold the bases, the short way round."""
    west, south, east, north = box
    for lat, base_lon in bases:
        middle = (west + east) / 2
        lon = middle + (base_lon - middle + 180.0) % 360.0 - 180.0
        west, east = min(west, lon - 1.0), max(east, lon + 1.0)
        south, north = max(min(south, lat - 1.0), -89.9), min(max(north, lat + 1.0), 89.9)
    return west, south, min(east, west + 359.0), north


def land_shapes(grid: Grid) -> Any:
    """Return the land of the grid's box in its plane, as an array of polygons."""
    land = polygons(*box_of(grid, margin_deg=0.5))
    return np.array([to_plane(p, grid.projection) for p in land], dtype=object)


def box_of(grid: Grid, *, margin_deg: float = 0.0) -> tuple[float, float, float, float]:
    """Return (west, south, east, north) of the grid's water; east may pass 180."""
    lat, lon = grid.lat_deg[grid.water], grid.lon_deg[grid.water]
    rel = (lon - grid.projection.lon0_deg + 180.0) % 360.0 - 180.0 + grid.projection.lon0_deg
    return (
        float(rel.min()) - margin_deg,
        max(float(lat.min()) - margin_deg, -89.9),
        float(rel.max()) + margin_deg,
        min(float(lat.max()) + margin_deg, 89.9),
    )


def _nearest_port_regions(points: Any, cover: Any) -> Any:
    """Return for each point the region of the plane nearer to it than to any other point."""
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(points), extend_to=shapely.envelope(cover))
    )
    tree = shapely.STRtree(cells)
    of, cell = tree.query(points, predicate="intersects")
    owner = np.full(len(points), -1)
    owner[of] = cell
    return cells[owner]
