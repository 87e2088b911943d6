"""The rules that every tabular reader shares: a frame of meanings in, a `Batch` out.

Each row ends in exactly one place. In this order it is

1. a reject `mmsi out of range` (missing, 0, or above 999999999; shorter numbers stand, as
   leading zeros may be missing and ships that hide type in anything), `no time` (missing,
   unreadable or before 1990), `latitude out of range` or `longitude out of range`
   (unreadable ones too);
2. other, when it is a message type that carries neither position nor identity;
3. a report, when it has a position (its static fields go to STATICS too);
4. a static, when it has none but says who the ship is;
5. a reject `no position` (latitude 91, longitude 181, empty, or 0 N 0 E: what a missing number
   turns into, where no ship's antenna has ever been exactly).

An MMSI in exponent form (4.12E+08) has lost its last digits: `mmsi rounded`.

Sentinels become null: SOG 102.3 and above, COG 360, heading 511, status 15, and anything
outside the range of its field.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...schema import REJECTS, REPORTS
from ...units import AIS_UNITS_PER_DEG
from ..batch import Batch
from .changed_statics import Changes
from .statics import COLUMNS, StaticCells, clean, is_empty, statics
from .typed_columns import ROUNDED

Rows = NDArray[np.int64]
Floats = NDArray[np.float64]
TEXT_CHARS = 200

POSITION_TYPES = (1, 2, 3, 4, 9, 11, 18, 19, 21, 27)
STATIC_TYPES = (5, 24)
_CLASS = np.zeros(256, dtype=np.uint8)
_CLASS[[1, 2, 3, 5, 27]], _CLASS[[18, 19, 24]] = 1, 2
_WHERE_OR_WHO = np.zeros(256, dtype=np.bool_)
_WHERE_OR_WHO[[*POSITION_TYPES, *STATIC_TYPES]] = True
"""By type of message: the class that sends it, and whether it says where or who."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """A piece of a table, its columns named by meaning and typed, before any rule.

    `frame` holds `line`, `time` (UTC), `mmsi`, `lat`, `lon` as Float64, and what else there is
    of `layout.MEANINGS`, with `nav_status` and `msg_type` as UInt8 codes. `static_cells` holds
    the static fields of the rows. `cells(rows)` gives the cells of time, mmsi, lat and lon as they
    stood; `texts(rows)` the full rows.
    """

    frame: pl.DataFrame
    static_cells: StaticCells
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
    placed = frame if place.is_report.all() else frame.filter(place.is_report)
    reports = _reports(placed, raw, file_id)
    changed = statics(
        frame,
        raw.static_cells,
        place.is_report | place.is_static,
        place.is_static,
        draught_unit_m=raw.draught_unit_m,
        file_id=file_id,
        changes=changes,
    )
    bad = _rejects(frame, place, raw, file_id)
    n_early = 0 if rejects is None else rejects.height
    if rejects is not None and rejects.height:
        bad = pl.concat([rejects, bad]).sort("line")
    n_rest = int(place.is_other.sum())
    return Batch(
        reports=reports,
        statics=changed,
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
            "file_id": pl.Series([file_id] * len(texts), dtype=pl.UInt32),
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
    height = frame.height
    absent = [pl.Series(n, [None], dtype=t).new_from_index(0, height) for n, t in types.items()
              if n not in frame.columns]  # fmt: skip
    return frame.hstack(absent) if absent else frame


def _number(frame: pl.DataFrame, name: str) -> Floats:
    """Return a column as floats, NaN where it is null: an expression costs more than small rows."""
    return np.asarray(frame[name].to_numpy(), dtype=np.float64)


def _judge(frame: pl.DataFrame, raw: Raw) -> _Verdict:
    mmsi, lat, lon = (_number(frame, name) for name in ("mmsi", "lat", "lon"))
    kind, has_kind = _codes(frame["msg_type"])
    silent = has_kind & ~_WHERE_OR_WHO[kind]
    sane = (mmsi >= 1) & (mmsi <= 999_999_999) & ~np.isnat(frame["time"].to_numpy())
    placed = (lat >= -90) & (lat <= 90) & (lon >= -180) & (lon <= 180) & ((lat != 0) | (lon != 0))
    report, other = sane & placed & ~silent, sane & silent
    is_report, is_other = pl.Series(report), pl.Series(other)
    none = pl.Series(np.zeros(frame.height, dtype=np.bool_))
    rest = np.flatnonzero(~(report | other))
    if not len(rest):
        return _Verdict(is_report, none, is_other, None, None, None)
    return _judge_rest(frame, raw, rest, is_report, is_other)


def _codes(column: pl.Series) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """Return (codes, 0 where there is none, whether there is one)."""
    if column.null_count() == len(column):
        nothing = np.zeros(len(column), dtype=np.uint8)
        return nothing, nothing.astype(np.bool_)
    values = np.asarray(column.to_numpy(), dtype=np.float64)
    has = ~np.isnan(values)
    return np.where(has, values, 0).astype(np.uint8), has


def _judge_rest(
    frame: pl.DataFrame, raw: Raw, rest: Rows, is_report: pl.Series, is_other: pl.Series
) -> _Verdict:
    """Settle the rows that are neither plain reports nor of a silent type."""
    static = raw.static_cells.cells(rest)
    part = frame[rest].with_columns(static.select(clean(static, raw.draught_unit_m)).get_columns())
    cells = raw.cells(rest)
    given = {c: ~is_empty(pl.col(c)) for c in ("time", "mmsi", "lat", "lon")}
    cells = cells.with_columns(**{f"given_{c}": e for c, e in given.items()})
    part = part.with_columns(cells["given_lat"], cells["given_lon"], cells["mmsi"].alias("typed"))
    rounded = pl.col("typed").str.strip_chars().str.contains(ROUNDED).fill_null(value=False)
    lat, lon, mmsi = pl.col("lat"), pl.col("lon"), pl.col("mmsi")
    bad_mmsi = ~mmsi.is_between(1, 999_999_999).fill_null(value=False)
    bad_lat = pl.when(lat.is_null()).then(pl.col("given_lat")).otherwise(lat.abs() > 90) & (
        (lat != 91).fill_null(value=True)
    )
    bad_lon = pl.when(lon.is_null()).then(pl.col("given_lon")).otherwise(lon.abs() > 180) & (
        (lon != 181).fill_null(value=True)
    )
    known = [c for c in COLUMNS if c in part.columns]
    speaks = pl.any_horizontal([pl.col(c).is_not_null() for c in known] or [pl.lit(value=False)])
    is_static_type = pl.col("msg_type").is_in(STATIC_TYPES).fill_null(value=False)
    reason = (
        pl.when(bad_mmsi & rounded).then(pl.lit("mmsi rounded"))
        .when(bad_mmsi).then(pl.lit("mmsi out of range"))
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
    n = frame.height
    kind, has_kind = _codes(frame["msg_type"])
    own, has_own = _codes(frame["ais_class"])
    # 102.3 as a 32-bit float is 102.30000305: compare in tenths below it.
    high = {"sog": 102.25, "cog": 360.0, "heading": 360.0}
    value = {name: _number(frame, name) for name in high}
    inside = {m: np.where((v >= 0) & (v < high[m]), v, np.nan) for m, v in value.items()}
    status, has_status = _codes(frame["nav_status"])
    receiver = frame["receiver"]
    if raw.receiver is not None:
        receiver = pl.Series([raw.receiver], dtype=pl.String).new_from_index(0, n)
    columns = {
        "time_utc": frame["time"],
        "mmsi": pl.Series(_number(frame, "mmsi").astype(np.uint32)),
        "lat_aisu": pl.Series(_aisu(_number(frame, "lat"))),
        "lon_aisu": pl.Series(_aisu(_number(frame, "lon"))),
        **{
            f"{m}_{unit}": pl.Series(inside[m].astype(np.float32), nan_to_null=True)
            for m, unit in (("sog", "kn"), ("cog", "deg"), ("heading", "deg"))
        },
        "nav_status": _nullable(status, has_status & (status < 15)),
        "ais_class": pl.Series(np.where(has_own, own, _CLASS[kind]).astype(np.uint8)),
        "msg_type": _nullable(kind, has_kind),
        "receiver": receiver,
        "file_id": pl.Series(np.full(n, file_id, dtype=np.uint32)),
        "line": frame["line"].cast(pl.UInt32),
    }
    return pl.DataFrame([columns[name].alias(name) for name in REPORTS.names])


def _aisu(degrees: Floats) -> NDArray[np.int32]:
    return np.rint(degrees * AIS_UNITS_PER_DEG).astype(np.int32)


def _nullable(codes: NDArray[np.uint8], has: NDArray[np.bool_]) -> pl.Series:
    column = pl.Series(codes)
    return column if has.all() else column.set(pl.Series(~has), None)


def _rejects(frame: pl.DataFrame, place: _Verdict, raw: Raw, file_id: int) -> pl.DataFrame:
    if place.looked_at is None or not len(place.looked_at):
        return REJECTS.empty()
    cells = place.cells
    assert cells is not None and place.reason is not None
    expected = {
        "mmsi out of range": "an MMSI from 1 to 999999999",
        "mmsi rounded": "all nine digits: a spreadsheet has rounded it; give the column the "
        "format 'number' without decimals and save the file anew from its source",
        "no time": "a date and time after 1990",
        "latitude out of range": "a latitude from -90 to 90",
        "longitude out of range": "a longitude from -180 to 180",
        "no position": "a position (none is available)",
    }
    column = dict(zip(expected, ("mmsi", "mmsi", "time", "lat", "lon", "lat"), strict=True))
    rows = cells.with_columns(place.reason.alias("reason"))
    came = pl.coalesce(
        *[pl.when(pl.col("reason") == r).then(pl.col(column[r]).fill_null("")) for r in expected]
    )
    wanted = pl.col("reason").replace_strict(expected, return_dtype=pl.String)
    return rows.select(
        pl.lit(file_id, pl.UInt32).alias("file_id"),
        frame["line"].gather(place.looked_at).cast(pl.UInt32).alias("line"),
        pl.col("reason"),
        (pl.lit("came '") + came + pl.lit("', expected ") + wanted).alias("detail"),
        pl.Series("text", [t[:TEXT_CHARS] for t in raw.texts(place.looked_at)], dtype=pl.String),
    ).select(REJECTS.names)
