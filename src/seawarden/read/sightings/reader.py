"""Sightings: detections by radar satellite, camera, aircraft and crew, to SIGHTINGS.

`columns` lists the layouts that are recognised. A position's error is `sigma_m` where the
publisher gives one; else it is null, and the matcher takes the sensor's default.

Blind spots: xView3 publishes confidence as words without a probability; 0.9, 0.6 and 0.3 are our
reading of them. `matching` is the publisher's score and not comparable between publishers.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from ...errors import FormatError
from ...schema import REJECTS, SIGHTINGS
from ..input.source import Source
from ..table.column_names import squeeze
from ..table.to_batch import TEXT_CHARS
from ..table.typed_columns import number
from .columns import columns_of, layout_of, times_of
from .load import Broken, load

_WORDS = {"high": 0.9, "medium": 0.6, "low": 0.3}
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
    frame, broken = load(source)
    format = layout_of(frame.columns)
    names = columns_of(frame.columns, dict(columns or {}))
    time = times_of(frame, names)
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
    settled = _settle(values, frame, names, source, format, file_id)
    return _with_broken(settled, broken, file_id)


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
    stated = pl.col("sensor") if "sensor" in values.columns else pl.lit(None, pl.String)
    return pl.coalesce(stated.str.to_lowercase(), known)


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
        label = frame[by_key["isvessel"]].cast(pl.String).str.to_lowercase().str.strip_chars()
        is_other = label.is_in(["false", "0", "0.0"]).fill_null(value=False)
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


def _with_broken(found: Sightings, broken: Broken, file_id: int) -> Sightings:
    """Count what was no row among the rejects."""
    n = len(broken.lines)
    if not n:
        return found
    more = pl.DataFrame(
        {
            "file_id": [file_id] * n, "line": broken.lines, "reason": broken.reasons,
            "detail": broken.details, "text": [t[:TEXT_CHARS] for t in broken.texts],
        },
        schema=REJECTS.schema,
    )  # fmt: skip
    rejects = pl.concat([found.rejects, more]).sort("line")
    return replace(found, rejects=rejects, lines=found.lines + n, n_rejects=rejects.height)


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
    given = good["id"] if "id" in good.columns else pl.Series([None] * good.height, dtype=pl.String)
    _, sha256 = source.digest()
    ids = [
        text or hashlib.sha256(f"{sha256}:{line}".encode()).hexdigest()[:16]
        for text, line in zip(given.to_list(), good["line"].to_list(), strict=True)
    ]
    frame = good.with_columns(
        *kept, pl.Series("sighting_id", ids), pl.lit(file_id, pl.UInt32).alias("file_id")
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
