"""Keep-outs as planners have them: GeoJSON, or KML drawn in a map program, in any usual encoding.

Of KML every Polygon of a Placemark is taken, MultiGeometry and holes among them; a Placemark of
points alone is a label and passed over; a line is refused, because it may be meant as a border.

Blind spot: KMZ (zipped KML) has to be unpacked first; circles have no form of their own in either.
"""

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from ...errors import FormatError
from ...geo.areas import Area, area_of, read_areas
from ...lists.source import local
from ..crew_files.rows import as_text
from ..likelihood.grid import Projection
from .keepout import KeepOut


def read_keepouts(content: bytes, where: str, projection: Projection) -> list[KeepOut]:
    """Return the polygons of a file as keep-outs.

    Raises FormatError, with the file and the feature: no text, neither GeoJSON nor KML, nothing
    that encloses an area, or something that is no polygon.
    """
    text = as_text(content, where).lstrip("\ufeff")
    areas = _kml(text, where) if text.lstrip().startswith("<") else read_areas(text, where)
    return [KeepOut(name, area.on_plane(projection), area) for name, area in areas]


def _kml(text: str, where: str) -> list[tuple[str, Area]]:
    try:
        root = ElementTree.fromstring(text.lstrip())
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise FormatError(f"{where}: broken XML: {error}") from error
    if local(root) != "kml":
        raise FormatError(f"{where}: XML of '{local(root)}', expected KML or GeoJSON")
    out = []
    for number, mark in enumerate(_named(root, "Placemark"), start=1):
        place = f"{where}, placemark {number}"
        polygons = [_rings(polygon, place) for polygon in _named(mark, "Polygon")]
        name = next((_text(c) for c in mark if local(c) == "name"), "") or f"area {number}"
        line = next((k for k in ("LineString", "LinearRing", "Track") if any(_named(mark, k))), "")
        if polygons:
            geometry = {"type": "MultiPolygon", "coordinates": polygons}
            out.append((name, area_of(geometry, place)))
        elif line:
            raise FormatError(f"{place} ('{name}'): holds a {line}, expected a Polygon")
    if not out:
        raise FormatError(f"{where}: holds no Polygon, expected areas")
    return out


def _rings(polygon: Any, place: str) -> list[list[list[float]]]:
    """Return the outer ring, then the holes, as [lon, lat] pairs."""
    rings: list[list[list[float]]] = []
    for side in ("outerBoundaryIs", "innerBoundaryIs"):
        for boundary in _named(polygon, side):
            for coordinates in _named(boundary, "coordinates"):
                rings.append([_pair(triple, place) for triple in _text(coordinates).split()])
    return rings


def _pair(triple: str, place: str) -> list[float]:
    try:
        lon, lat = (float(part) for part in triple.split(",")[:2])
    except ValueError as error:
        raise FormatError(f"{place}: '{triple}', expected longitude,latitude") from error
    return [lon, lat]


def _named(root: Any, name: str) -> Iterator[Any]:
    return (e for e in root.iter() if local(e) == name)


def _text(element: Any) -> str:
    return " ".join((element.text or "").split())
