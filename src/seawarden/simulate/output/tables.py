"""The tables that are not NMEA: Danish CSV, MarineCadastre CSV, Parquet.

Every row joins a position with what the ship claimed of itself at that time. Type 27 messages are
rounded as the air would round them. Rows stand in order of arrival.
"""

from datetime import datetime
from pathlib import Path

import numpy as np
import polars as pl

from ...ids.simulated_mark import MARK, MARKER_MMSI, MARKER_NAME
from ..radio.broadcast import NO_HEADING, Reports

DANISH_HEADER = (
    "# Timestamp,Type of mobile,MMSI,Latitude,Longitude,Navigational status,ROT,SOG,COG,Heading,"
    "IMO,Callsign,Name,Ship type,Cargo type,Width,Length,Type of position fixing device,Draught,"
    "Destination,ETA,Data source type,A,B,C,D"
)
"""Danish Maritime Authority, daily files since 2006, header of 2020 onwards."""

CADASTRE_HEADER = (
    "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status,Length,"
    "Width,Draft,Cargo,TransceiverClass"
)
"""MarineCadastre (NOAA), daily files of 2018 to 2024."""

_STATUS = {
    0: "Under way using engine", 1: "At anchor", 2: "Not under command", 5: "Moored",
    7: "Engaged in fishing",
}  # fmt: skip
_TYPES = {
    30: "Fishing", 31: "Towing", 50: "Pilot", 52: "Tug", 60: "Passenger", 70: "Cargo",
    71: "Cargo", 80: "Tanker", 90: "Other",
}  # fmt: skip


def table(reports: Reports, claims: pl.DataFrame, receivers: tuple[str, ...],
          start_utc: datetime) -> pl.DataFrame:  # fmt: skip
    """Return one row a report, with the claim beside it; `time` is UTC without a zone."""
    long_range = reports.msg_type == 27
    when = np.datetime64(start_utc.replace(tzinfo=None), "ms") + (reports.t * 1000).astype(
        "timedelta64[ms]"
    )
    positions = pl.DataFrame({
        "time": when,
        "lat": np.where(long_range, np.round(reports.lat * 600) / 600, reports.lat),
        "lon": np.where(long_range, np.round(reports.lon * 600) / 600, reports.lon),
        "sog": np.where(long_range, np.round(reports.sog_kn), reports.sog_kn),
        "cog": np.where(long_range, np.round(reports.cog_deg) % 360, reports.cog_deg),
        "heading": np.where(long_range, NO_HEADING, reports.heading),
        "status": reports.status,
        "receiver": np.array(receivers, dtype=object)[reports.receiver],
    }, schema_overrides={"receiver": pl.String})  # fmt: skip
    claimed = claims[pl.Series(reports.claim)]
    return pl.concat([positions, claimed], how="horizontal").with_columns(
        pl.col("heading").replace(NO_HEADING, None),
        pl.col("imo").replace(0, None),
        (pl.col("bow_m") + pl.col("stern_m")).alias("length"),
        (pl.col("port_m") + pl.col("starboard_m")).alias("width"),
    )


def write_parquet(path: Path, rows: pl.DataFrame) -> int:
    """Write the Parquet file; return the number of rows."""
    rows.select(
        "mmsi", pl.col("time").dt.replace_time_zone("UTC").alias("timestamp"), "lat", "lon",
        "sog", "cog", "heading", "name", "imo", pl.col("call_sign").alias("callsign"),
        "ship_type", "length", "width", pl.col("draught_m").alias("draught"), "destination",
        "receiver",
    ).write_parquet(path, compression="zstd", statistics=True)  # fmt: skip
    return rows.height


def write_danish(path: Path, rows: pl.DataFrame) -> int:
    """Write the Danish CSV; return the number of lines."""
    type_text = pl.col("ship_type").replace_strict(_TYPES, default="Undefined")
    out = rows.select(
        pl.col("time").dt.strftime("%d/%m/%Y %H:%M:%S"),
        pl.when(pl.col("ais_class") == 2).then(pl.lit("Class B")).otherwise(pl.lit("Class A")),
        pl.col("mmsi"),
        _fixed("lat", 6), _fixed("lon", 6),
        pl.when(pl.col("ais_class") == 2).then(pl.lit("Unknown value")).otherwise(
            pl.col("status").replace_strict(_STATUS, default="Unknown value")).alias("nav"),
        pl.lit(None, pl.String).alias("rot"),
        _fixed("sog", 1), _fixed("cog", 1), pl.col("heading").cast(pl.Int32),
        pl.col("imo").cast(pl.String).fill_null("Unknown"),
        _text("call_sign"), _text("name"), type_text.alias("type"),
        pl.lit(None, pl.String).alias("cargo"), pl.col("width"), pl.col("length"),
        pl.lit("GPS").alias("fixing"), _fixed("draught_m", 1), _text("destination"),
        pl.lit(None, pl.String).alias("eta"), pl.lit(MARK).alias("source"),
        pl.col("bow_m"), pl.col("stern_m"), pl.col("port_m"), pl.col("starboard_m"),
    ).rename(dict(zip(_danish_names(), DANISH_HEADER.split(","), strict=True)))  # fmt: skip
    out.write_csv(path)
    return out.height + 1


def _danish_names() -> list[str]:
    return [
        "time", "literal", "mmsi", "lat", "lon", "nav", "rot", "sog", "cog", "heading", "imo",
        "call_sign", "name", "type", "cargo", "width", "length", "fixing", "draught_m",
        "destination", "eta", "source", "bow_m", "stern_m", "port_m", "starboard_m",
    ]  # fmt: skip


def write_cadastre(path: Path, rows: pl.DataFrame) -> int:
    """Write the MarineCadastre CSV behind the row that marks it; return the number of lines."""
    out = rows.select(
        pl.col("mmsi"), pl.col("time").dt.strftime("%Y-%m-%dT%H:%M:%S"),
        _fixed("lat", 5), _fixed("lon", 5), _fixed("sog", 1), _fixed("cog", 1),
        pl.col("heading").fill_null(NO_HEADING).cast(pl.Float64).round(1).cast(pl.String),
        pl.col("name"), pl.lit("IMO") + pl.col("imo").cast(pl.String), pl.col("call_sign"),
        pl.col("ship_type"),
        pl.when(pl.col("ais_class") == 2).then(None).otherwise(pl.col("status")).alias("status"),
        pl.col("length"), pl.col("width"), _fixed("draught_m", 1),
        pl.col("ship_type").alias("cargo"),
        pl.when(pl.col("ais_class") == 2).then(pl.lit("B")).otherwise(pl.lit("A")).alias("class"),
    )  # fmt: skip
    first = rows["time"].min() if rows.height else None
    with path.open("wb") as file:
        file.write((CADASTRE_HEADER + "\n").encode("ascii"))
        if isinstance(first, datetime):
            stamp = first.strftime("%Y-%m-%dT%H:%M:%S")
            marker = f"{MARKER_MMSI},{stamp},0.00000,0.00000,0.0,0.0,511.0,{MARKER_NAME},,,,,,,,,A"
            file.write((marker + "\n").encode("ascii"))
        out.write_csv(file, include_header=False)
    return out.height + 2


def _fixed(column: str, digits: int) -> pl.Expr:
    return pl.col(column).round(digits)


def _text(column: str) -> pl.Expr:
    return pl.when(pl.col(column) == "").then(pl.lit("Unknown")).otherwise(pl.col(column)).alias(
        column
    )  # fmt: skip
