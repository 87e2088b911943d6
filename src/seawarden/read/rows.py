"""The rules that every tabular reader shares: a frame of meanings in, a `Batch` out.

Each row ends in exactly one place. In this order it is

1. a reject `mmsi out of range` (missing, 0, or not nine digits; leading zeros may be missing,
   as in the 00MIDxxxx of a coast station), `no time` (missing, unreadable or before 1990),
   `latitude out of range` or `longitude out of range` (unreadable ones too);
2. other, when it is a message type that carries neither position nor identity;
3. a report, when it has a position (its static fields go to STATICS too);
4. a static, when it has none but says who the ship is;
5. a reject `no position` (latitude 91, longitude 181 or empty).

Sentinels become null: SOG 102.3 and above, COG 360, heading 511, status 15, and anything
outside the range of its field. Length and width without the antenna's place are given as
bow 0, stern = length, port 0, starboard = width, which is how ITU-R M.1371 writes "reference
point not available".

To keep volume down, a position row's static fields become a STATICS row only when they differ
from the last ones of that MMSI in this file, or an hour has passed since (`changes.py`).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ..schema import REJECTS, REPORTS, STATICS
from ..units import AIS_UNITS_PER_DEG
from . import ship_types
from .batch import Batch
from .changes import Changes
from .layout import STATIC

Rows = NDArray[np.int64]
TEXT_CHARS = 200

POSITION_TYPES = (1, 2, 3, 4, 9, 11, 18, 19, 21, 27)
STATIC_TYPES = (5, 24)
_CLASS_A, _CLASS_B = (1, 2, 3, 5, 27), (18, 19, 24)
_NOTHING = ("", "none", "null", "nan", "n/a", "na", "--", "-", "unknown", "undefined")


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """A piece of a table, its columns named by meaning and typed, before any rule.

    `frame` holds `line`, `time` (UTC), `mmsi`, `lat`, `lon` as Float64, and what else there is
    of `layout.MEANINGS`, with `nav_status` and `msg_type` as UInt8 codes. `cells(rows)` gives
    the cells of time, mmsi, lat and lon as they stood; `texts(rows)` the whole rows.
    """

    frame: pl.DataFrame
    cells: Callable[[Rows], pl.DataFrame]
    texts: Callable[[Rows], list[str]]
    draught_unit_m: float = 1.0
    receiver: str | None = None


def to_batch(
    raw: Raw,
    *,
    file_id: int,
    changes: Changes,
    n_other: int = 0,
    rejects: pl.DataFrame | None = None,
) -> Batch:
    """Return the batch of a piece; `n_other` and `rejects` are lines settled before it."""
    frame = _complete(raw.frame)
    place = _judge(frame, raw)
    reports = _reports(frame.filter(place.is_report), raw, file_id)
    statics = _statics(frame, place, raw, file_id, changes)
    bad = _rejects(frame, place, raw, file_id)
    n_early = 0 if rejects is None else rejects.height
    if rejects is not None and rejects.height:
        bad = pl.concat([rejects, bad]).sort("line")
    n_rest = int(place.is_other.sum())
    return Batch(
        reports=reports,
        statics=statics,
        rejects=bad,
        lines=frame.height + n_early + n_other,
        n_reports=reports.height,
        n_statics=int(place.is_static.sum()),
        n_other=n_rest + n_other,
        n_rejects=bad.height,
    )


def reject_rows(
    lines: NDArray[np.int64], reason: str, details: list[str], texts: list[str], file_id: int
) -> pl.DataFrame:
    """Return REJECTS rows."""
    return pl.DataFrame(
        {
            "file_id": pl.Series([file_id] * len(texts), dtype=pl.UInt16),
            "line": pl.Series(lines, dtype=pl.UInt32),
            "reason": pl.Series([reason] * len(texts), dtype=pl.String),
            "detail": pl.Series(details, dtype=pl.String),
            "text": pl.Series([t[:TEXT_CHARS] for t in texts], dtype=pl.String),
        },
        schema=REJECTS.schema,
    )


@dataclass(frozen=True, slots=True)
class _Verdict:
    is_report: pl.Series
    is_static: pl.Series
    is_other: pl.Series
    reason: pl.Series | None  # null where the row is no reject; None when no row is
    cells: pl.DataFrame | None  # the cells of the rows that had to be looked at
    looked_at: Rows | None


def _complete(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the meanings that the table does not have, as null."""
    types: dict[str, pl.DataType | type[pl.DataType]] = {
        "sog": pl.Float64, "cog": pl.Float64, "heading": pl.Float64, "nav_status": pl.UInt8,
        "ais_class": pl.UInt8, "msg_type": pl.UInt8, "receiver": pl.String,
    }  # fmt: skip
    absent = [pl.lit(None, t).alias(n) for n, t in types.items() if n not in frame.columns]
    return frame.with_columns(absent)


def _judge(frame: pl.DataFrame, raw: Raw) -> _Verdict:
    mmsi, lat, lon = pl.col("mmsi"), pl.col("lat"), pl.col("lon")
    good_mmsi = (
        mmsi.is_between(100_000_000, 999_999_999)
        | mmsi.is_between(20_000_000, 79_999_999)  # 0MIDxxxxx
        | mmsi.is_between(2_000_000, 7_999_999)  # 00MIDxxxx
    )
    silent = ~pl.col("msg_type").is_in([*POSITION_TYPES, *STATIC_TYPES]).fill_null(value=True)
    placed = lat.is_between(-90, 90) & lon.is_between(-180, 180)
    sane = (good_mmsi & pl.col("time").is_not_null()).fill_null(value=False)
    flags = frame.select(
        (sane & placed.fill_null(value=False) & ~silent).alias("report"),
        (sane & silent).alias("other"),
    )
    is_report, is_other = flags["report"], flags["other"]
    none = pl.repeat(False, frame.height, dtype=pl.Boolean, eager=True)
    rest = np.flatnonzero(~(is_report | is_other).to_numpy())
    if not len(rest):
        return _Verdict(is_report, none, is_other, None, None, None)
    return _judge_rest(frame, raw, rest, is_report, is_other)


def _judge_rest(
    frame: pl.DataFrame, raw: Raw, rest: Rows, is_report: pl.Series, is_other: pl.Series
) -> _Verdict:
    """Settle the rows that are neither plain reports nor of a silent type."""
    part = frame[rest].with_columns(_clean_static(frame[rest], raw))
    cells = raw.cells(rest)
    said = {c: ~_empty(pl.col(c)) for c in ("time", "mmsi", "lat", "lon")}
    cells = cells.with_columns(**{f"said_{c}": e for c, e in said.items()})
    part = part.with_columns(cells["said_lat"], cells["said_lon"])
    lat, lon, mmsi = pl.col("lat"), pl.col("lon"), pl.col("mmsi")
    bad_mmsi = ~(
        mmsi.is_between(100_000_000, 999_999_999)
        | mmsi.is_between(20_000_000, 79_999_999)
        | mmsi.is_between(2_000_000, 7_999_999)
    ).fill_null(value=False)
    bad_lat = pl.when(lat.is_null()).then(pl.col("said_lat")).otherwise(lat.abs() > 90) & (
        (lat != 91).fill_null(value=True)
    )
    bad_lon = pl.when(lon.is_null()).then(pl.col("said_lon")).otherwise(lon.abs() > 180) & (
        (lon != 181).fill_null(value=True)
    )
    known = [c for c in _STATIC_COLUMNS if c in part.columns]
    speaks = pl.any_horizontal([pl.col(c).is_not_null() for c in known] or [pl.lit(value=False)])
    is_static_type = pl.col("msg_type").is_in(STATIC_TYPES).fill_null(value=False)
    reason = (
        pl.when(bad_mmsi).then(pl.lit("mmsi out of range"))
        .when(pl.col("time").is_null()).then(pl.lit("no time"))
        .when(bad_lat).then(pl.lit("latitude out of range"))
        .when(bad_lon).then(pl.lit("longitude out of range"))
        .when(speaks).then(pl.lit("static"))
        .when(is_static_type).then(pl.lit("other"))
        .otherwise(pl.lit("no position"))
    )  # fmt: skip
    verdict = part.select(reason.alias("reason"))["reason"].to_numpy()
    is_static = np.zeros(frame.height, dtype=bool)
    is_static[rest[verdict == "static"]] = True
    other = is_other.to_numpy().copy()
    other[rest[verdict == "other"]] = True
    bad = ~np.isin(verdict, ("static", "other"))
    return _Verdict(
        is_report,
        pl.Series(is_static),
        pl.Series(other),
        pl.Series(verdict[bad], dtype=pl.String),
        cells.filter(pl.Series(bad)),
        rest[bad],
    )


def _reports(frame: pl.DataFrame, raw: Raw, file_id: int) -> pl.DataFrame:
    sog, cog, heading = pl.col("sog"), pl.col("cog"), pl.col("heading")
    msg_type = pl.col("msg_type")
    by_type = (
        pl.when(msg_type.is_in(_CLASS_A)).then(pl.lit(1, pl.UInt8))
        .when(msg_type.is_in(_CLASS_B)).then(pl.lit(2, pl.UInt8))
        .otherwise(pl.lit(0, pl.UInt8))
    )  # fmt: skip
    receiver = pl.col("receiver")
    if raw.receiver is not None:
        receiver = pl.lit(raw.receiver, pl.String)
    unit = AIS_UNITS_PER_DEG
    return frame.select(
        pl.col("time").alias("time_utc"),
        pl.col("mmsi").cast(pl.UInt32),
        (pl.col("lat") * unit).round().cast(pl.Int32).alias("lat_aisu"),
        (pl.col("lon") * unit).round().cast(pl.Int32).alias("lon_aisu"),
        # 102.3 as a 32-bit float is 102.30000305: compare in tenths below it.
        pl.when((sog >= 0) & (sog < 102.25)).then(sog).cast(pl.Float32).alias("sog_kn"),
        pl.when((cog >= 0) & (cog < 360)).then(cog).cast(pl.Float32).alias("cog_deg"),
        pl.when((heading >= 0) & (heading < 360))
        .then(heading)
        .cast(pl.Float32)
        .alias("heading_deg"),
        pl.when(pl.col("nav_status") < 15).then(pl.col("nav_status")).alias("nav_status"),
        pl.coalesce("ais_class", by_type).cast(pl.UInt8).alias("ais_class"),
        msg_type.cast(pl.UInt8),
        receiver.alias("receiver"),
        pl.lit(file_id, pl.UInt16).alias("file_id"),
        pl.col("line").cast(pl.UInt32),
    ).select(REPORTS.names)


_STATIC_COLUMNS = (
    "imo", "name", "call_sign", "ship_type", "bow_m", "stern_m", "port_m", "starboard_m",
    "draught_m", "destination",
)  # fmt: skip


def _statics(
    frame: pl.DataFrame, place: _Verdict, raw: Raw, file_id: int, changes: Changes
) -> pl.DataFrame:
    known = [c for c in STATIC if c in frame.columns]
    if not known or not frame.height:
        return STATICS.empty()
    # The fingerprint of a row that says nothing: such a row never counts as a change.
    silence = frame.select(known).clear(1).select(_fingerprint(known).alias("what"))["what"][0]
    what = _fingerprint(known)
    counts = (place.is_report | place.is_static) & (what != silence)
    keys = frame.select(
        pl.when(counts).then(pl.col("mmsi")).cast(pl.UInt32),
        pl.col("time").cast(pl.Int64),
        what.alias("what"),
    )
    new = changes.mark(
        keys["mmsi"].fill_null(0).to_numpy(),
        keys["time"].fill_null(0).to_numpy(),
        keys["what"].to_numpy(),
    )
    picked = frame.filter(pl.Series(new) | place.is_static)
    if not picked.height:
        return STATICS.empty()
    out = picked.select(
        pl.col("time").alias("time_utc"),
        pl.col("mmsi").cast(pl.UInt32),
        pl.col("msg_type"),
        pl.lit(file_id, pl.UInt16).alias("file_id"),
        pl.col("line").cast(pl.UInt32),
        *_clean_static(picked, raw),
    )
    said = [c for c in _STATIC_COLUMNS if c in out.columns]
    out = out.filter(pl.any_horizontal([pl.col(c).is_not_null() for c in said]))
    absent = [
        pl.lit(None, STATICS.schema[c]).alias(c) for c in _STATIC_COLUMNS if c not in out.columns
    ]
    return out.with_columns(absent).select(STATICS.names)


def _fingerprint(columns: list[str]) -> pl.Expr:
    """A hash of the static cells; equal cells give equal hashes within one run."""
    total = pl.col(columns[0]).hash(1)
    for seed, column in enumerate(columns[1:], start=2):
        total = total ^ pl.col(column).hash(seed)
    return total


def _clean_static(frame: pl.DataFrame, raw: Raw) -> list[pl.Expr | pl.Series]:
    """Return the static columns of the dictionary that the table has."""
    out: list[pl.Expr | pl.Series] = []
    have = frame.columns
    for name in ("name", "call_sign", "destination"):
        if name in have:
            text = pl.col(name).cast(pl.String).str.replace(r"@.*$", "").str.strip_chars()
            out.append(pl.when(~_empty(text)).then(text).alias(name))
    if "imo" in have:
        digits = (
            pl.col("imo").cast(pl.String).str.extract(r"^\s*(?:IMO)?\s*(\d{1,10})(?:\.0+)?\s*$")
        )
        number = digits.cast(pl.Int64)
        out.append(
            pl.when(number.is_between(1, 2**32 - 1)).then(number).cast(pl.UInt32).alias("imo")
        )
    if "ship_type" in have:
        cargo = frame["cargo"] if "cargo" in have else None
        out.append(ship_types.codes(frame["ship_type"], cargo))
    if "draught" in have:
        metres = pl.col("draught") * raw.draught_unit_m
        deep = (metres > 0) & (metres <= 25.5)  # the field's largest value
        out.append(pl.when(deep).then(metres).cast(pl.Float32).alias("draught_m"))
    return out + _dimensions(have)


def _dimensions(have: list[str]) -> list[pl.Expr | pl.Series]:
    zero = pl.lit(0.0)
    sides = {
        "bow_m": pl.col("bow") if "bow" in have else zero,
        "stern_m": pl.col("stern") if "stern" in have else zero,
        "port_m": pl.col("port") if "port" in have else zero,
        "starboard_m": pl.col("starboard") if "starboard" in have else zero,
    }
    if not {"bow", "stern", "port", "starboard", "length", "width"} & set(have):
        return []
    sides = {k: _metres(v) for k, v in sides.items()}
    length = _metres(pl.col("length")) if "length" in have else zero
    width = _metres(pl.col("width")) if "width" in have else zero
    # Bow and stern (or port and starboard) both 0: the place of the antenna is not known.
    along = sides["bow_m"] + sides["stern_m"] > 0
    across = sides["port_m"] + sides["starboard_m"] > 0
    known = along | across | (length > 0) | (width > 0)
    values = {
        "bow_m": sides["bow_m"],
        "stern_m": pl.when(along).then(sides["stern_m"]).otherwise(length),
        "port_m": sides["port_m"],
        "starboard_m": pl.when(across).then(sides["starboard_m"]).otherwise(width),
    }
    return [
        pl.when(known).then(v).round().cast(pl.UInt16, strict=False).alias(k)
        for k, v in values.items()
    ]


def _metres(value: pl.Expr) -> pl.Expr:
    """Dimensions end at 511 m (bow, stern) in AIS; anything absurd counts as not given."""
    number = value.cast(pl.Float64, strict=False)
    return pl.when(number.is_between(0, 1022)).then(number).otherwise(0.0)


def _empty(text: pl.Expr) -> pl.Expr:
    return text.is_null() | text.str.strip_chars().str.to_lowercase().is_in(_NOTHING)


def _rejects(frame: pl.DataFrame, place: _Verdict, raw: Raw, file_id: int) -> pl.DataFrame:
    if place.looked_at is None or not len(place.looked_at):
        return REJECTS.empty()
    cells = place.cells
    assert cells is not None and place.reason is not None
    expected = {
        "mmsi out of range": "a nine-digit MMSI",
        "no time": "a date and time after 1990",
        "latitude out of range": "a latitude from -90 to 90",
        "longitude out of range": "a longitude from -180 to 180",
        "no position": "a position (none is available)",
    }
    column = dict(zip(expected, ("mmsi", "time", "lat", "lon", "lat"), strict=True))
    rows = cells.with_columns(place.reason.alias("reason"))
    came = pl.coalesce(
        *[pl.when(pl.col("reason") == r).then(pl.col(column[r]).fill_null("")) for r in expected]
    )
    wanted = pl.col("reason").replace_strict(expected, return_dtype=pl.String)
    return rows.select(
        pl.lit(file_id, pl.UInt16).alias("file_id"),
        frame["line"].gather(place.looked_at).cast(pl.UInt32).alias("line"),
        pl.col("reason"),
        (pl.lit("came '") + came + pl.lit("', expected ") + wanted).alias("detail"),
        pl.Series("text", [t[:TEXT_CHARS] for t in raw.texts(place.looked_at)], dtype=pl.String),
    ).select(REJECTS.names)
