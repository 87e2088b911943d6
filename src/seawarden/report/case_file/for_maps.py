"""The incident and its timeline on a map: GeoJSON (RFC 7946), KML 2.2 and GeoPackage 1.3.

All three hold the same points, from the fields that are shown and no others: the incident, each
event of the timeline, each sighting.
"""

import json
import sqlite3
import struct
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from ...visible import visible

Fields = Mapping[str, Any]
_APPLICATION, _VERSION = 0x47504B47, 10300  # 'GPKG', 1.3.0: GeoPackage, requirement 2
_POINTS = "case_points"
_NEVER = "2000-01-01T00:00:00.000Z"


def points(fields: Fields) -> list[dict[str, Any]]:
    """Return what has a place: `feature, name, start_utc, end_utc, lat_deg, lon_deg`."""
    out = []
    place, time = fields.get("incident.place"), fields.get("incident.time") or {}
    if place:
        out.append(_point("incident", fields.get("summary.title", "Incident"), place, time))
    for name, value in fields.items():
        if name.startswith("timeline."):
            out.append(_point("event", f"{value['kind']}: {value['what']}", value, value))
        elif name.startswith("sighting."):
            at = {"start_utc": value["time_utc"], "end_utc": value["time_utc"]}
            out.append(_point("sighting", f"seen by {value['sensor']}", value, at))
    return out


def geojson(fields: Fields, marking: str) -> str:
    """Return a FeatureCollection."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [p["lon_deg"], p["lat_deg"]]},
            "properties": {k: v for k, v in p.items() if not k.endswith("_deg")},
        }
        for p in points(fields)
    ]
    held = {"type": "FeatureCollection", "marking": marking, "features": features}
    return json.dumps(held, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def kml(fields: Fields, marking: str) -> str:
    """Return a KML document."""
    marks = [
        f"<Placemark><name>{_xml(p['name'])}</name>{_when(p)}"
        f"<Point><coordinates>{p['lon_deg']},{p['lat_deg']}</coordinates></Point></Placemark>"
        for p in points(fields)
    ]
    title = _xml(str(fields.get("summary.title", "Case file")))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">'
        f"<Document><name>{title}</name><description>{_xml(marking)}</description>\n"
        + "\n".join(marks)
        + "</Document></kml>\n"
    )


def geopackage(fields: Fields, marking: str) -> bytes:
    """Return a GeoPackage with one table of points, `case_points`; the same bytes each time."""
    rows = points(fields)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.gpkg"
        file = sqlite3.connect(path, isolation_level=None)
        file.executescript(_SCHEMA)
        for i, p in enumerate(rows, start=1):
            shape = _geometry(p["lon_deg"], p["lat_deg"])
            values = (p["feature"], p["name"], p["start_utc"], p["end_utc"])
            file.execute("INSERT INTO case_points VALUES (?,?,?,?,?,?)", (i, shape, *values))
        lon = [p["lon_deg"] for p in rows] or [None]
        lat = [p["lat_deg"] for p in rows] or [None]
        box = (min(lon), min(lat), max(lon), max(lat))
        file.execute(
            "INSERT INTO gpkg_contents VALUES (?,'features',?,?,?,?,?,?,?,4326)",
            (_POINTS, _POINTS, marking, _NEVER, *box),
        )
        file.close()
        return path.read_bytes()


def _point(
    feature: str, name: str, place: Mapping[str, Any], time: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "feature": feature, "name": str(name), "start_utc": time.get("start_utc"),
        "end_utc": time.get("end_utc"), "lat_deg": place["lat_deg"], "lon_deg": place["lon_deg"],
    }  # fmt: skip


def _when(point: Mapping[str, Any]) -> str:
    if point["start_utc"] is None:
        return ""
    return f"<TimeSpan><begin>{point['start_utc']}</begin><end>{point['end_utc']}</end></TimeSpan>"


def _xml(text: str) -> str:
    return escape(visible(text))


def _geometry(lon_deg: float, lat_deg: float) -> bytes:
    """Return a point as GeoPackage has it: its header, then little-endian WKB."""
    header = b"GP" + bytes((0, 1)) + struct.pack("<i", 4326)
    return header + struct.pack("<BI2d", 1, 1, lon_deg, lat_deg)


_WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],'
    'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]'
)
_SCHEMA = f"""
PRAGMA application_id = {_APPLICATION};
PRAGMA user_version = {_VERSION};
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY,
  organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL,
  description TEXT);
INSERT INTO gpkg_spatial_ref_sys VALUES
  ('WGS 84', 4326, 'EPSG', 4326, '{_WGS84}', NULL),
  ('Undefined cartesian', -1, 'NONE', -1, 'undefined', NULL),
  ('Undefined geographic', 0, 'NONE', 0, 'undefined', NULL);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL,
  identifier TEXT UNIQUE, description TEXT DEFAULT '', last_change DATETIME NOT NULL
  DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE case_points (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom POINT,
  feature TEXT, name TEXT, start_utc TEXT, end_utc TEXT);
INSERT INTO gpkg_geometry_columns VALUES ('case_points', 'geom', 'POINT', 4326, 0, 0);
"""
