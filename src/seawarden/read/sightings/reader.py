"""Sightings: detections by radar satellite, camera, aircraft and crew, to SIGHTINGS.

Layouts that are recognised by their columns (GeoJSON properties count as columns):

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

A position's error is `sigma_m` where the publisher gives one; else it is null, and the matcher
takes its own default for the sensor. Blind spots: xView3's confidence words stand for no
probability that was published, and are given as 0.9, 0.6 and 0.3, our reading; `matching` is
the publisher's own score and not comparable between publishers.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from ...errors import FormatError
from ...schema import REJECTS, SIGHTINGS
from ..input.source import Source
from ..table.recognise_columns import squeeze
from ..table.times import learn
from ..table.to_batch import TEXT_CHARS
from ..table.typed_columns import number
from .load import load

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

_WORDS = {"high": 0.9, "medium": 0.6, "low": 0.3}
_SCENE_TIME = r"(\d{8}T\d{6})"
_PRODUCTS = ("sceneid", "grdproductidentifier", "productid", "detectid")
_NUMBERS = (
    "sigma_m", "length_m", "beam_m", "heading_deg", "sog_kn", "detection", "matching",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Sightings:
    """What a file of sightings held; `lines` is the sum of the other three counts."""

    format: str  # gfw, ai2, xview3 or table
    sightings: pl.DataFrame  # SIGHTINGS, sorted by time
    rejects: pl.DataFrame  # REJECTS
    lines: int
    n_sightings: int
    n_other: int
    n_rejects: int


def read(
    source: Source,
    *,
    file_id: int = 0,
    columns: Mapping[str, str] | None = None,
    sensor: str | None = None,
) -> Sightings:
    """Return the sightings of a file; `columns` maps meanings to column names.

    `sensor` says what saw them where the file does not; the satellite layouts know it
    themselves. Raises FormatError when the columns cannot be recognised (it names what is
    there and what is missing) or the file is damaged.
    """
    frame = load(source)
    format = _format(frame.columns)
    names = _recognise(frame.columns, dict(columns or {}))
    time = _times(frame, names)
    missing = [m for m in ("lat", "lon") if m not in names]
    if time is None:
        missing.insert(0, "time")
    if missing or time is None:
        found = ", ".join(c for c in frame.columns if c != "line")
        raise FormatError(
            f"{source.place}: no sightings: no {' and no '.join(missing)} among {found}; say "
            f"which with --columns, e.g. --columns {','.join(f'{m}=COLUMN' for m in missing)}"
        )
    values = _values(frame, names, time, format, sensor)
    return _settle(values, frame, names, source, format, file_id)


def _format(columns: list[str]) -> str:
    have = {squeeze(c) for c in columns}
    if {"presencescore", "matchingscore"} <= have:
        return "gfw"
    if {"headingbucket0", "vesselspeedk"} <= have:
        return "ai2"
    if {"detectlat", "isvessel"} <= have:
        return "xview3"
    return "table"


def _recognise(columns: list[str], chosen: dict[str, str]) -> dict[str, str]:
    by_key: dict[str, str] = {}
    for column in columns:
        by_key.setdefault(squeeze(column), column)
    found = {m: by_key[k] for m, keys in MEANINGS.items() for k in reversed(keys) if k in by_key}
    for meaning, column in chosen.items():
        if column not in columns:
            raise FormatError(f"--columns says {meaning}={column}, but there is no such column")
        found[meaning] = column
    return found


def _times(frame: pl.DataFrame, names: dict[str, str]) -> pl.Series | None:
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


def _values(
    frame: pl.DataFrame,
    names: dict[str, str],
    time: pl.Series,
    format: str,
    sensor: str | None,
) -> pl.DataFrame:
    out: dict[str, pl.Series | pl.Expr] = {
        "line": frame["line"],
        "time_utc": time,
        "lat_deg": number(frame[names["lat"]]),
        "lon_deg": number(frame[names["lon"]]),
    }
    for meaning in (m for m in _NUMBERS if m in names):
        cells = frame[names[meaning]]
        if meaning == "detection" and cells.dtype == pl.String:
            words = cells.str.to_lowercase().replace_strict(
                _WORDS, default=None, return_dtype=pl.Float64
            )
            out[meaning] = number(cells).fill_null(words)
        else:
            out[meaning] = number(cells)
    for meaning in ("scene_id", "sensor", "name", "photo", "photo_sha256", "note", "id"):
        if meaning in names:
            text = frame[names[meaning]].cast(pl.String).str.strip_chars()
            out[meaning] = text.replace("", None)
    for meaning in ("mmsi", "imo"):
        if meaning in names:
            out[meaning] = _identity(frame[names[meaning]])
    if format == "ai2":
        out["heading_deg"] = _bucket_heading(frame)
    values = pl.DataFrame(out)
    return values.with_columns(_sensor(values, format, sensor).alias("sensor"))


def _identity(cells: pl.Series) -> pl.Series:
    """An MMSI or IMO number as publishers write it (`IMO9074729`, `9074729.0`), or null."""
    digits = cells.cast(pl.String).str.extract(r"^\s*(?:IMO)?\s*(\d{7,9})(?:\.0+)?\s*$")
    return digits.cast(pl.UInt32, strict=False)


def _bucket_heading(frame: pl.DataFrame) -> pl.Series:
    """The middle of the likeliest of sixteen directions, 22.5 deg wide, clockwise from north."""
    shares = np.stack([number(frame[f"heading_bucket_{i}"]).to_numpy() for i in range(16)], axis=1)
    known = ~np.isnan(shares).any(axis=1)
    heading = np.where(known, (np.argmax(np.nan_to_num(shares), axis=1) + 0.5) * 22.5, np.nan)
    return pl.Series(heading).fill_nan(None)


def _sensor(values: pl.DataFrame, format: str, given: str | None) -> pl.Expr:
    """What saw it: as the file says, else by the scene's product name, else as the caller says."""
    default = given or {"gfw": "sar", "xview3": "sar"}.get(format, "unknown")
    scene = pl.col("scene_id") if "scene_id" in values.columns else pl.lit(None, pl.String)
    known = (
        pl.when(scene.str.starts_with("S1")).then(pl.lit("sar"))
        .when(scene.str.starts_with("S2")).then(pl.lit("optical"))
        .otherwise(pl.lit(default))
    )  # fmt: skip
    own = pl.col("sensor") if "sensor" in values.columns else pl.lit(None, pl.String)
    return pl.coalesce(own.str.to_lowercase(), known)


def _settle(
    values: pl.DataFrame,
    frame: pl.DataFrame,
    names: dict[str, str],
    source: Source,
    format: str,
    file_id: int,
) -> Sightings:
    """Put every row where it belongs and count."""
    is_other = pl.Series(np.zeros(values.height, dtype=np.bool_))
    by_key = {squeeze(c): c for c in frame.columns}
    if format == "xview3":
        said = frame[by_key["isvessel"]].cast(pl.String).str.to_lowercase().str.strip_chars()
        is_other = said.is_in(["false", "0", "0.0"]).fill_null(value=False)
    reason = (
        pl.when(pl.col("time_utc").is_null()).then(pl.lit("no time"))
        .when(~pl.col("lat_deg").is_between(-90, 90).fill_null(value=False))
        .then(pl.lit("latitude out of range"))
        .when(~pl.col("lon_deg").is_between(-180, 180).fill_null(value=False))
        .then(pl.lit("longitude out of range"))
    )  # fmt: skip
    judged = values.with_columns(reason.alias("reason"), is_other.alias("other"))
    good = judged.filter(pl.col("reason").is_null() & ~pl.col("other"))
    bad = judged.with_row_index("row").filter(pl.col("reason").is_not_null() & ~pl.col("other"))
    sightings = _conform(good, source, file_id)
    rejects = _rejects(bad, frame, names, file_id)
    return Sightings(
        format=format,
        sightings=sightings,
        rejects=rejects,
        lines=frame.height,
        n_sightings=sightings.height,
        n_other=int(is_other.sum()),
        n_rejects=rejects.height,
    )


def _conform(good: pl.DataFrame, source: Source, file_id: int) -> pl.DataFrame:
    """Name each sighting and give the columns of the dictionary, sentinels and nonsense null."""
    at_least = {"sigma_m": 0.0, "length_m": 0.0, "beam_m": 0.0, "sog_kn": 0.0, "heading_deg": 0.0}
    kept = [
        pl.when((pl.col(c) >= low) & (pl.col(c) < (360 if c == "heading_deg" else 1e7)))
        .then(pl.col(c))
        .alias(c)
        for c, low in at_least.items()
        if c in good.columns
    ]
    own = good["id"] if "id" in good.columns else pl.Series([None] * good.height, dtype=pl.String)
    _, sha256 = source.digest()
    ids = [
        text or hashlib.sha256(f"{sha256}:{line}".encode()).hexdigest()[:16]
        for text, line in zip(own.to_list(), good["line"].to_list(), strict=True)
    ]
    frame = good.with_columns(
        *kept, pl.Series("sighting_id", ids), pl.lit(file_id, pl.UInt16).alias("file_id")
    )
    absent = [
        pl.lit(None, t).alias(n) for n, t in SIGHTINGS.schema.items() if n not in frame.columns
    ]
    typed = frame.with_columns(absent).select(
        pl.col(n).cast(t, strict=False) for n, t in SIGHTINGS.schema.items()
    )
    return typed.sort(SIGHTINGS.sort)


def _rejects(
    bad: pl.DataFrame, frame: pl.DataFrame, names: dict[str, str], file_id: int
) -> pl.DataFrame:
    column = {"no time": "time", "latitude out of range": "lat", "longitude out of range": "lon"}
    expected = {"no time": "a date and time after 1990", "latitude out of range": "-90 to 90",
                "longitude out of range": "-180 to 180"}  # fmt: skip
    rows: list[dict[str, Any]] = []
    for row, line, reason in bad.select("row", "line", "reason").iter_rows():
        cells = frame.row(row, named=True)
        came = cells.get(names.get(column[reason], ""))
        rows.append(
            {
                "file_id": file_id,
                "line": line,
                "reason": reason,
                "detail": f"came '{'' if came is None else came}', expected {expected[reason]}",
                "text": json.dumps(cells, default=str, ensure_ascii=False)[:TEXT_CHARS],
            }
        )
    return pl.DataFrame(rows, schema=REJECTS.schema)
