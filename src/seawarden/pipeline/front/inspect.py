"""`inspect`: how a file would be read."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from ...errors import FormatError
from ...read import Options, format_of, open_and_read, options_of, sources
from ...read.input.source import Source
from ...read.sniff import Format
from ...units import AIS_UNITS_PER_DEG
from ..keep_reading import keep_reading
from ..watch.read_source import guard
from . import arguments
from .arguments import Pathlike

_ROWS = 5  # decoded reports shown
_SAMPLE_BYTES = 1 << 20  # of text read to show them


@dataclass(frozen=True, slots=True)
class Reading:
    """How each part of a file would be read; `is_read` is false when one would not be."""

    data: list[dict[str, Any]]
    text: str
    is_read: bool


def inspect(
    file: Pathlike,
    *,
    columns: str | None = None,
    time_zone: str | None = None,
    date_order: str | None = None,
    encoding: str | None = None,
    skip_rows: str | None = None,
    start_time: str | datetime | None = None,
    reading: Pathlike | None = None,
    save_reading: Pathlike | None = None,
) -> Reading:
    """Show what each column of a file is taken for, and the first reports as they would be read.

    Method: the first 128 kB are looked at as `watch` would, and the first rows decoded. Dates
    whose order is open are looked for through the whole file.

    file        a file of AIS; of an archive, every member
    columns     which column is what, by name or number: 'mmsi=ssvid,time=2,sog=SPEED:kn/10'
    time_zone   zone of times that carry none: 'Asia/Seoul', '+09:00'
    date_order  'day-first' or 'month-first'
    encoding    of text that is neither UTF-8 nor UTF-16: 'cp949'
    skip_rows   lines above the header: '2'
    start_time  UTC time of the first line of NMEA that carries no time
    reading     a saved reading (TOML) to read the files by, where nothing else is given
    save_reading  where to save how the files were read

    Returns Reading: `data`, `text`, and `is_read`. A file that would be refused is a finding, no
    error. Raises UsageError for an argument, InputError when there is no such file.

        print(sw.inspect("ais.csv", time_zone="Asia/Seoul").text)
    """
    options = options_of(
        columns=columns, time_zone=time_zone, date_order=date_order, encoding=encoding,
        skip_rows=skip_rows, start_utc=arguments.moment("--start-time", start_time),
        reading=arguments.path(reading),
    )  # fmt: skip
    members = sources([str(Path(file))])
    found = [_one(source, options) for source in members]
    if save_reading is not None:
        keep_reading(Path(save_reading), members, options)
    text = "\n\n".join(_text(one) for one in found)
    return Reading(found, text, all(one["problem"] is None for one in found))


def _one(source: Source, options: Options) -> dict[str, Any]:
    out: dict[str, Any] = {
        "path": source.place, "format": None, "columns": {}, "unused": [], "time": None,
        "coordinates": None, "encoding": None, "header_line": None, "notes": [], "reports": [],
        "lines": {}, "problem": None,
    }  # fmt: skip
    try:
        with guard(source.place):
            found = format_of(source, options)
        out |= _meaning(found)
        _decode(source, options, found, out)
    except FormatError as error:
        out["problem"] = str(error)
    return out


def _meaning(found: Format) -> dict[str, Any]:
    layout = found.layout
    out: dict[str, Any] = {"format": found.name, "notes": list(found.notes)}
    if layout is None:
        return out
    units = {"sog": "kn", "cog": "deg", "lat": "deg", "lon": "deg", "draught": "m"}
    factors = {"draught": layout.draught_unit_m, **layout.factors}
    out["columns"] = {
        meaning: {
            "column": column,
            "unit": units.get(meaning),
            "factor": factors.get(meaning, 1.0) if meaning in units else None,
        }
        for meaning, column in layout.columns.items()
    }
    out["unused"] = list(layout.unused)
    zone = layout.clock.zone or "UTC"
    share = round(layout.clock.share, 3)
    out["time"] = {"layout": layout.clock.layout, "zone": zone, "share_read": share}
    out["coordinates"] = layout.coordinates
    if found.dialect is not None:
        out["encoding"] = found.dialect.encoding or "utf-8"
        out["header_line"] = found.dialect.header_line if found.dialect.header else None
    return out


def _decode(source: Source, options: Options, found: Format, out: dict[str, Any]) -> None:
    """Add the first batch's counts and reports."""
    from dataclasses import replace

    small = replace(options, batch_bytes=_SAMPLE_BYTES, batch_rows=10_000)
    with guard(source.place):
        batch = next(iter(open_and_read(source, file_id=0, options=small, format=found)), None)
    if batch is None:
        return
    out["lines"] = {
        "lines": batch.lines, "reports": batch.n_reports, "statics": batch.n_statics,
        "other": batch.n_other, "rejects": batch.n_rejects,
    }  # fmt: skip
    if batch.rejects.height:
        row = batch.rejects.row(0, named=True)
        out["notes"].append(f"first reject, line {row['line']}: {row['reason']}: {row['detail']}")
    out["reports"] = (
        batch.reports.head(_ROWS)
        .select(
            "line",
            pl.col("time_utc").dt.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "mmsi",
            (pl.col("lat_aisu") / AIS_UNITS_PER_DEG).round(6).alias("lat_deg"),
            (pl.col("lon_aisu") / AIS_UNITS_PER_DEG).round(6).alias("lon_deg"),
            pl.col("sog_kn").cast(pl.Float64).round(2),
            pl.col("cog_deg").cast(pl.Float64).round(2),
        )
        .to_dicts()
    )


def _text(one: dict[str, Any]) -> str:
    if one["problem"] is not None and one["format"] is None:
        return f"{one['path']}: would not be read\n  {one['problem']}"
    lines = [f"{one['path']}: read as {one['format']}"]
    for meaning, what in one["columns"].items():
        factor = what["factor"]
        unit = "" if factor is None else f"  x {factor:g} = {what['unit']}"
        lines.append(f"  {meaning:<12} {what['column']}{unit}")
    if one["time"] is not None:
        time = one["time"]
        lines.append(
            f"  times: {time['layout']}, {time['zone']} where they carry no zone; "
            f"{time['share_read']:.0%} of the first rows read"
        )
        lines.append(f"  positions: {one['coordinates']}")
    if one["encoding"] is not None:
        where = one["header_line"]
        header = "no header" if where is None else f"header in line {where}"
        lines.append(f"  text: {one['encoding']}, {header}")
    lines += [f"  note: {note}" for note in one["notes"]]
    if one["lines"]:
        counts = ", ".join(f"{n:,} {name}" for name, n in one["lines"].items())
        lines.append(f"  first rows: {counts}")
    for row in one["reports"]:
        lines.append("  " + "  ".join("-" if v is None else str(v) for v in row.values()))
    if one["problem"] is not None:
        lines.append(f"  {one['problem']}")
    return "\n".join(lines)
