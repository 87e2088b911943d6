"""Tables of facts, written by the one pass over the reports."""

import polars as pl

from .table import TIME, Column, Table

_HULL = Column("hull", pl.Int64, "id", "MMSI * 100000 + ordinal of the ship under that MMSI", False)
_MMSI = Column("mmsi", pl.UInt32, "MMSI", "identity used on the air", False)
_ROWS = (
    Column("first_row", pl.Int64, "archive row", "first report it rests on", False),
    Column("last_row", pl.Int64, "archive row", "last report it rests on", False),
)


def _span(of: str) -> tuple[Column, ...]:
    return (
        Column("start_utc", TIME, "UTC", f"start of the {of}", False),
        Column("end_utc", TIME, "UTC", f"end of the {of}", False),
    )


HULLS = Table(
    "HULLS",
    "a span of reports under one MMSI that one physical ship can have sent",
    (
        _HULL,
        _MMSI,
        Column("station", pl.String, "kind", "'ship', 'base', 'aton', 'sar' or 'other'", False),
        Column("ais_class", pl.UInt8, "code", "1 class A, 2 class B, 0 not known", False),
        *_span("hull's reports"),
        Column("n_reports", pl.Int64, "count", "reports, exact duplicates counted once", False),
        Column("start_lat_deg", pl.Float64, "deg", "first position", False),
        Column("start_lon_deg", pl.Float64, "deg", "first position", False),
        Column("end_lat_deg", pl.Float64, "deg", "last position", False),
        Column("end_lon_deg", pl.Float64, "deg", "last position", False),
        Column("track_nm", pl.Float64, "nm", "sum of the legs between reports", False),
        Column("heard_h", pl.Float64, "h", "time covered by intervals of at most one hour", False),
        Column("imo", pl.UInt32, "IMO number", "claimed most often, check digit valid"),
        Column("name", pl.String, "text", "claimed most often"),
        Column("call_sign", pl.String, "text", "claimed most often"),
        Column("ship_type", pl.UInt8, "ITU code", "claimed most often"),
        Column("bow_m", pl.UInt16, "m", "antenna to bow, of the dimensions claimed most often"),
        Column("stern_m", pl.UInt16, "m", "antenna to stern"),
        Column("port_m", pl.UInt16, "m", "antenna to port side"),
        Column("starboard_m", pl.UInt16, "m", "antenna to starboard side"),
        Column("length_m", pl.UInt16, "m", "bow_m + stern_m"),
        Column("beam_m", pl.UInt16, "m", "port_m + starboard_m"),
        *_ROWS,
    ),
    key=("hull",),
    sort=("hull",),
)

STAYS = Table(
    "STAYS",
    "a run in which a hull was slow or stopped",
    (
        _HULL,
        _MMSI,
        *_span("run"),
        Column("is_open", pl.Boolean, "", "the run reaches the hull's last report", False),
        Column("n_reports", pl.Int64, "count", "reports in the run", False),
        Column("lat_deg", pl.Float64, "deg", "mean position", False),
        Column("lon_deg", pl.Float64, "deg", "mean position (safe across 180 deg)", False),
        Column("start_lat_deg", pl.Float64, "deg", "first position", False),
        Column("start_lon_deg", pl.Float64, "deg", "first position", False),
        Column("end_lat_deg", pl.Float64, "deg", "last position", False),
        Column("end_lon_deg", pl.Float64, "deg", "last position", False),
        Column("mean_sog_kn", pl.Float64, "kn", "time-weighted mean speed over ground"),
        Column("max_sog_kn", pl.Float64, "kn", "largest speed over ground"),
        Column("stopped_h", pl.Float64, "h", "time at 0.5 kn or less", False),
        Column("spread_m", pl.Float64, "m", "root mean square distance to the mean", False),
        Column("track_nm", pl.Float64, "nm", "sum of the legs", False),
        Column("observed_h", pl.Float64, "h", "time in intervals of at most one hour", False),
        Column("inferred_h", pl.Float64, "h", "time in longer intervals", False),
        Column("longest_silence_h", pl.Float64, "h", "longest interval", False),
        *_ROWS,
    ),
    key=("hull", "start_utc"),
    sort=("hull", "start_utc"),
)

TRAILS = Table(
    "TRAILS",
    "a hull's half hour: where it began and ended, how far it went, how it turned",
    (
        _HULL,
        _MMSI,
        *_span("half hour's reports"),
        Column("n_reports", pl.Int64, "count", "reports", False),
        Column("start_lat_deg", pl.Float64, "deg", "first position", False),
        Column("start_lon_deg", pl.Float64, "deg", "first position", False),
        Column("end_lat_deg", pl.Float64, "deg", "last position", False),
        Column("end_lon_deg", pl.Float64, "deg", "last position", False),
        Column("south_deg", pl.Float64, "deg", "box around every position", False),
        Column("north_deg", pl.Float64, "deg", "box around every position", False),
        Column("west_deg", pl.Float64, "deg", "box; west of east by less than 180 deg", False),
        Column("east_deg", pl.Float64, "deg", "box; may be below west_deg across 180 deg", False),
        Column("track_nm", pl.Float64, "nm", "sum of the legs", False),
        Column("turn_deg", pl.Float64, "deg", "sum of changes of course, to starboard", False),
        Column("mean_sog_kn", pl.Float64, "kn", "mean of the speeds sent"),
        *_ROWS,
    ),
    key=("hull", "start_utc"),
    sort=("hull", "start_utc"),
)

SILENCES = Table(
    "SILENCES",
    "a time between two reports longer than its class and speed explain",
    (
        _HULL,
        _MMSI,
        Column("ais_class", pl.UInt8, "code", "1 class A, 2 class B, 0 not known", False),
        Column("start_utc", TIME, "UTC", "last report before it", False),
        Column("end_utc", TIME, "UTC", "first report after it, or the end of the data", False),
        Column("is_open", pl.Boolean, "", "no report followed in the data", False),
        Column("duration_h", pl.Float64, "h", "end minus start", False),
        Column("start_lat_deg", pl.Float64, "deg", "last position before", False),
        Column("start_lon_deg", pl.Float64, "deg", "last position before", False),
        Column("end_lat_deg", pl.Float64, "deg", "first position after; null while open"),
        Column("end_lon_deg", pl.Float64, "deg", "first position after; null while open"),
        Column("start_sog_kn", pl.Float64, "kn", "speed before"),
        Column("start_cog_deg", pl.Float64, "deg", "course before"),
        Column("end_sog_kn", pl.Float64, "kn", "speed after"),
        Column("end_cog_deg", pl.Float64, "deg", "course after"),
        Column("distance_m", pl.Float64, "m", "great circle from last to first position"),
        Column("implied_speed_kn", pl.Float64, "kn", "distance over duration"),
        Column("mean_interval_s", pl.Float64, "s", "this hull's usual interval between reports"),
        Column(
            "n_before_12h",
            pl.Int64,
            "count",
            "reports since its last silence, at most as many as in 12 h at that rate",
        ),
        *_ROWS,
    ),
    key=("hull", "start_utc"),
    sort=("hull", "start_utc"),
)

JUMPS = Table(
    "JUMPS",
    "two reports in a row under one MMSI that one ship cannot have sent",
    (
        _MMSI,
        Column("hull", pl.Int64, "id", "hull of the report before"),
        Column("other_hull", pl.Int64, "id", "hull of the report after; the same if unexplained"),
        *_span("move"),
        Column("start_lat_deg", pl.Float64, "deg", "position before", False),
        Column("start_lon_deg", pl.Float64, "deg", "position before", False),
        Column("end_lat_deg", pl.Float64, "deg", "position after", False),
        Column("end_lon_deg", pl.Float64, "deg", "position after", False),
        Column("distance_m", pl.Float64, "m", "great circle", False),
        Column("implied_speed_kn", pl.Float64, "kn", "distance over time; inf at no time", False),
        *_ROWS,
        Column(
            "why",
            pl.String,
            "code",
            "'reach': a move that no ship can make; 'sender': a move that is possible, by another "
            "of the ships that share the MMSI",
            False,
        ),
    ),
    key=("mmsi", "first_row"),
    sort=("mmsi", "start_utc", "first_row"),
)

CLAIMS = Table(
    "CLAIMS",
    "a span in which a hull said the same of itself",
    (
        Column("hull", pl.Int64, "id", "hull; null when no position was heard under the MMSI"),
        _MMSI,
        *_span("claim"),
        Column("n_statics", pl.Int64, "count", "static messages that say so", False),
        Column("imo", pl.UInt32, "IMO number", "as sent"),
        Column("name", pl.String, "text", "as sent"),
        Column("call_sign", pl.String, "text", "as sent"),
        Column("ship_type", pl.UInt8, "ITU code", "as sent"),
        Column("bow_m", pl.UInt16, "m", "antenna to bow"),
        Column("stern_m", pl.UInt16, "m", "antenna to stern"),
        Column("port_m", pl.UInt16, "m", "antenna to port side"),
        Column("starboard_m", pl.UInt16, "m", "antenna to starboard side"),
        Column("draught_m", pl.Float32, "m", "as entered by the crew"),
        Column("destination", pl.String, "text", "as entered by the crew"),
        Column("file_id", pl.UInt32, "index", "file of the first message", False),
        Column("first_line", pl.UInt32, "line", "line of the first message", False),
        Column("last_line", pl.UInt32, "line", "line of the last message", False),
    ),
    key=("mmsi", "hull", "start_utc"),
    sort=("mmsi", "hull", "start_utc"),
)

COVERAGE = Table(
    "COVERAGE",
    "how many reports were heard in a cell, hour and transponder class, and from whom",
    (
        Column("cell", pl.Int32, "id", "0.25 deg cell: row * 1440 + column, from 90S 180W", False),
        Column("hour_utc", TIME, "UTC", "start of the hour", False),
        Column("ais_class", pl.UInt8, "code", "1 class A, 2 class B, 0 not known", False),
        Column("receiver", pl.String, "name", "station, satellite or feed; null not known"),
        Column("n_reports", pl.Int64, "count", "reports heard", False),
        Column("n_hulls", pl.Int64, "count", "hulls heard (entries into the cell)", False),
        Column("heard_h", pl.Float64, "h", "sum of the intervals of at most one hour", False),
    ),
    key=("cell", "hour_utc", "ais_class", "receiver"),
    sort=("cell", "hour_utc", "ais_class", "receiver"),
)

SLOTS = Table(
    "SLOTS",
    "a slow hull on a regular time grid",
    (
        _HULL,
        _MMSI,
        Column("time_utc", TIME, "UTC", "grid time", False),
        Column("lat_deg", pl.Float64, "deg", "position on the grid", False),
        Column("lon_deg", pl.Float64, "deg", "position on the grid", False),
        Column("sog_kn", pl.Float32, "kn", "speed over ground; implied speed where none was sent"),
        Column("heading_deg", pl.Float32, "deg", "true heading"),
        Column("sigma_m", pl.Float32, "m", "1-sigma: how far off the position may be", False),
        Column("gap_s", pl.Float32, "s", "time between the two reports around it", False),
        Column("row", pl.Int64, "archive row", "the report before it", False),
    ),
    key=("hull", "time_utc"),
    sort=("time_utc", "hull"),
)

CONTACTS = Table(
    "CONTACTS",
    "two slots of two MMSIs near each other; hull < other_hull",
    (
        _HULL,
        Column("other_hull", pl.Int64, "id", "the second hull", False),
        Column("time_utc", TIME, "UTC", "grid time", False),
        Column("lat_deg", pl.Float64, "deg", "position of the first hull", False),
        Column("lon_deg", pl.Float64, "deg", "position of the first hull", False),
        Column("east_m", pl.Float32, "m", "other minus first, to the east", False),
        Column("north_m", pl.Float32, "m", "other minus first, to the north", False),
        Column("distance_m", pl.Float32, "m", "antenna to antenna", False),
        Column("sigma_m", pl.Float32, "m", "1-sigma of the distance, both positions", False),
        Column("sog_kn", pl.Float32, "kn", "first hull"),
        Column("other_sog_kn", pl.Float32, "kn", "second hull"),
        Column("heading_deg", pl.Float32, "deg", "first hull"),
        Column("other_heading_deg", pl.Float32, "deg", "second hull"),
        Column("gap_s", pl.Float32, "s", "longer of the two report gaps around the slot", False),
        Column("row", pl.Int64, "archive row", "report of the first hull before it", False),
        Column("other_row", pl.Int64, "archive row", "report of the second hull before it", False),
    ),
    key=("hull", "other_hull", "time_utc"),
    sort=("hull", "other_hull", "time_utc"),
)

FIXES = Table(
    "FIXES",
    "a hull near a scene of sightings: her last report before it and her first after it",
    (
        Column("scene", pl.String, "id", "scene, see `facts.fixes.scenes_of`", False),
        Column("time_utc", TIME, "UTC", "time of the scene", False),
        _HULL,
        _MMSI,
        Column("before_utc", TIME, "UTC", "last report at or before the scene"),
        Column("before_lat_deg", pl.Float64, "deg", "position then"),
        Column("before_lon_deg", pl.Float64, "deg", "position then"),
        Column("before_sog_kn", pl.Float32, "kn", "speed over ground then"),
        Column("before_cog_deg", pl.Float32, "deg", "course over ground then"),
        Column("before_heading_deg", pl.Float32, "deg", "true heading then"),
        Column("before_row", pl.Int64, "archive row", "that report"),
        Column("after_utc", TIME, "UTC", "first report after the scene"),
        Column("after_lat_deg", pl.Float64, "deg", "position then"),
        Column("after_lon_deg", pl.Float64, "deg", "position then"),
        Column("after_sog_kn", pl.Float32, "kn", "speed over ground then"),
        Column("after_cog_deg", pl.Float32, "deg", "course over ground then"),
        Column("after_heading_deg", pl.Float32, "deg", "true heading then"),
        Column("after_row", pl.Int64, "archive row", "that report"),
    ),
    key=("scene", "hull"),
    sort=("scene", "hull"),
)
