"""When a receiver was not heard: a hole in its hours between two in which it was.

Method: COVERAGE names each receiver by cell and hour; an hour in which a receiver was heard in no
cell, between two in which it was, belongs to an outage. Blind spot: a receiver over an empty sea is
silent too, and one that never came back ends with its last hour.
"""

import polars as pl


def outages(coverage: pl.DataFrame) -> pl.DataFrame:
    """Return `receiver`, `since_utc`, `until_utc`, `hours` of each outage, the longest first."""
    hours = coverage.select("receiver", "hour_utc").unique().sort("receiver", "hour_utc")
    holes = hours.with_columns(
        until_utc=pl.col("hour_utc").shift(-1).over("receiver"),
        since_utc=pl.col("hour_utc").dt.offset_by("1h"),
    ).filter(pl.col("until_utc") > pl.col("since_utc"))
    hours_long = (pl.col("until_utc") - pl.col("since_utc")).dt.total_minutes() / 60
    found = holes.select("receiver", "since_utc", "until_utc", hours=hours_long)
    return found.sort("hours", "receiver", "since_utc", descending=[True, False, False])
