"""The published record of sanctions patrols: the first rows of any season's tally.

`published_record.csv` ships with the package (facts re-keyed, each with its source); a file of
the same columns, for example another country's, can be read in its place.
"""

from importlib.resources import files

import polars as pl

from ..errors import FormatError

_NUMBERS = ("missions", "flight_hours", "sts_seen", "vessels_of_interest", "vessels_reported")
COLUMNS = ("n", "announced", "start", "end", "asset", "base", *_NUMBERS, "source")

_SHIPPED = "published_record.csv"


def shipped() -> pl.DataFrame:
    """Return the record that ships with the package."""
    return read_record(
        (files("seawarden.patrol") / "published_record.csv").read_text("utf-8"),
        "published_record.csv",
    )


def read_record(text: str, where: str) -> pl.DataFrame:
    """Return the record of a CSV with `COLUMNS`; numbers not published are null.

    Raises FormatError that names the column missing, or the line and column of a bad number.
    """
    try:
        frame = pl.read_csv(text.encode(), comment_prefix="#", infer_schema=False)
    except pl.exceptions.PolarsError as error:
        raise FormatError(f"{where}: not CSV: {str(error).splitlines()[0]}") from error
    missing = [c for c in COLUMNS if c not in frame.columns]
    if missing:
        raise FormatError(f"{where}: column '{missing[0]}' is missing")
    for name in _NUMBERS:
        value = frame[name].cast(pl.Float64, strict=False)
        bad = frame[name].is_not_null() & (value.is_null() | (value < 0))
        if bad.any():
            at = int(bad.arg_true()[0])
            raise FormatError(
                f"{where}, row {at + 1}, {name}: '{frame[name][at]}', expected a number"
            )
        frame = frame.with_columns(value.alias(name))
    return frame.select(COLUMNS)


def yield_of(record: pl.DataFrame) -> pl.DataFrame:
    """Return rows with published results, with hours a mission and finds per hundred hours."""
    known = record.filter(pl.col("missions").is_not_null() & pl.col("flight_hours").is_not_null())
    return known.with_columns(
        hours_a_mission=pl.col("flight_hours") / pl.col("missions"),
        sts_per_100h=pl.col("sts_seen") / pl.col("flight_hours") * 100,
        of_interest_per_100h=pl.col("vessels_of_interest") / pl.col("flight_hours") * 100,
    )
