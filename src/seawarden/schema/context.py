"""CONTEXT: what was learnt from days that are closed, and what detectors may know beforehand."""

import polars as pl

from .table import TIME, Column, Table

CONTEXT = Table(
    "CONTEXT",
    "a figure learnt from closed days: of reception, silences, ships, shared MMSIs, anchorages",
    (
        Column(
            "part", pl.String, "kind",
            "'day', 'cell', 'hour', 'silence', 'usual', 'history', 'shared_mmsi', 'anchorage'",
            False,
        ),
        Column("what", pl.String, "text", "which figure of the part, or the identity claimed"),
        Column("ais_class", pl.UInt8, "code", "1 class A, 2 class B; of cells"),
        Column("cell", pl.Int32, "code", "row * columns + column, of 0.25, 1 or 4 deg by `what`"),
        Column("hour_utc", TIME, "UTC", "start of the hour, or of the day"),
        Column("mmsi", pl.UInt32, "MMSI", "whose"),
        Column("hull", pl.Int64, "id", "whose"),
        Column("lat_deg", pl.Float64, "deg", "middle of an anchorage"),
        Column("lon_deg", pl.Float64, "deg", "middle of an anchorage"),
        Column("n", pl.Float64, "count", "reports heard; ships of an anchorage"),
        Column("expected", pl.Float64, "count", "reports expected at the usual rates"),
        Column("heard_h", pl.Float64, "h", "ship-hours in which ships were heard"),
        Column("all_h", pl.Float64, "h", "ship-hours in which ships were there, heard or not"),
        Column("value", pl.Float64, "by part", "log odds, shape, share, s, or m; docs/house.md"),
    ),
    key=("part", "what", "ais_class", "cell", "hour_utc", "mmsi", "hull", "lat_deg", "lon_deg"),
    sort=("part", "what", "ais_class", "cell", "hour_utc", "mmsi", "hull", "lat_deg", "lon_deg"),
)  # fmt: skip
