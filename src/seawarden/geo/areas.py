"""Areas on the sphere: polygons as people write them, read alike however they are written.

The one room for polygons that cross 180 deg or hold a pole. GeoJSON's Polygon and MultiPolygon
are read in every common way of writing: from 179 to -179, split at 180 deg as RFC 7946 asks, with
longitudes above 180, rings in either order, round a pole with or without corners at it, with
holes. All become one form: polygons cut at 180 deg, longitudes from -180 to 180.

Rules. An edge is straight in longitude and latitude (RFC 7946, 3.1.1), so an edge between two
places on one parallel follows the parallel. It goes the short way round; an edge of more than
180 and less than 270 deg of longitude could mean either and is refused, unless the ring goes round
a pole. A ring round a pole holds the pole on its smaller side, or, where a hole goes round too,
the pole on the hole's side. A corner at a pole has no longitude of its own.

Blind spot: an edge meant as a great circle (some charts draw long limits so) must be given with
corners between; one that is 5 deg long strays at most 0.11 deg of latitude from its parallel.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from ..errors import FormatError
from .sphere import Floats, wrap_lon

_POLE_DEG = 90.0 - 1e-9
_FLAT_DEG2 = 1e-9  # a ring of less area than this (1e-5 deg square, a metre) is a line
_CLEAR_DEG = 25.0  # what lies nearer than this to the point opposite the map's centre is left out
_EDGE_DEG = 0.1  # edges are cut to this before they are bent by a projection


@dataclass(frozen=True, slots=True)
class Area:
    """Polygons on the sphere, cut at 180 deg; `shape` is a shapely MultiPolygon in degrees."""

    shape: Any

    def contains(self, lat: ArrayLike, lon: ArrayLike) -> NDArray[np.bool_]:
        """Return whether each position lies inside or on the border; shapes broadcast.

        A position that is not a number lies in no area.
        """
        y, x = np.broadcast_arrays(np.asarray(lat, np.float64), np.asarray(lon, np.float64))
        x = np.asarray(wrap_lon(x))
        inside = shapely.intersects_xy(self.shape, x, y)
        at_180 = x == -180.0
        if at_180.any():
            inside |= at_180 & shapely.intersects_xy(self.shape, 180.0, y)
        pole = np.abs(y) >= _POLE_DEG
        if pole.any():
            reach = self._reaches_poles()
            inside = np.where(pole, np.where(y > 0, reach[1], reach[0]), inside)
        return np.asarray(inside, dtype=bool)

    def around(self, lon: float) -> Any:
        """Return the polygons on an axis from `lon - 180` to `lon + 180`, as one shapely shape."""
        west = lon - 180.0
        moved = [
            shapely.intersection(_shift(self.shape, turn), shapely.box(west, -90, west + 360, 90))
            for turn in (-720.0, -360.0, 0.0, 360.0, 720.0)
        ]
        return polygonal(shapely.union_all(np.array(moved, dtype=object), grid_size=1e-9))

    def on_plane(self, projection: Any) -> Any:
        """Return the area in an azimuthal plane, edges bent as they run on the sphere.

        `projection`: `lat0_deg`, `lon0_deg` of its centre and `to_plane(lat, lon)` in metres. What
        lies within 25 deg of the point opposite the centre is left out.
        """
        lat0, lon0 = projection.lat0_deg, projection.lon0_deg
        near = self.around(lon0)
        reach = 180.0 if abs(lat0) + _CLEAR_DEG >= 75.0 else _CLEAR_DEG / np.cos(
            np.radians(abs(lat0) + _CLEAR_DEG)
        )  # fmt: skip
        for west in (lon0 - 180.0, lon0 + 180.0):
            far = shapely.box(west - reach, -lat0 - _CLEAR_DEG, west + reach, -lat0 + _CLEAR_DEG)
            near = shapely.difference(near, far)
        return to_plane(near, projection)

    def _reaches_poles(self) -> tuple[bool, bool]:
        _, south, _, north = self.shape.bounds
        return south <= -_POLE_DEG, north >= _POLE_DEG


def to_plane(geometry: Any, projection: Any) -> Any:
    """Return a shape in degrees in the plane of a projection, its edges cut to 0.1 deg first."""
    dense = shapely.segmentize(geometry, _EDGE_DEG)

    def move(xy: Any) -> Any:
        return np.column_stack(projection.to_plane(xy[:, 1], xy[:, 0]))

    moved = shapely.make_valid(shapely.transform(dense, move))
    return polygonal(shapely.union_all(shapely.get_parts(moved), grid_size=0.01))


def polygonal(shape: Any) -> Any:
    """Return the polygons of a shape as one MultiPolygon; lines and points are left out."""
    parts = shapely.get_parts(shapely.get_parts(np.array([shape], dtype=object)))
    return shapely.MultiPolygon([p for p in parts if p.geom_type == "Polygon" and p.area > 0])


def read_areas(text: str, where: str) -> list[tuple[str, Area]]:
    """Return (name, area) of each feature of a GeoJSON text that holds polygons only.

    A feature without `name` is called `area 1`, `area 2`, ... Raises FormatError that names the
    file and the feature: no GeoJSON, no feature, one that is no polygon, broken rings.
    """
    out = []
    for i, feature in enumerate(features(text, where)):
        place = f"{where}, feature {i + 1}"
        properties = feature.get("properties") or {}
        name = str(properties.get("name") or properties.get("Name") or f"area {i + 1}")
        out.append((name, area_of(feature.get("geometry") or {}, place)))
    if not out:
        raise FormatError(f"{where}: holds no feature, expected polygons")
    return out


def features(text: str, where: str) -> list[dict[str, Any]]:
    """Return the features of a GeoJSON text; a bare geometry is a feature without properties.

    Raises FormatError when the text is no JSON object or its features are no list of objects.
    """
    try:
        raw = json.loads(text)
    except json.JSONDecodeError as error:
        raise FormatError(f"{where}, line {error.lineno}: not JSON: {error.msg}") from error
    kind = raw.get("type") if isinstance(raw, dict) else None
    if kind == "FeatureCollection":
        found = raw.get("features", [])
    else:
        found = [raw if kind == "Feature" else {"geometry": raw, "properties": {}}]
    if not isinstance(found, list) or not all(isinstance(f, dict) for f in found):
        raise FormatError(f"{where}: its 'features' are no list of features")
    return found


def area_of(geometry: Any, place: str) -> Area:
    """Return the area of a GeoJSON Polygon, MultiPolygon or collection of them.

    Raises FormatError that starts with `place`: another kind, no ring, too few corners, a latitude
    off the Earth, a ring that goes twice round, an edge whose way round cannot be known.
    """
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind == "GeometryCollection":
        parts = [area_of(part, place).shape for part in geometry.get("geometries") or [{}]]
        return Area(polygonal(shapely.union_all(np.array(parts, dtype=object))))
    if kind not in ("Polygon", "MultiPolygon"):
        raise FormatError(f"{place}: holds {kind!r}, expected a Polygon")
    given = geometry.get("coordinates")
    polygons = [given] if kind == "Polygon" else given
    if not isinstance(polygons, list) or not polygons or not all(polygons):
        raise FormatError(f"{place}: holds no ring, expected corners")
    shapes = [_polygon([_positions(ring, place) for ring in rings], place) for rings in polygons]
    shape = polygonal(shapely.union_all(np.array(shapes, dtype=object)))
    if shape.is_empty:
        raise FormatError(f"{place}: encloses nothing, expected an area")
    return Area(shape)


def _positions(ring: Any, place: str) -> Floats:
    """Return a ring's corners (lon, lat), shape (n, 2), the last not repeating the first."""
    try:
        corners = np.array([[float(p[0]), float(p[1])] for p in ring], dtype=np.float64)
    except (TypeError, ValueError, IndexError) as error:
        raise FormatError(f"{place}: broken coordinates, expected [lon, lat] pairs") from error
    if not len(corners) or not np.isfinite(corners).all():
        raise FormatError(f"{place}: broken coordinates, expected [lon, lat] pairs")
    if np.abs(corners[:, 1]).max() > 90.0 or np.abs(corners[:, 0]).max() > 720.0:
        worst = corners[np.argmax(np.abs(corners[:, 1]) - 90.0 > 0)]
        raise FormatError(
            f"{place}: corner {worst[0]:g},{worst[1]:g}: expected longitude, latitude in degrees"
        )
    same = np.r_[False, (np.diff(corners, axis=0) == 0).all(axis=1)]
    corners = corners[~same]
    if len(corners) > 1 and (corners[0] == corners[-1]).all():
        corners = corners[:-1]
    if len(corners) < 3:
        raise FormatError(f"{place}: a ring of {len(corners)} corner(s), expected at least 3")
    return np.asarray(corners)


def _polygon(rings: Sequence[Floats], place: str) -> Any:
    """Return a shell less its holes, cut at 180 deg."""
    walks = [_unwrap(ring, place) for ring in rings]
    round_hole = next((path for path, turns in walks[1:] if turns), None)
    pole = 0.0
    if walks[0][1]:
        pole = _smaller_side(walks[0][0], place)
        cap = Area(_fold(_close_over(walks[0][0], pole)))
        if round_hole is not None and not cap.contains(round_hole[:, 1], round_hole[:, 0]).all():
            pole = -pole
    shapes = [_fold(_close_over(path, pole) if turns else path) for path, turns in walks]
    if pole == 0.0 and round_hole is not None:
        raise FormatError(f"{place}: a hole goes round a pole and its outer ring does not")
    return shapely.difference(shapes[0], shapely.union_all(np.array(shapes[1:], dtype=object)))


def _unwrap(ring: Floats, place: str) -> tuple[Floats, int]:
    """Return the closed ring with longitudes that run on past 180, and its turns round a pole."""
    ring = _split_poles(ring)
    lon, lat = np.r_[ring[:, 0], ring[0, 0]], np.r_[ring[:, 1], ring[0, 1]]
    literal = np.diff(lon)
    steps = np.where(np.abs(literal) > 180.0, literal - 360.0 * np.round(literal / 360.0), literal)
    at_pole = (np.abs(lat[1:]) >= _POLE_DEG) & (np.abs(lat[:-1]) >= _POLE_DEG)
    at_pole &= np.sign(lat[1:]) == np.sign(lat[:-1])
    if at_pole.sum() == 1:  # along a pole a ring turns as far as closes it
        steps[at_pole] = -steps[~at_pole].sum()
    path = np.column_stack([lon[0] + np.r_[0.0, np.cumsum(steps)], lat])
    turns = round(float(steps.sum()) / 360.0)
    # An edge from -180 to 180 is nothing, or goes all the way round: the latter where the former
    # leaves no area or runs back along its course.
    if np.isclose(np.abs(literal), 360.0).any() and _is_folded(path, turns):
        return np.column_stack([lon, lat]), 0
    if abs(turns) > 1:
        raise FormatError(f"{place}: a ring goes round a pole {abs(turns)} times, expected once")
    wide = (np.abs(literal) > 180.0) & (np.abs(literal) < 270.0) & ~at_pole
    if wide.any() and not turns:
        i = int(np.argmax(wide))
        raise FormatError(
            f"{place}: the edge from longitude {lon[i]:g} to {lon[i + 1]:g} could go either way "
            "round, expected a corner between"
        )
    return path, turns


def _split_poles(ring: Floats) -> Floats:
    """Return the ring with each corner at a pole given the longitudes of its neighbours."""
    pole = np.abs(ring[:, 1]) >= _POLE_DEG
    if not pole.any() or pole.all():
        return ring
    ring = np.roll(ring, -int(np.argmin(pole)), axis=0)  # start off the pole
    pole = np.abs(ring[:, 1]) >= _POLE_DEG
    out: list[Any] = []
    for i, (lon, lat) in enumerate(ring):
        before, after = ring[i - 1], ring[(i + 1) % len(ring)]
        if not pole[i]:
            out.append((lon, lat))
            continue
        if not pole[i - 1]:
            out.append((before[0], lat))
        if not pole[(i + 1) % len(ring)]:
            out.append((after[0], lat))
    return np.array(out)


def _smaller_side(path: Floats, place: str) -> float:
    """Return the latitude of the pole on the smaller side of a ring that goes round one."""
    height = np.sin(np.radians((path[1:, 1] + path[:-1, 1]) / 2))
    mean = float((height * np.diff(path[:, 0])).sum() / (path[-1, 0] - path[0, 0]))
    if abs(mean) < 1e-9:
        raise FormatError(f"{place}: a ring halves the Earth, expected one with a smaller side")
    return 90.0 if mean > 0 else -90.0


def _close_over(path: Floats, pole: float) -> Floats:
    """Return a ring round a pole as a ring of the plane that runs home along the pole."""
    ends = np.array([[path[-1, 0], pole], [path[0, 0], pole]])
    return np.vstack([path, ends, path[:1]])


def _fold(path: Floats) -> Any:
    """Return a ring on any span of longitudes as polygons from -180 to 180."""
    ring = shapely.Polygon(path)
    whole = polygonal(shapely.make_valid(ring, method="structure", keep_collapsed=False))
    if whole.is_empty:
        return whole
    west, _, east, _ = whole.bounds
    turns = np.arange(np.floor((west + 180.0) / 360.0), np.floor((east + 180.0) / 360.0) + 1)
    box = shapely.box(-180.0, -90.0, 180.0, 90.0)
    parts = [shapely.intersection(_shift(whole, -360.0 * turn), box) for turn in turns]
    return polygonal(shapely.union_all(np.array(parts, dtype=object)))


def _shift(shape: Any, lon_deg: float) -> Any:
    return shapely.transform(shape, lambda xy: xy + np.array([lon_deg, 0.0]))


def _is_folded(path: Floats, turns: int) -> bool:
    """Return whether a ring encloses nothing, or goes round a pole and meets itself."""
    if not turns:
        return abs(_ring_area(path)) < _FLAT_DEG2
    corners = np.column_stack([wrap_lon(path[:-1, 0]), path[:-1, 1]])
    corners = corners[(corners != np.roll(corners, 1, axis=0)).any(axis=1)]
    return len(np.unique(corners, axis=0)) < len(corners)


def _ring_area(path: Floats) -> float:
    x, y = path[:, 0] - path[0, 0], path[:, 1]
    return float((x[:-1] * y[1:] - x[1:] * y[:-1]).sum() / 2)
