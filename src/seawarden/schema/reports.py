"""Tables that hold what was read: REPORTS, STATICS, REJECTS, SIGHTINGS."""

import polars as pl

from .table import TIME, Column, Table

_SOURCE = (
    Column("file_id", pl.UInt32, "index", "input file, an index into `run.json` `inputs`", False),
    Column("line", pl.UInt32, "line", "1-based line or row in that file", False),
)

REPORTS = Table(
    "REPORTS",
    "a decoded position message, with the source file and line it came from",
    (
        Column("time_utc", TIME, "UTC", "time of the position", False),
        Column("mmsi", pl.UInt32, "MMSI", "sender", False),
        Column("lat_aisu", pl.Int32, "1/600000 deg", "latitude, AIS's own unit", False),
        Column("lon_aisu", pl.Int32, "1/600000 deg", "longitude, AIS's own unit", False),
        Column("sog_kn", pl.Float32, "kn", "speed over ground"),
        Column("cog_deg", pl.Float32, "deg", "course over ground, 0 <= cog < 360"),
        Column("heading_deg", pl.Float32, "deg", "true heading, 0 <= heading < 360"),
        Column("nav_status", pl.UInt8, "ITU code", "navigational status, 15 is null"),
        Column("ais_class", pl.UInt8, "code", "1 class A, 2 class B, 0 not known", False),
        Column("msg_type", pl.UInt8, "ITU code", "AIS message type, where known"),
        Column("receiver", pl.String, "name", "station, satellite or feed that heard it"),
        *_SOURCE,
    ),
    key=("file_id", "line"),
    sort=("time_utc", "mmsi", "lat_aisu", "lon_aisu", "file_id", "line"),
)

STATICS = Table(
    "STATICS",
    "a static message: what a ship says of itself",
    (
        Column("time_utc", TIME, "UTC", "time of the message", False),
        Column("mmsi", pl.UInt32, "MMSI", "sender", False),
        Column("imo", pl.UInt32, "IMO number", "as sent, check digit not yet tested; 0 is null"),
        Column("name", pl.String, "text", "ship name, '@' and blanks trimmed"),
        Column("call_sign", pl.String, "text", "radio call sign"),
        Column("ship_type", pl.UInt8, "ITU code", "type of ship and cargo; 0 is null"),
        Column("bow_m", pl.UInt16, "m", "antenna to bow (A); null when all four are 0"),
        Column("stern_m", pl.UInt16, "m", "antenna to stern (B)"),
        Column("port_m", pl.UInt16, "m", "antenna to port side (C)"),
        Column("starboard_m", pl.UInt16, "m", "antenna to starboard side (D)"),
        Column("draught_m", pl.Float32, "m", "static draught as entered; 0 is null"),
        Column("destination", pl.String, "text", "destination as entered"),
        Column("msg_type", pl.UInt8, "ITU code", "AIS message type, where known"),
        *_SOURCE,
    ),
    key=("file_id", "line", "msg_type"),
    sort=("time_utc", "mmsi", "file_id", "line"),
)

REJECTS = Table(
    "REJECTS",
    "a line that could not be read, and why",
    (
        *_SOURCE,
        Column("reason", pl.String, "code", "short fixed code, e.g. 'checksum'", False),
        Column("detail", pl.String, "text", "what came and what was expected"),
        Column("text", pl.String, "text", "the line as it stood, cut at 200 characters"),
    ),
    key=("file_id", "line"),
    sort=("file_id", "line"),
)

SIGHTINGS = Table(
    "SIGHTINGS",
    "a ship seen by radar satellite, camera, aircraft or crew",
    (
        Column("sighting_id", pl.String, "id", "stable id", False),
        Column("time_utc", TIME, "UTC", "time of the sighting", False),
        Column("lat_deg", pl.Float64, "deg", "latitude, WGS 84", False),
        Column("lon_deg", pl.Float64, "deg", "longitude, WGS 84", False),
        Column("sigma_m", pl.Float32, "m", "1-sigma error of the position"),
        Column("length_m", pl.Float32, "m", "measured length of the hull or hulls"),
        Column("beam_m", pl.Float32, "m", "measured beam"),
        Column("heading_deg", pl.Float32, "deg", "measured heading; may be ambiguous by 180 deg"),
        Column("sog_kn", pl.Float32, "kn", "measured speed"),
        Column("sensor", pl.String, "name", "'sar', 'optical', 'radar', 'aircraft', 'crew'"),
        Column("scene_id", pl.String, "id", "image or sortie it belongs to"),
        Column("detection", pl.Float32, "probability", "the sensor's own confidence, 0-1"),
        Column("matching", pl.Float32, "probability", "publisher's AIS match score, if any"),
        Column("mmsi", pl.UInt32, "MMSI", "identity if the observer named one"),
        Column("imo", pl.UInt32, "IMO number", "identity if the observer named one"),
        Column("name", pl.String, "text", "name if the observer read one"),
        Column("photo", pl.String, "path", "photograph, by reference"),
        Column("photo_sha256", pl.String, "hash", "hash of the photograph"),
        Column("note", pl.String, "text", "what the observer wrote"),
        *_SOURCE,
    ),
    key=("sighting_id",),
    sort=("time_utc", "sighting_id"),
)
