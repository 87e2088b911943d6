"""The layouts of files of sightings, recognised by their columns, and what each column means.

GeoJSON properties count as columns.

- *gfw*: Global Fishing Watch, "SAR vessel detections" (Paolo et al. 2024, Nature 625, data
  download portal): `scene_id, timestamp, lat, lon, presence_score, length_m, mmsi,
  matching_score, fishing_score, matched_category`.
- *ai2*: Allen Institute, vessel-detection-sentinels, `predictions.csv` (its README, "schema of
  the output csv"): `lon, lat, score, vessel_length_m, vessel_width_m, heading_bucket_0..15,
  vessel_speed_k, is_fishing_vessel, ..., detect_id, scene_id`, as CSV or GeoJSON. It holds no
  time: that is the start of sensing in the Sentinel-1 or -2 product name in `scene_id`. The
  buckets are 22.5 deg wide from north; the heading is the middle of the likeliest one. The
  model card gives 27.8 % for the right bucket, so it is an axis rather than a heading.
- *xview3*: xView3-SAR labels (Paolo et al. 2022, arXiv 2206.00897): `detect_lat, detect_lon,
  vessel_length_m, source, is_vessel, is_fishing, confidence (HIGH, MEDIUM, LOW), scene_id,
  detect_id`, the time in a column or in the scene's product name. Rows that are labelled "no
  vessel" are other.
- *table*: any CSV, JSON or Parquet with a time, a latitude and a longitude, and what else there
  is of error, length, beam, heading, speed, sensor, confidence, mmsi, imo, name, photo, note.
"""

import polars as pl

from ...errors import FormatError
from ..table.column_names import squeeze
from ..table.times import learn

MEANINGS: dict[str, tuple[str, ...]] = {
    "id": ("detectid", "detectionid", "sightingid", "id"),
    "time": (
        "timestamp", "time", "timeutc", "detecttimestamp", "timestamputc", "datetime",
        "acquisitiontime", "acquired", "observedat", "seenat", "scenetime", "ts", "date",
    ),
    "lat": ("lat", "latitude", "detectlat", "latdeg"),
    "lon": ("lon", "lng", "long", "longitude", "detectlon", "londeg"),
    "sigma_m": ("sigmam", "errorm", "positionerrorm", "accuracym", "uncertaintym"),
    "length_m": ("lengthm", "vessellengthm", "length", "estimatedlength", "inferredlengthm"),
    "beam_m": ("beamm", "vesselwidthm", "widthm", "beam", "width"),
    "heading_deg": ("headingdeg", "heading", "trueheading"),
    "sog_kn": ("sogkn", "vesselspeedk", "speedkn", "speedknots", "sog", "speed"),
    "sensor": ("sensor", "sensortype", "platform", "instrument"),
    "scene_id": ("sceneid", "scene", "imageid", "sortieid"),
    "detection": (
        "presencescore", "detection", "score", "confidence", "inferredpresence", "presence",
        "probability",
    ),
    "matching": ("matchingscore", "matchscore", "matching"),
    "mmsi": ("mmsi", "ssvid"),
    "imo": ("imo", "imonumber"),
    "name": ("name", "shipname", "vesselname"),
    "photo": ("photo", "photograph", "image", "picture"),
    "photo_sha256": ("photosha256", "imagesha256"),
    "note": ("note", "notes", "remark", "remarks", "comment", "observation"),
}  # fmt: skip
"""Meaning -> column names without case and punctuation, the surest first."""
_SCENE_TIME = r"(\d{8}T\d{6})"
_PRODUCTS = ("sceneid", "grdproductidentifier", "productid", "detectid")


def layout_of(columns: list[str]) -> str:
    have = {squeeze(c) for c in columns}
    if {"presencescore", "matchingscore"} <= have:
        return "gfw"
    if {"headingbucket0", "vesselspeedk"} <= have:
        return "ai2"
    if {"detectlat", "isvessel"} <= have:
        return "xview3"
    return "table"


def columns_of(columns: list[str], chosen: dict[str, str]) -> dict[str, str]:
    by_key: dict[str, str] = {}
    for column in columns:
        by_key.setdefault(squeeze(column), column)
    found = {m: by_key[k] for m, keys in MEANINGS.items() for k in reversed(keys) if k in by_key}
    for meaning, column in chosen.items():
        if column not in columns:
            raise FormatError(f"--columns says {meaning}={column}, but there is no such column")
        found[meaning] = column
    return found


def times_of(frame: pl.DataFrame, names: dict[str, str]) -> pl.Series | None:
    """The time column, else the start of sensing in a Sentinel product name."""
    if "time" in names:
        clock = learn(frame[names["time"]])
        if clock is not None:
            return clock.read(frame[names["time"]])
    products = [c for c in frame.columns if squeeze(c) in _PRODUCTS]
    stamps = [frame[c].cast(pl.String).str.extract(_SCENE_TIME) for c in products]
    stamp = next((s for s in stamps if s.count()), None)
    if stamp is None:
        return None
    return stamp.str.to_datetime("%Y%m%dT%H%M%S", strict=False, time_unit="ms", time_zone="UTC")
